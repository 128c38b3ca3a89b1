//! Signing in and out.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect};
use platform::identity::{self, Credentials, Origin, SignedIn};
use platform::messages::channels::Means;
use platform::{Actor, App};
use serde::Deserialize;

use super::demo::DemoRole;
use super::local;
use crate::answer::{Answer, page, see_other};
use crate::components::{Banner, ErrorSummary, Field};
use crate::form::{Errors, Form};
use crate::guard::set_cookie;
use crate::site::Site;
use crate::ui::Ui;
use crate::visit::{SESSION_COOKIE, Signed, Visit};

/// The question who one is.
#[derive(Template)]
#[template(path = "site/sign_in.html")]
pub(crate) struct SignInPage {
    pub(crate) ui: Ui,
    pub(crate) errors: Errors,
    pub(crate) user_name: String,
    pub(crate) back: String,
    /// The person has just set a password.
    pub(crate) password_set: bool,
    pub(crate) roles: Arc<[DemoRole]>,
    /// A code can be sent.
    pub(crate) codes: bool,
}

impl SignInPage {
    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn password_is_set(&self) -> Banner {
        Banner::good(&self.ui, self.ui.t("密码设好了，请用它登录"))
    }

    fn user_name(&self) -> Field {
        Field::text(&self.ui, "user_name", self.ui.t("用户名或手机号"))
            .autocomplete("username")
            .value(&self.user_name)
            .errors(&self.errors)
    }

    fn password(&self) -> Field {
        Field::password(&self.ui, "password", self.ui.t("密码")).errors(&self.errors)
    }
}

/// What the address says.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    back: String,
    #[serde(default)]
    set: String,
}

pub(super) async fn form(
    Extension(site): Extension<Arc<Site>>,
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Answer {
    let page_of = SignInPage {
        errors: Errors::new(),
        user_name: String::new(),
        back: local(&asked.back).unwrap_or_default().to_owned(),
        password_set: !asked.set.is_empty(),
        roles: site.demo_roles(),
        codes: Means::of(&app.settings).any(),
        ui: visit.ui,
    };
    page(&page_of.ui, &page_of)
}

pub(super) async fn submit(
    Extension(site): Extension<Arc<Site>>,
    State(app): State<App>,
    visit: Visit,
    form: Form,
) -> Answer {
    let mut errors = Errors::new();
    if form.get("user_name").is_empty() {
        errors.add("user_name", visit.ui.t("请填用户名或手机号"));
    }
    if form.get("password").is_empty() {
        errors.add("password", visit.ui.t("请填密码"));
    }
    if errors.is_empty() {
        let credentials = Credentials {
            user_name: form.get("user_name").to_owned(),
            password: form.get("password").to_owned(),
        };
        match identity::sign_in(&app, credentials, origin(&visit)).await {
            Ok(SignedIn::Now(secret)) => {
                return welcome(&site, &visit, secret, form.get("back")).await;
            }
            Ok(SignedIn::AfterCode(ticket)) => {
                send_now(&app);
                let back = local(form.get("back")).unwrap_or_default();
                return see_other(&super::codes::entry_of(&ticket, back));
            }
            Err(error) => errors.take(&visit.ui, error)?,
        }
    }
    let page_of = SignInPage {
        errors,
        user_name: form.get("user_name").to_owned(),
        back: local(form.get("back")).unwrap_or_default().to_owned(),
        password_set: false,
        roles: site.demo_roles(),
        codes: Means::of(&app.settings).any(),
        ui: visit.ui,
    };
    page(&page_of.ui, &page_of)
}

pub(super) async fn leave(
    Extension(site): Extension<Arc<Site>>,
    State(app): State<App>,
    Signed { actor, .. }: Signed,
    _: Form,
) -> Answer {
    identity::sign_out(&app, &actor).await?;
    let mut headers = HeaderMap::new();
    set_cookie(&site, &mut headers, SESSION_COOKIE, "", "Max-Age=0");
    Ok((headers, Redirect::to("/")).into_response())
}

/// The box for six digits. A phone offers what just came.
pub(super) fn code_field(ui: &Ui, errors: &Errors) -> Field {
    Field::number(ui, "code", ui.t("六位验证码")).autocomplete("one-time-code").errors(errors)
}

/// Lets what is due go out now and not at the next round; nobody waits for it, so that the time of
/// the answer tells nothing.
pub(super) fn send_now(app: &App) {
    let app = app.clone();
    tokio::task::spawn_blocking(move || {
        if let Err(error) = platform::messages::outbox::send_due(&app) {
            tracing::error!(%error, "sending messages");
        }
    });
}

/// Where from, for the person's list of sign-ins and for the lock.
pub(super) fn origin(visit: &Visit) -> Origin {
    Origin { device: visit.device.clone(), address: visit.address.clone() }
}

/// Gives the browser its secret and goes where the person wanted, or where the work is.
pub(super) async fn welcome(site: &Site, visit: &Visit, secret: String, back: &str) -> Answer {
    if let Some(before) = &visit.actor {
        // One browser, one sign-in: the one that is replaced could be ended by nobody.
        identity::sign_out(&site.app, before).await?;
    }
    let kept = secret.clone();
    let found = site.app.db.read(move |tx| identity::actor_of(tx, &kept)).await?;
    let to = match (local(back), &found) {
        (Some(back), _) => back,
        (None, Some((actor, _))) => landing(site, actor),
        (None, None) => "/",
    };
    let mut headers = HeaderMap::new();
    set_cookie(site, &mut headers, SESSION_COOKIE, &secret, "");
    Ok((headers, Redirect::to(to)).into_response())
}

fn landing(site: &Site, actor: &Actor) -> &'static str {
    let own = site.modules.iter().find_map(|module| (module.landing)(actor));
    own.unwrap_or(if actor.posts.is_empty() { "/" } else { "/desk" })
}
