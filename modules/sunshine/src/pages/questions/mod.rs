//! Asking about what was published: the questions beside it, asking, one question, and the desks.

pub(crate) mod asking;
pub(crate) mod desk;
pub(crate) mod one;
pub(crate) mod shown;
pub(crate) mod somebody;

/// The addresses of this folder.
pub(super) fn routes() -> web::Routes {
    web::Routes::new()
        .and(asking::routes())
        .and(somebody::routes())
        .and(one::routes())
        .and(desk::routes())
}
