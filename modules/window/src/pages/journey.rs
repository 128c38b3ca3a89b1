//! Applying, one question a page: where an application is, what comes next, and sending it.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use jiff::civil::Date;
use platform::{Actor, App, Error, Result};
use web::components::{CheckAnswers, State as TaskState, TaskList};
use web::visit::Signed;
use web::{Access, Answer, Form, Routes, Ui, page, see_other};

use super::{asking, sent, wording};
use crate::actions::papers::{Attached, earlier_files, files_of_draft};
use crate::actions::{apply, reading};
use crate::item::{Item, Material, Question};
use crate::model::{Answers, Consent, Draft, Sealed};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/applications/{draft}", Access::Person, tasks)
        .get("/applications/{draft}/check", Access::Person, check)
        .post("/applications/{draft}/submission", Access::Person, submit)
        .post("/applications/{draft}/discard", Access::Person, discard)
        .and(asking::routes())
        .and(sent::routes())
}

/// A page of the journey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// A question of the item, by its place in the item's list.
    Question(usize),
    /// The phone to reach the applicant.
    Phone,
    /// The papers at hand.
    Papers,
    /// How the result shall come.
    Delivery,
}

/// An application on its way.
#[derive(Debug, Clone)]
pub(crate) struct Journey {
    pub(crate) draft: Draft,
    pub(crate) item: Arc<Item>,
    pub(crate) sealed: Sealed,
    pub(crate) applicant: String,
    /// The applicant's word, when a clerk fills the form in.
    pub(crate) consent: Option<Consent>,
    /// What was photographed so far.
    pub(crate) files: Vec<Attached>,
    /// What was sent before the window sent the application back.
    pub(crate) earlier: Vec<Attached>,
}

impl Journey {
    /// The reader's draft. `None` when it is not there: sent, thrown away, or somebody else's.
    pub(super) async fn open(app: &App, actor: &Arc<Actor>, draft: &str) -> Result<Option<Self>> {
        let (actor, id) = (actor.clone(), draft.parse()?);
        let found = app
            .db
            .read(move |tx| {
                let (draft, version, sealed, person) = apply::open_draft(tx, &actor, id)?;
                let consent = reading::consent_of_draft(tx, &draft)?;
                let (files, earlier) = (files_of_draft(tx, &draft)?, earlier_files(tx, &draft)?);
                let (item, applicant) = (version.content.0, person.name);
                Ok(Self { draft, item, sealed, applicant, consent, files, earlier })
            })
            .await;
        match found {
            Ok(journey) => Ok(Some(journey)),
            Err(Error::NotFound) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// Keeps what was answered so far.
    pub(super) async fn keep(&self, app: &App, actor: &Actor) -> Result<()> {
        apply::keep(app, actor, self.draft.id, self.sealed.clone()).await
    }

    /// The questions that the answers so far call for, by their places.
    fn asked(&self) -> Vec<usize> {
        let (mut before, mut asked) = (Answers::new(), Vec::new());
        for (place, question) in self.item.question.iter().enumerate() {
            if question.is_asked(&before) {
                asked.push(place);
                if let Some(answer) = self.sealed.answers.get(&question.key) {
                    before.insert(question.key.clone(), answer.clone());
                }
            }
        }
        asked
    }

    /// All pages in their order, but for the last look.
    pub(crate) fn steps(&self) -> Vec<Step> {
        let mut steps: Vec<Step> = self.asked().into_iter().map(Step::Question).collect();
        steps.push(Step::Phone);
        if !self.item.material.is_empty() {
            steps.push(Step::Papers);
        }
        if self.item.delivery.len() > 1 {
            steps.push(Step::Delivery);
        }
        steps
    }

    pub(crate) fn question(&self, place: usize) -> Option<&Question> {
        self.item.question.get(place)
    }

    /// Where the task list of the application is.
    pub(crate) fn home(&self) -> String {
        format!("/applications/{}", self.draft.id)
    }

    pub(crate) fn address(&self, step: Step) -> String {
        let home = self.home();
        match step {
            Step::Question(place) => format!("{home}/questions/{}", place + 1),
            Step::Phone => format!("{home}/phone"),
            Step::Papers => format!("{home}/papers"),
            Step::Delivery => format!("{home}/delivery"),
        }
    }

    /// The page after this one; after the last the answers are checked.
    pub(super) fn after(&self, step: Step) -> String {
        let steps = self.steps();
        let next = steps.iter().skip_while(|other| **other != step).nth(1);
        next.map_or_else(|| format!("{}/check", self.home()), |next| self.address(*next))
    }

    /// The page before this one; before the first comes the task list.
    pub(crate) fn before(&self, step: Step) -> String {
        let steps = self.steps();
        let before = steps.iter().take_while(|other| **other != step).last();
        before.map_or_else(|| self.home(), |before| self.address(*before))
    }

    /// Where the first question from this place on is asked.
    pub(super) fn from(&self, place: usize) -> String {
        let asked = self.asked().into_iter().find(|other| *other >= place);
        self.address(asked.map_or(Step::Phone, Step::Question))
    }

    /// `第 2 步，共 5 步`; the last step is the check.
    pub(crate) fn place(&self, ui: &Ui, step: Step) -> String {
        let steps = self.steps();
        let at = steps.iter().position(|other| *other == step).unwrap_or(0);
        ui.t2("第 {1} 步，共 {2} 步", at + 1, steps.len() + 1)
    }

    /// The answers made clean, or where the first that will not do is asked.
    pub(super) fn checked(&self, today: Date) -> std::result::Result<Answers, String> {
        self.item.check(&self.sealed.answers, today).map_err(|wrong| {
            let key = wrong.first().map(|(key, _)| key.as_str()).unwrap_or_default();
            let place = self.item.question.iter().position(|question| question.key == key);
            format!("{}?check=1", self.from(place.unwrap_or(0)))
        })
    }

    pub(crate) fn title(&self, ui: &Ui, step: Step) -> String {
        match step {
            Step::Question(place) => {
                self.question(place).map(|question| question.label.clone()).unwrap_or_default()
            }
            Step::Phone => ui.t("办好了打哪个电话找您").into_owned(),
            Step::Papers => ui.t("哪些材料已经在手边").into_owned(),
            Step::Delivery => ui.t("结果怎么交给您").into_owned(),
        }
    }

    /// How the clerk got the applicant's word, for the head of the page.
    pub(crate) fn consent_line(&self, ui: &Ui) -> String {
        let Some(consent) = &self.consent else { return String::new() };
        let how = wording::consent(ui, consent.given_how);
        ui.t2("{1}，{2}", how, ui.date(consent.given_on))
    }

    /// What was answered at a step, said to people; empty when nothing was.
    fn said(&self, ui: &Ui, step: Step, clean: &Answers) -> String {
        match step {
            Step::Question(place) => self
                .question(place)
                .and_then(|question| Some((question, clean.get(&question.key)?)))
                .filter(|(_, kept)| !kept.is_empty())
                .map(|(question, kept)| wording::answer(ui, question, kept))
                .unwrap_or_default(),
            Step::Phone if self.sealed.phone.is_empty() => ui.t("没有电话").into_owned(),
            Step::Phone => self.sealed.phone.clone(),
            Step::Papers => self.papers_said(ui),
            Step::Delivery => self.sealed.delivery.clone(),
        }
    }
}

impl Journey {
    /// The papers that are at hand, with how many files each has.
    fn papers_said(&self, ui: &Ui) -> String {
        let said = |(number, paper): (usize, &Material)| {
            let of_paper = |file: &&Attached| usize::try_from(file.number) == Ok(number);
            let files = self.files.iter().chain(&self.earlier).filter(of_paper).count();
            match (files, self.sealed.papers.contains(&number)) {
                (0, false) => None,
                (0, true) => Some(paper.name.clone()),
                (many, _) => Some(ui.t2("{1}（{2} 个文件）", &paper.name, many)),
            }
        };
        self.item.papers().filter_map(said).collect::<Vec<_>>().join("、")
    }
}

/// A draft that is not there (any more).
#[derive(Template)]
#[template(path = "window/gone.html")]
pub(crate) struct GonePage {
    pub(crate) ui: Ui,
}

/// What Back finds after sending: a sentence, and not a second application.
pub(super) fn gone(ui: Ui) -> Answer {
    let gone = GonePage { ui };
    let mut answer = page(&gone.ui, &gone)?;
    *answer.status_mut() = StatusCode::NOT_FOUND;
    Ok(answer)
}

/// How far an application is.
#[derive(Template)]
#[template(path = "window/tasks.html")]
pub(crate) struct TasksPage {
    pub(crate) ui: Ui,
    pub(crate) journey: Journey,
    pub(crate) today: Date,
}

impl TasksPage {
    fn tasks(&self) -> TaskList {
        let (ui, journey) = (&self.ui, &self.journey);
        let mut tasks = TaskList::new(ui);
        for step in journey.steps() {
            let state = self.state(step);
            tasks = tasks.task(journey.title(ui, step), journey.address(step), state);
        }
        let ready = journey.checked(self.today).is_ok();
        let state = if ready { TaskState::Todo } else { TaskState::Blocked };
        tasks.task(ui.t("检查并提交"), format!("{}/check", journey.home()), state)
    }

    fn state(&self, step: Step) -> TaskState {
        let sealed = &self.journey.sealed;
        let done = match step {
            Step::Question(place) => return self.question_state(place),
            Step::Phone => !sealed.phone.is_empty(),
            Step::Papers => !sealed.papers.is_empty() || !self.journey.files.is_empty(),
            Step::Delivery => !sealed.delivery.is_empty(),
        };
        if done { TaskState::Done } else { TaskState::Optional }
    }

    fn question_state(&self, place: usize) -> TaskState {
        let Some(question) = self.journey.question(place) else { return TaskState::Blocked };
        let typed = self.journey.sealed.answers.get(&question.key);
        match (typed.filter(|typed| !typed.is_empty()), question.required) {
            (Some(typed), _) if question.check(typed, self.today).is_ok() => TaskState::Done,
            (Some(_), _) => TaskState::Trouble,
            (None, true) => TaskState::Todo,
            (None, false) => TaskState::Optional,
        }
    }

    /// Where to go on: the first page that still wants an answer.
    fn go_on(&self) -> String {
        let journey = &self.journey;
        let open = |step: &Step| matches!(self.state(*step), TaskState::Todo | TaskState::Trouble);
        let next = journey.steps().into_iter().find(open);
        next.map_or_else(|| format!("{}/check", journey.home()), |step| journey.address(step))
    }
}

async fn tasks(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(draft): Path<String>,
) -> Answer {
    let Some(journey) = Journey::open(&app, &actor, &draft).await? else { return gone(ui) };
    let tasks = TasksPage { today: ui.today(), ui, journey };
    page(&tasks.ui, &tasks)
}

/// Everything once more, before it is sent.
#[derive(Template)]
#[template(path = "window/check.html")]
pub(crate) struct CheckPage {
    pub(crate) ui: Ui,
    pub(crate) journey: Journey,
    /// The answers made clean.
    pub(crate) clean: Answers,
}

impl CheckPage {
    fn answers(&self) -> CheckAnswers {
        let (ui, journey) = (&self.ui, &self.journey);
        let mut rows = CheckAnswers::new(ui).name(ui.t("申请人"), &journey.applicant, "");
        for step in journey.steps() {
            let change = format!("{}?check=1", journey.address(step));
            rows = rows.row(journey.title(ui, step), journey.said(ui, step, &self.clean), change);
        }
        rows
    }

    fn back(&self) -> String {
        let journey = &self.journey;
        journey.steps().last().map_or_else(|| journey.home(), |step| journey.address(*step))
    }
}

async fn check(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(draft): Path<String>,
) -> Answer {
    let Some(journey) = Journey::open(&app, &actor, &draft).await? else { return gone(ui) };
    match journey.checked(ui.today()) {
        Ok(clean) => {
            let check = CheckPage { ui, journey, clean };
            page(&check.ui, &check)
        }
        Err(first_wrong) => see_other(&first_wrong),
    }
}

async fn submit(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(draft): Path<String>,
    _: Form,
) -> Answer {
    let Some(journey) = Journey::open(&app, &actor, &draft).await? else { return gone(ui) };
    if let Err(first_wrong) = journey.checked(ui.today()) {
        return see_other(&first_wrong);
    }
    let code = apply::submit(&app, &actor, journey.draft.id).await?;
    see_other(&format!("/applications/sent/{code}"))
}

async fn discard(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(draft): Path<String>,
    _: Form,
) -> Answer {
    match apply::discard(&app, &actor, draft.parse()?).await {
        Ok(()) => see_other("/own"),
        Err(Error::NotFound) => gone(ui),
        Err(other) => Err(other.into()),
    }
}
