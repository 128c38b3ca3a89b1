//! One leaf: that a thing was published, by which village, when, and the digest of what it said.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::id::Uuid;
use crate::privacy::hex;
use crate::storage::Tx;

/// A leaf as it is written and can never be taken back. It has no field in which a person could
/// stand: what was published is in it as a digest over a secret salt and the content, so that
/// whoever forgets the salt and the content has forgotten them for good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leaf {
    /// The form of the leaf.
    v: u8,
    /// What was published: `xiangyue/disclosure/v1`.
    pub t: String,
    /// Whose it is: the identifier of an area, which stays when names and borders change.
    pub org: Uuid,
    /// Which kind of it: `finance.ledger`.
    pub kind: String,
    /// Which one.
    pub id: Uuid,
    /// The digest, in hexadecimal digits.
    pub sha256: String,
    /// When, to the second.
    pub at: Timestamp,
}

/// How a module tells what stands in the data of the things that it published.
#[derive(Clone, Copy, Debug)]
pub struct Logged {
    /// The [`Leaf::t`] that it answers for.
    pub t: &'static str,
    /// The leaf of one thing, made anew from its rows as they are now; nothing if it is gone.
    pub leaf: fn(&mut Tx<'_>, Uuid) -> Result<Option<Leaf>>,
    /// The things that have been published, in the order of their identifiers: those after this
    /// one, and no more than a thousand.
    pub after: fn(&mut Tx<'_>, Uuid) -> Result<Vec<Uuid>>,
}

impl Leaf {
    /// A leaf of this moment.
    pub fn new(
        t: &'static str,
        org: Uuid,
        (kind, id): (&str, Uuid),
        digest: [u8; 32],
        at: Timestamp,
    ) -> Self {
        let at = Timestamp::from_second(at.as_second()).unwrap_or(at);
        Self { v: 1, t: t.to_owned(), org, kind: kind.to_owned(), id, sha256: hex(&digest), at }
    }

    /// The words that are hashed: JSON with its keys in this order and no spaces.
    pub fn content(&self) -> Result<String> {
        Ok(serde_json::to_string(self)?)
    }

    /// Reads a leaf; words that are not exactly as this program writes them are none.
    pub fn read(content: &str) -> Result<Self> {
        let leaf: Self = serde_json::from_str(content)?;
        let same = leaf.content()? == content && leaf.v == 1;
        same.then_some(leaf).ok_or_else(|| Error::fault("a leaf in words of its own"))
    }
}

/// The digest that stands in a leaf. The salt is as long as the digest, so that nobody can try
/// out what short content it might stand for.
pub fn salted_digest(salt: &[u8; 32], content: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update(salt).chain_update(content).finalize().into()
}
