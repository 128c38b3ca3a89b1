//! The form with which an item is drafted, without any file.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use platform::{Actor, App, Error, Result, Text};
use web::components::{Choice, ErrorSummary, Field, Select, Ticks};
use web::{Access, Answer, Errors, Form, Routes, Signed, Ui, page, see_other};

use super::fields::{Ask, How, QUESTIONS, ROWS, Rows, SECTIONS, Words, units};
use super::read::{count, item_of};
use super::write::{blank, form_of};
use crate::actions::items;
use crate::item::Item;
use crate::powers::EDIT_ITEMS;

/// Rows that the button adds.
const MORE_ROWS: usize = 2;

/// The addresses of this file.
pub(super) fn routes() -> Routes {
    let edit = Access::With(EDIT_ITEMS);
    Routes::new()
        .get("/items/new", edit, fresh)
        .post("/items/new", edit, add)
        .get("/items/{code}/draft", edit, show)
        .post("/items/{code}/draft", edit, draft)
}

/// The form.
#[derive(Template)]
#[template(path = "window/items/edit.html")]
pub(crate) struct EditPage {
    pub(crate) ui: Ui,
    /// The code and the name of the item that is changed; nothing for a new one.
    pub(crate) known: Option<(String, String)>,
    pub(crate) form: Form,
    pub(crate) errors: Errors,
    /// The code of the refusal that is shown.
    pub(crate) refused: &'static str,
    /// The kind of rows that was just added to.
    pub(crate) grown: String,
}

/// Fields that belong together, rendered.
pub(crate) struct Part {
    pub(crate) title: String,
    pub(crate) open: bool,
    pub(crate) pieces: Vec<String>,
}

/// A kind of rows, rendered.
pub(crate) struct RowsPart {
    pub(crate) prefix: &'static str,
    pub(crate) title: String,
    pub(crate) count: usize,
    pub(crate) rows: Vec<Part>,
}

impl EditPage {
    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn address(&self) -> String {
        self.known
            .as_ref()
            .map_or_else(|| "/items/new".to_owned(), |(code, _)| format!("/items/{code}/draft"))
    }

    fn code(&self) -> Field {
        Field::text(&self.ui, "code", self.ui.t("网址里用的词"))
            .hint(self.ui.t("小写字母、数字和短横，定了不再改，例如 old-age-card"))
            .typed(&self.form)
            .errors(&self.errors)
    }

    fn parts(&self) -> Vec<Part> {
        let part = |section: &super::fields::Section| {
            let mut bad = false;
            let pieces = section.asks.iter().map(|ask| self.piece(ask, ask.name, &mut bad));
            let pieces = pieces.collect();
            Part {
                title: self.ui.say(section.title).into_owned(),
                open: section.open || bad,
                pieces,
            }
        };
        SECTIONS.iter().map(part).collect()
    }

    fn rows(&self) -> Vec<RowsPart> {
        let part = |rows: &Rows| {
            let count = count(&self.form, rows);
            RowsPart {
                prefix: rows.prefix,
                title: self.ui.say(rows.title).into_owned(),
                count,
                rows: (0..count).map(|row| self.row(rows, row)).collect(),
            }
        };
        ROWS.iter().map(part).collect()
    }

    fn row(&self, rows: &Rows, row: usize) -> Part {
        let (ui, mut bad) = (&self.ui, false);
        let asks = rows.asks.iter();
        let mut pieces: Vec<String> =
            asks.clone().map(|ask| self.piece(ask, &rows.field(row, ask.name), &mut bad)).collect();
        let names = asks.map(|ask| self.form.get(&rows.field(row, ask.name)));
        let name = names.clone().next().unwrap_or_default();
        let empty = names.clone().all(str::is_empty);
        if rows.prefix == QUESTIONS.prefix {
            pieces.push(self.hidden(&rows.field(row, "key")));
        }
        if !empty {
            let remove = rows.field(row, "remove");
            let tick = Ticks::one(ui, &remove, ui.t("去掉这一条")).typed(&self.form);
            pieces.push(tick.to_string());
        }
        let name = if empty { ui.say(rows.fresh) } else { name.into() };
        let title = format!("{}. {name}", row + 1);
        Part { title, open: bad, pieces }
    }

    /// A value that the form carries and nobody types.
    fn hidden(&self, name: &str) -> String {
        let value = web::ui::escape(self.form.get(name));
        format!(r#"<input type="hidden" name="{name}" value="{value}">"#)
    }

    fn piece(&self, ask: &Ask, name: &str, bad: &mut bool) -> String {
        let ui = &self.ui;
        let names = match ask.how {
            How::Limit => vec![format!("{name}_days"), format!("{name}_unit")],
            _ => vec![name.to_owned()],
        };
        *bad |= names.iter().any(|name| self.errors.at(name).is_some());
        let label = ui.say(ask.label);
        match ask.how {
            How::Line => self.typed(ask, Field::text(ui, name, label)),
            How::Long(rows) => self.typed(ask, Field::long(ui, name, label).rows(rows)),
            How::Number => self.typed(ask, Field::number(ui, name, label)),
            How::Limit => self.limit(ask, name),
            How::Select(words) => self.select(ask, name, words),
            How::Choice(words) => self.choice(ask, name, words),
            How::Ticks(words) => {
                let ticks = Ticks::new(ui, name, label).options(words(ui));
                let ticks = if ask.optional { ticks.optional() } else { ticks };
                let ticks = ticks.hint(self.hint(ask.hint));
                ticks.typed(&self.form).errors(&self.errors).to_string()
            }
            How::Tick => {
                let tick = Ticks::one(ui, name, label).hint(self.hint(ask.hint));
                tick.typed(&self.form).errors(&self.errors).to_string()
            }
        }
    }

    fn hint(&self, hint: Option<Text>) -> String {
        hint.map(|hint| self.ui.say(hint).into_owned()).unwrap_or_default()
    }

    fn typed(&self, ask: &Ask, field: Field) -> String {
        let field = if ask.optional { field.optional() } else { field };
        field.hint(self.hint(ask.hint)).typed(&self.form).errors(&self.errors).to_string()
    }

    fn select(&self, ask: &Ask, name: &str, words: Words) -> String {
        let select = Select::new(&self.ui, name, self.ui.say(ask.label)).options(words(&self.ui));
        let select = if ask.optional { select.optional() } else { select };
        let select = select.hint(self.hint(ask.hint));
        select.typed(&self.form).errors(&self.errors).to_string()
    }

    fn choice(&self, ask: &Ask, name: &str, words: Words) -> String {
        let choice = Choice::new(&self.ui, name, self.ui.say(ask.label)).options(words(&self.ui));
        let choice = if ask.optional { choice.optional() } else { choice };
        let choice = choice.hint(self.hint(ask.hint));
        choice.typed(&self.form).errors(&self.errors).to_string()
    }

    /// The days, then what kind of days they are.
    fn limit(&self, ask: &Ask, name: &str) -> String {
        let ui = &self.ui;
        let label = ui.say(ask.label);
        let days = Field::number(ui, format!("{name}_days"), &label);
        let days = self.typed(ask, days);
        let unit = Select::new(ui, format!("{name}_unit"), ui.t1("{1}的单位", label));
        let unit = unit.options(units(ui)).typed(&self.form).errors(&self.errors);
        format!(r#"<div class="inline">{days}{unit}</div>"#)
    }

    fn grown(&self, prefix: &str) -> bool {
        self.grown == prefix
    }
}

fn shown(ui: Ui, known: Option<(String, String)>, form: Form) -> EditPage {
    EditPage { ui, known, form, errors: Errors::new(), refused: "", grown: String::new() }
}

async fn fresh(signed: Signed) -> Answer {
    let shown = shown(signed.ui, None, blank());
    page(&shown.ui, &shown)
}

/// The newest version of an item.
async fn newest(app: &App, actor: &Actor, code: &str) -> Result<Item> {
    let (actor, code) = (actor.clone(), code.to_owned());
    let versions = app.db.read(move |tx| items::versions(tx, &actor, &code)).await?;
    versions
        .into_iter()
        .next()
        .map(|version| Item::clone(&version.content.0))
        .ok_or(Error::NotFound)
}

async fn show(State(app): State<App>, signed: Signed, Path(code): Path<String>) -> Answer {
    let item = newest(&app, &signed.actor, &code).await?;
    let shown = shown(signed.ui, Some((item.code.clone(), item.name.clone())), form_of(&item));
    page(&shown.ui, &shown)
}

async fn add(State(app): State<App>, signed: Signed, form: Form) -> Answer {
    let (actor, code) = (signed.actor.clone(), form.get("code").to_owned());
    let known = app.db.read(move |tx| match items::versions(tx, &actor, &code) {
        Err(Error::NotFound) => Ok(false),
        found => found.map(|_| true),
    });
    let taken = known.await?;
    save(&app, signed, None, form, taken).await
}

async fn draft(
    State(app): State<App>,
    signed: Signed,
    Path(code): Path<String>,
    form: Form,
) -> Answer {
    let item = newest(&app, &signed.actor, &code).await?;
    save(&app, signed, Some((item.code, item.name)), form, false).await
}

/// Drafts a version, adds rows, or shows the form again with everything that was typed.
async fn save(
    app: &App,
    Signed { ui, actor }: Signed,
    known: Option<(String, String)>,
    form: Form,
    taken: bool,
) -> Answer {
    let grows = form.get("more").to_owned();
    if let Some(rows) = ROWS.iter().find(|rows| rows.prefix == grows) {
        let form = grown(&form, rows);
        let shown = EditPage { grown: grows, ..shown(ui, known, form) };
        return page(&shown.ui, &shown);
    }
    let code = known.as_ref().map(|(code, _)| code.as_str());
    let (mut errors, mut refused) = (Errors::new(), "items.form_wrong");
    if taken {
        errors.add("code", ui.t("这个网址词已经有了，请换一个"));
    }
    match item_of(&ui, &form, code) {
        Err(wrong) => errors.0.extend(wrong.0),
        Ok(_) if taken => {}
        Ok(item) => {
            let address = format!("/items/{}?done=drafted", item.code);
            match items::draft(app, &actor, item).await {
                Ok(_) => return see_other(&address),
                Err(Error::Refused(refusal)) if refusal.field.is_some() => {
                    refused = refusal.code;
                    errors.take(&ui, Error::Refused(refusal))?;
                }
                Err(error) => return Err(error.into()),
            }
        }
    }
    let shown = EditPage { errors, refused, ..shown(ui, known, form) };
    let mut answer = page(&shown.ui, &shown)?;
    *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(answer)
}

/// The same form with more rows of a kind.
fn grown(form: &Form, rows: &Rows) -> Form {
    let (field, count) = (rows.count_field(), (count(form, rows) + MORE_ROWS).to_string());
    let others = form.fields().filter(|(name, _)| *name != field);
    let fields: Vec<(&str, &str)> =
        others.chain(std::iter::once((field.as_str(), count.as_str()))).collect();
    Form::of(&fields)
}
