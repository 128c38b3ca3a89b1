//! Which column of a roster is which: guessed, remembered, and asked.

use askama::Template;
use axum::extract::{Path, Query, State};
use platform::table::{Beginning, peek};
use platform::{App, Error, Result, aside};
use serde::Deserialize;
use web::components::{Crumbs, ErrorSummary, Field as Question, Select};
use web::{Answer, Errors, Form, Signed, Ui, page, see_other};

use crate::actions;
use crate::model::{Import, ImportId, ImportState};
use crate::roster::{Field, Layout, Mapping};
use crate::staging::Staging;
use crate::store;

/// Examples of a column.
const EXAMPLES: usize = 3;

/// The columns of a file, and what each is.
#[derive(Template)]
#[template(path = "registry/import_columns.html")]
pub(crate) struct ColumnsPage {
    pub(crate) ui: Ui,
    pub(crate) crumbs: Crumbs,
    pub(crate) address: String,
    pub(crate) file_name: String,
    pub(crate) summary: ErrorSummary,
    /// Name, address, whether it is this one.
    pub(crate) sheets: Vec<(String, String, bool)>,
    pub(crate) sheet: String,
    pub(crate) head_row: u32,
    pub(crate) columns: Vec<Column>,
    pub(crate) remembered: bool,
    pub(crate) village: Question,
    pub(crate) residence: Select,
}

/// One column of the file.
pub(crate) struct Column {
    pub(crate) examples: Vec<String>,
    pub(crate) question: Select,
}

/// The sheet that was chosen.
#[derive(Deserialize)]
pub(crate) struct Chosen {
    sheet: Option<usize>,
}

/// A file as far as it was looked at.
struct Looked {
    beginning: Beginning,
    layout: Layout,
    remembered: bool,
}

pub(crate) async fn show(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    Query(chosen): Query<Chosen>,
) -> Answer {
    let id = id.parse::<ImportId>()?;
    let import = find(&app, &signed, id).await?;
    if !matches!(import.state, ImportState::Brought | ImportState::Checked) {
        return see_other(&format!("/imports/{id}"));
    }
    let kept = import.layout.as_ref().map(|layout| layout.0.clone());
    let sheet = chosen.sheet.or_else(|| kept.as_ref().and_then(|layout| layout.sheet));
    let mut looked = look(&app, id, sheet).await?;
    if let Some(kept) = kept.filter(|kept| kept.heads == looked.layout.heads) {
        looked.layout.mapping = kept.mapping;
    }
    page(&signed.ui, &columns_page(&signed.ui, &import, &looked, &Errors::new()))
}

pub(crate) async fn check(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = id.parse::<ImportId>()?;
    let import = find(&app, &signed, id).await?;
    let sheet = form.get("sheet").parse().ok();
    let mut looked = look(&app, id, sheet).await?;
    looked.layout.mapping = typed(&form, looked.layout.heads.len());
    looked.remembered = false;
    let mut errors = twice(&signed.ui, &looked.layout.mapping);
    if errors.is_empty() {
        match actions::check_columns(&app, &signed.actor, id, looked.layout.clone()).await {
            Ok(()) => return see_other(&format!("/imports/{id}")),
            Err(Error::Refused(refusal)) if refusal.code == "registry.columns_missing" => {
                errors.add("column-0", signed.ui.refusal(&refusal));
            }
            Err(error) => errors.take(&signed.ui, error)?,
        }
    }
    page(&signed.ui, &columns_page(&signed.ui, &import, &looked, &errors))
}

async fn find(app: &App, signed: &Signed, id: ImportId) -> Result<Import> {
    let actor = signed.actor.clone();
    app.db.read(move |tx| actions::import(tx, &actor, id)).await
}

async fn look(app: &App, id: ImportId, sheet: Option<usize>) -> Result<Looked> {
    let source = Staging::of(app, id).source();
    let beginning = aside("look", move || peek(&source, sheet)).await?;
    let own = (!beginning.sheets.is_empty()).then_some(beginning.sheet);
    let mut layout = Layout::guess(own, &beginning.rows).unwrap_or_default();
    layout.sheet = own;
    let signature = layout.signature();
    let known = app.db.read(move |tx| store::imports::mapping(tx, actions::ROSTER, &signature));
    let known = known.await?;
    let remembered = known.is_some();
    if let Some(mapping) = known {
        layout.mapping = mapping;
    }
    Ok(Looked { beginning, layout, remembered })
}

fn typed(form: &Form, columns: usize) -> Mapping {
    let column = |at: usize| Field::from_word(form.get(&format!("column-{at}")));
    Mapping {
        columns: (0..columns).map(column).collect(),
        village: form.get("village").to_owned(),
        residence: form.get("residence").to_owned(),
    }
}

/// What is said of two columns.
fn twice(ui: &Ui, mapping: &Mapping) -> Errors {
    let mut errors = Errors::new();
    for (at, field) in mapping.columns.iter().enumerate() {
        let before = mapping.columns.iter().take(at).any(|other| other == field);
        if let Some(field) = field.filter(|_| before) {
            let label = ui.say(field.label());
            errors.add(format!("column-{at}"), ui.t1("“{1}”选了两列，请只留一列", label));
        }
    }
    errors
}

fn columns_page(ui: &Ui, import: &Import, looked: &Looked, errors: &Errors) -> ColumnsPage {
    let Looked { beginning, layout, remembered } = looked;
    let address = format!("/imports/{}", import.id);
    let sheets = beginning.sheets.iter().enumerate().map(|(at, name)| {
        (name.clone(), format!("{address}/columns?sheet={at}"), at == beginning.sheet)
    });
    let sheets = sheets.collect();
    let below = || beginning.rows.iter().filter(|row| row.number > layout.head_row);
    let width = layout.heads.len();
    let columns = (0..width).map(|at| {
        let field = layout.mapping.columns.get(at).copied().flatten();
        let examples = below().map(|row| row.cell(at)).filter(|cell| !cell.is_empty());
        Column {
            examples: examples.take(EXAMPLES).map(str::to_owned).collect(),
            question: column(ui, at, layout.heads.get(at).map_or("", String::as_str), field)
                .errors(errors),
        }
    });
    ColumnsPage {
        ui: ui.clone(),
        crumbs: super::rosters::crumbs(ui).here(ui.t("核对各列")),
        address,
        file_name: import.file_name.clone(),
        summary: ErrorSummary::new(ui, errors),
        sheets,
        sheet: layout.sheet.map(|sheet| sheet.to_string()).unwrap_or_default(),
        head_row: layout.head_row,
        columns: columns.collect(),
        remembered: *remembered,
        village: village(ui).value(&layout.mapping.village).errors(errors),
        residence: residence(ui).chosen(&layout.mapping.residence).errors(errors),
    }
}

pub(crate) fn column(ui: &Ui, at: usize, head: &str, field: Option<Field>) -> Select {
    let name = if head.is_empty() { ui.t1("第 {1} 列", at + 1) } else { head.to_owned() };
    let options = Field::ALL.into_iter().map(|field| (field.word(), ui.say(field.label())));
    Select::new(ui, format!("column-{at}"), name)
        .empty(ui.t("不用这一列"))
        .options(options)
        .chosen(field.map(Field::word).unwrap_or_default())
}

pub(crate) fn village(ui: &Ui) -> Question {
    Question::text(ui, "village", ui.t("表里没有“村”这一列的，都是哪个村的人？"))
        .hint(ui.t("写村名；同名的写“乡镇/村”"))
        .optional()
}

pub(crate) fn residence(ui: &Ui) -> Select {
    Select::new(ui, "residence", ui.t("表里没有“户籍”这一列的，都是哪种情况？"))
        .empty(ui.t("表里有这一列"))
        .option("本村", ui.t("户籍在本村"))
        .option("外出", ui.t("户籍在本村，人在外地"))
        .optional()
}
