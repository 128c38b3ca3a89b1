//! Open village affairs: what is told, from the catalogue to the board, so that nobody can quietly
//! change it afterwards.
//!
//! The rules are in `law::sunshine`. Read `item` and `model`, then `actions`, then `pages`.

mod actions;
mod api;
mod canonical;
mod checks;
#[cfg(test)]
mod fixture;
pub mod item;
mod jobs;
mod logged;
mod messages;
pub mod model;
mod money;
pub mod owed;
mod pages;
mod personal;
pub mod powers;
pub mod question;
mod refusals;
mod samples;
mod store;
#[cfg(test)]
mod tests;

pub use actions::drafting::{
    Words, add_lines, attach_files, begin, begin_correction, change_line, detach_file, discard,
    save,
};
pub use actions::importing::{Read, bring, confirm, give_up, read};
pub use actions::items::{
    draft, import_bundled, import_bundled_in, newest as newest_items, publish as publish_item,
    publish_all, publish_all_in, publish_in as publish_item_in,
};
pub use actions::publishing::publish;
pub use actions::questions::{Asking, Word, answer, ask, end, escalate};
pub use actions::reading::{File, Published, after_code, all, board, from_now, open, published};
pub use actions::steps::{Settled, file_away, give_back, post, settle, sign, submit, take_down};
pub use actions::traffic::{TrafficNoted, note as note_traffic};
pub use canonical::canonical;
pub use messages::questions::remind as remind_of_questions;
pub use messages::remind;

use platform::{Part, text};

/// Tables, statements and jobs.
pub static PART: Part = Part {
    name: "sunshine",
    migrations: platform::migrations!("0001_sunshine", "0002_questions"),
    statements: &[
        store::items::STATEMENTS,
        store::traffic::STATEMENTS,
        store::drafts::STATEMENTS,
        store::imports::STATEMENTS,
        store::published::STATEMENTS,
        store::questions::STATEMENTS,
        store::places::STATEMENTS,
    ],
    listeners: &[],
    jobs: &[&jobs::REMINDER, &jobs::QUESTIONS],
    personal: personal::PERSONAL,
    located: store::places::LOCATED,
    logged: &logged::LOGGED,
};

/// The module, for the server.
pub static MODULE: web::Module = web::Module {
    part: &PART,
    english: include_str!("../locales/en.toml"),
    routes: || pages::routes().and(api::routes()),
    work: pages::work,
    landing: |_| None,
    panels: pages::panels::panels,
    acts: &[
        ("sunshine.item_drafted", text("起草公开事项")),
        ("sunshine.item_published", text("公布公开事项")),
        ("sunshine.traffic_noted", text("登记收支频繁")),
        ("sunshine.draft_begun", text("起草公开稿")),
        ("sunshine.correction_begun", text("起草更正")),
        ("sunshine.draft_discarded", text("丢掉公开稿")),
        ("sunshine.files_added", text("添加公开附件")),
        ("sunshine.file_removed", text("去掉公开附件")),
        ("sunshine.lines_brought", text("上传账目表格")),
        ("sunshine.lines_taken", text("确认导入账目")),
        ("sunshine.lines_given_up", text("放弃导入账目")),
        ("sunshine.submitted", text("公开稿送审")),
        ("sunshine.returned", text("公开稿退回")),
        ("sunshine.signed", text("公开稿审核签署")),
        ("sunshine.settled", text("公开稿联席会议审定")),
        ("sunshine.published", text("公布")),
        ("sunshine.posted", text("贴上公开栏")),
        ("sunshine.taken_down", text("从公开栏撤下")),
        ("sunshine.filed", text("公开材料归档")),
        ("sunshine.question_asked", text("提问")),
        ("sunshine.question_answered", text("答复提问")),
        ("sunshine.question_escalated", text("提问交给乡镇")),
        ("sunshine.question_ended", text("乡镇答复提问")),
    ],
    samples: samples::samples,
};
