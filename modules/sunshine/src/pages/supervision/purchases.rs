//! What the village buys and builds: noting it, and what was seen.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use platform::authorisation::post_title;
use platform::files::{FileUse, UseId};
use platform::{Actor, App, AreaId, Error, Result, Tx};
use web::components::{
    Choice, Crumbs, DateField, ErrorSummary, Facts, Field, Mark, Select, Timeline, Upload,
};
use web::files::Sent;
use web::{Access, Answer, Errors, Form, Routes, Signed, Ui, page, see_other};

use super::noting::files;
use super::shown;
use crate::actions::purchases::{self, Bought};
use crate::actions::watching::committee;
use crate::money;
use crate::powers::{SUPERVISION, WATCH};
use crate::purchase::{Observation, Purchase, PurchaseId, Way};

pub(super) fn routes() -> Routes {
    let watch = Access::With(WATCH);
    Routes::new()
        .get("/desk/village-supervision/{area}/purchases/new", watch, new)
        .upload("/desk/village-supervision/{area}/purchases", watch, note)
        .get("/desk/purchases/{id}", Access::WithAny(SUPERVISION), show)
        .get("/desk/purchases/{id}/files/{file}", Access::WithAny(SUPERVISION), content)
        .upload("/desk/purchases/{id}/observations", watch, observe)
}

/// The form of something bought or built.
#[derive(Template)]
#[template(path = "sunshine/supervision/buying.html")]
pub(crate) struct BuyingPage {
    pub(crate) ui: Ui,
    pub(crate) area_id: String,
    pub(crate) name: String,
    /// Who may watch it: the post's record, the name and the post.
    pub(crate) committee: Vec<(String, String)>,
    pub(crate) typed: Form,
    pub(crate) errors: Errors,
}

/// One of them.
#[derive(Template)]
#[template(path = "sunshine/supervision/purchase.html")]
pub(crate) struct PurchasePage {
    pub(crate) ui: Ui,
    pub(crate) purchase: Purchase,
    pub(crate) seen: Vec<Observation>,
    pub(crate) files: Vec<FileUse>,
    pub(crate) village: String,
    pub(crate) may_observe: bool,
    pub(crate) typed: Form,
    pub(crate) errors: Errors,
}

/// What it costs, how the other side is chosen, when that was decided.
pub(crate) fn line(ui: &Ui, one: &Purchase) -> String {
    let sum = ui.t1("{1} 元", ui.money(one.amount_fen));
    format!("{sum} · {} · {}", ui.t(one.way.label()), ui.date(one.decided_on))
}

impl BuyingPage {
    fn crumbs(&self) -> Crumbs {
        let ui = &self.ui;
        Crumbs::new(ui)
            .to(ui.t("村务监督"), "/desk/village-supervision")
            .here(ui.t("登记采购、工程"))
    }

    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn title(&self) -> Field {
        let ui = &self.ui;
        Field::text(ui, "title", ui.t("买什么、建什么"))
            .hint(ui.t("会公开，不写人名。例如：村东排水沟清淤工程"))
            .typed(&self.typed)
            .errors(&self.errors)
    }

    fn amount(&self) -> Field {
        let ui = &self.ui;
        Field::money(ui, "amount", ui.t("多少钱")).typed(&self.typed).errors(&self.errors)
    }

    fn way(&self) -> Choice {
        let ui = &self.ui;
        Choice::new(ui, "way", ui.t("怎么定的承接方"))
            .options(Way::ALL.map(|way| (way.key(), ui.t(way.label()))))
            .typed(&self.typed)
            .errors(&self.errors)
    }

    fn decided_on(&self) -> DateField {
        let ui = &self.ui;
        DateField::new(ui, "decided_on", ui.t("哪天定的")).typed(&self.typed).errors(&self.errors)
    }

    fn watcher(&self) -> Select {
        let ui = &self.ui;
        Select::new(ui, "watcher", ui.t("由监督委员会的谁盯着"))
            .empty(ui.t("请选"))
            .options(self.committee.iter().map(|(id, name)| (id, name)))
            .typed(&self.typed)
            .errors(&self.errors)
    }

    fn papers(&self) -> Upload {
        let ui = &self.ui;
        let hint = if self.errors.is_empty() {
            ui.t("合同、报价、会议记录，拍照就行。只有监督委员会和乡镇看得到")
        } else {
            ui.t("还没有登记，照片要重新选一次")
        };
        let upload = Upload::new(ui, "files", ui.t("材料")).several().optional();
        upload.hint(hint).errors(&self.errors)
    }
}

impl PurchasePage {
    fn crumbs(&self) -> Crumbs {
        let ui = &self.ui;
        Crumbs::new(ui).to(ui.t("村务监督"), "/desk/village-supervision").here(&self.purchase.title)
    }

    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn facts(&self) -> Facts {
        let (ui, one) = (&self.ui, &self.purchase);
        Facts::new(ui)
            .fact(ui.t("村"), &self.village)
            .fact(ui.t("多少钱"), ui.t1("{1} 元", ui.money(one.amount_fen)))
            .fact(ui.t("怎么定的承接方"), ui.t(one.way.label()))
            .fact(ui.t("哪天定的"), ui.date_long(one.decided_on))
            .name(ui.t("由谁盯着"), &one.watcher_name)
    }

    fn timeline(&self) -> Timeline {
        let ui = &self.ui;
        let first = Timeline::new(ui)
            .step(Mark::Done, ui.t("定下来"))
            .at(ui.date(self.purchase.decided_on));
        let first = self.links(first, 0);
        self.seen.iter().fold(first, |line, one| {
            let line = line
                .step(Mark::Done, ui.t("监督委员会看过"))
                .at(ui.date(one.happened_on))
                .note(&one.words)
                .note(&one.actor_name);
            self.links(line, one.number)
        })
    }

    /// The papers of one step.
    fn links(&self, line: Timeline, number: i64) -> Timeline {
        let place = number.to_string();
        let own = self.files.iter().filter(|used| used.place == place);
        own.fold(line, |line, used| {
            let href = format!("/desk/purchases/{}/files/{}", self.purchase.id, used.id);
            line.link(&used.name, href)
        })
    }

    fn words(&self) -> Field {
        let ui = &self.ui;
        Field::long(ui, "words", ui.t("看到了什么"))
            .hint(ui.t("会公开，不写村民的名字、电话、身份证号"))
            .typed(&self.typed)
            .errors(&self.errors)
            .rows(4)
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

fn blank(tx: &mut Tx<'_>, ui: &Ui, actor: &Actor, area: AreaId) -> Result<BuyingPage> {
    let area = registry::area(tx, area)?;
    if !actor.may(WATCH, &area.path) {
        return Err(Error::NotFound);
    }
    let named = |one: registry::Holder| {
        let post = ui.t(&post_title(&one.post)).into_owned();
        (one.id.to_string(), format!("{}（{post}）", one.name))
    };
    let committee = committee(tx, &area.path)?.into_iter().map(named).collect();
    let (ui, typed, errors) = (ui.clone(), Form::default(), Errors::new());
    let (area_id, name) = (area.id.to_string(), area.name);
    Ok(BuyingPage { ui, area_id, name, committee, typed, errors })
}

async fn new(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(area): Path<String>,
) -> Answer {
    let (area, seen) = (area.parse()?, ui.clone());
    let shown = app.db.read(move |tx| blank(tx, &seen, &actor, area)).await?;
    page(&ui, &shown)
}

async fn note(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(area): Path<String>,
    mut sent: Sent,
) -> Answer {
    let area: AreaId = area.parse()?;
    // Whether this person may at all is asked before their files are kept.
    let (reader, seen) = (actor.clone(), ui.clone());
    let blank = app.db.read(move |tx| blank(tx, &seen, &reader, area)).await?;
    let done = match (shown::day(&sent.form, "decided_on"), files(&app, &mut sent).await) {
        (Ok(decided_on), Ok(files)) => {
            let form = &sent.form;
            let new = Bought {
                area,
                title: form.get("title").to_owned(),
                amount_fen: money::parse(form.get("amount")),
                way: Way::from_key(form.get("way")),
                decided_on,
                watcher: form.get("watcher").parse().ok(),
                files,
            };
            purchases::note_purchase(&app, &actor, new).await
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    let error = match done {
        Ok(id) => return see_other(&format!("/desk/purchases/{id}")),
        Err(error) => error,
    };
    let errors = Errors::of(&ui, error)?;
    let mut answer = page(&ui, &BuyingPage { typed: sent.form, errors, ..blank })?;
    *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(answer)
}

fn read(tx: &mut Tx<'_>, ui: &Ui, actor: &Actor, id: PurchaseId) -> Result<PurchasePage> {
    let (purchase, seen, files) = purchases::purchase(tx, actor, id)?;
    let village = registry::area_at(tx, &purchase.area_path)?.name;
    let may_observe = actor.may(WATCH, &purchase.area_path);
    let (ui, typed, errors) = (ui.clone(), Form::default(), Errors::new());
    Ok(PurchasePage { ui, purchase, seen, files, village, may_observe, typed, errors })
}

async fn show(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(id): Path<String>,
) -> Answer {
    let (id, seen) = (id.parse()?, ui.clone());
    let shown = app.db.read(move |tx| read(tx, &seen, &actor, id)).await?;
    page(&ui, &shown)
}

async fn content(
    State(app): State<App>,
    Signed { actor, .. }: Signed,
    Path((id, file)): Path<(String, String)>,
) -> Answer {
    let (id, file): (PurchaseId, UseId) = (id.parse()?, file.parse()?);
    let used = app.db.read(move |tx| purchases::purchase_file(tx, &actor, (id, file))).await?;
    web::files::answer(&app, used).await
}

async fn observe(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(id): Path<String>,
    mut sent: Sent,
) -> Answer {
    let id: PurchaseId = id.parse()?;
    let (reader, seen) = (actor.clone(), ui.clone());
    let before = app.db.read(move |tx| read(tx, &seen, &reader, id)).await?;
    let done = match files(&app, &mut sent).await {
        Ok(files) => {
            let said = (sent.form.get("words").to_owned(), files);
            purchases::observe_purchase(&app, &actor, id, said).await
        }
        Err(error) => Err(error),
    };
    let error = match done {
        Ok(()) => return see_other(&format!("/desk/purchases/{id}")),
        Err(error) => error,
    };
    let errors = Errors::of(&ui, error)?;
    let mut answer = page(&ui, &PurchasePage { typed: sent.form, errors, ..before })?;
    *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(answer)
}
