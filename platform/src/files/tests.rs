//! What is handed in, from the first byte to the last.

use std::sync::Arc;

use img_parts::png::{Png, PngChunk};
use img_parts::riff::{RiffChunk, RiffContent};
use img_parts::webp::WebP;
use img_parts::{Bytes, ImageEXIF};
use jiff::{SignedDuration, Timestamp};

use super::*;
use crate::app::{App, Sources, Surroundings};
use crate::authorisation::{Actor, Registrar};
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::id::Uuid;
use crate::part::PLATFORM;
use crate::privacy::{Vault, hex};
use crate::settings::Settings;
use crate::storage::{Db, Place};

/// Somewhere in Anhui, as a camera writes it; and its maker.
const PLACE: &[u8] = b"N31.95E118.28";
const CAMERA: &[u8] = b"Xiangyue Camera 7";

/// Notes of a camera that was held upright: orientation 6, and more that must go.
fn notes() -> Vec<u8> {
    let mut notes = b"II*\0\x08\0\0\0\x01\0".to_vec();
    notes.extend_from_slice(&[0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0]);
    notes.extend_from_slice(PLACE);
    notes.extend_from_slice(CAMERA);
    notes
}

fn segment(marker: u8, contents: &[u8]) -> Vec<u8> {
    let length = u16::try_from(contents.len() + 2).unwrap().to_be_bytes();
    [&[0xFF, marker], length.as_slice(), contents].concat()
}

/// A JPEG as cameras make it: notes before, between and behind the pixels.
fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let size = [height.to_be_bytes(), width.to_be_bytes()].concat();
    let frame = [&[8], size.as_slice(), &[1, 1, 0x11, 0]].concat();
    [
        vec![0xFF, 0xD8],
        segment(0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01\x01\x01thumbnail"),
        segment(0xE1, &[b"Exif\0\0".as_slice(), &notes()].concat()),
        segment(0xE1, &[b"http://ns.adobe.com/xap/1.0/\0".as_slice(), PLACE].concat()),
        segment(0xE2, b"ICC_PROFILE\0\x01\x01profile"),
        segment(0xE2, b"MPF\0and a second picture"),
        segment(0xED, &[b"Photoshop 3.0\0".as_slice(), PLACE].concat()),
        segment(0xFE, CAMERA),
        segment(0xDB, &[0; 65]),
        segment(0xC0, &frame),
        segment(0xDA, &[1, 1, 0, 0, 63, 0]),
        vec![0x11, 0xFF, 0x00, 0x22, 0xFF, 0xD3, 0x33],
        segment(0xFE, PLACE),
        segment(0xDA, &[1, 1, 0, 1, 63, 0]),
        vec![0x44, 0xFF, 0xD9],
        b"<script>behind the end</script>".to_vec(),
        PLACE.to_vec(),
    ]
    .concat()
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let header = [width.to_be_bytes().as_slice(), &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    let chunk = |kind: &[u8; 4], bytes: &[u8]| PngChunk::new(*kind, Bytes::copy_from_slice(bytes));
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    for chunk in [
        chunk(b"IHDR", &header),
        chunk(b"tEXt", &[b"Software\0".as_slice(), CAMERA].concat()),
        chunk(b"iTXt", PLACE),
        chunk(b"eXIf", &notes()),
        chunk(b"tIME", &[7; 7]),
        chunk(b"prVt", PLACE),
        chunk(b"IDAT", b"pixels"),
        chunk(b"IEND", b""),
    ] {
        out.extend_from_slice(&(chunk.contents().len() as u32).to_be_bytes());
        out.extend_from_slice(&chunk.kind());
        out.extend_from_slice(chunk.contents());
        let whole = chunk.encoder().bytes();
        out.extend_from_slice(&whole[whole.len() - 4..]);
    }
    [out.as_slice(), b"PK\x05\x06", PLACE].concat()
}

fn webp(width: u32, height: u32) -> Vec<u8> {
    let flags = [0b0010_1100, 0, 0, 0];
    let size = [&(width - 1).to_le_bytes()[..3], &(height - 1).to_le_bytes()[..3]].concat();
    let chunk = |id: &[u8; 4], bytes: &[u8]| {
        RiffChunk::new(*id, RiffContent::Data(Bytes::copy_from_slice(bytes)))
    };
    let list = RiffContent::List {
        kind: Some(*b"WEBP"),
        subchunks: vec![
            chunk(b"VP8X", &[flags.as_slice(), &size].concat()),
            chunk(b"ICCP", b"profile!"),
            chunk(b"VP8 ", b"pixels"),
            chunk(b"EXIF", &notes()),
            chunk(b"XMP ", PLACE),
            chunk(b"ABCD", CAMERA),
        ],
    };
    WebP::new(RiffChunk::new(*b"RIFF", list)).unwrap().encoder().bytes().to_vec()
}

fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|part| part == word)
}

/// The way up, as the notes that are left have it; and that nothing else is left in them.
fn way_up(notes: Option<Bytes>) -> u8 {
    let notes = notes.expect("the way up is kept");
    assert_eq!(notes.len(), 26, "more than the way up is left");
    notes[19]
}

#[test]
fn a_photo_loses_place_and_camera_and_keeps_its_pixels_and_its_way_up() {
    for (kind, photo, kept) in [
        (Kind::Jpeg, jpeg(40, 30), ["ICC_PROFILE", "\u{11}"]),
        (Kind::Png, png(40, 30), ["IDAT", "pixels"]),
        (Kind::Webp, webp(40, 30), ["ICCP", "pixels"]),
    ] {
        assert!(holds(&photo, PLACE) && holds(&photo, CAMERA), "{kind:?} is no such photo");
        let (found, clean) = super::kind::read(photo, Allowed::Papers).unwrap();
        assert_eq!(found, kind);
        for word in [PLACE, CAMERA, b"script", b"PK\x05\x06", b"thumbnail", b"MPF", b"xap"] {
            assert!(!holds(&clean, word), "{kind:?} still says {}", hex(word));
        }
        for word in kept {
            assert!(holds(&clean, word.as_bytes()), "{kind:?} lost {word}");
        }
        let again = super::kind::read(clean.clone(), Allowed::Papers).unwrap().1;
        assert_eq!(again, clean, "{kind:?} is not clean the first time");
    }
    let clean = |bytes| Bytes::from(super::kind::read(bytes, Allowed::Papers).unwrap().1);
    let photo = img_parts::jpeg::Jpeg::from_bytes(clean(jpeg(4, 3))).unwrap();
    assert_eq!(way_up(photo.exif()), 6);
    assert_eq!(photo.dimensions(), Some((4, 3)));
    assert_eq!(way_up(Png::from_bytes(clean(png(4, 3))).unwrap().exif()), 6);
    let photo = WebP::from_bytes(clean(webp(4, 3))).unwrap();
    assert_eq!(way_up(photo.exif()), 6);
    let flags = photo.chunk_by_id(*b"VP8X").unwrap().content().data().unwrap()[0];
    assert_eq!(flags, 0b0010_1000, "colours and notes are announced, XMP is not");
}

#[test]
fn pixels_of_a_jpeg_are_kept_byte_for_byte() {
    let (_, clean) = super::kind::read(jpeg(40, 30), Allowed::Papers).unwrap();
    let first =
        [vec![0x11, 0xFF, 0x00, 0x22, 0xFF, 0xD3, 0x33], segment(0xDA, &[1, 1, 0, 1, 63, 0])];
    let end = [first.concat(), vec![0x44, 0xFF, 0xD9]].concat();
    assert!(clean.ends_with(&end), "{}", hex(&clean));
}

#[test]
fn what_is_no_paper_is_refused_by_what_is_in_it() {
    let zip = |entry: &str| {
        let head = [b"PK\x03\x04".as_slice(), &[0; 26], entry.as_bytes(), &[0; 40]].concat();
        let directory = [b"PK\x01\x02".as_slice(), &[0; 42], entry.as_bytes()].concat();
        [head, directory, b"PK\x05\x06".to_vec(), vec![0; 18]].concat()
    };
    let heic = [b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".as_slice(), &[0; 40]].concat();
    let mut broken_png = png(4, 3);
    broken_png[20] ^= 1;
    for (what, bytes, code) in [
        ("nothing", Vec::new(), "files.empty"),
        ("SVG", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>".to_vec(), "files.kind"),
        ("HTML", b"<!doctype html><script>x()</script>".to_vec(), "files.kind"),
        ("script", b"#!/bin/sh\nrm -rf /\n".to_vec(), "files.kind"),
        ("Windows program", [b"MZ".as_slice(), &[0; 100]].concat(), "files.kind"),
        ("Linux program", [b"\x7fELF\x02\x01\x01".as_slice(), &[0; 100]].concat(), "files.kind"),
        ("archive", zip("virus.exe"), "files.kind"),
        ("office text from a villager", zip("word/document.xml"), "files.kind"),
        ("GIF", b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(), "files.kind"),
        ("words", "材料".into(), "files.kind"),
        ("HTML with a PDF inside", b"<html>%PDF-1.7 %%EOF".to_vec(), "files.kind"),
        ("iPhone's own format", heic, "files.heic"),
        ("JPEG cut short", jpeg(40, 30)[..200].to_vec(), "files.broken"),
        ("JPEG without pixels", [0xFF, 0xD8, 0xFF, 0xD9].to_vec(), "files.broken"),
        ("PNG changed on the way", broken_png, "files.broken"),
        ("JPEG that is a bomb", jpeg(65_000, 65_000), "files.too_many_pixels"),
        ("PNG that is a bomb", png(100_000, 100_000), "files.too_many_pixels"),
        ("WebP that is a bomb", webp(16_000, 16_000), "files.too_many_pixels"),
        ("JPEG without a size", jpeg(0, 0), "files.broken"),
        ("PDF that acts", b"%PDF-1.7\n<</S/JavaScript>>\n%%EOF".to_vec(), "files.pdf_acts"),
    ] {
        let found = super::kind::read(bytes, Allowed::Papers);
        let found = found.err().and_then(|e| e.refusal().map(|no| no.code)).unwrap_or("taken");
        assert_eq!(found, code, "{what}");
    }
    for (entry, kind) in [("word/document.xml", Kind::Docx), ("OFD.xml", Kind::Ofd)] {
        let found = super::kind::read(zip(entry), Allowed::Office).unwrap().0;
        assert_eq!(found, kind, "what an office adds");
    }
    let with_program = [zip("word/document.xml"), zip("word/vbaProject.bin")].concat();
    assert!(super::kind::read(with_program, Allowed::Office).is_err());
}

/// A county in a folder that goes when the test ends.
struct County {
    app: App,
    folder: std::path::PathBuf,
}

impl Drop for County {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn county() -> County {
    let name = hex(&Sources::secret().unwrap().bytes::<8>());
    let folder = std::env::temp_dir().join(format!("xiangyue-files-{name}"));
    let place = Place::File(folder.join("county.db"));
    let settings = Settings {
        place: place.clone(),
        folder: folder.clone(),
        public_url: String::new(),
        api_calls_per_minute: 60,
        metrics_token_digest: None,
        demo: false,
        calls_inside: true,
        outside: Default::default(),
    };
    let registrar = Registrar {
        person: |_, _| Err(Error::NotFound),
        posts_held: |_, _, _| Ok(Vec::new()),
        areas: |_| Ok(Vec::new()),
        reach: |_, _| Ok(Default::default()),
        holders_at: |_, _| Ok(Vec::new()),
        area_name: |_, _| Err(Error::NotFound),
        county_name: |_| Ok(None),
    };
    let now = Timestamp::from_second(1_700_000_000).unwrap();
    let vault = Vault::new([7; 32]);
    let parts = [&PLATFORM];
    let surroundings: Arc<Surroundings> =
        Surroundings::new(Clock::set_to(now), Sources::seeded(9), vault, registrar, &parts);
    Db::migrate(&place, &parts, &surroundings).unwrap();
    let app = App::open(settings, surroundings).unwrap();
    County { app, folder }
}

fn sent(app: &App, name: &str, bytes: &[u8]) -> Incoming {
    let mut incoming = Incoming::begin(app, name).unwrap();
    bytes.chunks(7000).for_each(|part| incoming.push(part).unwrap());
    incoming
}

const DRAFT: Subject = Subject::new("test.draft", Uuid::from_u128(1));
const CASE: Subject = Subject::new("test.case", Uuid::from_u128(2));

fn note(app: &App, subject: Subject, kept: &Kept) -> Result<UseId> {
    let kept = kept.clone();
    app.db.write_now(move |tx| attach(tx, &Actor::program(), subject, "0", (&kept, "")))
}

fn uses(app: &App, subject: Subject) -> Vec<FileUse> {
    app.db.read_now(move |tx| uses_of(tx, subject)).unwrap()
}

fn files_in(path: &std::path::Path) -> Vec<std::path::PathBuf> {
    let Ok(entries) = std::fs::read_dir(path) else { return Vec::new() };
    entries
        .flat_map(|entry| {
            let path = entry.unwrap().path();
            if path.is_dir() { files_in(&path) } else { vec![path] }
        })
        .collect()
}

#[test]
fn a_content_lies_once_and_sealed_however_often_it_is_used() {
    let County { ref app, ref folder } = county();
    let photo = png(400, 300);
    let first = keep(app, sent(app, "户口簿.png", &photo), Allowed::Papers).unwrap();
    let second = keep(app, sent(app, "又一次.png", &photo), Allowed::Papers).unwrap();
    assert_eq!(first.sha256, second.sha256);
    let id = note(app, DRAFT, &first).unwrap();
    assert_eq!(note(app, DRAFT, &first).unwrap(), id, "a form sent twice is one use");
    note(app, CASE, &second).unwrap();
    let contents = files_in(&folder.join("files"));
    assert_eq!(contents.len(), 1, "{contents:?}");
    let on_disk = std::fs::read(&contents[0]).unwrap();
    assert!(!holds(&on_disk, b"PNG") && !holds(&on_disk, b"pixels"), "it is not sealed");
    assert!(contents[0].ends_with(format!("{}/{}", &first.sha256[..2], first.sha256)));
    let used = uses(app, CASE);
    assert_eq!((used.len(), used[0].name.as_str()), (1, "又一次.png"));
    let bytes = open(app, &used[0]).unwrap();
    assert!(holds(&bytes, b"pixels") && !holds(&bytes, PLACE));
    let report = check(app).unwrap();
    assert_eq!((report.used, report.unused, report.missing.len()), (1, 0, 0));
}

#[test]
fn a_file_belongs_to_its_thing_and_goes_over_with_it() {
    let County { ref app, .. } = county();
    let kept = keep(app, sent(app, "a.png", &png(4, 3)), Allowed::Papers).unwrap();
    let id = note(app, DRAFT, &kept).unwrap();
    let found = |subject| app.db.read_now(move |tx| use_of(tx, subject, id));
    assert!(found(DRAFT).is_ok());
    assert!(matches!(found(CASE), Err(Error::NotFound)), "another thing's file is not there");
    app.db.write_now(|tx| move_uses(tx, DRAFT, CASE)).unwrap();
    assert!(found(CASE).is_ok() && found(DRAFT).is_err());
    let gone = app.db.write_now(move |tx| detach(tx, DRAFT, id));
    assert!(matches!(gone, Err(Error::NotFound)), "what went over is not taken away");
}

#[test]
fn what_nothing_uses_goes_after_a_day_and_what_is_missing_is_named() {
    let County { ref app, ref folder } = county();
    let orphan = keep(app, sent(app, "a.png", &png(4, 3)), Allowed::Papers).unwrap();
    let used = keep(app, sent(app, "b.png", &png(5, 3)), Allowed::Papers).unwrap();
    let taken_away = keep(app, sent(app, "c.png", &png(6, 3)), Allowed::Papers).unwrap();
    note(app, CASE, &used).unwrap();
    let id = note(app, DRAFT, &taken_away).unwrap();
    app.db.write_now(move |tx| detach(tx, DRAFT, id)).unwrap();
    let begun = sent(app, "d.png", &png(7, 3));
    std::mem::forget(begun); // The program ended before it came whole.
    assert_eq!(sweep(app).unwrap(), 0, "they may still be waiting for their acts");
    app.clock().advance(SignedDuration::from_hours(20));
    keep(app, sent(app, "a.png", &png(4, 3)), Allowed::Papers).unwrap();
    app.clock().advance(SignedDuration::from_hours(5));
    assert_eq!(sweep(app).unwrap(), 2, "the one taken away, and the one that never came whole");
    let left = files_in(&folder.join("files"));
    assert!(left.iter().any(|path| path.ends_with(&orphan.sha256)), "it was sent again meanwhile");
    assert_eq!(left.len(), 2);
    let place = left.into_iter().find(|path| path.ends_with(&used.sha256)).unwrap();
    let whole = std::fs::read(&place).unwrap();
    std::fs::write(&place, &whole[..whole.len() - 1]).unwrap();
    let damaged = check(app).unwrap().damaged;
    assert!(damaged.iter().eq([&used.sha256]), "{damaged:?}");
    let cut = uses(app, CASE).remove(0);
    assert!(matches!(open(app, &cut), Err(Error::Fault(_))), "half a paper is no paper");
    std::fs::remove_file(&place).unwrap();
    assert_eq!(check(app).unwrap().missing, [used.sha256]);
    assert!(matches!(open(app, &cut), Err(Error::Fault(_))));
}

#[test]
fn a_file_too_large_leaves_nothing_and_a_thing_can_be_full() {
    let County { ref app, ref folder } = county();
    let mut large = Incoming::begin(app, "a.jpg").unwrap();
    for _ in 0..=FILE_BYTES_MAX / 65_536 {
        large.push(&[7; 65_536]).unwrap();
    }
    let on_disk = std::fs::metadata(&files_in(&folder.join("files"))[0]).unwrap().len();
    assert!(on_disk <= FILE_BYTES_MAX + 10_000, "what is beyond the limit is not written");
    let refused = keep(app, large, Allowed::Papers).unwrap_err();
    assert_eq!(refused.refusal().unwrap().code, "files.too_large");
    assert!(files_in(&folder.join("files")).is_empty());
    for width in 0..SUBJECT_FILES_MAX as u32 {
        let photo = png(4 + width, 3);
        note(app, CASE, &keep_bytes(app, "a.png", photo, Allowed::Papers).unwrap()).unwrap();
    }
    let one_more = keep_bytes(app, "a.png", png(4, 4), Allowed::Papers).unwrap();
    let refused = note(app, CASE, &one_more).unwrap_err();
    assert_eq!(refused.refusal().unwrap().code, "files.subject_full");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_the_key_goes_over_the_files_and_an_old_key_stays_while_one_needs_it() {
    let County { ref app, ref folder } = tokio::task::spawn_blocking(county).await.unwrap();
    let kept = keep(app, sent(app, "a.png", &png(4, 3)), Allowed::Papers).unwrap();
    let noted = kept.clone();
    let write =
        move |tx: &mut crate::Tx<'_>| attach(tx, &Actor::program(), CASE, "0", (&noted, ""));
    app.db.write(write).await.unwrap();
    let used = app.db.read(|tx| uses_of(tx, CASE)).await.unwrap().remove(0);
    let place = folder.join("files").join(&kept.sha256[..2]).join(&kept.sha256);
    let before = std::fs::read(&place).unwrap();
    crate::privacy::rotate(app, &Actor::program()).await.unwrap();
    let after = std::fs::read(&place).unwrap();
    assert_ne!(before[8..12], after[8..12], "it names its new key");
    assert!(open(app, &used).is_ok());
    app.clock().advance(SignedDuration::from_mins(20));
    std::fs::write(&place, &before).unwrap();
    let refused = crate::privacy::drop_old_keys(app, &Actor::program()).await.unwrap_err();
    assert_eq!(refused.refusal().unwrap().code, "privacy.key_in_use");
    std::fs::write(&place, &after).unwrap();
    crate::privacy::drop_old_keys(app, &Actor::program()).await.unwrap();
    assert!(open(app, &used).is_ok(), "it needs the old key no more");
}
