//! Why an area stays where it lies.

use jiff::civil::Date;
use law::Cite;
use law::village::ExtentFault;
use platform::Refusal;

/// It ended; something else stands for it.
pub(crate) fn area_abolished(name: &str, successor: &str) -> Refusal {
    let sentence = "“{1}”已经撤销，并入“{2}”，请用“{2}”";
    Refusal::new("registry.area_abolished", sentence).with(name).with(successor).at("area")
}

/// A county and a township lie where they lie.
pub(crate) fn only_villages_move() -> Refusal {
    let sentence = "只有村、社区和村民小组可以划到别处。乡镇合并请用“并入”";
    Refusal::new("registry.only_villages_move", sentence).at("to")
}

/// A village belongs to a township, a group to a village.
pub(crate) fn wrong_level_above() -> Refusal {
    let sentence = "请选一个新的上级：村选乡镇，村民小组选村";
    Refusal::new("registry.wrong_level_above", sentence).at("to")
}

/// Nothing would change.
pub(crate) fn lies_there_already(above: &str) -> Refusal {
    let sentence = "它现在就属于“{1}”，不用改";
    Refusal::new("registry.lies_there_already", sentence).with(above).at("to")
}

/// Two areas under one could not be told apart.
pub(crate) fn name_taken_there(above: &str, name: &str) -> Refusal {
    let sentence = "“{1}”下面已经有“{2}”。请先登记改名，再划过去";
    Refusal::new("registry.name_taken_there", sentence).with(above).with(name).at("to")
}

/// A village goes into a village.
pub(crate) fn wrong_successor() -> Refusal {
    let sentence = "请选并入哪里：村选村，乡镇选乡镇，村民小组选村民小组";
    Refusal::new("registry.wrong_successor", sentence).at("to")
}

/// Nothing is put below a group.
pub(crate) fn nothing_below_a_group() -> Refusal {
    Refusal::new("registry.nothing_below_a_group", "村民小组下面不再设区域").at("name")
}

/// A new village made of a part has a part.
pub(crate) fn nothing_chosen_to_go() -> Refusal {
    let sentence = "请选哪些村民小组划出来，或者填没有分组的户的户号";
    Refusal::new("registry.nothing_chosen_to_go", sentence).at("groups")
}

/// Only what belongs to the divided area goes.
pub(crate) fn group_of_another(name: &str) -> Refusal {
    let sentence = "选的村民小组不属于“{1}”，请重新选";
    Refusal::new("registry.group_of_another", sentence).with(name).at("groups")
}

/// A number that nobody there has.
pub(crate) fn household_not_there(number: &str) -> Refusal {
    let sentence = "没有分组的户里找不到户号 {1}，请核对";
    Refusal::new("registry.household_not_there", sentence).with(number).at("households")
}

/// It is not in force yet.
pub(crate) fn changed_later() -> Refusal {
    let sentence = "还没有生效。请等到生效那天再来登记";
    Refusal::new("registry.changed_later", sentence).at("changed_on")
}

/// Changes follow one another; none is put between two.
pub(crate) fn changed_before(last: Date) -> Refusal {
    let sentence = "这里上一次调整是 {1} 生效的，这一次不能更早。请核对日期";
    Refusal::new("registry.changed_before", sentence).with(last).at("changed_on")
}

/// The law asks for the villagers first.
pub(crate) fn extent(fault: ExtentFault, cite: Cite) -> Refusal {
    Refusal::new("registry.extent", fault.sentence()).citing(cite).at("agreed_on")
}

/// Rows of a list that was checked say where people live.
pub(crate) fn list_waiting(file: &str) -> Refusal {
    let sentence = "名册“{1}”已经检查过，还没有导入。请先导入或者放弃它，再登记这次调整";
    Refusal::new("registry.list_waiting", sentence).with(file)
}

/// Somebody has looked at the paper once more.
pub(crate) fn not_sure() -> Refusal {
    Refusal::new("registry.not_sure", "请先和批准文件核对，再打勾").at("sure")
}

/// More than anybody types by hand.
pub(crate) fn too_many_numbers() -> Refusal {
    let sentence = "一次最多 500 户。更多的请先分好村民小组，再按小组划";
    Refusal::new("registry.too_many_numbers", sentence).at("households")
}
