//! A handler that falls over takes nothing with it, and the one who asked hears what to do.

use platform::{Part, Personal, text};
use testing::TestApp;
use web::api::Call;
use web::{Access, Answer, Module, Routes};

static FALLING: Part = Part {
    name: "falling",
    migrations: &[],
    statements: &[],
    listeners: &[],
    jobs: &[],
    personal: Personal::NONE,
    located: &[],
    logged: &[],
};

static FALLS: Module = Module {
    part: &FALLING,
    english: "",
    routes: || {
        let call = Call::get("/api/v1/falls", Access::Anyone, text("试"), text("试"));
        Routes::new().get("/falls", Access::Anyone, falls).call(call, falls)
    },
    work: |_| Vec::new(),
    landing: |_| None,
    acts: &[],
    panels: |_, _, _| Ok(Vec::new()),
    samples: |_| Ok(Vec::new()),
};

async fn falls() -> Answer {
    panic!("周小禾 13812342210")
}

#[tokio::test]
async fn a_handler_that_falls_over_is_told_in_the_words_of_its_door() {
    static MODULES: [&Module; 2] = [&registry::MODULE, &FALLS];
    let app = TestApp::new(&MODULES, registry::REGISTRAR);
    let told = app.program().get("/api/v1/falls").await;
    told.is_refused(500, "fault");
    assert!(told.header("content-type").starts_with("application/json"));
    assert!(!told.word("/number").is_empty() && told.word("/sentence").contains("不是您的错"));
    let page = app.anyone().get("/falls").await;
    assert_eq!(page.status().as_u16(), 500);
    page.shows("程序出了错").shows("不是您的错").lacks("周小禾");
    assert!(page.html().contains("data-code=\"fault\""));
}
