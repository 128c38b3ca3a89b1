//! Whether the data says what the log says, and the log what was signed. The first difference is
//! named, so that somebody can go and look.

use jiff::Timestamp;
use tlog::policy::Policy;
use tlog::{Hash, Head};

use super::keys::LogKeys;
use super::leaf::{Leaf, Logged};
use super::signing::{self, Signed};
use super::tree::{Placed, counted, entries, head_at, stored};
use super::witnesses;
use crate::app::App;
use crate::error::{Error, Result};
use crate::id::Uuid;
use crate::part::Part;
use crate::storage::Tx;

/// Rows that are read at once.
const PAGE: u32 = 1_000;

crate::sql! {
    HASHES: "select position, hash from log_hashes where position >= ?1 order by position limit ?2";
    CHECKPOINTS: "select size, note, signed_at from log_checkpoints
                  where size > ?1 order by size limit ?2";
}

crate::record! {
    struct Kept {
        position: i64,
        hash: Vec<u8>,
    }
}

/// What was compared.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Leaves of the log.
    pub leaves: u64,
    /// Heads that the county signed.
    pub signed: u64,
    /// Cosignatures of witnesses.
    pub cosignatures: u64,
    /// Published things that were made anew and found as their leaf says.
    pub things: u64,
    /// The first thing that is not as it should be.
    pub problem: Option<Problem>,
}

/// The first difference.
#[derive(Debug, PartialEq, Eq)]
pub enum Problem {
    /// The leaf with this number is not there, or one too many is.
    LeafMissing {
        /// Which.
        number: u64,
    },
    /// The leaf does not say what its hash says.
    LeafChanged {
        /// Which.
        number: u64,
    },
    /// A leaf is dated otherwise than when it was written, or before the one in front of it.
    LeafBackDated {
        /// Which.
        number: u64,
    },
    /// A stored hash is not the hash of what stands under it.
    HashChanged {
        /// Where.
        position: u64,
    },
    /// The noted head over so many leaves is not theirs.
    HeadChanged {
        /// How many.
        size: u64,
    },
    /// The county signed another head over so many leaves, or its signature is wrong.
    SignedOtherwise {
        /// How many.
        size: u64,
    },
    /// A witness's line does not hold.
    CosignatureWrong {
        /// Under the head over so many leaves.
        size: u64,
    },
    /// The log knows less than the file beside the database, or something else.
    WentBackwards {
        /// What the file remembers.
        remembered: u64,
        /// What the database has.
        found: u64,
    },
    /// A published thing is gone from the data.
    ThingGone {
        /// Its leaf.
        number: u64,
        /// What it is.
        leaf: Leaf,
    },
    /// A published thing says something else than when it was published.
    ThingChanged {
        /// Its leaf.
        number: u64,
        /// What it is.
        leaf: Leaf,
        /// Only its day, its place or its kind was changed, and not its content.
        content_same: bool,
    },
    /// Something stands there as published, and no leaf tells of it.
    Unlogged {
        /// What kind of thing.
        t: &'static str,
        /// Which.
        id: Uuid,
    },
    /// Nobody in this program answers for such a leaf.
    Unknown {
        /// Which.
        number: u64,
    },
}

/// Compares everything with everything, in one state of the data.
pub fn verify(app: &App, parts: &[&'static Part]) -> Result<Report> {
    let logged: Vec<&'static Logged> = parts.iter().flat_map(|part| part.logged).collect();
    let remembered = signing::remembered(&app.settings.folder)?;
    // The keys in the folder are the county's; the data may have been made to name others.
    let own = LogKeys::read(&app.settings.folder)?.map(|keys| keys.verifiers());
    app.db.read_now(move |tx| {
        let mut report = Report::default();
        let policy = witnesses::policy(tx, own.clone())?;
        match compare(tx, &logged, policy.as_ref(), &mut report) {
            Err(Stop::Found(problem)) => report.problem = Some(*problem),
            Err(Stop::Error(error)) => return Err(error),
            Ok(()) => {}
        }
        let Some(remembered) = remembered.filter(|_| report.problem.is_none()) else {
            return Ok(report);
        };
        if !signing::contains(tx, &remembered)? {
            let found = super::size(tx)?;
            report.problem = Some(Problem::WentBackwards { remembered: remembered.size, found });
        }
        Ok(report)
    })
}

/// Why the comparison ends early.
enum Stop {
    Found(Box<Problem>),
    Error(Error),
}

type Compared<T = ()> = std::result::Result<T, Stop>;

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<tlog::Fault> for Stop {
    fn from(fault: tlog::Fault) -> Self {
        Self::Error(fault.into())
    }
}

fn found<T>(problem: Problem) -> Compared<T> {
    Err(Stop::Found(Box::new(problem)))
}

fn compare(
    tx: &mut Tx<'_>,
    logged: &[&'static Logged],
    policy: Option<&Policy>,
    report: &mut Report,
) -> Compared {
    let mut hashes = leaves(tx, report)?;
    stored_hashes(tx, &hashes)?;
    heads(tx, report.leaves, &mut hashes)?;
    if let Some(policy) = policy {
        checkpoints(tx, policy, &mut hashes, report)?;
    }
    things(tx, logged, report)?;
    logged.iter().try_for_each(|one| unlogged(tx, one))
}

/// Each leaf in its place and in its time; the hashes that follow from them.
fn leaves(tx: &mut Tx<'_>, report: &mut Report) -> Compared<Vec<Hash>> {
    let (mut hashes, mut last) = (Vec::new(), Timestamp::MIN);
    loop {
        let page = entries(tx, report.leaves, PAGE)?;
        for placed in &page {
            let number = report.leaves;
            if counted(placed.number)? != number {
                return found(Problem::LeafMissing { number });
            }
            let leaf = tlog::leaf_hash(placed.content.as_bytes());
            let new = tlog::tree::append(number, leaf, &mut hashes)?;
            hashes.extend(new);
            if placed.noted_at < last || !dated_right(placed) {
                return found(Problem::LeafBackDated { number });
            }
            last = placed.noted_at;
            report.leaves += 1;
        }
        if page.len() < PAGE as usize {
            return Ok(hashes);
        }
    }
}

/// A leaf is of the second in which it was written.
fn dated_right(placed: &Placed) -> bool {
    let leaf = Leaf::read(&placed.content);
    leaf.is_ok_and(|leaf| leaf.at.as_second() == placed.noted_at.as_second())
}

/// What is stored of the tree, beside what follows from the leaves.
fn stored_hashes(tx: &mut Tx<'_>, hashes: &[Hash]) -> Compared {
    let mut position = 0;
    loop {
        let page: Vec<Kept> = tx.query(&HASHES, &[&stored(position)?, &PAGE])?;
        for kept in &page {
            let expected = hashes.get(usize::try_from(position).unwrap_or(usize::MAX));
            let Some(expected) = expected.filter(|_| counted(kept.position).ok() == Some(position))
            else {
                return found(Problem::HashChanged { position });
            };
            if kept.hash != expected.as_bytes() {
                return found(changed_at(position));
            }
            position += 1;
        }
        if page.len() < PAGE as usize {
            let all = position == hashes.len() as u64;
            return if all { Ok(()) } else { found(Problem::HashChanged { position }) };
        }
    }
}

/// A leaf's hash stands where its leaf was stored; any other is of the tree above.
fn changed_at(position: u64) -> Problem {
    // A tree of n leaves has fewer than 2n hashes, so the leaf lies at half the place or above.
    let leaf =
        (position / 2..=position).find(|number| tlog::tree::stored_index(0, *number) >= position);
    match leaf {
        Some(number) if tlog::tree::stored_index(0, number) == position => {
            Problem::LeafChanged { number }
        }
        _ => Problem::HashChanged { position },
    }
}

/// Each head that was noted, beside the root of the leaves under it.
fn heads(tx: &mut Tx<'_>, leaves: u64, hashes: &mut Vec<Hash>) -> Compared {
    for size in 1..=leaves {
        let root = tlog::tree::root(size, hashes)?;
        if head_at(tx, size)?.is_none_or(|head| head.root != root) {
            return found(Problem::HeadChanged { size });
        }
    }
    let newest = super::size(tx)?;
    if newest == leaves { Ok(()) } else { found(Problem::LeafMissing { number: leaves }) }
}

/// Each signed head with what is written under it.
fn checkpoints(
    tx: &mut Tx<'_>,
    policy: &Policy,
    hashes: &mut Vec<Hash>,
    report: &mut Report,
) -> Compared {
    let mut size = 0;
    loop {
        let page: Vec<Signed> = tx.query(&CHECKPOINTS, &[&stored(size)?, &PAGE])?;
        for signed in &page {
            size = counted(signed.size)?;
            let note = signed.parsed();
            let head = note.as_ref().ok().and_then(|note| policy.check(note).ok());
            let head = head.map(|seen| seen.checkpoint.head);
            let holds = size <= report.leaves
                && head == Some(Head { size, root: tlog::tree::root(size, hashes)? });
            if !holds {
                return found(Problem::SignedOtherwise { size });
            }
            report.signed += 1;
            let cosignatures = witnesses::of_head(tx, signed.size)?;
            let note = witnesses::with_lines(signed, &cosignatures);
            let seen = note.ok().and_then(|note| policy.check(&note).ok());
            if seen.is_none_or(|seen| seen.cosigned.len() < cosignatures.len()) {
                return found(Problem::CosignatureWrong { size });
            }
            report.cosignatures += cosignatures.len() as u64;
        }
        if page.len() < PAGE as usize {
            return Ok(());
        }
    }
}

/// Each published thing, made anew from its rows, beside its leaf.
fn things(tx: &mut Tx<'_>, logged: &[&'static Logged], report: &mut Report) -> Compared {
    let mut number = 0;
    while number < report.leaves {
        for placed in entries(tx, number, PAGE)? {
            let leaf = Leaf::read(&placed.content)?;
            let Some(one) = logged.iter().find(|one| one.t == leaf.t) else {
                return found(Problem::Unknown { number });
            };
            match (one.leaf)(tx, leaf.id)? {
                None => return found(Problem::ThingGone { number, leaf }),
                Some(now) if now != leaf => {
                    let content_same = now.sha256 == leaf.sha256;
                    return found(Problem::ThingChanged { number, leaf, content_same });
                }
                Some(_) => report.things += 1,
            }
            number += 1;
        }
    }
    Ok(())
}

/// What stands there as published must have its leaf.
fn unlogged(tx: &mut Tx<'_>, one: &Logged) -> Compared {
    let mut last = Uuid::nil();
    loop {
        let page = (one.after)(tx, last)?;
        for id in &page {
            if super::leaf_of(tx, one.t, *id)?.is_none() {
                return found(Problem::Unlogged { t: one.t, id: *id });
            }
            last = *id;
        }
        if page.is_empty() {
            return Ok(());
        }
    }
}
