//! PostgreSQL goes away under load, and comes back.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use platform::app::Sources;
use platform::clock::Clock;
use platform::storage::{Engine, Place};
use platform::{App, Error, FaultKind, Result};
use registry::actions;
use registry::model::NewPerson;
use registry::{Residence, Sex};
use tokio::task::JoinSet;
use xiangyue::settings::Given;

use super::beside::Beside;
use super::{count, invariants};
use crate::cast::village;
use crate::commands::Folder;
use crate::county::{County, LIST, administrator, holder};

/// People who are registered at the same time.
const CLERKS: usize = 8;

/// Ends every connection of the county's program to its schema.
const CUT: &str = "select pg_terminate_backend(pid) from pg_stat_activity
                   where application_name = current_schema() and pid <> pg_backend_pid()";

fn person(name: String) -> NewPerson {
    NewPerson {
        name,
        sex: Sex::Female,
        born_on: Some(jiff::civil::date(1956, 3, 12)),
        identity_number: None,
        phone: None,
        no_phone: true,
        household_number: None,
        area_path: village(),
        residence: Residence::HukouHere,
        resident_since_on: None,
    }
}

/// Clerks who register one person after the other until they are told to stop.
struct Load {
    clerks: JoinSet<BTreeSet<String>>,
    stop: Arc<AtomicBool>,
    done: Arc<AtomicUsize>,
}

impl Load {
    fn on(app: &App) -> Self {
        let (stop, done) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let mut clerks = JoinSet::new();
        for clerk in 0..CLERKS {
            clerks.spawn(register(app.clone(), clerk, stop.clone(), done.clone()));
        }
        Self { clerks, stop, done }
    }

    /// Waits until so many more are registered: the county is at work again.
    async fn gets_on(&mut self, more: usize) {
        let wanted = self.done.load(Ordering::SeqCst) + more;
        while self.done.load(Ordering::SeqCst) < wanted {
            if let Some(ended) = self.clerks.try_join_next() {
                panic!("a clerk ends before the others are told to: {:?}", ended.err());
            }
            tokio::task::yield_now().await;
        }
    }

    /// Everybody who was registered.
    async fn ends(self) -> BTreeSet<String> {
        self.stop.store(true, Ordering::SeqCst);
        self.clerks.join_all().await.into_iter().flatten().collect()
    }
}

async fn register(
    app: App,
    clerk: usize,
    stop: Arc<AtomicBool>,
    done: Arc<AtomicUsize>,
) -> BTreeSet<String> {
    let actor = holder("village_clerk", village());
    let mut registered = BTreeSet::new();
    for number in 0.. {
        if stop.load(Ordering::SeqCst) {
            break;
        }
        let name = format!("人{clerk}号{number}");
        match actions::add_person(&app, &actor, person(name.clone())).await {
            Ok(_) => {
                registered.insert(name);
                done.fetch_add(1, Ordering::SeqCst);
            }
            Err(Error::Fault(fault)) => {
                let told = matches!(fault.kind, FaultKind::Unknown | FaultKind::Busy);
                assert!(told, "{:?}: {}", fault.kind, fault.what);
            }
            Err(other) => panic!("{other}"),
        }
    }
    registered
}

fn assert_registered(place: &Place, registered: &BTreeSet<String>) {
    let beside = Beside::of(place);
    invariants::assert_whole(&beside, "after the server was gone");
    let there: BTreeSet<String> = beside.words("select name from persons").into_iter().collect();
    let lost: Vec<&String> = registered.difference(&there).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: cargo xtask test"]
async fn connections_that_are_cut_under_load_cost_no_acknowledged_act_on_postgresql() {
    let county = County::new().await;
    assert_eq!(county.db.engine(), Engine::Postgres, "XIANGYUE_TEST_DATABASE names no database");
    let beside = Beside::of(&county.settings.place);
    let mut load = Load::on(&county);
    for _ in 0..count(10) {
        load.gets_on(CLERKS).await;
        beside.rows(CUT);
    }
    load.gets_on(CLERKS).await;
    assert_registered(&county.settings.place, &load.ends().await);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: cargo xtask test"]
async fn a_server_that_is_restarted_under_load_costs_no_acknowledged_act_on_postgresql() {
    let mut cluster = Cluster::start();
    let folder = Folder::new();
    let place = Place::Postgres { url: cluster.url(), schema: "county".into() };
    let app = open(&folder, &place).unwrap();
    actions::import_divisions(&app, &administrator(), LIST).await.unwrap();
    let mut load = Load::on(&app);
    for round in 0..count(2) {
        load.gets_on(CLERKS).await;
        // Fast ends the connections in good order, immediate is a crash.
        cluster.restart(["fast", "immediate"][round % 2]);
    }
    load.gets_on(CLERKS).await;
    assert_registered(&place, &load.ends().await);
}

/// The program's own way to open a county; it blocks, so it has a thread to itself.
fn open(folder: &Folder, place: &Place) -> Result<App> {
    let Place::Postgres { url, schema } = place.clone() else { panic!("a server was meant") };
    let given = Given {
        data: Some(folder.path().to_owned()),
        database: Some(url),
        schema: Some(schema),
        ..Given::default()
    };
    let chosen = given.choose()?;
    let opening = move || xiangyue::county::open_with(&chosen, Clock::System, Sources::secret()?);
    std::thread::spawn(opening).join().unwrap()
}

/// Keeps a server of the test's own, restarts it whenever a line says how, and clears it away when
/// the pipe to it closes, also because the test was killed. What is acknowledged is in its log of
/// changes; that the disk has it is not tried here. Arguments: the server's programs, the port.
const KEEPER: &str = r#"
set -eu
dir=$(mktemp -d "${TMPDIR:-/tmp}/xiangyue-faults.XXXXXX")
trap '"$1/pg_ctl" stop -D "$dir/cluster" -m immediate >/dev/null 2>&1 || true; rm -rf "$dir"' EXIT
"$1/initdb" -D "$dir/cluster" -U postgres --auth=trust -E UTF8 --locale=C.UTF-8 --no-sync >"$dir/log"
cat >>"$dir/cluster/postgresql.conf" <<END
listen_addresses = '127.0.0.1'
port = $2
unix_socket_directories = '$dir'
fsync = off
END
"$1/pg_ctl" start -D "$dir/cluster" -l "$dir/log" -w -t 60 >/dev/null
echo ready
while read -r mode; do
    "$1/pg_ctl" restart -D "$dir/cluster" -m "$mode" -l "$dir/log" -w -t 60 >/dev/null
    echo ready
done
"#;

struct Cluster {
    keeper: Child,
    said: BufReader<ChildStdout>,
    port: u16,
}

impl Cluster {
    fn start() -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut command = Command::new("sh");
        command.args(["-c", KEEPER, "sh"]).arg(server_programs()).arg(port.to_string());
        command.current_dir("/").stdin(Stdio::piped()).stdout(Stdio::piped());
        // PostgreSQL does not run as root.
        if number("-u", None) == Some(0) {
            let user =
                ["postgres", "nobody"].into_iter().find(|user| number("-u", Some(user)).is_some());
            let user = user.expect("a user without privileges for the server");
            command.gid(number("-g", Some(user)).unwrap()).uid(number("-u", Some(user)).unwrap());
            command.env_remove("TMPDIR");
        }
        let mut keeper = command.spawn().unwrap();
        let said = BufReader::new(keeper.stdout.take().unwrap());
        let mut cluster = Self { keeper, said, port };
        cluster.is_ready();
        cluster
    }

    fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    fn restart(&mut self, mode: &str) {
        writeln!(self.keeper.stdin.as_mut().unwrap(), "{mode}").unwrap();
        self.is_ready();
    }

    fn is_ready(&mut self) {
        let mut line = String::new();
        self.said.read_line(&mut line).unwrap();
        assert_eq!(line, "ready\n", "the server does not start");
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
    }
}

fn number(flag: &str, user: Option<&str>) -> Option<u32> {
    let answer = Command::new("id").arg(flag).args(user).stderr(Stdio::null()).output().ok()?;
    String::from_utf8(answer.stdout).ok()?.trim().parse().ok()
}

/// The newest server programs that Debian installed, or those on the path.
fn server_programs() -> PathBuf {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().path().join("bin"))
        .collect();
    found.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut places = found.into_iter().rev().chain(std::env::split_paths(&path));
    places.find(|folder| folder.join("pg_ctl").is_file()).expect("PostgreSQL's server programs")
}
