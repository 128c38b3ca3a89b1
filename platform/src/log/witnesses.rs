//! Strangers who co-sign the log's heads: each has seen that the log only grew.

use jiff::Timestamp;
use tlog::checkpoint::Checkpoint;
use tlog::cosignature;
use tlog::key::{KeyKind, VerifierKey};
use tlog::note::Note;
use tlog::policy::Policy;
use tlog::proof::Proof;

use super::signing::{self, Signed};
use super::tree::{Stored, counted, leaf_at, stored};
use crate::app::App;
use crate::area::AreaPath;
use crate::authorisation::{Actor, Power};
use crate::error::{Error, Refusal, Result};
use crate::id::PersonId;
use crate::journal::Entry;
use crate::storage::Tx;

/// Says who witnesses the county's log.
pub const MANAGE_LOG: Power = Power::new("log.manage");

/// More witnesses than a county finds.
const WITNESSES_MAX: usize = 50;
/// Letters of a witness's name.
const NAME_LETTERS_MAX: usize = 60;
/// The newest heads among which the one that most have co-signed is looked for.
const HEADS_LOOKED_AT: u32 = 20;

crate::id_type! {
    /// Somebody who co-signs.
    WitnessId,
}

crate::sql! {
    ADD: "insert into log_witnesses (id, name, verifier_key, under_county, added_by_id, added_by, added_at)
          values (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    END: "insert into log_witness_ends (witness_id, reason, ended_by_id, ended_by, ended_at)
          values (?1, ?2, ?3, ?4, ?5)";
    ALL: "select w.id, w.name, w.verifier_key, w.under_county, w.added_at, e.ended_at, e.reason
          from log_witnesses w left join log_witness_ends e on e.witness_id = w.id
          order by w.added_at, w.id limit 200";
    COSIGN: "insert into log_cosignatures (size, witness_id, line, cosigned_at)
             values (?1, ?2, ?3, ?4) on conflict (size, witness_id) do nothing";
    OF_HEAD: "select c.witness_id, c.size, c.line, c.cosigned_at from log_cosignatures c
              where c.size = ?1 order by c.cosigned_at, c.witness_id limit 200";
    COSIGNED: "select size, count(*) as witnesses from log_cosignatures
               where size > ?1 group by size order by size desc limit ?2";
    LAST_OF: "select witness_id, size, line, cosigned_at from log_cosignatures
              where witness_id = ?1 order by size desc limit 1";
}

crate::record! {
    /// A witness.
    pub struct Witness {
        /// Its identifier.
        pub id: WitnessId,
        /// Who it is, as people know it.
        pub name: String,
        /// What it signs with.
        pub verifier_key: String,
        /// Whether the county can give it orders: then it is no independent eye.
        pub under_county: bool,
        /// Since when.
        pub added_at: Timestamp,
        /// Since when no more.
        pub ended_at: Option<Timestamp>,
        /// Why no more.
        pub reason: Option<String>,
    }
}

crate::record! {
    /// One cosignature.
    pub struct Cosignature {
        /// Whose.
        pub witness_id: WitnessId,
        /// Of the head over so many leaves.
        pub size: i64,
        /// Its line in the note.
        pub line: String,
        /// When the witness signed, as it says.
        pub cosigned_at: Timestamp,
    }
}

crate::record! {
    struct Cosigned {
        size: i64,
        witnesses: i64,
    }
}

/// A new witness, as the form has it.
#[derive(Clone, Debug)]
pub struct NewWitness {
    /// Who it is.
    pub name: String,
    /// Its verifier key.
    pub verifier_key: String,
    /// Whether the county can give it orders.
    pub under_county: bool,
}

/// A leaf's proof and the heads that stand behind it.
pub struct Proven {
    /// What is hashed.
    pub leaf: String,
    /// The proof, with the signed head and its cosignatures.
    pub proof: Proof,
    /// The head that it leads to.
    pub signed: Signed,
    /// Who co-signed that head.
    pub cosignatures: Vec<Cosignature>,
}

/// From now on somebody else co-signs.
pub async fn add(app: &App, actor: &Actor, new: NewWitness) -> Result<WitnessId> {
    let (actor, new) = (actor.clone(), new);
    app.db
        .write(move |tx| {
            actor.permit(MANAGE_LOG, &AreaPath::county())?;
            let name = new.name.trim();
            if name.is_empty() || name.chars().count() > NAME_LETTERS_MAX {
                return Err(refusals::name_missing().into());
            }
            let key = read_key(&new.verifier_key)?;
            let known = all(tx)?;
            if known.iter().any(|one| one.verifier_key == key.to_string()) {
                return Err(refusals::known_already().into());
            }
            if known.len() >= WITNESSES_MAX {
                return Err(refusals::too_many().into());
            }
            let id: WitnessId = tx.new_id();
            let now = tx.now();
            tx.run_one(
                &ADD,
                &[
                    &id,
                    &name,
                    &key.to_string(),
                    &new.under_county,
                    &actor.person_id,
                    &actor.name,
                    &now,
                ],
            )?;
            let entry = Entry::new("platform.witness_added", "witness", id.0, &AreaPath::county());
            tx.journal(&actor, entry)?;
            Ok(id)
        })
        .await
}

/// A witness's cosignatures are not taken any more; those that are there stay.
pub async fn end(app: &App, actor: &Actor, id: WitnessId, reason: String) -> Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            actor.permit(MANAGE_LOG, &AreaPath::county())?;
            let witness = all(tx)?.into_iter().find(|one| one.id == id).ok_or(Error::NotFound)?;
            if witness.ended_at.is_some() {
                return Err(refusals::ended_already().into());
            }
            let reason = reason.trim();
            if reason.is_empty() {
                return Err(refusals::reason_missing().into());
            }
            let by: Option<PersonId> = actor.person_id;
            tx.run_one(&END, &[&id, &reason, &by, &actor.name, &tx.now()])?;
            let entry = Entry::new("platform.witness_ended", "witness", id.0, &AreaPath::county());
            tx.journal(&actor, entry)
        })
        .await
}

/// Takes the cosignatures of a note that a witness sends: a head that this county signed, with the
/// witness's line under it. Says how many are new.
pub async fn receive(app: &App, note: String) -> Result<u64> {
    app.db
        .write(move |tx| {
            let note: Note = note.parse().map_err(|_| refusals::not_a_note())?;
            let checkpoint: Checkpoint = note.text().parse().map_err(|_| refusals::not_a_note())?;
            let size = checkpoint.head.size;
            let signed = signing::at(tx, size)?.ok_or_else(refusals::not_our_head)?;
            if signed.parsed()?.text() != note.text() {
                return Err(refusals::not_our_head().into());
            }
            let mut taken = 0;
            for witness in all(tx)?.into_iter().filter(|one| one.ended_at.is_none()) {
                let key: VerifierKey = witness.verifier_key.parse()?;
                for signature in note.signatures().iter().filter(|one| one.name == key.name()) {
                    let Ok(at) = cosignature::verify(&key, note.text(), signature) else {
                        continue;
                    };
                    let at = Timestamp::from_second(i64::try_from(at).unwrap_or(i64::MAX));
                    let at = at.map_err(|_| refusals::not_a_note())?;
                    let line = signature.to_string();
                    taken += tx.run(&COSIGN, &[&stored(size)?, &witness.id, &line, &at])?;
                }
            }
            Ok(taken)
        })
        .await
}

/// All witnesses, also those that are none any more.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Witness>> {
    tx.query(&ALL, &[])
}

/// The last cosignature of each witness that is one today.
pub fn standing(tx: &mut Tx<'_>) -> Result<Vec<(Witness, Option<Cosignature>)>> {
    let today = all(tx)?.into_iter().filter(|witness| witness.ended_at.is_none());
    today.map(|witness| Ok((witness.clone(), tx.find(&LAST_OF, &[&witness.id])?))).collect()
}

/// The cosignatures of a head.
pub fn of_head(tx: &mut Tx<'_>, size: i64) -> Result<Vec<Cosignature>> {
    tx.query(&OF_HEAD, &[&size])
}

/// The newest signed head as everybody may take it: with what witnesses wrote under it.
pub fn latest_note(tx: &mut Tx<'_>) -> Result<Option<String>> {
    let Some(signed) = signing::latest(tx)? else { return Ok(None) };
    let cosignatures = of_head(tx, signed.size)?;
    Ok(Some(with_lines(&signed, &cosignatures)?.to_string()))
}

/// The proof that a leaf stands in the log: to the head that most witnesses co-signed lately, or to
/// the newest one where none did. Nothing for a leaf over which no head has been signed yet.
pub fn prove(tx: &mut Tx<'_>, number: u64) -> Result<Option<Proven>> {
    let Some(placed) = leaf_at(tx, number)? else { return Ok(None) };
    let heads: Vec<Cosigned> = tx.query(&COSIGNED, &[&stored(number)?, &HEADS_LOOKED_AT])?;
    // Of two with as many the newer one, which comes first.
    let most = heads.iter().rev().max_by_key(|head| head.witnesses);
    let signed = match most {
        Some(head) => signing::at(tx, counted(head.size)?)?,
        None => {
            signing::latest(tx)?.filter(|signed| counted(signed.size).is_ok_and(|n| n > number))
        }
    };
    let Some(signed) = signed else { return Ok(None) };
    let cosignatures = of_head(tx, signed.size)?;
    let path = tlog::tree::prove_inclusion(number, counted(signed.size)?, &mut Stored(tx))?;
    let note = with_lines(&signed, &cosignatures)?;
    let proof = Proof { index: number, path, note, extra: None };
    Ok(Some(Proven { leaf: placed.content, proof, signed, cosignatures }))
}

/// What a reader in the county goes by: these keys or else those that the data names, and all who
/// ever witnessed. Nothing for a log that was never signed.
pub fn policy(tx: &mut Tx<'_>, keys: Option<Vec<VerifierKey>>) -> Result<Option<Policy>> {
    let keys = keys.map_or_else(|| signing::verifiers(tx), Ok)?;
    let Some(origin) = keys.first().map(|key| key.name().to_owned()) else { return Ok(None) };
    let witnesses = all(tx)?;
    let witnesses: Result<Vec<VerifierKey>> =
        witnesses.iter().map(|one| Ok(one.verifier_key.parse()?)).collect();
    Ok(Some(Policy::new(&origin, keys, witnesses?, 0)?))
}

/// A signed head with the lines of witnesses under it.
pub(super) fn with_lines(signed: &Signed, cosignatures: &[Cosignature]) -> Result<Note> {
    let mut note = signed.parsed()?;
    for cosignature in cosignatures {
        note.add(cosignature.line.parse()?);
    }
    Ok(note)
}

fn read_key(text: &str) -> Result<VerifierKey> {
    let key: VerifierKey = text.trim().parse().map_err(|_| refusals::not_a_key())?;
    if key.kind() == KeyKind::Witness { Ok(key) } else { Err(refusals::not_a_key().into()) }
}

/// Every way in which a witness is turned away.
mod refusals {
    use super::Refusal;

    pub fn name_missing() -> Refusal {
        Refusal::new("log.name_missing", "请写明见证方是谁，例如县图书馆，不超过60个字").at("name")
    }

    pub fn not_a_key() -> Refusal {
        Refusal::new(
            "log.not_a_key",
            "这不是见证方的公钥。请对方运行 xiangyue witness key，把打印出来的那一行原样贴进来",
        )
        .at("verifier_key")
    }

    pub fn known_already() -> Refusal {
        Refusal::new("log.known_already", "这个公钥已经登记过了").at("verifier_key")
    }

    pub fn too_many() -> Refusal {
        Refusal::new("log.too_many", "见证方已经有50个，不再增加")
    }

    pub fn ended_already() -> Refusal {
        Refusal::new("log.ended_already", "这个见证方已经不再见证了")
    }

    pub fn reason_missing() -> Refusal {
        Refusal::new("log.reason_missing", "请写明为什么不再由它见证").at("reason")
    }

    pub fn not_a_note() -> Refusal {
        Refusal::new("log.not_a_note", "这不是签过名的日志头")
    }

    pub fn not_our_head() -> Refusal {
        Refusal::new("log.not_our_head", "这不是本县签过的日志头")
    }
}
