//! SQL of what people ask about their data, and of the answers, which are only added.

use platform::privacy::Sealed;
use platform::{AreaPath, PersonId, Result, Tx};

use crate::model::{PersonRequest, RequestAnswer, RequestId, RequestStanding};

platform::sql! {
    REQUEST: "select id, person_id, area_path, kind, about, words_sealed, asked_by_id, asked_by,
                given_how, state, asked_at
              from person_requests where id = ?1";
    REQUESTS_OF: "select id, person_id, area_path, kind, about, words_sealed, asked_by_id, asked_by,
                    given_how, state, asked_at
                  from person_requests where person_id = ?1 order by asked_at desc, id desc limit 50";
    REQUESTS_IN: "select id, person_id, area_path, kind, about, words_sealed, asked_by_id, asked_by,
                    given_how, state, asked_at
                  from person_requests where state = ?1 and area_path between ?2 and ?3
                  order by asked_at, id limit 200";
    INSERT_REQUEST: "insert into person_requests (id, person_id, area_path, kind, about, words_sealed,
                       asked_by_id, asked_by, given_how, state, asked_at)
                     values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    MOVE_REQUEST: "update person_requests set state = ?3 where id = ?1 and state = ?2";
    ANSWERS_TO: "select answer, reason, answered_by_id, answered_by, answered_at from request_answers
                 where request_id = ?1 order by number limit 20";
    INSERT_ANSWER: "insert into request_answers (request_id, number, answer, reason, answered_by_id,
                      answered_by, answered_at)
                    values (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    SEALED_WORDS: "select id, words_sealed as sealed from person_requests where id > ?1
                   order by id limit ?2";
    RESEAL_WORDS: "update person_requests set words_sealed = ?2 where id = ?1 and words_sealed = ?3";
}

/// What people wrote.
pub(crate) const SEALED: Sealed = Sealed {
    table: "person_requests",
    column: "words_sealed",
    index: None,
    batch: &SEALED_WORDS,
    save: &RESEAL_WORDS,
};

pub(crate) fn find(tx: &mut Tx<'_>, id: RequestId) -> Result<PersonRequest> {
    tx.one(&REQUEST, &[&id])
}

pub(crate) fn of_person(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<PersonRequest>> {
    tx.query(&REQUESTS_OF, &[&person])
}

/// Requests of an area that stand there, the oldest first.
pub(crate) fn within(
    tx: &mut Tx<'_>,
    area: &AreaPath,
    standing: RequestStanding,
) -> Result<Vec<PersonRequest>> {
    let (first, last) = area.range();
    tx.query(&REQUESTS_IN, &[&standing.word(), &first, &last])
}

pub(crate) fn insert(tx: &mut Tx<'_>, request: &PersonRequest) -> Result<()> {
    tx.run_one(
        &INSERT_REQUEST,
        &[
            &request.id,
            &request.person_id,
            &request.area_path,
            &request.kind,
            &request.about,
            &request.words_sealed,
            &request.asked_by_id,
            &request.asked_by,
            &request.given_how,
            &request.state,
            &request.asked_at,
        ],
    )
}

pub(crate) fn answers(tx: &mut Tx<'_>, request: RequestId) -> Result<Vec<RequestAnswer>> {
    tx.query(&ANSWERS_TO, &[&request])
}

/// Moves a request on and notes the answer; false when somebody was faster.
pub(crate) fn answer(
    tx: &mut Tx<'_>,
    request: &PersonRequest,
    number: i64,
    answer: &RequestAnswer,
) -> Result<bool> {
    if tx.run(&MOVE_REQUEST, &[&request.id, &request.state, &answer.answer])? == 0 {
        return Ok(false);
    }
    let RequestAnswer { answer, reason, answered_by_id, answered_by, answered_at } = answer;
    tx.run_one(
        &INSERT_ANSWER,
        &[&request.id, &number, answer, reason, answered_by_id, answered_by, answered_at],
    )?;
    Ok(true)
}
