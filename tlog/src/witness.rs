//! A witness: an outsider who remembers the last head of a log and cosigns only what continues it,
//! as `c2sp.org/tlog-witness` has it. This is the logic; who calls it keeps the heads and speaks
//! HTTP.

use std::fmt;
use std::str::FromStr;

use crate::checkpoint::Checkpoint;
use crate::key::{KeyKind, SigningKey, VerifierKey};
use crate::note::{Note, Signature};
use crate::policy::Policy;
use crate::proof::hashes;
use crate::tree::check_consistency;
use crate::{Fault, Hash, Head, text};

/// The content type of the answer that names the size which the witness knows.
pub const SIZE_TYPE: &str = "text/x.tlog.size";

/// What a log asks of a witness: the body of `POST /add-checkpoint`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// How large the log was when the witness last cosigned it.
    pub old_size: u64,
    /// That the log continues what it was then.
    pub path: Vec<Hash>,
    /// The new checkpoint, signed.
    pub note: Note,
    /// The same, read.
    pub checkpoint: Checkpoint,
}

impl Request {
    /// A request of our own.
    pub fn new(old_size: u64, path: Vec<Hash>, note: Note) -> Result<Request, Fault> {
        let checkpoint = note.text().parse()?;
        Ok(Request { old_size, path, note, checkpoint })
    }
}

impl fmt::Display for Request {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "old {}", self.old_size)?;
        self.path.iter().try_for_each(|hash| writeln!(out, "{hash}"))?;
        write!(out, "\n{}", self.note)
    }
}

impl FromStr for Request {
    type Err = Fault;

    fn from_str(body: &str) -> Result<Request, Fault> {
        let malformed = Fault::RequestMalformed;
        let (head, note) =
            body.split_once("\n\n").ok_or(malformed("it has no checkpoint after an empty line"))?;
        let mut lines = head.split('\n');
        let old = lines.next().and_then(|line| line.strip_prefix("old "));
        let old_size = text::number(old.ok_or(malformed("it does not name the old size"))?)?;
        let path = hashes(lines).ok_or(malformed("its proof is too long"))??;
        Request::new(old_size, path, note.parse()?)
    }
}

/// Somebody who cosigns.
#[derive(Debug)]
pub struct Witness {
    key: SigningKey,
    logs: Vec<Policy>,
}

/// A checkpoint that was cosigned. The head is to be kept before the answer is given, and only if
/// the head that was known is still the one kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// What the witness knows from now on.
    pub head: Head,
    /// Its word.
    pub signature: Signature,
}

impl Accepted {
    /// The body of the answer, with status 200.
    pub fn body(&self) -> String {
        format!("{}\n", self.signature)
    }
}

/// Why a witness does not cosign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Conflict {
    /// The request makes no sense.
    Malformed(Fault),
    /// No key of the log signed the checkpoint, or a signature does not fit.
    Unsigned(Fault),
    /// The witness does not follow this log.
    UnknownLog,
    /// The log does not start from what the witness knows.
    OldSize {
        /// The size that the witness knows.
        known: u64,
    },
    /// At the size that the witness knows, the log had another root: somebody rewrote it.
    OtherRoot {
        /// The size that the witness knows.
        known: u64,
    },
    /// The proof does not show that the log continues what the witness knows.
    Inconsistent,
}

impl Conflict {
    /// The status of the answer.
    pub fn status(&self) -> u16 {
        match self {
            Conflict::Malformed(_) => 400,
            Conflict::Unsigned(_) => 403,
            Conflict::UnknownLog => 404,
            Conflict::OldSize { .. } | Conflict::OtherRoot { .. } => 409,
            Conflict::Inconsistent => 422,
        }
    }

    /// The content type of the answer.
    pub fn content_type(&self) -> &'static str {
        match self {
            Conflict::OldSize { .. } => SIZE_TYPE,
            _ => "text/plain; charset=utf-8",
        }
    }

    /// The body of the answer.
    pub fn body(&self) -> String {
        match self {
            Conflict::OldSize { known } => format!("{known}\n"),
            other => format!("{other}\n"),
        }
    }
}

impl fmt::Display for Conflict {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Conflict::Malformed(why) | Conflict::Unsigned(why) => why.fmt(out),
            Conflict::UnknownLog => write!(out, "this witness does not follow that log"),
            Conflict::OldSize { known } => write!(out, "this witness knows {known} leaves"),
            Conflict::OtherRoot { known } => {
                write!(out, "this witness knows another root over the same {known} leaves")
            }
            Conflict::Inconsistent => Fault::ConsistencyRefused.fmt(out),
        }
    }
}

impl std::error::Error for Conflict {}

impl Witness {
    /// A witness that follows no log yet.
    pub fn new(key: SigningKey) -> Result<Witness, Fault> {
        if key.verifier().kind() != KeyKind::Witness {
            return Err(Fault::KeyKindUnfit);
        }
        Ok(Witness { key, logs: Vec::new() })
    }

    /// The key by which others know it.
    pub fn verifier(&self) -> &VerifierKey {
        self.key.verifier()
    }

    /// Follows one more log.
    pub fn follow(&mut self, origin: &str, keys: Vec<VerifierKey>) -> Result<(), Fault> {
        let log = Policy::new(origin, keys, Vec::new(), 0)?;
        self.logs.retain(|known| known.origin() != origin);
        self.logs.push(log);
        Ok(())
    }

    /// Cosigns a checkpoint that continues `known`, the last head of that log that this witness
    /// cosigned. `now` is in seconds since 1970.
    pub fn add_checkpoint(
        &self,
        known: Option<&Head>,
        request: &Request,
        now: u64,
    ) -> Result<Accepted, Conflict> {
        let new = request.checkpoint.head;
        let log = self.logs.iter().find(|log| log.origin() == request.checkpoint.origin);
        let log = log.ok_or(Conflict::UnknownLog)?;
        log.check(&request.note).map_err(Conflict::Unsigned)?;
        if request.old_size > new.size {
            let fault = Fault::Shrunk { old: request.old_size, new: new.size };
            return Err(Conflict::Malformed(fault));
        }
        let known = known.copied().unwrap_or(Head::EMPTY);
        if request.old_size != known.size {
            return Err(Conflict::OldSize { known: known.size });
        }
        if new.size == known.size && new.root != known.root {
            return Err(Conflict::OtherRoot { known: known.size });
        }
        check_consistency(&known, &new, &request.path).map_err(|_| Conflict::Inconsistent)?;
        let signature = self.key.cosign(now, request.note.text()).map_err(Conflict::Malformed)?;
        Ok(Accepted { head: new, signature })
    }
}

#[cfg(test)]
#[path = "witness_tests.rs"]
mod tests;
