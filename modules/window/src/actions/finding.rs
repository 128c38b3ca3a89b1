//! What everybody may look for: guides, by what people say, ask or spell.

use std::cmp::Reverse;
use std::collections::HashMap;

use platform::{Result, Tx};

use super::reading::guides;
use crate::item::Item;
use crate::model::{GuideLine, ItemId};
use crate::store::items;
use crate::words;

/// Guides that answer a sentence or a spelled word; more would not help.
const GUESSED_MAX: usize = 10;

/// Guides that have every word of what somebody typed, the best first. Where none has, those that
/// are spelled so in Latin letters, or that answer most of the words of a sentence.
pub fn find_guides(tx: &mut Tx<'_>, typed: &str) -> Result<Vec<GuideLine>> {
    let wanted = words::of_query(typed);
    let weights = with_all(tx, &wanted)?;
    let mut found = guides(tx)?;
    if !weights.is_empty() {
        found.retain(|guide| weights.contains_key(&guide.item_id));
        found.sort_by_key(|guide| Reverse(weights.get(&guide.item_id).copied()));
        return Ok(found);
    }
    let spelled = latin(typed);
    if spelled.len() > 1 {
        found.retain(|guide| is_spelled(&guide.content.0, &spelled));
        found.sort_by_key(|guide| guide.content.0.number);
    } else {
        let scores = most_of(tx, &words::of_sentence(typed))?;
        found.retain(|guide| scores.contains_key(&guide.item_id));
        found.sort_by_key(|guide| Reverse(scores.get(&guide.item_id).copied()));
    }
    found.truncate(GUESSED_MAX);
    Ok(found)
}

/// The items that have all of these pieces, with the weight of where they have them.
fn with_all(tx: &mut Tx<'_>, pieces: &[String]) -> Result<HashMap<ItemId, i64>> {
    let mut scores: HashMap<ItemId, (usize, i64)> = HashMap::new();
    for piece in pieces {
        for found in items::find_word(tx, piece)? {
            let score = scores.entry(found.item_id).or_default();
            score.0 += 1;
            score.1 += found.weight;
        }
    }
    scores.retain(|_, score| score.0 == pieces.len());
    Ok(scores.into_iter().map(|(item, (_, weight))| (item, weight)).collect())
}

/// The items that have half of the words or more, and not much less well than the best: how many,
/// and with what weight.
fn most_of(tx: &mut Tx<'_>, words: &[Vec<Vec<String>>]) -> Result<HashMap<ItemId, (usize, i64)>> {
    let mut scores: HashMap<ItemId, (usize, i64)> = HashMap::new();
    for names in words {
        let mut best: HashMap<ItemId, i64> = HashMap::new();
        for pieces in names {
            for (item, weight) in with_all(tx, pieces)? {
                // A word of three letters has two pieces and counts as one word.
                let pieces = i64::try_from(pieces.len()).unwrap_or(1);
                let weight = weight.checked_div(pieces).unwrap_or(0);
                let known = best.entry(item).or_default();
                *known = (*known).max(weight);
            }
        }
        for (item, weight) in best {
            let score = scores.entry(item).or_default();
            score.0 += 1;
            score.1 += weight;
        }
    }
    // A word in the name says more than one among the papers.
    let best = scores.values().map(|score| score.1).max().unwrap_or(0);
    scores.retain(|_, score| 2 * score.0 >= words.len() && 3 * score.1 >= best);
    Ok(scores)
}

/// What was typed, if it is Latin letters and nothing else: small, without gaps.
fn latin(typed: &str) -> String {
    let letters = typed.chars().map(platform::code::half_width);
    let compact: String = letters.filter(|letter| !" '’".contains(*letter)).collect();
    let plain = compact.bytes().all(|byte| byte.is_ascii_alphabetic());
    if plain { compact.to_ascii_lowercase() } else { String::new() }
}

/// Whether the names or keywords of an item begin so in pinyin, whole or by the initials.
fn is_spelled(item: &Item, spelled: &str) -> bool {
    let names = [&item.name, &item.plain_name].into_iter().chain(&item.keywords);
    names.into_iter().any(|name| registry::spells(name, spelled))
}
