//! Following a case by its code, without signing in; and rating it.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use law::window::{Act, PublicStatus, Rating};
use platform::privacy::mask_name;
use platform::{App, Error};
use web::components::{Choice, ErrorSummary, Field, Seal, Timeline};
use web::{Access, Answer, Errors, Form, Routes, Ui, Visit, page, see_other};

use super::progress::{self, ClockLine};
use crate::actions::closing::{self, RatingGiven};
use crate::actions::reading;
use crate::item::Channel;
use crate::model::{File, Rated};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/track", Access::Anyone, ask)
        .post("/track", Access::Anyone, find)
        .get("/track/{code}", Access::AnyoneSlowly, show)
        .post("/track/{code}/rating", Access::AnyoneSlowly, rate)
}

/// Where one types the code.
#[derive(Template)]
#[template(path = "window/track.html")]
pub(crate) struct TrackPage {
    pub(crate) ui: Ui,
    pub(crate) typed: String,
    pub(crate) errors: Errors,
}

impl TrackPage {
    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn code(&self) -> Field {
        Field::text(&self.ui, "code", self.ui.t("办件编号"))
            .hint(self.ui.t("8 位字母和数字，例如 QH7K-3M9D，写在回执和短信里"))
            .value(&self.typed)
            .errors(&self.errors)
            .heading()
            .short()
    }
}

async fn ask(visit: Visit) -> Answer {
    let track = TrackPage { ui: visit.ui, typed: String::new(), errors: Errors::new() };
    page(&track.ui, &track)
}

async fn find(visit: Visit, form: Form) -> Answer {
    let ui = visit.ui;
    let typed = form.get("code").to_owned();
    match platform::code::read(&typed) {
        Some(code) => see_other(&format!("/track/{code}")),
        None => {
            let sentence = if typed.is_empty() {
                ui.t("请填编号")
            } else {
                ui.t("编号是 8 位，没有数字 0、1 和字母 O、I。请对着回执再看一遍")
            };
            let mut errors = Errors::new();
            errors.add("code", sentence);
            let track = TrackPage { ui, typed, errors };
            page(&track.ui, &track)
        }
    }
}

/// How a case stands, for everybody.
#[derive(Template)]
#[template(path = "window/progress.html")]
pub(crate) struct ProgressPage {
    pub(crate) ui: Ui,
    pub(crate) file: File,
    pub(crate) rated: Option<Rated>,
    /// The reader is the applicant, who needs no digits to rate.
    pub(crate) own: bool,
    pub(crate) errors: Errors,
    pub(crate) typed: Form,
}

impl ProgressPage {
    fn status(&self) -> PublicStatus {
        self.file.public_status()
    }

    fn word(&self) -> String {
        self.ui.t(self.status().label()).into_owned()
    }

    fn seal(&self) -> Seal {
        let seal = Seal::new(self.word());
        let going_on = !matches!(
            self.status(),
            PublicStatus::Finished | PublicStatus::Delivered | PublicStatus::NotDone
        );
        if going_on { seal.green() } else { seal }
    }

    fn name(&self) -> String {
        mask_name(&self.file.case.applicant_name)
    }

    fn by_clerk(&self) -> bool {
        self.file.case.channel == Channel::Clerk
    }

    fn headline(&self) -> String {
        progress::headline(&self.ui, &self.file)
    }

    /// The headline without its markup, for the preview in a chat.
    fn plain_headline(&self) -> String {
        self.headline().replace("<b>", "").replace("</b>", "")
    }

    fn basis(&self) -> String {
        progress::basis(&self.ui, &self.file)
    }

    fn clocks(&self) -> Vec<ClockLine> {
        progress::clocks(&self.ui, &self.file)
    }

    fn timeline(&self) -> Timeline {
        progress::timeline(&self.ui, &self.file)
    }

    fn against(&self) -> Vec<String> {
        progress::against(&self.ui, &self.file)
    }

    /// What the notice asks for, while it waits for the applicant.
    fn wanted(&self) -> Vec<String> {
        if self.status() != PublicStatus::MaterialsWanted {
            return Vec::new();
        }
        let notice = self.file.last(|act| matches!(act, Act::GiveNotice | Act::ReturnAtPrecheck));
        let Some(notice) = notice else { return Vec::new() };
        let mut wanted = notice.detail.0.materials.clone();
        if !notice.detail.0.words.is_empty() {
            wanted.push(notice.detail.0.words.clone());
        }
        wanted
    }

    /// It was sent back before it was received, and is corrected online.
    fn sent_back(&self) -> bool {
        self.file.standing.state == law::window::State::PrecheckReturned
    }

    /// Why the answer was no.
    fn reason(&self) -> String {
        let no = |act| matches!(act, Act::Deny | Act::RefuseAcceptance | Act::FindNotApplicable);
        self.file.last(no).map(|event| event.detail.0.words.clone()).unwrap_or_default()
    }

    fn may_withdraw(&self) -> bool {
        law::window::next(&self.file.standing, Act::AskWithdrawal).is_ok()
    }

    fn may_rate(&self) -> bool {
        self.rated.is_none() && law::window::next(&self.file.standing, Act::Rate).is_ok()
    }

    fn rating(&self) -> Option<String> {
        let rated = self.rated.as_ref()?;
        Rating::from_level(rated.level).map(|rating| self.ui.t(rating.label()).into_owned())
    }

    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn level(&self) -> Choice {
        levels(&self.ui, &self.typed, &self.errors)
    }

    fn words(&self) -> Field {
        words(&self.ui, &self.typed)
    }

    fn digits(&self) -> Field {
        Field::number(&self.ui, "digits", self.ui.t("登记的电话后四位"))
            .hint(self.ui.t("只用来确认是本人评价。没有电话的，请代办员代为记录。"))
            .typed(&self.typed)
            .errors(&self.errors)
    }
}

/// Five levels, none of them chosen beforehand.
pub(crate) fn levels(ui: &Ui, typed: &Form, errors: &Errors) -> Choice {
    let levels = Rating::ALL.map(|rating| (rating.level(), ui.t(rating.label())));
    Choice::new(ui, "level", ui.t("这次办事您满意吗")).options(levels).typed(typed).errors(errors)
}

/// What one wants to say besides.
pub(crate) fn words(ui: &Ui, typed: &Form) -> Field {
    Field::long(ui, "words", ui.t("还想说什么")).optional().typed(typed).rows(3)
}

/// The level that was chosen, or the error that none was.
pub(crate) fn chosen(ui: &Ui, form: &Form, errors: &mut Errors) -> Option<RatingGiven> {
    let level = form.get("level").parse().ok().and_then(Rating::from_level);
    if level.is_none() {
        errors.add("level", ui.t("请选一个"));
    }
    level.map(|level| RatingGiven { level, words: form.get("words").to_owned() })
}

async fn show(State(app): State<App>, visit: Visit, Path(code): Path<String>) -> Answer {
    shown(&app, visit, code, (Errors::new(), Form::default())).await
}

async fn shown(app: &App, visit: Visit, code: String, (errors, typed): (Errors, Form)) -> Answer {
    let asked = code.clone();
    let found = app
        .db
        .read(move |tx| {
            let file = reading::by_code(tx, &asked)?;
            let rated = reading::rating_of(tx, file.case.id)?;
            Ok((file, rated))
        })
        .await;
    let ui = visit.ui;
    match found {
        Ok((file, rated)) => {
            let reader = visit.actor.as_ref().and_then(|actor| actor.person_id);
            let own = reader == Some(file.case.applicant_id);
            let progress = ProgressPage { ui, file, rated, own, errors, typed };
            page(&progress.ui, &progress)
        }
        Err(Error::NotFound) => unknown(ui, code),
        Err(other) => Err(other.into()),
    }
}

/// A code that leads nowhere: the form again, with a sentence that helps.
fn unknown(ui: Ui, typed: String) -> Answer {
    let mut errors = Errors::new();
    errors.add("code", ui.t("没有这个编号。请对着回执再看一遍，或者打电话请窗口帮您查"));
    let track = TrackPage { ui, typed: typed.chars().take(20).collect(), errors };
    let mut answer = page(&track.ui, &track)?;
    *answer.status_mut() = StatusCode::NOT_FOUND;
    Ok(answer)
}

async fn rate(
    State(app): State<App>,
    visit: Visit,
    Path(code): Path<String>,
    form: Form,
) -> Answer {
    let mut errors = Errors::new();
    if let Some(given) = chosen(&visit.ui, &form, &mut errors) {
        let digits = form.compact("digits");
        match closing::rate(&app, visit.actor.as_deref(), &code, &digits, given).await {
            Ok(()) => return see_other(&format!("/track/{code}")),
            Err(error) => errors.take(&visit.ui, error)?,
        }
    }
    shown(&app, visit, code, (errors, form)).await
}
