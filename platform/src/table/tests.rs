//! Lists in every form that people save them.

use std::ops::ControlFlow;

use super::encoding::to_gb18030;
use super::*;

fn rows(source: &Source) -> Vec<(u32, Vec<String>)> {
    let mut rows = Vec::new();
    read(source, None, &mut |row, _| {
        rows.push((row.number, row.cells));
        Ok(ControlFlow::Continue(()))
    })
    .unwrap();
    rows
}

fn own(cells: &[(u32, &[&str])]) -> Vec<(u32, Vec<String>)> {
    let texts = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
    cells.iter().map(|(number, cells)| (*number, texts(cells))).collect()
}

#[test]
fn a_text_is_read_in_every_encoding_that_spreadsheets_save() {
    let text = "姓名,村\r\n王小芳,柳湾村\r\n\r\n𠮷田,石桥镇\r\n";
    let expected =
        own(&[(1, &["姓名", "村"]), (2, &["王小芳", "柳湾村"]), (4, &["𠮷田", "石桥镇"])]);
    let marked = format!("\u{feff}{text}");
    let little: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = marked.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let unmarked: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let tabs = text.replace(',', "\t");
    for bytes in [
        text.as_bytes().to_vec(),
        marked.as_bytes().to_vec(),
        to_gb18030(text),
        little,
        big,
        unmarked,
        tabs.into_bytes(),
    ] {
        assert_eq!(rows(&Source::bytes(bytes.clone())), expected, "{bytes:02x?}");
    }
}

#[test]
fn an_encoding_is_told_by_the_last_row_as_well() {
    let mut text = "name,village\n".to_owned();
    for _ in 0..20_000 {
        text.push_str("plain,text\n");
    }
    text.push_str("王小芳,柳湾村\n");
    let read = rows(&Source::bytes(to_gb18030(&text)));
    assert_eq!(read.last().unwrap().1, ["王小芳", "柳湾村"]);
    assert_eq!(read.len(), 20_002);
}

#[test]
fn rows_have_the_numbers_that_a_spreadsheet_shows() {
    let text = "甲,\"一\n二\",丙\n,,\n丁,戊\n";
    assert_eq!(rows(&Source::text(text)), own(&[(1, &["甲", "一 二", "丙"]), (3, &["丁", "戊"])]));
}

#[test]
fn a_file_that_is_no_list_is_refused_with_what_to_do() {
    let code = |bytes: &[u8]| match peek(&Source::bytes(bytes), None) {
        Err(Error::Refused(refusal)) => refusal.code,
        Err(_) => "fault",
        Ok(_) => "read",
    };
    assert_eq!(code(&[0xd0, 0xcf, 0x11, 0xe0, 1]), "platform.list_old");
    assert_eq!(code(b"PK\x03\x04 and then nothing"), "platform.list_unreadable");
    assert_eq!(code(&[b'a', b',', 0xff, 0xff, b'\n']), "platform.list_unreadable");
    let gone = Source::file("/nowhere/roster.csv");
    assert!(
        matches!(peek(&gone, None), Err(Error::Refused(no)) if no.code == "platform.list_missing")
    );
}

#[test]
fn what_nobody_sees_is_taken_out_of_a_cell() {
    assert_eq!(clean(" \u{a0}王小芳\u{3000}\u{200b}"), "王小芳");
    assert_eq!(clean("\u{feff}柳湾\n村"), "柳湾 村");
    assert_eq!(clean("１３８"), "１３８", "full-width digits are the column's affair");
}
