//! Two registrations of one person.

use jiff::civil::date;
use platform::{Actor, AreaPath, PersonId, identity};

use super::{County, code, holder, new_person};
use crate::actions::{
    Into, Proposal, confirm_merge, decline_merge, note_death, note_marriage, note_not_the_same,
    propose_merge, take_back, undo_merge,
};
use crate::duplicates::pairs;
use crate::model::{
    Area, BodyKind, Fact, IdentityNumber, Likeness, MergeId, NewPerson, Relation, Side,
};
use crate::{life, merging};

async fn village(county: &County) -> (Area, Actor) {
    let village = county.area("石桥镇柳湾村").await;
    let clerk = holder("village_clerk", village.path.clone());
    (village, clerk)
}

/// Adds somebody however alike they are to others, as an old list did.
async fn import(county: &County, person: NewPerson) -> PersonId {
    let add = county.db.write(move |tx| crate::people::add_many(tx, std::slice::from_ref(&person)));
    add.await.unwrap().remove(0)
}

fn proposal(kept: PersonId, merged: PersonId, taken: &[Fact]) -> Proposal {
    Proposal { kept, merged, taken: taken.to_vec(), account: None }
}

fn another(actor: &Actor) -> Actor {
    let person_id = Some(PersonId(platform::Uuid::from_u128(2)));
    Actor { person_id, name: "另一位".into(), ..actor.clone() }
}

#[tokio::test(flavor = "multi_thread")]
async fn pairs_are_found_by_what_they_share_and_not_again_once_they_are_two() {
    let county = County::new().await;
    let (village, clerk) = village(&county).await;
    let one = |born, phone: Option<&str>| NewPerson {
        born_on: Some(born),
        phone: phone.map(str::to_owned),
        ..new_person("王小芳", &village.path)
    };
    let first = import(&county, one(date(1956, 3, 12), Some("13800001234"))).await;
    import(&county, one(date(1956, 12, 3), None)).await;
    import(&county, one(date(1957, 3, 12), None)).await;
    import(&county, one(date(1956, 3, 12), Some("13800001234"))).await;
    import(&county, one(date(1999, 1, 1), Some("13800001234"))).await;
    import(&county, one(date(1964, 8, 30), None)).await;
    import(&county, new_person("李大山", &village.path)).await;
    let found = async || {
        let (path, scope) =
            (village.path.clone(), clerk.scope(crate::model::PEOPLE_MERGE).unwrap());
        county.db.read(move |tx| pairs(tx, &path, &scope)).await.unwrap()
    };
    let all = found().await;
    let likeness: Vec<Likeness> = all.iter().map(|pair| pair.likeness()).collect();
    assert_eq!(likeness[0], Likeness::BirthAndPhone, "the surest stands first");
    let of_first = all.iter().filter(|pair| [pair.first_id, pair.second_id].contains(&first));
    assert_eq!(of_first.count(), 4, "swapped, one digit, the same, the same phone");
    let pair = (all[0].first_id, all[0].second_id);
    note_not_the_same(&county, &clerk, pair).await.unwrap();
    note_not_the_same(&county, &clerk, (pair.1, pair.0)).await.unwrap();
    assert_eq!(found().await.len(), all.len() - 1, "that was settled");
    let stranger = holder("village_clerk", county.area("柳林镇东山村").await.path);
    assert_eq!(code(note_not_the_same(&county, &stranger, pair).await), "not found");
}

/// Two registrations: one with a post and a spouse, one with a number and a phone.
async fn two(county: &County) -> (PersonId, PersonId, Actor) {
    let (village, clerk) = village(county).await;
    let kept = county.official(&village, BodyKind::Council, "council_member").await;
    let number = IdentityNumber::made_up(990_001, date(1956, 3, 12), 22).unwrap();
    let merged = NewPerson {
        identity_number: Some(number),
        phone: Some("13800001234".into()),
        household_number: Some("99".into()),
        ..new_person("周小禾", &village.path)
    };
    (kept, import(county, merged).await, clerk)
}

async fn dump(county: &County, person: PersonId) -> String {
    let read = county.db.read(move |tx| {
        let row = crate::store::merges::row(tx, person)?;
        let (posts, life) = (crate::bodies::posts_of(tx, person)?, life::of_person(tx, person)?);
        Ok(format!("{row:?} {} {}", posts.len(), life.len()))
    });
    read.await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merge_keeps_everything_and_is_undone_exactly() {
    let county = County::new().await;
    let (kept, merged, clerk) = two(&county).await;
    let (village, _) = village(&county).await;
    let other = county.add("李大山", &village).await;
    let day = date(2026, 11, 20);
    let into = Into::Ours(Relation::Spouse);
    note_marriage(&county, &clerk, (merged, other), day, into).await.unwrap();
    county.account(merged).await;
    let before = (dump(&county, kept).await, dump(&county, merged).await);
    let spouse = dump(&county, other).await;
    let taken = [Fact::Identity, Fact::Phone, Fact::Standing];
    let id = propose_merge(&county, &clerk, proposal(kept, merged, &taken)).await.unwrap();
    let again = propose_merge(&county, &clerk, proposal(kept, merged, &taken)).await;
    assert_eq!(code(again), "registry.merge_waits");
    confirm_merge(&county, &clerk, id).await.unwrap();
    let gone = county.db.read(move |tx| crate::person(tx, merged)).await;
    assert_eq!(code(gone), "not found");
    let to = county.db.read(move |tx| merging::kept_for(tx, merged)).await.unwrap();
    assert_eq!(to, Some(kept), "old links lead on");
    let one = dump(&county, kept).await;
    assert!(one.contains("13800001234") && one.ends_with(" 1 1"), "post and marriage: {one}");
    let married = county.db.read(move |tx| life::standing(tx, other)).await.unwrap();
    assert_eq!(married.spouse_id, Some(kept));
    county.signed_in_as(merged, kept).await;
    let twice = confirm_merge(&county, &clerk, id).await;
    assert_eq!(code(twice), "registry.merge_settled");
    undo_merge(&county, &clerk, id).await.unwrap();
    assert_eq!((dump(&county, kept).await, dump(&county, merged).await), before);
    assert_eq!(dump(&county, other).await, spouse);
    assert_eq!(code(undo_merge(&county, &clerk, id).await), "registry.merge_not_standing");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_noted_since_stands_in_the_way_of_an_undoing() {
    let county = County::new().await;
    let (kept, merged, clerk) = two(&county).await;
    let (village, _) = village(&county).await;
    let merge = async |taken: &[Fact]| {
        county.clock().advance(jiff::SignedDuration::from_mins(1));
        let id = propose_merge(&county, &clerk, proposal(kept, merged, taken)).await.unwrap();
        confirm_merge(&county, &clerk, id).await.unwrap();
        id
    };
    // The number that nobody took is another's by now.
    let before = (dump(&county, kept).await, dump(&county, merged).await);
    let id = merge(&[]).await;
    let number = IdentityNumber::made_up(990_001, date(1956, 3, 12), 22).unwrap();
    let other =
        NewPerson { identity_number: Some(number), ..new_person("李大山", &village.path) };
    let other = import(&county, other).await;
    assert_eq!(code(undo_merge(&county, &clerk, id).await), "registry.number_given_since");
    county.db.write(move |tx| crate::store::merges::remove(tx, other)).await.unwrap();
    undo_merge(&county, &clerk, id).await.unwrap();
    assert_eq!((dump(&county, kept).await, dump(&county, merged).await), before);
    // Who moved since does so as one person; the move is taken back first.
    let id = merge(&[Fact::Standing]).await;
    let death = note_death(&county, &clerk, kept, date(2026, 11, 20)).await.unwrap();
    assert_eq!(code(undo_merge(&county, &clerk, id).await), "registry.standing_changed_since");
    take_back(&county, &clerk, death, "弄错了人").await.unwrap();
    undo_merge(&county, &clerk, id).await.unwrap();
    // An event of the one that was taken back while the two were one is nobody's.
    let death = note_death(&county, &clerk, merged, date(2026, 11, 20)).await.unwrap();
    let id = merge(&[Fact::Standing]).await;
    county.clock().advance(jiff::SignedDuration::from_mins(1));
    take_back(&county, &clerk, death, "弄错了人").await.unwrap();
    assert_eq!(code(undo_merge(&county, &clerk, id).await), "registry.event_taken_back_since");
}

#[tokio::test(flavor = "multi_thread")]
async fn merges_of_one_person_are_undone_from_the_last() {
    let county = County::new().await;
    let (kept, first, clerk) = two(&county).await;
    let (village, _) = village(&county).await;
    let second = import(&county, new_person("周小禾", &village.path)).await;
    let mut merges = Vec::new();
    for merged in [first, second] {
        county.clock().advance(jiff::SignedDuration::from_mins(1));
        let id = propose_merge(&county, &clerk, proposal(kept, merged, &[])).await.unwrap();
        confirm_merge(&county, &clerk, id).await.unwrap();
        merges.push(id);
    }
    assert_eq!(code(undo_merge(&county, &clerk, merges[0]).await), "registry.merged_since");
    undo_merge(&county, &clerk, merges[1]).await.unwrap();
    undo_merge(&county, &clerk, merges[0]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_marriage_of_either_registration_is_the_persons_and_two_are_refused() {
    let county = County::new().await;
    let (kept, merged, clerk) = two(&county).await;
    let (village, _) = village(&county).await;
    let day = date(2026, 11, 20);
    let spouse = county.add("李大山", &village).await;
    note_marriage(&county, &clerk, (merged, spouse), day, Into::Apart).await.unwrap();
    let spouse_of = async |person| {
        let read = county.db.read(move |tx| life::standing(tx, person));
        read.await.unwrap().spouse_id
    };
    // Nobody said that the merged standing stays, and the marriage is on both sides all the same.
    let id = propose_merge(&county, &clerk, proposal(kept, merged, &[])).await.unwrap();
    confirm_merge(&county, &clerk, id).await.unwrap();
    assert_eq!((spouse_of(kept).await, spouse_of(spouse).await), (Some(spouse), Some(kept)));
    undo_merge(&county, &clerk, id).await.unwrap();
    assert_eq!((spouse_of(kept).await, spouse_of(spouse).await), (None, Some(merged)));
    let other = county.add("孙有田", &village).await;
    note_marriage(&county, &clerk, (kept, other), day, Into::Apart).await.unwrap();
    let id = propose_merge(&county, &clerk, proposal(kept, merged, &[])).await.unwrap();
    assert_eq!(code(confirm_merge(&county, &clerk, id).await), "registry.two_spouses");
}

impl County {
    /// The account that was one person's is now another's.
    async fn signed_in_as(&self, before: PersonId, now: PersonId) {
        let mut browser = self.anyone();
        browser.sign_in(&format!("u{before}"), testing::PASSWORD).await;
        browser.get("/account").await.is_ok();
        let name = format!("u{before}");
        let owner = self.db.read(move |tx| identity::person_of(tx, &name)).await.unwrap();
        assert_eq!(owner, Some(now));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_accounts_one_is_chosen_by_two_people() {
    let county = County::new().await;
    let (kept, merged, clerk) = two(&county).await;
    county.account(kept).await;
    county.account(merged).await;
    let new = proposal(kept, merged, &[]);
    let none = propose_merge(&county, &clerk, new.clone()).await;
    assert_eq!(code(none), "registry.account_to_choose");
    let new = Proposal { account: Some(Side::Merged), ..new };
    let id = propose_merge(&county, &clerk, new).await.unwrap();
    assert_eq!(code(confirm_merge(&county, &clerk, id).await), "registry.second_eyes");
    confirm_merge(&county, &another(&clerk), id).await.unwrap();
    county.signed_in_as(merged, kept).await;
    let closed = async |name: String| {
        let administrator = holder("administrator", AreaPath::county());
        let read = county.db.read(move |tx| identity::find(tx, &administrator, &name));
        read.await.unwrap().unwrap()
    };
    let other = closed(format!("u{kept}")).await;
    assert!(other.closed_at.is_some() && other.person_id == merged);
    undo_merge(&county, &clerk, id).await.unwrap();
    let other = closed(format!("u{kept}")).await;
    assert!(other.closed_at.is_none() && other.person_id == kept);
    assert_eq!(closed(format!("u{merged}")).await.person_id, merged);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposal_is_declined_and_may_come_again() {
    let county = County::new().await;
    let (kept, merged, clerk) = two(&county).await;
    let same = propose_merge(&county, &clerk, proposal(kept, kept, &[])).await;
    assert_eq!(code(same), "registry.same_registration");
    let id: MergeId = propose_merge(&county, &clerk, proposal(kept, merged, &[])).await.unwrap();
    decline_merge(&county, &another(&clerk), id).await.unwrap();
    assert_eq!(code(confirm_merge(&county, &clerk, id).await), "registry.merge_settled");
    note_death(&county, &clerk, merged, date(2026, 11, 20)).await.unwrap();
    let again = propose_merge(&county, &clerk, proposal(kept, merged, &[Fact::Standing])).await;
    confirm_merge(&county, &clerk, again.unwrap()).await.unwrap();
    let now = county.db.read(move |tx| life::standing(tx, kept)).await.unwrap();
    assert_eq!(now.died_on, Some(date(2026, 11, 20)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_merges_on_the_page_and_old_links_lead_on() {
    let county = County::new().await;
    let village = county.area("石桥镇柳湾村").await;
    let person = county.official(&village, BodyKind::ServiceStation, "village_clerk").await;
    let mut clerk = county.signed_in(person).await;
    let one = import(&county, new_person("王小芳", &village.path)).await;
    let phone =
        NewPerson { phone: Some("13800001234".into()), ..new_person("王小芳", &village.path) };
    let other = import(&county, phone).await;
    let list = clerk.get(&format!("/areas/{}/duplicates", village.id)).await;
    list.is_ok().shows("同名、同生日").shows("王小芳");
    let address = list.link("王小芳");
    let form = clerk.get(&address).await;
    form.is_ok().shows("138****1234").shows("没有登记");
    let merged = clerk.post(&address, &[("phone", "merged")]).await;
    let page = clerk.follow(&merged).await;
    page.is_ok().shows("两个登记现在是一个人");
    let old = clerk.get(&format!("/people/{one}")).await;
    let new = clerk.get(&format!("/people/{other}")).await;
    assert!(
        old.status().is_redirection() != new.status().is_redirection(),
        "one leads to the other"
    );
    let undoing = format!("{}/undoing", merged.location());
    let undone = clerk.post(&undoing, &[]).await;
    clerk.follow(&undone).await.is_ok().shows("撤销合并");
    clerk.get(&format!("/people/{other}")).await.is_ok().shows("138****1234");
    clerk.get(&format!("/people/{one}")).await.is_ok().lacks("138****1234");
}
