//! A log of ours before verifiers that other people wrote: the packages of the Go project and the
//! library of the Sigstore project. They accept it, and refuse what was tampered with.
//!
//! `cargo xtask test --only log` brings them and runs this; plain `cargo test` leaves it out.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot be set up, or finds another answer, ends with a sentence"
)]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tlog::checkpoint::Checkpoint;
use tlog::key::{KeyKind, SigningKey};
use tlog::note::Note;
use tlog::proof::Proof;
use tlog::tiles::{bundles, tiles, write_entries};
use tlog::tree::{append, prove_consistency, prove_inclusion, root};
use tlog::witness::Request;
use tlog::{Hash, Head, leaf_hash};

const ORIGIN: &str = "log.example.org/450328";
/// Enough for full and partial tiles and bundles, on two levels.
const SIZE: u64 = 5_000;
const EARLIER: [u64; 6] = [1, 2, 255, 256, 3_333, 4_999];

/// A log as outsiders get it, in a folder that goes away with the test.
struct Published {
    folder: PathBuf,
    stored: Vec<Hash>,
}

impl Drop for Published {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn leaf(index: u64) -> Vec<u8> {
    let digest = leaf_hash(&index.to_be_bytes()).hex();
    format!(
        "{{\"v\":1,\"t\":\"xiangyue/disclosure/v1\",\"org\":\"450328100201\",\
         \"kind\":\"finance.monthly-ledger\",\"id\":\"{index:08}\",\"sha256\":\"{digest}\",\
         \"at\":\"2026-11-25T08:00:00Z\"}}"
    )
    .into_bytes()
}

fn log_key(seed: u8) -> SigningKey {
    SigningKey::from_seed(KeyKind::Log, ORIGIN, &[seed; 32]).unwrap()
}

fn witnesses() -> Vec<SigningKey> {
    let name = |number: u8| format!("witness.example.org/w{number}");
    (1..=3)
        .map(|n| SigningKey::from_seed(KeyKind::Witness, &name(n), &[100 + n; 32]).unwrap())
        .collect()
}

impl Published {
    fn make(name: &str) -> Published {
        let folder =
            std::env::temp_dir().join(format!("xiangyue-log-{name}-{}", std::process::id()));
        let mut stored = Vec::new();
        for index in 0..SIZE {
            let new = append(index, leaf_hash(&leaf(index)), &mut stored).unwrap();
            stored.extend(new);
        }
        let mut published = Published { folder, stored };
        let keys = [log_key(7)].into_iter().chain(witnesses());
        let lines: String = keys.map(|key| format!("{}\n", key.verifier())).collect();
        published.write("keys", lines);
        published.publish(SIZE);
        let newest = published.note(SIZE);
        for old in EARLIER {
            let note = published.note(old).to_string();
            published.write(&format!("earlier/{old}.checkpoint"), note);
            let path = prove_consistency(old, SIZE, &mut published.stored).unwrap();
            let request = Request::new(old, path, newest.clone()).unwrap();
            published.write(&format!("earlier/{old}.request"), request.to_string());
        }
        for index in (0..SIZE).step_by(97).chain([1, 255, 256, SIZE - 1]) {
            published.prove(index, SIZE);
        }
        published
    }

    /// Checkpoint, tiles and entries of the log when it had this size.
    fn publish(&mut self, size: u64) {
        self.write("checkpoint", self.note(size).to_string());
        for tile in tiles(size) {
            let bytes = tile.read(&mut self.stored).unwrap();
            self.write(&tile.to_string(), bytes);
        }
        for bundle in bundles(size) {
            let places = bundle.first()..bundle.first() + u64::from(bundle.width);
            let entries: Vec<Vec<u8>> = places.map(leaf).collect();
            let bytes = write_entries(entries.iter().map(Vec::as_slice)).unwrap();
            self.write(&bundle.to_string(), bytes);
        }
    }

    fn prove(&mut self, index: u64, size: u64) {
        let path = prove_inclusion(index, size, &mut self.stored).unwrap();
        let proof = Proof { index, path, note: self.note(size), extra: None };
        self.write(&format!("proofs/{index}.tlog-proof"), proof.to_string());
    }

    fn note(&self, size: u64) -> Note {
        self.note_by(&log_key(7), size)
    }

    fn note_by(&self, key: &SigningKey, size: u64) -> Note {
        let root = root(size, &mut self.stored.clone()).unwrap();
        let checkpoint = Checkpoint::new(ORIGIN, Head { size, root }).unwrap();
        let mut note = checkpoint.sign(key).unwrap();
        for (at, witness) in (1_795_000_000..).zip(witnesses()) {
            note.add(witness.cosign(at, note.text()).unwrap());
        }
        note
    }

    fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    /// Turns one bit of one file.
    fn spoil(&self, path: &str, place: usize) {
        let path = self.folder.join(path);
        let mut bytes = std::fs::read(&path).unwrap();
        *bytes.get_mut(place).unwrap() ^= 1;
        std::fs::write(path, bytes).unwrap();
    }
}

/// A verifier of other people's making.
struct Stranger(Vec<PathBuf>);

impl Stranger {
    fn command(&self, words: &[&str]) -> Command {
        let (program, first) = self.0.split_first().unwrap();
        let mut command = Command::new(program);
        command.args(first).args(words);
        command
    }

    /// Whether it accepts the log, and its words.
    fn judges(&self, words: &[&str], folder: &Path) -> (bool, String) {
        let answer = self.command(words).arg(folder).output().unwrap();
        let said = String::from_utf8_lossy(&answer.stdout).into_owned();
        let code = answer.status.code();
        let error = String::from_utf8_lossy(&answer.stderr);
        assert!(matches!(code, Some(0 | 1)) && !said.is_empty(), "{code:?} {said} {error}");
        assert!(said.starts_with(if code == Some(0) { "verified: " } else { "refused: " }));
        (code == Some(0), said)
    }
}

fn path(variable: &str) -> PathBuf {
    let words = "is not there: run this by `cargo xtask test --only log`";
    std::env::var_os(variable).map(PathBuf::from).unwrap_or_else(|| panic!("{variable} {words}"))
}

fn go() -> Stranger {
    Stranger(vec![path("XIANGYUE_TEST_GO_VERIFIER")])
}

fn sigstore() -> Stranger {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python/verify.py");
    Stranger(vec![path("XIANGYUE_TEST_SIGSTORE"), script])
}

/// What each stranger must refuse, whoever it is: what was done, and a word of the reason.
fn refuses_what_was_tampered_with(stranger: &Stranger, words: &[&str], reasons: [&str; 5]) {
    let [leaf, path, shortened, foreign, forged] = reasons;
    let refused = |what: &str, reason: &str, tamper: &dyn Fn(&mut Published)| {
        let mut published = Published::make(&format!("{what}-{}", words.len()));
        tamper(&mut published);
        let (accepted, said) = stranger.judges(words, &published.folder);
        assert!(!accepted && said.contains(reason), "{what}: {said}");
    };
    refused("leaf", leaf, &|log| log.spoil("tile/entries/000", 40));
    refused("path", path, &|log| {
        let proof = log.folder.join("proofs/97.tlog-proof");
        let other = std::fs::read_to_string(log.folder.join("proofs/194.tlog-proof")).unwrap();
        std::fs::write(proof, other.replace("index 194", "index 97")).unwrap();
    });
    // The log hides its newest entries from whoever saw them.
    refused("shortened", shortened, &|log| {
        log.publish(SIZE - 10);
        let later = log.folder.join("proofs");
        std::fs::remove_dir_all(later).unwrap();
        log.prove(0, SIZE - 10);
        log.prove(SIZE - 11, SIZE - 10);
        log.prove(SIZE - 1, SIZE);
    });
    refused("foreign", foreign, &|log| {
        log.write("checkpoint", log.note_by(&log_key(8), SIZE).to_string());
    });
    // Another key's signature under the identifier of the log's key.
    refused("forged", forged, &|log| {
        let mut forged = log_key(8).sign(log.note(SIZE).text()).unwrap();
        forged.key_id = log_key(7).verifier().id();
        let mut note = Note::new(log.note(SIZE).text()).unwrap();
        note.add(forged);
        log.note(SIZE).signatures().iter().skip(1).for_each(|line| note.add(line.clone()));
        log.write("checkpoint", note.to_string());
    });
}

#[test]
fn the_packages_of_go_accept_the_log() {
    let published = Published::make("go");
    let (accepted, said) = go().judges(&["log"], &published.folder);
    assert!(accepted, "{said}");
    let proofs = SIZE.div_ceil(97) + 4;
    let counted = format!(
        "{SIZE} entries, 21 tiles, {proofs} proofs, {} earlier checkpoints, 3 witnesses",
        EARLIER.len()
    );
    assert!(said.contains(&counted), "{said}");
}

#[test]
fn the_packages_of_go_refuse_what_was_tampered_with() {
    let reasons = [
        "the entries have the root",
        "proofs/97.tlog-proof: ",
        "proofs/4999.tlog-proof: another checkpoint",
        "checkpoint: 3 of 4 signatures",
        "checkpoint: invalid signature",
    ];
    refuses_what_was_tampered_with(&go(), &["log"], reasons);
}

#[test]
fn a_spoilt_tile_and_a_rewritten_past_are_refused_by_the_packages_of_go() {
    let published = Published::make("go-tile");
    published.spoil("tile/1/000.p/19", 100);
    assert!(go().judges(&["log"], &published.folder).1.contains("tile/8/1/000.p/19"));

    let published = Published::make("go-past");
    let text = published.note(EARLIER[4]).text().replace("\n3333\n", "\n3334\n");
    let mut note = Note::new(&text).unwrap();
    note.add(log_key(7).sign(&text).unwrap());
    witnesses().iter().for_each(|key| note.add(key.cosign(1, &text).unwrap()));
    published.write("earlier/3333.checkpoint", note.to_string());
    let path = prove_consistency(3_334, SIZE, &mut published.stored.clone()).unwrap();
    let request = Request::new(3_334, path, published.note(SIZE)).unwrap();
    published.write("earlier/3333.request", request.to_string());
    let (accepted, said) = go().judges(&["log"], &published.folder);
    assert!(!accepted && said.contains("3333.request: invalid"), "{said}");
}

#[test]
fn the_packages_of_go_sign_as_we_do() {
    let text = Checkpoint::new(ORIGIN, Head::EMPTY).unwrap().to_string();
    let mut command = go().command(&["sign", &log_key(7).to_text()]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let answer = child.wait_with_output().unwrap();
    let theirs: Note = String::from_utf8(answer.stdout).unwrap().parse().unwrap();
    assert_eq!(theirs.text(), text);
    assert_eq!(theirs.signatures(), [log_key(7).sign(&text).unwrap()]);
}

#[test]
fn the_library_of_sigstore_accepts_the_proofs() {
    let published = Published::make("sigstore");
    let (accepted, said) = sigstore().judges(&[], &published.folder);
    assert!(accepted && said.contains(&format!("{} proofs", SIZE.div_ceil(97) + 4)), "{said}");
}

#[test]
fn the_library_of_sigstore_refuses_what_was_tampered_with() {
    let reasons = [
        "invalid root hash",
        "invalid root hash",
        "no leaf 4999 among 4990",
        "Signature not found",
        "invalid signature",
    ];
    refuses_what_was_tampered_with(&sigstore(), &[], reasons);
}
