//! The powers that acts on items and cases need. `platform/posts.toml` says which posts give them.

use platform::Power;

/// Taking applications in, and everything until acceptance.
pub const RECEIVE: Power = Power::new("cases.receive");
/// Acting for a villager who gave their word.
pub const ASSIST: Power = Power::new("cases.assist");
/// Investigating, and writing the first opinion.
pub const INVESTIGATE: Power = Power::new("cases.investigate");
/// Reviewing.
pub const REVIEW: Power = Power::new("cases.review");
/// Deciding.
pub const APPROVE: Power = Power::new("cases.approve");
/// Handing the result over.
pub const DELIVER: Power = Power::new("cases.deliver");
/// Looking at all cases of one's areas.
pub const SUPERVISE: Power = Power::new("cases.supervise");
/// Drafting versions of items.
pub const EDIT_ITEMS: Power = Power::new("items.edit");
/// Publishing and withdrawing them.
pub const PUBLISH_ITEMS: Power = Power::new("items.publish");

/// Whoever works on cases opens the worklist.
pub const WORKLIST: &[Power] = &[RECEIVE, ASSIST, INVESTIGATE, REVIEW, APPROVE, DELIVER, SUPERVISE];
/// Whoever has to do with items opens their list.
pub const ITEMS: &[Power] = &[EDIT_ITEMS, PUBLISH_ITEMS];
