//! In process: hand-over, opinions, decision, withdrawal.

use law::window::{Act, DENIAL, GRANT_IN_WRITING, Stage};
use platform::{Actor, App, BodyId, Error, Power, Result, Tx};

use super::{Step, load, load_in_hand, reading, take};
use crate::model::{CaseId, File};
use crate::powers::{APPROVE, INVESTIGATE, RECEIVE, REVIEW};
use crate::refusals;
use crate::store::cases;

/// A decision.
#[derive(Debug, Clone)]
pub struct Decision {
    /// Granted, or denied.
    pub granted: bool,
    /// The reason; a denial needs one.
    pub words: String,
    /// The number of the written decision, if the organ gives one.
    pub document_number: String,
}

/// Moves a case to another organ: from the station to the window, from the township to the county.
pub async fn hand_over(
    app: &App,
    actor: &Actor,
    id: CaseId,
    organ: BodyId,
    words: &str,
) -> Result<()> {
    let (actor, words) = (actor.clone(), words.to_owned());
    app.db
        .write(move |tx| {
            let mut file = load(tx, id)?;
            reading::may_read(tx, &actor, &file)?;
            super::refuse_own(&actor, &file)?;
            let powers = [RECEIVE, INVESTIGATE, REVIEW];
            permit_any(&actor, &powers, file.case.holder_id)?;
            if organ == file.case.holder_id {
                return Err(refusals::same_organ());
            }
            let organs = reading::organs(tx, &file)?;
            let body = organs.into_iter().find(|body| body.id == organ);
            let body = body.ok_or_else(refusals::no_such_organ)?;
            let step = Step::new(Act::HandOver).to(organ).saying(&words);
            take(tx, &actor, &mut file, step.with(|detail| detail.organ = body.name))
        })
        .await
}

/// More cases than any body has in hand; who has so many hands some over first.
const IN_HAND_MAX: u32 = 500;

/// Gives all that a body has in hand to the one that comes after it, or says what is left.
pub(crate) fn hand_over_all(
    tx: &mut Tx<'_>,
    actor: &Actor,
    from: BodyId,
    next: Option<BodyId>,
) -> Result<()> {
    let cases = cases::open_at(tx, from, IN_HAND_MAX + 1)?;
    if cases.is_empty() {
        return Ok(());
    }
    let left = refusals::cases_left(cases.len());
    let next = match next {
        Some(next) => registry::body(tx, next)?,
        None => return Err(left.into()),
    };
    if cases.len() > IN_HAND_MAX as usize || !reading::takes_cases(next.kind) {
        return Err(left.into());
    }
    for case in cases {
        let mut file = load(tx, case.id)?;
        let step = Step::new(Act::HandOver).to(next.id);
        let step = step.with(|detail| detail.organ.clone_from(&next.name));
        take(tx, actor, &mut file, step).map_err(|error| match error {
            Error::Refused(_) => left.clone().into(),
            other => other,
        })?;
    }
    Ok(())
}

fn permit_any(actor: &Actor, powers: &[Power], body: BodyId) -> Result<()> {
    let mut last = Ok(());
    for power in powers {
        last = actor.permit_in(*power, body);
        if last.is_ok() {
            break;
        }
    }
    last
}

/// Writes an opinion at the stage at which the case is.
pub async fn opine(app: &App, actor: &Actor, id: CaseId, agrees: bool, words: &str) -> Result<()> {
    let (actor, words) = (actor.clone(), words.to_owned());
    app.db
        .write(move |tx| {
            let file = load(tx, id)?;
            let stage = stage_of(&file);
            let power = match stage {
                Stage::Investigation => INVESTIGATE,
                Stage::Review => REVIEW,
                Stage::Approval => APPROVE,
            };
            let mut file = load_in_hand(tx, &actor, id, power)?;
            if words.trim().is_empty() && !agrees {
                return Err(refusals::reason_for_disagreeing());
            }
            if stage == Stage::Review {
                reading::other_hands_only(tx, &actor, &file)?;
            }
            let step = Step::new(Act::Opine(stage)).saying(&words);
            take(tx, &actor, &mut file, step.with(|detail| detail.agrees = Some(agrees)))
        })
        .await
}

/// Whose turn it is; the first opinion is the investigator's.
pub(crate) fn stage_of(file: &File) -> Stage {
    file.standing.stage.unwrap_or(Stage::Investigation)
}

/// Decides. Whoever had a hand in the case before does not decide it.
pub async fn decide(app: &App, actor: &Actor, id: CaseId, decision: Decision) -> Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let mut file = load_in_hand(tx, &actor, id, APPROVE)?;
            reading::other_hands_only(tx, &actor, &file)?;
            let organ = super::apply::deciding_organ(tx, &file.item, &file.case.area_path)?;
            if organ.id != file.case.holder_id {
                return Err(refusals::not_the_deciding_organ(&organ.name));
            }
            if stage_of(&file) != Stage::Approval {
                return Err(refusals::review_first());
            }
            let (act, cite) =
                if decision.granted { (Act::Grant, GRANT_IN_WRITING) } else { (Act::Deny, DENIAL) };
            let deliverer = super::closing::deliverer(tx, &file)?;
            let step = Step::new(act).saying(&decision.words).citing(cite).to(deliverer.id);
            let step = step.with(|detail| {
                decision.document_number.trim().clone_into(&mut detail.document_number);
                detail.organ = deliverer.name;
            });
            take(tx, &actor, &mut file, step)
        })
        .await
}

/// The applicant, or the clerk for them, asks to withdraw.
pub async fn ask_withdrawal(app: &App, actor: &Actor, id: CaseId, words: &str) -> Result<()> {
    let (actor, words) = (actor.clone(), words.to_owned());
    app.db
        .write(move |tx| {
            let mut file = load(tx, id)?;
            reading::must_be_own(tx, &actor, &file)?;
            let on_behalf = file.case.applicant_name.clone();
            let own = actor.person_id == Some(file.case.applicant_id);
            let step = Step::new(Act::AskWithdrawal).saying(&words);
            let step = step.with(|detail| {
                if !own {
                    detail.on_behalf_of = on_behalf;
                }
            });
            take(tx, &actor, &mut file, step)
        })
        .await
}

/// The organ that has the case confirms the withdrawal, or declines it with its reason.
pub async fn answer_withdrawal(
    app: &App,
    actor: &Actor,
    id: CaseId,
    confirmed: bool,
    words: &str,
) -> Result<()> {
    let (actor, words) = (actor.clone(), words.to_owned());
    app.db
        .write(move |tx| {
            let mut file = load(tx, id)?;
            reading::may_read(tx, &actor, &file)?;
            super::refuse_own(&actor, &file)?;
            permit_any(&actor, &[RECEIVE, INVESTIGATE, REVIEW, APPROVE], file.case.holder_id)?;
            let act = if confirmed { Act::ConfirmWithdrawal } else { Act::DeclineWithdrawal };
            take(tx, &actor, &mut file, Step::new(act).saying(&words))
        })
        .await
}
