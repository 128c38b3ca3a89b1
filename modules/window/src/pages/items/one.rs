//! One item: its versions, what changed, the text to review, publishing and withdrawing.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use jiff::civil::Date;
use platform::{Actor, App, Error, Refusal, Result, Text, text};
use serde::Deserialize;
use web::components::{Banner, DateField, ErrorSummary, Tag, Ticks, dates};
use web::{Access, Answer, Errors, Form, Routes, Signed, Ui, page, see_other};

use super::write::{Change, Told, changes, told};
use super::{Standing, confidence, to_be_checked};
use crate::actions::items;
use crate::item::Item;
use crate::model::Version;
use crate::powers::{EDIT_ITEMS, ITEMS, PUBLISH_ITEMS};

/// The addresses of this file.
pub(super) fn routes() -> Routes {
    let publish = Access::With(PUBLISH_ITEMS);
    Routes::new()
        .get("/items/{code}", Access::WithAny(ITEMS), show)
        .post("/items/{code}/publications", publish, publication)
        .post("/items/{code}/withdrawals", publish, withdrawal)
}

/// What the reviewer looks at before a text that nobody compared with its source goes out.
const CHECKS: [(&str, Text); 6] = [
    ("basis", text("依据的每一条都找到了现行有效的原文，条款号对得上")),
    ("limits", text("法定时限、承诺时限和公示天数照文件核对过")),
    ("levels", text("谁受理、谁决定照权责清单核对过")),
    ("conditions", text("谁能办、什么情况办不了照文件核对过，没有另加条件")),
    ("materials", text("材料没有多要的，能自己查到的没有叫群众交")),
    ("words", text("大白话念给不熟悉的人听过，电话和地址打得通、找得到")),
];

/// One item.
#[derive(Template)]
#[template(path = "window/items/one.html")]
pub(crate) struct OnePage {
    pub(crate) ui: Ui,
    /// The newest first; never none.
    pub(crate) versions: Vec<Version>,
    /// What the newest says.
    pub(crate) item: Item,
    pub(crate) may_edit: bool,
    pub(crate) may_publish: bool,
    /// The reader drafted the newest version.
    pub(crate) own_draft: bool,
    pub(crate) form: Form,
    pub(crate) errors: Errors,
    /// The code of the refusal that is shown.
    pub(crate) refused: &'static str,
    /// What was just done.
    pub(crate) done: String,
}

impl OnePage {
    /// The page of an item for this reader.
    pub(crate) fn new(ui: Ui, actor: &Actor, versions: Vec<Version>) -> Result<Self> {
        let newest = versions.first().ok_or(Error::NotFound)?;
        let own_draft = newest.drafted_by_id.is_some() && newest.drafted_by_id == actor.person_id;
        Ok(Self {
            item: Item::clone(&newest.content.0),
            ui,
            may_edit: actor.holds(EDIT_ITEMS),
            may_publish: actor.holds(PUBLISH_ITEMS),
            own_draft,
            versions,
            form: Form::default(),
            errors: Errors::new(),
            refused: "",
            done: String::new(),
        })
    }

    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn news(&self) -> Option<Banner> {
        let (ui, newest) = (&self.ui, self.newest()?);
        match self.done.as_str() {
            "drafted" => Some(
                Banner::good(ui, ui.t1("第 {1} 版存为草稿了", newest.number))
                    .line(ui.t("请另一位审核员核对、发布，群众才看得到")),
            ),
            "published" => {
                let day = newest.effective_on.map(|day| ui.date_long(day)).unwrap_or_default();
                Some(Banner::good(ui, ui.t2("第 {1} 版发布好了，{2} 起施行", newest.number, day)))
            }
            "withdrawn" => Some(
                Banner::good(ui, ui.t("取消记下了")).line(ui.t("已经收下的办件按收下时的版本办完")),
            ),
            _ => None,
        }
    }

    fn newest(&self) -> Option<&Version> {
        self.versions.first()
    }

    /// The version that people read today.
    fn in_force(&self) -> Option<&Version> {
        let today = self.ui.today();
        self.versions.iter().find(|version| {
            version.effective_on.is_some_and(|day| day <= today)
                && version.withdrawn_on.is_none_or(|day| day > today)
        })
    }

    fn state(&self, version: &Version) -> Tag {
        Standing::of(version).tag(&self.ui)
    }

    fn confidence(&self, version: &Version) -> Tag {
        confidence(&self.ui, version)
    }

    fn is_in_force(&self, version: &Version) -> bool {
        self.in_force().is_some_and(|current| current.id == version.id)
    }

    /// What the newest version would change, when another is in force.
    fn changes(&self) -> Option<(i64, Vec<Change>)> {
        let (newest, current) = (self.newest()?, self.in_force()?);
        let other = newest.id != current.id;
        other.then(|| (current.number, changes(&self.ui, &current.content.0, &newest.content.0)))
    }

    fn content(&self) -> Vec<Told> {
        told(&self.ui, &self.item)
    }

    fn is_draft(&self) -> bool {
        self.newest().is_some_and(|version| version.published_by.is_none())
    }

    fn is_published(&self) -> bool {
        self.versions.iter().any(|one| matches!(Standing::of(one), Standing::Published(_)))
    }

    fn newest_id(&self) -> String {
        self.newest().map(|version| version.id.to_string()).unwrap_or_default()
    }

    fn checks(&self) -> Option<Ticks> {
        let ui = &self.ui;
        self.newest().is_some_and(to_be_checked).then(|| {
            Ticks::new(ui, "checked", ui.t("发布前核对"))
                .hint(ui.t("这份草稿标着须核对，逐项核对完才能发布"))
                .options(CHECKS.map(|(key, label)| (key, ui.say(label))))
                .typed(&self.form)
                .errors(&self.errors)
        })
    }

    fn effective_on(&self) -> DateField {
        let field = DateField::new(&self.ui, "effective_on", self.ui.t("从哪天起施行"))
            .hint(self.ui.t("从这天起群众看到新的一版；以前的申请按旧版办完"));
        self.day(field, "effective_on")
    }

    fn withdrawn_on(&self) -> DateField {
        let field = DateField::new(&self.ui, "withdrawn_on", self.ui.t("从哪天起取消"))
            .hint(self.ui.t("从这天起不再收新的申请；以前的申请办完为止"));
        self.day(field, "withdrawn_on")
    }

    /// A day that was typed, or today.
    fn day(&self, field: DateField, name: &str) -> DateField {
        let sent = self.form.fields().any(|(field, _)| field.starts_with(name));
        let field = if sent { field.typed(&self.form) } else { field.date(self.ui.today()) };
        field.errors(&self.errors)
    }

    fn act_error(&self, name: &str) -> Option<&str> {
        self.errors.at(name)
    }
}

/// What the address says.
#[derive(Deserialize, Default)]
struct Asked {
    #[serde(default)]
    done: String,
}

async fn page_of(app: &App, ui: Ui, actor: &Arc<Actor>, code: &str) -> Result<OnePage> {
    let (reader, code) = (actor.clone(), code.to_owned());
    let versions = app.db.read(move |tx| items::versions(tx, &reader, &code)).await?;
    OnePage::new(ui, actor, versions)
}

async fn show(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let mut shown = page_of(&app, ui, &actor, &code).await?;
    shown.done = asked.done;
    page(&shown.ui, &shown)
}

/// A day of today or later, or what is wrong with it.
fn day(ui: &Ui, form: &Form, name: &'static str, errors: &mut Errors) -> Option<Date> {
    let day = dates::from_form(form, name).unwrap_or_else(|sentence| {
        errors.add(name, ui.t(sentence));
        None
    });
    if errors.at(name).is_some() {
        return None;
    }
    match day {
        Some(day) if day >= ui.today() => return Some(day),
        Some(_) => errors.add(name, ui.t("不能早于今天：已经过去的日子，群众看到的不能再改")),
        None => errors.add(name, ui.t(dates::EMPTY)),
    }
    None
}

async fn publication(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(code): Path<String>,
    form: Form,
) -> Answer {
    let mut shown = page_of(&app, ui, &actor, &code).await?;
    shown.form = form;
    let (ui, form) = (&shown.ui, &shown.form);
    let mut errors = Errors::new();
    let newest = shown.newest().filter(|version| version.id.to_string() == form.get("version"));
    if newest.is_none() {
        errors.add("publication", ui.t("刚刚又有人起草了新的一版，请看过再发布"));
    }
    let ticked: Vec<&str> = form.all("checked").collect();
    let all_checked = CHECKS.iter().all(|(key, _)| ticked.contains(key));
    if !shown.own_draft && newest.is_some_and(to_be_checked) && !all_checked {
        errors.add("checked", ui.t("每一项都核对过才能发布，请逐项核对后打勾"));
    }
    let effective_on = day(ui, form, "effective_on", &mut errors);
    let (Some(version), Some(effective_on), true) = (newest, effective_on, errors.is_empty())
    else {
        return again(shown, errors, "items.form_wrong");
    };
    let done = items::publish(&app, &actor, version.id, effective_on).await;
    finish(shown, done, ("publication", "published"))
}

async fn withdrawal(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(code): Path<String>,
    form: Form,
) -> Answer {
    let mut shown = page_of(&app, ui, &actor, &code).await?;
    shown.form = form;
    let mut errors = Errors::new();
    let on = day(&shown.ui, &shown.form, "withdrawn_on", &mut errors);
    let item = shown.newest().map(|version| version.item_id).filter(|_| shown.is_published());
    if item.is_none() {
        errors.add("withdrawal", shown.ui.t("这个事项没有发布过，不用取消"));
    }
    let (Some(item), Some(on), true) = (item, on, errors.is_empty()) else {
        return again(shown, errors, "items.form_wrong");
    };
    let done = items::withdraw(&app, &actor, item, on).await;
    finish(shown, done, ("withdrawal", "withdrawn"))
}

/// After the act: the item with its news, or the same page with what stands in the way.
fn finish(shown: OnePage, result: Result<()>, (act, done): (&'static str, &str)) -> Answer {
    let refusal: Refusal = match result {
        Ok(()) => return see_other(&format!("/items/{}?done={done}", shown.item.code)),
        Err(Error::Refused(refusal)) => *refusal,
        Err(error) => return Err(error.into()),
    };
    if refusal.code == platform::authorisation::not_permitted().code {
        return Err(Error::from(refusal).into());
    }
    let mut errors = Errors::new();
    errors.add(act, shown.ui.refusal(&refusal));
    again(shown, errors, refusal.code)
}

fn again(shown: OnePage, errors: Errors, refused: &'static str) -> Answer {
    let shown = OnePage { errors, refused, ..shown };
    let mut answer = page(&shown.ui, &shown)?;
    *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(answer)
}
