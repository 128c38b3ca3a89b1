//! The same record in other shapes: a poster, a letter to each household, two sentences for the
//! loudspeaker, a page in large type. Each bears the code that leads back to the page.

use askama::Template;
use axum::extract::{Path, State};
use platform::{App, Result};
use web::ui::Lang;
use web::{Answer, Routes, Ui, Visit, page};

use super::disclosure::lead;
use super::shown::Shown;
use crate::actions::reading::{self, Published};
use crate::actions::steps::display_until;
use crate::item::Shape;
use crate::model::LedgerLine;
use crate::money;

/// Lines that a letter shows; the page has them all.
const LETTER_LINES: usize = 6;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get_public("/disclosures/{code}/poster", poster)
        .get_public("/disclosures/{code}/letter", letter)
        .get_public("/disclosures/{code}/script", script)
        .get_public("/disclosures/{code}/large", large)
}

/// The whole address of a disclosure's page.
pub(crate) fn address(ui: &Ui, code: &str) -> String {
    ui.public_page(&format!("/disclosures/{code}"))
}

/// The code that leads to it.
pub(crate) fn qr(ui: &Ui, code: &str) -> String {
    web::qr::svg(&address(ui, code))
}

/// What hangs on the fixed board, A3.
#[derive(Template)]
#[template(path = "sunshine/poster.html")]
pub(crate) struct PosterPage {
    pub(crate) ui: Ui,
    pub(crate) told: Published,
}

/// What each household gets, A4.
#[derive(Template)]
#[template(path = "sunshine/letter.html")]
pub(crate) struct LetterPage {
    pub(crate) ui: Ui,
    pub(crate) told: Published,
}

/// What is read over the loudspeaker.
#[derive(Template)]
#[template(path = "sunshine/script.html")]
pub(crate) struct ScriptPage {
    pub(crate) ui: Ui,
    pub(crate) told: Published,
}

/// What those read who do not see well.
#[derive(Template)]
#[template(path = "sunshine/large.html")]
pub(crate) struct LargePage {
    pub(crate) ui: Ui,
    pub(crate) told: Published,
}

/// What the shapes have in common.
macro_rules! shape {
    ($($page:ident),+) => {$(
        impl $page {
            fn code(&self) -> &str {
                &self.told.disclosure.code
            }

            fn title(&self) -> &str {
                &self.told.disclosure.title
            }

            fn village(&self) -> &str {
                &self.told.disclosure.area_name
            }

            fn qr(&self) -> String {
                qr(&self.ui, self.code())
            }

            fn published(&self) -> String {
                self.ui.date_long(self.told.disclosure.published_on)
            }
        }
    )+};
}

shape!(PosterPage, LetterPage, ScriptPage, LargePage);

impl PosterPage {
    fn shown(&self) -> Shown {
        Shown::published(&self.ui, &self.told)
    }

    fn signed(&self) -> String {
        let own = &self.told.disclosure;
        self.ui.t3(
            "起草 {1} · 村务监督委员会审核 {2} · 公布 {3}",
            &own.drafted_by,
            &own.signed_by,
            &own.published_by,
        )
    }

    fn days(&self) -> String {
        self.ui.t1("张榜不少于 {1} 天", self.told.disclosure.display_days)
    }
}

impl LetterPage {
    fn lead(&self) -> String {
        lead(&self.ui, &self.told)
    }

    fn words(&self) -> &str {
        &self.told.disclosure.words
    }

    fn is_ledger(&self) -> bool {
        self.told.disclosure.shape == Shape::Ledger
    }

    /// The largest expenses: what people ask about first.
    fn largest(&self) -> Vec<(String, String, String)> {
        largest(&self.told.lines, LETTER_LINES)
            .into_iter()
            .map(|line| {
                let day = format!("{}-{:02}", line.dated_on.month(), line.dated_on.day());
                (day, line.summary.clone(), self.ui.money(line.expense_fen))
            })
            .collect()
    }

    fn rest(&self) -> usize {
        let spent = self.told.lines.iter().filter(|line| line.expense_fen > 0).count();
        spent.saturating_sub(LETTER_LINES)
    }

    fn shown(&self) -> Shown {
        Shown { words: String::new(), ..Shown::published(&self.ui, &self.told) }
    }
}

/// The largest expenses, the largest first.
pub(crate) fn largest(lines: &[LedgerLine], many: usize) -> Vec<&LedgerLine> {
    let mut spent: Vec<&LedgerLine> = lines.iter().filter(|line| line.expense_fen > 0).collect();
    spent.sort_by_key(|line| (std::cmp::Reverse(line.expense_fen), line.number));
    spent.truncate(many);
    spent
}

impl ScriptPage {
    /// The two sentences, always the same for the same record.
    fn sentences(&self) -> [String; 2] {
        sentences(&self.ui, &self.told)
    }
}

/// What is read aloud: what it is with its sums, then where it hangs and whom to ask.
pub(crate) fn sentences(ui: &Ui, told: &Published) -> [String; 2] {
    let own = &told.disclosure;
    let say = |fen: i64| if ui.lang() == Lang::En { ui.money(fen) } else { money::spoken(fen) };
    let what = match own.shape {
        Shape::Ledger => {
            let flow = ui.t2("收入{1}，支出{2}", say(own.income_fen), say(own.expense_fen));
            let left = say(own.closing_fen.unwrap_or(0));
            ui.t3("乡亲们，{1}公布了，{2}，现在还有{3}。", &own.title, flow, left)
        }
        Shape::Table | Shape::Text => ui.t1("乡亲们，{1}公布了。", &own.title),
    };
    let until = display_until(&told.progress, own.display_days);
    let on = |day: jiff::civil::Date| ui.t2("{1}月{2}日", day.month(), day.day());
    let place = match until {
        Some(until) if told.progress.taken_down_on.is_none() => ui.t1(
            "全文贴在村务公开栏，贴到{1}，手机扫码也能看，哪里不明白，问村务监督委员会。",
            on(until),
        ),
        _ => ui
            .t("全文在村务公开网页上，手机扫码就能看，哪里不明白，问村务监督委员会。")
            .into_owned(),
    };
    [what, place]
}

impl LargePage {
    fn lead(&self) -> String {
        lead(&self.ui, &self.told)
    }

    fn shown(&self) -> Shown {
        Shown::published(&self.ui, &self.told)
    }

    /// The sums, each in a line of its own.
    fn figures(&self) -> Vec<(String, String)> {
        let (ui, own) = (&self.ui, &self.told.disclosure);
        if own.shape != Shape::Ledger {
            return Vec::new();
        }
        vec![
            (ui.t("期初").into_owned(), ui.money(own.opening_fen.unwrap_or(0))),
            (ui.t("收入").into_owned(), ui.money(own.income_fen)),
            (ui.t("支出").into_owned(), ui.money(own.expense_fen)),
            (ui.t("期末").into_owned(), ui.money(own.closing_fen.unwrap_or(0))),
        ]
    }
}

async fn told(app: &App, code: String) -> Result<Published> {
    app.db.read(move |tx| reading::published(tx, &code)).await
}

async fn poster(State(app): State<App>, visit: Visit, Path(code): Path<String>) -> Answer {
    let told = told(&app, code).await?;
    page(&visit.ui, &PosterPage { ui: visit.ui.clone(), told })
}

async fn letter(State(app): State<App>, visit: Visit, Path(code): Path<String>) -> Answer {
    let told = told(&app, code).await?;
    page(&visit.ui, &LetterPage { ui: visit.ui.clone(), told })
}

async fn script(State(app): State<App>, visit: Visit, Path(code): Path<String>) -> Answer {
    let told = told(&app, code).await?;
    page(&visit.ui, &ScriptPage { ui: visit.ui.clone(), told })
}

async fn large(State(app): State<App>, visit: Visit, Path(code): Path<String>) -> Answer {
    let told = told(&app, code).await?;
    page(&visit.ui, &LargePage { ui: visit.ui.clone(), told })
}
