//! The workspace's own commands, called as `cargo xtask …`. Standard library and `toml` only, so
//! that it builds in seconds on a new machine.

mod bench;
mod fuzz;
mod needs;
mod new_module;
mod say;
mod test;
mod tidy;
mod workspace;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask test [--only STEP]...              set up what the tests need, then run all of them
                                               STEP: fmt clippy tidy sqlite log postgres browser api
cargo xtask tidy                               the rules of the house, read off the file tree
cargo xtask bench [--only NAME] [--json FILE]  build for release and measure
cargo xtask fuzz TARGET [SECONDS]               give a parser ever new bytes, a minute if not told
cargo xtask new-module NAME                    the skeleton of a module";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let outcome = match words.split_first() {
        Some((&"test", rest)) => test::run(rest),
        Some((&"tidy", [])) => tidy::run(),
        Some((&"bench", rest)) => bench::run(rest),
        Some((&"fuzz", [target])) => fuzz::run(target, 60),
        Some((&"fuzz", [target, seconds])) => match seconds.parse() {
            Ok(seconds) => fuzz::run(target, seconds),
            Err(_) => Err(format!("{seconds} is not a number of seconds")),
        },
        Some((&"new-module", [name])) => new_module::run(name),
        Some((&("help" | "--help" | "-h"), _)) => {
            say::line(HELP);
            Ok(())
        }
        _ => Err(format!("I do not know this command.\n\n{HELP}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            say::line(&message);
            ExitCode::FAILURE
        }
    }
}
