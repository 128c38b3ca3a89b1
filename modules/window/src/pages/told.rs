//! What the applicant was told about a case, and whether it arrived, for those who work on it.

use jiff::Timestamp;
use platform::messages::{self, DeliveryState, Reason};
use platform::{Result, Tx};
use web::Ui;
use web::components::Tag;

use crate::model::File;

/// Something that the applicant was told.
#[derive(Clone)]
pub(crate) struct Sent {
    pub(crate) sentence: String,
    pub(crate) args: Vec<String>,
    pub(crate) made_at: Timestamp,
    pub(crate) state: DeliveryState,
    pub(crate) reason: Reason,
}

/// Everything that the applicant was told about the case, the latest first.
pub(crate) fn of(tx: &mut Tx<'_>, file: &File) -> Result<Vec<Sent>> {
    let found = messages::about(tx, file.case.id.0, file.case.applicant_id)?;
    found
        .into_iter()
        .map(|(message, way)| {
            let args = messages::words_of(tx, &message)?;
            let (state, reason) = match way {
                Some(way) => (way.state, way.reason),
                None if message.read_at.is_some() => (DeliveryState::Read, Reason::None),
                None => (DeliveryState::Inbox, Reason::None),
            };
            Ok(Sent { sentence: message.sentence, args, made_at: message.made_at, state, reason })
        })
        .collect()
}

impl Sent {
    pub(crate) fn text(&self, ui: &Ui) -> String {
        web::said(ui, &self.sentence, &self.args)
    }

    /// Where it stands, in a word.
    pub(crate) fn tag(&self, ui: &Ui) -> Tag {
        let word = ui.say(self.state.label());
        match self.state {
            DeliveryState::Delivered | DeliveryState::Told | DeliveryState::Read => Tag::ok(word),
            DeliveryState::Handed => Tag::warn(word),
            DeliveryState::Failed => Tag::late(word),
            DeliveryState::Waiting | DeliveryState::Sent => Tag::go(word),
            DeliveryState::Inbox => Tag::plain(word),
        }
    }

    /// Why it has not arrived; empty where it has.
    pub(crate) fn why(&self, ui: &Ui) -> String {
        let open = matches!(
            self.state,
            DeliveryState::Waiting | DeliveryState::Handed | DeliveryState::Failed
        );
        if open { ui.say(self.reason.label()).into_owned() } else { String::new() }
    }
}
