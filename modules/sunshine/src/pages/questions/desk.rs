//! What waits for an answer, and what one asked.

use askama::Template;
use axum::extract::State;
use platform::App;
use web::components::Tag;
use web::{Access, Answer, Routes, Signed, Ui, page};

use super::shown;
use crate::actions::questions;
use crate::powers::QUESTIONS;
use crate::question::Thread;

pub(super) fn routes() -> Routes {
    Routes::new().get("/own/questions", Access::Person, own).get(
        "/desk/questions",
        Access::WithAny(QUESTIONS),
        desk,
    )
}

/// What one asked.
#[derive(Template)]
#[template(path = "sunshine/questions/own.html")]
pub(crate) struct OwnQuestionsPage {
    pub(crate) ui: Ui,
    pub(crate) threads: Vec<Thread>,
}

/// What waits for an answer.
#[derive(Template)]
#[template(path = "sunshine/questions/desk.html")]
pub(crate) struct QuestionsPage {
    pub(crate) ui: Ui,
    pub(crate) threads: Vec<Thread>,
    /// How each area of the reader stood: its name and a sentence.
    pub(crate) tallies: Vec<(String, String)>,
}

impl OwnQuestionsPage {
    fn tag(&self, thread: &Thread) -> Tag {
        shown::tag(&self.ui, thread)
    }
}

impl QuestionsPage {
    fn tag(&self, thread: &Thread) -> Tag {
        shown::tag(&self.ui, thread)
    }
}

async fn own(State(app): State<App>, Signed { ui, actor }: Signed) -> Answer {
    let threads = app.db.read(move |tx| questions::own(tx, &actor)).await?;
    page(&ui, &OwnQuestionsPage { ui: ui.clone(), threads })
}

async fn desk(State(app): State<App>, Signed { ui, actor }: Signed) -> Answer {
    let seen = ui.clone();
    let (threads, tallies) = app
        .db
        .read(move |tx| {
            let threads = questions::desk(tx, &actor)?;
            let mut tallies = Vec::new();
            for area in questions::areas_of(&actor) {
                let name = registry::area_at(tx, &area)?.name;
                tallies.push((name, shown::tally(&seen, questions::tally(tx, &area)?)));
            }
            Ok::<_, platform::Error>((threads, tallies))
        })
        .await?;
    page(&ui, &QuestionsPage { ui: ui.clone(), threads, tallies })
}
