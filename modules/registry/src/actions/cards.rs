//! Noting bank cards.

use platform::{Actor, App, Entry, PersonId, Result};

use crate::model::{BankCardNumber, NAME_LETTERS_MAX, PEOPLE_EDIT};
use crate::{people, protection, refusals, store};

/// Notes the card into which a person is paid. The one before stays in the record.
pub async fn note_bank_card(
    app: &App,
    actor: &Actor,
    id: PersonId,
    bank: &str,
    number: BankCardNumber,
) -> Result<()> {
    let (actor, bank) = (actor.clone(), bank.trim().to_owned());
    app.db
        .write(move |tx| {
            let person = people::person_for(tx, &actor, id)?;
            actor.permit(PEOPLE_EDIT, &person.area_path)?;
            let letters = bank.chars().count();
            if letters == 0 || letters > NAME_LETTERS_MAX || protection::has_number(&bank) {
                return Err(refusals::bank().into());
            }
            if let Some(card) = store::cards::of(tx, id)?.first()
                && card.bank == bank
                && protection::card_number(tx, card)? == number.as_str()
            {
                return Err(refusals::card_same().into());
            }
            store::cards::insert(tx, &actor, id, &bank, &number)?;
            let entry = Entry::new("registry.bank_card_noted", "person", id.0, &person.area_path);
            tx.journal(&actor, entry)
        })
        .await
}
