//! What people see and fill in. Each file has its addresses in `routes`.

pub(crate) mod acts;
pub(crate) mod asking;
pub(crate) mod assisted;
pub(crate) mod cards;
pub(crate) mod case;
pub(crate) mod counter;
pub(crate) mod counter_form;
pub(crate) mod desk;
pub(crate) mod guides;
pub(crate) mod items;
pub(crate) mod journey;
pub(crate) mod notices;
pub(crate) mod own;
pub(crate) mod panels;
pub(crate) mod papers;
pub(crate) mod progress;
pub(crate) mod sent;
pub(crate) mod taking;
mod time_left;
pub(crate) mod told;
pub(crate) mod track;
pub(crate) mod wording;
pub(crate) mod worklist;

/// All addresses of the module.
pub(crate) fn routes() -> web::Routes {
    web::Routes::new()
        .and(guides::routes())
        .and(journey::routes())
        .and(papers::routes())
        .and(track::routes())
        .and(own::routes())
        .and(worklist::routes())
        .and(case::routes())
        .and(acts::routes())
        .and(counter::routes())
        .and(assisted::routes())
        .and(notices::routes())
        .and(items::routes())
}
