//! Every way of saying no to a finding or an appraisal.

use law::sunshine::{FindingBar, Flaw};
use platform::{Error, Refusal, Text};

/// What the law crate found in the way of a step.
pub(crate) fn bar(bar: FindingBar) -> Error {
    Refusal {
        code: bar.key(),
        sentence: Text(bar.sentence()),
        args: Vec::new(),
        cite: None,
        field: Some("words"),
    }
    .into()
}

pub(crate) fn finding_moved() -> Refusal {
    let sentence = "这个问题刚刚有人办过一步，请看看最新情况再办";
    Refusal::new("sunshine.finding_moved", sentence).at("words")
}

pub(crate) fn no_supervised_village() -> Refusal {
    Refusal::new("sunshine.no_supervised_village", "监督按村登记，请选一个村或者社区")
}

pub(crate) fn field_missing() -> Refusal {
    Refusal::new("sunshine.field_missing", "请选属于哪一方面").at("field")
}

pub(crate) fn finding_title() -> Refusal {
    let sentence = "请用一句话写是什么问题，4 到 40 个字";
    Refusal::new("sunshine.finding_title", sentence).at("title")
}

/// What everybody reads names nobody's numbers.
pub(crate) fn title_personal(flaw: Flaw) -> Refusal {
    Refusal::new("sunshine.title_personal", flaw.sentence()).at("title")
}

pub(crate) fn finding_words(most: usize) -> Refusal {
    let sentence = "请写清楚，至少 4 个字，最多 {1} 个字";
    Refusal::new("sunshine.finding_words", sentence).with(most).at("words")
}

pub(crate) fn owner_missing() -> Refusal {
    let sentence = "请选由谁整改。要先在组织和职务中登记任职，监督委员会的人不整改自己发现的问题";
    Refusal::new("sunshine.owner_missing", sentence).at("owner")
}

pub(crate) fn due_past() -> Refusal {
    Refusal::new("sunshine.due_past", "整改期限要在今天以后").at("due_on")
}

pub(crate) fn not_the_owner() -> Refusal {
    let sentence = "整改情况由责任人报。您可以把现场情况写在核实里";
    Refusal::new("sunshine.not_the_owner", sentence).at("words")
}

pub(crate) fn nobody_to_appraise() -> Refusal {
    let sentence = "还没有登记村民委员会成员，请先在组织和职务中登记任职";
    Refusal::new("sunshine.nobody_to_appraise", sentence).at("held_on")
}

pub(crate) fn appraisal_open() -> Refusal {
    let sentence = "上一次评议还没有公布结果，请先办完；登记错了就作废";
    Refusal::new("sunshine.appraisal_open", sentence).at("held_on")
}

pub(crate) fn held_to_come() -> Refusal {
    Refusal::new("sunshine.held_to_come", "评议开过以后再登记，日期不能在今天以后").at("held_on")
}

pub(crate) fn held_long_ago() -> Refusal {
    Refusal::new("sunshine.held_long_ago", "只登记今年和去年的评议，请核对日期").at("held_on")
}

pub(crate) fn slips_out() -> Refusal {
    let sentence = "请写对每个人发出多少张票，1 到 10 万";
    Refusal::new("sunshine.slips_out", sentence).at("slips_out")
}

pub(crate) fn slips_missing(field: &'static str) -> Refusal {
    let sentence = "每一格都要写数字，没有就写 0";
    Refusal::new("sunshine.slips_missing", sentence).at(field)
}

pub(crate) fn counted_already() -> Refusal {
    let sentence = "您这一轮数的已经记下了。由另一个人再数一遍，两人互相看不到对方的数";
    Refusal::new("sunshine.counted_already", sentence).at("slips")
}

pub(crate) fn counts_oneself() -> Refusal {
    let sentence = "被评议的人不能清点票，请换别人";
    Refusal::new("sunshine.counts_oneself", sentence).at("slips")
}

pub(crate) fn count_stands() -> Refusal {
    Refusal::new("sunshine.count_stands", "两个人数的一样，不用再数了").at("slips")
}

pub(crate) fn not_counted() -> Refusal {
    let sentence = "还没有两个人数得一样，不能公布";
    Refusal::new("sunshine.not_counted", sentence).at("slips")
}

pub(crate) fn appraisal_over() -> Refusal {
    Refusal::new("sunshine.appraisal_over", "这次评议已经办完了").at("slips")
}

pub(crate) fn reason_missing() -> Refusal {
    Refusal::new("sunshine.reason_missing", "请写明为什么作废").at("words")
}

pub(crate) fn plan_day() -> Refusal {
    let sentence = "请写今年或者明年的日期，从今天起";
    Refusal::new("sunshine.plan_day", sentence).at("until_on")
}

pub(crate) fn plan_over() -> Refusal {
    Refusal::new("sunshine.plan_over", "这一项已经写过办了没有").at("ended")
}

pub(crate) fn meeting_to_come() -> Refusal {
    Refusal::new("sunshine.meeting_to_come", "开过以后再记，日期不能在今天以后").at("on")
}

pub(crate) fn nobody_present() -> Refusal {
    Refusal::new("sunshine.nobody_present", "请勾上到会的人").at("present")
}

pub(crate) fn amount() -> Refusal {
    let sentence = "金额请只写数字，例如 9360 或者 9360.50";
    Refusal::new("sunshine.amount", sentence).at("amount")
}

pub(crate) fn way_missing() -> Refusal {
    Refusal::new("sunshine.way_missing", "请选怎么定的承接方").at("way")
}

pub(crate) fn decided_to_come() -> Refusal {
    Refusal::new("sunshine.decided_to_come", "定了以后再记，日期不能在今天以后").at("decided_on")
}

pub(crate) fn watcher_missing() -> Refusal {
    Refusal::new("sunshine.watcher_missing", "请选由监督委员会的谁盯着").at("watcher")
}
