//! Open village affairs 阳光村务: what a village publishes, when, in which order, and what follows.
//!
//! Read in this order: [`Frequency`] and [`Period`] are the words; [`owed`] is the one definition
//! of what is owed and late; [`review`] holds the order from draft to archive; [`checks`] reads a
//! draft before anybody signs it; [`questions`] are the clocks of those who ask.

mod appraisal;
mod articles;
mod audit;
mod checks;
mod display;
mod items;
mod ledger;
mod owed;
mod periods;
mod personal;
mod questions;
mod retention;
mod review;
mod shares;
mod supervision;

pub use appraisal::{
    Appraised, COMPETENT_PERCENT, CountFault, Grade, INCOMPETENT_PERCENT, Slips, Yearly, agreed,
    ends_post, grade, is_appraised, yearly,
};
pub use articles::*;
pub use audit::{AuditFault, AuditMatter, leaving_audit, may_add_matter};
pub use checks::{Finding, Flaw, Passage, Place, Severity, Sum, blocked, check_sums, check_texts};
pub use display::{DISPLAY_DAYS, DisplayFault, display_fault, may_take_down, shown_until};
pub use items::{Class, Frequency, Told};
pub use ledger::{ATTACHMENT_FROM, Ledger, Line, attachment_from, check_ledger};
pub use owed::{Heavy, Item, Owed, OwedState, Publication, is_heavy, owed, periods};
pub use periods::{Deadlines, Period};
pub use personal::personal;
pub use questions::{
    ANSWER_DAYS, Asked, QuestionAct, QuestionBar, TOWNSHIP_DAYS, Waiting, answer_due, may_follow,
    township_due, waiting,
};
pub use retention::{ARCHIVE, archived_until};
pub use review::{
    Hindrance, Progress, Seat, Stage, Step, StepTaken, joint_meeting, period_over, progress,
    reason_given, reason_required,
};
pub use shares::{Share, check_shares};
pub use supervision::{Field, FindingBar, FindingState, FindingStep, days_late, finding_after};

/// Every sentence and label here that may reach a page.
#[cfg(test)]
pub(crate) fn shown() -> Vec<&'static str> {
    let mut shown: Vec<&'static str> = Vec::new();
    shown.extend(Class::ALL.map(Class::label));
    shown.extend(Frequency::ALL.map(Frequency::label));
    shown.extend(Told::ALL.map(Told::label));
    shown.extend(OwedState::LABELS);
    shown.extend(DisplayFault::ALL.map(DisplayFault::sentence));
    shown.extend(Stage::ALL.map(Stage::label));
    shown.extend(Step::ALL.map(Step::label));
    shown.extend(Hindrance::ALL.map(Hindrance::sentence));
    shown.extend(Flaw::ALL.map(Flaw::sentence));
    shown.extend(Severity::ALL.map(Severity::label));
    shown.extend(QuestionAct::ALL.map(QuestionAct::label));
    shown.extend(QuestionBar::ALL.map(QuestionBar::sentence));
    shown.extend(Field::ALL.map(Field::label));
    shown.extend(FindingState::ALL.map(FindingState::label));
    shown.extend(FindingStep::ALL.map(FindingStep::label));
    shown.extend(FindingBar::ALL.map(FindingBar::sentence));
    shown.extend(Grade::ALL.map(Grade::label));
    shown.extend(Appraised::ALL.map(Appraised::label));
    shown.extend(CountFault::ALL.map(CountFault::sentence));
    shown.extend(Yearly::LABELS);
    shown.extend(AuditFault::ALL.map(AuditFault::sentence));
    shown.extend(AuditMatter::ALL.map(AuditMatter::label));
    shown
}
