//! What may not be noted of a person's or a household's life.

use platform::Refusal;

/// An event that lies ahead.
pub(crate) fn happened_later() -> Refusal {
    Refusal::new("registry.happened_later", "日期不能晚于今天，到那天再来登记").at("happened_on")
}

/// An event before the person was born.
pub(crate) fn before_birth(name: &str) -> Refusal {
    let sentence = "{1}那天还没有出生，请核对日期";
    Refusal::new("registry.before_birth", sentence).with(name).at("happened_on")
}

/// An event before one that is noted already.
pub(crate) fn before_last(name: &str, last: jiff::civil::Date) -> Refusal {
    let sentence = "{1}在 {2} 已经登记过别的变动，这一件不能更早。请核对日期，或者先撤销那一件";
    Refusal::new("registry.before_last", sentence).with(name).with(last).at("happened_on")
}

/// Nothing more happens to the dead.
pub(crate) fn is_dead(name: &str) -> Refusal {
    let sentence = "{1}已经登记为去世。登记错了的话，请先撤销那一项";
    Refusal::new("registry.is_dead", sentence).with(name).at("happened_on")
}

/// Who left is not here.
pub(crate) fn has_left(name: &str) -> Refusal {
    let sentence = "{1}已经迁出本县。回来了的话，请先登记迁回";
    Refusal::new("registry.has_left", sentence).with(name).at("happened_on")
}

/// Only who left can come back.
pub(crate) fn not_away(name: &str) -> Refusal {
    let sentence = "{1}没有迁出过，不用登记迁回";
    Refusal::new("registry.not_away", sentence).with(name).at("happened_on")
}

/// The dead person's posts elsewhere are not this clerk's to end.
pub(crate) fn post_elsewhere(name: &str) -> Refusal {
    let sentence = "{1}还在别处任职。请系统管理员先登记离任，再来登记去世";
    Refusal::new("registry.post_elsewhere", sentence).with(name)
}

/// Nobody was ticked.
pub(crate) fn nobody_chosen() -> Refusal {
    Refusal::new("registry.nobody_chosen", "请选至少一个人").at("who")
}

/// Somebody who is not of this household.
pub(crate) fn not_a_member() -> Refusal {
    let sentence = "选的人里有人已经不在这一户了，请看看最新情况再办";
    Refusal::new("registry.not_a_member", sentence)
}

/// A household needs its number.
pub(crate) fn number_missing() -> Refusal {
    Refusal::new("registry.number_missing", "请填户号").at("household")
}

/// The number of a household that is there already.
pub(crate) fn number_taken(number: &str) -> Refusal {
    let sentence = "{1} 号已经有一户了，请换一个户号";
    Refusal::new("registry.number_taken", sentence).with(number).at("household")
}

/// There is no household of that number.
pub(crate) fn household_unknown(number: &str) -> Refusal {
    let sentence = "这个村没有 {1} 号户，请核对户号";
    Refusal::new("registry.household_unknown", sentence).with(number).at("household")
}

/// A household of another clerk's village.
pub(crate) fn household_elsewhere() -> Refusal {
    let sentence = "搬去的村不归您管，户号请留空，由那边的代办员登记到户";
    Refusal::new("registry.household_elsewhere", sentence).at("household")
}

/// Moving to where one is.
pub(crate) fn nothing_changes() -> Refusal {
    let sentence = "村和户都没有变，没有什么要登记的";
    Refusal::new("registry.nothing_changes", sentence).at("area")
}

/// A household into itself.
pub(crate) fn same_household() -> Refusal {
    Refusal::new("registry.same_household", "不能并到自己这一户，请填另一户的户号").at("household")
}

/// A household has one head.
pub(crate) fn one_head() -> Refusal {
    Refusal::new("registry.one_head", "一户要有一位户主，而且只能有一位").at("who")
}

/// A split leaves somebody behind.
pub(crate) fn nobody_stays() -> Refusal {
    let sentence = "原来的户里至少要留一个人。全家换户号，请用“更正登记”";
    Refusal::new("registry.nobody_stays", sentence).at("who")
}

/// Every member's relation to the head.
pub(crate) fn relation_missing(name: &str) -> Refusal {
    let sentence = "请选{1}和户主是什么关系";
    Refusal::new("registry.relation_missing", sentence).with(name).at("who")
}

/// Nobody marries themselves.
pub(crate) fn own_spouse() -> Refusal {
    Refusal::new("registry.own_spouse", "请选另一个人").at("person")
}

/// One spouse at a time.
pub(crate) fn is_married(name: &str) -> Refusal {
    let sentence = "{1}已经登记为已婚。离了婚的，请先登记离婚";
    Refusal::new("registry.is_married", sentence).with(name).at("person")
}

/// Only the married divorce.
pub(crate) fn is_not_married(name: &str) -> Refusal {
    Refusal::new("registry.is_not_married", "{1}没有登记过结婚").with(name).at("happened_on")
}

/// Who moves into whose household was not said.
pub(crate) fn into_missing() -> Refusal {
    Refusal::new("registry.into_missing", "请选婚后住在哪一户").at("into")
}

/// The household to move into is not known.
pub(crate) fn into_no_household(name: &str) -> Refusal {
    let sentence = "{1}还没有登记到户，请先登记到户，或者选“各住各的”";
    Refusal::new("registry.into_no_household", sentence).with(name).at("into")
}

/// Taken back once.
pub(crate) fn already_taken_back() -> Refusal {
    Refusal::new("registry.already_taken_back", "这一项已经撤销过了").at("words")
}

/// Later events stand on it.
pub(crate) fn changed_since(name: &str) -> Refusal {
    let sentence = "{1}后来又登记过变动，请从最近的一项撤起";
    Refusal::new("registry.changed_since", sentence).with(name).at("words")
}

/// Taking back needs its reason.
pub(crate) fn why_taken_back() -> Refusal {
    Refusal::new("registry.why_taken_back", "请写明为什么撤销").at("words")
}

/// Nobody of that name in one's villages.
pub(crate) fn nobody_found() -> Refusal {
    let sentence = "没有找到。少打几个字再试；也可能这个人不在您管的地方";
    Refusal::new("registry.nobody_found", sentence).at("q")
}

/// Who moves in is somehow related to the head.
pub(crate) fn relation_needed() -> Refusal {
    Refusal::new("registry.relation_needed", "请选和户主的关系").at("relation")
}

/// One registration is not merged with itself.
pub(crate) fn same_registration() -> Refusal {
    Refusal::new("registry.same_registration", "这是同一个登记，没有什么要合并的")
}

/// One merge at a time.
pub(crate) fn merge_waits() -> Refusal {
    let sentence = "其中一个登记已经有一项合并在等人确认，请先办完那一项";
    Refusal::new("registry.merge_waits", sentence)
}

/// Two accounts, of which one stays.
pub(crate) fn account_to_choose() -> Refusal {
    let sentence = "两个登记都有账号，请选留哪一个；另一个会关闭";
    Refusal::new("registry.account_to_choose", sentence).at("account")
}

/// Somebody was faster.
pub(crate) fn merge_settled() -> Refusal {
    let sentence = "这项合并已经有人办过了，请看看最新情况";
    Refusal::new("registry.merge_settled", sentence)
}

/// Nothing to undo.
pub(crate) fn merge_not_standing() -> Refusal {
    let sentence = "这项合并没有生效，没有什么要撤销的";
    Refusal::new("registry.merge_not_standing", sentence)
}

/// Nobody is married to two.
pub(crate) fn two_spouses() -> Refusal {
    let sentence =
        "两个登记的配偶不是同一个人，不能合并。请先核对：离婚没有登记的先登记，登记错的先撤销";
    Refusal::new("registry.two_spouses", sentence)
}

/// The other of a couple was merged later.
pub(crate) fn spouse_merged_since() -> Refusal {
    let sentence = "配偶的登记后来也合并过，请先撤销那一项";
    Refusal::new("registry.spouse_merged_since", sentence)
}

/// Whose event it was is not told any more.
pub(crate) fn event_taken_back_since() -> Refusal {
    let sentence = "合并以后撤销过并过来的登记的一项变动，分开以后说不清是谁的，不能再撤销合并。请另外登记一个人";
    Refusal::new("registry.event_taken_back_since", sentence)
}

/// The undoing would lose what was noted since.
pub(crate) fn standing_changed_since(name: &str) -> Refusal {
    let sentence =
        "合并以后，{1}或者家里人的户、婚姻又登记过变动。请先从最近的一项撤起，再撤销合并";
    Refusal::new("registry.standing_changed_since", sentence).with(name)
}

/// The number of one of the two is another's by now.
pub(crate) fn number_given_since() -> Refusal {
    let sentence = "其中一个登记的身份证号，合并以后登记给了别人。请先核对那个人的身份证号";
    Refusal::new("registry.number_given_since", sentence)
}

/// A later merge stands on it.
pub(crate) fn merged_since() -> Refusal {
    let sentence = "这个人后来又合并过，请从最近的一项撤起";
    Refusal::new("registry.merged_since", sentence)
}

/// What became of the area is not one person's event.
pub(crate) fn of_the_area() -> Refusal {
    let sentence = "这是区划调整带来的变化，不能按人撤销。户口要改的，请登记“搬家、换户”";
    Refusal::new("registry.of_the_area", sentence)
}
