//! Subscriptions: which programs are told of what, and what became of the last news.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use jiff::Timestamp;
use platform::webhooks::{self, NewWebhook, News, Webhook, WebhookId};
use platform::{App, AreaPath, Text, text};

use crate::answer::{Answer, page, see_other};
use crate::components::{ErrorSummary, Field, Select, Tag, Ticks};
use crate::form::{Errors, Form};
use crate::site::Site;
use crate::ui::Ui;
use crate::visit::Signed;

/// The modules in people's words; the platform's own acts come first.
const MODULES: [(&str, Text); 4] = [
    ("window", text("办件和事项")),
    ("registry", text("区域、人口和组织")),
    ("identity", text("账号和令牌")),
    ("calendar", text("工作日历")),
];
/// The county, in the form.
const COUNTY: &str = "county";
/// Whose acts the platform notes itself.
const OWN: [&str; 2] = ["identity", "calendar"];

/// The subscribers, and the form for a new one.
#[derive(Template)]
#[template(path = "site/webhooks.html")]
pub(crate) struct WebhooksPage {
    pub(crate) ui: Ui,
    pub(crate) webhooks: Vec<Webhook>,
    pub(crate) modules: Vec<String>,
    /// Path and name of the county and its townships.
    pub(crate) areas: Vec<(AreaPath, String)>,
    pub(crate) errors: Errors,
    pub(crate) typed: Form,
}

impl WebhooksPage {
    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn address(&self) -> Field {
        Field::text(&self.ui, "address", self.ui.t("通知发到哪个网址"))
            .hint(self.ui.t("对方程序给的，例如 https://data.example.cn/xiangyue"))
            .typed(&self.typed)
            .errors(&self.errors)
    }

    fn secret(&self) -> Field {
        Field::text(&self.ui, "secret", self.ui.t("签名密钥"))
            .hint(self.ui.t("至少 16 个字符，和对方程序里的一样；对方用它核对是不是本县发的"))
            .errors(&self.errors)
    }

    fn modules(&self) -> Ticks {
        let options: Vec<(&str, String)> = self
            .modules
            .iter()
            .map(|module| (module.as_str(), module_title(&self.ui, module)))
            .collect();
        Ticks::new(&self.ui, "modules", self.ui.t("通知哪些事"))
            .options(options)
            .typed(&self.typed)
            .errors(&self.errors)
    }

    fn area(&self) -> Select {
        let options = self.areas.iter().map(|(path, name)| (word_of(path), name.clone()));
        Select::new(&self.ui, "area", self.ui.t("哪个地方的"))
            .options(options)
            .typed(&self.typed)
            .errors(&self.errors)
    }

    fn state(&self, webhook: &Webhook) -> Tag {
        state(&self.ui, webhook)
    }

    fn told_of(&self, webhook: &Webhook) -> String {
        told_of(&self.ui, webhook)
    }
}

/// One subscriber with its last news.
#[derive(Template)]
#[template(path = "site/webhook.html")]
pub(crate) struct WebhookPage {
    pub(crate) ui: Ui,
    pub(crate) webhook: Webhook,
    pub(crate) news: Vec<Line>,
}

/// A piece of news in words.
pub(crate) struct Line {
    pub(crate) id: String,
    pub(crate) noted_at: Timestamp,
    pub(crate) act: String,
    pub(crate) number: String,
    pub(crate) outcome: String,
    pub(crate) taken: bool,
}

impl WebhookPage {
    fn state(&self) -> Tag {
        state(&self.ui, &self.webhook)
    }

    fn told_of(&self) -> String {
        told_of(&self.ui, &self.webhook)
    }
}

/// An area in the form. The path of the county is empty, and so is a choice that was not made.
fn word_of(path: &AreaPath) -> String {
    if *path == AreaPath::county() { COUNTY.to_owned() } else { path.to_string() }
}

fn area_of(word: &str) -> Option<AreaPath> {
    if word == COUNTY {
        return Some(AreaPath::county());
    }
    AreaPath::parse(word).filter(|path| *path != AreaPath::county())
}

fn module_title(ui: &Ui, module: &str) -> String {
    let known = MODULES.iter().find(|(word, _)| *word == module);
    known.map_or_else(|| module.to_owned(), |(_, title)| ui.say(*title).into_owned())
}

fn told_of(ui: &Ui, webhook: &Webhook) -> String {
    let titles: Vec<String> =
        webhook.modules.0.iter().map(|module| module_title(ui, module)).collect();
    titles.join(" · ")
}

fn state(ui: &Ui, webhook: &Webhook) -> Tag {
    match (webhook.stopped_at, webhook.failing_since) {
        (Some(_), _) => Tag::late(ui.t("一直发不出去，已停发")),
        (None, Some(since)) => Tag::warn(ui.t1("{1} 起发不出去，还在重试", ui.moment(since))),
        (None, None) if webhook.last_number == 0 => Tag::plain(ui.t("还没有发过")),
        (None, None) => Tag::ok(ui.t("正常")),
    }
}

fn outcome(ui: &Ui, news: &News) -> String {
    let word = match (news.taken_at, news.outcome.as_deref()) {
        (Some(_), _) => return ui.t("对方收到了").into_owned(),
        (None, None) => text("等着发"),
        (None, Some("unreachable")) => text("连不上，会再试"),
        (None, Some("timed_out")) => text("对方太久没有答复，会再试"),
        (None, Some("not_trusted")) => text("对方的证书不可信，会再试"),
        (None, Some("garbled")) => text("对方的答复看不懂，会再试"),
        (None, Some(status)) => return ui.t1("对方没有收（{1}），会再试", status),
    };
    ui.say(word).into_owned()
}

pub(super) async fn list(
    State(app): State<App>,
    Extension(site): Extension<Arc<Site>>,
    signed: Signed,
) -> Answer {
    ask(&app, &site, signed, Form::default(), Errors::new()).await
}

async fn ask(app: &App, site: &Site, signed: Signed, typed: Form, errors: Errors) -> Answer {
    let Signed { ui, actor } = signed;
    let registrar = app.db.surroundings().registrar;
    let (webhooks, areas) =
        app.db.read(move |tx| Ok((webhooks::list(tx, &actor)?, (registrar.areas)(tx)?))).await?;
    let telling = site.modules.iter().filter(|module| !module.acts.is_empty());
    let modules = telling.map(|module| module.part.name).chain(OWN);
    let modules = modules.map(str::to_owned).collect();
    let shown = WebhooksPage { ui, webhooks, modules, areas, errors, typed };
    page(&shown.ui, &shown)
}

pub(super) async fn subscribe(
    State(app): State<App>,
    Extension(site): Extension<Arc<Site>>,
    signed: Signed,
    form: Form,
) -> Answer {
    let mut errors = Errors::new();
    let area_path = area_of(form.get("area"));
    if area_path.is_none() {
        errors.add("area", signed.ui.t("请选一个地方"));
    }
    let new = NewWebhook {
        address: form.get("address").to_owned(),
        secret: form.get("secret").to_owned(),
        modules: form.all("modules").map(str::to_owned).collect(),
        area_path: area_path.unwrap_or_default(),
    };
    if errors.is_empty() {
        match webhooks::subscribe(&app, &signed.actor, new).await {
            Ok(id) => return see_other(&format!("/webhooks/{id}")),
            Err(error) => errors.take(&signed.ui, error)?,
        }
    }
    ask(&app, &site, signed, form, errors).await
}

pub(super) async fn show(
    State(app): State<App>,
    Extension(site): Extension<Arc<Site>>,
    Signed { ui, actor }: Signed,
    Path(id): Path<String>,
) -> Answer {
    let id = id.parse::<WebhookId>()?;
    let (webhook, news) = app.db.read(move |tx| webhooks::one(tx, &actor, id)).await?;
    let news = news.iter().map(|news| line(&site, &ui, news)).collect();
    let shown = WebhookPage { ui, webhook, news };
    page(&shown.ui, &shown)
}

fn line(site: &Site, ui: &Ui, news: &News) -> Line {
    let told: serde_json::Value = serde_json::from_str(&news.body).unwrap_or_default();
    let act = told.get("act").and_then(serde_json::Value::as_str).unwrap_or_default();
    let title = super::journal::act_title(site, act);
    Line {
        id: news.id.to_string(),
        noted_at: news.noted_at,
        act: title.map_or_else(|| act.to_owned(), |title| ui.say(title).into_owned()),
        number: news.number.map(|number| number.to_string()).unwrap_or_default(),
        outcome: outcome(ui, news),
        taken: news.taken_at.is_some(),
    }
}

pub(super) async fn restart(
    State(app): State<App>,
    Signed { actor, .. }: Signed,
    Path(id): Path<String>,
    _: Form,
) -> Answer {
    webhooks::restart(&app, &actor, id.parse()?).await?;
    see_other(&format!("/webhooks/{id}"))
}

pub(super) async fn send_again(
    State(app): State<App>,
    Signed { actor, .. }: Signed,
    Path((id, news)): Path<(String, String)>,
    _: Form,
) -> Answer {
    webhooks::send_again(&app, &actor, id.parse()?, news.parse()?).await?;
    see_other(&format!("/webhooks/{id}"))
}

pub(super) async fn end(
    State(app): State<App>,
    Signed { actor, .. }: Signed,
    Path(id): Path<String>,
    _: Form,
) -> Answer {
    webhooks::end(&app, &actor, id.parse()?).await?;
    see_other("/webhooks")
}
