//! Messages to people: written in the act that they tell of, carried out of the house afterwards.
//!
//! An act writes a message and nothing else ([`send`]). Everybody with an account reads it in the
//! inbox. What the law wants told at once is also carried: by text message, by mail, or, where
//! neither arrives or there is no phone, by a person who calls or visits. All else is put together
//! once a week.
//!
//! Carrying is no act: [`outbox`] takes what is due for a while, sends it, and notes in a later act
//! how it went. A program that dies between sending and noting sends once more, under the same
//! identifier, so that a gateway can see that it has it already.

mod actions;
pub mod channels;
mod digest;
mod model;
pub mod outbox;
pub mod past;
pub mod sending;
mod store;
pub mod visits;

#[cfg(test)]
mod tests;

pub use actions::{
    about, choices_of, choose, drop_mail, inbox, mail_of, open, read_all, send, unread, words_of,
};
pub(crate) use actions::{confirm_mail, person_of_mail};
pub use digest::DIGEST;
pub use model::{
    Channel, Choices, Delivery, DeliveryId, DeliveryState, Message, MessageId, NewMessage, Purpose,
    Reach, Reason, Telling, Told, Urgency, Visit, VisitId,
};
pub(crate) use outbox::{Words, carry};
pub(crate) use store::choices::{ADDRESSES as SEALED_ADDRESSES, STATEMENTS as CHOICES_STATEMENTS};
pub(crate) use store::deliveries::{STATEMENTS as DELIVERIES_STATEMENTS, WORDS as SEALED_WORDS};
pub(crate) use store::inbox::{
    ARGS as SEALED_ARGS, PHONES as SEALED_PHONES, STATEMENTS as INBOX_STATEMENTS,
};
pub(crate) use store::owners::{REFERENCES, STATEMENTS as OWNERS_STATEMENTS};
pub(crate) use store::visits::STATEMENTS as VISITS_STATEMENTS;

use crate::authorisation::Power;
use crate::error::{Error, Result};
use crate::storage::Tx;

/// Calling or visiting people whom nothing else reaches.
pub const TELL: Power = Power::new("messages.tell");
/// Looking after the sending of messages.
pub const MANAGE_SENDING: Power = Power::new("messages.manage");

fn seal_text(tx: &Tx<'_>, text: &str) -> Result<Vec<u8>> {
    let surroundings = tx.surroundings();
    surroundings.vault.seal(&surroundings.sources, text.as_bytes())
}

fn unseal_text(tx: &Tx<'_>, sealed: &[u8]) -> Result<String> {
    let bytes = tx.surroundings().vault.open(sealed)?;
    String::from_utf8(bytes).map_err(|_| Error::fault("a sealed text is not text"))
}
