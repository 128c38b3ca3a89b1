//! The supervision committee: its desk, what it found, the yearly appraisal, and what everybody
//! reads of both.

pub(crate) mod appraisal;
pub(crate) mod appraising;
pub(crate) mod desk;
pub(crate) mod finding;
pub(crate) mod noting;
pub(crate) mod public;
pub(crate) mod purchases;
pub(crate) mod report;
pub(crate) mod shown;
pub(crate) mod work;

/// The addresses of this folder.
pub(super) fn routes() -> web::Routes {
    web::Routes::new()
        .and(desk::routes())
        .and(noting::routes())
        .and(finding::routes())
        .and(appraising::routes())
        .and(appraisal::routes())
        .and(public::routes())
        .and(work::routes())
        .and(report::routes())
        .and(purchases::routes())
}
