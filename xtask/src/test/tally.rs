//! Reads what the test programs print.

use std::collections::BTreeSet;

/// How many tests passed, failed and were left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
    pub ignored: u64,
}

impl Tally {
    /// Adds a line such as `test result: ok. 3 passed; 0 failed; 1 ignored; …`; no other counts.
    pub fn read(&mut self, line: &str) {
        let Some((_, counts)) = line.split_once("test result: ") else { return };
        let counts = counts.split_once(". ").map_or(counts, |(_, counts)| counts);
        for part in counts.split("; ") {
            let Some((number, word)) = part.trim().split_once(' ') else { continue };
            let Ok(number) = number.parse::<u64>() else { continue };
            match word {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                "ignored" => self.ignored += number,
                _ => {}
            }
        }
    }

    /// Tests that were run, whatever came of it.
    pub fn run(&self) -> u64 {
        self.passed + self.failed
    }

    pub fn add(&mut self, other: &Tally) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.ignored += other.ignored;
    }

    pub fn words(&self) -> String {
        format!("{} passed, {} failed", self.passed, self.failed)
    }
}

/// Which tests one step left out and which a later step made good.
#[derive(Default)]
pub struct Books {
    left_out: BTreeSet<String>,
    run: BTreeSet<String>,
}

impl Books {
    /// Notes a line such as `test tests::a ... ignored, needs Chromium: cargo xtask test`.
    pub fn read(&mut self, line: &str) {
        let Some(rest) = line.strip_prefix("test ") else { return };
        let Some((name, outcome)) = rest.split_once(" ... ") else { return };
        if outcome.starts_with("ignored") {
            self.left_out.insert(name.to_owned());
        } else {
            self.run.insert(name.to_owned());
        }
    }

    /// The tests that no step ran, in one sentence.
    pub fn never_run(&self) -> Option<String> {
        let names: Vec<&str> = self.left_out.difference(&self.run).map(String::as_str).collect();
        if names.is_empty() {
            return None;
        }
        Some(format!("these tests are marked #[ignore] and no step ran them: {}", names.join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_added_over_all_test_programs() {
        let mut tally = Tally::default();
        for line in [
            "running 3 tests",
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 7 filtered out; finished in 0.02s",
            "test result: FAILED. 2 passed; 4 failed; 0 ignored; 0 measured; 0 filtered out",
        ] {
            tally.read(line);
        }
        assert_eq!(tally, Tally { passed: 5, failed: 4, ignored: 1 });
        assert_eq!(tally.run(), 9);
        assert_eq!(tally.words(), "5 passed, 4 failed");
    }

    #[test]
    fn a_test_that_no_step_runs_is_named() {
        let mut books = Books::default();
        books.read("test browser::a_life ... ignored, needs Chromium: cargo xtask test");
        books.read("test slow ... ignored");
        books.read("test browser::a_life ... ok");
        assert!(books.never_run().unwrap().ends_with("ran them: slow"));
        books.read("test slow ... FAILED");
        assert_eq!(books.never_run(), None);
    }
}
