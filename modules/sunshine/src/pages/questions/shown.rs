//! Questions and answers as people read them.

use law::sunshine::{QuestionAct, Waiting};
use web::Ui;
use web::components::{Mark, Tag, Timeline};

use crate::item::Shape;
use crate::question::{Tally, Thread};

/// The questions about one disclosure, for everybody.
#[derive(Clone)]
pub(crate) struct Questions {
    /// Where one asks.
    pub(crate) ask: String,
    /// Answered ones.
    pub(crate) answered: Vec<Answered>,
    /// How many wait, and whether one of them is late.
    pub(crate) waiting: usize,
    pub(crate) late: usize,
    /// Answers stand beside the lines of a ledger.
    beside: bool,
}

/// A question with its answers.
#[derive(Clone)]
pub(crate) struct Answered {
    /// Its line or row.
    pub(crate) number: Option<i64>,
    /// Where that stands on the page; empty where nothing can be pointed at.
    pub(crate) href: String,
    pub(crate) place: String,
    pub(crate) words: String,
    pub(crate) asked: String,
    pub(crate) replies: Vec<Reply>,
}

/// An answer, or that it went to the township.
#[derive(Clone)]
pub(crate) struct Reply {
    pub(crate) title: String,
    pub(crate) on: String,
    /// Who answered; the asker's name is shown to nobody.
    pub(crate) who: String,
    pub(crate) words: String,
}

impl Questions {
    /// Those of a disclosure: a question is public with its first answer, and until then it counts.
    pub(crate) fn of(ui: &Ui, (code, shape): (&str, Shape), threads: &[Thread]) -> Self {
        let answered = threads.iter().filter(|thread| thread.is_public());
        let waits = |thread: &&Thread| !thread.is_public();
        Self {
            ask: format!("/disclosures/{code}/questions/new"),
            answered: answered.map(|thread| answered_of(ui, shape, thread)).collect(),
            waiting: threads.iter().filter(waits).count(),
            late: threads.iter().filter(|thread| thread.is_late()).count(),
            beside: shape == Shape::Ledger,
        }
    }

    /// Those about one line.
    pub(crate) fn at(&self, number: i64) -> Vec<&Answered> {
        self.answered.iter().filter(|one| one.number == Some(number)).collect()
    }

    /// Those that stand beside no line.
    pub(crate) fn apart(&self) -> Vec<&Answered> {
        let apart = |one: &&Answered| !self.beside || one.number.is_none();
        self.answered.iter().filter(apart).collect()
    }
}

fn answered_of(ui: &Ui, shape: Shape, thread: &Thread) -> Answered {
    let question = &thread.question;
    let reply = |reply: &crate::question::Reply| {
        let escalated = reply.act.0 == QuestionAct::Escalate;
        Reply {
            title: ui.t(reply.act.0.label()).into_owned(),
            on: ui.date(reply.happened_on),
            who: if escalated { String::new() } else { reply.actor_name.clone() },
            words: if escalated { String::new() } else { reply.words.clone() },
        }
    };
    Answered {
        number: question.line_number,
        href: match (question.line_number, shape) {
            (Some(number), Shape::Ledger) => format!("#line-{number}"),
            _ => String::new(),
        },
        place: place(ui, shape, question.line_number),
        words: question.words.clone(),
        asked: ui.date(question.asked_on),
        replies: thread.replies.iter().map(reply).collect(),
    }
}

/// What a question is about.
pub(crate) fn place(ui: &Ui, shape: Shape, number: Option<i64>) -> String {
    match (number, shape) {
        (None, _) => ui.t("整份").into_owned(),
        (Some(number), Shape::Ledger) => ui.t1("第 {1} 笔", number),
        (Some(number), _) => ui.t1("第 {1} 行", number),
    }
}

/// Who has to do something, and by when.
pub(crate) fn tag(ui: &Ui, thread: &Thread) -> Tag {
    match thread.waiting {
        Some(Waiting::Village { late_by, .. }) if late_by > 0 => {
            Tag::late(ui.t1("超期 {1} 天未答复", late_by))
        }
        Some(Waiting::Village { due_on: Some(on), .. }) => {
            Tag::warn(ui.t1("{1}前答复", ui.date(on)))
        }
        Some(Waiting::Village { due_on: None, .. }) => Tag::warn(ui.t("等村里答复")),
        Some(Waiting::Asker) => Tag::ok(ui.t("已答复")),
        Some(Waiting::Township { late_by, .. }) if late_by > 0 => {
            Tag::late(ui.t1("乡镇超期 {1} 天未答复", late_by))
        }
        Some(Waiting::Township { due_on: Some(on), .. }) => {
            Tag::warn(ui.t1("乡镇{1}前答复", ui.date(on)))
        }
        Some(Waiting::Township { due_on: None, .. }) => Tag::warn(ui.t("等乡镇答复")),
        Some(Waiting::Nobody) => Tag::plain(ui.t("乡镇已答复")),
        // A year without its official list: no day is promised.
        None => Tag::warn(ui.t("期限待定")),
    }
}

/// All that happened to a question, for those who may read it.
pub(crate) fn timeline(ui: &Ui, thread: &Thread) -> Timeline {
    let question = &thread.question;
    let mut line = Timeline::new(ui)
        .step(Mark::Done, ui.t("村民提问"))
        .at(ui.moment(question.asked_at))
        .note(&question.words);
    if !question.written_by.is_empty() {
        line = line.note(ui.t1("由{1}代为记下", &question.written_by));
    }
    for reply in &thread.replies {
        line = line
            .step(Mark::Done, ui.t(reply.act.0.label()))
            .at(ui.date(reply.happened_on))
            .note(&reply.words);
        if reply.act.0 != QuestionAct::Escalate {
            line = line.note(&reply.actor_name);
        }
    }
    line
}

/// How an area stood with its questions, in one sentence; empty where nobody asked.
pub(crate) fn tally(ui: &Ui, tally: Tally) -> String {
    if tally.asked == 0 {
        return String::new();
    }
    let answered = ui.t3(
        "近一年村民提问 {1} 次，答复 {2} 次，其中按时 {3} 次",
        tally.asked,
        tally.answered,
        tally.in_time,
    );
    if tally.late == 0 {
        return answered;
    }
    ui.t2("{1}；现在有 {2} 个超期没有答复", answered, tally.late)
}
