//! Copies of a county: made while it is used, restored to the same, refused when not whole.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use platform::app::Sources;
use platform::id::Uuid;
use platform::privacy::hex;
use platform::storage::Place;
use platform::{AreaPath, Error, Result, Tx, files};
use registry::actions;
use registry::model::IdentityNumber;
use registry::model::NewPerson;
use registry::{Residence, Sex};
use xiangyue::backup::{self, Manifest};
use xiangyue::settings::{Chosen, Given};

use crate::commands::Folder;
use crate::county::{County, holder};
use crate::migrations::drop_schema;

/// The name of a paper that somebody handed in: its own digest.
const PAPER: &str = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

/// Where a county may be restored to; its schema goes with the test.
struct Elsewhere {
    chosen: Chosen,
    _folder: Folder,
}

impl Elsewhere {
    fn file() -> Self {
        let folder = Folder::new();
        let given = Given { data: Some(folder.path().join("data")), ..Given::default() };
        Self { chosen: given.choose().unwrap(), _folder: folder }
    }

    /// The engine that the test runs on.
    fn same_engine() -> Self {
        let mut elsewhere = Self::file();
        if let Ok(url) = std::env::var("XIANGYUE_TEST_DATABASE") {
            let schema = format!("r{}", hex(&Sources::secret().unwrap().bytes::<8>()));
            elsewhere.chosen.place = Place::Postgres { url, schema };
        }
        elsewhere
    }

    fn with_key(self) -> Self {
        fs::create_dir_all(&self.chosen.folder).unwrap();
        fs::write(self.chosen.folder.join("county.key"), [7; 32]).unwrap();
        self
    }

    fn restore(&self, backup: &Path) -> Result<Manifest> {
        // PostgreSQL's client blocks, and the tests run where that is not allowed.
        let (chosen, backup) = (self.chosen.clone(), backup.to_owned());
        std::thread::spawn(move || backup::restore(&chosen, &backup)).join().unwrap()
    }
}

impl Drop for Elsewhere {
    fn drop(&mut self) {
        drop_schema(&self.chosen.place);
    }
}

/// A county with people, sealed numbers and a paper, and how the program was told of it.
async fn county(folder: &Folder) -> (County, Chosen) {
    let county = County::new().await;
    for number in 0..20 {
        add(&county, number).await;
    }
    let chosen = Chosen {
        place: county.settings.place.clone(),
        folder: folder.path().join("data"),
        ..Given::default().choose().unwrap()
    };
    let paper = chosen.folder.join("files/2c").join(PAPER);
    fs::create_dir_all(paper.parent().unwrap()).unwrap();
    fs::write(paper, b"hello").unwrap();
    fs::write(chosen.folder.join("county.key"), [7; 32]).unwrap();
    (county, chosen)
}

async fn add(county: &County, number: u32) {
    let village = AreaPath::county().child(1).child(1);
    let new = NewPerson {
        name: format!("周{number}"),
        sex: Sex::Female,
        born_on: None,
        identity_number: Some(identity_number(number)),
        phone: Some(format!("139{number:08}")),
        no_phone: false,
        household_number: None,
        area_path: village.clone(),
        residence: Residence::HukouHere,
        resident_since_on: None,
    };
    actions::add_person(county, &holder("village_clerk", village), new).await.unwrap();
}

/// A number that is rightly made and belongs to nobody.
pub fn identity_number(number: u32) -> IdentityNumber {
    let born_on = jiff::civil::date(1950 + i16::try_from(number / 500).unwrap(), 3, 12);
    let order = number % 500 * 2;
    IdentityNumber::made_up(990_001, born_on, order).unwrap()
}

async fn back_up(chosen: &Chosen, into: &Path, with_key: bool) -> Result<(PathBuf, Manifest)> {
    let (chosen, into) = (chosen.clone(), into.to_owned());
    tokio::task::spawn_blocking(move || backup::make(&chosen, &into, with_key)).await.unwrap()
}

async fn goes_out_and_comes_back() {
    let folder = Folder::new();
    let (county, chosen) = county(&folder).await;
    let county = Arc::new(county);
    let (stop, added) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU32::new(100)));
    let writing = {
        let (county, stop, added) = (county.clone(), stop.clone(), added.clone());
        tokio::spawn(async move {
            while !stop.load(Ordering::SeqCst) {
                add(&county, added.fetch_add(1, Ordering::SeqCst)).await;
            }
        })
    };
    let made = back_up(&chosen, &folder.path().join("backups"), false).await;
    stop.store(true, Ordering::SeqCst);
    writing.await.unwrap();
    let (backup, manifest) = made.unwrap();
    assert_eq!(manifest.files.count, 1);
    assert!(manifest.contents.journal.entries > 20 && manifest.contents.tables["persons"] >= 20);
    let names = |folder: &Path| {
        let mut names: Vec<_> =
            fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let mode = fs::metadata(backup.join("county.db")).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0, "the copy is its owner's alone, wherever it is carried");
    assert_eq!(names(&backup), ["SHA256SUMS", "county.db", "files", "manifest.toml"]);

    // Out of this engine into a file, out of the file into this engine: the same county each time.
    let file = Elsewhere::file().with_key();
    assert_eq!(file.restore(&backup).unwrap(), manifest);
    assert_eq!(fs::read(file.chosen.folder.join("files/2c").join(PAPER)).unwrap(), b"hello");
    let (again, second) = back_up(&file.chosen, &folder.path().join("more"), false).await.unwrap();
    assert_eq!(second.contents, manifest.contents);
    let back = Elsewhere::same_engine().with_key();
    assert_eq!(back.restore(&again).unwrap().contents, manifest.contents);
    let chosen = back.chosen.clone();
    let opened = std::thread::spawn(move || xiangyue::county::open(&chosen).map(drop));
    opened.join().unwrap().unwrap();
    let refused = back.restore(&again).unwrap_err().to_string();
    assert!(refused.contains("这里已经有一个县"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_made_while_people_write_restores_to_the_same_journal() {
    goes_out_and_comes_back().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: cargo xtask test"]
async fn a_copy_made_while_people_write_restores_to_the_same_journal_on_postgresql() {
    assert!(std::env::var("XIANGYUE_TEST_DATABASE").is_ok(), "no database is named");
    goes_out_and_comes_back().await;
}

/// Spoils a backup in some way; the restore refuses it with these words and leaves nothing.
fn refused(backup: &Path, words: &str) {
    let elsewhere = Elsewhere::same_engine().with_key();
    let error = elsewhere.restore(backup).unwrap_err();
    assert!(matches!(&error, Error::Fault(fault) if fault.what.contains(words)), "{error}");
    assert!(!elsewhere.chosen.folder.join("county.db").exists(), "{words}: a county was left");
    assert!(!elsewhere.chosen.folder.join("files").exists(), "{words}: files were left");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_that_is_not_whole_is_refused_and_leaves_nothing() {
    let folder = Folder::new();
    let (_county, chosen) = county(&folder).await;
    let backups = folder.path().join("backups");
    let (backup, _) = back_up(&chosen, &backups, false).await.unwrap();
    let spoil = |file: &str, change: &dyn Fn(Vec<u8>) -> Vec<u8>, words: &str| {
        let path = backup.join(file);
        let whole = fs::read(&path).unwrap();
        fs::write(&path, change(whole.clone())).unwrap();
        refused(&backup, words);
        fs::write(&path, whole).unwrap();
    };
    let flip = |mut bytes: Vec<u8>| {
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        bytes
    };
    spoil("county.db", &flip, "county.db 坏了");
    spoil(&format!("files/2c/{PAPER}"), &flip, "坏了");
    spoil("SHA256SUMS", &flip, "被动过");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    spoil(
        "manifest.toml",
        &|bytes| text(bytes).replace("\npersons = 20\n", "\npersons = 21\n").into(),
        "和它的清单对不上",
    );
    spoil(
        "manifest.toml",
        &|bytes| text(bytes).replace("format = 1", "format = 2").into(),
        "format 2",
    );
    refused(&backups, "不是一份完整的备份");

    let elsewhere = Elsewhere::same_engine();
    let no_key = elsewhere.restore(&backup).unwrap_err().to_string();
    assert!(no_key.contains("备份里没有密钥"), "{no_key}");
    fs::create_dir_all(&elsewhere.chosen.folder).unwrap();
    fs::write(elsewhere.chosen.folder.join("county.key"), [8; 32]).unwrap();
    let wrong = elsewhere.restore(&backup).unwrap_err().to_string();
    assert!(wrong.contains("不是这份备份的密钥"), "{wrong}");
    Elsewhere::same_engine().with_key().restore(&backup).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_travels_only_when_asked_and_then_suffices() {
    let folder = Folder::new();
    let (_county, chosen) = county(&folder).await;
    let (backup, manifest) = back_up(&chosen, &folder.path().join("b"), true).await.unwrap();
    assert!(manifest.with_key);
    let elsewhere = Elsewhere::same_engine();
    elsewhere.restore(&backup).unwrap();
    assert_eq!(fs::read(elsewhere.chosen.folder.join("county.key")).unwrap(), [7; 32]);
}

/// The county with papers in its own folder, and what was handed in: its SHA-256 and its bytes.
async fn with_papers(county: &County) -> (Chosen, Vec<(String, Vec<u8>)>) {
    let chosen = Chosen {
        place: county.settings.place.clone(),
        folder: county.settings.folder.clone(),
        ..Given::default().choose().unwrap()
    };
    fs::create_dir_all(&chosen.folder).unwrap();
    fs::write(chosen.folder.join("county.key"), [7; 32]).unwrap();
    let mut papers = Vec::new();
    for words in ["first", "second", "third"] {
        let pdf = format!("%PDF-1.7\n({words})\n%%EOF\n").into_bytes();
        let kept =
            files::keep_bytes(county, "户口簿.pdf", pdf.clone(), files::Allowed::Papers).unwrap();
        papers.push((kept.sha256.clone(), pdf));
        let clerk = holder("village_clerk", AreaPath::county());
        let note = move |tx: &mut Tx<'_>| files::attach(tx, &clerk, BOX, "0", (&kept, ""));
        county.db.write(note).await.unwrap();
    }
    (chosen, papers)
}

const BOX: files::Subject = files::Subject::new("test.box", Uuid::from_u128(5));

fn place_of(folder: &Path, sha256: &str) -> PathBuf {
    folder.join("files").join(&sha256[..2]).join(sha256)
}

/// Every file of the county, opened.
fn opened(chosen: &Chosen) -> Vec<(String, Vec<u8>)> {
    let chosen = chosen.clone();
    std::thread::spawn(move || {
        let app = xiangyue::county::open(&chosen).unwrap();
        let uses = app.db.read_now(|tx| files::uses_of(tx, BOX)).unwrap();
        let open = |used: &files::FileUse| (used.sha256.clone(), files::open(&app, used).unwrap());
        uses.iter().map(open).collect()
    })
    .join()
    .unwrap()
}

async fn verified(chosen: &Chosen) -> files::Report {
    let chosen = chosen.clone();
    tokio::task::spawn_blocking(move || xiangyue::county::files(&chosen)).await.unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn files_come_back_byte_for_byte_and_what_is_missing_or_altered_is_named() {
    let folder = Folder::new();
    let county = County::new().await;
    let (chosen, papers) = with_papers(&county).await;
    let whole = verified(&chosen).await;
    assert_eq!((whole.used, whole.missing, whole.damaged), (3, vec![], vec![]));
    let (backup, manifest) = back_up(&chosen, &folder.path().join("b"), false).await.unwrap();
    assert_eq!((manifest.files.count, manifest.files.missing.len()), (3, 0));
    let elsewhere = Elsewhere::same_engine().with_key();
    elsewhere.restore(&backup).unwrap();
    assert_eq!(opened(&elsewhere.chosen), papers);

    let [(first, _), (second, _), _] = &papers[..] else { panic!("three papers") };
    let place = place_of(&chosen.folder, first);
    let mut bytes = fs::read(&place).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&place, bytes).unwrap();
    fs::remove_file(place_of(&chosen.folder, second)).unwrap();
    let found = verified(&chosen).await;
    assert_eq!(found.damaged, vec![first.clone()]);
    assert_eq!(found.missing, vec![second.clone()]);
    let (_, manifest) = back_up(&chosen, &folder.path().join("c"), false).await.unwrap();
    assert_eq!(
        manifest.files.missing,
        vec![second.clone()],
        "the others are backed up all the same"
    );

    // A backup out of which a file was taken, its lists made to fit.
    let list = backup.join("SHA256SUMS");
    let before = platform::privacy::digest(&fs::read(&list).unwrap());
    let lines = fs::read_to_string(&list).unwrap();
    let lines = lines.lines().filter(|line| !line.ends_with(second.as_str()));
    let lines: String = lines.map(|line| format!("{line}\n")).collect();
    fs::write(&list, &lines).unwrap();
    fs::remove_file(place_of(&backup, second)).unwrap();
    let manifest = fs::read_to_string(backup.join("manifest.toml")).unwrap();
    let manifest = manifest.replace(&before, &platform::privacy::digest(lines.as_bytes()));
    fs::write(backup.join("manifest.toml"), manifest).unwrap();
    refused(&backup, &format!("备份里缺文件：{second}"));
}
