//! A roster of many rows as people bring it: most are right, some are wrong in every way, and what
//! is right is not always tidy.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

use crate::model::IdentityNumber;

/// Rows below the head.
pub(crate) const ROWS: u32 = 10_000;
/// Every so many rows one is wrong.
const WRONG_EVERY: u32 = 50;
/// The row of the first person: title, remark and head stand above.
const FIRST: u32 = 4;

const HEADS: [&str; 10] = [
    "序号",
    "姓 名",
    "性别",
    "出生日期",
    "公民身份号码",
    "联系电话",
    "户号",
    "所在村",
    "户籍情况",
    "来此居住日期",
];

/// In which way a row is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    CheckCharacter,
    Twice,
    Village,
    Day,
    Name,
    Residence,
    Rounded,
    Formula,
    Merged,
    BecameDate,
    Sex,
    Since,
}

const FAULTS: [(Fault, &str, &str); 12] = [
    // The fault; the code in a spreadsheet; the code in a text.
    (Fault::CheckCharacter, "registry.identity_check", "registry.identity_check"),
    (Fault::Twice, "registry.row_twice", "registry.row_twice"),
    (Fault::Village, "registry.village_unknown", "registry.village_unknown"),
    (Fault::Day, "registry.date", "registry.date"),
    (Fault::Name, "registry.name_length", "registry.name_length"),
    (Fault::Residence, "registry.residence_unknown", "registry.residence_unknown"),
    (Fault::Rounded, "registry.number_rounded", "registry.number_rounded"),
    (Fault::Formula, "registry.formula_failed", "registry.phone"),
    (Fault::Merged, "registry.cell_merged", "registry.name_length"),
    (Fault::BecameDate, "registry.became_date", "registry.phone"),
    (Fault::Sex, "registry.sex_otherwise", "registry.sex_otherwise"),
    (Fault::Since, "registry.since_missing", "registry.since_missing"),
];

fn fault(at: u32) -> Option<(Fault, &'static str, &'static str)> {
    let wrong = at % WRONG_EVERY == 7;
    wrong.then(|| FAULTS[(at / WRONG_EVERY) as usize % FAULTS.len()])
}

/// The rows that are wrong, each with the code of its reason.
pub(crate) fn expected(sheet: bool) -> Vec<(u32, &'static str)> {
    let code = |(_, in_sheet, in_text)| if sheet { in_sheet } else { in_text };
    (0..ROWS).filter_map(|at| Some((at + FIRST, code(fault(at)?)))).collect()
}

/// A row as plain text, wrong where it is to be wrong in both kinds of file.
fn cells(at: u32) -> [String; 10] {
    let born_on = date(1930, 1, 1).checked_add(i64::from(at * 3).days()).unwrap();
    let order = 100 + at % 800;
    let number = IdentityNumber::made_up(990_001, born_on, order).unwrap();
    let village = ["柳湾村", "石桥镇/新华村", "柳林镇 新华村", "东山村"][(at / 2_500) as usize];
    let name = format!("{}{}", ['王', '李', '单', '欧'][at as usize % 4], letter(at));
    let mut cells = [
        (at + 1).to_string(),
        name,
        number.sex().label().to_string(),
        born_on.to_string(),
        number.as_str().to_owned(),
        format!("138{at:08}"),
        (at / 4).to_string(),
        village.to_owned(),
        "本村".to_owned(),
        String::new(),
    ];
    match fault(at).map(|(fault, ..)| fault) {
        Some(Fault::CheckCharacter) => {
            let last = cells[4].pop().unwrap();
            cells[4].push(if last == '1' { '2' } else { '1' });
        }
        Some(Fault::Twice) => {
            let mut before = self::cells(at - 1);
            before[0].clone_from(&cells[0]);
            return before;
        }
        Some(Fault::Village) => cells[7] = "柳弯村".into(),
        Some(Fault::Day) => {
            cells[3] = "1956年2月30日".into();
            cells[4].clear();
        }
        Some(Fault::Name | Fault::Merged) => cells[1].clear(),
        Some(Fault::Residence) => cells[8] = "不知道".into(),
        Some(Fault::Rounded) => cells[4] = "3.41125E+17".into(),
        Some(Fault::Formula) => cells[5] = "#N/A".into(),
        Some(Fault::BecameDate) => cells[5] = "12".into(),
        Some(Fault::Sex) => cells[2] = if cells[2] == "男" { "女" } else { "男" }.into(),
        Some(Fault::Since) => cells[8] = "外来".into(),
        None => tidy_not(at, &mut cells),
    }
    cells
}

/// What is right all the same.
fn tidy_not(at: u32, cells: &mut [String; 10]) {
    match at % 10 {
        1 => cells[5] = cells[5].chars().map(full_width).collect(),
        2 => cells[1].push_str("\u{a0} "),
        3 => cells[4].insert(6, '\u{200b}'),
        4 => cells[3] = cells[3].replace('-', "/"),
        5 => cells[6] = cells[6].chars().map(full_width).collect(),
        6 => cells[1].insert(3, ' '),
        _ => {}
    }
}

fn full_width(letter: char) -> char {
    char::from_u32(u32::from(letter) + 0xfee0).unwrap()
}

/// Two letters, another for every number.
fn letter(at: u32) -> String {
    [0x4e00 + at / 100, 0x5000 + at % 100]
        .into_iter()
        .map(|code| char::from_u32(code).unwrap())
        .collect()
}

/// The roster as comma-separated text.
pub(crate) fn text() -> String {
    let mut text = format!("清河县人口名册,,,\n2026年11月,,,\n{}\n", HEADS.join(","));
    for at in 0..ROWS {
        text.push_str(&cells(at).join(","));
        text.push('\n');
    }
    text
}

/// The roster as a spreadsheet, on the second sheet of two.
pub(crate) fn sheet() -> Vec<u8> {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("说明").unwrap();
    let sheet = book.add_worksheet();
    sheet.set_name("名册").unwrap();
    sheet.merge_range(0, 0, 0, 9, "清河县人口名册", &Format::new()).unwrap();
    sheet.write(1, 0, "2026年11月").unwrap();
    for (column, head) in (0..).zip(HEADS) {
        sheet.write(2, column, head).unwrap();
    }
    for at in 0..ROWS {
        write(sheet, at);
    }
    // Two who live in one village, with the cell merged: its name counts for both.
    sheet.merge_range(FIRST - 1 + 20, 7, FIRST - 1 + 21, 7, "柳湾村", &Format::new()).unwrap();
    book.save_to_buffer().unwrap()
}

fn write(sheet: &mut Worksheet, at: u32) {
    let row = at + FIRST - 1;
    let cells = cells(at);
    let day = Format::new().set_num_format("yyyy-mm-dd");
    for (column, cell) in (0..).zip(&cells) {
        sheet.write_string(row, column, cell).unwrap();
    }
    sheet.write_number(row, 0, at + 1).unwrap();
    let born_on: Option<Date> = cells[3].parse().ok();
    match fault(at).map(|(fault, ..)| fault) {
        Some(Fault::Rounded) => {
            sheet.write_number(row, 4, 341_125_195_603_121_000_i64 as f64).unwrap();
        }
        Some(Fault::Formula) => {
            let formula = Formula::new("=VLOOKUP(A1,B:C,2,0)").set_result("#N/A");
            sheet.write_formula(row, 5, formula).unwrap();
        }
        Some(Fault::Merged) => {
            let before = self::cells(at - 1)[1].clone();
            sheet.merge_range(row - 1, 1, row, 1, &before, &Format::new()).unwrap();
        }
        Some(Fault::BecameDate) => {
            let day_of_list = ExcelDateTime::from_ymd(2026, 3, 12).unwrap();
            sheet.write_datetime_with_format(row, 6, day_of_list, &day).unwrap();
            sheet.write_string(row, 5, "").unwrap();
        }
        Some(_) => {}
        None if at % 10 == 7 => {
            // A date as spreadsheets keep it, shown as one.
            let born = born_on.unwrap();
            let (year, month) = (u16::try_from(born.year()).unwrap(), born.month().unsigned_abs());
            let born = ExcelDateTime::from_ymd(year, month, born.day().unsigned_abs()).unwrap();
            sheet.write_datetime_with_format(row, 3, born, &day).unwrap();
        }
        None if at % 10 == 8 => {
            // The same, where the column has no format.
            let days = born_on.unwrap() - date(1899, 12, 30);
            sheet.write_number(row, 3, days.get_days()).unwrap();
            sheet.write_number(row, 5, cells[5].parse::<f64>().unwrap()).unwrap();
        }
        None if at % 10 == 9 => {
            let formula = Formula::new("=A1&B1").set_result(&cells[1]);
            sheet.write_formula(row, 1, formula).unwrap();
        }
        None => {}
    }
}
