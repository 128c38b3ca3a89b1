//! What must hold of the reader of lists that people bring, whatever file they bring: it ends, and
//! a bad file gets a sentence, never a fault.

use std::ops::ControlFlow;

use platform::Error;
use platform::table::{COLUMNS_MAX, Source, peek, read};

/// The targets, each with a folder of the corpus.
pub const NAMES: [&str; 2] = ["list", "sheet"];

/// Gives bytes to one target and says whether rows were read. It panics where something does not
/// hold.
pub fn run(name: &str, bytes: &[u8]) -> bool {
    match name {
        "list" => list(bytes),
        "sheet" => list(&workbook(bytes)),
        other => panic!("there is no target {other}"),
    }
}

fn list(bytes: &[u8]) -> bool {
    let source = Source::bytes(bytes.to_vec());
    let beginning = peek(&source, None);
    assert!(!matches!(beginning, Err(Error::Fault(_))), "{beginning:?}");
    let mut rows = Vec::new();
    let outcome = read(&source, None, &mut |row, far| {
        assert!(row.cells.len() <= COLUMNS_MAX && far <= 1_000);
        assert!(row.marks.iter().all(|(column, _)| *column < COLUMNS_MAX));
        rows.push(row);
        Ok(ControlFlow::Continue(()))
    });
    assert!(!matches!(outcome, Err(Error::Fault(_))), "{outcome:?}");
    if let Ok(beginning) = beginning {
        assert!(rows.starts_with(&beginning.rows));
    }
    !rows.is_empty()
}

/// The parts of a workbook that a list stands in, in the order in which they follow each other in
/// the input, divided by zeros: the sheet, the shared texts, the styles.
const PARTS: [&str; 3] = ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"];

/// Where the kinds of relations between the parts are named.
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A workbook around the input, so that what changes is the XML and not the packing.
fn workbook(bytes: &[u8]) -> Vec<u8> {
    let relation = |id: &str, kind: &str, target: &str| {
        format!(
            "<Relationships><Relationship Id=\"{id}\" Type=\"{RELATIONS}/{kind}\" \
             Target=\"{target}\"/></Relationships>"
        )
    };
    let sheets = r#"<sheets><sheet name="s" sheetId="1" r:id="r1"/></sheets>"#;
    let around = [
        ("_rels/.rels", relation("r0", "officeDocument", "xl/workbook.xml")),
        ("xl/workbook.xml", format!(r#"<workbook xmlns:r="{RELATIONS}">{sheets}</workbook>"#)),
        ("xl/_rels/workbook.xml.rels", relation("r1", "worksheet", "worksheets/sheet1.xml")),
    ];
    let parts = PARTS.into_iter().zip(bytes.split(|byte| *byte == 0));
    zip(around.iter().map(|(name, text)| (*name, text.as_bytes())).chain(parts))
}

/// Files in a ZIP archive, not compressed.
fn zip<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let (mut out, mut directory, mut count) = (Vec::new(), Vec::new(), 0_u16);
    for (name, bytes) in files {
        let start = (out.len() as u32).to_le_bytes();
        let size = (bytes.len() as u32).to_le_bytes();
        let mut about = vec![20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
        about.extend([checksum(bytes).to_le_bytes(), size, size].concat());
        about.extend([(name.len() as u16).to_le_bytes(), [0, 0]].concat());
        out.extend([b"PK\x03\x04".as_slice(), &about, name.as_bytes(), bytes].concat());
        let rest = [[0; 10].as_slice(), &start, name.as_bytes()].concat();
        directory.extend([b"PK\x01\x02\x14\x00".as_slice(), &about, &rest].concat());
        count += 1;
    }
    let start = (out.len() as u32).to_le_bytes();
    let size = (directory.len() as u32).to_le_bytes();
    let count = count.to_le_bytes();
    out.extend(directory);
    let end = [b"PK\x05\x06\0\0\0\0".as_slice(), &count, &count, &size, &start, &[0, 0]].concat();
    out.extend(end);
    out
}

/// CRC-32, as the archive has it.
fn checksum(bytes: &[u8]) -> u32 {
    let step = |sum: u32, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 };
    !bytes.iter().fold(!0, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), step))
}
