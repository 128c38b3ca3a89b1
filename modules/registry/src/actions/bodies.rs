//! Founding bodies, appointing to posts and ending posts.

use jiff::civil::Date;
use platform::area::Level;
use platform::authorisation::post_kinds;
use platform::id::Uuid;
use platform::{Actor, App, AreaPath, BodyId, Entry, Result, Tx, identity};
use serde_json::json;

use crate::model::{
    Appointment, Body, BodyKind, Holder, NAME_LETTERS_MAX, NewBody, NewPerson, Officer,
    POSTS_APPOINT, PostHeldId,
};
use crate::{areas, bodies, life, people, refusals, store, watch};

/// Founds a body at an area.
pub async fn found_body(app: &App, actor: &Actor, new: NewBody) -> Result<BodyId> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let area = areas::area(tx, new.area_id).map_err(|_| refusals::area_unknown())?;
            actor.permit(POSTS_APPOINT, &area.path)?;
            areas::standing(tx, area.id)?;
            let letters = new.name.trim().chars().count();
            if letters == 0 || letters > NAME_LETTERS_MAX {
                return Err(refusals::name_length().into());
            }
            if new.department.is_some() != (new.kind == BodyKind::Department) {
                return Err(refusals::department_missing().into());
            }
            seats_fit(new.kind, new.seats, tx.today())?;
            if let Some(department) = new.department
                && bodies::department(tx, department.word())?.is_some()
            {
                return Err(refusals::department_taken().into());
            }
            let body = bodies::found(tx, &new)?;
            let entry = Entry::new("registry.body_founded", "body", body.id.0, &body.area_path);
            tx.journal(&actor, entry.facts(json!({ "kind": body.kind.word() })))?;
            Ok(body.id)
        })
        .await
}

/// No body has more seats.
const SEATS_MAX: u32 = 500;

/// The law says how many sit in a villagers' committee; any other body has as many as it was given.
pub(super) fn seats_fit(kind: BodyKind, seats: Option<u32>, today: Date) -> Result<()> {
    match seats {
        Some(seats) if kind == BodyKind::VillagersCommittee && !law::village::seats_fit(seats) => {
            Err(refusals::committee_seats(today).into())
        }
        Some(seats) if seats == 0 || seats > SEATS_MAX => Err(refusals::seats_number().into()),
        _ => Ok(()),
    }
}

/// Appoints a person to a post in a body.
pub async fn appoint(app: &App, actor: &Actor, new: Appointment) -> Result<PostHeldId> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let body = bodies::body(tx, new.body_id)?;
            actor.permit(POSTS_APPOINT, &body.area_path)?;
            if let Some(end) = bodies::end_of(tx, body.id)? {
                return Err(refusals::body_ended(end.ended_on).into());
            }
            let person =
                people::person_for(tx, &actor, new.person_id).map_err(|error| match error {
                    platform::Error::NotFound => refusals::person_missing().into(),
                    other => other,
                })?;
            level_fits(&new.post, &body)?;
            if person.born_on.is_some_and(|born_on| !law::age::of_age(born_on, new.held_from)) {
                return Err(refusals::not_of_age().into());
            }
            if new.held_until.is_some_and(|until| until < new.held_from) {
                return Err(refusals::term_backwards().into());
            }
            if bodies::holders(tx, body.id)?.iter().any(|holder| is_same(holder, &new)) {
                return Err(refusals::already_held().into());
            }
            let officer = officer(tx, &body, &new)?;
            if let Some(conflict) = watch::conflicts_of(tx, &officer)?.first() {
                return Err(refusals::conflict(conflict).into());
            }
            let id = bodies::record_appointment(tx, &new)?;
            let entry = Entry::new("registry.appointed", "person", person.id.0, &body.area_path)
                .facts(json!({ "post": new.post, "body": body.name }));
            tx.journal(&actor, entry)?;
            Ok(id)
        })
        .await
}

/// The one who would hold the post, to be compared with those who do.
fn officer(tx: &mut Tx<'_>, body: &Body, new: &Appointment) -> Result<Officer> {
    let person = people::person(tx, new.person_id)?;
    let standing = life::standing(tx, new.person_id)?;
    Ok(Officer {
        id: PostHeldId(Uuid::nil()),
        body_id: body.id,
        body_name: body.name.clone(),
        kind: body.kind,
        area_path: body.area_path.clone(),
        post: new.post.clone(),
        person_id: new.person_id,
        name: person.name,
        sex: person.sex,
        household_id: standing.household_id,
        relation: standing.relation,
        spouse_id: standing.spouse_id,
        held_from: new.held_from,
        held_until: new.held_until,
    })
}

fn is_same(holder: &Holder, new: &Appointment) -> bool {
    holder.person_id == new.person_id && holder.post == new.post
}

/// A post belongs to a level: nobody is township window clerk in a village.
fn level_fits(post: &str, body: &Body) -> Result<()> {
    let kind = post_kinds()?.get(post).ok_or_else(refusals::post_unknown)?;
    // A village group has posts of its village.
    let level = body.area_path.at(Level::Village).level();
    if level.key() == kind.level { Ok(()) } else { Err(refusals::post_level().into()) }
}

/// Ends a post before, at or after its term. The record of the appointment stays as it was.
pub async fn end_post(app: &App, actor: &Actor, id: PostHeldId, ended_on: Date) -> Result<BodyId> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let held = store::posts::find(tx, id)?;
            let body = bodies::body(tx, held.body_id)?;
            actor.permit(POSTS_APPOINT, &body.area_path)?;
            if held.ended_on.is_some() {
                return Err(refusals::already_ended().into());
            }
            if ended_on < held.held_from {
                return Err(refusals::ended_before_begun().into());
            }
            if actor.person_id == Some(held.person_id) && gives_appointing(&held.post) {
                return Err(refusals::own_post().into());
            }
            store::posts::end(tx, id, ended_on)?;
            let area = &body.area_path;
            let entry = Entry::new("registry.post_ended", "person", held.person_id.0, area)
                .facts(json!({ "post": held.post, "body": body.name }));
            tx.journal(&actor, entry)?;
            Ok(body.id)
        })
        .await
}

pub(super) fn gives_appointing(post: &str) -> bool {
    let kinds = post_kinds().ok();
    let powers = kinds.and_then(|kinds| kinds.get(post)).map(|kind| kind.powers.as_slice());
    powers.is_some_and(|powers| powers.iter().any(|word| word == POSTS_APPOINT.word()))
}

/// Makes the first administrator and returns the secret of the one-time link. The command line
/// calls this; once anybody has an account it is refused.
pub async fn first_administrator(app: &App, new: NewPerson, user_name: &str) -> Result<String> {
    let user_name = user_name.to_owned();
    app.db
        .write(move |tx| {
            if identity::county_has_accounts(tx)? {
                return Err(refusals::not_the_first().into());
            }
            let actor = Actor::program();
            let body = county_government(tx)?;
            // Nobody else is there yet whom the name could be mistaken for: no birth date is asked.
            let mut new = new.clone();
            if new.name.trim().is_empty() {
                return Err(refusals::name_length().into());
            }
            new.area_path = AreaPath::county();
            let id = *people::add_many(tx, &[new])?.first().ok_or_else(refusals::no_county)?;
            let appointment = Appointment {
                body_id: body,
                post: ADMINISTRATOR.into(),
                person_id: id,
                public_phone: None,
                held_from: tx.today(),
                held_until: None,
            };
            bodies::record_appointment(tx, &appointment)?;
            let entry = Entry::new("registry.appointed", "person", id.0, &AreaPath::county())
                .facts(json!({ "post": ADMINISTRATOR }));
            tx.journal(&actor, entry)?;
            identity::open(tx, &actor, (id, &AreaPath::county()), &user_name, None)
        })
        .await
}

const ADMINISTRATOR: &str = "administrator";

fn county_government(tx: &mut Tx<'_>) -> Result<BodyId> {
    let county = areas::county(tx)?.ok_or_else(refusals::no_county)?;
    let kind = BodyKind::CountyGovernment;
    if let Some(body) = bodies::body_of_kind(tx, &county.path, kind)? {
        return Ok(body.id);
    }
    let new = NewBody {
        area_id: county.id,
        kind,
        name: format!("{}人民政府", county.name),
        department: None,
        phone: None,
        address: None,
        hours: None,
        purpose: None,
        seats: None,
    };
    bodies::found(tx, &new).map(|body| body.id)
}
