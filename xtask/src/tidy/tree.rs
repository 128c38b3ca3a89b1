//! The file tree that the rules read: from the disk, or written down in a test.

use super::rust::Source;
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;

/// The order of the crates: one may import only what stands before it. To move a crate, write a
/// page in `docs/decisions/`.
pub const LADDER: [&str; 18] = [
    "tlog",
    "law",
    "platform",
    "web",
    "registry",
    "duties",
    "sunshine",
    "society",
    "assembly",
    "election",
    "window",
    "care",
    "training",
    "funds",
    "assessment",
    "dashboard",
    "testing",
    "xiangyue",
];

/// How high a crate stands.
pub fn rung(name: &str) -> Option<usize> {
    LADDER.iter().position(|step| *step == name)
}

/// Files read as text. Of all others the tree knows only the name.
const TEXT: [&str; 9] = ["rs", "html", "toml", "sql", "md", "css", "js", "sh", "run"];

/// One text file, its path written from the root with `/`.
pub struct File {
    pub path: String,
    pub text: String,
    source: OnceCell<Source>,
}

impl File {
    fn new(path: &str, text: &str) -> File {
        File { path: path.to_owned(), text: text.to_owned(), source: OnceCell::new() }
    }

    pub fn is(&self, extension: &str) -> bool {
        extension_of(&self.path) == extension
    }

    /// The crate it belongs to: `modules/window/src/store.rs` to `window`.
    pub fn krate(&self) -> &str {
        self.path_in_crate().0
    }

    /// Its path inside that crate: `src/store.rs`.
    pub fn inside(&self) -> &str {
        self.path_in_crate().1
    }

    fn path_in_crate(&self) -> (&str, &str) {
        let path = self.path.strip_prefix("modules/").unwrap_or(&self.path);
        path.split_once('/').unwrap_or(("", path))
    }

    /// Tests may say what the code they test may not.
    pub fn is_test(&self) -> bool {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        let folder = self.path.contains("/tests/");
        folder || name == "tests.rs" || name.ends_with("_tests.rs") || self.krate() == "testing"
    }

    /// Rust that ships: in `src/`, not a test, and not the workspace's own tools.
    pub fn is_product(&self) -> bool {
        let ours = rung(self.krate()).is_some();
        self.is("rs") && ours && self.inside().starts_with("src/") && !self.is_test()
    }

    /// The file read as Rust, without its `#[cfg(test)]` parts.
    pub fn source(&self) -> &Source {
        self.source.get_or_init(|| Source::read(&self.text).without_tests())
    }

    pub fn fault(&self, line: usize, words: impl Into<String>) -> Fault {
        Fault { path: self.path.clone(), line, words: words.into() }
    }
}

/// What is wrong, where, and what to do about it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    pub path: String,
    pub line: usize,
    pub words: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}", self.path, self.line, self.words)
    }
}

/// All files of the workspace that a person wrote.
#[derive(Default)]
pub struct Tree {
    files: Vec<File>,
    paths: BTreeSet<String>,
}

impl Tree {
    /// A tree as a test writes it down.
    #[cfg(test)]
    pub fn of(files: &[(&str, &str)]) -> Tree {
        let mut tree = Tree::default();
        for (path, text) in files {
            tree.add(path, Some(text));
        }
        tree
    }

    /// The tree on the disk, without what `.gitignore` leaves out by name.
    pub fn read(root: &Path) -> Result<Tree, String> {
        let ignored = std::fs::read_to_string(root.join(".gitignore")).unwrap_or_default();
        let mut skip: BTreeSet<String> =
            ignored.lines().map(|line| line.trim_matches('/').to_owned()).collect();
        skip.extend([".git".to_owned(), "target".to_owned()]);
        let mut tree = Tree::default();
        tree.walk(root, "", &skip).map_err(|error| format!("cannot read the tree: {error}"))?;
        Ok(tree)
    }

    fn walk(&mut self, folder: &Path, path: &str, skip: &BTreeSet<String>) -> std::io::Result<()> {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let path = format!("{path}{}", entry.file_name().to_string_lossy());
            if skip.contains(&path) {
                continue;
            }
            if entry.file_type()?.is_dir() {
                self.walk(&entry.path(), &format!("{path}/"), skip)?;
            } else if TEXT.contains(&extension_of(&path)) {
                self.add(&path, Some(&std::fs::read_to_string(entry.path())?));
            } else {
                self.add(&path, None);
            }
        }
        Ok(())
    }

    fn add(&mut self, path: &str, text: Option<&str>) {
        let mut ancestor = path;
        while let Some((folder, _)) = ancestor.rsplit_once('/') {
            self.paths.insert(folder.to_owned());
            ancestor = folder;
        }
        self.paths.insert(path.to_owned());
        self.files.extend(text.map(|text| File::new(path, text)));
        self.files.sort_by(|a, b| a.path.cmp(&b.path));
    }

    pub fn files(&self) -> &[File] {
        &self.files
    }

    pub fn get(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    /// Whether a file or folder of this path exists, of whatever kind.
    pub fn has(&self, path: &str) -> bool {
        path.is_empty() || self.paths.contains(path)
    }

    /// Rust files that ship.
    pub fn product(&self) -> impl Iterator<Item = &File> {
        self.files.iter().filter(|file| file.is_product())
    }
}

fn extension_of(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit('.').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_knows_its_crate() {
        let file = File::new("modules/window/src/store.rs", "");
        assert_eq!((file.krate(), file.inside()), ("window", "src/store.rs"));
        assert!(file.is_product() && !file.is_test());
        assert_eq!(File::new("law/src/window.rs", "").krate(), "law");
        assert_eq!(File::new("README.md", "").krate(), "");
        assert!(File::new("modules/window/src/clock_tests.rs", "").is_test());
        assert!(!File::new("xtask/src/say.rs", "").is_product());
    }

    #[test]
    fn folders_count_as_paths() {
        let tree = Tree::of(&[("docs/decisions/0001-two-engines.md", "")]);
        assert!(tree.has("docs/decisions") && tree.has("docs") && tree.has(""));
        assert!(!tree.has("docs/decisions/0002.md"));
    }
}
