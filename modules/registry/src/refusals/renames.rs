//! Why an area keeps its name.

use jiff::civil::Date;
use platform::Refusal;

/// Nothing would change.
pub(crate) fn name_same() -> Refusal {
    Refusal::new("registry.name_same", "新名称和现在的一样，不用改").at("name")
}

/// Two areas under one could not be told apart.
pub(crate) fn name_taken(name: &str) -> Refusal {
    let sentence = "同一个上级下面已经有“{1}”。请对照批准文件再看一遍";
    Refusal::new("registry.name_taken", sentence).with(name).at("name")
}

/// A government decides, and its decision has a number.
pub(crate) fn document_missing() -> Refusal {
    let sentence = "请填批准文件的文号，最多 60 个字，例如：清政发〔2026〕12号";
    Refusal::new("registry.document_missing", sentence).at("document")
}

/// The new name is not in force yet.
pub(crate) fn renamed_later() -> Refusal {
    let sentence = "还没有生效。请等到生效那天再来登记";
    Refusal::new("registry.renamed_later", sentence).at("renamed_on")
}

/// Names follow one another; none is put between two.
pub(crate) fn renamed_before(last: Date) -> Refusal {
    let sentence =
        "上一次改名是 {1} 生效的，这一次不能更早。请核对日期；上一次写错了名称的，日期照填那一天";
    Refusal::new("registry.renamed_before", sentence).with(last).at("renamed_on")
}
