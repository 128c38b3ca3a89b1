//! Every act leaves an entry: who, for whom, where, when, by which article.

use jiff::Timestamp;
use law::Cite;
use serde_json::Value as Facts;

use crate::area::AreaPath;
use crate::authorisation::{Actor, READ_JOURNAL};
use crate::error::Result;
use crate::id::{EntryId, PersonId, SubjectId, Uuid};
use crate::storage::{Json, Tx};

/// An entry on its way into the journal.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Module and what happened, for example `window.case_accepted`.
    pub act: &'static str,
    /// What it happened to, for example `case`.
    pub subject_kind: &'static str,
    /// Which one.
    pub subject_id: Option<SubjectId>,
    /// Where.
    pub area_path: AreaPath,
    /// For whom, when somebody acts for another.
    pub on_behalf_of: Option<String>,
    /// The article.
    pub cite: Option<Cite>,
    /// What a listener or a reader needs besides. No identity numbers, no passwords.
    pub facts: Facts,
}

/// Told of each entry inside its transaction: what it changes commits together with the act.
pub type Listener = fn(&mut Tx<'_>, &Actor, &Entry) -> Result<()>;

crate::record! {
    /// An entry as it is read.
    pub struct Noted {
        /// Its id.
        pub id: EntryId,
        /// When.
        pub noted_at: Timestamp,
        /// Who; `None` for the program itself.
        pub actor_id: Option<PersonId>,
        /// Who, by name.
        pub actor_name: String,
        /// For whom.
        pub on_behalf_of: Option<String>,
        /// What.
        pub act: String,
        /// To what.
        pub subject_kind: String,
        /// To which.
        pub subject_id: Option<SubjectId>,
        /// Where.
        pub area_path: AreaPath,
        /// The article's key.
        pub cite: Option<String>,
        /// The rest.
        pub facts: Json<Facts>,
    }
}

crate::sql! {
    NOTE: "insert into journal (id, noted_at, actor_id, actor_name, on_behalf_of, act, subject_kind,
             subject_id, area_path, cite, facts)
           values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    PAGE: "select id, noted_at, actor_id, actor_name, on_behalf_of, act, subject_kind, subject_id,
             area_path, cite, facts
           from journal
           where noted_at <= ?3 and area_path between ?1 and ?2
           order by noted_at desc, id desc limit ?4";
    PAGE_AFTER: "select id, noted_at, actor_id, actor_name, on_behalf_of, act, subject_kind, subject_id,
                   area_path, cite, facts
                 from journal
                 where noted_at <= ?3 and area_path between ?1 and ?2 and (noted_at < ?3 or id < ?4)
                 order by noted_at desc, id desc limit ?5";
    LAST: "select coalesce(max(noted_at), 0) from journal";
    OF_SUBJECT: "select id, noted_at, actor_id, actor_name, on_behalf_of, act, subject_kind,
                   subject_id, area_path, cite, facts
                 from journal where subject_id = ?1 order by noted_at, id limit 500";
}

impl Entry {
    /// An entry about one thing at one area.
    pub fn new(
        act: &'static str,
        subject_kind: &'static str,
        subject: impl Into<Subject>,
        area: &AreaPath,
    ) -> Self {
        Self {
            act,
            subject_kind,
            subject_id: subject.into().0,
            area_path: area.clone(),
            on_behalf_of: None,
            cite: None,
            facts: Facts::Null,
        }
    }

    /// Names the article.
    pub fn citing(mut self, cite: Cite) -> Self {
        self.cite = Some(cite);
        self
    }

    /// Names the person for whom the actor acts.
    pub fn on_behalf_of(mut self, name: impl Into<String>) -> Self {
        self.on_behalf_of = Some(name.into());
        self
    }

    /// Adds what a listener or reader needs.
    pub fn facts(mut self, facts: Facts) -> Self {
        self.facts = facts;
        self
    }
}

/// The id of the thing an entry tells of.
#[derive(Debug, Clone, Copy)]
pub struct Subject(Option<SubjectId>);

impl Subject {
    /// An entry about no single thing.
    pub const NONE: Self = Self(None);
}

impl From<Uuid> for Subject {
    fn from(uuid: Uuid) -> Self {
        Self(Some(SubjectId(uuid)))
    }
}

impl Tx<'_> {
    /// Writes the entry and tells the listeners.
    pub fn journal(&mut self, actor: &Actor, entry: Entry) -> Result<()> {
        let id: EntryId = self.new_id();
        let cite = entry.cite.map(|cite| cite.key());
        self.run(
            &NOTE,
            &[
                &id,
                &self.now(),
                &actor.person_id,
                &actor.name,
                &entry.on_behalf_of,
                &entry.act,
                &entry.subject_kind,
                &entry.subject_id,
                &entry.area_path,
                &cite,
                &Json(&noted(actor, &entry)),
            ],
        )?;
        let surroundings = self.surroundings().clone();
        surroundings.listeners.iter().try_for_each(|listener| listener(self, actor, &entry))
    }
}

/// The facts of an entry. What a program did by a token says which token it was.
fn noted(actor: &Actor, entry: &Entry) -> Facts {
    let Some(token) = &actor.token else { return entry.facts.clone() };
    let mut facts = entry.facts.as_object().cloned().unwrap_or_default();
    facts.insert("token".to_owned(), token.id.to_string().into());
    facts.into()
}

/// Entries that the reader may see, the newest first, from `before` back.
pub fn page(tx: &mut Tx<'_>, actor: &Actor, before: Timestamp, limit: u32) -> Result<Vec<Noted>> {
    let mut entries: Vec<Noted> = Vec::new();
    for area in actor.scope(READ_JOURNAL)?.areas() {
        let (first, last) = area.range();
        entries.extend(tx.query::<Noted>(&PAGE, &[&first, &last, &before, &limit])?);
    }
    entries.sort_by_key(|entry| std::cmp::Reverse((entry.noted_at, entry.id)));
    entries.truncate(limit as usize);
    Ok(entries)
}

/// [`page`] going on after one entry, for programs.
pub fn page_after(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (noted_at, id): (Timestamp, EntryId),
    limit: u32,
) -> Result<Vec<Noted>> {
    let mut entries: Vec<Noted> = Vec::new();
    for area in actor.scope(READ_JOURNAL)?.areas() {
        let (first, last) = area.range();
        entries.extend(tx.query::<Noted>(&PAGE_AFTER, &[&first, &last, &noted_at, &id, &limit])?);
    }
    entries.sort_by_key(|entry| std::cmp::Reverse((entry.noted_at, entry.id)));
    entries.truncate(limit as usize);
    Ok(entries)
}

/// When the last entry was noted, as milliseconds; 0 in an empty journal.
pub fn last_noted(tx: &mut Tx<'_>) -> Result<i64> {
    tx.value(&LAST, &[])
}

/// All entries about one thing, the oldest first. The caller has checked that the reader may see
/// it.
pub fn of_subject(tx: &mut Tx<'_>, subject: Uuid) -> Result<Vec<Noted>> {
    tx.query(&OF_SUBJECT, &[&SubjectId(subject)])
}
