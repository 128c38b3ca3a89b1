//! The end: delivery and rating.

use law::window::{Act, DELIVER_CERTIFICATE, RATING_LEVELS, Rating};
use platform::area::Level;
use platform::{Actor, App, Result, Tx};
use registry::BodyKind;

use super::{Step, load, load_in_hand, reading, take};
use crate::item::Channel;
use crate::model::{CaseId, File};
use crate::powers::DELIVER;
use crate::refusals;
use crate::store::cases;

/// The applicant rated alone, with the code and the last digits of the phone.
const BY_APPLICANT: &str = "applicant";
/// The clerk wrote down what the applicant said.
const BY_CLERK: &str = "clerk";

/// Words of a rating are kept so long.
const WORDS_LETTERS_MAX: usize = 500;

/// Who hands the result over: where the applicant came in.
pub(crate) fn deliverer(tx: &mut Tx<'_>, file: &File) -> Result<registry::Body> {
    let village = &file.case.area_path;
    let station = || (village.clone(), BodyKind::ServiceStation);
    let (area, kind) = match (file.case.channel, file.item.deciding_level) {
        (Channel::Clerk, _) | (_, crate::item::Place::Village) => station(),
        _ => (village.at(Level::Township), BodyKind::ServiceCenter),
    };
    let found = registry::body_of_kind(tx, &area, kind)?;
    found.ok_or_else(|| refusals::organ_missing(kind.label()))
}

/// Records that the result reached the applicant: to whom, and how.
pub async fn deliver(
    app: &App,
    actor: &Actor,
    id: CaseId,
    received_by: &str,
    how: &str,
) -> Result<()> {
    let (actor, how) = (actor.clone(), how.to_owned());
    let received_by = received_by.trim().to_owned();
    app.db
        .write(move |tx| {
            let mut file = load_in_hand(tx, &actor, id, DELIVER)?;
            if received_by.is_empty() {
                return Err(refusals::receiver_missing());
            }
            let step = Step::new(Act::Deliver).saying(&how).citing(DELIVER_CERTIFICATE);
            take(
                tx,
                &actor,
                &mut file,
                step.with(|detail| detail.received_by.clone_from(&received_by)),
            )
        })
        .await
}

/// What somebody rates, and how it is known that they may.
#[derive(Debug, Clone)]
pub struct RatingGiven {
    /// One of five; there is no default.
    pub level: Rating,
    /// What they want to say.
    pub words: String,
}

/// The applicant rates: signed in, or with the code and the last four digits of the phone.
pub async fn rate(
    app: &App,
    actor: Option<&Actor>,
    code: &str,
    digits: &str,
    given: RatingGiven,
) -> Result<()> {
    let (actor, code, digits) = (actor.cloned(), code.to_owned(), digits.to_owned());
    app.db
        .write(move |tx| {
            let mut file = reading::by_code(tx, &code)?;
            let own = actor.as_ref().and_then(|actor| actor.person_id);
            let signed_in = own == Some(file.case.applicant_id);
            let phone = super::apply::unseal(tx, &file.case.answers_sealed)?.phone;
            let known = digits.len() == 4 && phone.len() > 4 && phone.ends_with(&digits);
            if !signed_in && !known {
                return Err(refusals::wrong_digits());
            }
            // The organ must not learn who rated from its own journal.
            let rater = Actor { name: super::APPLICANT.0.to_owned(), ..Actor::program() };
            note_rating(tx, &rater, &mut file, &given, BY_APPLICANT)
        })
        .await
}

/// The clerk who acts for the applicant writes down what the applicant said.
pub async fn rate_for(app: &App, actor: &Actor, id: CaseId, given: RatingGiven) -> Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let mut file = load(tx, id)?;
            reading::must_be_agent(tx, &actor, &file)?;
            note_rating(tx, &actor, &mut file, &given, BY_CLERK)
        })
        .await
}

fn note_rating(
    tx: &mut Tx<'_>,
    actor: &Actor,
    file: &mut File,
    given: &RatingGiven,
    how: &str,
) -> Result<()> {
    let step = Step::new(Act::Rate).citing(RATING_LEVELS);
    take(tx, actor, file, step)?;
    let words: String = given.words.trim().chars().take(WORDS_LETTERS_MAX).collect();
    cases::insert_rating(tx, &file.case, given.level.level(), &words, how)
}
