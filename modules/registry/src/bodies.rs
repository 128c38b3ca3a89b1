//! Bodies and who holds which post in them, for the modules above and for the pages.

use jiff::civil::Date;
use platform::authorisation::{PostHeld, Registrar};
use platform::messages::Reach;
use platform::{AreaPath, BodyId, Error, PersonId, Result, Tx};

use crate::model::{Appointment, Body, BodyKind, Holder, NewBody, PostHeldId, PostOfPerson};
use crate::store;

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
    let NewBody { kind, name, department, phone, address, hours, purpose, .. } = new.clone();
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
