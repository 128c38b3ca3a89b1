//! One's own cases: what was sent, what is still being filled in, withdrawing, rating for somebody.

use askama::Template;
use axum::extract::{Path, State};
use law::window::{Act, Light, PublicStatus, State as CaseState};
use platform::App;
use web::components::{Choice, ErrorSummary, Facts, Field, Tag, Timeline};
use web::visit::Signed;
use web::{Access, Answer, Errors, Form, Routes, Ui, page, see_other};

use super::papers::state_tag;
use super::{progress, track, wording};
use crate::actions::papers::{self, Attached, may_hand_in};
use crate::actions::{apply, closing, processing, reading};
use crate::model::{CaseMaterial, Draft, File, Rated, Sealed, Version};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/own", Access::Person, list)
        .get("/own/{code}", Access::Person, show)
        .post("/own/{code}/again", Access::Person, again)
        .get("/own/{code}/withdrawal", Access::Person, withdrawal)
        .post("/own/{code}/withdrawal", Access::Person, withdraw)
        .post("/own/{code}/rating", Access::Person, rate)
}

/// One's drafts and cases.
#[derive(Template)]
#[template(path = "window/own.html")]
pub(crate) struct OwnPage {
    pub(crate) ui: Ui,
    pub(crate) drafts: Vec<(Draft, Version)>,
    pub(crate) cases: Vec<File>,
}

impl OwnPage {
    fn tag(&self, file: &File) -> Tag {
        status(&self.ui, file)
    }

    fn headline(&self, file: &File) -> String {
        progress::headline(&self.ui, file)
    }
}

/// The public word with its tone.
pub(crate) fn status(ui: &Ui, file: &File) -> Tag {
    let status = file.public_status();
    let word = ui.t(status.label());
    let late = file.current_clock().is_some_and(|clock| clock.light == Light::Overdue);
    match status {
        PublicStatus::MaterialsWanted => Tag::warn(word),
        PublicStatus::Submitted | PublicStatus::InHand if late => Tag::late(word),
        PublicStatus::Submitted | PublicStatus::InHand => Tag::go(word),
        PublicStatus::Finished | PublicStatus::Delivered => Tag::ok(word),
        PublicStatus::NotDone => Tag::plain(word),
    }
}

async fn list(State(app): State<App>, Signed { ui, actor }: Signed) -> Answer {
    let (drafts, cases) = app
        .db
        .read(move |tx| Ok((apply::drafts_of(tx, &actor)?, reading::own_cases(tx, &actor)?)))
        .await?;
    let own = OwnPage { ui, drafts, cases };
    page(&own.ui, &own)
}

/// One's own case in full.
#[derive(Template)]
#[template(path = "window/own_case.html")]
pub(crate) struct OwnCasePage {
    pub(crate) ui: Ui,
    pub(crate) file: File,
    pub(crate) sealed: Sealed,
    pub(crate) rated: Option<Rated>,
    /// What was photographed.
    pub(crate) files: Vec<Attached>,
    /// The reader is the clerk who acts for the applicant.
    pub(crate) agent: bool,
    pub(crate) errors: Errors,
    pub(crate) typed: Form,
}

impl OwnCasePage {
    fn tag(&self) -> Tag {
        status(&self.ui, &self.file)
    }

    fn headline(&self) -> String {
        progress::headline(&self.ui, &self.file)
    }

    fn timeline(&self) -> Timeline {
        progress::timeline(&self.ui, &self.file)
    }

    fn facts(&self) -> Facts {
        let (ui, case) = (&self.ui, &self.file.case);
        let mut facts = Facts::new(ui).name(ui.t("申请人"), &case.applicant_name);
        facts = facts.fact(ui.t("村（社区）"), &case.area_name);
        for (question, kept) in reading::answers_in_order(&self.file.item, &self.sealed.answers) {
            facts = facts.fact(&question.label, wording::answer(ui, question, kept));
        }
        facts
            .fact(ui.t("联系电话"), &self.sealed.phone)
            .fact(ui.t("结果怎么交给您"), &case.delivery)
    }

    fn paper(&self, paper: &CaseMaterial) -> Tag {
        state_tag(&self.ui, paper)
    }

    /// How many files a paper has.
    fn files_of(&self, paper: &CaseMaterial) -> usize {
        self.files.iter().filter(|file| file.number == paper.number).count()
    }

    /// The notice waits for the applicant: bringing papers is what to do now.
    fn wanted(&self) -> bool {
        self.file.standing.state == CaseState::AwaitingCorrection
    }

    fn may_hand_in(&self) -> bool {
        may_hand_in(&self.file)
    }

    fn may_withdraw(&self) -> bool {
        law::window::next(&self.file.standing, Act::AskWithdrawal).is_ok()
    }

    fn may_send_again(&self) -> bool {
        self.file.standing.state == CaseState::PrecheckReturned
    }

    fn may_rate_for(&self) -> bool {
        let open = law::window::next(&self.file.standing, Act::Rate).is_ok();
        self.agent && self.rated.is_none() && open
    }

    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn level(&self) -> Choice {
        track::levels(&self.ui, &self.typed, &self.errors)
    }

    fn words(&self) -> Field {
        track::words(&self.ui, &self.typed)
    }
}

impl OwnCasePage {
    /// What was rated, and when.
    fn rating(&self, rated: &Rated) -> String {
        let level = law::window::Rating::from_level(rated.level).map_or("", |level| level.label());
        format!("{} · {}", self.ui.t(level), self.ui.moment(rated.rated_at))
    }
}

async fn show(State(app): State<App>, signed: Signed, Path(code): Path<String>) -> Answer {
    shown(&app, signed, code, (Errors::new(), Form::default())).await
}

async fn shown(
    app: &App,
    Signed { ui, actor }: Signed,
    code: String,
    (errors, typed): (Errors, Form),
) -> Answer {
    let reader = actor.clone();
    let (file, sealed, rated, files) = app
        .db
        .read(move |tx| {
            let file = reading::by_code(tx, &code)?;
            reading::must_be_own(tx, &reader, &file)?;
            let sealed = reading::sealed_of(tx, &reader, &file)?;
            let rated = reading::rating_of(tx, file.case.id)?;
            let files = papers::files_of(tx, &file)?;
            Ok((file, sealed, rated, files))
        })
        .await?;
    let agent = actor.person_id != Some(file.case.applicant_id);
    let own = OwnCasePage { ui, file, sealed, rated, files, agent, errors, typed };
    page(&own.ui, &own)
}

async fn again(
    State(app): State<App>,
    Signed { actor, .. }: Signed,
    Path(code): Path<String>,
    _: Form,
) -> Answer {
    let draft = apply::reopen(&app, &actor, &code).await?;
    see_other(&format!("/applications/{draft}/check"))
}

/// Why one wants the application back.
#[derive(Template)]
#[template(path = "window/withdrawal.html")]
pub(crate) struct WithdrawalPage {
    pub(crate) ui: Ui,
    pub(crate) file: File,
    pub(crate) errors: Errors,
    pub(crate) typed: Form,
}

impl WithdrawalPage {
    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn words(&self) -> Field {
        Field::long(&self.ui, "words", self.ui.t("为什么撤回"))
            .hint(self.ui.t("一句话就行，例如：材料还没备齐，过几天再来"))
            .typed(&self.typed)
            .errors(&self.errors)
            .rows(3)
    }
}

async fn withdrawal(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(code): Path<String>,
) -> Answer {
    let file = own_file(&app, actor, code).await?;
    let asked = WithdrawalPage { ui, file, errors: Errors::new(), typed: Form::default() };
    page(&asked.ui, &asked)
}

async fn own_file(
    app: &App,
    actor: std::sync::Arc<platform::Actor>,
    code: String,
) -> platform::Result<File> {
    app.db
        .read(move |tx| {
            let file = reading::by_code(tx, &code)?;
            reading::must_be_own(tx, &actor, &file)?;
            Ok(file)
        })
        .await
}

async fn withdraw(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(code): Path<String>,
    form: Form,
) -> Answer {
    let file = own_file(&app, actor.clone(), code).await?;
    let mut errors = Errors::new();
    let words = form.get("words").to_owned();
    if words.is_empty() {
        errors.add("words", ui.t("请写一句为什么撤回"));
    } else {
        match processing::ask_withdrawal(&app, &actor, file.case.id, &words).await {
            Ok(()) => return see_other(&format!("/own/{}", file.case.code)),
            Err(error) => errors.take(&ui, error)?,
        }
    }
    let asked = WithdrawalPage { ui, file, errors, typed: form };
    page(&asked.ui, &asked)
}

async fn rate(
    State(app): State<App>,
    signed: Signed,
    Path(code): Path<String>,
    form: Form,
) -> Answer {
    let mut errors = Errors::new();
    if let Some(given) = track::chosen(&signed.ui, &form, &mut errors) {
        let file = own_file(&app, signed.actor.clone(), code.clone()).await?;
        match closing::rate_for(&app, &signed.actor, file.case.id, given).await {
            Ok(()) => return see_other(&format!("/own/{}", file.case.code)),
            Err(error) => errors.take(&signed.ui, error)?,
        }
    }
    shown(&app, signed, code, (errors, form)).await
}
