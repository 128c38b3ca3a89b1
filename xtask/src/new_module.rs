//! `cargo xtask new-module NAME`: the skeleton of a module, with what every module has from its
//! first day. The other files come with their first content (`docs/adding-a-feature.md`).

use crate::{say, workspace};
use std::path::Path;

const MANIFEST: &str = r#"[package]
name = "NAME"
version.workspace = true
edition.workspace = true
rust-version.workspace = true
license.workspace = true
publish.workspace = true

[lib]
doctest = false

[dependencies]
law.workspace = true
platform.workspace = true
web.workspace = true
registry.workspace = true

[dev-dependencies]
testing.workspace = true
tokio.workspace = true

[lints]
workspace = true
"#;

const FILES: [(&str, &str); 5] = [
    ("Cargo.toml", MANIFEST),
    ("README.md", "# NAME\n\nNouns, states, articles, and who may do what.\n"),
    ("src/lib.rs", "//! What this module is for, in one sentence.\n\nmod model;\n"),
    ("src/model.rs", "//! The nouns and their ids.\n"),
    ("locales/en.toml", "# \"中文句子\" = \"English sentence\"\n"),
];

const NEXT: &str = "Next, by hand:
  xtask/src/tidy/tree.rs: its rung in LADDER, if it has none yet
  Cargo.toml: the member \"modules/NAME\" and NAME = { path = \"modules/NAME\" }, in ladder order
  docs/adding-a-feature.md goes on from here";

/// Writes the skeleton of a module.
pub fn run(name: &str) -> Result<(), String> {
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') {
        return Err("a module's name is one English word in small letters".into());
    }
    let folder = workspace::root().join("modules").join(name);
    if folder.exists() {
        return Err(format!("modules/{name} exists already"));
    }
    write(&folder, name).map_err(|error| format!("cannot write modules/{name}: {error}"))?;
    say::line(&format!("modules/{name} is there. {}", NEXT.replace("NAME", name)));
    Ok(())
}

fn write(folder: &Path, name: &str) -> std::io::Result<()> {
    for (path, text) in FILES {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap_or(folder))?;
        std::fs::write(path, text.replace("NAME", name))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_name_that_is_no_word_is_refused() {
        assert!(super::run("../x").is_err() && super::run("").is_err());
    }
}
