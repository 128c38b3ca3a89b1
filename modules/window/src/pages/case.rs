//! The page of a case for those who work on it.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use jiff::civil::Date;
use law::window::{Act, Clock, Obstacle, Stage, State as CaseState};
use platform::privacy::mask_identity_number;
use platform::{Actor, App, Result, Text, text};
use registry::Body;
use serde::Deserialize;
use web::components::{Banner, ErrorSummary, Facts, Seal, Tag};
use web::{Access, Answer, Errors, Form, Routes, Signed, Ui, page};

use super::acts::Noun;
use super::cards::{self, Card};
use super::notices::Paper;
use super::papers::{desk, state_tag};
use super::time_left::left;
use super::told::{self, Sent};
use super::wording;
use crate::actions::papers::{self, Attached};
use crate::actions::reading;
use crate::item::{AnswerKind, Need, Question};
use crate::model::{Answers, CaseEvent, CaseId, CaseMaterial, Consent, File, Rated, Sealed};
use crate::powers::WORKLIST;

/// The addresses of this file.
pub(crate) fn routes() -> Routes {
    Routes::new().get("/cases/{id}", Access::WithAny(WORKLIST), show)
}

/// A case and everything that its page tells.
#[derive(Clone)]
pub(crate) struct Opened {
    pub(crate) file: File,
    pub(crate) sealed: Sealed,
    /// The applicant's word, and the name of the clerk who has it.
    pub(crate) consent: Option<(Consent, String)>,
    /// To which the case may be handed over.
    pub(crate) organs: Vec<Body>,
    pub(crate) rated: Option<Rated>,
    /// Photos and scans of the papers.
    pub(crate) files: Vec<Attached>,
    /// The applicant's identity number, masked.
    pub(crate) identity: String,
    /// When the applicant died.
    pub(crate) died_on: Option<Date>,
    /// What the applicant was told, and whether it arrived.
    pub(crate) told: Vec<Sent>,
    /// What the reader may do.
    pub(crate) acts: Vec<Act>,
    /// The reader had a hand in it, and may not decide it.
    pub(crate) had_a_hand: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "window/staff/case.html")]
pub(crate) struct CasePage {
    pub(crate) ui: Ui,
    pub(crate) opened: Opened,
    pub(crate) cards: Vec<Card>,
    pub(crate) errors: Errors,
    /// The code of the refusal that brought the reader back here.
    pub(crate) refused: &'static str,
    /// What was just done.
    pub(crate) done: Option<Noun>,
}

/// What the address says.
#[derive(Deserialize, Default)]
struct Asked {
    #[serde(default)]
    done: String,
}

async fn show(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let opened = open(&app, &actor, id.parse()?).await?;
    let (form, errors) = (Form::default(), Errors::new());
    let cards = cards::cards(&ui, &opened, None, &form, &errors);
    let done = Noun::from_key(&asked.done);
    page(&ui, &CasePage { opened, cards, errors, refused: "", done, ui: ui.clone() })
}

/// Reads a case for its page.
pub(crate) async fn open(app: &App, actor: &Actor, id: CaseId) -> Result<Opened> {
    let actor = actor.clone();
    app.db
        .read(move |tx| {
            let file = reading::open_case(tx, &actor, id)?;
            let sealed = reading::sealed_of(tx, &actor, &file)?;
            let consent = match reading::consent_of(tx, &file)? {
                None => None,
                Some(consent) => {
                    let clerk = registry::person(tx, consent.agent_id)?.name;
                    Some((consent, clerk))
                }
            };
            let applicant = registry::person(tx, file.case.applicant_id)?;
            let identity = registry::identity_number_masked(tx, &applicant)?.unwrap_or_default();
            let told = told::of(tx, &file)?;
            let acts = reading::possible(&actor, &file);
            let had_a_hand = reading::other_hands_only(tx, &actor, &file).is_err();
            let organs = if acts.is_empty() { Vec::new() } else { reading::organs(tx, &file)? };
            let rated = reading::rating_of(tx, id)?;
            let died_on = applicant.died_on;
            let files = papers::files_of(tx, &file)?;
            Ok(Opened {
                sealed,
                consent,
                organs,
                rated,
                files,
                identity,
                died_on,
                told,
                acts,
                had_a_hand,
                file,
            })
        })
        .await
}

/// The same page after a no: what stands in the way, and what was typed.
pub(crate) async fn again(
    app: &App,
    (ui, actor): (&Ui, &Actor),
    id: CaseId,
    (noun, form): (Noun, &Form),
    (errors, refused): (Errors, &'static str),
) -> Answer {
    let opened = open(app, actor, id).await?;
    let cards = cards::cards(ui, &opened, Some(noun), form, &errors);
    let shown = CasePage { opened, cards, errors, refused, done: None, ui: ui.clone() };
    let mut answer = page(ui, &shown)?;
    *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(answer)
}

/// A row of the table of clocks.
pub(crate) struct ClockRow {
    pub(crate) label: &'static str,
    pub(crate) limit: String,
    pub(crate) began: String,
    pub(crate) due: String,
    pub(crate) left: String,
    pub(crate) tag: Tag,
    pub(crate) cite: String,
}

/// Something that happened, in full words.
pub(crate) struct Happened {
    pub(crate) title: String,
    pub(crate) at: String,
    pub(crate) body: String,
    pub(crate) actor: String,
    pub(crate) lines: Vec<String>,
    pub(crate) paper: Option<(String, String)>,
}

impl CasePage {
    fn file(&self) -> &File {
        &self.opened.file
    }

    fn id(&self) -> CaseId {
        self.file().case.id
    }

    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn seal(&self) -> Seal {
        let seal = Seal::new(self.ui.t(self.file().standing.state.label()));
        if self.file().standing.state.ended() { seal } else { seal.green() }
    }

    /// What was just done, with the paper to print.
    fn news(&self) -> Option<Banner> {
        let noun = self.done?;
        let mut banner = Banner::good(&self.ui, self.ui.say(noun.done()));
        let papers = Paper::of(self.file());
        for paper in noun.papers().iter().filter(|paper| papers.contains(paper)) {
            let label = self.ui.t1("打印{1}", self.ui.say(paper.label(self.file())));
            banner = banner.link(label, paper.href(self.id()));
        }
        Some(banner.link(self.ui.t("回到要办的件"), "/desk/cases"))
    }

    /// Until when something has to be done.
    fn due(&self) -> String {
        let ui = &self.ui;
        match (&self.file().clocks, self.file().current_clock()) {
            (Err(year), _) => ui.t1("期限待定：{1} 年的放假安排还没有录入", year),
            (Ok(_), None) => String::new(),
            (Ok(_), Some(clock)) => {
                let kind = ui.t(clock.kind.label());
                let mut left = left(ui, clock);
                if clock.remaining > 0 {
                    left = ui.t1("还有 {1}", left);
                }
                ui.t3("{1}：最迟 {2}，{3}", kind, ui.date(clock.due_on), left)
            }
        }
    }

    fn missing_year(&self) -> bool {
        self.file().clocks.is_err()
    }

    fn late(&self) -> bool {
        let clock = self.file().current_clock();
        clock.is_some_and(|clock| clock.light == law::window::Light::Overdue)
    }

    fn applicant(&self) -> Facts {
        let (ui, case) = (&self.ui, &self.file().case);
        let mut facts = Facts::new(ui)
            .name(ui.t("姓名"), &case.applicant_name)
            .fact(ui.t("村（社区）"), &case.area_name)
            .phone(ui.t("电话"), &self.opened.sealed.phone)
            .fact(ui.t("身份证号码"), &self.opened.identity)
            .fact(ui.t("怎样申请的"), ui.say(case.channel.label()))
            .fact(ui.t("结果怎样拿"), &case.delivery);
        if let Some((consent, clerk)) = &self.opened.consent {
            facts = facts
                .name(ui.t("代办员"), clerk)
                .fact(ui.t("怎样委托的"), ui.say(consent.given_how.label()))
                .fact(ui.t("委托日期"), ui.date_long(consent.given_on));
            if !consent.witness.is_empty() {
                facts = facts.name(ui.t("见证人"), &consent.witness);
            }
        }
        facts
    }

    fn answers(&self) -> Facts {
        let item = &self.file().item;
        let answers: &Answers = &self.opened.sealed.answers;
        reading::answers_in_order(item, answers).fold(
            Facts::new(&self.ui),
            |facts, (question, answer)| {
                facts.fact(&question.label, shown_answer(&self.ui, question, answer))
            },
        )
    }

    fn need(&self, material: &CaseMaterial) -> Text {
        let paper =
            usize::try_from(material.number).ok().and_then(|at| self.file().item.material.get(at));
        paper.map_or(Need::Required, |paper| paper.need).label()
    }

    fn check(&self, material: &CaseMaterial) -> &str {
        let paper =
            usize::try_from(material.number).ok().and_then(|at| self.file().item.material.get(at));
        paper.map_or("", |paper| paper.check.as_str())
    }

    fn material_tag(&self, material: &CaseMaterial) -> Tag {
        state_tag(&self.ui, material)
    }

    /// The files of a paper, the latest first: address, name, whether it was found flawed.
    fn files_of(&self, number: i64) -> Vec<(String, String, bool)> {
        let mine = self.opened.files.iter().rev().filter(|file| file.number == number);
        mine.map(|file| (desk::href(self.id(), file), file.used.name.clone(), file.flaw.is_some()))
            .collect()
    }

    fn other_files(&self) -> Vec<(String, String, bool)> {
        self.files_of(papers::OTHER)
    }

    /// How many files the applicant sent since something was last done here.
    fn new_files(&self) -> usize {
        let since = self.file().case.moved_at;
        let new = |file: &&Attached| file.by_applicant && file.used.made_at > since;
        self.opened.files.iter().filter(new).count()
    }

    fn clocks(&self) -> Vec<ClockRow> {
        let clocks = self.file().clocks.as_deref().unwrap_or_default();
        clocks.iter().map(|clock| clock_row(&self.ui, clock)).collect()
    }

    fn happened(&self) -> Vec<Happened> {
        let file = self.file();
        file.events.iter().map(|event| happened(&self.ui, file, event)).collect()
    }

    fn rating(&self) -> Option<(&'static str, String)> {
        let rated = self.opened.rated.as_ref()?;
        let rating = law::window::Rating::from_level(rated.level)?;
        Some((rating.label(), rated.words.clone()))
    }

    /// Why the window may not ask for more.
    fn notice_given(&self) -> Option<String> {
        let standing = &self.file().standing;
        let told = standing.state == CaseState::Received && standing.notice_on.is_some();
        told.then(|| {
            let cite = Obstacle::SecondNotice
                .cite()
                .and_then(|cite| self.file().item.bound_by(cite))
                .map(|cite| self.ui.cite(cite));
            self.ui.t2(
                "{1}（{2}）",
                self.ui.t(Obstacle::SecondNotice.sentence()),
                cite.unwrap_or_default(),
            )
        })
    }

    /// The applicant has died and the case goes on: what its holder may do with it.
    fn applicant_died(&self) -> Option<String> {
        let standing = &self.file().standing;
        let died_on = self.opened.died_on.filter(|_| !standing.state.ended())?;
        let ui = &self.ui;
        let on = ui.date_long(died_on);
        let accepted = standing.state == CaseState::InProcess;
        let what = if accepted {
            ui.t("这件事只和本人有关的，写意见时写明“申请人已去世”，由批准人作决定；家属要接着办的，请家属另外申请。")
        } else {
            ui.t("这件事只和本人有关的，用“不需要受理”，写明“申请人已去世”；家属要接着办的，请家属另外申请。")
        };
        Some(format!("{}{what}", ui.t1("申请人已经去世（{1}）。系统不替您决定：", on)))
    }

    /// The four eyes, said before somebody writes a decision in vain.
    fn same_eyes(&self) -> bool {
        let decides = |act: &Act| matches!(act, Act::Grant | Act::Opine(Stage::Review));
        self.opened.had_a_hand && self.opened.acts.iter().any(decides)
    }

    fn papers(&self) -> Vec<(Text, String)> {
        let file = self.file();
        Paper::of(file)
            .into_iter()
            .map(|paper| (paper.label(file), paper.href(file.case.id)))
            .collect()
    }
}

/// An answer as people read it; numbers that could be misused are masked.
fn shown_answer(ui: &Ui, question: &Question, answer: &str) -> String {
    match question.kind {
        AnswerKind::IdentityNumber | AnswerKind::BankCard => mask_identity_number(answer),
        _ => wording::answer(ui, question, answer),
    }
}

fn clock_row(ui: &Ui, clock: &Clock) -> ClockRow {
    use law::window::Light;
    let light = ui.t(clock.light.label());
    let tag = match (clock.kept, clock.light) {
        (Some(true), _) => Tag::ok(ui.t("按时")),
        (Some(false), _) => Tag::late(ui.t("没有按时")),
        (None, _) if clock.paused => Tag::plain(ui.t("暂停计时")),
        (None, Light::Overdue) => Tag::late(light),
        (None, Light::Red | Light::Yellow) => Tag::warn(light),
        (None, Light::Green) => Tag::ok(light),
    };
    ClockRow {
        label: clock.kind.label(),
        limit: wording::limit(ui, clock.limit),
        began: ui.date(clock.began_on),
        due: ui.date(clock.due_on),
        left: if clock.stopped_on.is_some() { String::new() } else { left(ui, clock) },
        tag,
        cite: clock.cite.map(|cite| ui.cite(cite)).unwrap_or_default(),
    }
}

fn happened(ui: &Ui, file: &File, event: &CaseEvent) -> Happened {
    let detail = &event.detail.0;
    let mut title = ui.t(event.act.0.label()).into_owned();
    if let Some(agrees) = detail.agrees {
        let word = if agrees { ui.t("同意") } else { ui.t("不同意") };
        title = ui.t2("{1}：{2}", title, word);
    }
    let mut lines = Vec::new();
    let mut tell = |label: Text, value: &str| {
        if !value.is_empty() {
            lines.push(ui.t2("{1}：{2}", ui.say(label), value));
        }
    };
    tell(text("代谁办"), &detail.on_behalf_of);
    tell(text("材料"), &detail.materials.join("、"));
    tell(text("单位"), &detail.organ);
    tell(text("签收人"), &detail.received_by);
    tell(text("文号"), &detail.document_number);
    if !detail.words.is_empty() {
        lines.push(detail.words.clone());
    }
    let paper = Paper::of_act(event.act.0)
        .filter(|paper| {
            file.last(|act| paper.is_for(act)).map(|last| last.number) == Some(event.number)
        })
        .map(|paper| (ui.say(paper.label(file)).into_owned(), paper.href(file.case.id)));
    Happened {
        title,
        at: ui.moment(event.noted_at),
        body: event.body_name.clone(),
        actor: event.actor_name.clone(),
        lines,
        paper,
    }
}
