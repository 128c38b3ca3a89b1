//! A published disclosure: the page, the papers, the photos, and its data.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use law::sunshine::{DisplayFault, Step, display_fault};
use platform::files::{FileUse, UseId};
use platform::{App, AreaId, Result, Tx};
use web::components::{Banner, Crumbs, Facts, Mark, Timeline};
use web::{Access, Answer, Routes, Sheet, Ui, Visit, page};

use super::questions::shown::Questions;
use super::shapes;
use super::shown::Shown;
use super::wording;
use crate::actions::questions::about;
use crate::actions::reading::{self, ATTACHMENT, BOARD, Published, TAKEN_DOWN};
use crate::actions::steps::display_until;
use crate::item::Shape;
use crate::model::Disclosure;
use crate::{canonical, money};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/disclosures/schema.json", Access::Anyone, schema)
        .get_public("/disclosures/{code}", show)
        .get("/disclosures/{code}/files/{file}", Access::Anyone, content)
        .and(shapes::routes())
}

/// A published disclosure.
#[derive(Template)]
#[template(path = "sunshine/disclosure.html")]
pub(crate) struct DisclosurePage {
    pub(crate) ui: Ui,
    pub(crate) told: Published,
    /// The village and those above it: name and address.
    pub(crate) way: Vec<(String, String)>,
    /// What villagers asked about it.
    pub(crate) questions: Questions,
}

/// The two lines that tell most of it, as chats show them too.
pub(crate) fn lead(ui: &Ui, told: &Published) -> String {
    let disclosure = &told.disclosure;
    match disclosure.shape {
        Shape::Ledger => sums(ui, disclosure),
        Shape::Table => ui.t1("共 {1} 行", told.rows.len()),
        Shape::Text => first_letters(&disclosure.words),
    }
}

fn sums(ui: &Ui, disclosure: &Disclosure) -> String {
    let flow = ui.t2(
        "收入 {1} 元，支出 {2} 元",
        ui.money(disclosure.income_fen),
        ui.money(disclosure.expense_fen),
    );
    let stock = ui.t2(
        "期初 {1} 元，期末 {2} 元",
        ui.money(disclosure.opening_fen.unwrap_or(0)),
        ui.money(disclosure.closing_fen.unwrap_or(0)),
    );
    ui.t2("{1}；{2}", flow, stock)
}

fn first_letters(words: &str) -> String {
    const LETTERS: usize = 60;
    let line: String = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LETTERS {
        line
    } else {
        let mut short: String = line.chars().take(LETTERS).collect();
        short.push('…');
        short
    }
}

impl DisclosurePage {
    fn crumbs(&self) -> Crumbs {
        let mut crumbs = Crumbs::new(&self.ui);
        for (name, href) in &self.way {
            crumbs = crumbs.to(name, href);
        }
        let board = format!("/villages/{}/sunshine", self.told.disclosure.area_id);
        crumbs.to(self.ui.t("村务公开"), board).here(self.title())
    }

    fn title(&self) -> &str {
        &self.told.disclosure.title
    }

    fn code(&self) -> &str {
        &self.told.disclosure.code
    }

    fn lead(&self) -> String {
        lead(&self.ui, &self.told)
    }

    fn shown(&self) -> Shown {
        let shown = Shown::published(&self.ui, &self.told);
        Shown { questions: Some(self.questions.clone()), ..shown }
    }

    fn is_ledger(&self) -> bool {
        self.told.disclosure.shape == Shape::Ledger
    }

    /// Opening, income, expense, closing, each with its word.
    fn figures(&self) -> Vec<(&'static str, String, String)> {
        let (ui, own) = (&self.ui, &self.told.disclosure);
        vec![
            ("", ui.t("期初").into_owned(), ui.money(own.opening_fen.unwrap_or(0))),
            ("in", ui.t("收入").into_owned(), ui.money(own.income_fen)),
            ("out", ui.t("支出").into_owned(), ui.money(own.expense_fen)),
            ("left", ui.t("期末").into_owned(), ui.money(own.closing_fen.unwrap_or(0))),
        ]
    }

    /// That it was set right, or sets another right.
    fn banners(&self) -> Vec<Banner> {
        let ui = &self.ui;
        let mut banners = Vec::new();
        if let Some(newer) = self.told.corrections.last() {
            let words = ui.t("这一份后来更正过，请看更正的那一份");
            banners.push(
                Banner::late(ui, words)
                    .line(ui.t("原来的留着，一个字也没有动。"))
                    .link(&newer.title, format!("/disclosures/{}", newer.code)),
            );
        }
        if let Some(old) = &self.told.corrects {
            banners.push(
                Banner::warn(ui, ui.t("这是一份更正"))
                    .line(ui.t("哪里错了、为什么错，写在说明里。"))
                    .link(ui.t("看原来那一份"), format!("/disclosures/{}", old.code)),
            );
        }
        banners
    }

    /// How it hangs on the board: a class, a sentence, and the article.
    fn display(&self) -> (&'static str, String) {
        let (ui, progress) = (&self.ui, &self.told.progress);
        let published_on = self.told.disclosure.published_on;
        let fault =
            display_fault(published_on, progress.posted_on, progress.taken_down_on, ui.today());
        if let Some((DisplayFault::BoardMissing, _)) = fault {
            return ("late", ui.t("还没有贴上公开栏").into_owned());
        }
        let until = display_until(progress, self.told.disclosure.display_days);
        match (progress.taken_down_on, until.and_then(|until| until.tomorrow().ok())) {
            (Some(on), _) => ("plain", ui.t1("张榜期满，{1}撤下", ui.date(on))),
            (None, Some(first)) if first <= ui.today() => {
                ("plain", ui.t1("张榜满期，{1}起可以撤下", ui.date(first)))
            }
            (None, Some(first)) => ("ok", ui.t1("正在张榜，{1}以前不能撤", ui.date(first))),
            (None, None) => ("plain", ui.t("没有张榜记录").into_owned()),
        }
    }

    fn timeline(&self) -> Timeline {
        let (ui, own) = (&self.ui, &self.told.disclosure);
        let mut line = Timeline::new(ui).step(Mark::Done, ui.t("起草")).note(&own.drafted_by);
        let public = [Step::Sign, Step::Settle, Step::Publish, Step::Post, Step::TakeDown];
        // What was given back and written anew is the committee's; what holds is everybody's.
        let last_return = self.told.events.iter().rfind(|event| event.act.0 == Step::Return);
        let since = last_return.map_or(0, |event| event.number);
        let held = self.told.events.iter().filter(|event| event.number > since);
        for event in held.filter(|event| public.contains(&event.act.0)) {
            let step = match event.act.0 {
                Step::Sign => ui.t("村务监督委员会审核签署"),
                Step::Settle => ui.t("村党组织和村委会联席会议审定"),
                Step::Publish => ui.t("公布"),
                Step::Post => ui.t("贴上公开栏"),
                _ => ui.t("撤下"),
            };
            line = line.step(Mark::Done, step).at(ui.date(event.happened_on));
            line = line.note(&event.actor_name);
            if event.act.0 == Step::Settle {
                line = line.note(&event.detail.0.words);
                line = line.note(ui.t1("到会：{1}", event.detail.0.present.join("、")));
            }
        }
        line
    }

    fn facts(&self) -> Facts {
        let (ui, own) = (&self.ui, &self.told.disclosure);
        Facts::new(ui)
            .fact(ui.t("事项"), &own.item_title)
            .fact(ui.t("类别"), ui.t(own.class.0.label()))
            .fact(ui.t("公开的是"), wording::period(ui, own.period.0))
            .fact(ui.t("编号"), &own.code)
    }

    fn of_place(&self, place: &str) -> Vec<&FileUse> {
        self.told.files.iter().filter(|used| used.place == place).collect()
    }

    fn attachments(&self) -> Vec<&FileUse> {
        self.of_place(ATTACHMENT)
    }

    fn photos(&self) -> Vec<&FileUse> {
        self.of_place(BOARD).into_iter().chain(self.of_place(TAKEN_DOWN)).collect()
    }

    fn qr(&self) -> String {
        shapes::qr(&self.ui, self.code())
    }
}

/// The way to a village: names and addresses from the county down.
pub(crate) fn way(tx: &mut Tx<'_>, area: AreaId) -> Result<Vec<(String, String)>> {
    let area = registry::area(tx, area)?;
    let way = registry::way_to(tx, &area.path)?;
    Ok(way
        .into_iter()
        .map(|area| {
            let county = area.parent_id.is_none();
            let href = if county { "/".to_owned() } else { format!("/areas/{}", area.id) };
            (area.name, href)
        })
        .collect())
}

async fn show(State(app): State<App>, visit: Visit, Path(code): Path<String>) -> Answer {
    if let Some(code) = code.strip_suffix(".csv") {
        return csv(&app, &visit.ui, code.to_owned()).await;
    }
    if let Some(code) = code.strip_suffix(".json") {
        return json(&app, &visit.ui, code.to_owned()).await;
    }
    let ui = visit.ui;
    let (told, way, asked) = app
        .db
        .read(move |tx| {
            let told = reading::published(tx, &code)?;
            let way = way(tx, told.disclosure.area_id)?;
            let asked = about(tx, &told.disclosure)?;
            Ok((told, way, asked))
        })
        .await?;
    let about = (told.disclosure.code.as_str(), told.disclosure.shape);
    let questions = Questions::of(&ui, about, &asked);
    page(&ui, &DisclosurePage { ui: ui.clone(), told, way, questions })
}

async fn content(State(app): State<App>, Path((code, file)): Path<(String, String)>) -> Answer {
    let file: UseId = file.parse()?;
    let used = app.db.read(move |tx| reading::published_file(tx, &code, file)).await?;
    web::files::answer(&app, used).await
}

/// What was published as a table that every spreadsheet reads.
async fn csv(app: &App, ui: &Ui, code: String) -> Answer {
    let told = app.db.read(move |tx| reading::published(tx, &code)).await?;
    let name = format!("{} {}", told.disclosure.title, told.disclosure.code);
    let sheet = match told.disclosure.shape {
        Shape::Ledger => ledger_sheet(ui, &name, &told),
        Shape::Table => {
            let mut sheet = Sheet::new(name, &told.disclosure.columns.0);
            told.rows.into_iter().for_each(|row| sheet.row(row));
            sheet
        }
        Shape::Text => {
            let mut sheet = Sheet::new(name, [ui.t("正文")]);
            sheet.row(vec![told.disclosure.words.clone()]);
            sheet
        }
    };
    sheet.answer("csv")
}

fn ledger_sheet(ui: &Ui, name: &str, told: &Published) -> Sheet {
    let heads = [
        ui.t("日期"),
        ui.t("科目"),
        ui.t("摘要"),
        ui.t("对方"),
        ui.t("收入（元）"),
        ui.t("支出（元）"),
        ui.t("余额（元）"),
        ui.t("凭证号"),
    ];
    let mut sheet = Sheet::new(name, heads);
    let own = &told.disclosure;
    let sum = |fen: i64| if fen == 0 { String::new() } else { money::typed(fen) };
    let edge = |word: &str, income: String, expense: String, balance: Option<i64>| {
        let none = String::new;
        let balance = money::typed(balance.unwrap_or(0));
        vec![none(), none(), ui.t(word).into_owned(), none(), income, expense, balance, none()]
    };
    sheet.row(edge("期初余额", String::new(), String::new(), own.opening_fen));
    for line in &told.lines {
        sheet.row(vec![
            line.dated_on.to_string(),
            line.account.clone(),
            line.summary.clone(),
            line.payee.clone(),
            sum(line.income_fen),
            sum(line.expense_fen),
            money::typed(line.balance_fen),
            line.voucher.clone(),
        ]);
    }
    let (income, expense) = (money::typed(own.income_fen), money::typed(own.expense_fen));
    sheet.row(edge("合计", income, expense, own.closing_fen));
    sheet
}

/// What was published for programs: exactly the content whose digest was taken, and the salt.
async fn json(app: &App, ui: &Ui, code: String) -> Answer {
    let told = app.db.read(move |tx| reading::published(tx, &code)).await?;
    let content = canonical::bytes(&told.disclosure, &told.lines, &told.rows, &told.files)?;
    let content = String::from_utf8(content)
        .map_err(|_| platform::Error::fault("a canonical text is no text"))?;
    let salt: String = told.disclosure.salt.iter().map(|byte| format!("{byte:02x}")).collect();
    let address = shapes::address(ui, &told.disclosure.code);
    // The content stands as it is: whoever takes its bytes gets the digest's.
    let body = format!(
        "{{\"licence\":\"{}\",\"page\":{},\"schema\":\"/disclosures/schema.json\",\
         \"salt\":\"{salt}\",\"content\":{content}}}",
        web::api::open_data::LICENCE,
        serde_json::to_string(&address)?,
    );
    Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}

/// What the JSON of a disclosure looks like, by draft 2020-12 of JSON Schema.
const SCHEMA: &str = include_str!("../../schema/disclosure.json");

async fn schema() -> Answer {
    Ok(([(header::CONTENT_TYPE, "application/schema+json")], SCHEMA).into_response())
}
