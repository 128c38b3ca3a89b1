//! Looking for a body by its name or its place.

use askama::Template;
use axum::extract::State;
use platform::App;
use web::components::Field;
use web::{Answer, Form, Signed, Ui, page};

use crate::bodies;
use crate::model::{BodyFound, POSTS_WATCH};

/// Whatever is not among them is found by more letters.
const SHOWN: usize = 50;

/// What was found.
#[derive(Template)]
#[template(path = "registry/body_search.html")]
pub(crate) struct BodySearchPage {
    pub(crate) ui: Ui,
    pub(crate) search: Field,
    pub(crate) searched: bool,
    pub(crate) found: Vec<BodyFound>,
    pub(crate) more: usize,
}

/// The box to type in. What is typed is sent and not put into the address: it may be a name.
pub(crate) fn search_field(ui: &Ui) -> Field {
    Field::search(ui, "q", ui.t("找组织"))
        .hint(ui.t("组织的名称、村名，可以简写，例如：柳湾 监委会"))
}

impl BodySearchPage {
    pub(crate) fn new(ui: &Ui, typed: &str, mut found: Vec<BodyFound>) -> Self {
        let more = found.len().saturating_sub(SHOWN);
        found.truncate(SHOWN);
        let search = search_field(ui).heading().value(typed);
        Self { ui: ui.clone(), search, searched: !typed.is_empty(), found, more }
    }
}

pub(crate) async fn search(State(app): State<App>, signed: Signed, form: Form) -> Answer {
    let Signed { ui, actor } = signed.clone();
    let read = app.db.read(move |tx| {
        let typed = form.get("q");
        let found = bodies::named(tx, &actor.scope(POSTS_WATCH)?, typed)?;
        Ok(BodySearchPage::new(&ui, typed, found))
    });
    page(&signed.ui, &read.await?)
}
