//! How two people are near relatives, by what the register knows.

use law::village::{Kin, Relative, through_parent};
use platform::{PersonId, Result, Tx};

use crate::model::{Person, Relation};
use crate::{people, store};

/// Who becomes a near relative of a child through one of its parents, by those of the parent whom
/// the register knows. Of two who are parent and child the older is the parent; where a day of
/// birth is missing nobody is guessed.
pub(crate) fn through(tx: &mut Tx<'_>, parent: &Person) -> Result<Vec<(PersonId, Kin)>> {
    let mut found = Vec::new();
    for (other, kin) in relatives_of(tx, parent)? {
        let born_on = people::person(tx, other)?.born_on;
        let relative = match (kin, born_on, parent.born_on) {
            (Kin::ParentAndChild, Some(other), Some(own)) if other < own => Relative::Parent,
            (Kin::ParentAndChild, Some(other), Some(own)) if other > own => Relative::Child,
            (Kin::Spouse, ..) => Relative::Spouse,
            (Kin::Sibling, ..) => Relative::Sibling,
            (Kin::ParentAndChild | Kin::GrandparentAndGrandchild, ..) => continue,
        };
        found.extend(through_parent(relative).map(|kin| (other, kin)));
    }
    Ok(found)
}

/// The near relatives of a person: those that were noted, and those of the own household.
fn relatives_of(tx: &mut Tx<'_>, person: &Person) -> Result<Vec<(PersonId, Kin)>> {
    let noted = store::kin::of(tx, person.id)?.into_iter().map(|kin| {
        let other = if kin.person_id == person.id { kin.other_id } else { kin.person_id };
        (other, kin.kind.kin())
    });
    let mut found: Vec<(PersonId, Kin)> = noted.collect();
    let Some(household) = person.household_id else { return Ok(found) };
    let members = store::life::members(tx, household)?;
    let own = members.iter().find(|member| member.id == person.id).and_then(|one| one.relation);
    for member in members.iter().filter(|member| member.id != person.id) {
        if let (Some(own), Some(other)) = (own, member.relation) {
            found.extend(of_household(own, other).map(|kin| (member.id, kin)));
        }
    }
    Ok(found)
}

/// How two members of one household are related, by how each is related to its head. A child whom
/// husband and wife bring up counts as the child of both. What may be one thing or another is left
/// out: nobody is barred by a guess.
pub(crate) fn of_household(one: Relation, other: Relation) -> Option<Kin> {
    use Relation::{
        Daughter, Grandchild, Grandparent, Head, Parent, ParentInLaw, Sibling, Son, Spouse,
    };
    let pair = if one <= other { (one, other) } else { (other, one) };
    match pair {
        (Head, Spouse) | (Parent, Parent) => Some(Kin::Spouse),
        (Head | Spouse, Son | Daughter)
        | (Head, Parent)
        | (Spouse, ParentInLaw)
        | (Parent, Sibling) => Some(Kin::ParentAndChild),
        (Head, Sibling) | (Son | Daughter, Son | Daughter) | (Sibling, Sibling) => {
            Some(Kin::Sibling)
        }
        (Head, Grandchild | Grandparent)
        | (Spouse, Grandchild)
        | (Son | Daughter, Parent)
        | (Grandparent, Sibling) => Some(Kin::GrandparentAndGrandchild),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relatives_of_one_household_are_known_by_the_head() {
        use Relation::{
            Daughter, DaughterInLaw, Grandchild, Head, Other, Parent, ParentInLaw, Sibling, Son,
            SonInLaw, Spouse,
        };
        for (one, other, kin) in [
            (Head, Spouse, Some(Kin::Spouse)),
            (Daughter, Head, Some(Kin::ParentAndChild)),
            (Son, Daughter, Some(Kin::Sibling)),
            (Parent, Son, Some(Kin::GrandparentAndGrandchild)),
            (Sibling, Head, Some(Kin::Sibling)),
            (Grandchild, Head, Some(Kin::GrandparentAndGrandchild)),
            (ParentInLaw, Spouse, Some(Kin::ParentAndChild)),
            // In-laws are no near relatives, and a nephew is none.
            (DaughterInLaw, Head, None),
            (SonInLaw, Son, None),
            (ParentInLaw, Head, None),
            (Sibling, Son, None),
            (Grandchild, Son, None),
            (Other, Head, None),
        ] {
            assert_eq!(of_household(one, other), kin, "{one:?} {other:?}");
            assert_eq!(of_household(other, one), kin, "{other:?} {one:?}");
        }
    }
}
