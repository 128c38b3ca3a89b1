//! The program as people start it: what it says, what it leaves behind.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use platform::app::Sources;
use platform::privacy::hex;

use crate::county::LIST;

/// A folder that goes away with the test.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        let name = hex(&Sources::secret().unwrap().bytes::<8>());
        let folder = std::env::temp_dir().join(format!("xiangyue-it-{name}"));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The folder of the county's data in it; not there yet.
    pub fn data(&self) -> String {
        self.0.join("data").display().to_string()
    }

    pub fn file(&self, name: &str, text: &str) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// What a command said, and whether it did what was asked.
pub struct Said {
    pub done: bool,
    pub out: String,
    pub err: String,
}

/// The program with none of its settings taken from the surroundings of the test.
pub fn program(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xiangyue"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("XIANGYUE_")) {
        command.env_remove(name);
    }
    command.args(words).stdin(Stdio::null());
    command
}

pub fn run(words: &[&str]) -> Said {
    let output = program(words).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Said { done: output.status.success(), out: text(&output.stdout), err: text(&output.stderr) }
}

impl Said {
    #[track_caller]
    pub fn done(&self, words: &str) -> &Self {
        assert!(self.done && self.out.contains(words), "out: {}\nerr: {}", self.out, self.err);
        self
    }

    #[track_caller]
    pub fn refused(&self, words: &str) -> &Self {
        assert!(!self.done && self.err.contains(words), "out: {}\nerr: {}", self.out, self.err);
        self
    }
}

/// A county that is being served, until the test ends.
pub struct Served {
    pub child: Child,
    pub address: String,
}

impl Served {
    pub fn start(data: &str) -> Self {
        Self::logging_to(data, Stdio::null())
    }

    pub fn logging_to(data: &str, log: Stdio) -> Self {
        Self::serving(program(&["serve", "--data", data, "--listen", "127.0.0.1:0"]), log)
    }

    /// Runs a command that serves, and waits until it says where.
    pub fn run(command: Command) -> Self {
        Self::serving(command, Stdio::null())
    }

    fn serving(mut command: Command, log: Stdio) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit("http://").next().unwrap_or_default().to_owned();
        assert!(address.starts_with("127.0.0.1:"), "it said: {line}");
        Self { child, address }
    }

    pub fn get(&self, path: &str) -> String {
        self.send(&format!("GET {path} HTTP/1.1"), "", "")
    }

    /// Sends a request as it is written, with more headers and a body.
    pub fn send(&self, first_line: &str, headers: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let (host, length) = (&self.address, body.len());
        let request = format!(
            "{first_line}\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn help_is_said_in_chinese_and_in_english() {
    let commands: [(&[&str], &str, &str); 11] = [
        (&["--help"], "造一个演示县", "Make a sample county"),
        (&["demo", "--help"], "居民人数", "How many residents"),
        (&["serve", "--help"], "监听地址", "Address to listen on"),
        (&["import", "--help"], "只看不存", "save nothing"),
        (&["admin", "--help"], "第一位管理员", "the first administrator"),
        (&["admin", "create", "--help"], "用户名", "User name"),
        (&["migrate", "--help"], "数据文件夹", "Folder of the data"),
        (&["backup", "--help"], "密钥也放进去", "Put the key in"),
        (&["restore", "--help"], "备份的文件夹", "The backup's folder"),
        (&["verify", "--help"], "核验", "Verify"),
        (&["doctor", "--help"], "说明怎么办", "say what to do"),
    ];
    for (words, zh, en) in commands {
        run(words).done(zh).done(en);
    }
}

#[test]
fn an_unknown_command_or_file_is_no_crash() {
    let folder = Folder::new();
    assert!(!run(&["fly"]).done);
    let data = folder.data();
    let missing = folder.path().join("missing.csv").display().to_string();
    run(&["import", "divisions", &missing, "--data", &data]).refused("missing.csv");
}

#[test]
fn the_sample_county_is_made_once_and_stays_on_this_machine() {
    let folder = Folder::new();
    let data = folder.data();
    let demo = ["demo", "--no-serve", "--residents", "2000", "--data", &data];
    run(&demo).done("居民 / residents: 2000").done("办件 / cases: ");
    let again = run(&demo);
    again.done("the sample county is there and stays as it is");
    assert!(!again.out.contains("居民 / residents"), "it was made again: {}", again.out);
    run(&["serve", "--data", &data, "--listen", "0.0.0.0:0"]).refused("演示县只能在本机打开");
    let served = Served::start(&data);
    let home = served.get("/");
    assert!(home.starts_with("HTTP/1.1 200"), "{home}");
    assert!(home.contains("演示数据"), "every page says that the people are invented");
    assert!(served.get("/sign-in").contains("/demo/sign-in"), "each role is one click away");
    run(&["migrate", "--data", &data]).done("up to date");
}

#[test]
fn a_dry_run_of_an_import_saves_nothing() {
    let folder = Folder::new();
    let (data, file) = (folder.data(), folder.file("divisions.csv", LIST));
    let import = ["import", "divisions", &file, "--data", &data];
    let dry = [&import[..], &["--dry-run"]].concat();
    run(&dry).done("新增 new 7").done("nothing was saved");
    run(&dry).done("新增 new 7");
    run(&import).done("新增 new 7");
    run(&import).done("新增 new 0").done("不变 unchanged 7");
    let bad = folder.file("bad.csv", &LIST.replace("township,990001101,", "hamlet,990001101,"));
    run(&["import", "divisions", &bad, "--data", &data]).refused("nothing was imported");
    run(&import).done("不变 unchanged 7");
}

#[test]
fn the_demo_leaves_a_real_county_alone() {
    let folder = Folder::new();
    let (data, file) = (folder.data(), folder.file("divisions.csv", LIST));
    run(&["import", "divisions", &file, "--data", &data]).done("新增 new 7");
    run(&["demo", "--no-serve", "--data", &data]).refused("这个文件夹里是一个真的县");
    run(&["import", "divisions", &file, "--data", &data]).done("不变 unchanged 7");
}

#[test]
fn the_first_administrator_gets_a_link_that_opens() {
    let folder = Folder::new();
    let (data, file) = (folder.data(), folder.file("divisions.csv", LIST));
    run(&["import", "divisions", &file, "--data", &data]).done("新增 new 7");
    let create = ["admin", "create", "--name", "何明", "--data", &data];
    let said = run(&create);
    said.done("/account/link/");
    let link = said.out.lines().find_map(|line| line.split_once("/account/link/")).unwrap().1;
    let served = Served::start(&data);
    let page = served.get(&format!("/account/link/{link}"));
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("admin"), "{page}");
    let home = served.get("/");
    assert!(home.contains("清河县") && !home.contains("演示数据"), "a real county");
    drop(served);
    assert!(!run(&create).done, "there is a first one already");
}

#[test]
fn a_county_is_served_by_one_process_and_the_next_is_told_which() {
    let folder = Folder::new();
    let (data, file) = (folder.data(), folder.file("divisions.csv", LIST));
    run(&["import", "divisions", &file, "--data", &data]).done("新增 new 7");
    let served = Served::start(&data);
    let pid = served.child.id().to_string();
    let named = format!("进程 {pid} 正在用这个县的数据");
    run(&["serve", "--data", &data, "--listen", "127.0.0.1:0"]).refused(&named).refused("end it");
    let import = ["import", "divisions", &file, "--data", &data];
    run(&import).refused(&named);
    run(&[&import[..], &["--dry-run"]].concat()).done("不变 unchanged 7");
    run(&["migrate", "--data", &data]).done("up to date");
    run(&["admin", "create", "--data", &data]).done("/account/link/");
    assert!(served.get("/").starts_with("HTTP/1.1 200"), "the first one goes on");
    // Killed without a word: the county is free again.
    drop(served);
    run(&import).done("不变 unchanged 7");
    assert!(Served::start(&data).get("/healthz").starts_with("HTTP/1.1 200"));
}
