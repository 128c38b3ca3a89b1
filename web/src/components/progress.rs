//! How far something is: tasks, steps on a timeline, a share of a whole.

use std::fmt::Display;

use askama::Template;

use super::marks::{Tag, Tone};
use super::writes_html;
use crate::ui::Ui;

/// The parts of a long application, done in any order.
#[derive(Clone, Debug, Template)]
#[template(path = "components/task_list.html")]
pub struct TaskList {
    ui: Ui,
    tasks: Vec<Task>,
}

/// How a task stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Done.
    Done,
    /// To do.
    Todo,
    /// Something else comes first.
    Blocked,
    /// Done, but something is wrong.
    Trouble,
    /// May be left out.
    Optional,
}

#[derive(Clone, Debug)]
struct Task {
    title: String,
    href: String,
    hint: String,
    tag: Tag,
}

impl State {
    fn tag(self, ui: &Ui) -> Tag {
        let (tone, word) = match self {
            Self::Done => (Tone::Ok, ui.t("已完成")),
            Self::Todo => (Tone::Go, ui.t("未完成")),
            Self::Blocked => (Tone::Plain, ui.t("暂不能开始")),
            Self::Trouble => (Tone::Late, ui.t("有问题")),
            Self::Optional => (Tone::Plain, ui.t("选填")),
        };
        Tag::new(tone, word)
    }
}

impl TaskList {
    /// No tasks yet.
    pub fn new(ui: &Ui) -> Self {
        Self { ui: ui.clone(), tasks: Vec::new() }
    }

    /// A task. One that cannot begin yet has no link, whatever `href` says.
    pub fn task(mut self, title: impl Display, href: impl Display, state: State) -> Self {
        let href = if state == State::Blocked { String::new() } else { href.to_string() };
        let tag = state.tag(&self.ui);
        self.tasks.push(Task { title: title.to_string(), href, hint: String::new(), tag });
        self
    }

    /// A line on the last task.
    pub fn hint(mut self, hint: impl Display) -> Self {
        if let Some(task) = self.tasks.last_mut() {
            task.hint = hint.to_string();
        }
        self
    }
}

/// What happened and what comes, oldest first.
#[derive(Clone, Debug, Template)]
#[template(path = "components/timeline.html")]
pub struct Timeline {
    ui: Ui,
    steps: Vec<Step>,
}

/// Where a step lies in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It happened.
    Done,
    /// It is going on.
    Now,
    /// It is to come.
    Next,
    /// It waits for the reader: something is to be brought or decided.
    Yours,
    /// It ended here against what was asked.
    Stopped,
}

#[derive(Clone, Debug)]
struct Step {
    mark: Mark,
    title: String,
    at: String,
    notes: Vec<String>,
    links: Vec<(String, String)>,
}

impl Step {
    fn class(&self) -> &'static str {
        match self.mark {
            Mark::Done => "done",
            Mark::Now => "now",
            Mark::Next => "next",
            Mark::Yours => "yours",
            Mark::Stopped => "stopped",
        }
    }

    /// The mark in a word, for those who do not see the dot.
    fn word(&self) -> &'static str {
        match self.mark {
            Mark::Done => "已完成：",
            Mark::Now => "正在进行：",
            Mark::Next => "还没到：",
            Mark::Yours => "等您来办：",
            Mark::Stopped => "到此为止：",
        }
    }
}

impl Timeline {
    /// No steps yet.
    pub fn new(ui: &Ui) -> Self {
        Self { ui: ui.clone(), steps: Vec::new() }
    }

    /// A step.
    pub fn step(mut self, mark: Mark, title: impl Display) -> Self {
        self.steps.push(Step {
            mark,
            title: title.to_string(),
            at: String::new(),
            notes: Vec::new(),
            links: Vec::new(),
        });
        self
    }

    /// When the last step was.
    pub fn at(mut self, when: impl Display) -> Self {
        if let Some(step) = self.steps.last_mut() {
            step.at = when.to_string();
        }
        self
    }

    /// A line on the last step: where, by whom.
    pub fn note(mut self, note: impl Display) -> Self {
        if let Some(step) = self.steps.last_mut() {
            step.notes.push(note.to_string());
        }
        self
    }

    /// A link on the last step: its notice, its print.
    pub fn link(mut self, label: impl Display, href: impl Display) -> Self {
        if let Some(step) = self.steps.last_mut() {
            step.links.push((label.to_string(), href.to_string()));
        }
        self
    }
}

/// A part of a whole, with the threshold as a mark.
#[derive(Clone, Debug, Template)]
#[template(path = "components/bar.html")]
pub struct Bar {
    label: String,
    filled: u64,
    threshold: Option<u64>,
}

/// The width of the bar in its own units; it stretches to the page.
const BAR_WIDTH: u64 = 1000;

writes_html!(TaskList, Timeline, Bar);

impl Bar {
    /// `part` of `whole`; the label says both in words.
    pub fn new(label: impl Display, part: u64, whole: u64) -> Self {
        Self { label: label.to_string(), filled: share(part, whole), threshold: None }
    }

    /// The threshold, as a part of the same whole.
    pub fn needs(mut self, part: u64, whole: u64) -> Self {
        self.threshold = Some(share(part, whole).min(BAR_WIDTH - 8));
        self
    }
}

/// How far `part` of `whole` reaches on the bar.
fn share(part: u64, whole: u64) -> u64 {
    (part.saturating_mul(BAR_WIDTH).checked_div(whole)).unwrap_or(0).min(BAR_WIDTH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_never_leaves_its_frame() {
        assert_eq!(share(36, 51), 705);
        assert_eq!(share(60, 51), BAR_WIDTH);
        assert_eq!(share(1, 0), 0);
    }
}
