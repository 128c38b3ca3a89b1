//! Bodies and who holds which post in them, for the modules above and for the pages.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use platform::authorisation::{PostHeld, Registrar, Scope};
use platform::messages::Reach;
use platform::{AreaPath, BodyId, Error, PersonId, Result, Tx};

use crate::model::{
    Appointment, Body, BodyEnd, BodyFound, BodyKind, Holder, NewBody, PostHeldId, PostOfPerson,
};
use crate::store;
use crate::watch::Seats;

/// What the platform asks about people and posts.
pub const REGISTRAR: Registrar = Registrar {
    posts_held,
    person: name_and_home,
    reach,
    holders_at: posts_at,
    area_name: crate::areas::full_name,
    county_name,
    areas: county_and_townships,
};

/// No county has more townships.
const TOWNSHIPS_MAX: u32 = 500;

fn county_and_townships(tx: &mut Tx<'_>) -> Result<Vec<(AreaPath, String)>> {
    let Some(county) = crate::areas::county(tx)? else { return Ok(Vec::new()) };
    let below = crate::areas::areas_below(tx, county.id, TOWNSHIPS_MAX)?;
    let all = std::iter::once(county).chain(below);
    Ok(all.map(|area| (area.path, area.name)).collect())
}

fn posts_held(tx: &mut Tx<'_>, person: PersonId, on: Date) -> Result<Vec<PostHeld>> {
    store::posts::held_by(tx, person, on)
}

fn name_and_home(tx: &mut Tx<'_>, person: PersonId) -> Result<(String, AreaPath)> {
    // The closed account of a registration that was merged is still somebody's.
    let person = match store::persons::find(tx, person) {
        Err(Error::NotFound) => match crate::merging::kept_for(tx, person)? {
            Some(kept) => store::persons::find(tx, kept)?,
            None => return Err(Error::NotFound),
        },
        found => found?,
    };
    Ok((person.name, person.area_path))
}

fn reach(tx: &mut Tx<'_>, person: PersonId) -> Result<Reach> {
    let person = store::persons::find(tx, person)?;
    // Who is known to have no phone is not called on a number that was never taken out.
    let phone = person.phone.filter(|_| !person.no_phone);
    Ok(Reach { phone, no_phone: person.no_phone })
}

fn posts_at(tx: &mut Tx<'_>, area: &AreaPath) -> Result<Vec<(PersonId, String)>> {
    let holders = holders_at(tx, area)?;
    Ok(holders.into_iter().map(|holder| (holder.person_id, holder.post)).collect())
}

fn county_name(tx: &mut Tx<'_>) -> Result<Option<String>> {
    Ok(crate::areas::county(tx)?.map(|county| county.name))
}

/// The body of that id.
pub fn body(tx: &mut Tx<'_>, id: BodyId) -> Result<Body> {
    store::bodies::find(tx, id)
}

/// The county department of that word, for example `civil_affairs`.
pub fn department(tx: &mut Tx<'_>, slug: &str) -> Result<Option<Body>> {
    store::bodies::of_department(tx, slug)
}

/// The body of that kind at an area: the service center of a township, the committee of a village.
pub fn body_of_kind(tx: &mut Tx<'_>, area: &AreaPath, kind: BodyKind) -> Result<Option<Body>> {
    store::bodies::of_kind(tx, area, kind)
}

/// All bodies at an area, not those below it, in the order of their founding here.
pub fn bodies_at(tx: &mut Tx<'_>, area: &AreaPath) -> Result<Vec<Body>> {
    store::bodies::at(tx, area)
}

/// How a body ended, if it did.
pub fn end_of(tx: &mut Tx<'_>, body: BodyId) -> Result<Option<BodyEnd>> {
    store::bodies::end_of(tx, body)
}

/// The bodies of an area that are no more, the last first.
pub fn ended_at(tx: &mut Tx<'_>, area: &AreaPath) -> Result<Vec<BodyEnd>> {
    store::bodies::ended_at(tx, area)
}

/// A body with those who serve in it today, who leads first.
pub(crate) struct Served {
    pub(crate) body: Body,
    pub(crate) holders: Vec<Holder>,
}

impl Served {
    /// How many of its seats are empty, where the county set them.
    pub(crate) fn empty(&self) -> Option<u32> {
        let kind = self.body.kind;
        let sits = self.holders.iter().filter(|holder| kind.seats_post(&holder.post));
        let people: BTreeSet<PersonId> = sits.map(|holder| holder.person_id).collect();
        Seats::of(&self.body, people.len()).map(|seats| seats.empty())
    }

    /// The post that leads it, if nobody holds it.
    pub(crate) fn vacant(&self) -> Option<&'static str> {
        let leads = |post: &&str| !self.holders.iter().any(|holder| holder.post == *post);
        self.body.kind.leading_post().filter(leads)
    }
}

/// The bodies of some areas that were founded after another, in that order, with who serves.
pub(crate) fn served_after(
    tx: &mut Tx<'_>,
    areas: &[AreaPath],
    (after, kind): (BodyId, Option<BodyKind>),
    limit: u32,
) -> Result<Vec<Served>> {
    let (today, mut found) = (tx.today(), BTreeMap::new());
    for area in areas {
        let bodies = store::bodies::after(tx, area, (after, kind), limit)?;
        let (Some(first), Some(last)) = (bodies.first(), bodies.last()) else { continue };
        let holders = store::posts::holders_of(tx, area, (first.id, last.id), today)?;
        let mut of_body: HashMap<BodyId, Vec<Holder>> = HashMap::new();
        for holder in holders {
            of_body.entry(holder.body_id).or_default().push(holder);
        }
        for body in bodies {
            let mut holders = of_body.remove(&body.id).unwrap_or_default();
            holders.sort_by_key(|holder| rank(&holder.post));
            found.insert(body.id, Served { body, holders });
        }
    }
    Ok(found.into_values().take(limit as usize).collect())
}

/// Who holds which post in a body today; who leads comes first.
pub fn holders(tx: &mut Tx<'_>, body: BodyId) -> Result<Vec<Holder>> {
    let today = tx.today();
    let mut holders = store::posts::holders(tx, body, today)?;
    holders.sort_by_key(|holder| rank(&holder.post));
    Ok(holders)
}

/// Who holds a post in any body at an area today; who leads comes first.
pub fn holders_at(tx: &mut Tx<'_>, area: &AreaPath) -> Result<Vec<Holder>> {
    let today = tx.today();
    let mut holders = store::posts::holders_at(tx, area, today)?;
    holders.sort_by_key(|holder| rank(&holder.post));
    Ok(holders)
}

/// In a list of people the one who leads stands first, then deputies, then members.
fn rank(post: &str) -> u8 {
    if post.starts_with("deputy") {
        1
    } else if post.ends_with("member") || post == "representative" {
        2
    } else {
        0
    }
}

/// Who holds one post in a body today; the first appointed where several do.
pub fn holder_of(tx: &mut Tx<'_>, body: BodyId, post: &str) -> Result<Option<Holder>> {
    Ok(holders(tx, body)?.into_iter().find(|holder| holder.post == post))
}

/// All who hold or held a post in a body, the latest first.
pub fn holders_ever(tx: &mut Tx<'_>, body: BodyId) -> Result<Vec<Holder>> {
    store::posts::history(tx, body)
}

/// One record of a post.
pub(crate) fn post_held(tx: &mut Tx<'_>, id: PostHeldId) -> Result<Holder> {
    store::posts::find(tx, id)
}

/// The posts of a person, the latest first, also those that have ended.
pub fn posts_of(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<PostOfPerson>> {
    store::posts::of_person(tx, person)
}

/// Founds a body. Nothing is asked and nothing journaled here: for acts and for the maker of the
/// sample county.
pub fn found(tx: &mut Tx<'_>, new: &NewBody) -> Result<Body> {
    let area = store::areas::find(tx, new.area_id)?;
    let NewBody { kind, name, department, phone, address, hours, purpose, seats, .. } = new.clone();
    let body = Body {
        id: tx.new_id(),
        area_id: area.id,
        area_path: area.path,
        kind,
        name,
        department,
        phone,
        address,
        hours,
        purpose,
        seats,
    };
    store::bodies::insert(tx, &body)?;
    Ok(body)
}

/// Records an appointment. Nothing is asked and nothing journaled here: for acts and for the maker
/// of the sample county.
pub fn record_appointment(tx: &mut Tx<'_>, new: &Appointment) -> Result<PostHeldId> {
    let id = tx.new_id();
    store::posts::insert(tx, id, new)?;
    Ok(id)
}

/// So many words of what was typed are looked for each alone.
const WORDS: usize = 3;

/// The bodies of some areas by name and place, the closest first: 柳湾 监委会 finds the supervision
/// committee of 柳湾村. The letters of a word may stand apart, so that short names are found.
pub(crate) fn named(tx: &mut Tx<'_>, scope: &Scope, typed: &str) -> Result<Vec<BodyFound>> {
    let words = words(typed);
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let mut patterns: [String; WORDS] = std::array::from_fn(|_| "%".to_owned());
    for (pattern, word) in patterns.iter_mut().zip(&words) {
        *pattern =
            word.chars().fold("%".to_owned(), |pattern, letter| format!("{pattern}{letter}%"));
    }
    let mut found = Vec::new();
    for area in scope.areas() {
        found.extend(store::bodies::named(tx, area, &patterns)?);
    }
    let apart = |body: &BodyFound| {
        let whole = format!("{}{}", body.place, body.name);
        words.iter().filter(|word| !whole.contains(word.as_str())).count()
    };
    found.sort_by_key(|body| (body.ended_on.is_some(), apart(body)));
    Ok(found)
}

/// What was typed, word by word, without anything that means something else to the database.
fn words(typed: &str) -> Vec<String> {
    let letters = |word: &str| word.chars().filter(|one| one.is_alphanumeric()).take(30).collect();
    let words = typed.split_whitespace().map(letters);
    words.filter(|word: &String| !word.is_empty()).take(WORDS).collect()
}
