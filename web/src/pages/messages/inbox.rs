//! What a person was told, the newest first.

use askama::Template;
use axum::extract::{Path, Query, State};
use jiff::Timestamp;
use platform::messages::{self, MessageId};
use platform::{App, Result};
use serde::Deserialize;

use super::said_of;
use crate::answer::{Answer, page, see_other};
use crate::components::{Pager, Tag};
use crate::form::Form;
use crate::pages::local;
use crate::ui::Ui;
use crate::visit::Signed;

/// Messages on a page.
const LINES_PER_PAGE: usize = 50;

/// The inbox.
#[derive(Template)]
#[template(path = "site/messages.html")]
pub(crate) struct InboxPage {
    pub(crate) ui: Ui,
    pub(crate) lines: Vec<Line>,
    pub(crate) unread: i64,
    /// The moment at which the next page begins.
    pub(crate) next: Option<i64>,
}

/// A message in the list.
pub(crate) struct Line {
    pub(crate) id: MessageId,
    pub(crate) text: String,
    pub(crate) made_at: Timestamp,
    pub(crate) read: bool,
    pub(crate) href: String,
}

impl InboxPage {
    fn fresh(&self) -> Tag {
        Tag::go(self.ui.t("未读"))
    }

    fn pager(&self) -> Pager {
        let next = self.next.map(|at| format!("/messages?before={at}")).unwrap_or_default();
        Pager::steps(&self.ui, "", next)
    }
}

/// What the address says.
#[derive(Deserialize)]
pub(super) struct Asked {
    before: Option<i64>,
}

pub(super) async fn list(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Query(asked): Query<Asked>,
) -> Answer {
    let before = asked.before.and_then(|at| Timestamp::from_millisecond(at).ok());
    let until = before.unwrap_or_else(|| app.clock().now());
    let speaker = ui.clone();
    let (mut lines, unread) = app
        .db
        .read(move |tx| {
            let found = messages::inbox(tx, &actor, until)?;
            let lines = found
                .into_iter()
                .map(|message| {
                    Ok(Line {
                        id: message.id,
                        text: said_of(tx, &speaker, &message)?,
                        made_at: message.made_at,
                        read: message.read_at.is_some(),
                        href: message.href,
                    })
                })
                .collect::<Result<Vec<Line>>>()?;
            Ok((lines, messages::unread(tx, actor.person()?)?))
        })
        .await?;
    // The one too many begins the next page.
    let next = lines.get(LINES_PER_PAGE).map(|line| line.made_at.as_millisecond());
    lines.truncate(LINES_PER_PAGE);
    let inbox = InboxPage { ui, lines, unread, next };
    page(&inbox.ui, &inbox)
}

/// Marks a message as read and goes where it leads.
pub(super) async fn read(
    State(app): State<App>,
    Signed { actor, .. }: Signed,
    Path(id): Path<String>,
    _: Form,
) -> Answer {
    let href = messages::open(&app, &actor, id.parse()?).await?;
    see_other(local(&href).unwrap_or("/messages"))
}

pub(super) async fn read_all(
    State(app): State<App>,
    Signed { actor, .. }: Signed,
    _: Form,
) -> Answer {
    messages::read_all(&app, &actor).await?;
    see_other("/messages")
}
