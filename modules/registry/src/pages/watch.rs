//! Terms and near relatives: what those who appoint have to see to.

use askama::Template;
use axum::extract::State;
use law::parameters::{Answer, all};
use law::village::Doubt;
use platform::authorisation::post_title;
use platform::{Actor, App, Result, Tx};
use web::components::TakeAway;
use web::take_away::{take_away, widest};
use web::{Form, Sheet, Signed, Ui, page};

use super::names::Names;
use crate::model::{Body, POSTS_WATCH};
use crate::watch::{self, Conflict, Seats, Term, Watch};

/// Lines of one kind on the page; all of them are in the file.
const LINES_SHOWN: usize = 50;

/// What there is to see to, the most urgent first.
#[derive(Template)]
#[template(path = "registry/watch.html")]
pub(crate) struct WatchPage {
    pub(crate) ui: Ui,
    pub(crate) parts: Vec<Part>,
}

/// Lines of one kind.
pub(crate) struct Part {
    pub(crate) title: String,
    pub(crate) hint: String,
    pub(crate) lines: Vec<Line>,
}

/// A body with what is to be seen to.
pub(crate) struct Line {
    pub(crate) href: String,
    pub(crate) body: String,
    pub(crate) area: String,
    pub(crate) words: String,
    pub(crate) cite: String,
}

impl WatchPage {
    fn take_away(&self) -> TakeAway {
        TakeAway::new(&self.ui, "/bodies/watch/list")
    }
}

impl Part {
    fn shown(&self) -> &[Line] {
        self.lines.get(..LINES_SHOWN).unwrap_or(&self.lines)
    }

    fn more(&self) -> usize {
        self.lines.len().saturating_sub(LINES_SHOWN)
    }
}

pub(crate) async fn show(State(app): State<App>, signed: Signed) -> web::Answer {
    let Signed { ui, actor } = signed.clone();
    let read = app.db.read(move |tx| {
        let parts = parts(tx, &ui, &actor)?;
        Ok(WatchPage { ui: ui.clone(), parts })
    });
    page(&signed.ui, &read.await?)
}

/// The same as a file, with every line.
pub(crate) async fn take(State(app): State<App>, signed: Signed, form: Form) -> web::Answer {
    let area = widest(&signed.actor, &[POSTS_WATCH])?;
    take_away(&app, &signed, ("/bodies/watch/list", &form), &area, |tx, ui, actor| {
        let heads = [ui.t("哪一类"), ui.t("在哪里"), ui.t("组织"), ui.t("什么事"), ui.t("依据")];
        let mut sheet = Sheet::new(ui.t("任期和回避"), heads);
        for part in parts(tx, ui, actor)? {
            for line in part.lines {
                let title = part.title.clone();
                sheet.row(vec![title, line.area, line.body, line.words, line.cite]);
            }
        }
        Ok(sheet)
    })
    .await
}

fn parts(tx: &mut Tx<'_>, ui: &Ui, actor: &Actor) -> Result<Vec<Part>> {
    let mut parts = [
        Part::new(ui.t("要回避的"), ui.t("依法不能同时担任。先核对关系，再由村里按程序处理")),
        Part::new(ui.t("人数和妇女成员"), ui.t("村委会三至七人，应当有妇女成员")),
        Part::new(
            ui.t("村务监督委员会的人数和人选"),
            ui.t("法律没有定这些数，省里可以定。县里确认以前只作提示，不拦登记"),
        ),
        Part::new(ui.t("任期已经到了"), ui.t("新一届选出来以后，在组织的页面上登记")),
        Part::new(ui.t("半年内到期"), ui.t("该准备换届了")),
        Part::new(ui.t("空缺"), ui.t("现在没有人主持的，和人数没有满席位的")),
    ];
    for area in actor.scope(POSTS_WATCH)?.areas() {
        let found = watch::watch(tx, area)?;
        let names = Names::of_all(tx, found.places())?;
        let [conflicts, compositions, doubts, expired, ending, vacancies] = &mut parts;
        for one in &found.conflicts {
            let area = names.of(&one.other.area_path);
            conflicts.lines.push(conflict(ui, one, area));
        }
        for (body, wrong, cite) in &found.compositions {
            let words = (ui.t(wrong.sentence()).into_owned(), ui.cite(*cite));
            compositions.lines.push(Line::of(&names, body, words));
        }
        for (body, doubt, answer) in &found.doubts {
            let words = doubt_words(ui, *doubt, *answer);
            doubts.lines.push(Line::of(&names, body, words));
        }
        for (terms, part) in [(&found.expired, expired), (&found.ending, ending)] {
            for one in terms {
                let area = names.of(&one.area_path);
                part.lines.push(term(ui, one, area));
            }
        }
        for (body, post) in &found.vacancies {
            let words = ui.t1("{1}空缺", ui.t(&post_title(post)));
            vacancies.lines.push(Line::of(&names, body, (words, String::new())));
        }
        for one in &found.seats {
            let words = (seats_words(ui, one), String::new());
            vacancies.lines.push(Line::of(&names, &one.body, words));
        }
    }
    Ok(parts.into())
}

impl Line {
    fn of(names: &Names, body: &Body, (words, cite): (String, String)) -> Self {
        Self {
            href: format!("/bodies/{}", body.id),
            body: body.name.clone(),
            area: names.of(&body.area_path),
            words,
            cite,
        }
    }
}

/// What does not fit one body, each with its article: for the page of the body.
pub(crate) fn of_body(ui: &Ui, seen: &Watch) -> Vec<(String, String)> {
    let conflicts = seen.conflicts.iter().map(|one| words(ui, one));
    let compositions = seen.compositions.iter();
    let compositions =
        compositions.map(|(_, wrong, cite)| (ui.t(wrong.sentence()).into_owned(), ui.cite(*cite)));
    let doubts = seen.doubts.iter().map(|(_, doubt, answer)| doubt_words(ui, *doubt, *answer));
    let seats = seen.seats.iter().map(|one| (seats_words(ui, one), String::new()));
    conflicts.chain(compositions).chain(doubts).chain(seats).collect()
}

/// How many seats are empty, or how many people are too many.
pub(crate) fn seats_words(ui: &Ui, found: &Seats) -> String {
    match found.empty() {
        0 => {
            let (seats, held) = (i64::from(found.seats), i64::from(found.held));
            ui.t2("席位 {1} 个，登记了 {2} 人", ui.number(seats), ui.number(held))
        }
        empty => empty_seats(ui, found.seats, empty),
    }
}

/// How many of how many seats are empty.
pub(crate) fn empty_seats(ui: &Ui, seats: u32, empty: u32) -> String {
    let (seats, empty) = (ui.number(i64::from(seats)), ui.number(i64::from(empty)));
    ui.t2("席位 {1} 个，空缺 {2} 个", seats, empty)
}

/// What does not fit, and who says so: the county, or only a guideline.
fn doubt_words(ui: &Ui, doubt: Doubt, answer: Answer<'static, u32>) -> (String, String) {
    let words = ui.t(doubt.sentence()).into_owned();
    match answer {
        Answer::Known { source, .. } => (words, ui.t(source).into_owned()),
        Answer::NeedsConfirmation { parameter } => {
            let number = all().iter().find(|one| one.key == parameter);
            let source = number.map(|one| one.source.as_str()).unwrap_or_default();
            (words, ui.t1("县里还没有确认。参考：{1}", ui.t(source)))
        }
    }
}

impl Part {
    pub(crate) fn new(title: impl ToString, hint: impl ToString) -> Self {
        Self { title: title.to_string(), hint: hint.to_string(), lines: Vec::new() }
    }
}

fn conflict(ui: &Ui, found: &Conflict, area: String) -> Line {
    let (words, cite) = words(ui, found);
    Line {
        href: format!("/bodies/{}", found.other.body_id),
        body: found.other.body_name.clone(),
        area,
        words,
        cite,
    }
}

/// Who is whose relative in which posts, and the article.
pub(crate) fn words(ui: &Ui, found: &Conflict) -> (String, String) {
    let who = |officer: &crate::model::Officer| {
        format!("{}（{}）", officer.name, ui.t(&post_title(&officer.post)))
    };
    let (one, other) = (who(&found.one), who(&found.other));
    let sentence = ui.t(found.bar.sentence());
    let words = match found.kin {
        Some(kin) => {
            let pair = ui.t2("{1}和{2}", one, other);
            ui.t3("{1}是{2}：{3}", pair, ui.t(kin.label()), sentence)
        }
        None => ui.t3("{1}和{2}是同一个人：{3}", one, other, sentence),
    };
    (words, ui.cite(found.cite))
}

fn term(ui: &Ui, found: &Term, area: String) -> Line {
    Line {
        href: format!("/bodies/{}", found.body_id),
        body: found.body_name.clone(),
        area,
        words: ui.t1("任期到 {1}", ui.date_long(found.ends_on)),
        cite: ui.cite(law::village::term_cite(found.ends_on)),
    }
}
