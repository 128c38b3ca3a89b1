//! Packages of PyPI, brought into a folder of their own for as long as the step runs.

use crate::needs;
use crate::say;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// The generator of calls, with its version: another one might call otherwise.
pub const SCHEMATHESIS: &str = "schemathesis==4.32.5";
/// The library that verifies proofs; its parts that we call are its own affair in other versions.
pub const SIGSTORE: &str = "sigstore==4.5.1";

/// A folder with the package in it. Dropping it removes the folder.
pub struct Environment {
    folder: PathBuf,
}

impl Environment {
    /// Makes the folder and installs the package.
    pub fn with(package: &str) -> Result<Environment, String> {
        let name = package.split('=').next().unwrap_or_default();
        let folder = std::env::temp_dir().join(format!("xiangyue-{name}-{}", std::process::id()));
        let environment = Environment { folder };
        let python = needs::python().ok_or("python3 is not installed")?;
        run(Command::new(python).args(["-m", "venv"]).arg(&environment.folder))
            .map_err(|why| format!("no folder for {package}: {why}"))?;
        say::line(&format!("PyPI: {package}"));
        let quiet = ["install", "--quiet", "--disable-pip-version-check", package];
        run(Command::new(environment.program("pip")).args(quiet)).map_err(|why| {
            format!("{package} could not be brought from PyPI; is this machine connected? {why}")
        })?;
        Ok(environment)
    }

    /// A program of it.
    pub fn program(&self, name: &str) -> PathBuf {
        self.folder.join("bin").join(name)
    }
}

impl Drop for Environment {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Runs a command and, if it fails, gives the last line that it said.
pub fn run(command: &mut Command) -> Result<(), String> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| error.to_string())?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(said.lines().last().unwrap_or("it did not say why").to_owned())
}
