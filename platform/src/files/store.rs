//! What is used for what. A use is only added, but for what has not been sent yet.

use jiff::Timestamp;

use super::{Kept, Kind, SUBJECT_BYTES_MAX, SUBJECT_FILES_MAX, refusals};
use crate::authorisation::Actor;
use crate::error::Result;
use crate::id::{PersonId, SubjectId, Uuid};
use crate::personal::Reference;
use crate::storage::Tx;

crate::id_type! {
    /// One use of a content.
    UseId,
}

/// What a file belongs to: a word of the module, and which one.
#[derive(Debug, Clone, Copy)]
pub struct Subject {
    kind: &'static str,
    id: SubjectId,
}

impl Subject {
    /// `Subject::new("window.case", case.id.0)`.
    pub const fn new(kind: &'static str, id: Uuid) -> Self {
        Self { kind, id: SubjectId(id) }
    }
}

crate::record! {
    /// A file of something.
    pub struct FileUse {
        /// The use.
        pub id: UseId,
        /// The content.
        pub sha256: String,
        /// What it is.
        pub kind: Kind,
        /// How large.
        pub bytes: i64,
        /// Where in the thing it belongs: a word of the module.
        pub place: String,
        /// One, two, three: the order in which they came.
        pub number: i64,
        /// The name, fit to be shown.
        pub name: String,
        /// What was said with it.
        pub note: String,
        /// Who.
        pub made_by_id: Option<PersonId>,
        /// Who, by name.
        pub made_by: String,
        /// When.
        pub made_at: Timestamp,
    }
}

crate::record! {
    /// A content as the tables know it.
    pub(super) struct Content {
        pub(super) sha256: String,
        pub(super) bytes: i64,
        pub(super) uses: i64,
    }
}

crate::sql! {
    INSERT_FILE: "insert into files (sha256, kind, bytes, made_at) values (?1, ?2, ?3, ?4)
                  on conflict (sha256) do nothing";
    INSERT_USE: "insert into file_uses (id, sha256, subject_kind, subject_id, place, number, name,
                   note, made_by_id, made_by, made_at)
                 values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    USES_OF: "select u.id, u.sha256, f.kind, f.bytes, u.place, u.number, u.name, u.note,
                u.made_by_id, u.made_by, u.made_at
              from file_uses u join files f on f.sha256 = u.sha256
              where u.subject_id = ?1 and u.subject_kind = ?2
              order by u.made_at, u.number limit 1000";
    USE: "select u.id, u.sha256, f.kind, f.bytes, u.place, u.number, u.name, u.note, u.made_by_id,
            u.made_by, u.made_at
          from file_uses u join files f on f.sha256 = u.sha256
          where u.id = ?1 and u.subject_id = ?2 and u.subject_kind = ?3";
    FIND_USE: "select u.id, u.sha256, f.kind, f.bytes, u.place, u.number, u.name, u.note,
                 u.made_by_id, u.made_by, u.made_at
               from file_uses u join files f on f.sha256 = u.sha256
               where u.subject_id = ?1 and u.subject_kind = ?2 and u.place = ?3 and u.sha256 = ?4
               limit 1";
    DELETE_USE: "delete from file_uses where id = ?1 and subject_id = ?2 and subject_kind = ?3";
    DELETE_USES: "delete from file_uses where subject_id = ?1 and subject_kind = ?2";
    MADE_BY_PERSON: "select id from file_uses where made_by_id = ?1 order by id limit 100000";
    POINT_MADE_BY: "update file_uses set made_by_id = ?2 where id = ?1 and made_by_id = ?3";
    MOVE_USES: "update file_uses set subject_id = ?3, subject_kind = ?4
                where subject_id = ?1 and subject_kind = ?2";
    DELETE_UNUSED: "delete from files where sha256 = ?1
                    and not exists (select 1 from file_uses u where u.sha256 = ?1)";
    CONTENTS: "select f.sha256, f.bytes,
                 (select count(*) from file_uses u where u.sha256 = f.sha256) as uses
               from files f where f.sha256 between ?1 and ?2 order by f.sha256 limit 100000";
}

/// From whom a file is decides whether it is the applicant's: it follows the person where two
/// registrations become one.
pub(crate) const MADE_BY: Reference =
    Reference { place: "file_uses.made_by_id", rows: &MADE_BY_PERSON, point: &POINT_MADE_BY };

/// Notes that a thing has a file: in the act, after [`super::keep`] and after the module has asked
/// whether this person may. The same content in the same place is noted once, so that a form that
/// is sent twice does no harm.
pub fn attach(
    tx: &mut Tx<'_>,
    actor: &Actor,
    subject: Subject,
    place: &str,
    (kept, note): (&Kept, &str),
) -> Result<UseId> {
    if let Some(same) = find_use(tx, subject, place, &kept.sha256)? {
        return Ok(same.id);
    }
    let now = tx.now();
    tx.run(&INSERT_FILE, &[&kept.sha256, &kept.kind, &to_i64(kept.bytes), &now])?;
    let there = uses_of(tx, subject)?;
    let together: u64 = there.iter().filter_map(|used| u64::try_from(used.bytes).ok()).sum();
    if there.len() >= SUBJECT_FILES_MAX || together + kept.bytes > SUBJECT_BYTES_MAX {
        return Err(refusals::subject_full());
    }
    // Photos that are sent together stay in their order.
    let number = there.iter().map(|used| used.number + 1).max().unwrap_or(1);
    let id: UseId = tx.new_id();
    tx.run_one(
        &INSERT_USE,
        &[
            &id,
            &kept.sha256,
            &subject.kind,
            &subject.id,
            &place,
            &number,
            &kept.name,
            &note,
            &actor.person_id,
            &actor.name,
            &now,
        ],
    )?;
    Ok(id)
}

fn to_i64(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

/// The files of a thing, the oldest first.
pub fn uses_of(tx: &mut Tx<'_>, subject: Subject) -> Result<Vec<FileUse>> {
    tx.query(&USES_OF, &[&subject.id, &subject.kind])
}

/// One file of a thing; not found if it belongs to another.
pub fn use_of(tx: &mut Tx<'_>, subject: Subject, id: UseId) -> Result<FileUse> {
    tx.one(&USE, &[&id, &subject.id, &subject.kind])
}

/// The use of a content at a place of a thing, if there is one.
pub fn find_use(
    tx: &mut Tx<'_>,
    subject: Subject,
    place: &str,
    sha256: &str,
) -> Result<Option<FileUse>> {
    tx.find(&FIND_USE, &[&subject.id, &subject.kind, &place, &sha256])
}

/// Takes a file away again, which only what has not been sent yet allows.
pub fn detach(tx: &mut Tx<'_>, subject: Subject, id: UseId) -> Result<()> {
    tx.run_one(&DELETE_USE, &[&id, &subject.id, &subject.kind])
}

/// Takes all files of something away that is thrown away itself.
pub fn detach_all(tx: &mut Tx<'_>, subject: Subject) -> Result<()> {
    tx.run(&DELETE_USES, &[&subject.id, &subject.kind]).map(drop)
}

/// All files of one thing go over to another: a draft becomes a case. Says how many there were.
pub fn move_uses(tx: &mut Tx<'_>, from: Subject, to: Subject) -> Result<u64> {
    tx.run(&MOVE_USES, &[&from.id, &from.kind, &to.id, &to.kind])
}

/// The contents whose names begin with these two digits.
pub(super) fn contents(tx: &mut Tx<'_>, begin: &str) -> Result<Vec<Content>> {
    let (first, last) = (format!("{begin:0<64}"), format!("{begin:f<64}"));
    tx.query(&CONTENTS, &[&first, &last])
}

/// Forgets a content that nothing uses.
pub(super) fn forget(tx: &mut Tx<'_>, sha256: &str) -> Result<u64> {
    tx.run(&DELETE_UNUSED, &[&sha256])
}
