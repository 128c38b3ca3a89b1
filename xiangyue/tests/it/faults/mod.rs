//! Faults, planted and real, and what must hold after each of them: nothing acknowledged is lost,
//! nothing is half done, and the county goes on by itself.
//!
//! `docs/operating/faults.md` says which faults are tried and with which command. A failing test
//! names its seed; `XIANGYUE_TEST_FAULT_SEED` plays it again, `XIANGYUE_TEST_FAULT_COUNT` says how
//! often the random ones are tried.

mod acts;
pub mod beside;
mod clock;
mod crowd;
mod files;
mod full_disk;
mod invariants;
mod killed;
mod lives;
mod server;
mod statement;
mod stories;
mod town;

use platform::app::Sources;

/// How often a random fault is tried: so often in passing, and as often as somebody asks for.
fn count(usual: usize) -> usize {
    asked("XIANGYUE_TEST_FAULT_COUNT").unwrap_or(usual)
}

/// The seed of this run: that of the one which is to be played again, or a new one.
fn seed() -> u64 {
    let fresh = || u64::from_le_bytes(Sources::secret().unwrap().bytes());
    asked("XIANGYUE_TEST_FAULT_SEED").unwrap_or_else(fresh)
}

fn asked<T: std::str::FromStr>(variable: &str) -> Option<T> {
    let word = std::env::var(variable).ok()?;
    Some(word.parse().ok().unwrap_or_else(|| panic!("{variable}={word} is no number")))
}

/// Dice that fall the same way for the same seed.
struct Dice(Sources);

impl Dice {
    fn of(seed: u64) -> Self {
        Self(Sources::seeded(seed))
    }

    fn below(&self, sides: u64) -> u64 {
        u64::from_le_bytes(self.0.bytes()) % sides
    }
}
