//! Pictures of the main screens of the sample county, for the documents and for looking at.

use std::path::PathBuf;

use platform::area::Level;
use platform::{Actor, App, AreaPath, Result, Tx};
use web::Site;
use xiangyue::settings::Given;
use xiangyue::{county, sample};

use crate::cast::ITEM;
use crate::commands::Folder;

use super::driver::{Driver, Window};

/// Names the folder into which the pictures go; without it they are only looked at by the test.
const FOLDER: &str = "XIANGYUE_PICTURES";
/// A telephone and a desk.
const WIDTHS: [u32; 2] = [390, 1280];
/// The smallest sample county.
const RESIDENTS: u32 = 2_000;

/// The main screens: name, path, and the role of the sample county who looks. Nobody's are public.
const SCREENS: [(&str, &str, &str); 16] = [
    ("county", "/", ""),
    ("village", "/areas/{village}", ""),
    ("guides", "/guides", ""),
    ("guide", "/guides/{item}", ""),
    ("track", "/track", ""),
    ("progress", "/track/{code}", ""),
    ("sign-in", "/sign-in", ""),
    ("calendar", "/calendar", ""),
    ("gallery", "/gallery", ""),
    ("own", "/own", "villager"),
    ("question", "/applications/{draft}/questions/1", "villager"),
    ("assisted", "/desk/assisted", "clerk"),
    ("worklist", "/desk/cases", "window"),
    ("counter", "/desk/counter", "window"),
    ("case", "/cases/{case}", "window"),
    ("journal", "/journal", "supervisor"),
];

/// What stands in the places of the paths.
struct Places {
    village: String,
    case: String,
    code: String,
    draft: String,
}

impl Places {
    fn fill(&self, path: &str) -> String {
        path.replace("{item}", ITEM)
            .replace("{village}", &self.village)
            .replace("{case}", &self.case)
            .replace("{code}", &self.code)
            .replace("{draft}", &self.draft)
    }
}

/// Every main screen fits a telephone and a desk, in both type sizes, and is kept if asked for.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium: cargo xtask test"]
async fn the_main_screens_fit_a_telephone_and_a_desk() {
    let folder = Folder::new();
    let app = sample_county(&folder).await;
    let places = places(&app).await;
    let (site, router) = Site::build(app.clone(), xiangyue::modules::MODULES, false).unwrap();
    site.offer(app.db.read(sample::roles).await.unwrap());
    let address = super::serve(router).await;
    let driver = Driver::start();
    let mut faults = Vec::new();
    for width in WIDTHS {
        let mut visitor = ("", driver.window(&address, width).await);
        for (name, path, role) in SCREENS {
            if role != visitor.0 {
                visitor.1.close().await;
                visitor = (role, driver.window(&address, width).await);
                visitor.1.enter_as(role).await;
            }
            let page = places.fill(path);
            faults.extend(look(&visitor.1, &page, &format!("{name}-{width}")).await);
        }
        visitor.1.close().await;
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Takes the two pictures of a screen; says what is wrong with them.
async fn look(window: &Window, path: &str, name: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for (elder, size) in [(0, "normal"), (1, "elder")] {
        window.open(&format!("/preferences?elder={elder}")).await;
        window.open(path).await;
        if window.path().await != path {
            faults.push(format!("{name}: {path} leads to {}", window.path().await));
        }
        if window.has("[data-code]").await {
            faults.push(format!("{name}: {}", window.text().await));
        }
        if window.is_too_wide().await {
            faults.push(format!("{name} is wider than the screen, {size}"));
        }
        let picture = window.picture().await;
        assert!(picture.starts_with(b"\x89PNG"), "{name} is no picture");
        if let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(folder.join(format!("{name}-{size}.png")), picture).unwrap();
        }
    }
    faults
}

/// The county that `xiangyue demo` makes. Making it blocks, so it has a thread of its own.
async fn sample_county(folder: &Folder) -> App {
    let data = folder.path().join("data");
    let given = Given {
        data: Some(data),
        listen: Some("127.0.0.1:0".parse().unwrap()),
        public_url: Some("http://127.0.0.1".into()),
        ..Given::default()
    };
    let chosen = given.choose().unwrap();
    let making = tokio::task::spawn_blocking(move || {
        sample::make_if_missing(&chosen, RESIDENTS, &mut |_| ())?;
        county::open(&chosen)
    });
    making.await.unwrap().unwrap()
}

/// The first village, and the case that stands first on the window's list.
async fn places(app: &App) -> Places {
    let villager = app.db.read(|tx| actor(tx, "villager")).await.unwrap();
    let draft = window::start(app, &villager, ITEM).await.unwrap().to_string();
    app.db
        .read(move |tx| {
            let areas = registry::areas_within(tx, &AreaPath::county(), 1_000)?;
            let village = areas.iter().find(|area| area.level() == Level::Village);
            let clerk = actor(tx, "window")?;
            let work = window::worklist(tx, &clerk)?;
            let case = &work.lines.first().expect("the window has something to do").case;
            Ok(Places {
                village: village.unwrap().id.to_string(),
                case: case.id.to_string(),
                code: case.code.clone(),
                draft: draft.clone(),
            })
        })
        .await
        .unwrap()
}

/// Whom the sample county lets visitors be.
fn actor(tx: &mut Tx<'_>, user_name: &str) -> Result<Actor> {
    let person = platform::identity::person_of(tx, user_name)?.unwrap();
    sample::actor_of(tx, person)
}
