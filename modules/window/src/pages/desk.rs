//! What an official finds on the workbench, and what acts are called in the journal.

use platform::{Actor, Text, text};
use web::WorkLink;

use crate::powers::{ASSIST, EDIT_ITEMS, PUBLISH_ITEMS, RECEIVE, SUPERVISE, WORKLIST};

/// Links for the posts that work on cases and items.
pub(crate) fn work(actor: &Actor) -> Vec<WorkLink> {
    let any = |powers: &[platform::Power]| powers.iter().any(|power| actor.holds(*power));
    let all = [
        (any(WORKLIST), "/desk/cases", text("今天要办的"), text("手头的件，超期的在最上面")),
        (
            any(&[RECEIVE]),
            "/desk/counter",
            text("窗口收件"),
            text("人来了，当面收件、受理、打印凭证"),
        ),
        (any(&[ASSIST]), "/desk/assisted", text("替人代办"), text("先记委托，再帮他填，递到乡镇")),
        (
            any(&[SUPERVISE]),
            "/desk/supervision",
            text("督办"),
            text("全县没办完的件，超期的在最上面"),
        ),
        (
            any(&[EDIT_ITEMS, PUBLISH_ITEMS]),
            "/items",
            text("事项目录"),
            text("起草、核对、发布办事指南"),
        ),
    ];
    all.into_iter()
        .filter(|(shown, ..)| *shown)
        .map(|(_, href, title, hint)| WorkLink { href, title, hint })
        .collect()
}

/// Whoever works on cases lands on the worklist; a supervisor on the board.
pub(crate) fn landing(actor: &Actor) -> Option<&'static str> {
    let daily = WORKLIST.iter().filter(|power| **power != SUPERVISE);
    if daily.into_iter().any(|power| actor.holds(*power)) {
        Some("/desk/cases")
    } else if actor.holds(SUPERVISE) {
        Some("/desk/supervision")
    } else if actor.holds(EDIT_ITEMS) || actor.holds(PUBLISH_ITEMS) {
        Some("/items")
    } else {
        None
    }
}

/// What the acts of this module are called.
pub(crate) const ACTS: &[(&str, Text)] = &[
    ("window.consent_noted", text("记下委托")),
    ("window.case_submitted", text("提交申请")),
    ("window.case_returned", text("预审退回")),
    ("window.case_received", text("收件")),
    ("window.notice_given", text("一次性告知")),
    ("window.materials_taken", text("收到补正材料")),
    ("window.case_accepted", text("受理")),
    ("window.case_deemed_accepted", text("视为受理")),
    ("window.case_not_applicable", text("告知不需要受理")),
    ("window.acceptance_refused", text("不予受理")),
    ("window.case_handed_over", text("移交")),
    ("window.opinion_written", text("写意见")),
    ("window.case_suspended", text("进入特别程序")),
    ("window.case_resumed", text("特别程序结束")),
    ("window.case_granted", text("决定准予")),
    ("window.case_denied", text("决定不予")),
    ("window.withdrawal_asked", text("申请撤件")),
    ("window.withdrawal_declined", text("不同意撤件")),
    ("window.case_withdrawn", text("同意撤件")),
    ("window.result_delivered", text("送达")),
    ("window.case_rated", text("评价")),
    ("window.papers_handed_in", text("申请人补交材料")),
    ("window.files_added", text("添加材料照片")),
    ("window.file_found_flawed", text("写明材料哪里不对")),
    ("window.file_opened", text("打开材料查看")),
    ("window.clocks_recomputed", text("按新的工作日历重算期限")),
    ("window.item_drafted", text("起草事项")),
    ("window.item_published", text("发布事项")),
    ("window.item_withdrawn", text("取消事项")),
];
