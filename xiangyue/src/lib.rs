//! The program: `xiangyue demo`, `serve`, `import`, `admin`, `migrate`, `backup`, `restore`,
//! `verify`, `log`, `witness`, `doctor`, `bench`.
//!
//! It is a library with one small `main`, so that the tests of the whole use the same list of
//! modules, the same sample county and the same site as the program.

pub mod backup;
pub mod county;
pub mod modules;
pub mod sample;
pub mod settings;
pub mod witness;

mod bench;
mod cli;
mod doctor;

use clap::Parser;

/// Reads the command line and does what it says.
pub fn main() -> std::process::ExitCode {
    cli::run(cli::Command::parse())
}
