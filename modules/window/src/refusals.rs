//! Every way this module says no that the law crate has no obstacle for.

use law::window::Obstacle;
use platform::{Error, Refusal, Text};

use crate::item::Item;

/// What the law crate found in the way, as a refusal.
pub(crate) fn obstacle(obstacle: Obstacle) -> Error {
    Refusal {
        code: obstacle.key(),
        sentence: Text(obstacle.sentence()),
        args: Vec::new(),
        cite: obstacle.cite(),
        field: obstacle_field(obstacle),
    }
    .into()
}

/// The same for an item, which not every article binds.
pub(crate) fn obstacle_of(item: &Item, found: Obstacle) -> Error {
    match obstacle(found) {
        Error::Refused(mut refusal) => {
            refusal.cite = refusal.cite.and_then(|cite| item.bound_by(cite));
            Error::Refused(refusal)
        }
        other => other,
    }
}

const fn obstacle_field(obstacle: Obstacle) -> Option<&'static str> {
    match obstacle {
        Obstacle::ReasonMissing { .. } => Some("words"),
        Obstacle::RightOrganMissing => Some("organ"),
        _ => None,
    }
}

pub(crate) fn moved_meanwhile() -> Error {
    Refusal::new("window.moved_meanwhile", "这件事刚刚有人办过一步，请看看最新情况再办").into()
}

pub(crate) fn channel_closed() -> Error {
    Refusal::new("window.channel_closed", "这件事不能这样申请，请看办事指南里写的办理方式").into()
}

pub(crate) fn clerk_may_not() -> Error {
    let sentence = "这件事必须本人办，代办员不能代替。可以陪本人到窗口";
    Refusal::new("window.clerk_may_not", sentence).into()
}

pub(crate) fn consent_missing() -> Error {
    Refusal::new("window.consent_missing", "请先记下本人是怎样委托的，谁在场见证")
        .at("given_how")
        .into()
}

pub(crate) fn witness_missing() -> Error {
    let sentence = "口头委托要有见证人，请写上见证人的姓名";
    Refusal::new("window.witness_missing", sentence).at("witness").into()
}

pub(crate) fn own_witness() -> Error {
    Refusal::new("window.own_witness", "见证人不能是代办员自己").at("witness").into()
}

pub(crate) fn organ_missing(what: Text) -> Error {
    let sentence = "还没有登记“{1}”，请管理员在组织机构里补上";
    Refusal::new("window.organ_missing", sentence).with(what).into()
}

pub(crate) fn papers_missing(names: &str) -> Error {
    let sentence = "还缺必要材料：{1}。缺材料请用“一次性告知”，一次说全";
    Refusal::new("window.papers_missing", sentence).with(names).at("papers").into()
}

pub(crate) fn nothing_missing() -> Error {
    let sentence = "请勾出缺的材料，或写明要改正什么";
    Refusal::new("window.nothing_missing", sentence)
        .citing(law::window::TELL_ONCE)
        .at("materials")
        .into()
}

pub(crate) fn already_accepted_by_law() -> Error {
    let sentence = "受理期限已过，没有一次性告知，依法已从收到材料那天起视为受理，请直接办理";
    Refusal::new("window.deemed_accepted", sentence).citing(law::window::ONE_TIME_NOTICE).into()
}

pub(crate) fn same_organ() -> Error {
    Refusal::new("window.same_organ", "已经在这个单位，请选另一个").at("organ").into()
}

/// A body that still has cases does not end.
pub(crate) fn cases_left(count: usize) -> Refusal {
    let sentence = "这个组织手里还有 {1} 件没办完，先移交或者办结，再登记撤销";
    Refusal::new("window.cases_left", sentence).with(count)
}

pub(crate) fn wrong_digits() -> Error {
    let sentence = "和登记的电话后四位对不上。没有电话的，请代办员代为记录";
    Refusal::new("window.wrong_digits", sentence).at("digits").into()
}

pub(crate) fn receiver_missing() -> Error {
    Refusal::new("window.receiver_missing", "请写明交给了谁").at("received_by").into()
}

pub(crate) fn same_publisher() -> Error {
    let sentence = "起草的人不能自己发布，请另一位审核员核对后发布";
    Refusal::new("window.same_publisher", sentence).into()
}

pub(crate) fn already_published() -> Error {
    Refusal::new("window.already_published", "这一版已经发布过，不能再改。要改请起草新的一版")
        .into()
}

pub(crate) fn promise_problem(problem: law::window::LimitProblem) -> Error {
    Refusal {
        code: "window.promise_problem",
        sentence: Text(problem.sentence()),
        args: Vec::new(),
        cite: Some(law::window::PROMISED_LIMIT),
        field: Some("promised_days"),
    }
    .into()
}

pub(crate) fn answers_wrong() -> Error {
    Refusal::new("window.answers_wrong", "表里还有没填好的，请从头看一遍").into()
}

pub(crate) fn not_accepted_here(level: Text) -> Error {
    let sentence = "这件事这里不能受理，要由{1}受理。可以用“代办”递上去";
    Refusal::new("window.not_accepted_here", sentence).with(level).at("item").into()
}

pub(crate) fn own_case() -> Error {
    Refusal::new("window.own_case", "这是您自己的件，请回避，交给同事办").into()
}

pub(crate) fn no_such_organ() -> Error {
    Refusal::new("window.no_such_organ", "这个件不能移交给那里，请在列出的单位里选")
        .at("organ")
        .into()
}

pub(crate) fn not_the_deciding_organ(organ: &str) -> Error {
    let sentence = "这件事由{1}决定，请先移交过去";
    Refusal::new("window.not_the_deciding_organ", sentence).with(organ).into()
}

pub(crate) fn review_first() -> Error {
    Refusal::new("window.review_first", "还没有写审核意见，不能作决定").into()
}

pub(crate) fn item_closed() -> Error {
    let sentence = "这件事现在不再收新的申请，请看办事指南";
    Refusal::new("window.item_closed", sentence).into()
}

pub(crate) fn applicant_died() -> Error {
    Refusal::new("window.applicant_died", "申请人已登记去世，不能再以本人的名义申请").into()
}

pub(crate) fn no_more_papers() -> Error {
    let sentence = "这件事已经不收材料了。还有话要说，请打窗口电话";
    Refusal::new("window.no_more_papers", sentence).into()
}

pub(crate) fn no_such_paper() -> Error {
    Refusal::new("window.no_such_paper", "没有这个序号的材料").at("paper").into()
}

pub(crate) fn no_file_chosen() -> Error {
    Refusal::new("window.no_file_chosen", "还没有选文件，请拍照或选一个").at("file").into()
}

pub(crate) fn flaw_without_words() -> Error {
    let sentence = "请写明哪里不对、要怎样补，申请人会看到这句话";
    Refusal::new("window.flaw_without_words", sentence).at("words").into()
}

pub(crate) fn flaw_noted_already() -> Error {
    Refusal::new("window.flaw_noted_already", "这个文件已经有人写过哪里不对").into()
}

pub(crate) fn reason_for_disagreeing() -> Error {
    Refusal::new("window.reason_for_disagreeing", "不同意要写明理由").at("words").into()
}
