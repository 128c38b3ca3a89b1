//! Findings and results as people read them.

use jiff::civil::Date;
use law::parameters::{Answer, proposal};
use law::sunshine::{FindingState, Grade, Yearly};
use platform::Refusal;
use platform::authorisation::post_title;
use web::components::{Tag, dates};
use web::{Form, Ui};

use crate::appraisal::{Judged, Session};
use crate::finding::Finding;

/// A finding in a list.
pub(crate) struct Row {
    /// Where it is read; empty where everybody reads the list.
    pub(crate) href: String,
    pub(crate) title: String,
    /// The field and the days, and the village where there are several.
    pub(crate) line: String,
    pub(crate) tag: Tag,
}

/// A finding for those who work on it.
pub(crate) fn row(ui: &Ui, finding: &Finding, village: &str) -> Row {
    let href = format!("/findings/{}", finding.code);
    let line = public_line(ui, finding);
    let line = if village.is_empty() { line } else { format!("{village} · {line}") };
    Row { href, title: finding.title.clone(), line, tag: tag(ui, finding, ui.today()) }
}

/// A finding for everybody: nobody is named.
pub(crate) fn public_row(ui: &Ui, finding: &Finding) -> Row {
    Row { href: String::new(), ..row(ui, finding, "") }
}

fn public_line(ui: &Ui, finding: &Finding) -> String {
    let field = ui.t(finding.field.0.label());
    let days = ui.t2("{1}发现，{2}前改好", ui.date(finding.found_on), ui.date(finding.due_on));
    format!("{field} · {days}")
}

/// Where a finding stands, in words that say the days.
pub(crate) fn tag(ui: &Ui, finding: &Finding, today: Date) -> Tag {
    let late = finding.days_late(today);
    match finding.state.0 {
        FindingState::Closed if late > 0 => Tag::plain(ui.t1("晚了 {1} 天改好", late)),
        FindingState::Closed => Tag::ok(ui.t(FindingState::Closed.label())),
        FindingState::Open | FindingState::Reported if late > 0 => {
            Tag::late(ui.t1("超期 {1} 天没有销号", late))
        }
        state @ FindingState::Reported => Tag::go(ui.t(state.label())),
        state @ FindingState::Open => Tag::warn(ui.t(state.label())),
    }
}

/// How the year stands with the appraisal.
pub(crate) fn year(ui: &Ui, yearly: Yearly) -> Tag {
    match yearly {
        Yearly::Held => Tag::ok(ui.t(yearly.label())),
        Yearly::Due { until } => Tag::warn(ui.t1("本年还没有评议，{1}前要评", ui.date(until))),
        Yearly::Missed => Tag::late(ui.t(yearly.label())),
    }
}

/// The result about one person.
pub(crate) struct Result {
    pub(crate) name: String,
    pub(crate) post: String,
    pub(crate) slips: String,
    pub(crate) tag: Tag,
    /// By which article the office ends; empty where it does not.
    pub(crate) ends: String,
}

/// The result of an appraisal.
pub(crate) fn results(ui: &Ui, session: &Session) -> Vec<Result> {
    session.judged.iter().map(|one| result(ui, one)).collect()
}

fn result(ui: &Ui, judged: &Judged) -> Result {
    let slips = &judged.slips;
    let good = ui.t2("称职 {1} 张，基本称职 {2} 张", slips.competent, slips.fair);
    let bad = ui.t2("不称职 {1} 张，作废 {2} 张", slips.incompetent, slips.void);
    let tag = match judged.grade {
        Answer::Known { value: grade @ Grade::Incompetent, .. } => Tag::late(ui.t(grade.label())),
        Answer::Known { value: grade, .. } => Tag::ok(ui.t(grade.label())),
        Answer::NeedsConfirmation { .. } => Tag::plain(ui.t("还不能定等")),
    };
    let ends = judged.ends.map(|cite| ui.t1("连续两次不称职，职务终止（{1}）", ui.cite(cite)));
    Result {
        name: judged.person.name.clone(),
        post: ui.t(&post_title(&judged.person.post)).into_owned(),
        slips: format!("{good}{}{bad}", ui.t("，")),
        tag,
        ends: ends.unwrap_or_default(),
    }
}

/// Which numbers nobody has confirmed, and who may set them; empty where all are known.
pub(crate) fn unconfirmed(ui: &Ui, session: &Session) -> Vec<String> {
    let on = session.appraisal.held_on;
    let mut keys: Vec<&str> = Vec::new();
    for one in &session.judged {
        if let Answer::NeedsConfirmation { parameter } = one.grade
            && !keys.contains(&parameter)
        {
            keys.push(parameter);
        }
    }
    let said = |key: &str| {
        proposal(key, on).map(|number| {
            ui.t2(
                "“{1}”由县里定，现在还没有确认（参考：{2}）",
                ui.t(&number.label),
                ui.t(&number.source),
            )
        })
    };
    keys.into_iter().filter_map(said).collect()
}

/// A day of a form; what is wrong with it is told at its field.
pub(super) fn day(form: &Form, name: &'static str) -> platform::Result<Date> {
    let wrong = |sentence: &'static str| Refusal::new("sunshine.day", sentence).at(name);
    match dates::from_form(form, name) {
        Ok(Some(on)) => Ok(on),
        Ok(None) => Err(wrong(dates::EMPTY).into()),
        Err(sentence) => Err(wrong(sentence).into()),
    }
}
