//! How fast the log is, beside `ct-merkle` on the same machine in the same run. Called as
//! `cargo xtask bench --only log`; the columns are those of `xiangyue bench`.
#![expect(clippy::print_stdout, reason = "it reports to the terminal")]

use std::hint::black_box;
use std::time::Instant;

use ct_merkle::HashableLeaf;
use ct_merkle::digest::Update;
use ct_merkle::mem_backed_tree::MemoryBackedTree;
use sha2::Sha256;
use tlog::checkpoint::Checkpoint;
use tlog::compact::Compact;
use tlog::key::{KeyKind, SigningKey};
use tlog::policy::Policy;
use tlog::proof::Proof;
use tlog::{Fault, Hash, Head, leaf_hash, tree};

const LEAVES: u64 = 1_000_000;
const TRIES: u64 = 20_000;
const ORIGIN: &str = "log.example.org/450328";

/// A leaf as large as a real one.
struct Leaf([u8; 210]);

impl Leaf {
    fn of(index: u64) -> Leaf {
        let mut bytes = [b'x'; 210];
        for (place, byte) in bytes.iter_mut().zip(index.to_be_bytes()) {
            *place = byte;
        }
        Leaf(bytes)
    }
}

impl HashableLeaf for Leaf {
    fn hash<H: Update>(&self, hasher: &mut H) {
        hasher.update(&self.0);
    }
}

/// Only the place, so that a million leaves take little room; the leaf is made when it is hashed.
struct Place(u64);

impl HashableLeaf for Place {
    fn hash<H: Update>(&self, hasher: &mut H) {
        Leaf::of(self.0).hash(hasher);
    }
}

/// One line of the report.
struct Row {
    name: &'static str,
    engine: &'static str,
    size: u64,
    rate: u64,
    p50_ns: u64,
    p99_ns: u64,
    ratio_percent: Option<u64>,
}

/// Does something so many times.
fn measure(
    name: &'static str,
    engine: &'static str,
    count: u64,
    mut each: impl FnMut(u64) -> Result<(), Fault>,
) -> Result<Row, Fault> {
    let mut took_ns = Vec::new();
    let began = Instant::now();
    for number in 0..count {
        let at = Instant::now();
        each(number)?;
        took_ns.push(u64::try_from(at.elapsed().as_nanos()).unwrap_or(u64::MAX));
    }
    let micros = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX).max(1);
    took_ns.sort_unstable();
    let percentile = |percent: usize| {
        took_ns.get(took_ns.len().saturating_sub(1) * percent / 100).copied().unwrap_or_default()
    };
    let (p50_ns, p99_ns) = (percentile(50), percentile(99));
    let rate = count.saturating_mul(1_000_000) / micros;
    Ok(Row { name, engine, size: LEAVES, rate, p50_ns, p99_ns, ratio_percent: None })
}

impl Row {
    fn beside(mut self, other: &Row) -> Row {
        self.ratio_percent = (self.rate * 100).checked_div(other.rate);
        self
    }

    fn line(&self) -> String {
        let ms = |ns: u64| format!("{}.{:06}", ns / 1_000_000, ns % 1_000_000);
        let ratio = self.ratio_percent.map(|p| format!("{}.{:02} × ct-merkle", p / 100, p % 100));
        let (p50, p99) = (ms(self.p50_ns), ms(self.p99_ns));
        let Row { name, engine, size, rate, .. } = self;
        let ratio = ratio.unwrap_or_default();
        format!("{name:<22} {engine:<10} {size:>9} {rate:>9} {p50:>9} {p99:>9}  {ratio}")
    }

    fn json(&self) -> String {
        let ms = |ns: u64| format!("{}.{:06}", ns / 1_000_000, ns % 1_000_000);
        let ratio = self.ratio_percent.map(|p| format!("{}.{:02}", p / 100, p % 100));
        let to = if ratio.is_some() { "\"ct-merkle\"" } else { "null" };
        format!(
            "  {{ \"name\": \"{}\", \"engine\": \"{}\", \"size\": {}, \"rate_per_s\": {}, \
             \"p50_ms\": {}, \"p99_ms\": {}, \"ratio\": {}, \"ratio_to\": {to} }}",
            self.name,
            self.engine,
            self.size,
            self.rate,
            ms(self.p50_ns),
            ms(self.p99_ns),
            ratio.unwrap_or("null".to_owned()),
        )
    }
}

/// A leaf for each try, spread over the log.
fn somewhere(number: u64) -> u64 {
    number.wrapping_mul(0x9e37_79b9_7f4a_7c15) % LEAVES
}

fn adding(rows: &mut Vec<Row>) -> Result<(Vec<Hash>, MemoryBackedTree<Sha256, Place>), Fault> {
    let mut theirs = MemoryBackedTree::new();
    let their_row = measure("log append", "ct-merkle", LEAVES, |index| {
        theirs.push(Place(index));
        Ok(())
    })?;
    let mut stored = Vec::new();
    let row = measure("log append", "tlog", LEAVES, |index| {
        let new = tree::append(index, leaf_hash(&Leaf::of(index).0), &mut stored)?;
        stored.extend(new);
        Ok(())
    })?;
    rows.push(row.beside(&their_row));
    rows.push(their_row);
    Ok((stored, theirs))
}

fn inclusion(
    rows: &mut Vec<Row>,
    stored: &mut Vec<Hash>,
    theirs: &MemoryBackedTree<Sha256, Place>,
) -> Result<(), Fault> {
    let place = |number| usize::try_from(somewhere(number)).unwrap_or(0);
    let their_row = measure("log prove", "ct-merkle", TRIES, |number| {
        black_box(theirs.prove_inclusion(place(number)));
        Ok(())
    })?;
    let row = measure("log prove", "tlog", TRIES, |number| {
        black_box(tree::prove_inclusion(somewhere(number), LEAVES, stored)?);
        Ok(())
    })?;
    rows.push(row.beside(&their_row));
    rows.push(their_row);

    let head = Head { size: LEAVES, root: tree::root(LEAVES, stored)? };
    let root = theirs.root();
    let their_proofs: Vec<_> = (0..TRIES).map(|n| theirs.prove_inclusion(place(n))).collect();
    let mut their_proof = their_proofs.iter();
    let their_row = measure("log check", "ct-merkle", TRIES, |number| {
        let proof = their_proof.next().ok_or(Fault::HashesMissing)?;
        let verdict = root.verify_inclusion(&Place(somewhere(number)), somewhere(number), proof);
        verdict.map_err(|_| Fault::InclusionRefused)
    })?;
    let proofs: Vec<Vec<Hash>> = (0..TRIES)
        .map(|n| tree::prove_inclusion(somewhere(n), LEAVES, stored))
        .collect::<Result<_, _>>()?;
    let mut proof = proofs.iter();
    let row = measure("log check", "tlog", TRIES, |number| {
        let (index, path) = (somewhere(number), proof.next().ok_or(Fault::HashesMissing)?);
        tree::check_inclusion(leaf_hash(&Leaf::of(index).0), index, &head, path)
    })?;
    rows.push(row.beside(&their_row));
    rows.push(their_row);
    Ok(())
}

fn consistency(rows: &mut Vec<Row>, stored: &mut Vec<Hash>) -> Result<(), Fault> {
    let new = Head { size: LEAVES, root: tree::root(LEAVES, stored)? };
    rows.push(measure("log continue", "tlog", TRIES, |number| {
        black_box(tree::prove_consistency(somewhere(number) + 1, LEAVES, stored)?);
        Ok(())
    })?);
    let size = LEAVES / 3;
    let old = Head { size, root: tree::root(size, stored)? };
    let path = tree::prove_consistency(size, LEAVES, stored)?;
    let check = |_| tree::check_consistency(&old, &new, &path);
    rows.push(measure("log check continued", "tlog", TRIES, check)?);
    Ok(())
}

/// The whole proof that a villager holds: read, three witnesses, one log.
fn whole(rows: &mut Vec<Row>, stored: &mut Vec<Hash>) -> Result<(), Fault> {
    let log = SigningKey::from_seed(KeyKind::Log, ORIGIN, &[7; 32])?;
    let head = Head { size: LEAVES, root: tree::root(LEAVES, stored)? };
    let mut note = Checkpoint::new(ORIGIN, head)?.sign(&log)?;
    let mut witnesses = Vec::new();
    for number in 1..=3 {
        let name = format!("witness.example.org/w{number}");
        let key = SigningKey::from_seed(KeyKind::Witness, &name, &[100 + number; 32])?;
        note.add(key.cosign(1_795_000_000, note.text())?);
        witnesses.push(key.verifier().clone());
    }
    let policy = Policy::new(ORIGIN, vec![log.verifier().clone()], witnesses, 2)?;
    let index = LEAVES / 3;
    let leaf = Leaf::of(index).0;
    let path = tree::prove_inclusion(index, LEAVES, stored)?;
    let proof = Proof { index, path, note, extra: None };
    let (text, compact) = (proof.to_string(), Compact::new(&leaf, &proof, &policy)?.to_string());
    println!("a proof as text: {} bytes; for a code: {} letters", text.len(), compact.len());
    rows.push(measure("log verify text", "tlog", TRIES / 10, |_| {
        black_box(tlog::proof::verify(&leaf, &text.parse()?, &policy)?);
        Ok(())
    })?);
    rows.push(measure("log verify code", "tlog", TRIES / 10, |_| {
        black_box(compact.parse::<Compact>()?.verify(&policy)?);
        Ok(())
    })?);
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut rows = Vec::new();
    let (mut stored, theirs) = adding(&mut rows)?;
    inclusion(&mut rows, &mut stored, &theirs)?;
    drop(theirs);
    consistency(&mut rows, &mut stored)?;
    whole(&mut rows, &mut stored)?;
    println!("name                   engine          size    rate/s    p50 ms    p99 ms  ratio");
    rows.iter().for_each(|row| println!("{}", row.line()));
    let words: Vec<String> = std::env::args().collect();
    if let Some(file) = words.windows(2).find(|pair| pair.first().is_some_and(|w| w == "--json")) {
        let rows: Vec<String> = rows.iter().map(Row::json).collect();
        let json = format!("[\n{}\n]\n", rows.join(",\n"));
        std::fs::write(file.last().ok_or("no file")?, json)?;
    }
    Ok(())
}
