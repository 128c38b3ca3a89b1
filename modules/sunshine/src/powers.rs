//! The powers that acts here need. `platform/posts.toml` says which posts give them.

use platform::Power;

/// Drafting what is told.
pub const DRAFT: Power = Power::new("disclosures.draft");
/// Reviewing it for the villagers: returning it, or signing it.
pub const REVIEW: Power = Power::new("disclosures.review");
/// Signing the review.
pub const SIGN: Power = Power::new("disclosures.sign");
/// Noting what the joint meeting settled.
pub const SETTLE: Power = Power::new("disclosures.settle");
/// Publishing it.
pub const PUBLISH: Power = Power::new("disclosures.publish");
/// Seeing to it that villages tell in time.
pub const SUPERVISE: Power = Power::new("disclosures.supervise");
/// Answering what villagers ask.
pub const ANSWER: Power = Power::new("disclosures.answer");
/// Asking for a villager who gave the word.
pub const ASSIST: Power = Power::new("disclosures.assist");
/// Writing the county's catalogue.
pub const EDIT_CATALOGUE: Power = Power::new("disclosures.edit_catalogue");
/// Publishing what another wrote in it.
pub const PUBLISH_CATALOGUE: Power = Power::new("disclosures.publish_catalogue");

/// Whoever finds something before it is published gives it back.
pub const GIVE_BACK: &[Power] = &[REVIEW, SETTLE, PUBLISH];
/// Whoever has to do with disclosures opens the desk.
pub const DESK: &[Power] = &[DRAFT, REVIEW, SIGN, SETTLE, PUBLISH, SUPERVISE];
/// Whoever writes or publishes items of the county or of a village.
pub const CATALOGUE: &[Power] = &[EDIT_CATALOGUE, PUBLISH_CATALOGUE, DRAFT, PUBLISH];
/// Whoever answers questions, or sees to the answers.
pub const QUESTIONS: &[Power] = &[ANSWER, SUPERVISE];

/// Watching over the village's work: what is found, and whether it is put right.
pub const WATCH: Power = Power::new("supervision.work");
/// Counting the slips of an appraisal.
pub const COUNT: Power = Power::new("appraisals.count");

/// Whoever has to do with the supervision of a village.
pub const SUPERVISION: &[Power] = &[WATCH, COUNT, SUPERVISE];
