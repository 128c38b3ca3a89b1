//! The commands. This folder is the one place that speaks to the terminal.

mod admin;
mod backup;
mod demo;
mod doctor;
mod import;
mod key;
mod log;
mod serve;
mod verify;
mod witness;

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use platform::{Error, Result};

use crate::county;
use crate::settings::Given;

/// 乡约：一个县办村民自治和村里公共服务的程序 / Xiangyue: a county's villages govern and serve themselves
#[derive(Parser, Debug)]
#[command(name = "xiangyue", version, subcommand_required = true, arg_required_else_help = true)]
pub struct Command {
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand, Debug)]
enum Act {
    /// 测速度 / Measure speed
    #[command(hide = true)]
    Bench(crate::bench::Bench),
    /// 造一个演示县（如果还没有），在本机打开 / Make a sample county if there is none, and serve it here
    Demo(demo::Demo),
    /// 打开一个县 / Serve a county
    Serve(serve::Serve),
    /// 导入区划、名册或事项 / Import divisions, a roster or service items
    Import(import::Import),
    /// 管理员 / Administrators
    Admin(admin::Admin),
    /// 密钥：换新、删旧 / Keys: change and drop them
    Key(key::Key),
    Backup(backup::Backup),
    Restore(backup::Restore),
    Verify(verify::Verify),
    Log(log::Log),
    Witness(witness::Witness),
    Doctor(doctor::Doctor),
    /// 更新数据库结构 / Bring the tables up to date
    Migrate {
        #[command(flatten)]
        given: Given,
    },
}

/// Runs a command; what went wrong is said in one sentence.
pub fn run(command: Command) -> ExitCode {
    let done = match command.act {
        Act::Bench(bench) => bench.run(),
        Act::Demo(demo) => demo.run(),
        Act::Serve(serve) => serve.run(),
        Act::Import(import) => import.run(),
        Act::Admin(admin) => admin.run(),
        Act::Key(key) => key.run(),
        Act::Backup(backup) => backup.run(),
        Act::Restore(restore) => restore.run(),
        Act::Verify(verify) => verify.run(),
        Act::Log(log) => log.run(),
        Act::Witness(witness) => witness.run(),
        Act::Doctor(doctor) => doctor.run(),
        Act::Migrate { given } => migrate(given),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&in_words(&error));
            ExitCode::FAILURE
        }
    }
}

fn migrate(given: Given) -> Result<()> {
    let ran = county::migrate(&given.choose()?)?;
    if ran.is_empty() {
        say("数据库已经是最新的 / The tables are up to date");
    }
    for step in ran {
        say(&format!("已更新 / ran {step}"));
    }
    Ok(())
}

/// At the terminal people may see what happened in full.
fn in_words(error: &Error) -> String {
    match error {
        Error::NotFound => "没有找到 / not found".to_owned(),
        Error::Refused(refusal) => refusal.zh(),
        Error::Fault(fault) => format!("没有办成 / failed: {}", fault.what),
    }
}

/// Runs something async to its end.
pub(crate) fn block_on<T>(future: impl Future<Output = Result<T>>) -> Result<T> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Error::fault(format!("starting: {error}")))?
        .block_on(future)
}

/// A line for the person at the terminal. Nobody may be there to read it, and that is no reason to
/// stop serving.
pub(crate) fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// A line that takes the place of the last one, for those who wait at the terminal.
fn say_again(line: &str) {
    let mut out = std::io::stdout();
    if out.is_terminal() {
        let _ = write!(out, "\r\x1b[2K{line}");
        let _ = out.flush();
    }
}

fn complain(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_commands_hold_together() {
        super::Command::command().debug_assert();
    }
}
