//! Every address of the site, and who finds it closed.

use platform::authorisation::post_kinds;
use registry::model::{Appointment, NewBody};
use testing::{Browser, Page};
use web::Access;
use web::routes::Route;

use crate::county::County;

/// A path with something that could be meant in each of its places.
pub fn somewhere(path: &str, county_id: &str) -> String {
    let fill = |part: &str| match part {
        "{code}" => "7K3M9QTX".to_owned(),
        "{kind}" => "receipt".to_owned(),
        "{number}" => "1".to_owned(),
        "{secret}" => "0123456789abcdef".to_owned(),
        _ if part.starts_with('{') => county_id.to_owned(),
        plain => plain.to_owned(),
    };
    path.split('/').map(fill).collect::<Vec<_>>().join("/")
}

async fn routes(county: &County) -> (Vec<Route>, String) {
    let id = county.areas().await.first().unwrap().id.to_string();
    (county.site().routes().to_vec(), id)
}

async fn knock(browser: &mut Browser, route: &Route, path: &str) -> Page {
    if is_get(route) { browser.get(path).await } else { browser.post(path, &[]).await }
}

pub fn is_get(route: &Route) -> bool {
    route.method.as_str() == "GET"
}

fn is_closed(access: Access) -> bool {
    !matches!(access, Access::Anyone | Access::AnyoneSlowly)
}

fn code(page: &Page) -> String {
    page.code()
}

/// Programs come with a token and get JSON; what a browser would send does not reach them.
fn is_call(route: &Route) -> bool {
    route.call.is_some()
}

fn told(faults: &mut Vec<String>, route: &Route, page: &Page) {
    faults.push(format!("{} {}: {}", route.method, route.path, page.excerpt()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_is_sent_to_sign_in_and_changes_nothing() {
    let county = County::new().await;
    let (routes, id) = routes(&county).await;
    let before = county.rows().await;
    let mut stranger = county.anyone();
    let mut faults = Vec::new();
    for route in routes.iter().filter(|route| is_closed(route.access)) {
        let page = knock(&mut stranger, route, &somewhere(route.path, &id)).await;
        let right = if is_call(route) {
            page.status().as_u16() == 401
                && code(&page) == "platform.not_permitted"
                && page.header("www-authenticate").starts_with("Bearer")
        } else if is_get(route) {
            page.status().is_redirection() && page.location().starts_with("/sign-in?back=")
        } else {
            page.status().as_u16() == 403 && code(&page) == "platform.not_permitted"
        };
        if !right {
            told(&mut faults, route, &page);
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(county.rows().await, before, "a stranger left something behind");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_villager_without_post_finds_every_office_closed() {
    let county = County::new().await;
    let villager = county.villager().await;
    let mut browser = county.signed_in(villager).await;
    let (routes, id) = routes(&county).await;
    let mut faults = Vec::new();
    let offices = |route: &&Route| matches!(route.access, Access::With(_) | Access::WithAny(_));
    let program = county.program_of(villager, &[]).await;
    for route in routes.iter().filter(offices).filter(|route| is_call(route)) {
        let path = somewhere(route.path, &id);
        let told = if is_get(route) {
            program.get(&path).await
        } else {
            program.post(&path, &serde_json::json!({})).await
        };
        if told.status.as_u16() != 403 || told.code() != "platform.not_permitted" {
            faults.push(format!("{} {}: {}", route.method, route.path, told.text));
        }
    }
    let before = county.rows().await;
    for route in routes.iter().filter(offices).filter(|route| !is_call(route)) {
        let page = knock(&mut browser, route, &somewhere(route.path, &id)).await;
        if page.status().as_u16() != 403 || code(&page) != "platform.not_permitted" {
            told(&mut faults, route, &page);
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(county.rows().await, before, "a person without post left something behind");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_form_is_taken_without_its_token() {
    let county = County::new().await;
    let villager = county.villager().await;
    county.account(villager).await;
    let (routes, id) = routes(&county).await;
    let before = county.rows().await;
    let mut faults = Vec::new();
    // A gateway and a witness have no form: they sign what they send, and the door asks for the
    // signature.
    let signed =
        |route: &Route| route.path.starts_with("/gateway/") || route.path == "/log/cosignatures";
    let forms = |route: &&Route| !is_get(route) && !is_call(route) && !signed(route);
    for route in routes.iter().filter(forms) {
        // A browser for each, since one browser may not ask for codes so often.
        let mut browser = match route.access {
            Access::Anyone | Access::AnyoneSlowly => county.anyone(),
            _ => county.signed_in(villager).await,
        };
        let page = browser.post_without_token(&somewhere(route.path, &id), &[]).await;
        let known = ["web.stale_form", "platform.not_permitted"];
        let right = page.status().as_u16() == 403 && known.contains(&code(&page).as_str());
        let open = !matches!(route.access, Access::With(_) | Access::WithAny(_));
        if !right || (open && code(&page) != "web.stale_form") {
            told(&mut faults, route, &page);
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(county.rows().await, before, "a form without its token did something");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_official_sends_a_form_without_its_token() {
    let county = County::new().await;
    let official = officer_of_everything(&county).await;
    let mut browser = county.signed_in(official).await;
    let (routes, id) = routes(&county).await;
    let before = county.rows().await;
    let mut faults = Vec::new();
    let forms = |route: &&Route| !is_get(route) && !is_call(route) && is_closed(route.access);
    for route in routes.iter().filter(forms) {
        let page = browser.post_without_token(&somewhere(route.path, &id), &[]).await;
        if page.status().as_u16() != 403 || code(&page) != "web.stale_form" {
            told(&mut faults, route, &page);
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(county.rows().await, before, "a form without its token did something");
}

/// Every address answers somebody who may open it, and no address shows a fault.
#[tokio::test(flavor = "multi_thread")]
async fn no_address_shows_a_fault_to_an_official() {
    let county = County::new().await;
    let official = officer_of_everything(&county).await;
    let mut browser = county.signed_in(official).await;
    let (routes, id) = routes(&county).await;
    let mut faults = Vec::new();
    let leave = ["/sign-out", "/account/sessions/{id}/end"];
    let program = county.program_of(official, &[]).await;
    for route in routes.iter().filter(|route| is_call(route)) {
        for path in [somewhere(route.path, &id), somewhere(route.path, "nonsense")] {
            let told = if is_get(route) {
                program.get(&path).await
            } else {
                program.post(&path, &serde_json::json!({})).await
            };
            if told.status.is_server_error() {
                faults.push(format!("{} {path}: {}", route.method, told.text));
            }
        }
    }
    let pages = |route: &&Route| !is_call(route) && !leave.contains(&route.path);
    for route in routes.iter().filter(pages) {
        for path in [somewhere(route.path, &id), somewhere(route.path, "nonsense")] {
            let page = knock(&mut browser, route, &path).await;
            if page.status().is_server_error() {
                told(&mut faults, route, &page);
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_knock_notices_a_door_that_lets_somebody_in() {
    // The planted fault: somebody who holds every post knocks as if without one.
    let county = County::new().await;
    let officer = officer_of_everything(&county).await;
    let open = county.knock_without_post(county.signed_in(officer).await).await;
    assert!(open.iter().any(|door| door.path == "/journal"), "{} doors", open.len());
}

/// A person who holds every post at the county: no power is missing.
async fn officer_of_everything(county: &County) -> platform::PersonId {
    let person = county.villager().await;
    let area_id = county.areas().await.first().unwrap().id;
    county
        .db
        .write(move |tx| {
            let body = registry::bodies::found(tx, &office(area_id))?;
            for post in post_kinds()?.keys() {
                registry::bodies::record_appointment(
                    tx,
                    &Appointment {
                        body_id: body.id,
                        post: post.clone(),
                        person_id: person,
                        public_phone: None,
                        held_from: jiff::civil::date(2026, 1, 1),
                        held_until: None,
                    },
                )?;
            }
            Ok(())
        })
        .await
        .unwrap();
    person
}

fn office(area_id: platform::AreaId) -> NewBody {
    NewBody {
        area_id,
        kind: registry::BodyKind::CountyGovernment,
        name: "县人民政府".into(),
        department: None,
        phone: None,
        address: None,
        hours: None,
        purpose: None,
        seats: None,
    }
}
