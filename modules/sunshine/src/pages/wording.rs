//! How pages say periods, states and limits.

use law::sunshine::{Finding, OwedState, Period, Place, Severity, Stage};
use web::Ui;
use web::components::{Tag, Tone};
use web::ui::Lang;

use crate::owed::Owed;

/// A period in the visitor's language.
pub(crate) fn period(ui: &Ui, period: Period) -> String {
    if ui.lang() == Lang::En { period.en() } else { period.zh() }
}

/// Where a draft stands.
pub(crate) fn stage(ui: &Ui, stage: Stage) -> Tag {
    let tone = match stage {
        Stage::Draft | Stage::UnderReview => Tone::Go,
        Stage::Returned => Tone::Late,
        Stage::Reviewed | Stage::Settled => Tone::Warn,
        Stage::Published => Tone::Ok,
        Stage::TakenDown | Stage::Filed => Tone::Plain,
    };
    Tag::new(tone, ui.t(stage.label()))
}

/// How something that is owed stands, in words that say the days.
pub(crate) fn owed(ui: &Ui, owed: &Owed) -> Tag {
    match owed.state {
        OwedState::Overdue { days } => Tag::late(ui.t1("超期 {1} 天未公开", days)),
        OwedState::Due => match owed.due_on {
            Some(on) => Tag::warn(ui.t1("{1}前公开", ui.date(on))),
            None => Tag::warn(ui.t("请及时公开")),
        },
        OwedState::NotYet => Tag::plain(ui.t1("{1}起公开", ui.date(owed.opens_on))),
        OwedState::Done { late_by: 0, .. } => Tag::ok(ui.t("已按时公开")),
        OwedState::Done { late_by, .. } => Tag::plain(ui.t1("晚了 {1} 天公开", late_by)),
    }
}

/// What a check found: how it weighs, where, what to do.
pub(crate) struct Found {
    pub(crate) tag: Tag,
    pub(crate) place: String,
    pub(crate) sentence: String,
}

/// What a check found, for people.
pub(crate) fn found(ui: &Ui, finding: &Finding) -> Found {
    let blocks = finding.flaw.severity() == Severity::Blocks;
    let word = if blocks { ui.t("要改") } else { ui.t("请看看") };
    let mut sentence = ui.t(finding.flaw.sentence()).into_owned();
    if let (Some(stated), Some(found)) = (finding.stated, finding.found) {
        let (stated, found) = (ui.money(stated), ui.money(found));
        sentence.push_str(&ui.t2("（写的是 {1} 元，算出来是 {2} 元）", stated, found));
    }
    Found {
        tag: if blocks { Tag::late(word) } else { Tag::warn(word) },
        place: place(ui, &finding.place),
        sentence,
    }
}

fn place(ui: &Ui, place: &Place) -> String {
    match place {
        Place::Line { number, .. } => ui.t1("第 {1} 笔", number),
        Place::Field(field) => match field.as_str() {
            "opening" => ui.t("期初余额").into_owned(),
            "closing" => ui.t("期末余额").into_owned(),
            "note" | "words" => ui.t("说明").into_owned(),
            "title" => ui.t("标题").into_owned(),
            other => match other.strip_prefix("row-") {
                Some(number) => ui.t1("第 {1} 行", number),
                None => other.to_owned(),
            },
        },
    }
}
