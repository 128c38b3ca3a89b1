//! Who may open which address: every address of the router for every post of `posts.toml`, and for
//! somebody without any. The file says what each cell has to be; nothing else is written down here.

use platform::area::Level;
use platform::authorisation::{PostKind, post_kinds};
use platform::{AreaPath, PersonId};
use registry::model::{Appointment, NewBody, NewPerson};
use registry::{BodyKind, Residence, Sex};
use web::Access;
use web::routes::Route;

use crate::county::County;
use crate::routes::{is_get, somewhere};

/// What the guard says to whom it does not let in.
const CLOSED: &str = "platform.not_permitted";

/// Opened by a signature that programs agreed on, and by no post.
const SIGNED: [&str; 1] = ["/gateway/deliveries"];

/// Whether the file lets the holder of such a post in.
fn lets_in(access: Access, kind: Option<&PostKind>) -> bool {
    let gives = |word: &str| kind.is_some_and(|kind| kind.powers.iter().any(|own| own == word));
    match access {
        Access::Anyone | Access::AnyoneSlowly | Access::Person | Access::Own(_) => true,
        Access::With(power) => gives(power.word()),
        Access::WithAny(powers) => powers.iter().any(|power| gives(power.word())),
    }
}

/// A person of the first village with that post, and no other, at the level where it is held.
async fn holder_of(county: &County, post: Option<(&'static str, &'static PostKind)>) -> PersonId {
    let village = AreaPath::county().child(1).child(1);
    county
        .db
        .write(move |tx| {
            let person = NewPerson {
                name: "周小禾".into(),
                sex: Sex::Female,
                born_on: Some(jiff::civil::date(1980, 3, 12)),
                identity_number: None,
                phone: None,
                no_phone: true,
                household_number: None,
                area_path: village.clone(),
                residence: Residence::HukouHere,
                resident_since_on: None,
            };
            let added = registry::people::add_many(tx, &[person])?;
            let person_id = added[0];
            let Some((post, kind)) = post else { return Ok(person_id) };
            let level = Level::from_key(&kind.level).unwrap();
            let body = NewBody {
                area_id: registry::area_at(tx, &village.at(level))?.id,
                kind: BodyKind::Council,
                name: "测试".into(),
                department: None,
                phone: None,
                address: None,
                hours: None,
                purpose: None,
                seats: None,
            };
            let body_id = registry::bodies::found(tx, &body)?.id;
            let appointment = Appointment {
                body_id,
                post: post.into(),
                person_id,
                public_phone: None,
                held_from: jiff::civil::date(2026, 1, 1),
                held_until: None,
            };
            registry::bodies::record_appointment(tx, &appointment)?;
            Ok(person_id)
        })
        .await
        .unwrap()
}

/// The cells of one row that are otherwise than the file says. Forms are sent without their token,
/// so that who is let in changes nothing either.
async fn wrong_cells(
    county: &County,
    routes: &[&Route],
    (post, kind): (&str, Option<&PostKind>),
    person: PersonId,
) -> Vec<String> {
    let mut browser = county.signed_in(person).await;
    let program = county.program_of(person, &[]).await;
    let mut wrong = Vec::new();
    for route in routes {
        let path = somewhere(route.path, "00000000000000000000000000000001");
        let code = match (route.path.starts_with("/api/v1"), is_get(route)) {
            (true, true) => program.get(&path).await.code(),
            (true, false) => program.post(&path, &serde_json::json!([])).await.code(),
            (false, get) => {
                let page = if get {
                    browser.get(&path).await
                } else {
                    browser.post_without_token(&path, &[]).await
                };
                page.attribute("[data-code]", "data-code").unwrap_or_default()
            }
        };
        let expected = lets_in(route.access, kind);
        if (code != CLOSED) != expected {
            let word = if expected { "closed" } else { "open" };
            wrong.push(format!("{post}: {} {} is {word} ({code})", route.method, route.path));
        }
    }
    wrong
}

#[tokio::test(flavor = "multi_thread")]
async fn each_address_is_open_to_the_posts_that_the_file_names_and_to_no_other() {
    let county = County::new().await;
    let all = county.site().routes().to_vec();
    let routes: Vec<&Route> = all.iter().filter(|route| !SIGNED.contains(&route.path)).collect();
    let kinds = post_kinds().unwrap();
    let posts = kinds.iter().map(|(post, kind)| Some((post.as_str(), kind)));
    let (mut cells, mut open, mut wrong) = (0, 0, Vec::new());
    for post in posts.chain([None]) {
        let person = holder_of(&county, post).await;
        let kind = post.map(|(_, kind)| kind);
        let name = post.map_or("nobody", |(post, _)| post);
        let before = county.rows().await;
        wrong.extend(wrong_cells(&county, &routes, (name, kind), person).await);
        // The account and its token are all that was made on the way.
        assert!(county.rows().await - before <= 4, "{name} left something behind");
        cells += routes.len();
        open += routes.iter().filter(|route| lets_in(route.access, kind)).count();
    }
    assert!(wrong.is_empty(), "{} of {cells} cells:\n{}", wrong.len(), wrong.join("\n"));
    assert!(open > 1_000 && cells - open > 1_000, "{open} of {cells} cells are open");
}

/// The planted fault: a file that gives a clerk nothing is not what the router does.
#[tokio::test(flavor = "multi_thread")]
async fn a_cell_that_is_otherwise_than_the_file_says_is_found() {
    let county = County::new().await;
    let all = county.site().routes().to_vec();
    let routes: Vec<&Route> = all.iter().filter(|route| route.path == "/people").collect();
    let (post, kind) = post_kinds().unwrap().get_key_value("village_clerk").unwrap();
    let clerk = holder_of(&county, Some((post.as_str(), kind))).await;
    let wrong = wrong_cells(&county, &routes, ("nobody", None), clerk).await;
    assert_eq!(wrong.len(), 2, "reading people and adding one: {wrong:?}");
}
