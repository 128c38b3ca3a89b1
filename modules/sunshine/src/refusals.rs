//! Every way this module says no that the law crate has no hindrance for.

pub(crate) mod questions;
pub(crate) mod supervision;

use jiff::civil::Date;
use law::sunshine::{Class, Finding, Hindrance, Severity};
use platform::{Error, Refusal, Text, text};

use crate::item::Shape;

/// What the law crate found in the way.
pub(crate) fn hindrance(hindrance: Hindrance, class: Class) -> Error {
    Refusal {
        code: hindrance.key(),
        sentence: Text(hindrance.sentence()),
        args: Vec::new(),
        cite: hindrance.cite(class),
        field: match hindrance {
            Hindrance::ReasonMissing => Some("words"),
            Hindrance::CommitteeAbsent => Some("of_committee"),
            Hindrance::PartyAbsent => Some("of_party"),
            Hindrance::OutOfOrder | Hindrance::DisplayTooShort => Some("on"),
            _ => None,
        },
    }
    .into()
}

pub(crate) fn moved_meanwhile() -> Refusal {
    Refusal::new("sunshine.moved_meanwhile", "这份公开稿刚刚有人办过一步，请看看最新情况再办")
}

pub(crate) fn no_such_item() -> Refusal {
    Refusal::new("sunshine.no_such_item", "公开目录里没有这一项，或者它还没有公布").at("item")
}

pub(crate) fn item_of_county() -> Refusal {
    let sentence = "县里的目录已经有这个代号。村里加的事项请换一个代号";
    Refusal::new("sunshine.item_of_county", sentence).at("key")
}

pub(crate) fn already_published() -> Refusal {
    Refusal::new("sunshine.already_published", "这个版本已经公布了。要改就出新版本")
}

pub(crate) fn older_version() -> Refusal {
    Refusal::new("sunshine.older_version", "后来又写了新版本，请核对并公布最新的一版")
}

pub(crate) fn same_publisher() -> Refusal {
    Refusal::new("sunshine.same_publisher", "起草的人不能自己公布，请另一个人核对后公布")
}

pub(crate) fn no_village() -> Refusal {
    Refusal::new("sunshine.no_village", "收支频繁按村登记，请选一个村或者社区")
}

pub(crate) fn traffic_decision() -> Refusal {
    let sentence = "请写明根据什么认定，例如镇政府的文号，或者哪次会议";
    Refusal::new("sunshine.traffic_decision", sentence).at("decision")
}

pub(crate) fn traffic_order() -> Refusal {
    let sentence = "这一天比上一条登记还早。请从上一条登记以后的日子写起";
    Refusal::new("sunshine.traffic_order", sentence).at("since_on")
}

pub(crate) fn traffic_same(heavy: bool) -> Refusal {
    let sentence = if heavy {
        "这个村已经登记为收支频繁，不用再登记"
    } else {
        "这个村没有登记为收支频繁，不用取消"
    };
    Refusal::new("sunshine.traffic_same", sentence).at("heavy")
}

pub(crate) fn period_of_another_kind() -> Refusal {
    let sentence = "这一项的公开周期不是这样的，请从“该公开的”里选";
    Refusal::new("sunshine.period_of_another_kind", sentence).at("period")
}

pub(crate) fn period_to_come() -> Refusal {
    Refusal::new("sunshine.period_to_come", "这一期还没有开始").at("period")
}

pub(crate) fn period_unreadable() -> Refusal {
    let sentence = "周期请写成 2026-11、2026-Q4、2026，或者发生的日子";
    Refusal::new("sunshine.period_unreadable", sentence).at("period")
}

pub(crate) fn told_already() -> Refusal {
    let sentence = "这一期已经公布过了。有错请在那一份上“更正”，原来的留着";
    Refusal::new("sunshine.told_already", sentence).at("period")
}

pub(crate) fn being_drafted() -> Refusal {
    let sentence = "这一期已经有人在起草，请接着那一份写";
    Refusal::new("sunshine.being_drafted", sentence).at("period")
}

pub(crate) fn corrected_already() -> Refusal {
    Refusal::new(
        "sunshine.corrected_already",
        "这一份已经更正过了。还有错，请在更正的那一份上再更正",
    )
}

pub(crate) fn no_draft() -> Refusal {
    let sentence = "送审以后就不能改了。要改，请监督委员会退回，或者公布以后更正";
    Refusal::new("sunshine.no_draft", sentence)
}

pub(crate) fn submitted_once() -> Refusal {
    let sentence = "送审过的稿子留底，不能丢掉。改好再送审就行";
    Refusal::new("sunshine.submitted_once", sentence)
}

pub(crate) fn title_missing() -> Refusal {
    Refusal::new("sunshine.title_missing", "请写标题，例如：2026年第三季度村级财务").at("title")
}

pub(crate) fn too_many_lines(most: usize) -> Refusal {
    let sentence = "一份账最多 {1} 笔，请按月分开公布";
    Refusal::new("sunshine.too_many_lines", sentence).with(most).at("list")
}

pub(crate) fn no_head() -> Refusal {
    let sentence =
        "没有找到表头。表头要有“日期”“摘要”，再有“收入”或者“支出”；“对方”“凭证号”“科目”可有可无";
    Refusal::new("sunshine.no_head", sentence).at("list")
}

pub(crate) fn no_lines() -> Refusal {
    Refusal::new("sunshine.no_lines", "表头下面一笔账也没有").at("list")
}

pub(crate) fn no_list() -> Refusal {
    Refusal::new("sunshine.no_list", "还没有选文件，请选一个 .xlsx 或者 .csv 文件").at("list")
}

/// What is wrong with a row of a file.
pub(crate) const ROW_DAY: Text = text("日期“{1}”看不懂，请写成 2026-08-03");
pub(crate) const ROW_SUMMARY: Text = text("摘要是空的");
pub(crate) const ROW_SUM: Text = text("金额“{1}”看不懂，请只写数字");
pub(crate) const ROW_ONE_SUM: Text = text("收入和支出要写一个，而且只写一个");

pub(crate) fn incomplete(shape: Shape) -> Refusal {
    let sentence = match shape {
        Shape::Ledger => "期初余额和期末余额都要写上，没有余额写 0",
        Shape::Table => "表里还没有内容",
        Shape::Text => "正文还没有写",
    };
    Refusal::new("sunshine.incomplete", sentence)
}

pub(crate) fn line_without_day() -> Refusal {
    Refusal::new("sunshine.line_without_day", "有的账没有写日期，请补上")
}

pub(crate) fn attachments(names: &str) -> Refusal {
    let sentence = "这一项要附上：{1}。请拍照或者选文件，传上来再送审";
    Refusal::new("sunshine.attachments", sentence).with(names)
}

pub(crate) fn correction_words() -> Refusal {
    let sentence = "更正要在说明里写清楚：原来哪里错了，为什么错";
    Refusal::new("sunshine.correction_words", sentence)
}

pub(crate) fn flawed(findings: &[Finding]) -> Refusal {
    let blocking = |finding: &&Finding| finding.flaw.severity() == Severity::Blocks;
    let many = findings.iter().filter(blocking).count();
    let sentence = "自动检查有 {1} 处不对，改好才能送审。哪一处，看下面“自动检查”";
    Refusal::new("sunshine.flawed", sentence).with(many)
}

pub(crate) fn decision_missing() -> Refusal {
    let sentence = "请写联席会议怎么定的，例如：同意公布";
    Refusal::new("sunshine.decision_missing", sentence).at("decision")
}

pub(crate) fn photo_missing() -> Refusal {
    let sentence = "请拍一张公开栏的照片，能看清贴在哪里、贴了什么";
    Refusal::new("sunshine.photo_missing", sentence).at("photo")
}

pub(crate) fn day_to_come() -> Refusal {
    Refusal::new("sunshine.day_to_come", "这一天还没有到，请核对日期").at("on")
}

pub(crate) fn display_days(until: Date) -> Refusal {
    let sentence = "张榜要满期限，{1} 过完才能撤下";
    Refusal::new("sunshine.display_days", sentence)
        .with(format!("{}月{}日", until.month(), until.day()))
        .citing(law::sunshine::BOARD)
        .at("on")
}

pub(crate) fn archive_place() -> Refusal {
    let sentence = "请写放在哪里，例如：2026年村务档案第3盒";
    Refusal::new("sunshine.archive_place", sentence).at("place")
}

pub(crate) fn bad_mark() -> Refusal {
    Refusal::new("sunshine.bad_mark", "after 请用上一页最后一个编号").at("after")
}
