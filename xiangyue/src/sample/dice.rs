//! Chance from a seed.

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha20Rng;

/// The chance of the sample county.
pub struct Dice(ChaCha20Rng);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(ChaCha20Rng::seed_from_u64(seed))
    }

    /// From `from` up to and with `to`.
    pub fn between(&mut self, from: u32, to: u32) -> u32 {
        self.0.random_range(from..=to)
    }

    /// True in so many of a hundred.
    pub fn percent(&mut self, chance: u32) -> bool {
        self.between(1, 100) <= chance
    }

    /// One of some; the first of an empty list is the fallback.
    pub fn one<'a, T: ?Sized>(&mut self, of: &[&'a T], fallback: &'a T) -> &'a T {
        let at = usize::try_from(self.0.next_u32()).unwrap_or(0).checked_rem(of.len());
        at.and_then(|at| of.get(at)).copied().unwrap_or(fallback)
    }

    /// The place of one of `len` things.
    pub fn at(&mut self, len: usize) -> usize {
        usize::try_from(self.0.next_u32()).unwrap_or(0).checked_rem(len).unwrap_or(0)
    }
}
