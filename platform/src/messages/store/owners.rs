//! SQL that leads what a person was told over to another registration of the same person, and back.

use crate::personal::Reference;

crate::sql! {
    MESSAGES: "select id from messages where person_id = ?1 order by id limit 100000";
    POINT_MESSAGE: "update messages set person_id = ?2 where id = ?1 and person_id = ?3";
    DELIVERIES: "select id from deliveries where person_id = ?1 order by id limit 100000";
    POINT_DELIVERY: "update deliveries set person_id = ?2 where id = ?1 and person_id = ?3";
    VISITS: "select id from visits where person_id = ?1 order by id limit 100000";
    POINT_VISIT: "update visits set person_id = ?2 where id = ?1 and person_id = ?3";
    CHOICES: "select person_id from message_choices where person_id = ?1";
    POINT_CHOICES: "update message_choices set person_id = ?2
                    where person_id = ?3 and person_id in (?1, ?3)
                      and not exists (select 1 from message_choices o where o.person_id = ?2)";
    MAIL: "select person_id from mail_addresses where person_id = ?1";
    POINT_MAIL: "update mail_addresses set person_id = ?2
                 where person_id = ?3 and person_id in (?1, ?3)
                   and not exists (select 1 from mail_addresses o where o.person_id = ?2)";
}

/// Every column of the messages that points to a person. How somebody wants to be told goes over
/// only to a registration that says nothing of it.
pub(crate) const REFERENCES: [Reference; 5] = [
    Reference { place: "messages.person_id", rows: &MESSAGES, point: &POINT_MESSAGE },
    Reference { place: "deliveries.person_id", rows: &DELIVERIES, point: &POINT_DELIVERY },
    Reference { place: "visits.person_id", rows: &VISITS, point: &POINT_VISIT },
    Reference { place: "message_choices.person_id", rows: &CHOICES, point: &POINT_CHOICES },
    Reference { place: "mail_addresses.person_id", rows: &MAIL, point: &POINT_MAIL },
];
