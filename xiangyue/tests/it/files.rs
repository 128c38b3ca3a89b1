//! Stories about files: through the door, to the disk, and back without being run.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use platform::authorisation::Registrar;
use platform::files::{self, Allowed, Subject};
use platform::id::Uuid;
use platform::personal::Personal;
use platform::{App, AreaPath, Error, Part, PersonId};
use testing::{Page, TestApp};
use web::files::Sent;
use web::{Access, Answer, Module, Routes, Signed};

const VILLAGER: PersonId = PersonId(Uuid::from_u128(1));

const REGISTRAR: Registrar = Registrar {
    posts_held: |_, _, _| Ok(Vec::new()),
    areas: |_| Ok(Vec::new()),
    reach: |_, _| Ok(platform::messages::Reach::default()),
    holders_at: |_, _| Ok(Vec::new()),
    area_name: |_, _| Err(Error::NotFound),
    person: |_, id| match id {
        VILLAGER => Ok(("周小禾".into(), AreaPath::county().child(1).child(1))),
        _ => Err(Error::NotFound),
    },
    county_name: |_| Ok(Some("云禾县".into())),
};

const BOX: Subject = Subject::new("test.box", Uuid::from_u128(5));

static PART: Part = Part {
    name: "box",
    migrations: &[],
    statements: &[],
    listeners: &[],
    jobs: &[],
    personal: Personal::NONE,
    located: &[],
    logged: &[],
};

static MODULE: Module = Module {
    part: &PART,
    english: "",
    routes: || {
        Routes::new().upload("/box", Access::Person, hand_in).get(
            "/box/{file}",
            Access::Person,
            look,
        )
    },
    work: |_| Vec::new(),
    landing: |_| None,
    acts: &[],
    panels: |_, _, _| Ok(Vec::new()),
    samples: |_| Ok(Vec::new()),
};

/// Answers with a line for each file: its address, or what was wrong with it.
async fn hand_in(State(app): State<App>, signed: Signed, mut sent: Sent) -> Answer {
    let (kept, failed) = sent.keep(&app, "paper", Allowed::Papers).await?;
    let actor = signed.actor.clone();
    let uses = app
        .db
        .write(move |tx| {
            let note = |file| files::attach(tx, &actor, BOX, "0", (file, ""));
            kept.iter().map(note).collect::<platform::Result<Vec<_>>>()
        })
        .await?;
    let mut lines: Vec<String> = uses.iter().map(|id| format!("/box/{id}")).collect();
    lines.extend(failed.iter().map(|(name, no)| format!("{name}：{}", signed.ui.refusal(no))));
    lines.push(format!("words: {}", sent.form.get("words")));
    Ok(lines.join("\n").into_response())
}

async fn look(State(app): State<App>, _: Signed, Path(file): Path<String>) -> Answer {
    let id = file.parse()?;
    let used = app.db.read(move |tx| files::use_of(tx, BOX, id)).await?;
    web::files::answer(&app, used).await
}

static MODULES: [&Module; 1] = [&MODULE];

fn app() -> TestApp {
    TestApp::new(&MODULES, REGISTRAR)
}

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\n%%EOF\n";

/// The smallest picture there is.
fn png() -> Vec<u8> {
    let text = "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63d8\
                6caa0d0002b2011499eb03070000000049454e44ae426082";
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_hexdigit).collect();
    digits
        .chunks(2)
        .map(|two| u8::from_str_radix(str::from_utf8(two).unwrap(), 16).unwrap())
        .collect()
}

fn lines(page: &Page) -> Vec<String> {
    page.is_ok().html().lines().map(str::to_owned).collect()
}

#[tokio::test]
async fn one_wrong_file_spoils_neither_the_others_nor_the_words() {
    let app = app();
    let mut browser = app.signed_in(VILLAGER).await;
    let large = vec![7; 11 * 1024 * 1024];
    let picture = png();
    let files: [(&str, &str, &[u8]); 5] = [
        ("paper", "户口簿.pdf", PDF),
        ("paper", "网页.jpg", b"<!doctype html><script>x()</script>"),
        ("paper", "太大.jpg", &large),
        ("paper", "", b""),
        ("paper", "照片.pdf", &picture),
    ];
    let page = browser.upload("/box", &[("words", "都在这里")], &files).await;
    let found = lines(&page);
    assert!(found[0].starts_with("/box/") && found[1].starts_with("/box/"), "{found:?}");
    assert!(found[2].starts_with("网页.jpg：只收照片"), "{found:?}");
    assert!(found[3].starts_with("太大.jpg：超过 10 MB"), "{found:?}");
    assert_eq!(found[4..], ["words: 都在这里"]);
}

#[tokio::test]
async fn a_file_comes_back_as_what_it_is_and_runs_nowhere() {
    let app = app();
    let mut browser = app.signed_in(VILLAGER).await;
    let picture = png();
    let files: [(&str, &str, &[u8]); 2] =
        [("paper", "户口簿.pdf", PDF), ("paper", "照片.html", &picture)];
    let page = browser.upload("/box", &[], &files).await;
    let found = lines(&page);
    for (address, kind, how) in [
        (&found[0], "application/pdf", "attachment; filename*=UTF-8''%E6%88%B7"),
        (&found[1], "image/png", "inline; filename*=UTF-8''%E7%85%A7%E7%89%87%2Epng"),
    ] {
        let file = browser.get(address).await;
        assert_eq!(file.is_ok().header("content-type"), kind);
        assert!(file.header("content-disposition").starts_with(how), "{address}");
        assert_eq!(file.header("x-content-type-options"), "nosniff");
        assert_eq!(file.header("cache-control"), "no-store");
        assert!(file.header("content-security-policy").starts_with("sandbox; default-src 'none'"));
    }
    assert_eq!(browser.get(&found[1]).await.bytes(), png());
    app.anyone()
        .get(&found[0])
        .await
        .goes_to(&format!("/sign-in?back=%2Fbox%2F{}", &found[0][5..]));
    browser.get("/box/00000000000000000000000000000009").await.is_missing();
}

#[tokio::test]
async fn too_much_is_answered_in_words_and_a_form_of_another_site_writes_nothing() {
    let app = app();
    let mut browser = app.signed_in(VILLAGER).await;
    let many: Vec<(&str, &str, &[u8])> = vec![("paper", "户口簿.pdf", PDF); 31];
    let found = lines(&browser.upload("/box", &[("words", "还在")], &many).await);
    assert!(found.iter().any(|line| line.contains("一次传得太多了")), "{found:?}");
    assert!(found.contains(&"words: 还在".to_owned()));
    let page = browser.upload("/sign-in", &[], &[("paper", "大.jpg", &vec![7; 13 << 20])]).await;
    assert_eq!(page.status(), StatusCode::PAYLOAD_TOO_LARGE);
    page.is_refused("web.too_large").shows("少选几个文件");
    let mut other = app.signed_in(VILLAGER).await;
    other.steal_from(&browser);
    let page = other.post_without_token("/box", &[]).await;
    page.is_refused("web.stale_form");
    let arriving = files::folder(&app.settings).join("incoming");
    assert_eq!(std::fs::read_dir(arriving).unwrap().count(), 0, "nothing is left behind");
}
