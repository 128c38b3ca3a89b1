//! The protection of people's data: cards, looks, requests, and what the registry tells the
//! platform of what it keeps.

use jiff::Timestamp;
use law::privacy::Holding;
use platform::authorisation::post_title;
use platform::clock::civil_of;
use platform::personal::{Eraser, Forgetter, Personal, Section};
use platform::{Actor, Error, PersonId, Result, Text, Tx, text};

use crate::model::{BankCard, LookedAt, PEOPLE_EDIT, PEOPLE_ERASE, PersonRequest, RequestId, Why};
use crate::{areas, bodies, people, staging, store};

pub(crate) use crate::store::looks::at as looks_at;
pub(crate) use crate::store::requests::answers as answers_to;
pub(crate) use crate::store::requests::of_person as requests_of;

/// What the registry keeps about people.
pub(crate) const PERSONAL: Personal = Personal {
    sealed: store::SEALED,
    sealed_folders: &[staging::FOLDER],
    about: &[about],
    erasers: &[
        Eraser { holding: Holding::Phone, erase: store::persons::forget_phone },
        Eraser { holding: Holding::BankCard, erase: store::cards::delete },
    ],
    open_matters: &[],
    forgetters: &[Forgetter { parameter: "retention.looks", forget: store::looks::forget }],
    references: store::merges::REFERENCES,
};

/// So many digits in a row are somebody's number.
const DIGITS_OF_A_NUMBER: usize = 7;

/// Whether words hold somebody's number, also one that is written with gaps.
pub(crate) fn has_number(words: &str) -> bool {
    let mut digits = 0;
    for letter in words.chars().map(platform::code::half_width) {
        match letter {
            letter if letter.is_ascii_digit() => digits += 1,
            ' ' | '-' => {}
            _ => digits = 0,
        }
        if digits >= DIGITS_OF_A_NUMBER {
            return true;
        }
    }
    false
}

/// The cards of a person, the one that counts first. The caller has checked the reader's scope.
pub fn cards_of(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<BankCard>> {
    store::cards::of(tx, person)
}

/// A card's number. Pages show it masked.
pub fn card_number(tx: &Tx<'_>, card: &BankCard) -> Result<String> {
    let bytes = tx.surroundings().vault.open(&card.number_sealed)?;
    String::from_utf8(bytes).map_err(|_| Error::fault("a sealed card number is not text"))
}

/// How many other people the number of a card is noted for.
pub(crate) fn others_with(tx: &mut Tx<'_>, person: PersonId, card: &BankCard) -> Result<i64> {
    let number = card_number(tx, card)?;
    store::cards::others_with(tx, person, &number)
}

/// What a person wrote in a request.
pub fn request_words(tx: &Tx<'_>, request: &PersonRequest) -> Result<String> {
    let bytes = tx.surroundings().vault.open(&request.words_sealed)?;
    String::from_utf8(bytes).map_err(|_| Error::fault("a sealed request is not text"))
}

/// A request, if the actor may edit people or carry out erasures where the person lives.
pub(crate) fn request_for(tx: &mut Tx<'_>, actor: &Actor, id: RequestId) -> Result<PersonRequest> {
    let request = store::requests::find(tx, id)?;
    let area = &request.area_path;
    if actor.may(PEOPLE_EDIT, area) || actor.may(PEOPLE_ERASE, area) {
        Ok(request)
    } else {
        Err(Error::NotFound)
    }
}

fn relatives(tx: &mut Tx<'_>, id: PersonId) -> Result<Section> {
    let record = |kin: crate::model::DeclaredKin| {
        let other = if kin.person_id == id { kin.other_name } else { kin.name };
        vec![
            (text("姓名"), other),
            (text("他们是什么关系"), kin.kind.label().0.to_owned()),
            (text("根据什么登记"), kin.source),
        ]
    };
    let records = store::kin::of(tx, id)?.into_iter().map(record).collect();
    Ok(Section { title: text("登记的近亲属"), records })
}

/// Everything the registry keeps about a person.
fn about(tx: &mut Tx<'_>, id: PersonId) -> Result<Vec<Section>> {
    Ok(vec![
        Section::one(text("人口登记"), record(tx, id)?),
        cards(tx, id)?,
        posts(tx, id)?,
        relatives(tx, id)?,
        requests(tx, id)?,
        looks(tx, id)?,
    ])
}

fn record(tx: &mut Tx<'_>, id: PersonId) -> Result<Vec<(Text, String)>> {
    let person = people::person(tx, id)?;
    let number = people::identity_number(tx, &person)?;
    let household = match person.household_id {
        Some(household) => people::household(tx, household)?.number,
        None => String::new(),
    };
    let date = |date: Option<jiff::civil::Date>| date.map(|on| on.to_string()).unwrap_or_default();
    Ok(vec![
        (text("姓名"), person.name.clone()),
        (text("性别"), person.sex.label().to_string()),
        (text("出生日期"), date(person.born_on)),
        (text("身份证号"), number.map(|one| one.as_str().to_owned()).unwrap_or_default()),
        (text("电话"), person.phone.clone().unwrap_or_default()),
        (text("村（社区）"), areas::full_name(tx, &person.area_path)?),
        (text("户号"), household),
        (text("户籍"), person.residence.label().to_string()),
        (text("从哪天起住在这里"), date(person.resident_since_on)),
        (text("去世日期"), date(person.died_on)),
    ])
}

fn cards(tx: &mut Tx<'_>, id: PersonId) -> Result<Section> {
    let mut records = Vec::new();
    for card in store::cards::of(tx, id)? {
        records.push(vec![
            (text("开户银行"), card.bank.clone()),
            (text("银行卡号"), card_number(tx, &card)?),
            (text("登记人"), card.noted_by.clone()),
            (text("登记时间"), moment(card.noted_at)),
        ]);
    }
    Ok(Section { title: text("银行卡"), records })
}

fn posts(tx: &mut Tx<'_>, id: PersonId) -> Result<Section> {
    let posts = bodies::posts_of(tx, id)?.into_iter().map(|post| {
        vec![
            (text("职务"), post_title(&post.post)),
            (text("组织"), post.body_name),
            (text("从哪天起"), post.held_from.to_string()),
            (
                text("到哪天"),
                post.ended_on.or(post.held_until).map(|on| on.to_string()).unwrap_or_default(),
            ),
        ]
    });
    Ok(Section { title: text("担任的职务"), records: posts.collect() })
}

fn requests(tx: &mut Tx<'_>, id: PersonId) -> Result<Section> {
    let mut records = Vec::new();
    for request in store::requests::of_person(tx, id)? {
        let asking = request.asking().map(|asking| asking.label().to_string());
        records.push(vec![
            (text("请求"), asking.unwrap_or_default()),
            (text("哪一项"), request.about_label().to_string()),
            (text("说明"), request_words(tx, &request)?),
            (text("进展"), request.standing().label().to_string()),
            (text("提出时间"), moment(request.asked_at)),
        ]);
    }
    Ok(Section { title: text("更正和删除请求"), records })
}

fn looks(tx: &mut Tx<'_>, id: PersonId) -> Result<Section> {
    let looks = store::looks::at(tx, id)?.into_iter().map(|look| {
        let at_what = LookedAt::from_word(&look.at_what).map(|one| one.label().to_string());
        let why = Why::from_word(&look.why).map(|why| why.label().to_string());
        vec![
            (text("时间"), moment(look.looked_at)),
            (text("谁"), look.looker_name),
            (text("职务"), post_title(&look.post)),
            (text("看了什么"), at_what.unwrap_or_default()),
            (text("为什么"), [why.unwrap_or_default(), look.words].join(" ").trim().to_owned()),
        ]
    });
    Ok(Section { title: text("谁看过资料"), records: looks.collect() })
}

fn moment(at: Timestamp) -> String {
    civil_of(at).strftime("%Y-%m-%d %H:%M").to_string()
}

/// The requests that wait for this actor: to be agreed to, to be done.
pub(crate) fn waiting(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<PersonRequest>> {
    use crate::model::RequestStanding;
    let mut found = Vec::new();
    if let Ok(scope) = actor.scope(PEOPLE_EDIT) {
        for area in scope.areas() {
            found.extend(store::requests::within(tx, area, RequestStanding::Open)?);
            found.extend(store::requests::within(tx, area, RequestStanding::Accepted)?);
        }
    }
    if let Ok(scope) = actor.scope(PEOPLE_ERASE) {
        for area in scope.areas() {
            found.extend(store::requests::within(tx, area, RequestStanding::Accepted)?);
        }
    }
    found.sort_by_key(|request| (request.asked_at, request.id));
    found.dedup_by_key(|request| request.id);
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::has_number;

    #[test]
    fn a_number_in_words_is_noticed_however_it_is_written() {
        for words in ["1381234", "卡号 6222 0200-0000", "电话１３８１２３４２２１０", "x1234567y"]
        {
            assert!(has_number(words), "{words}");
        }
        for words in ["2026年11月的补贴", "核对 123456 号文件", "12 号户", ""] {
            assert!(!has_number(words), "{words}");
        }
    }
}
