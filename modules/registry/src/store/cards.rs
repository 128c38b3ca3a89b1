//! SQL of bank cards. A card is added and erased, and never changed.

use platform::privacy::Sealed;
use platform::{Actor, PersonId, Result, Tx};

use crate::model::{BankCard, BankCardId, BankCardNumber};

platform::sql! {
    CARDS_OF: "select id, bank, number_sealed, noted_by, noted_at from bank_cards
               where person_id = ?1 order by noted_at desc, id desc limit 20";
    OTHERS_WITH: "select count(*) from (
                    select distinct person_id from bank_cards
                    where number_index = ?1 and person_id <> ?2) as others";
    INSERT_CARD: "insert into bank_cards (id, person_id, bank, number_sealed, number_index, noted_by_id,
                    noted_by, noted_at)
                  values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    DELETE_CARDS: "delete from bank_cards where person_id = ?1";
    SEALED_CARDS: "select id, number_sealed as sealed from bank_cards where id > ?1
                   order by id limit ?2";
    RESEAL_CARD: "update bank_cards set number_sealed = ?2, number_index = ?4
                  where id = ?1 and number_sealed = ?3";
}

/// The numbers of cards.
pub(crate) const SEALED: Sealed = Sealed {
    table: "bank_cards",
    column: "number_sealed",
    index: Some("number_index"),
    batch: &SEALED_CARDS,
    save: &RESEAL_CARD,
};

/// The cards of a person, the one that counts first.
pub(crate) fn of(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<BankCard>> {
    tx.query(&CARDS_OF, &[&person])
}

/// How many other people a number is noted for.
pub(crate) fn others_with(tx: &mut Tx<'_>, person: PersonId, number: &str) -> Result<i64> {
    let mut others = 0;
    for index in tx.surroundings().vault.blind_indexes(number) {
        others += tx.value::<i64>(&OTHERS_WITH, &[&index, &person])?;
    }
    Ok(others)
}

pub(crate) fn insert(
    tx: &mut Tx<'_>,
    actor: &Actor,
    person: PersonId,
    bank: &str,
    number: &BankCardNumber,
) -> Result<()> {
    let surroundings = tx.surroundings().clone();
    let sealed = surroundings.vault.seal(&surroundings.sources, number.as_str().as_bytes())?;
    let index = surroundings.vault.blind_index(number.as_str());
    let (id, now) = (tx.new_id::<BankCardId>(), tx.now());
    tx.run_one(
        &INSERT_CARD,
        &[&id, &person, &bank, &sealed, &index, &actor.person_id, &actor.name, &now],
    )
}

pub(crate) fn delete(tx: &mut Tx<'_>, person: PersonId) -> Result<u64> {
    tx.run(&DELETE_CARDS, &[&person])
}
