//! Every way the registry says no.

mod protection;

use platform::Refusal;

mod area_changes;
mod bodies;
mod kin;
mod life;
mod renames;

pub(crate) use area_changes::*;
pub(crate) use bodies::*;
pub(crate) use kin::*;
pub(crate) use life::*;
pub(crate) use protection::{
    about_missing, answer_missing, asked_already, bank, card_same, field_missing,
    given_how_missing, kept_by_law, not_this_step, nothing_to_show, own_request, reason_missing,
    same_eyes, why_missing, words_long, words_missing, words_with_number,
};
pub(crate) use renames::*;

/// A formula whose result is not in the file.
pub(crate) fn formula_without_result(column: &str) -> Refusal {
    let sentence =
        "“{1}”是公式，文件里没有它的结果。请用 Excel 或 WPS 打开，保存一次再来，或改成数值";
    Refusal::new("registry.formula_without_result", sentence).with(column)
}

/// A formula that failed.
pub(crate) fn formula_failed(column: &str, shown: &str) -> Refusal {
    let sentence = "“{1}”显示的是 {2}，公式没有算出来，请改成实际内容";
    Refusal::new("registry.formula_failed", sentence).with(column).with(shown)
}

/// A long number of which a spreadsheet has lost the last digits.
pub(crate) fn number_rounded(column: &str) -> Refusal {
    let sentence =
        "“{1}”被表格当成数字，后几位已经丢了。请把这一列的格式设成“文本”，对照证件重新填";
    Refusal::new("registry.number_rounded", sentence).with(column)
}

/// A number or a name that a spreadsheet took for a date.
pub(crate) fn became_date(column: &str) -> Refusal {
    let sentence = "“{1}”被表格变成了日期。请把这一列的格式设成“文本”，重新填";
    Refusal::new("registry.became_date", sentence).with(column)
}

/// A merged cell where each person needs an own one.
pub(crate) fn cell_merged(column: &str) -> Refusal {
    let sentence = "“{1}”是合并的单元格，分不清是谁的。请取消合并，每行填一格";
    Refusal::new("registry.cell_merged", sentence).with(column)
}

/// Somebody who is registered elsewhere, where the importer has no say.
pub(crate) fn registered_elsewhere() -> Refusal {
    let sentence = "这个人登记在您管的地方以外，请先和那边核对";
    Refusal::new("registry.registered_elsewhere", sentence).at("area")
}

/// Somebody whose death is registered.
pub(crate) fn registered_dead() -> Refusal {
    let sentence = "这个人已经登记了去世，请先核对";
    Refusal::new("registry.registered_dead", sentence)
}

/// A list without a column that is needed.
pub(crate) fn columns_missing(names: &[&str]) -> Refusal {
    let sentence = "表头缺少这些列：{1}";
    Refusal::new("registry.columns_missing", sentence).with(names.join("、")).at("list")
}

/// Another list is being checked or saved.
pub(crate) fn import_running() -> Refusal {
    let sentence = "另一份名册正在检查或保存，一次只能办一份。请等它办完再来";
    Refusal::new("registry.import_running", sentence).at("list")
}

/// The import is no longer where the page showed it.
pub(crate) fn import_moved_on() -> Refusal {
    let sentence = "这份名册已经往下走了一步，请重新打开它看看";
    Refusal::new("registry.import_moved_on", sentence)
}

/// Nothing of the list would be saved.
pub(crate) fn nothing_to_import() -> Refusal {
    let sentence = "按您的选择，没有一行可以导入";
    Refusal::new("registry.nothing_to_import", sentence).at("changes")
}

/// The person has not said what to do.
pub(crate) fn not_decided() -> Refusal {
    Refusal::new("registry.not_decided", "请选一项：导入，还是不导入").at("decision")
}

/// A village for all rows that is none.
pub(crate) fn village_for_all() -> Refusal {
    let sentence = "没有叫这个名字的村，或者不止一个。请写成“乡镇/村”";
    Refusal::new("registry.village_for_all", sentence).at("village")
}

/// A list without rows.
pub(crate) fn list_empty() -> Refusal {
    Refusal::new("registry.list_empty", "表里一行内容也没有").at("list")
}

/// A cell that must not be empty.
pub(crate) fn cell_empty(column: &str) -> Refusal {
    Refusal::new("registry.cell_empty", "“{1}”没有填").with(column)
}

/// A level that is none.
pub(crate) fn level_unknown(word: &str) -> Refusal {
    let sentence = "没有“{1}”这一级，只有 county、township、village、group";
    Refusal::new("registry.level_unknown", sentence).with(word)
}

/// A code twice in one list.
pub(crate) fn code_twice(code: &str, row: u32) -> Refusal {
    Refusal::new("registry.code_twice", "代码 {1} 在第 {2} 行已经有了").with(code).with(row)
}

/// A parent that is neither in the list nor known.
pub(crate) fn parent_unknown(code: &str) -> Refusal {
    let sentence = "上级代码 {1} 不在表里，也没有登记过";
    Refusal::new("registry.parent_unknown", sentence).with(code)
}

/// A parent of the wrong level.
pub(crate) fn parent_level(code: &str) -> Refusal {
    let sentence = "上级代码 {1} 不是它的上一级";
    Refusal::new("registry.parent_level", sentence).with(code)
}

/// A known code under another name.
pub(crate) fn code_of_other_name(code: &str, known: &str) -> Refusal {
    let sentence =
        "代码 {1} 登记的是“{2}”，名称对不上。真改名了，先在它的页面上登记改名；换码要由人核对";
    Refusal::new("registry.code_of_other_name", sentence).with(code).with(known)
}

/// A known code under another parent.
pub(crate) fn code_of_other_parent(code: &str, known: &str) -> Refusal {
    let sentence = "代码 {1} 登记的“{2}”属于另一个上级，请先核对";
    Refusal::new("registry.code_of_other_parent", sentence).with(code).with(known)
}

/// A name that could mean several areas.
pub(crate) fn name_ambiguous(name: &str) -> Refusal {
    let sentence = "同一个上级下面有几个“{1}”，分不清是哪一个，请先核对";
    Refusal::new("registry.name_ambiguous", sentence).with(name)
}

/// A list of another county.
pub(crate) fn other_county(known: &str, name: &str) -> Refusal {
    let sentence = "这里登记的是{1}，一个数据库只管一个县，不能再导入{2}";
    Refusal::new("registry.other_county", sentence).with(known).with(name)
}

/// The county once more, under another code.
pub(crate) fn county_twice(name: &str) -> Refusal {
    let sentence = "{1}已经有一行了，一个县只能有一个代码";
    Refusal::new("registry.county_twice", sentence).with(name)
}

/// More areas under one than a path can number.
pub(crate) fn too_many_below(name: &str) -> Refusal {
    let sentence = "“{1}”下面的区域超过 9999 个，放不下";
    Refusal::new("registry.too_many_below", sentence).with(name).at("list")
}

/// An area that does not exist, in a form.
pub(crate) fn area_unknown() -> Refusal {
    Refusal::new("registry.area_unknown", "请选一个村（社区）").at("area")
}

/// A name that is empty or too long.
pub(crate) fn name_length() -> Refusal {
    Refusal::new("registry.name_length", "名称请填 1 到 60 个字").at("name")
}

/// A phone that cannot be one.
pub(crate) fn phone() -> Refusal {
    let sentence = "电话请填 7 到 12 位数字，固定电话连区号一起填";
    Refusal::new("registry.phone", sentence).at("phone")
}

/// A phone of someone who is said to have none.
pub(crate) fn phone_and_none() -> Refusal {
    let sentence = "填了电话，又选了“没有电话”，请去掉一个";
    Refusal::new("registry.phone_and_none", sentence).at("phone")
}

/// A date that is none.
pub(crate) fn date(typed: &str) -> Refusal {
    let sentence = "“{1}”不是日期，请写成 1956-03-12";
    Refusal::new("registry.date", sentence).with(typed)
}

/// A date of birth after today.
pub(crate) fn born_later() -> Refusal {
    Refusal::new("registry.born_later", "出生日期不能晚于今天").at("born_on")
}

/// A date of birth that the identity number contradicts.
pub(crate) fn born_otherwise() -> Refusal {
    let sentence = "出生日期和身份证号对不上，请对照证件";
    Refusal::new("registry.born_otherwise", sentence).at("born_on")
}

/// A sex that the identity number contradicts.
pub(crate) fn sex_otherwise() -> Refusal {
    Refusal::new("registry.sex_otherwise", "性别和身份证号对不上，请对照证件").at("sex")
}

/// A sex that is not on the list.
pub(crate) fn sex_unknown() -> Refusal {
    Refusal::new("registry.sex_unknown", "性别请填“男”或“女”").at("sex")
}

/// Neither a date of birth nor an identity number.
pub(crate) fn born_missing() -> Refusal {
    let sentence = "出生日期和身份证号至少填一个，不然分不清同名的人";
    Refusal::new("registry.born_missing", sentence).at("born_on")
}

/// A residence that is not on the list.
pub(crate) fn residence_unknown() -> Refusal {
    Refusal::new("registry.residence_unknown", "户籍请填“本村”“外来”或“外出”").at("residence")
}

/// Hukou elsewhere, but since when?
pub(crate) fn since_missing() -> Refusal {
    let sentence = "户籍在外地的人，请填从哪天起住在这里";
    Refusal::new("registry.since_missing", sentence).at("resident_since_on")
}

/// A date that lies ahead where it cannot.
pub(crate) fn since_later() -> Refusal {
    Refusal::new("registry.since_later", "这个日期不能晚于今天").at("resident_since_on")
}

/// A birth after the death that is on record.
pub(crate) fn born_after_death() -> Refusal {
    let sentence = "出生日期不能晚于登记的去世日期";
    Refusal::new("registry.born_after_death", sentence).at("born_on")
}

/// A village of that name is not known, or not the reader's.
pub(crate) fn village_unknown(name: &str) -> Refusal {
    let sentence = "没有叫“{1}”的村，或者不归您管";
    Refusal::new("registry.village_unknown", sentence).with(name).at("area")
}

/// Several villages of that name.
pub(crate) fn village_ambiguous(name: &str) -> Refusal {
    let sentence = "叫“{1}”的村不止一个，请写成“乡镇/村”";
    Refusal::new("registry.village_ambiguous", sentence).with(name).at("area")
}

/// The identity number belongs to somebody else.
pub(crate) fn identity_taken() -> Refusal {
    let sentence = "这个身份证号已经登记在另一个人名下，请核对";
    Refusal::new("registry.identity_taken", sentence).at("identity_number")
}

/// Somebody of that name and date of birth is there already.
pub(crate) fn person_alike() -> Refusal {
    let sentence = "村里已经登记了同名同生日的人。真是两个人的话，请填身份证号";
    Refusal::new("registry.person_alike", sentence).at("name")
}

/// A row that says what an earlier one says.
pub(crate) fn row_twice(row: u32) -> Refusal {
    Refusal::new("registry.row_twice", "和第 {1} 行是同一个人").with(row)
}

/// A department without its line of work, or the other way round.
pub(crate) fn department_missing() -> Refusal {
    let sentence = "请选这个部门管哪一行；不是县级部门的，不用选";
    Refusal::new("registry.department_missing", sentence).at("department")
}

/// A second body for one department.
pub(crate) fn department_taken() -> Refusal {
    let sentence = "这一行已经有一个部门了";
    Refusal::new("registry.department_taken", sentence).at("department")
}

/// A kind of body that is not on the list.
pub(crate) fn kind_unknown() -> Refusal {
    Refusal::new("registry.kind_unknown", "请选这是什么组织").at("kind")
}

/// A post that is not in `posts.toml`, or not of the body's level.
pub(crate) fn post_unknown() -> Refusal {
    Refusal::new("registry.post_unknown", "请选一个职务").at("post")
}

/// A post that belongs to another level.
pub(crate) fn post_level() -> Refusal {
    Refusal::new("registry.post_level", "这个职务不属于这一级，请换一个").at("post")
}

/// A person must be chosen.
pub(crate) fn person_missing() -> Refusal {
    Refusal::new("registry.person_missing", "请先找到这个人，再选中").at("person")
}

/// The person holds this post already.
pub(crate) fn already_held() -> Refusal {
    let sentence = "这个人现在就担任这个职务";
    Refusal::new("registry.already_held", sentence).at("person")
}

/// A term that ends before it begins.
pub(crate) fn term_backwards() -> Refusal {
    let sentence = "任期结束的日期要在开始之后";
    Refusal::new("registry.term_backwards", sentence).at("held_until")
}

/// A post that has ended already.
pub(crate) fn already_ended() -> Refusal {
    Refusal::new("registry.already_ended", "这个任职已经结束了").at("ended_on")
}

/// An end before the beginning.
pub(crate) fn ended_before_begun() -> Refusal {
    let sentence = "结束的日期不能早于任职开始的日期";
    Refusal::new("registry.ended_before_begun", sentence).at("ended_on")
}

/// The last administrator must not take away the last key.
pub(crate) fn own_post() -> Refusal {
    let sentence = "不能结束自己的系统管理员职务，请另一位管理员来办";
    Refusal::new("registry.own_post", sentence)
}

/// The first administrator is made once.
pub(crate) fn not_the_first() -> Refusal {
    let sentence = "已经有账号了，请由管理员在网页上开通新的账号";
    Refusal::new("registry.not_the_first", sentence)
}

/// Without a county there is nothing to administer.
pub(crate) fn no_county() -> Refusal {
    let sentence = "还没有导入区划表。请先运行 import divisions";
    Refusal::new("registry.no_county", sentence)
}

/// Somebody alike is there without an identity number: perhaps the same person.
pub(crate) fn number_to_add() -> Refusal {
    let sentence =
        "村里已有同名同生日的人，还没登记身份证号。请先核对是不是同一个人，是就到他的页面上补号";
    Refusal::new("registry.number_to_add", sentence).at("identity_number")
}

/// No sex was chosen, in a form.
pub(crate) fn sex_missing() -> Refusal {
    Refusal::new("registry.sex_missing", "请选性别").at("sex")
}

/// No residence was chosen, in a form.
pub(crate) fn residence_missing() -> Refusal {
    Refusal::new("registry.residence_missing", "请选户籍在哪里").at("residence")
}

/// No date was given where one is needed.
pub(crate) fn date_missing(field: &'static str) -> Refusal {
    Refusal::new("registry.date_missing", "请填日期").at(field)
}

/// No file was chosen.
pub(crate) fn list_missing() -> Refusal {
    Refusal::new("registry.list_missing", "请先选一个文件").at("list")
}

/// Somebody who is not of age.
pub(crate) fn not_of_age() -> Refusal {
    Refusal::new("registry.not_of_age", "到任那天还不满 18 周岁，不能任职")
        .citing(law::age::OF_AGE)
        .at("person")
}
