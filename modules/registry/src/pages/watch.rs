//! Terms and near relatives: what those who appoint have to see to.

use askama::Template;
use axum::extract::State;
use platform::authorisation::post_title;
use platform::{Actor, App, Result, Tx};
use web::components::TakeAway;
use web::take_away::{take_away, widest};
use web::{Answer, Form, Sheet, Signed, Ui, page};

use super::names::Names;
use crate::model::POSTS_WATCH;
use crate::watch::{self, Conflict, Term};

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

pub(crate) async fn show(State(app): State<App>, signed: Signed) -> Answer {
    let Signed { ui, actor } = signed.clone();
    let read = app.db.read(move |tx| {
        let parts = parts(tx, &ui, &actor)?;
        Ok(WatchPage { ui: ui.clone(), parts })
    });
    page(&signed.ui, &read.await?)
}

/// The same as a file, with every line.
pub(crate) async fn take(State(app): State<App>, signed: Signed, form: Form) -> Answer {
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
        Part::new(ui.t("任期已经到了"), ui.t("新一届选出来以后，在组织的页面上登记")),
        Part::new(ui.t("半年内到期"), ui.t("该准备换届了")),
        Part::new(ui.t("空缺"), ui.t("这个组织现在没有人主持")),
    ];
    for area in actor.scope(POSTS_WATCH)?.areas() {
        let found = watch::watch(tx, area)?;
        let mut names = Names::default();
        let [conflicts, compositions, expired, ending, vacancies] = &mut parts;
        for one in &found.conflicts {
            let area = names.of(tx, &one.other.area_path)?;
            conflicts.lines.push(conflict(ui, one, area));
        }
        for (body, wrong, cite) in &found.compositions {
            compositions.lines.push(Line {
                href: format!("/bodies/{}", body.id),
                body: body.name.clone(),
                area: names.of(tx, &body.area_path)?,
                words: ui.t(wrong.sentence()).into_owned(),
                cite: ui.cite(*cite),
            });
        }
        for (terms, part) in [(&found.expired, expired), (&found.ending, ending)] {
            for one in terms {
                let area = names.of(tx, &one.area_path)?;
                part.lines.push(term(ui, one, area));
            }
        }
        for (body, post) in &found.vacancies {
            vacancies.lines.push(Line {
                href: format!("/bodies/{}", body.id),
                body: body.name.clone(),
                area: names.of(tx, &body.area_path)?,
                words: ui.t1("{1}空缺", ui.t(&post_title(post))),
                cite: String::new(),
            });
        }
    }
    Ok(parts.into())
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
