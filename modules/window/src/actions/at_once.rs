//! An application that a program begins, fills in and sends, all in one act.

use platform::{Actor, App, PersonId, Result};

use super::apply::{ConsentGiven, begin_for, insert_draft, seal, submit_in};
use crate::model::Sealed;
use crate::store::{drafts, items};

/// An application that is begun, filled in and sent at once: by a program.
#[derive(Debug, Clone)]
pub struct Application {
    /// The item's code.
    pub item: String,
    /// For whom and by what word, when a clerk applies; for oneself when there is none.
    pub behalf: Option<(PersonId, ConsentGiven)>,
    /// The answers and the phone.
    pub sealed: Sealed,
}

/// Applies in one act. Gives the short code. What the person has begun on a page stays as it is.
pub async fn apply(app: &App, actor: &Actor, application: Application) -> Result<String> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let author = actor.person()?;
            let Application { item, behalf, sealed } = &application;
            let draft = match behalf {
                Some((applicant, consent)) => {
                    begin_for(tx, &actor, item, *applicant, Some(consent))?
                }
                None => {
                    let version = items::in_force(tx, item, tx.today())?;
                    insert_draft(tx, author, author, &version, None)?
                }
            };
            let (draft, sealed) = (drafts::draft(tx, draft, author)?, seal(tx, sealed)?);
            drafts::save(tx, &draft, &sealed)?;
            submit_in(tx, &actor, draft.id)
        })
        .await
}
