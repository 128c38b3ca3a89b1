//! Every act of the program has its story with faults: the list is read off the code.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Acts that have no story of their own, each with its reason. What only reads needs none.
const WITHOUT_STORY: [(&str, &str); 12] = [
    ("registry.preview_divisions", "reads"),
    ("registry.preview_roster", "reads"),
    ("privacy.sealing", "reads"),
    ("privacy.rotate", "many acts, taken up again after a fault: keys.rs"),
    ("privacy.drop_old_keys", "changes a file after its entry: keys.rs"),
    ("registry.import_roster_with", "import_roster, which calls it, has the story"),
    // What these begin runs on a thread of its own, and would meet the faults of the next story.
    ("registry.check_columns", "begins work on a thread of its own"),
    ("registry.confirm_import", "begins work on a thread of its own"),
    ("registry.go_on_with_imports", "begins work on a thread of its own"),
    ("registry.sweep_imports", "its act ends imports like end_import; the rest deletes files"),
    ("aside.aside", "no act: it waits for a thread"),
    ("job.old news for subscribers", "needs a subscriber that answers"),
];

/// The stories, as text: a story names its act.
const STORIES: &[&str] = &[
    include_str!("stories/registry.rs"),
    include_str!("stories/areas.rs"),
    include_str!("stories/life.rs"),
    include_str!("stories/accounts.rs"),
    include_str!("stories/messages.rs"),
    include_str!("stories/programs.rs"),
    include_str!("stories/files.rs"),
    include_str!("stories/log.rs"),
    include_str!("stories/sunshine.rs"),
    include_str!("stories/supervision.rs"),
    include_str!("stories/window.rs"),
];

#[test]
fn every_act_has_its_story_with_faults() {
    let acts: BTreeSet<String> = acts();
    assert!(acts.len() > 40, "the acts are not found where they were: {acts:?}");
    let listed: BTreeSet<&str> = WITHOUT_STORY.iter().map(|(name, _)| *name).collect();
    let mut faults = Vec::new();
    for act in &acts {
        let told = STORIES.iter().any(|story| story.contains(&format!("\"{act}\"")));
        match (told, listed.contains(act.as_str())) {
            (false, false) => faults.push(format!(
                "{act} has no story; add a line such as `tries.act(\"{act}\", async || …)` in \
                 xiangyue/tests/it/faults/stories/"
            )),
            (true, true) => faults.push(format!("{act} has a story; take it off WITHOUT_STORY")),
            _ => {}
        }
    }
    let gone = listed.iter().filter(|name| !acts.contains(**name));
    faults.extend(gone.map(|name| format!("{name} is no act any more; take it off WITHOUT_STORY")));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_code_of_the_program_plants_a_fault() {
    let root = root();
    for folder in ["platform/src", "web/src", "modules", "xiangyue/src"] {
        for file in rust_files(&root.join(folder)) {
            let text = std::fs::read_to_string(&file).unwrap();
            let plants = text.contains("failpoint.plant(");
            assert!(!plants, "{} plants a fault; only tests do", file.display());
        }
    }
}

/// `window.accept`, `identity.sign_in`, `job.deemed acceptance`.
fn acts() -> BTreeSet<String> {
    let root = root();
    let mut acts = BTreeSet::new();
    for module in std::fs::read_dir(root.join("modules")).unwrap().map(Result::unwrap) {
        let name = module.file_name().to_string_lossy().into_owned();
        let files = rust_files(&module.path().join("src"));
        let actions = files.iter().filter(|file| {
            file.components().any(|part| part.as_os_str() == "actions")
                || file.ends_with("actions.rs")
        });
        for file in actions {
            acts.extend(async_functions(file).map(|function| format!("{name}.{function}")));
        }
    }
    let platform = root.join("platform/src");
    for file in rust_files(&platform) {
        let inside = file.strip_prefix(&platform).unwrap();
        let name = inside.components().next().unwrap().as_os_str().to_string_lossy();
        let name = name.trim_end_matches(".rs");
        // The doors of the storage, and the one who runs the jobs, are no acts themselves.
        if !matches!(name, "storage" | "app") {
            acts.extend(async_functions(&file).map(|function| format!("{name}.{function}")));
        }
    }
    let parts = xiangyue::modules::parts();
    let jobs = parts.iter().flat_map(|part| part.jobs.iter());
    acts.extend(jobs.map(|job| format!("job.{}", job.name)));
    acts
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The product's files below a folder.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        if path.is_dir() {
            found.extend(rust_files(&path));
        } else if name.ends_with(".rs") && !name.contains("tests") && name != "fixture.rs" {
            found.push(path);
        }
    }
    found.retain(|path| !path.components().any(|part| part.as_os_str() == "tests"));
    found
}

fn async_functions(file: &Path) -> impl Iterator<Item = String> + use<> {
    let text = std::fs::read_to_string(file).unwrap();
    let names: Vec<String> = text
        .lines()
        .filter_map(|line| {
            let line = line.strip_prefix("pub ").or_else(|| line.strip_prefix("pub(crate) "))?;
            let name = line.strip_prefix("async fn ")?;
            Some(name.split(['(', '<']).next()?.to_owned())
        })
        .collect();
    names.into_iter()
}
