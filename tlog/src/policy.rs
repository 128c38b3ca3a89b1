//! Whom a reader believes: one log, its keys, and how many of which witnesses.

use crate::checkpoint::Checkpoint;
use crate::key::{KeyKind, VerifierKey};
use crate::note::{Note, Signature};
use crate::{Fault, cosignature};

/// What a checkpoint must bear before it is believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    origin: String,
    log_keys: Vec<VerifierKey>,
    witnesses: Vec<VerifierKey>,
    quorum: usize,
}

/// A checkpoint that was believed, and because of whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// What it says.
    pub checkpoint: Checkpoint,
    /// The log's key that signed it.
    pub log_key: VerifierKey,
    /// The witnesses who cosigned it, the earliest first.
    pub cosigned: Vec<Cosigned>,
}

/// One witness's word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cosigned {
    /// Who.
    pub witness: String,
    /// When, in seconds since 1970; the latest if there are several.
    pub at: u64,
}

impl Policy {
    /// A policy. A log that changed its key names the old ones too, so that what was proved under
    /// them stays proved; a witness counts once, under however many keys of its name.
    pub fn new(
        origin: &str,
        log_keys: Vec<VerifierKey>,
        mut witnesses: Vec<VerifierKey>,
        quorum: usize,
    ) -> Result<Policy, Fault> {
        let unsound = |why| Err(Fault::PolicyUnsound(why));
        if log_keys.is_empty() {
            return unsound("the log has no key");
        }
        if log_keys.iter().any(|key| key.kind() != KeyKind::Log)
            || witnesses.iter().any(|key| key.kind() != KeyKind::Witness)
        {
            return Err(Fault::KeyKindUnfit);
        }
        // In whatever order they are given, it is the same policy.
        witnesses.sort_by(|a, b| (a.name(), a.id()).cmp(&(b.name(), b.id())));
        witnesses.dedup();
        let mut names: Vec<&str> = witnesses.iter().map(VerifierKey::name).collect();
        names.dedup();
        if quorum > names.len() {
            return unsound("it asks for more witnesses than it names");
        }
        // A cosignature does not say whose it is, so one key under two names would count twice.
        let all: Vec<&VerifierKey> = log_keys.iter().chain(&witnesses).collect();
        let shared = |a: &VerifierKey| {
            let other = |b: &&&VerifierKey| (b.name(), b.kind()) != (a.name(), a.kind());
            all.iter().filter(other).any(|b| b.public() == a.public())
        };
        if witnesses.iter().any(shared) {
            return unsound("two parties have the same key");
        }
        Ok(Policy { origin: origin.to_owned(), log_keys, witnesses, quorum })
    }

    /// Which log it is about.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The log's keys, the old ones too.
    pub fn log_keys(&self) -> &[VerifierKey] {
        &self.log_keys
    }

    /// The keys of the witnesses.
    pub fn witnesses(&self) -> &[VerifierKey] {
        &self.witnesses
    }

    /// How many witnesses must have cosigned.
    pub fn quorum(&self) -> usize {
        self.quorum
    }

    /// Whether a signed checkpoint is believed. Signatures of strangers are passed over; one that
    /// names a known key and does not fit spoils the whole.
    pub fn check(&self, note: &Note) -> Result<Seen, Fault> {
        let checkpoint: Checkpoint = note.text().parse()?;
        if checkpoint.origin != self.origin {
            return Err(Fault::ForeignOrigin(checkpoint.origin));
        }
        let mut log_key = None;
        let mut cosigned: Vec<Cosigned> = Vec::new();
        for signature in note.signatures() {
            if let Some(key) = maker(&self.log_keys, signature) {
                key.fits(note.text(), &signature.bytes)?;
                log_key.get_or_insert_with(|| key.clone());
            } else if let Some(key) = maker(&self.witnesses, signature) {
                let at = cosignature::verify(key, note.text(), signature)?;
                match cosigned.iter_mut().find(|one| one.witness == key.name()) {
                    Some(one) => one.at = one.at.max(at),
                    None => cosigned.push(Cosigned { witness: key.name().to_owned(), at }),
                }
            }
        }
        let log_key = log_key.ok_or(Fault::LogUnsigned)?;
        if cosigned.len() < self.quorum {
            return Err(Fault::QuorumMissed { found: cosigned.len(), needed: self.quorum });
        }
        cosigned.sort_by_key(|one| one.at);
        Ok(Seen { checkpoint, log_key, cosigned })
    }
}

/// The key that a signature says it was made with.
pub(crate) fn maker<'a>(keys: &'a [VerifierKey], signature: &Signature) -> Option<&'a VerifierKey> {
    keys.iter().find(|key| key.made(signature))
}

#[cfg(test)]
#[path = "policy_tests.rs"]
mod tests;
