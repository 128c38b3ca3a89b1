//! The lines of a ledger: typed a few at a time, changed one by one.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use platform::{Actor, App, Error, Result, Tx};
use serde::Deserialize;
use web::components::{Banner, Crumbs, ErrorSummary, Field, Pager, Ticks, dates};
use web::{Access, Answer, Errors, Form, Routes, Signed, Ui, page, see_other};

use super::shown::Shown;
use crate::actions::drafting;
use crate::actions::reading::{self, File};
use crate::item::Shape;
use crate::model::{DisclosureId, Line};
use crate::money;
use crate::powers::DRAFT;

/// Lines that are typed at once.
const TYPED_AT_ONCE: usize = 4;
/// Lines on a page.
const LINES_SHOWN: usize = 50;

pub(super) fn routes() -> Routes {
    let drafts = Access::With(DRAFT);
    Routes::new()
        .get("/desk/sunshine/{id}/lines", drafts, show)
        .post("/desk/sunshine/{id}/lines", drafts, add)
        .get("/desk/sunshine/{id}/lines/{number}", drafts, show_one)
        .post("/desk/sunshine/{id}/lines/{number}", drafts, change)
}

/// The lines that are there, and room for the next.
#[derive(Template)]
#[template(path = "sunshine/lines.html")]
pub(crate) struct LinesPage {
    pub(crate) ui: Ui,
    pub(crate) file: File,
    pub(crate) page: usize,
    pub(crate) added: usize,
    pub(crate) typed: Form,
    pub(crate) errors: Errors,
}

/// One line.
#[derive(Template)]
#[template(path = "sunshine/line.html")]
pub(crate) struct LinePage {
    pub(crate) ui: Ui,
    pub(crate) file: File,
    pub(crate) number: usize,
    pub(crate) typed: Form,
    pub(crate) errors: Errors,
}

/// The boxes of one line; `row` tells them apart where there are several.
pub(crate) struct Boxes {
    pub(crate) title: String,
    pub(crate) on: Field,
    pub(crate) summary: Field,
    pub(crate) payee: Field,
    pub(crate) person: Ticks,
    pub(crate) income: Field,
    pub(crate) expense: Field,
    pub(crate) account: Field,
    pub(crate) voucher: Field,
}

fn boxes(ui: &Ui, row: usize, title: String, (typed, errors): (&Form, &Errors)) -> Boxes {
    let name = |field: &str| format!("{field}-{row}");
    let words = |field: &str, label: &str| {
        Field::text(ui, name(field), ui.t(label)).typed(typed).errors(errors)
    };
    let sum = |field: &str, label: &str| {
        Field::money(ui, name(field), ui.t(label)).typed(typed).errors(errors)
    };
    Boxes {
        title,
        on: words("on", "日期").hint(ui.t("例如 2026-08-03")).short(),
        summary: words("summary", "摘要"),
        payee: words("payee", "对方").optional(),
        person: Ticks::one(ui, name("person"), ui.t("对方是个人，公布时遮住名字")).typed(typed),
        income: sum("income", "收入").optional(),
        expense: sum("expense", "支出").optional(),
        account: words("account", "科目").optional(),
        voucher: words("voucher", "凭证号").optional(),
    }
}

/// The line in the boxes of a row; `None` where nothing was typed.
fn line_of(ui: &Ui, form: &Form, row: usize, errors: &mut Errors) -> Option<Line> {
    let get = |field: &str| form.get(&format!("{field}-{row}"));
    let texts = ["on", "summary", "payee", "income", "expense", "account", "voucher"];
    if texts.iter().all(|field| get(field).is_empty()) {
        return None;
    }
    let on = dates::parse_date(get("on"));
    if let Err(sentence) = on {
        errors.add(format!("on-{row}"), ui.t(sentence));
    }
    if get("summary").is_empty() {
        errors.add(format!("summary-{row}"), ui.t("请写这笔钱是做什么的"));
    }
    let mut sum = |field: &str| {
        let typed = get(field);
        let fen = if typed.is_empty() { Some(0) } else { money::parse(typed) };
        if fen.is_none() {
            errors.add(format!("{field}-{row}"), ui.t("金额请只写数字，例如 9360 或者 9360.50"));
        }
        fen
    };
    let (income, expense) = (sum("income"), sum("expense"));
    if let (Some(income), Some(expense)) = (income, expense)
        && (income == 0) == (expense == 0)
    {
        errors.add(format!("income-{row}"), ui.t("收入和支出要写一个，而且只写一个"));
    }
    Some(Line {
        on: on.ok(),
        account: get("account").to_owned(),
        summary: get("summary").to_owned(),
        payee: get("payee").to_owned(),
        person: !get("person").is_empty(),
        income: income.unwrap_or(0),
        expense: expense.unwrap_or(0),
        voucher: get("voucher").to_owned(),
    })
}

fn crumbs(ui: &Ui, file: &File) -> Crumbs {
    let draft = &file.draft;
    Crumbs::new(ui)
        .to(ui.t("村务公开"), "/desk/sunshine")
        .to(&draft.content.0.title, format!("/desk/sunshine/{}", draft.id))
}

impl LinesPage {
    fn crumbs(&self) -> Crumbs {
        crumbs(&self.ui, &self.file).here(self.ui.t("账目"))
    }

    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn news(&self) -> Option<Banner> {
        let ui = &self.ui;
        (self.added > 0).then(|| Banner::good(ui, ui.t1("记下了 {1} 笔", self.added)))
    }

    fn count(&self) -> usize {
        self.file.draft.content.0.lines.len()
    }

    /// The lines of this page, as they will be told.
    fn shown(&self) -> Shown {
        let mut shown = Shown::draft(&self.ui, &self.file);
        if let Some(ledger) = &mut shown.ledger {
            let all = std::mem::take(&mut ledger.lines);
            let from = (self.page - 1) * LINES_SHOWN;
            ledger.lines = all.into_iter().skip(from).take(LINES_SHOWN).collect();
        }
        shown
    }

    fn pager(&self) -> Option<Pager> {
        let address = format!("/desk/sunshine/{}/lines", self.file.draft.id);
        let (page, total) = (self.page as u64, self.count() as u64);
        (self.count() > LINES_SHOWN)
            .then(|| Pager::new(&self.ui, address, page, LINES_SHOWN as u64, total))
    }

    fn rows(&self) -> Vec<Boxes> {
        let title = |row: usize| self.ui.t1("第 {1} 笔", self.count() + row + 1);
        let typed = (&self.typed, &self.errors);
        (0..TYPED_AT_ONCE).map(|row| boxes(&self.ui, row, title(row), typed)).collect()
    }
}

impl LinePage {
    fn crumbs(&self) -> Crumbs {
        let lines = format!("/desk/sunshine/{}/lines", self.file.draft.id);
        crumbs(&self.ui, &self.file)
            .to(self.ui.t("账目"), lines)
            .here(self.ui.t1("第 {1} 笔", self.number))
    }

    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn row(&self) -> Boxes {
        boxes(&self.ui, 0, String::new(), (&self.typed, &self.errors))
    }
}

/// A ledger that may still be changed, by who drafts there.
fn read(tx: &mut Tx<'_>, actor: &Actor, id: DisclosureId) -> Result<File> {
    let file = reading::open(tx, actor, id)?;
    let may = file.progress.stage.editable()
        && file.item.shape == Shape::Ledger
        && actor.may(DRAFT, &file.draft.area_path);
    if may { Ok(file) } else { Err(Error::NotFound) }
}

/// What the address says.
#[derive(Deserialize, Default)]
struct Asked {
    page: Option<usize>,
    #[serde(default)]
    added: usize,
}

async fn show(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let id = id.parse()?;
    let file = app.db.read(move |tx| read(tx, &actor, id)).await?;
    let last = file.draft.content.0.lines.len().div_ceil(LINES_SHOWN).max(1);
    // Whoever adds to a ledger looks at its end.
    let page_number = asked.page.unwrap_or(last).clamp(1, last);
    let (typed, errors) = (Form::default(), Errors::new());
    let shown = LinesPage { ui, file, page: page_number, added: asked.added, typed, errors };
    page(&shown.ui, &shown)
}

async fn add(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id: DisclosureId = id.parse()?;
    let mut errors = Errors::new();
    let lines: Vec<Line> =
        (0..TYPED_AT_ONCE).filter_map(|row| line_of(&ui, &form, row, &mut errors)).collect();
    if lines.is_empty() && errors.is_empty() {
        errors.add("on-0", ui.t("还没有写，至少记一笔"));
    }
    if errors.is_empty() {
        let added = lines.len();
        match drafting::add_lines(&app, &actor, id, lines).await {
            Ok(()) => return see_other(&format!("/desk/sunshine/{id}/lines?added={added}")),
            Err(error) => errors = Errors::of(&ui, error)?,
        }
    }
    let file = app.db.read(move |tx| read(tx, &actor, id)).await?;
    let last = file.draft.content.0.lines.len().div_ceil(LINES_SHOWN).max(1);
    let shown = LinesPage { ui, file, page: last, added: 0, typed: form, errors };
    let mut answer = page(&shown.ui, &shown)?;
    *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(answer)
}

/// The boxes as they begin: with what the line says.
pub(crate) fn form_of(line: &Line) -> Form {
    let sum = |fen: i64| if fen == 0 { String::new() } else { money::typed(fen) };
    let on = line.on.map(|on| on.to_string()).unwrap_or_default();
    Form::of(&[
        ("on-0", &on),
        ("summary-0", &line.summary),
        ("payee-0", &line.payee),
        ("person-0", if line.person { "yes" } else { "" }),
        ("income-0", &sum(line.income)),
        ("expense-0", &sum(line.expense)),
        ("account-0", &line.account),
        ("voucher-0", &line.voucher),
    ])
}

async fn show_one(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path((id, number)): Path<(String, String)>,
) -> Answer {
    let id = id.parse()?;
    let file = app.db.read(move |tx| read(tx, &actor, id)).await?;
    let number: usize = number.parse().map_err(|_| Error::NotFound)?;
    let at = number.checked_sub(1).ok_or(Error::NotFound)?;
    let line = file.draft.content.0.lines.get(at).ok_or(Error::NotFound)?;
    let (typed, errors) = (form_of(line), Errors::new());
    let shown = LinePage { ui, file, number, typed, errors };
    page(&shown.ui, &shown)
}

async fn change(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path((id, number)): Path<(String, String)>,
    form: Form,
) -> Answer {
    let id: DisclosureId = id.parse()?;
    let number: usize = number.parse().map_err(|_| Error::NotFound)?;
    let back = format!("/desk/sunshine/{id}/lines");
    if form.ticked("remove") {
        drafting::change_line(&app, &actor, id, (number, None)).await?;
        return see_other(&back);
    }
    let mut errors = Errors::new();
    let line = line_of(&ui, &form, 0, &mut errors);
    if line.is_none() {
        errors.add("on-0", ui.t("不要这一笔，请按“去掉这一笔”"));
    }
    if errors.is_empty() {
        match drafting::change_line(&app, &actor, id, (number, line)).await {
            Ok(()) => return see_other(&back),
            Err(error) => errors = Errors::of(&ui, error)?,
        }
    }
    let file = app.db.read(move |tx| read(tx, &actor, id)).await?;
    let shown = LinePage { ui, file, number, typed: form, errors };
    let mut answer = page(&shown.ui, &shown)?;
    *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(answer)
}
