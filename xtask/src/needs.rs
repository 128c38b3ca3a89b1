//! What the tests need from the machine: found, or installed where we may, or named exactly.

use crate::say;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// One thing that must be on the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    Rustfmt,
    Clippy,
    PostgreSql,
    Chromium,
    Chromedriver,
    ChineseFont,
    Nginx,
    PythonVenv,
    Go,
    GoPackages,
    Cxx,
}

impl Need {
    fn is_met(self) -> bool {
        match self {
            Need::Rustfmt => answers("cargo", &["fmt", "--version"]),
            Need::Clippy => answers("cargo", &["clippy", "--version"]),
            Need::PostgreSql => postgresql().is_some(),
            Need::Chromium => chromium().is_some(),
            Need::Chromedriver => chromedriver().is_some(),
            Need::ChineseFont => has_chinese_font(),
            Need::Nginx => program(&["nginx"], &["/usr/sbin"]).is_some(),
            Need::PythonVenv => python().is_some_and(|python| makes_venvs(&python)),
            Need::Go => program(&["go"], &[]).is_some(),
            Need::GoPackages => Path::new(GO_PACKAGES).is_dir(),
            Need::Cxx => program(&["c++"], &[]).is_some(),
        }
    }

    /// The Debian package that brings it, and a sentence for the machine where we cannot.
    fn remedy(self) -> (Option<&'static str>, &'static str) {
        match self {
            Need::Rustfmt => (None, "rustfmt: rustup component add rustfmt"),
            Need::Clippy => (None, "clippy: rustup component add clippy"),
            Need::PostgreSql => (
                Some("postgresql"),
                "PostgreSQL server programs (initdb, pg_ctl, postgres): Debian package postgresql",
            ),
            Need::Chromium => (Some("chromium"), "Chromium: Debian package chromium"),
            Need::Chromedriver => {
                (Some("chromium-driver"), "chromedriver: Debian package chromium-driver")
            }
            Need::ChineseFont => {
                (Some("fonts-noto-cjk"), "a font with Chinese: Debian package fonts-noto-cjk")
            }
            Need::Nginx => (Some("nginx-light"), "nginx: Debian package nginx-light"),
            Need::PythonVenv => (
                Some("python3-venv"),
                "Python that makes environments of its own: Debian package python3-venv",
            ),
            Need::Cxx => (Some("g++"), "a C++ compiler: Debian package g++"),
            Need::Go => (Some("golang-go"), "Go: Debian package golang-go"),
            Need::GoPackages => (
                Some("golang-golang-x-mod-dev"),
                "Go's packages that verify logs: Debian package golang-golang-x-mod-dev",
            ),
        }
    }
}

/// Where Debian puts the packages of Go that verify logs.
const GO_PACKAGES: &str = "/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog";

/// Makes sure of all `needs`; installs Debian packages when we are root or sudo asks nothing.
pub fn ensure(needs: &[Need]) -> Result<(), String> {
    let missing = unmet(needs);
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().filter_map(|need| need.remedy().0).collect();
    if !packages.is_empty() && program(&["apt-get"], &[]).is_some() && may_install() {
        install(&packages)?;
    }
    let missing = unmet(needs);
    if missing.is_empty() {
        return Ok(());
    }
    let mut message = String::from("the tests need what this machine does not have; install:");
    for need in missing {
        message.push_str("\n  ");
        message.push_str(need.remedy().1);
    }
    Err(message)
}

fn unmet(needs: &[Need]) -> Vec<Need> {
    needs.iter().copied().filter(|need| !need.is_met()).collect()
}

/// The folder with `initdb`, `pg_ctl` and `postgres`: the newest of Debian's, or one on the PATH.
pub fn postgresql() -> Option<PathBuf> {
    let complete =
        |folder: &Path| ["initdb", "pg_ctl", "postgres"].iter().all(|p| folder.join(p).is_file());
    let mut debian: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .filter(|(_, folder)| complete(folder))
        .collect();
    debian.sort();
    debian.pop().map(|(_, folder)| folder).or_else(|| {
        let path = std::env::var_os("PATH")?;
        std::env::split_paths(&path).find(|folder| complete(folder))
    })
}

/// The browser that the journeys drive; `XIANGYUE_TEST_BROWSER` names another.
pub fn chromium() -> Option<PathBuf> {
    named("XIANGYUE_TEST_BROWSER").or_else(|| program(&["chromium", "chromium-browser"], &[]))
}

/// The browser's driver; `XIANGYUE_TEST_CHROMEDRIVER` names another.
pub fn chromedriver() -> Option<PathBuf> {
    named("XIANGYUE_TEST_CHROMEDRIVER")
        .or_else(|| program(&["chromedriver"], &["/usr/lib/chromium", "/usr/lib/chromium-browser"]))
}

/// The interpreter for the generator of calls.
pub fn python() -> Option<PathBuf> {
    program(&["python3"], &[])
}

fn makes_venvs(python: &Path) -> bool {
    let mut command = Command::new(python);
    command.args(["-c", "import venv, ensurepip"]).stdin(Stdio::null());
    command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn named(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).map(PathBuf::from).filter(|path| path.is_file())
}

fn has_chinese_font() -> bool {
    let listed = Command::new("fc-list").arg(":lang=zh").output();
    listed.is_ok_and(|answer| !answer.stdout.is_empty())
        || Path::new("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc").is_file()
}

fn program(names: &[&str], more_folders: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> =
        std::env::split_paths(&path).chain(more_folders.iter().map(PathBuf::from)).collect();
    names
        .iter()
        .find_map(|name| folders.iter().map(|folder| folder.join(name)).find(|path| path.is_file()))
}

fn answers(name: &str, words: &[&str]) -> bool {
    Command::new(name)
        .args(words)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn is_root() -> bool {
    let answer = Command::new("id").arg("-u").output();
    answer.is_ok_and(|answer| answer.stdout.trim_ascii() == b"0")
}

fn may_install() -> bool {
    is_root() || answers("sudo", &["-n", "true"])
}

/// The user that runs PostgreSQL for us, when we are root: PostgreSQL refuses root.
pub fn unprivileged_user() -> Option<(u32, u32)> {
    let number = |flag: &str, name: &str| {
        let answer = Command::new("id").args([flag, name]).output().ok()?;
        String::from_utf8(answer.stdout).ok()?.trim().parse().ok()
    };
    let ids = |name: &str| Some((number("-u", name)?, number("-g", name)?));
    if is_root() { ids("postgres").or_else(|| ids("nobody")) } else { None }
}

fn install(packages: &[&str]) -> Result<(), String> {
    let mut words = vec!["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"];
    if !is_root() {
        words.splice(0..0, ["sudo", "-n"]);
    }
    let update: Vec<&str> = words.iter().copied().chain(["update"]).collect();
    let install: Vec<&str> = words
        .iter()
        .copied()
        .chain(["install", "-y", "--no-install-recommends"])
        .chain(packages.iter().copied())
        .collect();
    for line in [update, install] {
        say::line(&format!("$ {}", line.join(" ")));
        let (name, rest) = line.split_first().ok_or("an empty command")?;
        let status = Command::new(name).args(rest).stdin(Stdio::null()).status();
        if !status.is_ok_and(|status| status.success()) {
            return Err(format!("this failed: {}", line.join(" ")));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_asked_of_a_machine_that_has_it_all() {
        assert_eq!(ensure(&[]), Ok(()));
    }

    #[test]
    fn each_need_says_how_to_meet_it() {
        let all = [Need::PostgreSql, Need::Chromium, Need::Chromedriver, Need::ChineseFont];
        let more = [Need::Nginx, Need::PythonVenv, Need::Go, Need::GoPackages, Need::Cxx];
        for need in all.into_iter().chain(more) {
            let (package, sentence) = need.remedy();
            assert!(sentence.contains(package.unwrap()), "{sentence}");
        }
        assert!(Need::Clippy.remedy().1.contains("rustup component add clippy"));
    }
}
