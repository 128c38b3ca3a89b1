//! The sending, for who looks after it; what a gateway reports; what a sample county would send.

use askama::Template;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use jiff::Timestamp;
use platform::calls::{self, SENT_AT_HEADER, SIGNATURE_HEADER};
use platform::messages::channels::Means;
use platform::messages::outbox::{self, Reported};
use platform::messages::sending::{self, Sending};
use platform::messages::{Channel, Delivery, DeliveryId, Purpose, Reason};
use platform::privacy::mask_name;
use platform::{App, Result, Tx};
use serde::Deserialize;

use crate::answer::{Answer, page, see_other};
use crate::components::{Banner, Facts};
use crate::form::Form;
use crate::ui::Ui;
use crate::visit::{Signed, Visit};

/// How the sending goes.
#[derive(Template)]
#[template(path = "site/sending.html")]
pub(crate) struct SendingPage {
    pub(crate) ui: Ui,
    pub(crate) means: Means,
    pub(crate) waiting: i64,
    pub(crate) oldest: Option<Timestamp>,
    pub(crate) retried: Vec<Trouble>,
    pub(crate) failed: Vec<Trouble>,
    /// Something was just sent.
    pub(crate) sent: bool,
}

/// Something that does not go well.
pub(crate) struct Trouble {
    pub(crate) name: String,
    pub(crate) purpose: Purpose,
    pub(crate) channel: Channel,
    pub(crate) reason: Reason,
    pub(crate) tries: i64,
    pub(crate) made_at: Timestamp,
    pub(crate) next_at: Option<Timestamp>,
}

impl SendingPage {
    fn sent(&self) -> Banner {
        Banner::good(&self.ui, self.ui.t("已经在发了"))
            .line(self.ui.t("过一会儿看手机或邮箱，也可以刷新这一页看结果"))
    }

    fn nothing_connected(&self) -> Banner {
        Banner::warn(&self.ui, self.ui.t("县里还没有接短信平台，也没有接邮件")).line(
            self.ui.t("要告诉群众的事会变成代办员的“打电话或上门”。怎样接，看操作手册的设置一页。"),
        )
    }

    fn facts(&self) -> Facts {
        let ui = &self.ui;
        let there = |there: bool| ui.t(if there { "已接" } else { "没有接" }).into_owned();
        let oldest = self.oldest.map(|at| ui.moment(at));
        Facts::new(ui)
            .fact(ui.t("短信平台"), there(self.means.sms))
            .fact(ui.t("邮件"), there(self.means.mail))
            .fact(ui.t("排队的"), ui.number(self.waiting))
            .fact(ui.t("最早的一条"), oldest.unwrap_or_else(|| ui.t("没有").into_owned()))
    }
}

/// What the address says.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    sent: String,
}

pub(super) async fn show(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Query(asked): Query<Asked>,
) -> Answer {
    let (sending, retried, failed) = app
        .db
        .read(move |tx| {
            let mut sending = sending::look(tx, &actor)?;
            let retried = troubles(tx, std::mem::take(&mut sending.retried))?;
            let failed = troubles(tx, std::mem::take(&mut sending.failed))?;
            Ok((sending, retried, failed))
        })
        .await?;
    let Sending { waiting, oldest, .. } = sending;
    let means = Means::of(&app.settings);
    let sent = !asked.sent.is_empty();
    let shown = SendingPage { ui, means, waiting, oldest, retried, failed, sent };
    page(&shown.ui, &shown)
}

fn troubles(tx: &mut Tx<'_>, deliveries: Vec<Delivery>) -> Result<Vec<Trouble>> {
    let registrar = tx.surroundings().registrar;
    deliveries
        .into_iter()
        .map(|delivery| {
            let (name, _) = (registrar.person)(tx, delivery.person_id)?;
            Ok(Trouble {
                name: mask_name(&name),
                purpose: delivery.purpose,
                channel: delivery.channel,
                reason: delivery.reason,
                tries: delivery.tries,
                made_at: delivery.made_at,
                next_at: delivery.next_at,
            })
        })
        .collect()
}

pub(super) async fn hurry(State(app): State<App>, Signed { actor, .. }: Signed, _: Form) -> Answer {
    sending::hurry(&app, &actor).await?;
    crate::pages::sign_in::send_now(&app);
    see_other("/desk/sending?sent=1")
}

pub(super) async fn test(State(app): State<App>, Signed { actor, .. }: Signed, _: Form) -> Answer {
    sending::test(&app, &actor).await?;
    crate::pages::sign_in::send_now(&app);
    see_other("/desk/sending?sent=1")
}

/// What a gateway says of one text message.
#[derive(Deserialize)]
struct Report {
    id: String,
    state: Reported,
}

/// Takes what the gateway reports, if the gateway has signed it.
pub(super) async fn report(State(app): State<App>, headers: HeaderMap, body: Bytes) -> Answer {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let signed = (header(SENT_AT_HEADER), header(SIGNATURE_HEADER));
    let secret = &app.settings.outside.sms_secret.0;
    let right = match signed {
        (Some(sent_at), Some(signature)) if !secret.is_empty() => {
            calls::is_signed(secret, (sent_at, signature), &body, app.clock().now())
        }
        _ => false,
    };
    if !right {
        return Err(platform::authorisation::not_permitted().into());
    }
    let report: Report = serde_json::from_slice(&body).map_err(|_| {
        platform::Refusal::new("messages.report_unread", "回执看不懂：要有 id 和 state")
    })?;
    let id: DeliveryId = report.id.parse()?;
    outbox::report(&app, id, report.state).await?;
    Ok(Json(serde_json::json!({ "noted": true })).into_response())
}

/// What a sample county would have sent.
#[derive(Template)]
#[template(path = "site/demo_messages.html")]
pub(crate) struct ShownPage {
    pub(crate) ui: Ui,
    pub(crate) lines: Vec<Shown>,
}

/// A text message that was sent to nobody.
pub(crate) struct Shown {
    pub(crate) to: String,
    pub(crate) text: String,
    pub(crate) at: Timestamp,
}

pub(super) async fn shown(State(app): State<App>, visit: Visit) -> Answer {
    let url = app.settings.public_url.clone();
    let lines = app
        .db
        .read(move |tx| {
            let registrar = tx.surroundings().registrar;
            let mut lines = Vec::new();
            for (at, delivery, text) in sending::shown(tx, &url)? {
                let (to, _) = (registrar.person)(tx, delivery.person_id)?;
                lines.push(Shown { to, text, at });
            }
            Ok(lines)
        })
        .await?;
    let shown = ShownPage { ui: visit.ui, lines };
    page(&shown.ui, &shown)
}
