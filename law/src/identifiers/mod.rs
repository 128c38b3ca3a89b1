//! Numbers that people and bodies carry: how each is built, and what is wrong with one that is not.
//!
//! These rules are standards and not statutes. They take the plain characters of a number; making
//! full-width letters plain is the business of whoever reads a form.

mod bank_card;
mod credit_code;
mod division_code;
mod identity_number;

pub use bank_card::{BankCardFault, bank_card};
pub use credit_code::{CreditCode, CreditCodeFault, CreditCodeKind, credit_code};
pub use division_code::{
    DivisionCode, DivisionCodeFault, DivisionLevel, TownshipKind, VillageKind, division_code,
};
pub use identity_number::{
    IdentityNumberFacts, IdentityNumberFault, identity_check, identity_number,
};

/// The characters of a number that has exactly so many, all of them plain.
fn characters<const N: usize>(text: &str) -> Option<[u8; N]> {
    <[u8; N]>::try_from(text.as_bytes()).ok()
}

/// The number that plain digits write.
fn digits(characters: &[u8]) -> Option<u32> {
    std::str::from_utf8(characters).ok()?.parse().ok()
}
