//! Which column of a list is which: found by the names at its head, or said by a person.

use platform::privacy::digest;
use platform::table::{Mark, Row};
use platform::{Refusal, Text, text};
use serde::{Deserialize, Serialize};

use crate::refusals;

/// What a column of a roster says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The name.
    Name,
    /// The sex.
    Sex,
    /// The date of birth.
    BornOn,
    /// The identity number.
    IdentityNumber,
    /// The phone.
    Phone,
    /// The number of the household.
    Household,
    /// The township of the village.
    Township,
    /// The village.
    Village,
    /// The group of the village.
    Group,
    /// How the person belongs there.
    Residence,
    /// Since when a person whose hukou is elsewhere lives here.
    ResidentSince,
}

impl Field {
    /// All of them, in the order in which the page offers them.
    pub const ALL: [Self; 11] = [
        Self::Name,
        Self::Sex,
        Self::BornOn,
        Self::IdentityNumber,
        Self::Phone,
        Self::Household,
        Self::Township,
        Self::Village,
        Self::Group,
        Self::Residence,
        Self::ResidentSince,
    ];

    /// The word in forms.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Sex => "sex",
            Self::BornOn => "born_on",
            Self::IdentityNumber => "identity_number",
            Self::Phone => "phone",
            Self::Household => "household",
            Self::Township => "township",
            Self::Village => "village",
            Self::Group => "group",
            Self::Residence => "residence",
            Self::ResidentSince => "resident_since",
        }
    }

    /// The one with that word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.word() == word)
    }

    /// What people read.
    pub const fn label(self) -> Text {
        match self {
            Self::Name => text("姓名"),
            Self::Sex => text("性别"),
            Self::BornOn => text("出生日期"),
            Self::IdentityNumber => text("身份证号"),
            Self::Phone => text("电话"),
            Self::Household => text("户号"),
            Self::Township => text("乡镇"),
            Self::Village => text("村（社区）"),
            Self::Group => text("村民小组"),
            Self::Residence => text("户籍"),
            Self::ResidentSince => text("来此居住日期"),
        }
    }

    /// The names that such a column has in lists, without spaces, in small letters.
    const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Name => &["姓名", "name", "人员姓名", "居民姓名", "村民姓名", "成员姓名", "名字"],
            Self::Sex => &["性别", "sex", "男女"],
            Self::BornOn => &["出生日期", "born_on", "出生年月日", "出生年月", "生日", "出生时间"],
            Self::IdentityNumber => &[
                "身份证号",
                "identity_number",
                "身份证",
                "身份证号码",
                "公民身份号码",
                "公民身份证号码",
                "居民身份证号",
                "居民身份证号码",
                "证件号码",
                "证件号",
                "身份号码",
            ],
            Self::Phone => &[
                "电话",
                "phone",
                "联系电话",
                "手机",
                "手机号",
                "手机号码",
                "电话号码",
                "联系方式",
                "移动电话",
                "本人电话",
            ],
            Self::Household => {
                &["户号", "household", "户编号", "家庭编号", "户籍编号", "户口编号", "户序号"]
            }
            Self::Township => {
                &["乡镇", "township", "镇", "乡", "街道", "所在乡镇", "所属乡镇", "乡镇街道"]
            }
            Self::Village => &[
                "村",
                "village",
                "所在村",
                "所属村",
                "村名",
                "村居",
                "村社区",
                "社区",
                "行政村",
                "村(社区)",
                "所在社区",
                "村委会",
            ],
            Self::Group => {
                &["组", "group", "村民组", "村民小组", "小组", "组别", "所在组", "所属组"]
            }
            Self::Residence => {
                &["户籍", "residence", "户籍情况", "户籍类型", "居住情况", "人户情况", "人员类型"]
            }
            Self::ResidentSince => {
                &["来此居住日期", "resident_since", "居住日期", "来此日期", "入住日期", "迁入日期"]
            }
        }
    }

    fn of(head: &str) -> Option<Self> {
        let plain: String = head
            .chars()
            .map(platform::code::half_width)
            .filter(|letter| !letter.is_whitespace() && !"*:.".contains(*letter))
            .flat_map(char::to_lowercase)
            .collect();
        Self::ALL.into_iter().find(|field| field.names().contains(&plain.as_str()))
    }
}

/// The column that the program itself adds when it hands bad rows back.
pub(crate) const REASON_COLUMN: &str = "哪里不对";

/// Which column is which, and what holds for all rows where no column says it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// What each column says; one that is not used says nothing.
    pub columns: Vec<Option<Field>>,
    /// The village of all rows; empty where a column says it.
    pub village: String,
    /// How all persons belong there, as a list would say it; empty where a column says it.
    pub residence: String,
}

/// Where the content of a list lies, and what its columns say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// The sheet of a workbook; none is the first that is not empty.
    pub sheet: Option<usize>,
    /// The row of the head. Content is below it.
    pub head_row: u32,
    /// The names at the head.
    pub heads: Vec<String>,
    /// What the columns say.
    pub mapping: Mapping,
}

impl Layout {
    /// Finds the head among the first rows: the one with the most names that are known. Lines of
    /// title stand above it.
    pub(crate) fn guess(sheet: Option<usize>, rows: &[Row]) -> Option<Self> {
        let known = |row: &&Row| row.cells.iter().filter(|cell| Field::of(cell).is_some()).count();
        let filled = |row: &&Row| row.cells.iter().filter(|cell| !cell.is_empty()).count();
        let by_name = rows.iter().rev().max_by_key(known).filter(|row| known(row) > 0);
        let head = by_name.or_else(|| rows.iter().find(|row| filled(row) > 1))?;
        let mut columns = Vec::with_capacity(head.cells.len());
        for cell in &head.cells {
            // Of two columns of one name, the first counts.
            columns.push(Field::of(cell).filter(|field| !columns.contains(&Some(*field))));
        }
        let mapping = Mapping { columns, ..Mapping::default() };
        Some(Self { sheet, head_row: head.number, heads: head.cells.clone(), mapping })
    }

    /// A word that is equal for lists with the same head.
    pub(crate) fn signature(&self) -> String {
        let heads: Vec<&str> = self.heads.iter().map(String::as_str).collect();
        let own = heads.strip_suffix(&[REASON_COLUMN]).unwrap_or(&heads);
        digest(own.join("\n").as_bytes())
    }
}

impl Mapping {
    /// What is still missing before rows can be read.
    pub(crate) fn check(&self) -> std::result::Result<(), Refusal> {
        let has = |field| self.columns.contains(&Some(field));
        let needed = [
            (Field::Name, has(Field::Name)),
            (Field::Village, has(Field::Village) || !self.village.is_empty()),
            (Field::Residence, has(Field::Residence) || !self.residence.is_empty()),
        ];
        let missing: Vec<&str> =
            needed.iter().filter(|(_, there)| !there).map(|(field, _)| field.label().0).collect();
        if missing.is_empty() { Ok(()) } else { Err(refusals::columns_missing(&missing)) }
    }

    /// Whether a column says it, row by row.
    pub(crate) fn says(&self, field: Field) -> bool {
        self.columns.contains(&Some(field))
    }

    /// The cell of that field.
    pub(crate) fn cell<'r>(&self, row: &'r Row, field: Field) -> &'r str {
        let column = self.columns.iter().position(|column| *column == Some(field));
        column.map_or("", |column| row.cell(column))
    }

    /// What a spreadsheet did to the cells that count.
    ///
    /// The text of a merged cell counts for all its rows where it is the name of a place or the
    /// number of a household. Of persons, merged cells say nothing certain, and the row is bad.
    pub(crate) fn odd(&self, row: &Row) -> Vec<Refusal> {
        let odd = row.marks.iter().filter_map(|(column, mark)| {
            let field = (*self.columns.get(*column)?)?;
            let place =
                matches!(field, Field::Township | Field::Village | Field::Group | Field::Household);
            let date = matches!(field, Field::BornOn | Field::ResidentSince);
            let column = field.label().0;
            match mark {
                Mark::NoResult => Some(refusals::formula_without_result(column)),
                Mark::Failed(shown) => Some(refusals::formula_failed(column, shown)),
                Mark::Rounded => Some(refusals::number_rounded(column)),
                Mark::Date if !date => Some(refusals::became_date(column)),
                Mark::Merged(wide) if *wide || !place => Some(refusals::cell_merged(column)),
                Mark::Date | Mark::Merged(_) => None,
            }
        });
        odd.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: u32, cells: &[&str]) -> Row {
        Row { number, cells: cells.iter().map(|cell| (*cell).into()).collect(), marks: Vec::new() }
    }

    #[test]
    fn the_head_is_found_below_the_title() {
        let rows = [
            row(1, &["柳湾村常住人口登记表"]),
            row(2, &["单位：", "柳湾村", "", "2026年11月"]),
            row(
                3,
                &[
                    "序号",
                    "姓 名",
                    "公民身份号码",
                    "与户主关系",
                    "联系电话",
                    "所在村",
                    "村民组",
                    "姓名",
                ],
            ),
            row(4, &["1", "王小芳", "", "户主", "", "柳湾村", "一组", ""]),
        ];
        let layout = Layout::guess(None, &rows).unwrap();
        assert_eq!(layout.head_row, 3);
        let expected = [
            None,
            Some(Field::Name),
            Some(Field::IdentityNumber),
            None,
            Some(Field::Phone),
            Some(Field::Village),
            Some(Field::Group),
            None,
        ];
        assert_eq!(layout.mapping.columns, expected);
        assert_eq!(layout.mapping.check().unwrap_err().args, ["户籍"]);
    }

    #[test]
    fn no_two_fields_share_a_name() {
        let mut names: Vec<&str> =
            Field::ALL.iter().flat_map(|field| field.names()).copied().collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn a_list_that_came_back_with_reasons_has_the_same_head() {
        let rows = [row(1, &["姓名", "村"]), row(1, &["姓名", "村", REASON_COLUMN])];
        let signatures = rows.map(|row| Layout::guess(None, &[row]).unwrap().signature());
        assert_eq!(signatures[0], signatures[1]);
    }
}
