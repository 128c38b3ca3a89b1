//! Papers that say of themselves that they are made up.

use platform::files::{Allowed, Kept, keep_bytes};
use platform::{App, Result};

use super::dice::Dice;

const PAPERS: [(&str, &[u8]); 3] = [
    ("png", include_bytes!("papers/paper.png")),
    ("jpg", include_bytes!("papers/paper.jpg")),
    ("pdf", include_bytes!("papers/paper.pdf")),
];

/// A photo or two of a paper; the content is the same for everybody.
pub fn photos_of(app: &App, paper: &str, dice: &mut Dice) -> Result<Vec<Kept>> {
    let first = dice.at(PAPERS.len());
    let many = if dice.percent(25) { 2 } else { 1 };
    let chosen = PAPERS.iter().cycle().skip(first).take(many);
    chosen
        .map(|(ending, bytes)| {
            let name = format!("样例-{paper}.{ending}");
            keep_bytes(app, &name, bytes.to_vec(), Allowed::Papers)
        })
        .collect()
}
