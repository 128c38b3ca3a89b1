//! The heading, the balances, the words and the table of a draft.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use platform::{Actor, App, Error, Result, Tx};
use web::components::{Crumbs, ErrorSummary, Field};
use web::{Access, Answer, Errors, Form, Routes, Signed, Ui, page, see_other};

use crate::actions::drafting::{self, LINES_MAX, Words};
use crate::actions::reading::{self, File};
use crate::item::Shape;
use crate::model::DisclosureId;
use crate::money;
use crate::powers::DRAFT;

/// Rows a table offers besides those that are filled in.
const SPARE_ROWS: usize = 4;

pub(super) fn routes() -> Routes {
    Routes::new().get("/desk/sunshine/{id}/content", Access::With(DRAFT), show).post(
        "/desk/sunshine/{id}/content",
        Access::With(DRAFT),
        save,
    )
}

/// The form.
#[derive(Template)]
#[template(path = "sunshine/content.html")]
pub(crate) struct ContentPage {
    pub(crate) ui: Ui,
    pub(crate) file: File,
    pub(crate) typed: Form,
    pub(crate) errors: Errors,
    /// How many rows the table shows.
    pub(crate) rows: usize,
}

impl ContentPage {
    fn crumbs(&self) -> Crumbs {
        let ui = &self.ui;
        let draft = &self.file.draft;
        Crumbs::new(ui)
            .to(ui.t("村务公开"), "/desk/sunshine")
            .to(&draft.content.0.title, format!("/desk/sunshine/{}", draft.id))
            .here(ui.t("标题和内容"))
    }

    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn is_ledger(&self) -> bool {
        self.file.item.shape == Shape::Ledger
    }

    fn is_table(&self) -> bool {
        self.file.item.shape == Shape::Table
    }

    fn title(&self) -> Field {
        Field::text(&self.ui, "title", self.ui.t("标题")).typed(&self.typed).errors(&self.errors)
    }

    fn opening(&self) -> Field {
        let hint = self.ui.t("上一期期末是多少，这里就是多少。没有余额写 0");
        self.sum("opening", "期初余额").hint(hint)
    }

    fn closing(&self) -> Field {
        let hint = self.ui.t("照账本和银行对账单写。程序会算一遍，两边不符送不了审");
        self.sum("closing", "期末余额").hint(hint)
    }

    fn sum(&self, name: &str, label: &str) -> Field {
        Field::money(&self.ui, name, self.ui.t(label)).typed(&self.typed).errors(&self.errors)
    }

    fn words(&self) -> Field {
        let ui = &self.ui;
        let text = self.file.item.shape == Shape::Text;
        let label = if text { ui.t("正文") } else { ui.t("说明") };
        let field = Field::long(ui, "words", label).typed(&self.typed).errors(&self.errors);
        if text {
            field.rows(14)
        } else {
            let hint = ui.t("看账的人会问什么，先在这里说清楚。这一期没有收支的，写“无收支”");
            field.rows(4).hint(hint).optional()
        }
    }

    fn heads(&self) -> &[String] {
        &self.file.item.columns
    }

    /// The cells of each row: name, label, what is in it.
    fn table(&self) -> Vec<Vec<(String, String, String)>> {
        let cell = |row: usize, (at, head): (usize, &String)| {
            let name = format!("cell-{row}-{at}");
            let value = self.typed.get(&name).to_owned();
            (name, head.clone(), value)
        };
        (0..self.rows)
            .map(|row| self.heads().iter().enumerate().map(|head| cell(row, head)).collect())
            .collect()
    }
}

/// The form as it begins: with what the draft says.
pub(crate) fn form_of(file: &File) -> (Form, usize) {
    let content = &file.draft.content.0;
    let mut fields: Vec<(String, String)> = vec![
        ("title".into(), content.title.clone()),
        ("words".into(), content.words.clone()),
        ("opening".into(), content.opening.map(money::typed).unwrap_or_default()),
        ("closing".into(), content.closing.map(money::typed).unwrap_or_default()),
    ];
    for (row, cells) in content.rows.iter().enumerate() {
        for (at, cell) in cells.iter().enumerate() {
            fields.push((format!("cell-{row}-{at}"), cell.clone()));
        }
    }
    let pairs: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    (Form::of(&pairs), content.rows.len() + SPARE_ROWS)
}

fn read(tx: &mut Tx<'_>, actor: &Actor, id: DisclosureId) -> Result<File> {
    let file = reading::open(tx, actor, id)?;
    let may = file.progress.stage.editable() && actor.may(DRAFT, &file.draft.area_path);
    if may { Ok(file) } else { Err(Error::NotFound) }
}

async fn show(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(id): Path<String>,
) -> Answer {
    let id = id.parse()?;
    let file = app.db.read(move |tx| read(tx, &actor, id)).await?;
    let (typed, rows) = form_of(&file);
    let shown = ContentPage { ui, file, typed, errors: Errors::new(), rows };
    page(&shown.ui, &shown)
}

async fn save(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id: DisclosureId = id.parse()?;
    let reader = actor.clone();
    let file = app.db.read(move |tx| read(tx, &reader, id)).await?;
    let rows = rows_in(&form);
    // More room in the table is no save: what was typed stays on the page.
    let more = form.ticked("more");
    let mut errors = Errors::new();
    if !more {
        match words_of(&ui, &file, &form, rows) {
            Ok(words) => match drafting::save(&app, &actor, id, words).await {
                Ok(()) => return see_other(&format!("/desk/sunshine/{id}?done=saved")),
                Err(error) => errors = Errors::of(&ui, error)?,
            },
            Err(wrong) => errors = wrong,
        }
    }
    let rows = if more { rows + SPARE_ROWS * 2 } else { rows };
    let shown = ContentPage { ui, file, typed: form, errors, rows: rows.min(LINES_MAX) };
    let mut answer = page(&shown.ui, &shown)?;
    if !more {
        *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(answer)
}

/// How many rows a sent table had.
fn rows_in(form: &Form) -> usize {
    let row = |name: &str| name.strip_prefix("cell-")?.split('-').next()?.parse::<usize>().ok();
    form.fields().filter_map(|(name, _)| row(name)).max().map_or(0, |last| last.min(LINES_MAX) + 1)
}

fn words_of(ui: &Ui, file: &File, form: &Form, rows: usize) -> std::result::Result<Words, Errors> {
    let mut errors = Errors::new();
    let ledger = file.item.shape == Shape::Ledger;
    let mut sum = |field: &str| {
        let typed = form.get(field);
        let fen = if typed.is_empty() || !ledger { None } else { money::parse(typed) };
        if ledger && !typed.is_empty() && fen.is_none() {
            errors.add(field, ui.t("金额请只写数字，例如 412306.18"));
        }
        fen
    };
    let (opening, closing) = (sum("opening"), sum("closing"));
    let columns = file.item.columns.len();
    let table: Vec<Vec<String>> = (0..rows)
        .map(|row| {
            (0..columns).map(|at| form.get(&format!("cell-{row}-{at}")).to_owned()).collect()
        })
        .filter(|row: &Vec<String>| row.iter().any(|cell| !cell.is_empty()))
        .collect();
    if errors.is_empty() {
        Ok(Words {
            title: form.get("title").to_owned(),
            words: form.get("words").to_owned(),
            opening,
            closing,
            rows: table,
        })
    } else {
        Err(errors)
    }
}
