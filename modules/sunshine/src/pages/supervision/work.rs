//! The committee's plan of the year, and its meetings.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use law::sunshine::Field as Fields;
use platform::authorisation::post_title;
use platform::{Actor, App, AreaId, Error, Result, Tx};
use serde::Deserialize;
use web::components::{Crumbs, DateField, ErrorSummary, Field, Select, Tag, Ticks};
use web::{Access, Answer, Errors, Form, Routes, Signed, Ui, page, see_other};

use super::shown;
use crate::actions::watching::{self, Met, Planned};
use crate::powers::WATCH;
use crate::watching::{Meeting, PlanLine, PlanLineId, Year};

pub(super) fn routes() -> Routes {
    let watch = Access::With(WATCH);
    Routes::new()
        .get("/desk/village-supervision/{area}/work", watch, show)
        .post("/desk/village-supervision/{area}/plan", watch, plan)
        .post("/desk/village-supervision/{area}/plan/{line}", watch, end)
        .get("/desk/village-supervision/{area}/meetings/new", watch, new_meeting)
        .post("/desk/village-supervision/{area}/meetings", watch, meet)
}

/// The plan and the meetings of a year.
#[derive(Template)]
#[template(path = "sunshine/supervision/work.html")]
pub(crate) struct WorkPage {
    pub(crate) ui: Ui,
    pub(crate) area_id: String,
    pub(crate) name: String,
    pub(crate) year: Year,
    /// Of which line the form is open, or `new` where the form of a new one came back.
    pub(crate) at: String,
    pub(crate) typed: Form,
    pub(crate) errors: Errors,
}

/// The minutes of a meeting.
#[derive(Template)]
#[template(path = "sunshine/supervision/meeting.html")]
pub(crate) struct MeetingPage {
    pub(crate) ui: Ui,
    pub(crate) area_id: String,
    pub(crate) name: String,
    /// Who may have been there: the post's record, the name and the post.
    pub(crate) committee: Vec<(String, String)>,
    pub(crate) typed: Form,
    pub(crate) errors: Errors,
}

/// How a line of a plan stands.
pub(crate) fn tag(ui: &Ui, line: &PlanLine) -> Tag {
    match line.kept {
        Some(1) => Tag::ok(ui.t("办了")),
        Some(_) => Tag::plain(ui.t("没有办")),
        None if line.days_late(ui.today()) > 0 => {
            Tag::late(ui.t1("过了 {1} 天", line.days_late(ui.today())))
        }
        None => Tag::warn(ui.t1("{1}前", ui.date(line.until_on))),
    }
}

/// The field of a line, and what became of it.
pub(crate) fn line_words(ui: &Ui, line: &PlanLine) -> String {
    let field = ui.t(line.field.0.label());
    match &line.ended_words {
        Some(words) => format!("{field} · {words}"),
        None => field.into_owned(),
    }
}

impl WorkPage {
    fn crumbs(&self) -> Crumbs {
        let ui = &self.ui;
        Crumbs::new(ui).to(ui.t("村务监督"), "/desk/village-supervision").here(ui.t("计划和会议"))
    }

    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn report(&self) -> String {
        format!("/villages/{}/supervision/{}", self.area_id, self.year.year)
    }

    fn tag(&self, line: &PlanLine) -> Tag {
        tag(&self.ui, line)
    }

    fn line_words(&self, line: &PlanLine) -> String {
        line_words(&self.ui, line)
    }

    fn meeting_line(&self, meeting: &Meeting) -> String {
        self.ui.t1("{1} 人到会", meeting.present.0.len())
    }

    fn names(&self, meeting: &Meeting) -> String {
        meeting.present.0.join("、")
    }

    fn is_at(&self, line: &PlanLine) -> bool {
        self.at == line.id.to_string()
    }

    fn ended(&self) -> Field {
        let ui = &self.ui;
        Field::text(ui, "ended", ui.t("看到了什么，或者为什么没有办"))
            .typed(&self.typed)
            .errors(&self.errors)
    }

    fn plan(&self) -> Field {
        let ui = &self.ui;
        let field = Field::text(ui, "plan", ui.t("监督什么"))
            .hint(ui.t("例如：核对排水沟工程的验收单和付款"));
        if self.at == "new" { field.typed(&self.typed).errors(&self.errors) } else { field }
    }

    fn field(&self) -> Select {
        let ui = &self.ui;
        let field = Select::new(ui, "field", ui.t("属于哪一方面"))
            .empty(ui.t("请选"))
            .options(Fields::ALL.map(|field| (field.key(), ui.t(field.label()))));
        if self.at == "new" { field.typed(&self.typed).errors(&self.errors) } else { field }
    }

    fn until_on(&self) -> DateField {
        let ui = &self.ui;
        let field = DateField::new(ui, "until_on", ui.t("哪天以前"));
        if self.at == "new" { field.typed(&self.typed).errors(&self.errors) } else { field }
    }
}

impl MeetingPage {
    fn crumbs(&self) -> Crumbs {
        let ui = &self.ui;
        Crumbs::new(ui)
            .to(ui.t("村务监督"), "/desk/village-supervision")
            .to(ui.t("计划和会议"), format!("/desk/village-supervision/{}/work", self.area_id))
            .here(ui.t("记一次会议"))
    }

    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn on(&self) -> DateField {
        let ui = &self.ui;
        let field = DateField::new(ui, "on", ui.t("哪天开的")).errors(&self.errors);
        if self.errors.is_empty() { field.date(ui.today()) } else { field.typed(&self.typed) }
    }

    fn present(&self) -> Ticks {
        let ui = &self.ui;
        Ticks::new(ui, "present", ui.t("到会的人"))
            .options(self.committee.iter().map(|(id, name)| (id, name)))
            .typed(&self.typed)
            .errors(&self.errors)
    }

    fn words(&self) -> Field {
        let ui = &self.ui;
        Field::long(ui, "words", ui.t("说了什么"))
            .hint(ui.t("会公开，不写村民的名字、电话、身份证号"))
            .typed(&self.typed)
            .errors(&self.errors)
            .rows(6)
    }

    fn decided(&self) -> Field {
        let ui = &self.ui;
        Field::long(ui, "decided", ui.t("定了什么")).typed(&self.typed).errors(&self.errors).rows(4)
    }
}

fn read(tx: &mut Tx<'_>, ui: &Ui, actor: &Actor, area: AreaId) -> Result<WorkPage> {
    let area = registry::area(tx, area)?;
    if !actor.may(WATCH, &area.path) {
        return Err(Error::NotFound);
    }
    let year = watching::year_of(tx, &area.path, ui.today().year())?;
    Ok(WorkPage {
        ui: ui.clone(),
        area_id: area.id.to_string(),
        name: area.name,
        year,
        at: String::new(),
        typed: Form::default(),
        errors: Errors::new(),
    })
}

/// What the address says: the line of which somebody means to write what became of it.
#[derive(Deserialize, Default)]
struct Asked {
    #[serde(default)]
    line: String,
}

async fn show(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(area): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let (area, seen) = (area.parse()?, ui.clone());
    let shown = app.db.read(move |tx| read(tx, &seen, &actor, area)).await?;
    page(&ui, &WorkPage { at: asked.line, ..shown })
}

async fn finish(
    app: &App,
    Signed { ui, actor }: Signed,
    area: AreaId,
    (at, typed): (String, Form),
    done: Result<()>,
) -> Answer {
    let error = match done {
        Ok(()) => return see_other(&format!("/desk/village-supervision/{area}/work")),
        Err(error) => error,
    };
    let (errors, seen) = (Errors::of(&ui, error)?, ui.clone());
    let shown = app.db.read(move |tx| read(tx, &seen, &actor, area)).await?;
    let mut answer = page(&ui, &WorkPage { at, typed, errors, ..shown })?;
    *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(answer)
}

async fn plan(
    State(app): State<App>,
    signed: Signed,
    Path(area): Path<String>,
    form: Form,
) -> Answer {
    let area: AreaId = area.parse()?;
    let done = match shown::day(&form, "until_on") {
        Ok(until_on) => {
            let field = Fields::from_key(form.get("field"));
            let new = Planned { area, field, words: form.get("plan").to_owned(), until_on };
            watching::plan_work(&app, &signed.actor, new).await.map(drop)
        }
        Err(error) => Err(error),
    };
    finish(&app, signed, area, ("new".to_owned(), form), done).await
}

async fn end(
    State(app): State<App>,
    signed: Signed,
    Path((area, line)): Path<(String, String)>,
    form: Form,
) -> Answer {
    let (area, id): (AreaId, PlanLineId) = (area.parse()?, line.parse()?);
    let said = (form.get("kept") == "yes", form.get("ended").to_owned());
    let done = watching::end_planned_work(&app, &signed.actor, id, said).await;
    finish(&app, signed, area, (line, form), done).await
}

fn blank(tx: &mut Tx<'_>, ui: &Ui, actor: &Actor, area: AreaId) -> Result<MeetingPage> {
    let area = registry::area(tx, area)?;
    if !actor.may(WATCH, &area.path) {
        return Err(Error::NotFound);
    }
    let named = |one: registry::Holder| {
        let post = ui.t(&post_title(&one.post)).into_owned();
        (one.id.to_string(), format!("{}（{post}）", one.name))
    };
    let committee = watching::committee(tx, &area.path)?.into_iter().map(named).collect();
    Ok(MeetingPage {
        ui: ui.clone(),
        area_id: area.id.to_string(),
        name: area.name,
        committee,
        typed: Form::default(),
        errors: Errors::new(),
    })
}

async fn new_meeting(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(area): Path<String>,
) -> Answer {
    let (area, seen) = (area.parse()?, ui.clone());
    let shown = app.db.read(move |tx| blank(tx, &seen, &actor, area)).await?;
    page(&ui, &shown)
}

async fn meet(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(area): Path<String>,
    form: Form,
) -> Answer {
    let area: AreaId = area.parse()?;
    let done = match shown::day(&form, "on") {
        Ok(on) => {
            let present = form.all("present").filter_map(|id| id.parse().ok()).collect();
            let (words, decided) = (form.get("words"), form.get("decided"));
            let (words, decided) = (words.to_owned(), decided.to_owned());
            let new = Met { area, on, present, words, decided };
            watching::note_work_meeting(&app, &actor, new).await
        }
        Err(error) => Err(error),
    };
    let error = match done {
        Ok(_) => return see_other(&format!("/desk/village-supervision/{area}/work")),
        Err(error) => error,
    };
    let (errors, seen) = (Errors::of(&ui, error)?, ui.clone());
    let shown = app.db.read(move |tx| blank(tx, &seen, &actor, area)).await?;
    let mut answer = page(&ui, &MeetingPage { typed: form, errors, ..shown })?;
    *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(answer)
}
