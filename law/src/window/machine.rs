//! The machine: which act may follow, and where a case stands after its events.

use super::{Act, Obstacle, Stage, State};
use crate::Date;

/// One thing that happened to a case. Its date is the day on which it counts: for materials that
/// came from a station without a line, the day they reached the accepting organ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// What.
    pub act: Act,
    /// When.
    pub on: Date,
}

/// A special procedure. Both days belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suspension {
    /// The day it began.
    pub from: Date,
    /// The day it ended, if it has.
    pub to: Option<Date>,
}

/// Where a case stands, folded from its events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// The main state.
    pub state: State,
    /// Whose turn it is, once in process.
    pub stage: Option<Stage>,
    /// How many opinions were written.
    pub opinions: u32,
    /// The last submission.
    pub submitted_on: Option<Date>,
    /// The precheck's last answer to it: returned or taken.
    pub prechecked_on: Option<Date>,
    /// The first receipt of the materials.
    pub received_on: Option<Date>,
    /// The one-time notice.
    pub notice_on: Option<Date>,
    /// The receipt of what the notice asked for.
    pub materials_in_on: Option<Date>,
    /// Acceptance. A deemed acceptance counts from the receipt, whenever it was recorded.
    pub accepted_on: Option<Date>,
    /// Accepted because nobody answered.
    pub deemed: bool,
    /// Told that no application is needed, or refused.
    pub refused_on: Option<Date>,
    /// Granted or denied.
    pub decided_on: Option<Date>,
    /// The result reached the applicant.
    pub delivered_on: Option<Date>,
    /// Withdrawn.
    pub withdrawn_on: Option<Date>,
    /// Rated.
    pub rated_on: Option<Date>,
    /// The last event, whatever it was.
    pub last_on: Option<Date>,
    /// Where the case was when the applicant asked to withdraw.
    pub before_withdrawal: Option<State>,
    /// The special procedures, in order.
    pub suspensions: Vec<Suspension>,
}

/// Where `act` leads from where the case stands, or why it may not be done.
pub fn next(standing: &Standing, act: Act) -> Result<State, Obstacle> {
    use Act as A;
    use State as S;
    match (standing.state, act) {
        (S::Draft | S::PrecheckReturned, A::Submit) => Ok(S::Submitted),
        (S::Submitted, A::ReturnAtPrecheck) => Ok(S::PrecheckReturned),
        // At the counter nothing was submitted before.
        (S::Draft | S::Submitted, A::Receive) => Ok(S::Received),
        (S::Received, A::GiveNotice) if standing.notice_on.is_none() => Ok(S::AwaitingCorrection),
        (S::Received | S::AwaitingCorrection, A::GiveNotice) => Err(Obstacle::SecondNotice),
        (S::AwaitingCorrection, A::TakeMaterials) => Ok(S::Received),
        (S::Received, A::Accept) => Ok(S::Accepted),
        // A notice that came too late does not hinder it: see `acceptance`.
        (S::Received | S::AwaitingCorrection, A::DeemAccepted) => Ok(S::Accepted),
        (S::Submitted | S::Received, A::FindNotApplicable) => Ok(S::NotApplicable),
        (S::Submitted | S::Received, A::RefuseAcceptance) => Ok(S::AcceptanceRefused),
        // From the village's station to the township's window, before anybody accepted.
        (S::Submitted | S::Received, A::HandOver) => Ok(standing.state),
        (S::Accepted | S::InProcess, A::HandOver | A::Opine(Stage::Investigation)) => {
            Ok(S::InProcess)
        }
        (S::InProcess, A::Opine(_)) if standing.opinions > 0 => Ok(S::InProcess),
        (S::InProcess, A::Grant | A::Deny) if standing.suspended() => Err(Obstacle::ResumeFirst),
        (S::InProcess, A::Grant) if standing.opinions > 0 => Ok(S::Granted),
        (S::InProcess, A::Deny) if standing.opinions > 0 => Ok(S::Denied),
        (S::Accepted | S::InProcess, A::Opine(_) | A::Grant | A::Deny) => {
            Err(Obstacle::OpinionFirst)
        }
        (S::Accepted | S::InProcess, A::Suspend | A::Resume) => suspension(standing, act),
        (
            S::Submitted
            | S::PrecheckReturned
            | S::Received
            | S::AwaitingCorrection
            | S::Accepted
            | S::InProcess,
            A::AskWithdrawal,
        ) => Ok(S::WithdrawalAsked),
        (S::WithdrawalAsked, A::ConfirmWithdrawal) => Ok(S::Withdrawn),
        (S::WithdrawalAsked, A::DeclineWithdrawal) => {
            Ok(standing.before_withdrawal.unwrap_or(S::InProcess))
        }
        // The other endings are told by their own written notice.
        (S::Granted | S::Denied, A::Deliver) => match standing.delivered_on {
            None => Ok(standing.state),
            Some(_) => Err(Obstacle::AlreadyDelivered),
        },
        (state, A::Rate) if state.ended() => match standing.rated_on {
            None => Ok(state),
            Some(_) => Err(Obstacle::AlreadyRated),
        },
        (state, act) => Err(Obstacle::NotFromHere { state, act }),
    }
}

fn suspension(standing: &Standing, act: Act) -> Result<State, Obstacle> {
    match (act, standing.suspended()) {
        (Act::Suspend, true) => Err(Obstacle::AlreadySuspended),
        (Act::Resume, false) => Err(Obstacle::NotSuspended),
        _ => Ok(standing.state),
    }
}

/// Folds a case's events, in the order in which they were recorded.
pub fn standing(events: &[Event]) -> Result<Standing, Obstacle> {
    events.iter().try_fold(Standing::default(), |standing, event| standing.after(*event))
}

impl Standing {
    /// The standing one event later. Nothing happens before the day of what it follows.
    pub fn after(mut self, event: Event) -> Result<Standing, Obstacle> {
        let state = next(&self, event.act)?;
        let on = Some(event.on);
        if self.last_on > on {
            return Err(Obstacle::OutOfOrder);
        }
        self.last_on = on;
        match event.act {
            Act::Submit => (self.submitted_on, self.prechecked_on) = (on, None),
            Act::ReturnAtPrecheck => self.prechecked_on = on,
            Act::Receive => (self.prechecked_on, self.received_on) = (on, on),
            Act::GiveNotice => self.notice_on = on,
            Act::TakeMaterials => self.materials_in_on = on,
            Act::Accept => self.accepted_on = on,
            Act::DeemAccepted => {
                self.deemed = true;
                self.accepted_on = self.materials_in_on.or(self.received_on);
            }
            Act::FindNotApplicable | Act::RefuseAcceptance => self.refused_on = on,
            Act::HandOver if state == State::InProcess => {
                self.stage = self.stage.or(Some(Stage::Investigation));
            }
            Act::HandOver | Act::DeclineWithdrawal => {}
            Act::Opine(stage) => {
                self.opinions += 1;
                self.stage = Some(stage.following());
            }
            Act::Suspend => self.suspensions.push(Suspension { from: event.on, to: None }),
            Act::Resume => {
                if let Some(last) = self.suspensions.last_mut() {
                    last.to = on;
                }
            }
            Act::Grant | Act::Deny => self.decided_on = on,
            Act::AskWithdrawal => self.before_withdrawal = Some(self.state),
            Act::ConfirmWithdrawal => self.withdrawn_on = on,
            Act::Deliver => self.delivered_on = on,
            Act::Rate => self.rated_on = on,
        }
        self.state = state;
        Ok(self)
    }

    /// Whether a special procedure is running.
    pub fn suspended(&self) -> bool {
        self.suspensions.last().is_some_and(|last| last.to.is_none())
    }

    /// The code of the provincial exchange, which splits some states by side facts.
    pub fn export_code(&self) -> Option<u8> {
        match self.state {
            State::Withdrawn if self.accepted_on.is_none() => Some(2),
            State::Accepted | State::InProcess if self.suspended() => Some(9),
            state => state.export_code(),
        }
    }
}

#[cfg(test)]
#[path = "machine_tests.rs"]
mod tests;
