//! Who becomes a near relative of whom by a birth, and by a merge.

use jiff::civil::{Date, date};
use platform::PersonId;

use super::{County, code, holder, new_person};
use crate::actions::{
    Proposal, confirm_merge, note_coming, note_kin, note_relations, propose_merge, take_back,
    undo_merge,
};
use crate::model::{Area, KinKind, LifeKind, NewPerson, Relation};
use crate::{life, store};

const DAY: Date = date(2026, 11, 2);

fn born(name: &str, year: i16, village: &Area, household: &str) -> NewPerson {
    NewPerson {
        born_on: Some(date(year, 5, 1)),
        household_number: Some(household.into()),
        ..new_person(name, &village.path)
    }
}

/// The relatives of a person, by name.
async fn kin_of(county: &County, person: PersonId) -> Vec<(String, KinKind)> {
    let noted = county.db.read(move |tx| store::kin::of(tx, person)).await.unwrap();
    let named = noted
        .into_iter()
        .map(|kin| (if kin.person_id == person { kin.other_name } else { kin.name }, kin.kind));
    let mut named: Vec<_> = named.collect();
    named.sort();
    named
}

#[tokio::test(flavor = "multi_thread")]
async fn a_birth_makes_parents_grandparents_and_siblings() {
    let county = County::new().await;
    let village = county.area("石桥镇柳湾村").await;
    let clerk = holder("village_clerk", village.path.clone());
    let add = async |name, year, household: &str| {
        let new = born(name, year, &village, household);
        crate::actions::add_person(&county, &clerk, new).await.unwrap()
    };
    let (grandfather, mother) = (add("王大山", 1950, "12").await, add("王小芳", 1985, "12").await);
    let (father, sister) = (add("李建国", 1984, "12").await, add("李大妹", 2015, "12").await);
    let uncle = add("王小明", 1990, "12").await;
    let household = county.db.read(move |tx| life::standing(tx, mother)).await.unwrap();
    let household = household.household_id.unwrap();
    let relations = vec![
        (grandfather, Relation::Head),
        (mother, Relation::Daughter),
        (father, Relation::SonInLaw),
        (sister, Relation::Grandchild),
        (uncle, Relation::Son),
    ];
    note_relations(&county, &clerk, household, date(2026, 1, 1), relations).await.unwrap();
    // The father's mother lives in a household of her own.
    let grandmother = add("赵秀英", 1960, "44").await;
    let pair = (father, grandmother);
    note_kin(&county, &clerk, pair, KinKind::ParentAndChild, "户口簿").await.unwrap();
    let pair = (sister, father);
    note_kin(&county, &clerk, pair, KinKind::ParentAndChild, "户口簿").await.unwrap();
    let child = NewPerson { born_on: Some(DAY), ..born("李小宝", 2026, &village, "12") };
    let come = async |parents: Vec<PersonId>| {
        let family = (Some(Relation::Grandchild), parents);
        note_coming(&county, &clerk, child.clone(), (LifeKind::Born, DAY), family).await
    };
    let mut younger = born("王晚生", 2026, &village, "50");
    younger.born_on = Some(date(2026, 11, 3));
    let younger = crate::actions::add_person(&county, &clerk, younger).await.unwrap();
    assert_eq!(code(come(vec![younger]).await), "registry.parent_younger");
    let id = come(vec![mother, father]).await.unwrap();
    let expected = [
        ("李大妹", KinKind::Sibling),
        ("李建国", KinKind::ParentAndChild),
        ("王大山", KinKind::GrandparentAndGrandchild),
        ("王小芳", KinKind::ParentAndChild),
        ("赵秀英", KinKind::GrandparentAndGrandchild),
    ];
    let mut expected = expected.map(|(name, kind)| (name.to_owned(), kind)).to_vec();
    expected.sort();
    assert_eq!(kin_of(&county, id).await, expected, "the uncle is no near relative");
    let events = county.db.read(move |tx| life::of_person(tx, id)).await.unwrap();
    take_back(&county, &clerk, events[0].event.id, "登记错了").await.unwrap();
    assert_eq!(kin_of(&county, id).await, []);
    assert_eq!(kin_of(&county, father).await.len(), 2, "what was noted before stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_names_the_parents_with_the_birth() {
    let county = County::new().await;
    let village = county.area("石桥镇柳湾村").await;
    let clerk = county.official(&village, crate::BodyKind::ServiceStation, "village_clerk").await;
    let mother = county.add("王小芳", &village).await;
    let household = county.db.read(move |tx| life::standing(tx, mother)).await.unwrap();
    let form = format!("/households/{}/life-events/born", household.household_id.unwrap());
    let mut clerk = county.signed_in(clerk).await;
    clerk.get(&form).await.is_ok().shows("母亲").shows("王小芳");
    let mother = mother.to_string();
    let mut typed = vec![("name", "王小宝"), ("sex", "male"), ("relation", "son")];
    typed.extend([("happened_on-year", "2026"), ("happened_on-month", "11")]);
    typed.extend([("happened_on-day", "2"), ("mother", &mother)]);
    let child = clerk.post(&form, &typed).await.location().to_owned();
    clerk.get(&child).await.is_ok().shows("父母和子女").shows("出生登记");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_relatives_who_are_one_person_are_no_relatives_of_themselves() {
    let county = County::new().await;
    let village = county.area("石桥镇柳湾村").await;
    let clerk = holder("village_clerk", village.path.clone());
    let (kept, merged) =
        (county.add("王小芳", &village).await, county.add("王晓芳", &village).await);
    let other = county.add("李建国", &village).await;
    let sibling = KinKind::Sibling;
    note_kin(&county, &clerk, (merged, kept), sibling, "本人说的").await.unwrap();
    note_kin(&county, &clerk, (other, merged), sibling, "本人说的").await.unwrap();
    let new = Proposal { kept, merged, taken: Vec::new(), account: None };
    let id = propose_merge(&county, &clerk, new).await.unwrap();
    confirm_merge(&county, &clerk, id).await.unwrap();
    assert_eq!(kin_of(&county, kept).await, [("李建国".to_owned(), sibling)]);
    undo_merge(&county, &clerk, id).await.unwrap();
    assert_eq!(kin_of(&county, kept).await, [("王晓芳".to_owned(), sibling)]);
    let both = [("李建国".to_owned(), sibling), ("王小芳".to_owned(), sibling)];
    let mut both = both.to_vec();
    both.sort();
    assert_eq!(kin_of(&county, merged).await, both);
}
