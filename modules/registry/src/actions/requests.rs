//! What people ask about their data: to have it corrected, to have it erased.

use law::privacy::{Erasure, Holding, erasure};
use platform::{Actor, App, Entry, PersonId, Result, Tx, personal};
use serde_json::json;

use crate::model::{
    Asking, Entry as Field, GivenHow, PEOPLE_EDIT, PEOPLE_ERASE, Person, PersonRequest,
    RequestAnswer, RequestId, RequestStanding,
};
use crate::{merging, people, protection, refusals, store};

/// No request is longer.
const WORDS_LETTERS_MAX: usize = 300;

/// What is asked.
#[derive(Debug, Clone)]
pub struct Asked {
    /// To correct or to erase.
    pub asking: Asking,
    /// What: a word of [`Field`], or of the law's holdings.
    pub about: String,
    /// How it should be, or why.
    pub words: String,
    /// How the person's word came here.
    pub given_how: GivenHow,
}

/// A person asks about the own data.
pub async fn ask(app: &App, actor: &Actor, asked: Asked) -> Result<RequestId> {
    let actor = actor.clone();
    let asked = Asked { given_how: GivenHow::Own, ..asked };
    app.db
        .write(move |tx| {
            let person = people::person(tx, actor.person()?)?;
            note(tx, &actor, &person, &asked)
        })
        .await
}

/// A clerk writes down what a person asks who came in person.
pub async fn ask_for(app: &App, actor: &Actor, id: PersonId, asked: Asked) -> Result<RequestId> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let person = people::person_for(tx, &actor, id)?;
            actor.permit(PEOPLE_EDIT, &person.area_path)?;
            if asked.given_how == GivenHow::Own {
                return Err(refusals::given_how_missing().into());
            }
            note(tx, &actor, &person, &asked)
        })
        .await
}

fn note(tx: &mut Tx<'_>, actor: &Actor, person: &Person, asked: &Asked) -> Result<RequestId> {
    let words = asked.words.trim();
    if words.chars().count() > WORDS_LETTERS_MAX {
        return Err(refusals::words_long().into());
    }
    match asked.asking {
        Asking::Correction => {
            Field::from_word(&asked.about).ok_or_else(refusals::about_missing)?;
            if words.is_empty() {
                return Err(refusals::words_missing().into());
            }
        }
        Asking::Erasure => erasable(tx, person.id, &asked.about)?,
    }
    let open = |known: &PersonRequest| {
        let going_on =
            matches!(known.standing(), RequestStanding::Open | RequestStanding::Accepted);
        known.kind == asked.asking.word() && known.about == asked.about && going_on
    };
    if store::requests::of_person(tx, person.id)?.iter().any(open) {
        return Err(refusals::asked_already().into());
    }
    let surroundings = tx.surroundings().clone();
    let request = PersonRequest {
        id: tx.new_id(),
        person_id: person.id,
        area_path: person.area_path.clone(),
        kind: asked.asking.word().to_owned(),
        about: asked.about.clone(),
        words_sealed: surroundings.vault.seal(&surroundings.sources, words.as_bytes())?,
        asked_by_id: actor.person()?,
        asked_by: actor.name.clone(),
        given_how: asked.given_how.word().to_owned(),
        state: RequestStanding::Open.word().to_owned(),
        asked_at: tx.now(),
    };
    store::requests::insert(tx, &request)?;
    let entry = Entry::new("registry.request_made", "person", person.id.0, &person.area_path)
        .citing(right(asked.asking));
    let entry = match asked.given_how {
        GivenHow::Own => entry,
        _ => entry.on_behalf_of(&person.name),
    };
    tx.journal(actor, entry.facts(json!({ "kind": request.kind, "about": request.about })))?;
    Ok(request.id)
}

const fn right(asking: Asking) -> law::Cite {
    match asking {
        Asking::Correction => law::privacy::Right::Correct.cite(),
        Asking::Erasure => law::privacy::Right::Erase.cite(),
    }
}

/// Refuses what the law keeps, and what has to wait for an open matter.
fn erasable(tx: &mut Tx<'_>, person: PersonId, about: &str) -> Result<()> {
    let holding = Holding::ALL.into_iter().find(|holding| holding.key() == about);
    let holding = holding.ok_or_else(refusals::about_missing)?;
    match erasure(holding, personal::has_open_matters(tx, person)?) {
        Erasure::Erased { .. } => Ok(()),
        Erasure::Later { cite, reason } | Erasure::Kept { cite, reason } => {
            Err(refusals::kept_by_law(cite, reason).into())
        }
    }
}

/// Answers a request: agrees, declines with a reason, or says that it was done. An erasure is
/// carried out in the same act, by somebody who neither asked for it nor agreed to it.
pub async fn answer_request(
    app: &App,
    actor: &Actor,
    id: RequestId,
    answer: RequestStanding,
    reason: &str,
) -> Result<()> {
    let (actor, reason) = (actor.clone(), reason.trim().to_owned());
    app.db
        .write(move |tx| {
            let request = protection::request_for(tx, &actor, id)?;
            if actor.person_id == Some(request.person_id) {
                return Err(refusals::own_request().into());
            }
            let answers = store::requests::answers(tx, id)?;
            step(tx, &actor, &request, &answers, answer)?;
            if answer == RequestStanding::Declined && reason.is_empty() {
                return Err(refusals::reason_missing().into());
            }
            if reason.chars().count() > WORDS_LETTERS_MAX || protection::has_number(&reason) {
                return Err(refusals::words_with_number().at("reason").into());
            }
            let number = i64::try_from(answers.len()).unwrap_or(i64::MAX);
            let new = RequestAnswer {
                answer: answer.word().to_owned(),
                reason: reason.clone(),
                answered_by_id: actor.person_id,
                answered_by: actor.name.clone(),
                answered_at: tx.now(),
            };
            if !store::requests::answer(tx, &request, number, &new)? {
                return Err(refusals::not_this_step().into());
            }
            let entry = Entry::new(
                "registry.request_answered",
                "person",
                request.person_id.0,
                &request.area_path,
            );
            let facts =
                json!({ "kind": request.kind, "about": request.about, "answer": new.answer });
            tx.journal(&actor, entry.citing(law::privacy::REQUESTS).facts(facts))
        })
        .await
}

/// Whether this answer may be given now, by this person; an erasure happens here.
fn step(
    tx: &mut Tx<'_>,
    actor: &Actor,
    request: &PersonRequest,
    answers: &[RequestAnswer],
    answer: RequestStanding,
) -> Result<()> {
    let area = &request.area_path;
    let asking = request.asking().ok_or_else(refusals::not_this_step)?;
    match (request.standing(), answer, asking) {
        (RequestStanding::Open, RequestStanding::Accepted | RequestStanding::Declined, _)
        | (RequestStanding::Accepted, RequestStanding::Declined, _)
        | (RequestStanding::Accepted, RequestStanding::Done, Asking::Correction) => {
            actor.permit(PEOPLE_EDIT, area)
        }
        (RequestStanding::Accepted, RequestStanding::Done, Asking::Erasure) => {
            actor.permit(PEOPLE_ERASE, area)?;
            let mut hands: Vec<PersonId> =
                answers.iter().filter_map(|one| one.answered_by_id).collect();
            hands.push(request.asked_by_id);
            if merging::is_among(tx, actor, &hands)? {
                return Err(refusals::same_eyes().into());
            }
            let holding = request.holding().ok_or_else(refusals::not_this_step)?;
            erasable(tx, request.person_id, holding.key())?;
            personal::erase(tx, request.person_id, holding).map(drop)
        }
        _ => Err(refusals::not_this_step().into()),
    }
}
