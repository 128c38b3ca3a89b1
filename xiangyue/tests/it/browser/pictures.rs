//! Pictures of the main screens, for the documents and for looking at.

use std::path::PathBuf;


use crate::cast::{Cast, ITEM};
use crate::county::County;

use super::driver::{Driver, Window};

/// Names the folder into which the pictures go; without it they are only looked at by the test.
const FOLDER: &str = "XIANGYUE_PICTURES";
/// A telephone and a desk.
const WIDTHS: [u32; 2] = [390, 1280];

/// The main screens: name, path, whose. Nobody's are public.
fn screens(cast: &Cast, village: &str) -> Vec<(&'static str, String, Option<platform::PersonId>)> {
    vec![
        ("county", "/".into(), None),
        ("village", format!("/areas/{village}"), None),
        ("guides", "/guides".into(), None),
        ("guide", format!("/guides/{ITEM}"), None),
        ("track", "/track".into(), None),
        ("sign-in", "/sign-in".into(), None),
        ("calendar", "/calendar".into(), None),
        ("gallery", "/gallery".into(), None),
        ("worklist", "/desk/cases".into(), Some(cast.window)),
        ("counter", "/desk/counter".into(), Some(cast.window)),
        ("assisted", "/desk/assisted".into(), Some(cast.clerk)),
        ("account", "/account".into(), Some(cast.clerk)),
    ]
}

/// Every main screen fits a telephone and a desk, in both type sizes, and is kept if asked for.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium: cargo xtask test"]
async fn the_main_screens_fit_a_telephone_and_a_desk() {
    let county = County::new().await;
    let cast = Cast::of(&county).await;
    cast.come_to_the_counter(&county, 12).await;
    let village = county.areas().await.into_iter().find(|area| area.name == "柳湾村").unwrap();
    let screens = screens(&cast, &village.id.to_string());
    let site = super::serve(county.router()).await;
    let driver = Driver::start();
    let mut faults = Vec::new();
    for width in WIDTHS {
        let mut visitor: (Option<platform::PersonId>, Window) =
            (None, driver.window(&site, width).await);
        for (name, path, whose) in &screens {
            if *whose != visitor.0 {
                visitor.1.close().await;
                visitor = (*whose, driver.window(&site, width).await);
                if let Some(person) = whose {
                    visitor.1.sign_in(&county.account(*person).await).await;
                }
            }
            for elder in [false, true] {
                visitor.1.open(&format!("/preferences?elder={}", u8::from(elder))).await;
                visitor.1.open(path).await;
                let size = if elder { "elder" } else { "normal" };
                if visitor.1.is_too_wide().await {
                    faults.push(format!("{name} is too wide at {width}, {size}"));
                }
                let picture = visitor.1.picture().await;
                keep(&format!("{name}-{width}-{size}.png"), &picture);
            }
        }
        visitor.1.close().await;
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn keep(name: &str, picture: &[u8]) {
    assert!(picture.starts_with(b"\x89PNG"), "{name} is no picture");
    if let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) {
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(name), picture).unwrap();
    }
}
