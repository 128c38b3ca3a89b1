//! One finding: what was found, what followed, and the next step for who may take it.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use law::sunshine::FindingStep;
use platform::authorisation::post_title;
use platform::files::{FileUse, UseId};
use platform::{Actor, App, Result, Tx};
use serde::Deserialize;
use web::components::{Banner, Crumbs, ErrorSummary, Facts, Field, Mark, Tag, Timeline, Upload};
use web::files::Sent;
use web::{Access, Answer, Errors, Form, Routes, Signed, Ui, page, see_other};

use super::noting::files;
use super::shown;
use crate::actions::findings::{self, Said};
use crate::finding::{May, Trail};
use crate::powers::WATCH;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/findings/{code}", Access::Person, show)
        .get("/findings/{code}/files/{file}", Access::Person, content)
        .upload("/findings/{code}/report", Access::Person, report)
        .upload("/findings/{code}/rejection", Access::With(WATCH), rejection)
        .upload("/findings/{code}/verification", Access::With(WATCH), verification)
}

/// One finding.
#[derive(Template)]
#[template(path = "sunshine/supervision/finding.html")]
pub(crate) struct FindingPage {
    pub(crate) ui: Ui,
    pub(crate) trail: Trail,
    pub(crate) may: May,
    pub(crate) village: String,
    /// What was just done.
    pub(crate) done: String,
    pub(crate) typed: Form,
    pub(crate) errors: Errors,
}

impl FindingPage {
    fn crumbs(&self) -> Crumbs {
        let ui = &self.ui;
        let (words, href) = if self.may.owner {
            (ui.t("要我整改的"), "/own/findings")
        } else {
            (ui.t("村务监督"), "/desk/village-supervision")
        };
        Crumbs::new(ui).to(words, href).here(&self.trail.finding.code)
    }

    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn news(&self) -> Option<Banner> {
        let ui = &self.ui;
        let words = match self.done.as_str() {
            "noted" => ui.t("记下了，整改的人会收到消息"),
            "report" => ui.t("报上去了，监督委员会会来核实"),
            "reject" => ui.t("记下了，整改的人会收到消息，接着改"),
            "verify" => ui.t("销号了"),
            _ => return None,
        };
        Some(Banner::good(ui, words))
    }

    fn tag(&self) -> Tag {
        shown::tag(&self.ui, &self.trail.finding, self.ui.today())
    }

    fn facts(&self) -> Facts {
        let (ui, found) = (&self.ui, &self.trail.finding);
        Facts::new(ui)
            .fact(ui.t("村"), &self.village)
            .fact(ui.t("方面"), ui.t(found.field.0.label()))
            .name(ui.t("由谁整改"), &found.owner_name)
            .fact(ui.t("职务"), ui.t(&post_title(&found.owner_post)))
            .fact(ui.t("整改期限"), ui.date_long(found.due_on))
    }

    fn timeline(&self) -> Timeline {
        let (ui, found) = (&self.ui, &self.trail.finding);
        let line = Timeline::new(ui)
            .step(Mark::Done, ui.t("监督委员会发现"))
            .at(ui.date(found.found_on))
            .note(&found.words)
            .note(&found.noted_by);
        let line = self.links(line, 0);
        self.trail.steps.iter().fold(line, |line, step| {
            let mark = if step.step.0 == FindingStep::Reject { Mark::Stopped } else { Mark::Done };
            let line = line.step(mark, ui.t(step.step.0.label())).at(ui.date(step.happened_on));
            let line = if step.words.is_empty() { line } else { line.note(&step.words) };
            self.links(line.note(&step.actor_name), step.number)
        })
    }

    /// The photos and papers of one step.
    fn links(&self, line: Timeline, number: i64) -> Timeline {
        let place = number.to_string();
        let own = |used: &&FileUse| used.place == place;
        self.trail.files.iter().filter(own).fold(line, |line, used| {
            let href = format!("/findings/{}/files/{}", self.trail.finding.code, used.id);
            line.link(&used.name, href)
        })
    }

    fn words(&self, label: &str, hint: &str) -> Field {
        let ui = &self.ui;
        Field::long(ui, "words", ui.t(label))
            .hint(ui.t(hint))
            .typed(&self.typed)
            .errors(&self.errors)
            .rows(4)
    }

    fn report_words(&self) -> Field {
        self.words("怎么改的", "例如：验收单补好了，原件在村部档案柜")
    }

    fn verify_words(&self) -> Field {
        self.words(
            "怎么核实的，或者还差什么",
            "改好了的写一句，或者附照片、单据；没有改好的要写明还差什么",
        )
    }

    fn photos(&self) -> Upload {
        let ui = &self.ui;
        let upload = Upload::new(ui, "files", ui.t("照片、单据")).several().optional();
        if self.errors.is_empty() {
            return upload.hint(ui.t("照片里的拍摄地点会去掉"));
        }
        upload.hint(ui.t("还没有记下，照片要重新选一次")).errors(&self.errors)
    }
}

/// What the address says.
#[derive(Deserialize, Default)]
struct Asked {
    #[serde(default)]
    done: String,
}

fn read(tx: &mut Tx<'_>, ui: &Ui, actor: &Actor, code: &str) -> Result<FindingPage> {
    let (trail, may) = findings::finding(tx, actor, code)?;
    let village = registry::area_at(tx, &trail.finding.area_path)?.name;
    Ok(FindingPage {
        ui: ui.clone(),
        trail,
        may,
        village,
        done: String::new(),
        typed: Form::default(),
        errors: Errors::new(),
    })
}

async fn show(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let seen = ui.clone();
    let shown = app.db.read(move |tx| read(tx, &seen, &actor, &code)).await?;
    page(&ui, &FindingPage { done: asked.done, ..shown })
}

async fn content(
    State(app): State<App>,
    Signed { actor, .. }: Signed,
    Path((code, file)): Path<(String, String)>,
) -> Answer {
    let file: UseId = file.parse()?;
    let used = app.db.read(move |tx| findings::finding_file(tx, &actor, (&code, file))).await?;
    web::files::answer(&app, used).await
}

/// Takes a step, and leads back to the finding or to what was wrong.
async fn take(
    app: &App,
    Signed { ui, actor }: Signed,
    code: String,
    (at, mut sent): (&'static str, Sent),
) -> Answer {
    // Whether this person may at all is asked before their files are kept.
    let (reader, seen, wanted) = (actor.clone(), ui.clone(), code.clone());
    app.db.read(move |tx| findings::finding(tx, &reader, &wanted).map(drop)).await?;
    let done = match files(app, &mut sent).await {
        Ok(files) => {
            let said = Said { words: sent.form.get("words").to_owned(), files };
            match at {
                "report" => findings::report_finding(app, &actor, &code, said).await,
                "reject" => findings::reject_finding(app, &actor, &code, said).await,
                _ => findings::verify_finding(app, &actor, &code, said).await,
            }
        }
        Err(error) => Err(error),
    };
    let error = match done {
        Ok(()) => return see_other(&format!("/findings/{code}?done={at}")),
        Err(error) => error,
    };
    let errors = Errors::of(&ui, error)?;
    let shown = app.db.read(move |tx| read(tx, &seen, &actor, &code)).await?;
    let shown = FindingPage { typed: sent.form, errors, ..shown };
    let mut answer = page(&ui, &shown)?;
    *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(answer)
}

async fn report(
    State(app): State<App>,
    signed: Signed,
    Path(code): Path<String>,
    sent: Sent,
) -> Answer {
    take(&app, signed, code, ("report", sent)).await
}

async fn rejection(
    State(app): State<App>,
    signed: Signed,
    Path(code): Path<String>,
    sent: Sent,
) -> Answer {
    take(&app, signed, code, ("reject", sent)).await
}

async fn verification(
    State(app): State<App>,
    signed: Signed,
    Path(code): Path<String>,
    sent: Sent,
) -> Answer {
    take(&app, signed, code, ("verify", sent)).await
}
