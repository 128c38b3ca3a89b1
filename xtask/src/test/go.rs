//! Our small program in Go around other people's packages, built into a folder of its own.

use super::pypi::run;
use crate::workspace;
use std::path::PathBuf;
use std::process::Command;

/// Where Debian puts the sources of Go packages.
const PACKAGES: &str = "/usr/share/gocode";

/// The built program. Dropping it removes the folder.
pub struct Verifier {
    folder: PathBuf,
}

impl Verifier {
    /// Builds it, without asking the network for anything.
    pub fn build() -> Result<Verifier, String> {
        let folder = std::env::temp_dir().join(format!("xiangyue-go-{}", std::process::id()));
        let verifier = Verifier { folder };
        let mut go = Command::new("go");
        go.args(["build", "-o"]).arg(verifier.program());
        go.arg(workspace::root().join("tlog/tests/go/verify.go"));
        go.env("GOPATH", PACKAGES).env("GO111MODULE", "off").env("GOFLAGS", "");
        go.env("GOCACHE", verifier.folder.join("cache"));
        run(&mut go).map_err(|why| format!("the verifier in Go does not build: {why}"))?;
        Ok(verifier)
    }

    /// The program.
    pub fn program(&self) -> PathBuf {
        self.folder.join("verify")
    }
}

impl Drop for Verifier {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
