//! SQL of merges: two rows become one, and two again.

use platform::area::Level;
use platform::personal::Reference;
use platform::privacy::Sealed;
use platform::storage::Json;
use platform::{Actor, AreaPath, PersonId, Result, Tx};

use crate::model::{Merge, MergeId, Pair, PersonRow, Side};

platform::sql! {
    PAIRS: "select a.id as first_id, b.id as second_id, a.name as name, a.born_on as first_born,
              b.born_on as second_born, a.area_path as first_area, b.area_path as second_area,
              case when a.phone = b.phone then 1 else 0 end as same_phone,
              case when a.identity_index is not null or b.identity_index is not null
                then 1 else 0 end as one_numbered
            from persons a join persons b on b.name_key = a.name_key and b.id <> a.id
            where a.area_path between ?1 and ?2
              and (a.identity_index is null or b.identity_index is null)
              and (a.born_on = b.born_on or a.phone = b.phone
                or (b.area_path between ?3 and ?4 and (
                  (substr(a.born_on, 1, 4) = substr(b.born_on, 1, 4)
                    and substr(a.born_on, 6, 2) = substr(b.born_on, 9, 2)
                    and substr(a.born_on, 9, 2) = substr(b.born_on, 6, 2))
                  or case when substr(a.born_on, 1, 1) = substr(b.born_on, 1, 1) then 0 else 1 end
                   + case when substr(a.born_on, 2, 1) = substr(b.born_on, 2, 1) then 0 else 1 end
                   + case when substr(a.born_on, 3, 1) = substr(b.born_on, 3, 1) then 0 else 1 end
                   + case when substr(a.born_on, 4, 1) = substr(b.born_on, 4, 1) then 0 else 1 end
                   + case when substr(a.born_on, 6, 1) = substr(b.born_on, 6, 1) then 0 else 1 end
                   + case when substr(a.born_on, 7, 1) = substr(b.born_on, 7, 1) then 0 else 1 end
                   + case when substr(a.born_on, 9, 1) = substr(b.born_on, 9, 1) then 0 else 1 end
                   + case when substr(a.born_on, 10, 1) = substr(b.born_on, 10, 1) then 0 else 1 end
                   = 1)))
              and not exists (select 1 from not_same_persons n
                              where n.first_id = a.id and n.second_id = b.id)
              and not exists (select 1 from not_same_persons n
                              where n.first_id = b.id and n.second_id = a.id)
            order by a.name_key, a.id, b.id limit 500";
    INSERT_NOT_SAME: "insert into not_same_persons (first_id, second_id, noted_by_id, noted_by, noted_at)
                      values (?1, ?2, ?3, ?4, ?5)
                      on conflict (first_id, second_id) do nothing";
    MERGE: "select id, kept_id, merged_id, taken, account, proposed_by_id, proposed_by, proposed_at,
              declined_by, declined_at, confirmed_by, confirmed_at, undone_by, undone_at
            from person_merges where id = ?1";
    WAITING: "select id, kept_id, merged_id, taken, account, proposed_by_id, proposed_by, proposed_at,
                declined_by, declined_at, confirmed_by, confirmed_at, undone_by, undone_at
              from person_merges where confirmed_at is null and declined_at is null
              order by proposed_at limit 500";
    INTO: "select id, kept_id, merged_id, taken, account, proposed_by_id, proposed_by, proposed_at,
             declined_by, declined_at, confirmed_by, confirmed_at, undone_by, undone_at
           from person_merges where kept_id = ?1 and confirmed_at is not null and undone_at is null
           order by confirmed_at desc limit 50";
    KEPT_FOR: "select kept_id from person_merges
               where merged_id = ?1 and confirmed_at is not null and undone_at is null limit 1";
    LATER: "select count(*) from person_merges
            where (kept_id = ?1 or merged_id = ?1) and confirmed_at > ?2 and undone_at is null";
    TAKEN_BACK: "select count(*) from life_events t
                   join life_changes c on c.event_id = t.takes_back_id
                   join merge_moves m on m.row_id = c.id
                 where c.person_id = ?1 and m.merge_id = ?2 and m.place = 'life_changes.person_id'
                   and t.noted_at > ?3";
    NUMBERED: "select count(*) from persons where identity_index = ?1 and id <> ?2";
    INSERT_MERGE: "insert into person_merges (id, kept_id, merged_id, taken, account, proposed_by_id,
                     proposed_by, proposed_at)
                   values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    DECLINE: "update person_merges set declined_by = ?2, declined_at = ?3
              where id = ?1 and confirmed_at is null and declined_at is null";
    CONFIRM: "update person_merges set confirmed_by = ?2, confirmed_at = ?3
              where id = ?1 and confirmed_at is null and declined_at is null";
    UNDO: "update person_merges set undone_by = ?2, undone_at = ?3
           where id = ?1 and confirmed_at is not null and undone_at is null";
    ROW: "select id, name, name_key, initials_key, phone, no_phone, sex, born_on, household_id, area_path,
            residence, resident_since_on, died_on, identity_number_sealed, identity_index, created_at,
            relation, left_on, left_how, spouse_id
          from persons where id = ?1";
    COPIED: "select person_id as id, name, name_key, initials_key, phone, no_phone, sex, born_on, household_id,
               area_path, residence, resident_since_on, died_on, identity_number_sealed,
               identity_index, created_at, relation, left_on, left_how, spouse_id
             from merged_persons where merge_id = ?1 and person_id = ?2";
    COPY: "insert into merged_persons (id, merge_id, person_id, name, name_key, initials_key, phone, no_phone, sex,
             born_on, household_id, area_path, residence, resident_since_on, died_on,
             identity_number_sealed, identity_index, created_at, relation, left_on, left_how, spouse_id)
           select ?3, ?1, id, name, name_key, initials_key, phone, no_phone, sex, born_on, household_id,
             area_path, residence, resident_since_on, died_on, identity_number_sealed,
             identity_index, created_at, relation, left_on, left_how, spouse_id
           from persons where id = ?2";
    BRING_BACK: "insert into persons (id, name, name_key, initials_key, phone, no_phone, sex, born_on,
                   household_id, area_path, residence, resident_since_on, died_on,
                   identity_number_sealed, identity_index, created_at, relation, left_on, left_how,
                   spouse_id)
                 select person_id, name, name_key, initials_key, phone, no_phone, sex, born_on, household_id,
                   area_path, residence, resident_since_on, died_on, identity_number_sealed,
                   identity_index, created_at, relation, left_on, left_how, spouse_id
                 from merged_persons where merge_id = ?1 and person_id = ?2";
    SEALED_COPIES: "select id, identity_number_sealed as sealed from merged_persons
                    where id > ?1 and identity_number_sealed is not null order by id limit ?2";
    RESEAL_COPY: "update merged_persons set identity_number_sealed = ?2, identity_index = ?4
                  where id = ?1 and identity_number_sealed = ?3";
    REMOVE: "delete from persons where id = ?1";
    SET_ROW: "update persons set name = ?2, name_key = ?3, initials_key = ?4, phone = ?5, no_phone = ?6,
                sex = ?7, born_on = ?8, household_id = ?9, area_path = ?10, residence = ?11,
                resident_since_on = ?12, died_on = ?13, identity_number_sealed = ?14,
                identity_index = ?15, relation = ?16, left_on = ?17, left_how = ?18, spouse_id = ?19
              where id = ?1";
    INSERT_MOVE: "insert into merge_moves (merge_id, place, row_id) values (?1, ?2, ?3)";
    MOVES: "select row_id from merge_moves where merge_id = ?1 and place = ?2 order by row_id
            limit 100000";
    POSTS_OF: "select id from posts_held where person_id = ?1 order by id limit 100000";
    POINT_POST: "update posts_held set person_id = ?2 where id = ?1 and person_id = ?3";
    CHANGES_OF: "select id from life_changes where person_id = ?1 order by id limit 100000";
    POINT_CHANGE: "update life_changes set person_id = ?2 where id = ?1 and person_id = ?3";
    CARDS_OF: "select id from bank_cards where person_id = ?1 order by id limit 100000";
    POINT_CARD: "update bank_cards set person_id = ?2 where id = ?1 and person_id = ?3";
    LOOKS_OF: "select id from looks where person_id = ?1 order by id limit 100000";
    POINT_LOOK: "update looks set person_id = ?2 where id = ?1 and person_id = ?3";
    REQUESTS_OF: "select id from person_requests where person_id = ?1 order by id limit 100000";
    POINT_REQUEST: "update person_requests set person_id = ?2 where id = ?1 and person_id = ?3";
    SPOUSES_OF: "select id from persons where spouse_id = ?1 order by id limit 100000";
    POINT_SPOUSE: "update persons set spouse_id = ?2 where id = ?1 and spouse_id = ?3";
}

/// The sealed column of this file.
pub(crate) const SEALED: Sealed = Sealed {
    table: "merged_persons",
    column: "identity_number_sealed",
    index: Some("identity_index"),
    batch: &SEALED_COPIES,
    save: &RESEAL_COPY,
};

/// Every column of the registry that points to a person.
pub(crate) const REFERENCES: &[Reference] = &[
    Reference { place: "posts_held.person_id", rows: &POSTS_OF, point: &POINT_POST },
    Reference { place: "life_changes.person_id", rows: &CHANGES_OF, point: &POINT_CHANGE },
    Reference { place: "bank_cards.person_id", rows: &CARDS_OF, point: &POINT_CARD },
    Reference { place: "looks.person_id", rows: &LOOKS_OF, point: &POINT_LOOK },
    Reference { place: "person_requests.person_id", rows: &REQUESTS_OF, point: &POINT_REQUEST },
    super::kin::PERSON,
    super::kin::OTHER,
    Reference { place: "persons.spouse_id", rows: &SPOUSES_OF, point: &POINT_SPOUSE },
];

/// Pairs of which one lives in an area. Who has the same name and birth is looked for in the whole
/// county; a birth that only looks alike counts within the township.
pub(crate) fn pairs(tx: &mut Tx<'_>, area: &AreaPath) -> Result<Vec<Pair>> {
    let (first, last) = area.range();
    let (near_first, near_last) = area.at(Level::Township).range();
    tx.query(&PAIRS, &[&first, &last, &near_first, &near_last])
}

pub(crate) fn note_not_same(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (one, other): (PersonId, PersonId),
) -> Result<bool> {
    let (first, second) = if one < other { (one, other) } else { (other, one) };
    let now = tx.now();
    let rows = tx.run(&INSERT_NOT_SAME, &[&first, &second, &actor.person_id, &actor.name, &now])?;
    Ok(rows == 1)
}

pub(crate) fn merge(tx: &mut Tx<'_>, id: MergeId) -> Result<Merge> {
    tx.one(&MERGE, &[&id])
}

pub(crate) fn waiting(tx: &mut Tx<'_>) -> Result<Vec<Merge>> {
    tx.query(&WAITING, &[])
}

/// The merges of which a person is made now.
pub(crate) fn into(tx: &mut Tx<'_>, kept: PersonId) -> Result<Vec<Merge>> {
    tx.query(&INTO, &[&kept])
}

/// The person into whom another was merged.
pub(crate) fn kept_for(tx: &mut Tx<'_>, merged: PersonId) -> Result<Option<PersonId>> {
    Ok(tx.find::<(PersonId,)>(&KEPT_FOR, &[&merged])?.map(|(kept,)| kept))
}

/// Whether a later merge stands on this one.
pub(crate) fn later(tx: &mut Tx<'_>, merge: &Merge) -> Result<bool> {
    tx.value::<i64>(&LATER, &[&merge.kept_id, &merge.confirmed_at]).map(|later| later > 0)
}

/// Whether an event that a merge led over was taken back since.
pub(crate) fn taken_back_since(tx: &mut Tx<'_>, merge: &Merge) -> Result<bool> {
    let Merge { id, kept_id, confirmed_at, .. } = merge;
    tx.value::<i64>(&TAKEN_BACK, &[kept_id, id, confirmed_at]).map(|taken| taken > 0)
}

/// Whether somebody else has the number of this blind index.
pub(crate) fn is_numbered(tx: &mut Tx<'_>, index: &str, but: PersonId) -> Result<bool> {
    tx.value::<i64>(&NUMBERED, &[&index, &but]).map(|others| others > 0)
}

pub(crate) fn insert(tx: &mut Tx<'_>, actor: &Actor, new: &NewMerge<'_>) -> Result<MergeId> {
    let (id, now): (MergeId, _) = (tx.new_id(), tx.now());
    let NewMerge { kept, merged, taken, account } = new;
    tx.run_one(
        &INSERT_MERGE,
        &[&id, kept, merged, &Json(taken), account, &actor.person_id, &actor.name, &now],
    )?;
    Ok(id)
}

/// A merge that is proposed.
pub(crate) struct NewMerge<'a> {
    pub(crate) kept: PersonId,
    pub(crate) merged: PersonId,
    pub(crate) taken: &'a [&'static str],
    pub(crate) account: Option<Side>,
}

pub(crate) fn decline(tx: &mut Tx<'_>, id: MergeId, by: &str) -> Result<()> {
    let now = tx.now();
    tx.run_one(&DECLINE, &[&id, &by, &now])
}

pub(crate) fn confirm(tx: &mut Tx<'_>, id: MergeId, by: &str) -> Result<()> {
    let now = tx.now();
    tx.run_one(&CONFIRM, &[&id, &by, &now])
}

pub(crate) fn undo(tx: &mut Tx<'_>, id: MergeId, by: &str) -> Result<()> {
    let now = tx.now();
    tx.run_one(&UNDO, &[&id, &by, &now])
}

pub(crate) fn row(tx: &mut Tx<'_>, person: PersonId) -> Result<PersonRow> {
    tx.one(&ROW, &[&person])
}

/// A person as they were before a merge.
pub(crate) fn copied(tx: &mut Tx<'_>, merge: MergeId, person: PersonId) -> Result<PersonRow> {
    tx.one(&COPIED, &[&merge, &person])
}

pub(crate) fn copy(tx: &mut Tx<'_>, merge: MergeId, person: PersonId) -> Result<()> {
    let id: MergeId = tx.new_id();
    tx.run_one(&COPY, &[&merge, &person, &id])
}

/// Makes the merged person a person again.
pub(crate) fn bring_back(tx: &mut Tx<'_>, merge: MergeId, person: PersonId) -> Result<()> {
    tx.run_one(&BRING_BACK, &[&merge, &person])
}

pub(crate) fn remove(tx: &mut Tx<'_>, person: PersonId) -> Result<()> {
    tx.run_one(&REMOVE, &[&person])
}

pub(crate) fn set_row(tx: &mut Tx<'_>, row: &PersonRow) -> Result<()> {
    tx.run_one(
        &SET_ROW,
        &[
            &row.id,
            &row.name,
            &row.name_key,
            &row.initials_key,
            &row.phone,
            &row.no_phone,
            &row.sex,
            &row.born_on,
            &row.household_id,
            &row.area_path,
            &row.residence,
            &row.resident_since_on,
            &row.died_on,
            &row.identity_number_sealed,
            &row.identity_index,
            &row.relation,
            &row.left_on,
            &row.left_how,
            &row.spouse_id,
        ],
    )
}

pub(crate) fn insert_move(
    tx: &mut Tx<'_>,
    merge: MergeId,
    place: &str,
    row: platform::id::SubjectId,
) -> Result<()> {
    tx.run_one(&INSERT_MOVE, &[&merge, &place, &row])
}

pub(crate) fn moves(
    tx: &mut Tx<'_>,
    merge: MergeId,
    place: &str,
) -> Result<Vec<platform::id::SubjectId>> {
    let rows: Vec<(platform::id::SubjectId,)> = tx.query(&MOVES, &[&merge, &place])?;
    Ok(rows.into_iter().map(|(row,)| row).collect())
}
