//! What the public log says of a disclosure: that its village published it, when, and the digest of
//! all that it said.

use platform::log::{Leaf, Logged, salted_digest};
use platform::{Error, Result, Tx, Uuid};

use crate::canonical;
use crate::model::{Disclosure, DisclosureId};
use crate::store::published;

/// The form of the leaf.
pub(crate) const LEAF: &str = "xiangyue/disclosure/v1";

/// For comparing what was published with the log.
pub(crate) static LOGGED: [Logged; 1] = [Logged { t: LEAF, leaf: leaf_now, after }];

/// The leaf of a disclosure as its rows are now.
pub(crate) fn leaf(tx: &mut Tx<'_>, disclosure: &Disclosure) -> Result<Leaf> {
    let content = canonical::canonical(tx, disclosure.id)?;
    let digest = salted_digest(&salt(disclosure)?, &content);
    let about = (disclosure.item_key.as_str(), disclosure.id.0);
    Ok(Leaf::new(LEAF, disclosure.area_id.0, about, digest, disclosure.published_at))
}

/// The salt that keeps short contents from being guessed.
pub(crate) fn salt(disclosure: &Disclosure) -> Result<[u8; 32]> {
    let salt = disclosure.salt.as_slice().try_into();
    salt.map_err(|_| Error::fault("disclosures.salt: not 32 bytes"))
}

fn leaf_now(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<Leaf>> {
    match published::find(tx, DisclosureId(id)) {
        Ok(disclosure) => leaf(tx, &disclosure).map(Some),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

fn after(tx: &mut Tx<'_>, id: Uuid) -> Result<Vec<Uuid>> {
    let ids = published::ids_after(tx, DisclosureId(id))?;
    Ok(ids.into_iter().map(|id| id.0).collect())
}
