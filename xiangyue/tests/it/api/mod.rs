//! The programs' door: its document, its tokens, its keys, and a case from one end to the other.

mod document;
mod files;

use jiff::SignedDuration;
use platform::PersonId;
use registry::actions::end_post;
use serde_json::{Value, json};
use testing::{Caller, Told};

use crate::cast::{Cast, IDENTITY_NUMBER, ITEM};
use crate::county::{County, administrator};

#[tokio::test(flavor = "multi_thread")]
async fn a_no_speaks_the_language_of_the_caller_and_never_html() {
    let county = County::new().await;
    let program = county.program();
    let told = program.get("/api/v1/me").await;
    told.is_refused(401, "platform.not_permitted");
    assert!(told.header("www-authenticate").starts_with("Bearer"));
    assert!(told.header("content-type").starts_with("application/json"));
    assert!(told.word("/sentence").contains("令牌"));
    let told = program.with("accept-language", "zh-TW").get("/api/v1/nowhere").await;
    told.is_refused(404, "not_found");
    assert!(told.word("/sentence").contains("沒有找到"), "{}", told.text);
    let told = program.with("accept-language", "en").get("/api/v1/areas?limit=201").await;
    told.is_refused(422, "api.limit");
    assert_eq!(told.word("/sentence"), "limit is a whole number from 1 to 200");
    assert_eq!(told.word("/errors/0/field"), "limit");
    let told = program.post("/api/v1/areas", &json!({})).await;
    told.is_refused(405, "api.method");
    assert!(told.header("allow").contains("GET"));
    program.get("/api/v1/areas?what=1").await.is_refused(422, "api.unfit_query");
    program.get("/api/v1/guides/a%00b").await.is_refused(404, "not_found");
    program.bearing("xy_nothing").get("/api/v1/areas").await.is_refused(401, "api.token");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cookie_opens_no_call_and_a_token_no_page() {
    let county = County::new().await;
    let villager = county.villager().await;
    let mut browser = county.signed_in(villager).await;
    let page = browser.get("/api/v1/me").await;
    assert_eq!((page.status().as_u16(), page.code()), (401, "platform.not_permitted".into()));
    let program = county.program_of(villager, &["own.read"]).await;
    let told = program.get("/api/v1/me").await;
    assert_eq!(told.is_ok().word("/name"), "周小禾");
    assert_eq!(told.json["scopes"], json!(["own.read"]));
    assert_eq!(program.get("/account").await.status.as_u16(), 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_may_what_it_names_and_ends_with_the_post_the_account_and_its_day() {
    let county = County::new().await;
    let cast = Cast::of(&county).await;
    let program = county.program_of(cast.window, &["people.read"]).await;
    let search = json!({ "query": "" });
    program.post("/api/v1/people/search", &search).await.is_ok();
    program.get("/api/v1/cases").await.is_refused(403, "platform.not_permitted");
    program.get("/api/v1/own/cases").await.is_refused(403, "platform.not_permitted");
    // It may not make itself another one, nor is it made of what the person does not hold.
    let mut browser = county.signed_in(cast.window).await;
    let fields = [("name", "再来一个"), ("scopes", "cases.approve")];
    let page = browser.post("/account/tokens", &fields).await;
    page.shows("只能选您自己有的权力");
    // The post ends, and the token with it.
    let held = county.db.read(move |tx| registry::bodies::posts_of(tx, cast.window)).await.unwrap();
    let today = county.clock().today();
    end_post(&county, &administrator(), held[0].id, today).await.unwrap();
    program.post("/api/v1/people/search", &search).await.is_refused(401, "api.token");
    // One of one's own lives on, until its day.
    let own = county.program_of(cast.window, &["own.read"]).await;
    own.get("/api/v1/own/cases").await.is_ok();
    county.clock().advance(SignedDuration::from_hours(24 * 367));
    own.get("/api/v1/own/cases").await.is_refused(401, "api.token");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_ended_by_its_owner_and_by_an_administrator() {
    let county = County::new().await;
    let villager = county.villager().await;
    let program = county.program_of(villager, &["own.read"]).await;
    let mut browser = county.signed_in(villager).await;
    let page = browser.get("/account/tokens").await;
    page.shows("测试程序").shows("查本人的办件");
    assert!(!page.html().contains("xy_"), "the secret is shown once");
    let action = page.attribute("form[action$='/end']", "action").unwrap();
    browser.post(&action, &[]).await.goes_to("/account/tokens");
    program.get("/api/v1/me").await.is_refused(401, "api.token");
    let again = county.program_of(villager, &["own.read"]).await;
    platform::identity::close(&county, &administrator(), villager).await.unwrap();
    again.get("/api/v1/me").await.is_refused(401, "api.token");
    let other = Cast::of(&county).await.clerk;
    let program = county.program_of(other, &["own.read"]).await;
    let alive = county.db.read(|tx| platform::tokens::all(tx, &administrator(), 10)).await.unwrap();
    assert_eq!(alive.len(), 1);
    platform::tokens::end(&county, &administrator(), alive[0].id).await.unwrap();
    program.get("/api/v1/me").await.is_refused(401, "api.token");
}

fn application() -> Value {
    json!({
        "item": ITEM,
        "answers": {
            "birth_date": "1940-03-12", "identity_number": IDENTITY_NUMBER, "paid_to": "存折",
        },
        "phone": "13900000001",
    })
}

/// An application by the clerk with this word of the applicant.
fn assisted(applicant_id: &str, consent: &str) -> Value {
    json!({ "applicant_id": applicant_id, "consent": consent, "application": application() })
}

/// A villager at the counter whose case goes its way by calls.
async fn old_man(county: &County, clerk: &Caller) -> String {
    let areas = county.program().get("/api/v1/areas?level=village").await;
    let person = json!({
        "name": "赵德贵", "sex": "male", "born_on": "1939-05-01", "no_phone": true,
        "area_id": areas.word("/items/0/id"), "residence": "hukou_here",
    });
    clerk.post("/api/v1/people", &person).await.is_ok().word("/id")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_done_once_however_often_it_is_sent() {
    let county = County::new().await;
    let cast = Cast::of(&county).await;
    let clerk = county.program_of(cast.clerk, &[]).await;
    let applicant_id = old_man(&county, &clerk).await;
    let taken = assisted(&applicant_id, "signature");
    let before = county.rows().await;
    let once = clerk.with("idempotency-key", "a-1");
    let address = "/api/v1/assisted-applications";
    // Side by side, as a client that gave up waiting would.
    let (first, second, third) = tokio::join!(
        once.post(address, &taken),
        once.post(address, &taken),
        once.post(address, &taken)
    );
    let code = first.is_ok().word("/code");
    for told in [&second, &third] {
        assert_eq!((told.status, &told.text), (first.status, &first.text));
    }
    let grown = county.rows().await - before;
    let told = once.post(address, &taken).await;
    assert_eq!((told.status.as_u16(), told.word("/code")), (201, code.clone()));
    assert_eq!(county.rows().await - before, grown, "nothing more was written");
    // The same key for something else, by the same and by another token.
    let other = assisted(&applicant_id, "fingerprint");
    once.post(address, &other).await.is_refused(422, "api.key_reused");
    let without = clerk.post(address, &taken).await;
    assert_ne!(without.is_ok().word("/code"), code, "without a key it is another application");
    // A no is not kept: what was wrong can be mended under the same key.
    let wrong = clerk.with("idempotency-key", "a-2");
    let bad = assisted(&applicant_id, "spoken");
    wrong.post(address, &bad).await.is_refused(422, "window.witness_missing");
    wrong.post(address, &taken).await.is_ok();
    // Old answers are forgotten, and the key is free again.
    county.clock().advance(SignedDuration::from_hours(49));
    county.run_jobs(platform::part::PLATFORM.jobs).await.unwrap();
    assert_ne!(once.post(address, &taken).await.is_ok().word("/code"), code);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_does_not_fit_is_answered_field_by_field() {
    let county = County::new().await;
    let cast = Cast::of(&county).await;
    let clerk = county.program_of(cast.clerk, &[]).await;
    let applicant_id = old_man(&county, &clerk).await;
    let address = "/api/v1/assisted-applications";
    let mut wrong = application();
    wrong["answers"]["birth_date"] = json!("昨天的昨天");
    wrong["phone"] = json!("12");
    let sent =
        json!({ "applicant_id": applicant_id, "consent": "signature", "application": wrong });
    let told = clerk.post(address, &sent).await;
    told.is_refused(422, "api.unfit_fields");
    let fields: Vec<&str> = told.json["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["field"].as_str().unwrap())
        .collect();
    assert_eq!(fields, ["answers.birth_date", "phone"]);
    clerk.post_text(address, "{").await.is_refused(400, "api.unreadable");
    clerk.post_text(address, "{\"consent\":1}").await.is_refused(422, "api.unfit");
    clerk.post(address, &json!({ "consent": "a\u{0}b" })).await.is_refused(422, "api.unfit");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_goes_from_the_village_to_the_rating_by_calls() {
    let county = County::new().await;
    let cast = Cast::of(&county).await;
    let clerk = county.program_of(cast.clerk, &[]).await;
    let applicant_id = old_man(&county, &clerk).await;
    let sent = assisted(&applicant_id, "signature");
    let code = clerk.post("/api/v1/assisted-applications", &sent).await.is_ok().word("/code");
    let window = county.program_of(cast.window, &[]).await;
    let list = window.get("/api/v1/cases").await;
    let id = list.is_ok().word("/items/0/id");
    assert_eq!(list.word("/items/0/applicant"), "赵*贵", "masked in lists");
    let act = async |by: &Caller, noun: &str, body: Value| -> Told {
        by.post(&format!("/api/v1/cases/{id}/{noun}"), &body).await
    };
    assert_eq!(act(&window, "receipt", json!({})).await.is_ok().word("/state/key"), "received");
    let told = act(&window, "acceptance", json!({ "papers": [] })).await;
    told.is_refused(422, "window.papers_missing");
    let whole = window.get(&format!("/api/v1/cases/{id}")).await;
    let papers: Vec<u64> =
        (0..whole.is_ok().json["materials"].as_array().unwrap().len() as u64).collect();
    let notice = json!({ "missing": [papers[0]], "words": "请补" });
    act(&window, "notice", notice).await.is_ok();
    let told = act(&window, "materials", json!({ "papers": [papers[0]] })).await;
    told.is_ok();
    let told = act(&window, "notice", json!({ "words": "再补" })).await;
    told.is_refused(422, "second_notice");
    assert!(!told.word("/cite").is_empty(), "{}", told.text);
    let told = act(&window, "acceptance", json!({ "papers": papers })).await;
    assert_eq!(told.is_ok().word("/state/key"), "in_process");
    for (person, stage) in [(cast.handler, "investigation"), (cast.reviewer, "review")] {
        let program = county.program_of(person, &[]).await;
        let read = program.get(&format!("/api/v1/cases/{id}")).await;
        assert!(read.is_ok().text.contains(stage), "{}", read.text);
        act(&program, "opinions", json!({ "agrees": true, "words": "符合条件" })).await.is_ok();
    }
    let approver = county.program_of(cast.approver, &[]).await;
    let told = act(&approver, "decision", json!({ "granted": true })).await;
    assert_eq!(told.is_ok().word("/status/key"), "finished");
    let told = act(&clerk, "delivery", json!({ "received_by": "赵德贵", "how": "送到家里" })).await;
    assert_eq!(told.is_ok().word("/status/key"), "delivered");
    let seen = county.program().get(&format!("/api/v1/progress/{code}")).await;
    assert_eq!(seen.is_ok().word("/applicant"), "赵*贵");
    assert!(!seen.text.contains("赵德贵") && !seen.text.contains("1940"), "{}", seen.text);
    let rating = json!({ "level": 5, "digits": "0001" });
    county.program().post(&format!("/api/v1/progress/{code}/rating"), &rating).await.is_ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_and_a_neighbour_do_not_see_what_lies_outside_their_areas() {
    let county = County::new().await;
    let cast = Cast::of(&county).await;
    let clerk = county.program_of(cast.clerk, &[]).await;
    let applicant_id = old_man(&county, &clerk).await;
    let read = clerk.get(&format!("/api/v1/people/{applicant_id}")).await;
    assert_eq!(read.is_ok().word("/name"), "赵德贵");
    let elsewhere = elsewhere(&county).await;
    let neighbour = county.program_of(elsewhere, &[]).await;
    neighbour.get(&format!("/api/v1/people/{applicant_id}")).await.is_refused(404, "not_found");
    let found = neighbour.post("/api/v1/people/search", &json!({ "query": "赵德贵" })).await;
    assert_eq!(found.is_ok().json["items"], json!([]));
}

/// A clerk of a village of the other township.
async fn elsewhere(county: &County) -> PersonId {
    use registry::model::{Appointment, NewBody, NewPerson};
    let village = platform::AreaPath::county().child(2).child(1);
    county
        .db
        .write(move |tx| {
            let area = registry::area_at(tx, &village)?;
            let new = NewPerson {
                name: "钱多多".into(),
                sex: registry::Sex::Female,
                born_on: Some(jiff::civil::date(1980, 1, 1)),
                identity_number: None,
                phone: None,
                no_phone: true,
                household_number: None,
                area_path: village.clone(),
                residence: registry::Residence::HukouHere,
                resident_since_on: None,
            };
            let person_id = registry::people::add_many(tx, &[new])?[0];
            let body = NewBody {
                area_id: area.id,
                kind: registry::BodyKind::ServiceStation,
                name: "新华村便民服务站".into(),
                department: None,
                phone: None,
                address: None,
                hours: None,
                purpose: None,
                seats: None,
            };
            let body_id = registry::bodies::found(tx, &body)?.id;
            let post = Appointment {
                body_id,
                post: "village_clerk".into(),
                person_id,
                public_phone: None,
                held_from: jiff::civil::date(2026, 1, 1),
                held_until: None,
            };
            registry::bodies::record_appointment(tx, &post)?;
            Ok(person_id)
        })
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_read_part_by_part_and_nothing_is_missed_or_told_twice() {
    let county = County::new().await;
    Cast::of(&county).await;
    for (address, least) in [("/api/v1/areas", 7), ("/api/v1/guides", 40)] {
        let program = county.program();
        let whole = program.get(&format!("{address}?limit=200")).await;
        let whole = whole.is_ok().json["items"].as_array().unwrap().clone();
        assert!(whole.len() >= least, "{address}: {}", whole.len());
        let (mut parts, mut after) = (Vec::new(), String::new());
        loop {
            let told = program.get(&format!("{address}?limit=3{after}")).await;
            parts.extend(told.is_ok().json["items"].as_array().unwrap().clone());
            match told.json["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => break,
            }
        }
        assert_eq!(parts, whole, "{address}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_journal_is_read_part_by_part_and_names_the_token() {
    let county = County::new().await;
    let cast = Cast::of(&county).await;
    let clerk = county.program_of(cast.clerk, &[]).await;
    let person = old_man(&county, &clerk).await;
    let id: platform::Uuid = person.parse().unwrap();
    let noted = county.db.read(move |tx| platform::journal::of_subject(tx, id)).await.unwrap();
    assert!(noted[0].facts.0["token"].is_string(), "{:?}", noted[0].facts);
    cast.come_to_the_counter(&county, 3).await;
    let reader = administrator();
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let actor = reader.clone();
        let part = county
            .db
            .read(move |tx| match after {
                None => platform::journal::page(tx, &actor, tx.now(), 2),
                Some(after) => platform::journal::page_after(tx, &actor, after, 2),
            })
            .await
            .unwrap();
        let Some(last) = part.last() else { break };
        after = Some((last.noted_at, last.id));
        all.extend(part.into_iter().map(|entry| entry.id));
    }
    let actor = reader.clone();
    let whole = county
        .db
        .read(move |tx| platform::journal::page(tx, &actor, tx.now(), 1000))
        .await
        .unwrap();
    assert_eq!(all, whole.into_iter().map(|entry| entry.id).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn open_data_counts_what_is_there_and_tells_nothing_small_and_nobody() {
    let county = County::new().await;
    let cast = Cast::of(&county).await;
    cast.come_to_the_counter(&county, 4).await;
    let program = county.program();
    let told = program.get("/api/v1/open-data/cases?month=2026-11").await;
    told.is_refused(422, "window.month_not_over");
    county.clock().advance(SignedDuration::from_hours(24 * 10));
    let told = program.get("/api/v1/open-data/cases?month=2026-11").await;
    assert_eq!(told.is_ok().json["items"][0]["cases"], Value::Null, "four are too few to tell");
    assert_eq!(told.json["least"], 5);
    county.clock().advance(SignedDuration::from_hours(-24 * 10));
    cast.come_to_the_counter(&county, 2).await;
    county.clock().advance(SignedDuration::from_hours(24 * 10));
    let told = program.get("/api/v1/open-data/cases").await;
    assert_eq!(told.is_ok().json["month"], "2026-11", "the last month that is over");
    assert_eq!(told.json["items"][0]["cases"], 6);
    assert_eq!(told.word("/items/0/item"), ITEM);
    assert_eq!(told.word("/items/0/township_name"), "石桥镇");
    let table = program.get("/api/v1/open-data/cases?format=csv").await;
    assert!(table.header("content-type").starts_with("text/csv"));
    assert!(table.text.contains("month,item,state"), "{}", table.text);
    assert!(table.text.contains(",6\r\n"), "{}", table.text);
    for set in ["areas", "bodies", "items", "cases", "ratings"] {
        let told = program.get(&format!("/api/v1/open-data/{set}")).await;
        for name in ["赵德福", "李文静", "周小禾"] {
            assert!(!told.is_ok().text.contains(name), "{set}: {name}");
        }
    }
    let page = county.anyone().get("/open-data").await;
    page.is_ok().shows("办件数").shows("评价数").shows("township_name");
    program.get("/api/v1/open-data/areas?format=xml").await.is_refused(422, "api.format");
}
