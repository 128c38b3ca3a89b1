//! The window for programs: guides and progress for everybody, one's own cases, the work on cases,
//! their files.

mod acts;
mod apply;
mod cases;
mod files;
mod guides;
mod open_data;
mod own;
mod progress;
mod shown;

use platform::{Text, text};
use web::Routes;

const GUIDES: Text = text("办事指南");
const PROGRESS: Text = text("查进度");
const OWN: Text = text("本人的办件");
const APPLY: Text = text("申请");
const WORK: Text = text("办件");
const ACTS: Text = text("办理");

/// The addresses and who may open them.
pub(crate) fn routes() -> Routes {
    guides::routes()
        .and(progress::routes())
        .and(own::routes())
        .and(apply::routes())
        .and(cases::routes())
        .and(acts::routes())
        .and(files::routes())
        .and(open_data::routes())
}
