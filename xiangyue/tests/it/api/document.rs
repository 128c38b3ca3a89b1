//! The document of the API: what is checked in, what is served and what is there are one.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::Value;
use web::Ui;
use web::ui::Lang;

use crate::county::County;

/// The document as it is checked in, for those who write programs.
fn checked_in() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/api/openapi.json")
}

fn document(county: &County) -> Value {
    web::api::document(&Ui::sample(Lang::Hans, false), county.site().routes())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_document_and_the_addresses_are_the_same_both_ways() {
    let county = County::empty();
    let told = county.program().get("/api/v1/openapi.json").await;
    told.is_ok();
    let mut described = BTreeSet::new();
    for (path, methods) in told.json["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            assert!(operation["summary"].as_str().is_some_and(|title| !title.is_empty()), "{path}");
            assert!(operation["responses"]["500"].is_object(), "{path}");
            described.insert((method.to_ascii_uppercase(), path.clone()));
        }
    }
    let routes = county.site().routes().iter().filter(|route| route.path.starts_with("/api/v1"));
    let served: BTreeSet<_> =
        routes.map(|route| (route.method.to_string(), route.path.to_owned())).collect();
    assert_eq!(described, served);
    assert!(served.len() > 40, "{} calls", served.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_document_that_is_checked_in_is_the_one_that_is_served() {
    let county = County::empty();
    let now = serde_json::to_string_pretty(&document(&county)).unwrap() + "\n";
    if std::env::var_os("XIANGYUE_RENEW").is_some() {
        std::fs::write(checked_in(), &now).unwrap();
    }
    let kept = std::fs::read_to_string(checked_in()).unwrap_or_default();
    let same = kept == now;
    assert!(
        same,
        "docs/api/openapi.json is old; renew it: XIANGYUE_RENEW=1 cargo test -p xiangyue --test it document"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn each_name_in_the_document_means_one_shape() {
    let twice = web::api::names_of_two(County::empty().site().routes());
    assert!(twice.is_empty(), "two shapes are called {twice:?}; give one another name");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_reference_in_the_document_leads_somewhere() {
    let document = document(&County::empty());
    let mut open = vec![&document];
    let mut found = 0;
    while let Some(value) = open.pop() {
        match value {
            Value::Array(list) => open.extend(list),
            Value::Object(fields) => {
                if let Some(Value::String(reference)) = fields.get("$ref") {
                    let place = reference.trim_start_matches('#');
                    assert!(document.pointer(place).is_some(), "{reference}");
                    found += 1;
                }
                open.extend(fields.values());
            }
            _ => {}
        }
    }
    assert!(found > 100, "{found} references");
}
