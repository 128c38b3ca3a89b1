//! Open village affairs: what is told, from the catalogue to the board, so that nobody can quietly
//! change it afterwards.
//!
//! The rules are in `law::sunshine`. Read `item` and `model`, then `actions`, then `pages`.

mod actions;
mod api;
pub mod appraisal;
mod canonical;
mod checks;
pub mod finding;
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
pub mod purchase;
pub mod question;
mod refusals;
mod samples;
mod store;
#[cfg(test)]
mod tests;
pub mod watching;

pub use actions::appraisals::{
    Held, appraisal, begin_appraisal, count_slips, give_up_appraisal, publish_appraisal,
    published_appraisals,
};
pub use actions::drafting::{
    Words, add_lines, attach_files, begin, begin_correction, change_line, detach_file, discard,
    save,
};
pub use actions::findings::{
    Noting, Said, finding, findings_at, note_finding, open_findings, reject_finding,
    report_finding, verify_finding,
};
pub use actions::importing::{Read, bring, confirm, give_up, read};
pub use actions::items::{
    draft, import_bundled, import_bundled_in, newest as newest_items, publish as publish_item,
    publish_all, publish_all_in, publish_in as publish_item_in,
};
pub use actions::publishing::publish;
pub use actions::purchases::{Bought, note_purchase, observe_purchase, purchases_at};
pub use actions::questions::{Asking, Word, answer, ask, end, escalate};
pub use actions::reading::{File, Published, after_code, all, board, from_now, open, published};
pub use actions::steps::{Settled, file_away, give_back, post, settle, sign, submit, take_down};
pub use actions::traffic::{TrafficNoted, note as note_traffic};
pub use actions::watching::{
    Met, Planned, end_planned_work, note_work_meeting, plan_work, year_of,
};
pub use canonical::canonical;
pub use messages::questions::remind as remind_of_questions;
pub use messages::remind;

use platform::{Part, text};

/// Tables, statements and jobs.
pub static PART: Part = Part {
    name: "sunshine",
    migrations: platform::migrations!(
        "0001_sunshine",
        "0002_questions",
        "0003_supervision",
        "0004_watching",
    ),
    statements: &[
        store::items::STATEMENTS,
        store::traffic::STATEMENTS,
        store::drafts::STATEMENTS,
        store::imports::STATEMENTS,
        store::published::STATEMENTS,
        store::questions::STATEMENTS,
        store::findings::STATEMENTS,
        store::appraisals::STATEMENTS,
        store::watching::STATEMENTS,
        store::purchases::STATEMENTS,
        store::places::STATEMENTS,
    ],
    listeners: &[],
    jobs: &[&jobs::REMINDER, &jobs::QUESTIONS, &jobs::SUPERVISION],
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
        ("sunshine.finding_noted", text("登记监督发现")),
        ("sunshine.finding_reported", text("报整改情况")),
        ("sunshine.finding_rejected", text("核实没有改好")),
        ("sunshine.finding_verified", text("核实改好，销号")),
        ("sunshine.appraisal_begun", text("登记民主评议")),
        ("sunshine.appraisal_counted", text("清点评议票")),
        ("sunshine.appraisal_published", text("公布评议结果")),
        ("sunshine.appraisal_given_up", text("评议作废")),
        ("sunshine.work_planned", text("写监督计划")),
        ("sunshine.planned_work_ended", text("写监督计划办了没有")),
        ("sunshine.work_meeting_noted", text("记监督工作会议")),
        ("sunshine.purchase_noted", text("登记采购、工程")),
        ("sunshine.purchase_observed", text("记下采购、工程看到的")),
    ],
    samples: samples::samples,
};
