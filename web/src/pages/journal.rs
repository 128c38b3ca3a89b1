//! The journal: who did what, for whom, when, by which article.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{Query, State};
use jiff::civil::time;
use jiff::{SignedDuration, Timestamp};
use law::Cite;
use platform::authorisation::READ_JOURNAL;
use platform::clock::instant_of;
use platform::journal::{self, Noted};
use platform::{Actor, App, Result, Text, Tx, text};
use serde::Deserialize;

use crate::answer::{Answer, page};
use crate::components::dates::parse_date;
use crate::components::{ErrorSummary, Field, Pager, TakeAway};
use crate::form::{Errors, Form};
use crate::sheet::{ROWS_MAX, Sheet};
use crate::site::Site;
use crate::take_away::{take_away, widest};
use crate::ui::Ui;
use crate::visit::Signed;

/// Entries on a page, a few more where several stand at one moment.
const ENTRIES_PER_PAGE: u32 = 100;
/// No single moment has more; an act writes one entry, or one for each thing it brings in.
const ENTRIES_PER_MOMENT_MAX: u32 = 6_400;

/// What the platform's own acts are called.
const ACTS: &[(&str, Text)] = &[
    ("identity.account_opened", text("开通账号")),
    ("identity.link_made", text("发出一次性链接")),
    ("identity.password_set", text("设置密码")),
    ("identity.account_closed", text("关闭账号")),
    ("identity.token_made", text("建了接口令牌")),
    ("identity.token_ended", text("结束了接口令牌")),
    ("identity.account_reopened", text("重新打开账号")),
    ("platform.witness_added", text("登记了日志的见证方")),
    ("platform.witness_ended", text("不再由一个见证方见证")),
    ("webhooks.subscribed", text("加了一个订阅")),
    ("webhooks.ended", text("结束了一个订阅")),
    ("webhooks.restarted", text("让订阅的通知现在就再发")),
    ("webhooks.sent_again", text("再发了一次通知")),
    ("webhooks.given_up", text("通知一直发不出去，停发了")),
    ("calendar.year_added", text("录入放假安排")),
    ("privacy.key_changed", text("换了密钥")),
    ("privacy.key_dropped", text("删了旧密钥")),
    ("privacy.forgotten", text("删除了到期的记录")),
    ("identity.mail_confirmed", text("登记了邮箱")),
    ("identity.second_step_asked", text("登录加一道验证码")),
    ("identity.second_step_ended", text("登录不再要验证码")),
    ("messages.told", text("打电话或上门告诉了")),
    ("messages.not_reached", text("打电话或上门没有找到人")),
    ("web.list_taken", text("下载了名单")),
    ("messages.hurried", text("让排队的消息马上再发")),
];

/// A page of the journal.
#[derive(Template)]
#[template(path = "site/journal.html")]
pub(crate) struct JournalPage {
    pub(crate) ui: Ui,
    pub(crate) lines: Vec<Line>,
    /// The day up to which was asked, as it was typed.
    pub(crate) until: String,
    pub(crate) errors: Errors,
    /// The moment at which the next page begins.
    pub(crate) next: Option<i64>,
}

impl JournalPage {
    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn until(&self) -> Field {
        Field::text(&self.ui, "until", self.ui.t("看到哪一天为止"))
            .hint(self.ui.t("例如 2026年11月23日；不填就从最近的看起"))
            .value(&self.until)
            .errors(&self.errors)
    }

    fn take_away(&self) -> TakeAway {
        TakeAway::new(&self.ui, "/journal/list")
            .keep("until", &self.until)
            .note(self.ui.t("一次最多 5 万条，从上面选的日期往前数；更早的，换一个日期再下载"))
    }

    fn pager(&self) -> Pager {
        let next = self.next.map(|at| format!("/journal?before={at}"));
        Pager::steps(&self.ui, "", next.unwrap_or_default())
    }
}

/// An entry in people's words.
pub(crate) struct Line {
    pub(crate) noted_at: Timestamp,
    pub(crate) actor_name: String,
    pub(crate) on_behalf_of: Option<String>,
    pub(crate) act: String,
    pub(crate) facts: String,
    pub(crate) cite: Option<String>,
}

/// Where to begin.
#[derive(Deserialize)]
pub(super) struct From {
    /// Milliseconds since 1970: a link of the page before.
    before: Option<i64>,
    /// A day, to its end.
    #[serde(default)]
    until: String,
}

pub(super) async fn show(
    Extension(site): Extension<Arc<Site>>,
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Query(from): Query<From>,
) -> Answer {
    let mut errors = Errors::new();
    let until = end_of(&from.until).unwrap_or_else(|| {
        errors.add("until", ui.t("看不懂这个日期，请写成 2026年11月23日 这样"));
        Timestamp::MAX
    });
    let before = from.before.and_then(|at| Timestamp::from_millisecond(at).ok()).unwrap_or(until);
    let (entries, next) = app.db.read(move |tx| entries(tx, &actor, before)).await?;
    let lines = entries.into_iter().map(|entry| line(&site, &ui, entry)).collect();
    let journal = JournalPage { lines, until: from.until, errors, next, ui };
    page(&journal.ui, &journal)
}

/// The end of a day as it was typed; the end of all days where none was, and not now: the machine's
/// clock may have gone back. `None` for what is no day.
fn end_of(typed: &str) -> Option<Timestamp> {
    if typed.trim().is_empty() {
        return Some(Timestamp::MAX);
    }
    let day = parse_date(typed).ok()?;
    Some(instant_of(day.to_datetime(time(23, 59, 59, 999_000_000))))
}

/// The same as a file, without pages.
pub(super) async fn list(
    Extension(site): Extension<Arc<Site>>,
    State(app): State<App>,
    signed: Signed,
    form: Form,
) -> Answer {
    let area = widest(&signed.actor, &[READ_JOURNAL])?;
    let until = end_of(form.get("until")).unwrap_or(Timestamp::MAX);
    take_away(&app, &signed, ("/journal/list", &form), &area, move |tx, ui, actor| {
        let heads =
            [ui.t("时间"), ui.t("谁"), ui.t("替谁"), ui.t("办了什么"), ui.t("内容"), ui.t("依据")];
        let mut sheet = Sheet::new(ui.t("操作记录"), heads);
        for entry in journal::page(tx, actor, until, ROWS_MAX)? {
            let line = line(&site, ui, entry);
            sheet.row(vec![
                ui.moment(line.noted_at),
                line.actor_name,
                line.on_behalf_of.unwrap_or_default(),
                line.act,
                line.facts,
                line.cite.unwrap_or_default(),
            ]);
        }
        Ok(sheet)
    })
    .await
}

/// The entries of a page, cut between two moments so that the next page neither misses an entry nor
/// shows one again.
fn entries(tx: &mut Tx<'_>, actor: &Actor, before: Timestamp) -> Result<(Vec<Noted>, Option<i64>)> {
    let mut limit = ENTRIES_PER_PAGE;
    loop {
        let mut found = journal::page(tx, actor, before, limit)?;
        let last = found.last().map(|entry| entry.noted_at);
        let Some(last) = last.filter(|_| found.len() >= limit as usize) else {
            return Ok((found, None));
        };
        if found.first().is_some_and(|first| first.noted_at > last) {
            found.retain(|entry| entry.noted_at > last);
            return Ok((found, Some(last.as_millisecond())));
        }
        if limit >= ENTRIES_PER_MOMENT_MAX {
            let next = last - SignedDuration::from_millis(1);
            return Ok((found, Some(next.as_millisecond())));
        }
        limit *= 4;
    }
}

/// What an act is called.
pub(crate) fn act_title(site: &Site, act: &str) -> Option<Text> {
    let modules = site.modules.iter().flat_map(|module| module.acts);
    ACTS.iter().chain(modules).find(|(known, _)| *known == act).map(|(_, words)| *words)
}

fn line(site: &Site, ui: &Ui, entry: Noted) -> Line {
    let known = act_title(site, &entry.act);
    Line {
        noted_at: entry.noted_at,
        actor_name: entry.actor_name,
        on_behalf_of: entry.on_behalf_of,
        act: known.map_or(entry.act, |words| ui.t(words.0).into_owned()),
        facts: told(&entry.facts.0),
        cite: entry.cite.map(|key| cite_of(&key).map_or(key, |cite| ui.cite(cite))),
    }
}

/// The facts that tell a reader something: words and numbers, not identifiers.
fn told(facts: &serde_json::Value) -> String {
    let values = facts.as_object().into_iter().flat_map(serde_json::Map::values);
    let words = values.filter_map(|value| match value {
        serde_json::Value::String(words) if platform::id::Uuid::try_parse(words).is_err() => {
            Some(words.clone())
        }
        serde_json::Value::Number(number) => Some(number.to_string()),
        _ => None,
    });
    words.collect::<Vec<_>>().join(" · ")
}

/// The citation whose stored form this is; `None` once the text is no longer among ours.
fn cite_of(key: &str) -> Option<Cite> {
    let mut parts = key.split(':');
    let text = law::texts::find(parts.next()?)?.stem;
    let article = parts.next()?.parse().ok()?;
    let paragraph = parts.next()?.parse().ok()?;
    let item = parts.next()?.parse().ok()?;
    Some(Cite { text, article, paragraph, item })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citation_is_read_back_from_its_stored_form() {
        let cite = law::cite("administrative-licensing-law", 32, 1).item(4);
        assert_eq!(cite_of(&cite.key()), Some(cite));
        assert_eq!(cite_of("a-law-of-long-ago:1:1:0"), None);
    }

    #[test]
    fn facts_are_words_and_numbers() {
        let facts = serde_json::json!({
            "id": "0193588d4c00700080000000000000aa", "source": "通知", "year": 2027, "none": null,
        });
        assert_eq!(told(&facts), "通知 · 2027");
    }
}
