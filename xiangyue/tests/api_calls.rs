//! Thousands of generated calls against the real program with a sample county: none may be answered
//! by a fault, or by anything that the document does not describe.
//!
//! `cargo xtask test --only api` brings the generator and runs this; plain `cargo test` leaves it
//! out, as it takes minutes.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test that cannot be set up, or finds another answer, ends with a sentence"
)]

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use platform::app::Sources;
use platform::authorisation::post_kinds;
use platform::identity::{self, Origin};
use platform::privacy::hex;
use platform::tokens::{self, NewToken};
use platform::{App, AreaPath, PersonId, Result, Tx};
use registry::model::Appointment;
use xiangyue::settings::Given;

/// No fewer calls than this are worth the name.
const CALLS_MIN: u64 = 10_000;
/// The same calls each time.
const SEED: &str = "1076";
/// Generated calls for each address, in either of two kinds: what fits and what does not.
const CALLS_PER_ADDRESS: &str = "250";

/// A folder that goes away with the test, and the program that serves from it.
struct Served {
    folder: PathBuf,
    program: Option<Child>,
}

impl Drop for Served {
    fn drop(&mut self) {
        if let Some(program) = &mut self.program {
            let _ = program.kill();
            let _ = program.wait();
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

#[test]
fn no_generated_call_is_answered_by_a_fault_or_by_what_is_not_described() {
    let generator = std::env::var_os("XIANGYUE_TEST_SCHEMATHESIS")
        .expect("the generator is not there: run this by `cargo xtask test --only api`");
    let name = hex(&Sources::secret().unwrap().bytes::<8>());
    let folder = std::env::temp_dir().join(format!("xiangyue-api-{name}"));
    let mut served = Served { folder: folder.clone(), program: None };
    let data = folder.join("data");
    let made = program(&["demo", "--residents", "2000", "--no-serve"], &data).status().unwrap();
    assert!(made.success(), "the sample county is not made");
    let secret = token(&data);
    let (child, address) = serve(&data);
    served.program = Some(child);
    let calls = generate(Path::new(&generator), &folder, &address, &secret);
    println!("{calls} calls");
    assert!(calls >= CALLS_MIN, "only {calls} calls were made");
}

fn program(words: &[&str], data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xiangyue"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("XIANGYUE_")) {
        command.env_remove(name);
    }
    command.args(words).arg("--data").arg(data).stdin(Stdio::null());
    command.env("XIANGYUE_LOG", "error");
    command
}

/// The program, and where it listens.
fn serve(data: &Path) -> (Child, String) {
    let words = ["serve", "--listen", "127.0.0.1:0", "--api-calls-per-minute", "100000000"];
    let mut child = program(&words, data).stdout(Stdio::piped()).spawn().unwrap();
    let out = child.stdout.take().unwrap();
    let mut lines = BufReader::new(out).lines().map_while(std::result::Result::ok);
    let listening = lines.find(|line| line.contains("http://")).expect("the program listens");
    let (_, address) = listening.split_once("http://").unwrap();
    let address = format!("http://{}", address.trim());
    // Whoever prints more must find somebody who reads.
    std::thread::spawn(move || lines.for_each(drop));
    (child, address)
}

/// The token of somebody who holds every post in the county, in one township and in one village.
fn token(data: &Path) -> String {
    let given = Given { data: Some(data.to_owned()), ..Given::default() };
    let app = xiangyue::county::open(&given.choose().unwrap()).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(make_token(&app)).unwrap()
}

async fn make_token(app: &App) -> Result<String> {
    app.db.write(hold_everything).await?;
    let origin = Origin { device: "测试".into(), address: "127.0.0.1".into() };
    let secret = identity::sign_in_as(app, "window", origin).await?;
    let found = app.db.read(move |tx| identity::actor_of(tx, &secret)).await?;
    let actor = found.expect("the sample county has a window").0;
    let scopes = tokens::scopes_of(&actor)?;
    tokens::make(app, &actor, NewToken { name: "试调用".into(), scopes, ends_on: None }).await
}

fn hold_everything(tx: &mut Tx<'_>) -> Result<()> {
    let person: PersonId = identity::person_of(tx, "window")?.expect("the window has an account");
    let township = AreaPath::county().child(1);
    for area in [AreaPath::county(), township.clone(), township.child(1)] {
        for body in registry::bodies_at(tx, &area)? {
            for post in post_kinds()?.keys() {
                let new = Appointment {
                    body_id: body.id,
                    post: post.clone(),
                    person_id: person,
                    public_phone: None,
                    held_from: jiff::civil::date(2020, 1, 1),
                    held_until: None,
                };
                registry::bodies::record_appointment(tx, &new)?;
            }
        }
    }
    Ok(())
}

/// Lets the generator call, shows what it says, and gives the number of its calls.
fn generate(generator: &Path, folder: &Path, address: &str, secret: &str) -> u64 {
    let events = folder.join("events.ndjson");
    let status = Command::new(generator)
        .args(["run", &format!("{address}/api/v1/openapi.json")])
        .args(["--checks", "not_a_server_error,status_code_conformance"])
        .args(["--checks", "content_type_conformance,response_schema_conformance"])
        .args(["--header", &format!("Authorization: Bearer {secret}")])
        .args(["--phases", "examples,coverage,fuzzing"])
        .args(["--max-examples", CALLS_PER_ADDRESS, "--seed", SEED, "--workers", "2"])
        .args(["--suppress-health-check", "all", "--warnings", "off", "--no-color"])
        .args(["--report", "ndjson", "--report-ndjson-path"])
        .arg(&events)
        .current_dir(folder)
        .status()
        .expect("the generator starts");
    assert!(status.success(), "calls were answered by what the document does not describe");
    let told = std::fs::read_to_string(&events).unwrap_or_default();
    told.matches("\"status_code\":").count().try_into().unwrap()
}
