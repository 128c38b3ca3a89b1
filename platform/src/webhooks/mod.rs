//! News for other programs: what the journal notes is told to whoever an administrator subscribed.
//!
//! The news is written down in the transaction of the act and sent after it, in order, with a
//! number of its own for each subscriber, signed, and again until it is taken. It has no personal
//! data: the act, what it happened to, where, when, by which article. Who may know more asks.

mod send;
mod store;

use jiff::Timestamp;
use serde_json::json;

use crate::app::App;
use crate::area::AreaPath;
use crate::authorisation::{Actor, Power};
use crate::calls::{Endpoint, outside};
use crate::error::{Error, Refusal, Result};
use crate::journal::Entry;
use crate::storage::{Json, Tx};

pub use send::{FORGET_NEWS, send_due};
pub(crate) use store::{SEALED, STATEMENTS};

/// Subscribing other programs to news.
pub const MANAGE_WEBHOOKS: Power = Power::new("webhooks.manage");

/// Subscribers that a county has at most.
const WEBHOOKS_MAX: usize = 50;

crate::id_type! {
    /// A subscriber.
    WebhookId,
    /// One piece of news for one subscriber.
    NewsId,
}

crate::record! {
    /// A subscriber as administrators see it.
    pub struct Webhook {
        /// Its id.
        pub id: WebhookId,
        /// Where the news goes.
        pub address: String,
        /// Whose acts are told of.
        pub modules: Json<Vec<String>>,
        /// Of which area.
        pub area_path: AreaPath,
        /// Who subscribed it.
        pub made_by: String,
        /// When.
        pub created_at: Timestamp,
        /// How much was sent so far.
        pub last_number: i64,
        /// Since when nothing was taken.
        pub failing_since: Option<Timestamp>,
        /// When the program gave up.
        pub stopped_at: Option<Timestamp>,
    }
}

crate::record! {
    /// A piece of news and what became of it.
    pub struct News {
        /// Its id.
        pub id: NewsId,
        /// What is told, without its number.
        pub body: String,
        /// When it happened.
        pub noted_at: Timestamp,
        /// Its number for the subscriber, from the first try on.
        pub number: Option<i64>,
        /// How often it was tried.
        pub tries: i64,
        /// What came of the last try: a status or a word.
        pub outcome: Option<String>,
        /// When that was.
        pub tried_at: Option<Timestamp>,
        /// When it was taken.
        pub taken_at: Option<Timestamp>,
    }
}

/// A subscriber to be.
#[derive(Debug, Clone)]
pub struct NewWebhook {
    /// Where the news shall go.
    pub address: String,
    /// The secret that signs it, known to both sides.
    pub secret: String,
    /// Whose acts.
    pub modules: Vec<String>,
    /// Of which area.
    pub area_path: AreaPath,
}

/// Subscribes a program.
pub async fn subscribe(app: &App, actor: &Actor, new: NewWebhook) -> Result<WebhookId> {
    Endpoint::new(&new.address, &new.secret).map_err(at_address)?;
    if !app.settings.calls_inside && leads_inside(&new.address) {
        return Err(inside().into());
    }
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            actor.permit(MANAGE_WEBHOOKS, &AreaPath::county())?;
            if new.modules.is_empty() {
                let sentence = "至少选一类要通知的事";
                return Err(Refusal::new("webhooks.modules", sentence).at("modules").into());
            }
            if store::all(tx)?.len() >= WEBHOOKS_MAX {
                let sentence = "最多 {1} 个订阅，请先结束不用的";
                return Err(Refusal::new("webhooks.too_many", sentence).with(WEBHOOKS_MAX).into());
            }
            let surroundings = tx.surroundings();
            let secret = surroundings.vault.seal(&surroundings.sources, new.secret.as_bytes())?;
            let id: WebhookId = tx.new_id();
            store::insert(tx, id, &new, (&secret, &actor.name))?;
            let entry = Entry::new("webhooks.subscribed", "webhook", id.0, &new.area_path);
            tx.journal(&actor, entry.facts(json!({ "modules": new.modules })))?;
            Ok(id)
        })
        .await
}

fn at_address(error: Error) -> Error {
    match error {
        Error::Refused(mut refusal) if refusal.field == Some("url") => {
            refusal.field = Some("address");
            Error::Refused(refusal)
        }
        other => other,
    }
}

fn inside() -> Refusal {
    let sentence = "这个地址在本机或者内网里。确实要通知内网的程序，请管理服务器的人打开设置";
    Refusal::new("webhooks.inside", sentence).at("address")
}

/// Whether an address says by itself that it leads inside. Names are looked up at each call.
fn leads_inside(address: &str) -> bool {
    let host = address.trim().split_once("://").map_or("", |(_, rest)| rest);
    let host = host.split(['/', '?', '#']).next().unwrap_or_default();
    let host = match host.strip_prefix('[').and_then(|host| host.split_once(']')) {
        Some((host, _)) => host,
        None => host.split(':').next().unwrap_or_default(),
    };
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let name = host == "localhost" || host.ends_with(".localhost");
    name || host.parse().is_ok_and(outside::is_inside)
}

/// Ends a subscription.
pub async fn end(app: &App, actor: &Actor, id: WebhookId) -> Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            actor.permit(MANAGE_WEBHOOKS, &AreaPath::county())?;
            store::end(tx, id)?;
            tx.journal(&actor, Entry::new("webhooks.ended", "webhook", id.0, &AreaPath::county()))
        })
        .await
}

/// Tries again now what waits, also where the program had given up.
pub async fn restart(app: &App, actor: &Actor, id: WebhookId) -> Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            actor.permit(MANAGE_WEBHOOKS, &AreaPath::county())?;
            store::restart(tx, id)?;
            let entry = Entry::new("webhooks.restarted", "webhook", id.0, &AreaPath::county());
            tx.journal(&actor, entry)
        })
        .await
}

/// Sends one piece of news once more, under the number that it has.
pub async fn send_again(app: &App, actor: &Actor, id: WebhookId, news: NewsId) -> Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            actor.permit(MANAGE_WEBHOOKS, &AreaPath::county())?;
            store::open_again(tx, id, news)?;
            store::restart(tx, id)?;
            let entry = Entry::new("webhooks.sent_again", "webhook", id.0, &AreaPath::county());
            tx.journal(&actor, entry)
        })
        .await
}

/// All subscribers, the latest first.
pub fn list(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Webhook>> {
    actor.permit(MANAGE_WEBHOOKS, &AreaPath::county())?;
    store::all(tx)
}

/// One subscriber and its last news.
pub fn one(tx: &mut Tx<'_>, actor: &Actor, id: WebhookId) -> Result<(Webhook, Vec<News>)> {
    let found = list(tx, actor)?.into_iter().find(|webhook| webhook.id == id);
    let webhook = found.ok_or(Error::NotFound)?;
    Ok((webhook, store::news(tx, id)?))
}

/// How many subscribers the program has given up, for the note on the workbench.
pub fn given_up(tx: &mut Tx<'_>) -> Result<usize> {
    Ok(store::all(tx)?.iter().filter(|webhook| webhook.stopped_at.is_some()).count())
}

/// Writes an entry's news down for those who subscribed it.
pub(crate) fn on_entry(tx: &mut Tx<'_>, _: &Actor, entry: &Entry) -> Result<()> {
    let module = entry.act.split('.').next().unwrap_or_default();
    for webhook in store::listening(tx)? {
        let wanted = webhook.modules.0.iter().any(|own| own == module);
        if wanted && webhook.area_path.contains(&entry.area_path) {
            let body = json!({
                "act": entry.act,
                "subject": {
                    "kind": entry.subject_kind,
                    "id": entry.subject_id.map(|id| id.to_string()),
                },
                "area_path": entry.area_path,
                "noted_at": tx.now().to_string(),
                "cite": entry.cite.map(|cite| cite.key()),
            });
            store::insert_news(tx, webhook.id, &body.to_string())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::leads_inside;

    #[test]
    fn an_address_that_says_it_leads_inside_is_known() {
        for inside in [
            "http://127.0.0.1:80/x",
            "https://localhost",
            "http://LOCALHOST./",
            "http://a.localhost",
            "http://[::1]:8080/",
            "http://192.168.0.9/hook",
            "http://[::ffff:10.0.0.1]",
        ] {
            assert!(leads_inside(inside), "{inside}");
        }
        for outside in
            ["https://county.example.cn/hook", "https://8.8.8.8", "http://[2606:4700::1]"]
        {
            assert!(!leads_inside(outside), "{outside}");
        }
    }
}
