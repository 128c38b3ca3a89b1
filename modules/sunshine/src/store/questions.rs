//! SQL of questions about what was published. What was asked and answered is never changed.

use jiff::Timestamp;
use jiff::civil::Date;
use platform::area::Located;
use platform::personal::Reference;
use platform::{Actor, AreaPath, PersonId, Result, Tx, sql};

use crate::model::DisclosureId;
use crate::question::{ActWord, Days, Question, QuestionId, Reply};

sql! {
    INSERT: "insert into questions (id, code, disclosure_id, line_number, area_path, asker_id, words,
               asked_on, asked_at, written_by_id, written_by, given_how, witness, open, events)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, 1, 0)";
    BY_CODE: "select q.id, q.code, q.disclosure_id, d.code as disclosure_code,
                d.title as disclosure_title, q.line_number, q.area_path, d.area_id, d.area_name,
                q.asker_id, q.words, q.asked_on, q.asked_at, q.written_by_id, q.written_by,
                q.given_how, q.witness, q.answered_on, q.escalated_on, q.ended_on, q.events
              from questions q join disclosures d on d.id = q.disclosure_id
              where q.code = ?1";
    OF_DISCLOSURE: "select q.id, q.code, q.disclosure_id, d.code as disclosure_code,
                      d.title as disclosure_title, q.line_number, q.area_path, d.area_id,
                      d.area_name, q.asker_id, q.words, q.asked_on, q.asked_at, q.written_by_id,
                      q.written_by, q.given_how, q.witness, q.answered_on, q.escalated_on,
                      q.ended_on, q.events
                    from questions q join disclosures d on d.id = q.disclosure_id
                    where q.disclosure_id = ?1 order by q.asked_at, q.id limit 500";
    OPEN_WITHIN: "select q.id, q.code, q.disclosure_id, d.code as disclosure_code,
                    d.title as disclosure_title, q.line_number, q.area_path, d.area_id,
                    d.area_name, q.asker_id, q.words, q.asked_on, q.asked_at, q.written_by_id,
                    q.written_by, q.given_how, q.witness, q.answered_on, q.escalated_on,
                    q.ended_on, q.events
                  from questions q join disclosures d on d.id = q.disclosure_id
                  where q.open = 1 and q.area_path between ?1 and ?2
                  order by q.asked_at, q.id limit 1000";
    OF_ASKER: "select q.id, q.code, q.disclosure_id, d.code as disclosure_code,
                 d.title as disclosure_title, q.line_number, q.area_path, d.area_id, d.area_name,
                 q.asker_id, q.words, q.asked_on, q.asked_at, q.written_by_id, q.written_by,
                 q.given_how, q.witness, q.answered_on, q.escalated_on, q.ended_on, q.events
               from questions q join disclosures d on d.id = q.disclosure_id
               where q.asker_id = ?1 order by q.asked_at desc, q.id limit 200";
    WRITTEN_BY: "select q.id, q.code, q.disclosure_id, d.code as disclosure_code,
                   d.title as disclosure_title, q.line_number, q.area_path, d.area_id,
                   d.area_name, q.asker_id, q.words, q.asked_on, q.asked_at, q.written_by_id,
                   q.written_by, q.given_how, q.witness, q.answered_on, q.escalated_on,
                   q.ended_on, q.events
                 from questions q join disclosures d on d.id = q.disclosure_id
                 where q.written_by_id = ?1 order by q.asked_at desc, q.id limit 200";
    UNANSWERED: "select count(*) from (select id from questions
                   where asker_id = ?1 and answered_on is null and open = 1 limit 100) as waiting";
    DAYS_SINCE: "select area_path, asked_on, answered_on, escalated_on, ended_on from questions
                 where area_path between ?1 and ?2 and asked_on >= ?3 limit 100000";
    ANSWERED: "update questions set answered_on = ?3, open = ?4, events = events + 1
               where id = ?1 and events = ?2";
    ESCALATED: "update questions set escalated_on = ?3, open = ?4, events = events + 1
                where id = ?1 and events = ?2";
    ENDED: "update questions set ended_on = ?3, open = ?4, events = events + 1
            where id = ?1 and events = ?2";
    INSERT_EVENT: "insert into question_events (question_id, number, act, happened_on, noted_at,
                     actor_id, actor_name, words)
                   values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    EVENTS_OF: "select question_id, number, act, happened_on, actor_name, words
                from question_events where question_id = ?1 order by number limit 10";
    EVENTS_IN: "select e.question_id, e.number, e.act, e.happened_on, e.actor_name, e.words
                from question_events e join questions q on q.id = e.question_id
                where q.disclosure_id = ?1 order by e.question_id, e.number limit 5000";
    CARRY: "update questions set area_path = ?2 || substr(area_path, length(?1) + 1)
            where area_path between ?1 and ?3";
    ASKED_BY: "select id from questions where asker_id = ?1 order by id limit 100000";
    POINT_ASKER: "update questions set asker_id = ?2 where id = ?1 and asker_id = ?3";
}

/// Where questions lie: with what they are about.
pub(crate) const LOCATED: Located =
    Located { column: "questions.area_path", carry: &CARRY, with_people: false };

/// Who asks, for two registrations that were one. What was done stays with who did it.
pub(crate) const ASKER: Reference =
    Reference { place: "questions.asker_id", rows: &ASKED_BY, point: &POINT_ASKER };

/// A question as it is asked.
pub(crate) struct NewQuestion<'a> {
    pub(crate) code: &'a str,
    pub(crate) disclosure: DisclosureId,
    pub(crate) line: Option<i64>,
    pub(crate) area: &'a AreaPath,
    pub(crate) asker: PersonId,
    pub(crate) words: &'a str,
    pub(crate) given_how: &'static str,
    pub(crate) witness: &'a str,
}

pub(crate) fn insert(
    tx: &mut Tx<'_>,
    clerk: Option<&Actor>,
    new: &NewQuestion<'_>,
) -> Result<QuestionId> {
    let (id, today, now) = (tx.new_id::<QuestionId>(), tx.today(), tx.now());
    tx.run_one(
        &INSERT,
        &[
            &id,
            &new.code,
            &new.disclosure,
            &new.line,
            new.area,
            &new.asker,
            &new.words,
            &today,
            &now,
            &clerk.and_then(|clerk| clerk.person_id),
            &clerk.map_or("", |clerk| clerk.name.as_str()),
            &new.given_how,
            &new.witness,
        ],
    )?;
    Ok(id)
}

pub(crate) fn by_code(tx: &mut Tx<'_>, code: &str) -> Result<Question> {
    tx.one(&BY_CODE, &[&code])
}

pub(crate) fn of_disclosure(tx: &mut Tx<'_>, id: DisclosureId) -> Result<Vec<Question>> {
    tx.query(&OF_DISCLOSURE, &[&id])
}

pub(crate) fn replies_in(tx: &mut Tx<'_>, id: DisclosureId) -> Result<Vec<Reply>> {
    tx.query(&EVENTS_IN, &[&id])
}

pub(crate) fn replies_of(tx: &mut Tx<'_>, id: QuestionId) -> Result<Vec<Reply>> {
    tx.query(&EVENTS_OF, &[&id])
}

/// What waits for the village or the township, within an area.
pub(crate) fn open_within(tx: &mut Tx<'_>, area: &AreaPath) -> Result<Vec<Question>> {
    let (first, last) = area.range();
    tx.query(&OPEN_WITHIN, &[&first, &last])
}

pub(crate) fn of_asker(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Question>> {
    tx.query(&OF_ASKER, &[&person])
}

pub(crate) fn written_by(tx: &mut Tx<'_>, clerk: PersonId) -> Result<Vec<Question>> {
    tx.query(&WRITTEN_BY, &[&clerk])
}

/// How many questions of somebody the village has still to answer.
pub(crate) fn unanswered(tx: &mut Tx<'_>, person: PersonId) -> Result<i64> {
    tx.value(&UNANSWERED, &[&person])
}

pub(crate) fn days_since(tx: &mut Tx<'_>, area: &AreaPath, from: Date) -> Result<Vec<Days>> {
    let (first, last) = area.range();
    tx.query(&DAYS_SINCE, &[&first, &last, &from])
}

/// Notes what followed a question; 0 where somebody else was faster.
pub(crate) fn follow(
    tx: &mut Tx<'_>,
    question: &Question,
    (act, on): (ActWord, Date),
    actor: &Actor,
    words: &str,
) -> Result<u64> {
    use law::sunshine::QuestionAct::{Answer, End, Escalate};
    let (statement, open) = match act.0 {
        // With the township it goes on until the township has answered.
        Answer => (&ANSWERED, i64::from(question.escalated_on.is_some())),
        Escalate => (&ESCALATED, 1),
        End => (&ENDED, 0),
    };
    let moved = tx.run(statement, &[&question.id, &question.events, &on, &open])?;
    if moved == 1 {
        let (number, now): (i64, Timestamp) = (question.events + 1, tx.now());
        tx.run_one(
            &INSERT_EVENT,
            &[&question.id, &number, &act, &on, &now, &actor.person_id, &actor.name, &words],
        )?;
    }
    Ok(moved)
}
