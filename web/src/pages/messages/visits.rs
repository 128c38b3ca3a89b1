//! Calls and visits: whom to tell what, and how it went.

use askama::Template;
use axum::extract::{Path, State};
use jiff::Timestamp;
use platform::messages::visits::{self, VisitFile};
use platform::messages::{Reason, TELL, Telling, Told, Visit, VisitId};
use platform::privacy::mask_phone;
use platform::{Actor, App, Result, Tx};

use super::said_of;
use crate::answer::{Answer, page, see_other};
use crate::components::{Choice, ErrorSummary, Field, Tag, TakeAway};
use crate::form::{Errors, Form};
use crate::sheet::Sheet;
use crate::take_away::{take_away, widest};
use crate::ui::Ui;
use crate::visit::Signed;

/// Who is to be told, the longest waiting first.
#[derive(Template)]
#[template(path = "site/visits.html")]
pub(crate) struct VisitsPage {
    pub(crate) ui: Ui,
    pub(crate) lines: Vec<VisitLine>,
    pub(crate) done: Vec<DoneVisit>,
}

impl VisitsPage {
    fn take_away(&self) -> TakeAway {
        TakeAway::new(&self.ui, "/desk/visits/list")
    }
}

/// A person to be told.
pub(crate) struct VisitLine {
    pub(crate) id: VisitId,
    pub(crate) name: String,
    pub(crate) place: String,
    pub(crate) reason: Reason,
    pub(crate) opened_at: Timestamp,
}

/// A person who was told lately.
pub(crate) struct DoneVisit {
    pub(crate) id: VisitId,
    pub(crate) name: String,
    pub(crate) place: String,
    pub(crate) closed_at: Timestamp,
}

/// One person, what to say, and what was tried.
#[derive(Template)]
#[template(path = "site/visit.html")]
pub(crate) struct VisitPage {
    pub(crate) ui: Ui,
    pub(crate) visit: Visit,
    pub(crate) name: String,
    pub(crate) place: String,
    pub(crate) phone: Option<String>,
    /// What to say, with where it can be read.
    pub(crate) words: Vec<(String, String)>,
    pub(crate) tellings: Vec<Telling>,
    pub(crate) errors: Errors,
    pub(crate) typed: Form,
}

impl VisitPage {
    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn masked(&self) -> String {
        self.phone.as_deref().map(mask_phone).unwrap_or_default()
    }

    fn state(&self) -> Tag {
        match self.visit.closed_at {
            Some(_) => Tag::ok(self.ui.t("已告诉")),
            None => Tag::warn(self.ui.t("待告诉")),
        }
    }

    fn how(&self) -> Choice {
        let mut asked = Choice::new(&self.ui, "how", self.ui.t("告诉了没有"));
        for told in Told::ALL {
            asked = asked.option(told.key(), self.ui.say(told.label()));
        }
        asked.typed(&self.typed).errors(&self.errors)
    }

    fn words(&self) -> Field {
        Field::long(&self.ui, "words", self.ui.t("说了什么，或者为什么没找到"))
            .hint(self.ui.t("没找到人的，写一句，例如：没人接，晚上再打"))
            .optional()
            .typed(&self.typed)
            .errors(&self.errors)
            .rows(3)
    }
}

pub(super) async fn list(State(app): State<App>, Signed { ui, actor }: Signed) -> Answer {
    let (lines, done) = app
        .db
        .read(move |tx| {
            let lines = open(tx, &actor)?;
            let mut done = Vec::new();
            for visit in visits::done(tx, &actor)? {
                let (name, place) = who(tx, &visit)?;
                let closed_at = visit.closed_at.unwrap_or(visit.opened_at);
                done.push(DoneVisit { id: visit.id, name, place, closed_at });
            }
            Ok((lines, done))
        })
        .await?;
    let list = VisitsPage { ui, lines, done };
    page(&list.ui, &list)
}

fn open(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<VisitLine>> {
    let mut lines = Vec::new();
    for visit in visits::open(tx, actor)? {
        let (name, place) = who(tx, &visit)?;
        let Visit { id, reason, opened_at, .. } = visit;
        lines.push(VisitLine { id, name, place, reason, opened_at });
    }
    Ok(lines)
}

/// The open visits as a file, for the way through the village.
pub(super) async fn take(State(app): State<App>, signed: Signed, form: Form) -> Answer {
    let area = widest(&signed.actor, &[TELL])?;
    take_away(&app, &signed, ("/desk/visits/list", &form), &area, |tx, ui, actor| {
        let heads = [ui.t("姓名"), ui.t("村"), ui.t("为什么"), ui.t("从什么时候等起")];
        let mut sheet = Sheet::new(ui.t("打电话或上门"), heads);
        for line in open(tx, actor)? {
            let reason = ui.say(line.reason.label()).into_owned();
            sheet.row(vec![line.name, line.place, reason, ui.moment(line.opened_at)]);
        }
        Ok(sheet)
    })
    .await
}

fn who(tx: &mut Tx<'_>, visit: &Visit) -> Result<(String, String)> {
    let registrar = tx.surroundings().registrar;
    let (name, _) = (registrar.person)(tx, visit.person_id)?;
    Ok((name, (registrar.area_name)(tx, &visit.area_path)?))
}

pub(super) async fn show(State(app): State<App>, signed: Signed, Path(id): Path<String>) -> Answer {
    shown(&app, signed, id.parse()?, (Errors::new(), Form::default())).await
}

async fn shown(
    app: &App,
    Signed { ui, actor }: Signed,
    id: VisitId,
    (errors, typed): (Errors, Form),
) -> Answer {
    let speaker = ui.clone();
    let found = app
        .db
        .read(move |tx| {
            let VisitFile { visit, messages, tellings } = visits::one(tx, &actor, id)?;
            let (name, place) = who(tx, &visit)?;
            let phone = visits::phone_of(tx, visit.person_id, &messages)?;
            let mut words = Vec::new();
            for message in &messages {
                words.push((said_of(tx, &speaker, message)?, message.link.clone()));
            }
            Ok((visit, name, place, phone, words, tellings))
        })
        .await?;
    let (visit, name, place, phone, words, tellings) = found;
    let shown = VisitPage { ui, visit, name, place, phone, words, tellings, errors, typed };
    page(&shown.ui, &shown)
}

pub(super) async fn tell(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id: VisitId = id.parse()?;
    let mut errors = Errors::new();
    match Told::from_key(form.get("how")) {
        None => errors.add("how", signed.ui.t("请选一项：电话里、当面，还是没找到")),
        Some(how) => match visits::tell(&app, &signed.actor, id, how, form.get("words")).await {
            Ok(()) => return see_other("/desk/visits"),
            Err(error) => errors.take(&signed.ui, error)?,
        },
    }
    shown(&app, signed, id, (errors, form)).await
}
