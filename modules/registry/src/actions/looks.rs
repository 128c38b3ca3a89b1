//! Who looks at whose record, and why: noted for the person who is looked at.

use jiff::SignedDuration;
use platform::{Actor, App, Entry, PersonId, Power, Result, Tx};
use serde_json::json;

use crate::model::{Look, LookedAt, PEOPLE_READ, PEOPLE_UNMASK, Person, Why};
use crate::{people, protection, refusals, store};

/// One look is noted in so much time, however often a page is opened again.
const MINUTES_BETWEEN_LOOKS: i64 = 60;
/// Fewer letters are no reason.
const WORDS_LETTERS_MIN: usize = 4;
/// No reason is longer.
const WORDS_LETTERS_MAX: usize = 300;

/// Which whole number somebody wants to see, and why.
#[derive(Debug, Clone)]
pub struct Disclosure {
    /// Which.
    pub at_what: LookedAt,
    /// Why, from the list.
    pub why: Why,
    /// Why, in words.
    pub words: String,
}

/// Notes that an official opened a person's record. One's own record is nobody's business.
pub async fn note_look(app: &App, actor: &Actor, id: PersonId) -> Result<()> {
    if actor.person_id == Some(id) {
        return Ok(());
    }
    let (reader, due) = (actor.clone(), LookedAt::Record.word());
    let known = app.db.read(move |tx| recently(tx, &reader, id, due)).await?;
    if known {
        return Ok(());
    }
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let person = people::person_for(tx, &actor, id)?;
            if recently(tx, &actor, id, due)? {
                return Ok(());
            }
            note(tx, &actor, &person, PEOPLE_READ, (LookedAt::Record, Why::Work, ""))
        })
        .await
}

fn recently(tx: &mut Tx<'_>, actor: &Actor, id: PersonId, at_what: &str) -> Result<bool> {
    let since = tx.now() - SignedDuration::from_mins(MINUTES_BETWEEN_LOOKS);
    store::looks::since(tx, (id, actor.person()?), at_what, since)
}

/// Notes that the list of looks is printed for the person.
pub async fn note_paper(app: &App, actor: &Actor, id: PersonId) -> Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let person = people::person_for(tx, &actor, id)?;
            note(tx, &actor, &person, PEOPLE_READ, (LookedAt::Paper, Why::Asked, ""))?;
            let entry = Entry::new("registry.looks_printed", "person", id.0, &person.area_path);
            tx.journal(&actor, entry.on_behalf_of(&person.name))
        })
        .await
}

/// Gives a whole number to who may see it and says why. It is noted, and the value is not.
pub async fn disclose(
    app: &App,
    actor: &Actor,
    id: PersonId,
    wanted: Disclosure,
) -> Result<String> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let person = people::person_for(tx, &actor, id)?;
            actor.permit(PEOPLE_UNMASK, &person.area_path)?;
            let words = reason(&wanted.words)?;
            let value = match wanted.at_what {
                LookedAt::IdentityNumber => {
                    let number = people::identity_number(tx, &person)?;
                    number.map(|number| number.as_str().to_owned())
                }
                LookedAt::Phone => person.phone.clone(),
                LookedAt::BankCard => match store::cards::of(tx, id)?.first() {
                    Some(card) => Some(protection::card_number(tx, card)?),
                    None => None,
                },
                LookedAt::Record | LookedAt::Paper => None,
            };
            let value = value.ok_or_else(refusals::nothing_to_show)?;
            let (at_what, why) = (wanted.at_what, wanted.why);
            note(tx, &actor, &person, PEOPLE_UNMASK, (at_what, why, &words))?;
            let entry = Entry::new("registry.number_disclosed", "person", id.0, &person.area_path);
            let facts =
                json!({ "field": at_what.word(), "why": why.word(), "words": words.clone() });
            tx.journal(&actor, entry.facts(facts))?;
            Ok(value)
        })
        .await
}

/// A reason that says something, and no number: the person reads it, and it stands in the journal.
fn reason(typed: &str) -> Result<String> {
    let words = typed.trim();
    match words.chars().count() {
        0..WORDS_LETTERS_MIN => Err(refusals::words_missing().into()),
        letters if letters > WORDS_LETTERS_MAX => Err(refusals::words_long().into()),
        _ if protection::has_number(words) => Err(refusals::words_with_number().into()),
        _ => Ok(words.to_owned()),
    }
}

fn note(
    tx: &mut Tx<'_>,
    actor: &Actor,
    person: &Person,
    power: Power,
    (at_what, why, words): (LookedAt, Why, &str),
) -> Result<()> {
    let fits = |post: &&platform::authorisation::PostHeld| {
        post.gives(power) && post.area_path.contains(&person.area_path)
    };
    let post = actor.posts.iter().find(fits);
    let look = Look {
        looker_name: actor.name.clone(),
        post: post.map(|post| post.post.clone()).unwrap_or_default(),
        body_name: post.map(|post| post.body_name.clone()).unwrap_or_default(),
        at_what: at_what.word().to_owned(),
        why: why.word().to_owned(),
        words: words.to_owned(),
        looked_at: tx.now(),
    };
    store::looks::insert(tx, (person.id, actor.person()?), &look)
}
