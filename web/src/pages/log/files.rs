//! The log for programs, as `c2sp.org/tlog-tiles` has it, and the door for witnesses.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use platform::log::{self, Stored, signing, witnesses};
use platform::{App, Error, Refusal, Result, Tx};
use tlog::tiles::Resource;

use crate::answer::Answer;

const TEXT: &str = "text/plain; charset=utf-8";
/// What is full never changes.
const FOREVER: &str = "public, max-age=31536000, immutable";
/// What still grows.
const BRIEFLY: &str = "no-cache";

/// The newest signed head, with what witnesses wrote under it.
pub(super) async fn checkpoint(State(app): State<App>) -> Answer {
    let note = app.db.read(witnesses::latest_note).await?.ok_or(Error::NotFound)?;
    answer(TEXT, BRIEFLY, note.into_bytes())
}

/// The proof of a leaf, as `c2sp.org/tlog-proof` writes it.
pub(super) async fn proof(State(app): State<App>, Path(number): Path<String>) -> Answer {
    let number = number_of(&number)?;
    let proven = app.db.read(move |tx| witnesses::prove(tx, number)).await?;
    let proven = proven.ok_or(Error::NotFound)?;
    answer(TEXT, BRIEFLY, proven.proof.to_string().into_bytes())
}

/// The hashes which show that the later tree grew out of the earlier one, a line each.
pub(super) async fn consistency(
    State(app): State<App>,
    Path((old, new)): Path<(String, String)>,
) -> Answer {
    let (old, new) = (number_of(&old)?, number_of(&new)?);
    let path = app
        .db
        .read(move |tx| {
            if old > new || new > log::size(tx)? {
                return Err(Error::NotFound);
            }
            tlog::tree::prove_consistency(old, new, &mut Stored(tx))
        })
        .await?;
    let lines: String = path.iter().map(|hash| format!("{hash}\n")).collect();
    answer(TEXT, FOREVER, lines.into_bytes())
}

/// A tile of hashes or of leaves, under the newest signed head.
pub(super) async fn tile(State(app): State<App>, Path(rest): Path<String>) -> Answer {
    let resource: Resource = format!("tile/{rest}").parse().map_err(|_| Error::NotFound)?;
    let full = match &resource {
        Resource::Checkpoint => false,
        Resource::Tile(tile) => u32::from(tile.width) == WIDTH,
        Resource::Entries(bundle) => u32::from(bundle.width) == WIDTH,
    };
    let bytes = app.db.read(move |tx| content(tx, &resource)).await?;
    answer("application/octet-stream", if full { FOREVER } else { BRIEFLY }, bytes)
}

/// Hashes or leaves of a full tile.
const WIDTH: u32 = 256;

fn content(tx: &mut Tx<'_>, resource: &Resource) -> Result<Vec<u8>> {
    let signed = signing::latest(tx)?.ok_or(Error::NotFound)?;
    let size = u64::try_from(signed.size).map_err(|_| Error::NotFound)?;
    if !resource.is_published(size) {
        return Err(Error::NotFound);
    }
    match resource {
        Resource::Checkpoint => Err(Error::NotFound),
        Resource::Tile(tile) => tile.read(&mut Stored(tx)),
        Resource::Entries(bundle) => {
            let placed = log::entries(tx, bundle.first(), u32::from(bundle.width))?;
            let contents = placed.iter().map(|placed| placed.content.as_bytes());
            Ok(tlog::tiles::write_entries(contents)?)
        }
    }
}

/// Takes what a witness wrote under a head of this county.
pub(super) async fn cosign(State(app): State<App>, note: String) -> Answer {
    let taken = witnesses::receive(&app, note).await?;
    if taken == 0 {
        return Err(nobody_known().into());
    }
    answer(TEXT, BRIEFLY, b"ok\n".to_vec())
}

fn nobody_known() -> Refusal {
    Refusal::new("log.nobody_known", "没有新的见证签名：签名的人没有登记，或者这一次已经收过了")
}

pub(super) fn number_of(text: &str) -> Result<u64> {
    text.parse().map_err(|_| Error::NotFound)
}

fn answer(kind: &'static str, kept: &'static str, bytes: Vec<u8>) -> Answer {
    Ok(([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, kept)], bytes).into_response())
}
