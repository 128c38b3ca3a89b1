//! The papers of an application that is being filled in.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use platform::App;
use platform::files::Allowed;
use web::components::ErrorSummary;
use web::files::Sent;
use web::visit::Signed;
use web::{Access, Answer, Errors, Routes, Ui, page, see_other};

use super::{Block, NotTaken, lines, papers_of, take, upload};
use crate::actions::papers::{self, Attached};
use crate::item::Origin;
use crate::pages::asking::{Way, go_on};
use crate::pages::journey::{Journey, Step, gone};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/applications/{draft}/papers", Access::Person, show)
        .upload("/applications/{draft}/papers", Access::Person, answer)
        .get("/applications/{draft}/files/{file}", Access::Person, look)
}

/// Which papers are at hand, and photos of them.
#[derive(Template)]
#[template(path = "window/papers.html")]
pub(crate) struct PapersPage {
    pub(crate) ui: Ui,
    pub(crate) journey: Journey,
    pub(crate) errors: Errors,
    pub(crate) not_taken: Vec<NotTaken>,
    /// The reader came from the last look.
    pub(crate) checking: bool,
}

impl PapersPage {
    fn title(&self) -> String {
        self.journey.title(&self.ui, Step::Papers)
    }

    fn action(&self) -> String {
        let address = self.journey.address(Step::Papers);
        if self.checking { format!("{address}?check=1") } else { address }
    }

    fn back(&self) -> String {
        if self.checking {
            format!("{}/check", self.journey.home())
        } else {
            self.journey.before(Step::Papers)
        }
    }

    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    /// The papers that the office fetches itself.
    fn shared(&self) -> Vec<&str> {
        let shared = self.journey.item.material.iter();
        let shared = shared.filter(|paper| paper.origin == Origin::Shared);
        shared.map(|paper| paper.name.as_str()).collect()
    }

    fn blocks(&self) -> Vec<Block> {
        let (ui, journey) = (&self.ui, &self.journey);
        let block = |(number, name, note)| {
            let at_hand =
                usize::try_from(number).is_ok_and(|at| journey.sealed.papers.contains(&at));
            let earlier = |_: &Attached| String::new();
            let mine = journey.files.iter().filter(|file| file.number == number);
            let upload = mine.fold(upload(ui, number, &self.not_taken), |upload, file| {
                let (id, bytes) = (file.used.id, u64::try_from(file.used.bytes).unwrap_or(0));
                let href = format!("{}/files/{id}", journey.home());
                upload.kept(id, &file.used.name, bytes).seen_at(href)
            });
            Block {
                number,
                name,
                note,
                state: None,
                at_hand: Some(at_hand),
                files: lines(ui, &journey.earlier, number, earlier),
                upload: Some(upload),
            }
        };
        papers_of(ui, &journey.item).map(block).collect()
    }
}

async fn show(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(draft): Path<String>,
    Query(way): Query<Way>,
) -> Answer {
    let Some(journey) = Journey::open(&app, &actor, &draft).await? else { return gone(ui) };
    if !journey.steps().contains(&Step::Papers) {
        return see_other(&journey.home());
    }
    let (errors, not_taken) = (Errors::new(), Vec::new());
    let shown = PapersPage { ui, journey, errors, not_taken, checking: way.checking() };
    page(&shown.ui, &shown)
}

async fn answer(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(draft): Path<String>,
    Query(way): Query<Way>,
    mut sent: Sent,
) -> Answer {
    let Some(mut journey) = Journey::open(&app, &actor, &draft).await? else { return gone(ui) };
    let ticked = sent.form.all("papers").filter_map(|number| number.parse().ok());
    let known = |number: &usize| journey.item.papers().any(|(paper, _)| paper == *number);
    let ticked: Vec<usize> = ticked.filter(known).collect();
    journey.sealed.papers = ticked;
    journey.keep(&app, &actor).await?;
    let id = journey.draft.id;
    let numbers = papers_of(&ui, &journey.item).map(|(number, ..)| number).collect();
    let attach = |number, kept| papers::attach(&app, &actor, id, number, kept);
    let taken = take((&app, &ui), &mut sent, (numbers, Allowed::Papers), attach).await?;
    let remove = sent.form.get("remove");
    if !remove.is_empty() {
        // A file that is gone already was taken away in another window.
        match papers::detach(&app, &actor, id, remove.parse()?).await {
            Ok(()) | Err(platform::Error::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
    }
    if !taken.errors.is_empty() {
        let Some(journey) = Journey::open(&app, &actor, &draft).await? else { return gone(ui) };
        let (errors, not_taken) = (taken.errors, taken.not_taken);
        let shown = PapersPage { ui, journey, errors, not_taken, checking: way.checking() };
        let mut answer = page(&shown.ui, &shown)?;
        *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(answer);
    }
    if !remove.is_empty() || sent.form.ticked("stay") {
        let address = journey.address(Step::Papers);
        return see_other(&if way.checking() { format!("{address}?check=1") } else { address });
    }
    let later = sent.form.ticked("later");
    go_on(&app, &actor, &ui, &journey, Step::Papers, (way, later)).await
}

async fn look(
    State(app): State<App>,
    Signed { actor, .. }: Signed,
    Path((draft, file)): Path<(String, String)>,
) -> Answer {
    let (draft, file) = (draft.parse()?, file.parse()?);
    let used = app.db.read(move |tx| papers::file_of_draft(tx, &actor, draft, file)).await?;
    web::files::answer(&app, used).await
}
