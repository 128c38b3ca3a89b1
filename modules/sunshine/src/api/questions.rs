//! Questions about a disclosure for programs: what was answered, and what waits.

use axum::extract::{Path, State};
use platform::{App, text};
use serde::Serialize;
use utoipa::ToSchema;
use web::api::open_data::OPEN_DATA;
use web::api::{Call, derived, reply};
use web::{Access, Answer, Routes, Ui, Visit};

use crate::actions::questions;
use crate::question::{Tally, Thread};

pub(super) fn routes() -> Routes {
    Routes::new().call(
        Call::get(
            "/api/v1/disclosures/{code}/questions",
            Access::Anyone,
            OPEN_DATA,
            text("村民对一份公开的提问和答复"),
        )
        .says(text("答复过的才有内容，不写是谁问的；counts 是这个村近一年的答复情况"))
        .answers::<QuestionSet>(),
        of_disclosure,
    )
}

/// 提问和答复 / Questions and answers
#[derive(Serialize, ToSchema)]
struct QuestionSet {
    /// 答复过的 / Those that were answered
    items: Vec<QuestionLine>,
    /// 这一份还有几个等答复 / How many about this one still wait
    waiting: usize,
    /// 这个村近一年的答复情况 / How the village answered in the last twelve months
    counts: Counts,
}

/// 一个提问 / A question
#[derive(Serialize, ToSchema)]
struct QuestionLine {
    /// 问的是第几笔、第几行；没有就是整份 / About which line; the whole when left out
    line: Option<i64>,
    /// 问了什么 / What was asked
    words: String,
    /// 提问日期 / When
    #[schema(example = "2026-11-06")]
    asked_on: String,
    /// 后来怎样 / What followed
    replies: Vec<ReplyLine>,
}

/// 答复 / An answer
#[derive(Serialize, ToSchema)]
struct ReplyLine {
    /// answer、escalate、end / What it is
    act: &'static str,
    /// 说法 / In words
    act_label: String,
    /// 日期 / When
    on: String,
    /// 答复的话；交给乡镇的理由不公开 / What was said; why somebody went on is not public
    words: Option<String>,
}

/// 答复情况 / How a village answers
#[derive(Serialize, ToSchema)]
struct Counts {
    /// 提问 / Asked
    asked: usize,
    /// 村里答复了 / Answered by the village
    answered: usize,
    /// 其中按时 / Of these in time
    in_time: usize,
    /// 等村里答复 / Awaiting the village
    waiting: usize,
    /// 等乡镇答复 / Awaiting the township
    at_township: usize,
    /// 两者中超期的 / Of both, overdue
    late: usize,
}

impl From<Tally> for Counts {
    fn from(tally: Tally) -> Self {
        let Tally { asked, answered, in_time, waiting, at_township, late } = tally;
        Self { asked, answered, in_time, waiting, at_township, late }
    }
}

fn line(ui: &Ui, thread: &Thread) -> QuestionLine {
    let reply = |reply: &crate::question::Reply| {
        let act = reply.act.0;
        let public = act != law::sunshine::QuestionAct::Escalate;
        ReplyLine {
            act: act.key(),
            act_label: derived(ui, ui.t(act.label()).into_owned()),
            on: reply.happened_on.to_string(),
            words: public.then(|| reply.words.clone()),
        }
    };
    QuestionLine {
        line: thread.question.line_number,
        words: thread.question.words.clone(),
        asked_on: thread.question.asked_on.to_string(),
        replies: thread.replies.iter().map(reply).collect(),
    }
}

async fn of_disclosure(State(app): State<App>, visit: Visit, Path(code): Path<String>) -> Answer {
    let (threads, tally) = app
        .db
        .read(move |tx| {
            let disclosure = questions::published_under(tx, &code)?;
            let threads = questions::about(tx, &disclosure)?;
            Ok((threads, questions::tally(tx, &disclosure.area_path)?))
        })
        .await?;
    let public: Vec<&Thread> = threads.iter().filter(|thread| thread.is_public()).collect();
    reply(&QuestionSet {
        waiting: threads.len() - public.len(),
        items: public.into_iter().map(|thread| line(&visit.ui, thread)).collect(),
        counts: tally.into(),
    })
}
