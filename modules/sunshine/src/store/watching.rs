//! SQL of the supervision committee's plan and meetings. Both are only added to.

use jiff::civil::Date;
use platform::area::Located;
use platform::storage::Json;
use platform::{Actor, AreaPath, Result, Tx, sql};

use crate::model::{FieldWord, StepWord};
use crate::watching::{Meeting, MeetingId, PlanLine, PlanLineId};

sql! {
    INSERT_LINE: "insert into work_plan_lines (id, area_path, year, field, words, until_on,
                    noted_at, noted_by_id, noted_by)
                  values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    LINE: "select l.id, l.area_path, l.field, l.words, l.until_on, e.kept, e.ended_on,
             e.words as ended_words
           from work_plan_lines l left join work_plan_ends e on e.line_id = l.id
           where l.id = ?1";
    LINES_OF: "select l.id, l.area_path, l.field, l.words, l.until_on, e.kept, e.ended_on,
                 e.words as ended_words
               from work_plan_lines l left join work_plan_ends e on e.line_id = l.id
               where l.area_path = ?1 and l.year = ?2 order by l.until_on, l.id limit 200";
    END_LINE: "insert into work_plan_ends (line_id, kept, ended_on, noted_at, actor_id, actor_name,
                 words)
               values (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    INSERT_MEETING: "insert into work_meetings (id, area_path, held_on, present, words, decided,
                       noted_at, noted_by_id, noted_by)
                     values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    MEETINGS_OF: "select id, area_path, held_on, present, words, decided, noted_by
                  from work_meetings where area_path = ?1 and held_on between ?2 and ?3
                  order by held_on desc, id desc limit 200";
    STEPS_TAKEN: "select count(*) from disclosure_drafts d
                    join disclosure_events e on e.disclosure_id = d.id
                  where d.area_path = ?1 and e.act = ?2 and e.happened_on between ?3 and ?4";
    CARRY_LINES: "update work_plan_lines set area_path = ?2 || substr(area_path, length(?1) + 1)
                  where area_path between ?1 and ?3";
    CARRY_MEETINGS: "update work_meetings set area_path = ?2 || substr(area_path, length(?1) + 1)
                     where area_path between ?1 and ?3";
}

/// Where plans lie: with their village.
pub(crate) const LINES_LOCATED: Located =
    Located { column: "work_plan_lines.area_path", carry: &CARRY_LINES, with_people: false };

/// Where minutes lie: with their village.
pub(crate) const MEETINGS_LOCATED: Located =
    Located { column: "work_meetings.area_path", carry: &CARRY_MEETINGS, with_people: false };

pub(crate) fn add_line(
    tx: &mut Tx<'_>,
    actor: &Actor,
    area: &AreaPath,
    (field, words, until_on): (FieldWord, &str, Date),
) -> Result<PlanLineId> {
    let (id, now) = (tx.new_id::<PlanLineId>(), tx.now());
    let year = i64::from(until_on.year());
    tx.run_one(
        &INSERT_LINE,
        &[&id, area, &year, &field, &words, &until_on, &now, &actor.person_id, &actor.name],
    )?;
    Ok(id)
}

pub(crate) fn line(tx: &mut Tx<'_>, id: PlanLineId) -> Result<PlanLine> {
    tx.one(&LINE, &[&id])
}

pub(crate) fn lines_of(tx: &mut Tx<'_>, area: &AreaPath, year: i16) -> Result<Vec<PlanLine>> {
    tx.query(&LINES_OF, &[area, &i64::from(year)])
}

pub(crate) fn end_line(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: PlanLineId,
    (kept, words): (bool, &str),
) -> Result<()> {
    let (on, now, kept) = (tx.today(), tx.now(), i64::from(kept));
    tx.run_one(&END_LINE, &[&id, &kept, &on, &now, &actor.person_id, &actor.name, &words])
}

pub(crate) fn add_meeting(
    tx: &mut Tx<'_>,
    actor: &Actor,
    area: &AreaPath,
    (held_on, present): (Date, &Json<Vec<String>>),
    (words, decided): (&str, &str),
) -> Result<MeetingId> {
    let (id, now) = (tx.new_id::<MeetingId>(), tx.now());
    tx.run_one(
        &INSERT_MEETING,
        &[&id, area, &held_on, present, &words, &decided, &now, &actor.person_id, &actor.name],
    )?;
    Ok(id)
}

/// The meetings between two days, the newest first.
pub(crate) fn meetings_of(
    tx: &mut Tx<'_>,
    area: &AreaPath,
    (first, last): (Date, Date),
) -> Result<Vec<Meeting>> {
    tx.query(&MEETINGS_OF, &[area, &first, &last])
}

/// How many disclosures of a village took a step between two days.
pub(crate) fn steps_taken(
    tx: &mut Tx<'_>,
    area: &AreaPath,
    step: StepWord,
    (first, last): (Date, Date),
) -> Result<i64> {
    tx.value(&STEPS_TAKEN, &[area, &step, &first, &last])
}
