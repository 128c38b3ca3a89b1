//! Why a body stays as it is.

use jiff::civil::Date;
use platform::Refusal;

/// It is no more.
pub(crate) fn body_ended(on: Date) -> Refusal {
    Refusal::new("registry.body_ended", "这个组织从 {1} 起已经撤销，不能再改，也不能再任职")
        .with(on)
}

/// Nothing would change.
pub(crate) fn body_same() -> Refusal {
    Refusal::new("registry.body_same", "和现在登记的一样，没有什么要改的").at("name")
}

/// Why is not said.
pub(crate) fn correction_reason() -> Refusal {
    Refusal::new("registry.correction_reason", "请写明为什么更正，2 到 200 个字").at("why")
}

/// A number of seats that the law does not know.
pub(crate) fn committee_seats(today: Date) -> Refusal {
    Refusal::new("registry.committee_seats", "村民委员会的席位请填 3 到 7")
        .citing(law::village::size_cite(today))
        .at("seats")
}

/// A number of seats that no body has, or none.
pub(crate) fn seats_number() -> Refusal {
    Refusal::new("registry.seats_number", "席位请填 1 到 500 的整数，不知道就空着").at("seats")
}

/// The end lies ahead.
pub(crate) fn ended_later() -> Refusal {
    let sentence = "还没有到撤销那天。请等到那天再来登记";
    Refusal::new("registry.ended_later", sentence).at("ended_on")
}

/// A department becomes something else, or something else a department.
pub(crate) fn successor_kind() -> Refusal {
    let sentence = "县级部门只能由县级部门接续，别的组织不能变成县级部门";
    Refusal::new("registry.successor_kind", sentence).at("successor_kind")
}

/// What comes after is named and not said what it is, or the other way round.
pub(crate) fn successor_half() -> Refusal {
    let sentence = "有组织接续的，请把“变成什么组织”和“新组织的名称”都填上";
    Refusal::new("registry.successor_half", sentence).at("successor")
}
