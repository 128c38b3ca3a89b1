//! The papers of a case, printed on A4: each step that the law wants in writing has one.

use askama::Template;
use axum::extract::{Path, State};
use jiff::civil::Date;
use law::Cite;
use law::remedies::{LITIGATION, RECONSIDERATION, Remedies, remedies};
use law::window::{
    ACCEPT_WHAT_IS_COMPLETE, Act, DELIVER_CERTIFICATE, DENIAL, GRANT_IN_WRITING, NOT_APPLICABLE,
    NOT_OUR_POWER, ONE_TIME_NOTICE, TELL_ONCE, WRITTEN_SLIP,
};
use platform::{Actor, App, Error, Text, text};
use web::{Access, Answer, Routes, Signed, Ui, page};

use super::wording;
use crate::actions::reading;
use crate::item::{Kind, Place};
use crate::model::{CaseEvent, CaseId, CaseMaterial, File, MaterialState};

/// The addresses of this file.
pub(crate) fn routes() -> Routes {
    Routes::new().get("/cases/{id}/papers/{kind}", Access::Person, show).get(
        "/track/{code}/papers/{kind}",
        Access::Person,
        show_by_code,
    )
}

/// A kind of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Paper {
    Receipt,
    Notice,
    Acceptance,
    NotApplicable,
    Refusal,
    HandOver,
    Decision,
    Delivery,
    Withdrawal,
}

impl Paper {
    /// All of them, in the order of a case's life.
    pub(crate) const ALL: [Self; 9] = [
        Self::Receipt,
        Self::Notice,
        Self::Acceptance,
        Self::NotApplicable,
        Self::Refusal,
        Self::HandOver,
        Self::Decision,
        Self::Delivery,
        Self::Withdrawal,
    ];

    /// The word in the address.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Notice => "notice",
            Self::Acceptance => "acceptance",
            Self::NotApplicable => "not-applicable",
            Self::Refusal => "refusal",
            Self::HandOver => "hand-over",
            Self::Decision => "decision",
            Self::Delivery => "delivery",
            Self::Withdrawal => "withdrawal",
        }
    }

    fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|paper| paper.key() == key)
    }

    /// The paper of an act, if there is one.
    pub(crate) fn of_act(act: Act) -> Option<Self> {
        Self::ALL.into_iter().find(|paper| paper.is_for(act))
    }

    /// Whether this act makes the paper.
    pub(crate) const fn is_for(self, act: Act) -> bool {
        match self {
            Self::Receipt => matches!(act, Act::Receive),
            Self::Notice => matches!(act, Act::GiveNotice),
            Self::Acceptance => matches!(act, Act::Accept | Act::DeemAccepted),
            Self::NotApplicable => matches!(act, Act::FindNotApplicable),
            Self::Refusal => matches!(act, Act::RefuseAcceptance),
            Self::HandOver => matches!(act, Act::HandOver),
            Self::Decision => matches!(act, Act::Grant | Act::Deny),
            Self::Delivery => matches!(act, Act::Deliver),
            Self::Withdrawal => matches!(act, Act::ConfirmWithdrawal),
        }
    }

    /// The papers that a case has by now.
    pub(crate) fn of(file: &File) -> Vec<Self> {
        Self::ALL.into_iter().filter(|paper| file.last(|act| paper.is_for(act)).is_some()).collect()
    }

    /// What is printed above it.
    pub(crate) fn label(self, file: &File) -> Text {
        let done = |wanted: Act| file.last(|act| act == wanted).is_some();
        match self {
            Self::Receipt => text("申请材料接收凭证"),
            Self::Notice => text("申请材料补正一次性告知书"),
            Self::Acceptance if done(Act::DeemAccepted) => text("视为受理通知书"),
            Self::Acceptance => text("受理通知书"),
            Self::NotApplicable => text("不受理告知书"),
            Self::Refusal => text("不予受理通知书"),
            Self::HandOver => text("办件交接单"),
            Self::Decision if done(Act::Deny) => text("不予决定书"),
            Self::Decision => text("准予决定书"),
            Self::Delivery => text("送达回证"),
            Self::Withdrawal => text("撤件确认单"),
        }
    }

    /// Its address.
    pub(crate) fn href(self, case: CaseId) -> String {
        format!("/cases/{case}/papers/{}", self.key())
    }
}

/// A paper.
#[derive(Template)]
#[template(path = "window/notices/paper.html")]
pub(crate) struct PaperPage {
    pub(crate) ui: Ui,
    pub(crate) file: File,
    pub(crate) paper: Paper,
    /// The act behind it.
    pub(crate) event: CaseEvent,
    /// Where the applicant follows the case.
    pub(crate) track: String,
    /// Where the reader came from.
    pub(crate) back: String,
}

async fn show(
    State(app): State<App>,
    signed: Signed,
    Path((id, kind)): Path<(String, String)>,
) -> Answer {
    let (id, reader): (CaseId, Actor) = (id.parse()?, (*signed.actor).clone());
    let file = app.db.read(move |tx| reading::open_case(tx, &reader, id)).await?;
    print(&app, &signed, file, &kind)
}

async fn show_by_code(
    State(app): State<App>,
    signed: Signed,
    Path((code, kind)): Path<(String, String)>,
) -> Answer {
    let reader = (*signed.actor).clone();
    let found = app.db.read(move |tx| {
        let id = reading::by_code(tx, &code)?.case.id;
        reading::open_case(tx, &reader, id)
    });
    print(&app, &signed, found.await?, &kind)
}

fn print(app: &App, signed: &Signed, file: File, kind: &str) -> Answer {
    let paper = Paper::from_key(kind).ok_or(Error::NotFound)?;
    let back = if signed.actor.person_id == Some(file.case.applicant_id) {
        format!("/track/{}", file.case.code)
    } else {
        format!("/cases/{}", file.case.id)
    };
    let printed = paper_page(signed.ui.clone(), file, paper, &app.settings.public_url, back)?;
    page(&printed.ui, &printed)
}

/// Puts a paper together; not found before the act behind it.
pub(crate) fn paper_page(
    ui: Ui,
    file: File,
    paper: Paper,
    public_url: &str,
    back: String,
) -> platform::Result<PaperPage> {
    let event = file.last(|act| paper.is_for(act)).cloned().ok_or(Error::NotFound)?;
    let track = format!("{}/track/{}", public_url.trim_end_matches('/'), file.case.code);
    Ok(PaperPage { ui, file, paper, event, track, back })
}

impl PaperPage {
    /// In whose name it is given: a paper that the law itself made comes from who has the case.
    fn organ(&self) -> &str {
        if self.event.body_name.is_empty() { &self.file.holder.name } else { &self.event.body_name }
    }

    fn title(&self) -> String {
        self.ui.say(self.paper.label(&self.file)).into_owned()
    }

    fn qr(&self) -> String {
        web::qr::svg(&self.track)
    }

    fn words(&self) -> &str {
        &self.event.detail.0.words
    }

    fn licence(&self) -> bool {
        self.file.item.kind == Kind::Licence
    }

    fn deemed(&self) -> bool {
        self.event.act.0 == Act::DeemAccepted
    }

    fn denied(&self) -> bool {
        self.event.act.0 == Act::Deny
    }

    /// The article; the licensing law binds licences only.
    fn cite(&self) -> Option<String> {
        let cite: Option<Cite> = match (self.paper, self.licence()) {
            (Paper::Notice, true) => Some(ONE_TIME_NOTICE),
            (Paper::Notice, false) => Some(TELL_ONCE),
            (_, false) => None,
            (Paper::Receipt, true) => Some(WRITTEN_SLIP),
            (Paper::Acceptance, true) if self.deemed() => Some(ONE_TIME_NOTICE),
            (Paper::Acceptance, true) => Some(ACCEPT_WHAT_IS_COMPLETE),
            (Paper::NotApplicable, true) => Some(NOT_APPLICABLE),
            (Paper::Refusal, true) => Some(NOT_OUR_POWER),
            (Paper::Decision, true) if self.denied() => Some(DENIAL),
            (Paper::Decision, true) => Some(GRANT_IN_WRITING),
            (Paper::Delivery, true) => Some(DELIVER_CERTIFICATE),
            (Paper::HandOver | Paper::Withdrawal, true) => None,
        };
        cite.map(|cite| self.ui.cite(cite))
    }

    /// The papers that were handed in, or verified.
    fn handed_in(&self) -> Vec<&CaseMaterial> {
        let here = |material: &&CaseMaterial| {
            matches!(
                material.state,
                MaterialState::HandedIn | MaterialState::Verified | MaterialState::Shared
            )
        };
        self.file.materials.iter().filter(here).collect()
    }

    fn handed_in_names(&self) -> String {
        let names: Vec<&str> =
            self.handed_in().into_iter().map(|material| material.name.as_str()).collect();
        names.join("、")
    }

    /// The last day of the clock that this act set going.
    fn due(&self, kind: law::window::ClockKind) -> Option<Date> {
        let clocks = self.file.clocks.as_ref().ok()?;
        clocks.iter().rev().find(|clock| clock.kind == kind).map(|clock| clock.due_on)
    }

    fn acceptance_due(&self) -> Option<Date> {
        self.due(law::window::ClockKind::Acceptance)
    }

    fn promise_due(&self) -> Option<Date> {
        self.due(law::window::ClockKind::Promise)
    }

    fn promised(&self) -> String {
        wording::limit(&self.ui, self.file.item.promised_limit)
    }

    /// From when an acceptance counts; deemed acceptance counts from the receipt.
    fn accepted_on(&self) -> Date {
        self.file.standing.accepted_on.unwrap_or(self.event.happened_on)
    }

    /// The day on which the applicant learned of the decision, or the day of the decision while
    /// it has not been delivered.
    fn told_on(&self) -> Date {
        self.file.standing.delivered_on.unwrap_or(self.event.happened_on)
    }

    fn delivered(&self) -> bool {
        self.file.standing.delivered_on.is_some()
    }

    /// Reconsideration and lawsuit are against organs; a village's committee is none.
    fn remedies(&self) -> Option<Remedies> {
        let organ = self.file.item.deciding_level != Place::Village;
        let refused = self.denied() || self.paper == Paper::Refusal;
        (refused && organ).then(|| remedies(self.told_on()))
    }

    fn reconsideration_cite(&self) -> String {
        self.ui.cite(RECONSIDERATION)
    }

    fn litigation_cite(&self) -> String {
        self.ui.cite(LITIGATION)
    }

    fn basis(&self) -> String {
        self.file.item.basis.join("、")
    }

    fn detail(&self) -> &crate::model::Detail {
        &self.event.detail.0
    }
}
