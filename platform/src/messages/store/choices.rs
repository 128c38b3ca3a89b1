//! SQL of what people want, and of their mail addresses.

use crate::error::Result;
use crate::id::PersonId;
use crate::messages::model::{Channel, Choices};
use crate::privacy::Sealed;
use crate::storage::Tx;

crate::sql! {
    CHOICES: "select duty_by, digest_by, second_step from message_choices where person_id = ?1";
    CHOOSE: "insert into message_choices (person_id, duty_by, digest_by, second_step, chosen_at)
             values (?1, ?2, ?3, ?4, ?5)
             on conflict (person_id) do update set duty_by = excluded.duty_by,
               digest_by = excluded.digest_by, second_step = excluded.second_step,
               chosen_at = excluded.chosen_at";
    MAIL_OF: "select address_sealed from mail_addresses where person_id = ?1";
    PERSON_OF_MAIL: "select person_id from mail_addresses where address_index = ?1";
    CONFIRM_MAIL: "insert into mail_addresses (person_id, address_sealed, address_index, confirmed_at)
                   values (?1, ?2, ?3, ?4)
                   on conflict (person_id) do update set address_sealed = excluded.address_sealed,
                     address_index = excluded.address_index, confirmed_at = excluded.confirmed_at";
    SEALED_ADDRESSES: "select person_id as id, address_sealed as sealed from mail_addresses
                       where person_id > ?1 order by person_id limit ?2";
    RESEAL_ADDRESS: "update mail_addresses set address_sealed = ?2, address_index = ?4
                     where person_id = ?1 and address_sealed = ?3";
    DROP_MAIL: "delete from mail_addresses where person_id = ?1";
}

/// The mail addresses.
pub(crate) const ADDRESSES: Sealed = Sealed {
    table: "mail_addresses",
    column: "address_sealed",
    index: Some("address_index"),
    batch: &SEALED_ADDRESSES,
    save: &RESEAL_ADDRESS,
};

crate::record! {
    struct Chosen {
        duty_by: Channel,
        digest_by: Channel,
        second_step: bool,
    }
}

pub(in crate::messages) fn of(tx: &mut Tx<'_>, person: PersonId) -> Result<Choices> {
    let found: Option<Chosen> = tx.find(&CHOICES, &[&person])?;
    Ok(found.map_or_else(Choices::default, |Chosen { duty_by, digest_by, second_step }| Choices {
        duty_by,
        digest_by,
        second_step,
    }))
}

pub(in crate::messages) fn choose(
    tx: &mut Tx<'_>,
    person: PersonId,
    choices: Choices,
) -> Result<()> {
    let now = tx.now();
    let Choices { duty_by, digest_by, second_step } = choices;
    tx.run_one(&CHOOSE, &[&person, &duty_by, &digest_by, &second_step, &now])
}

/// The confirmed mail address of a person.
pub(in crate::messages) fn mail_of(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<String>> {
    let sealed: Option<(Vec<u8>,)> = tx.find(&MAIL_OF, &[&person])?;
    sealed.map(|(sealed,)| crate::messages::unseal_text(tx, &sealed)).transpose()
}

/// Whose address this is, under any of the keys.
pub(in crate::messages) fn person_of_mail(
    tx: &mut Tx<'_>,
    address: &str,
) -> Result<Option<PersonId>> {
    for index in tx.surroundings().vault.blind_indexes(address) {
        let found: Option<(PersonId,)> = tx.find(&PERSON_OF_MAIL, &[&index])?;
        if let Some((person,)) = found {
            return Ok(Some(person));
        }
    }
    Ok(None)
}

pub(in crate::messages) fn confirm_mail(
    tx: &mut Tx<'_>,
    person: PersonId,
    (sealed, index): (&Vec<u8>, &str),
) -> Result<()> {
    let now = tx.now();
    tx.run_one(&CONFIRM_MAIL, &[&person, sealed, &index, &now])
}

pub(in crate::messages) fn drop_mail(tx: &mut Tx<'_>, person: PersonId) -> Result<()> {
    tx.run(&DROP_MAIL, &[&person]).map(drop)
}
