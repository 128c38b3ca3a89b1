//! Signing in with a code, and the second step after a password.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, Query, State};
use platform::messages::channels::Means;
use platform::{App, Error, identity};
use serde::Deserialize;

use super::local;
use super::sign_in::{code_field, origin, send_now, welcome};
use crate::answer::{Answer, page, see_other};
use crate::components::{ErrorSummary, Field};
use crate::form::{Errors, Form};
use crate::site::Site;
use crate::ui::Ui;
use crate::visit::Visit;

/// Which phone or mail address.
#[derive(Template)]
#[template(path = "site/code.html")]
pub(crate) struct CodePage {
    pub(crate) ui: Ui,
    pub(crate) errors: Errors,
    pub(crate) name: String,
    pub(crate) back: String,
}

impl CodePage {
    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn name(&self) -> Field {
        Field::text(&self.ui, "name", self.ui.t("手机号或邮箱"))
            .autocomplete("username")
            .hint(self.ui.t("开账号时登记的那个"))
            .value(&self.name)
            .errors(&self.errors)
    }
}

/// The six digits.
#[derive(Template)]
#[template(path = "site/code_entry.html")]
pub(crate) struct CodeEntryPage {
    pub(crate) ui: Ui,
    pub(crate) errors: Errors,
    pub(crate) ticket: String,
    pub(crate) back: String,
}

impl CodeEntryPage {
    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn code(&self) -> Field {
        code_field(&self.ui, &self.errors)
    }
}

/// What the address says.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    back: String,
}

fn back_of(asked: &str) -> String {
    local(asked).unwrap_or_default().to_owned()
}

/// The page of codes is there when a channel is.
fn offered(app: &App) -> platform::Result<()> {
    if Means::of(&app.settings).any() { Ok(()) } else { Err(Error::NotFound) }
}

pub(super) async fn form(
    State(app): State<App>,
    visit: Visit,
    Query(asked): Query<Asked>,
) -> Answer {
    offered(&app)?;
    let back = back_of(&asked.back);
    let asked = CodePage { ui: visit.ui, errors: Errors::new(), name: String::new(), back };
    page(&asked.ui, &asked)
}

pub(super) async fn ask(State(app): State<App>, visit: Visit, form: Form) -> Answer {
    offered(&app)?;
    let mut errors = Errors::new();
    let back = back_of(form.get("back"));
    match identity::ask_code(&app, form.get("name"), &origin(&visit)).await {
        Ok(ticket) => {
            send_now(&app);
            return see_other(&entry_of(&ticket, &back));
        }
        Err(error) => errors.take(&visit.ui, error)?,
    }
    let name = form.get("name").to_owned();
    let asked = CodePage { ui: visit.ui, errors, name, back };
    page(&asked.ui, &asked)
}

/// Where the code of a ticket is entered.
pub(super) fn entry_of(ticket: &str, back: &str) -> String {
    if back.is_empty() {
        return format!("/sign-in/code/{ticket}");
    }
    let back: String = form_urlencoded::byte_serialize(back.as_bytes()).collect();
    format!("/sign-in/code/{ticket}?back={back}")
}

pub(super) async fn entry(
    visit: Visit,
    Path(ticket): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let back = back_of(&asked.back);
    let asked = CodeEntryPage { ui: visit.ui, errors: Errors::new(), ticket, back };
    page(&asked.ui, &asked)
}

pub(super) async fn enter(
    Extension(site): Extension<Arc<Site>>,
    State(app): State<App>,
    visit: Visit,
    Path(ticket): Path<String>,
    form: Form,
) -> Answer {
    let mut errors = Errors::new();
    let back = back_of(form.get("back"));
    if form.get("code").is_empty() {
        errors.add("code", visit.ui.t("请填六位验证码"));
    } else {
        match identity::enter_code(&app, &ticket, form.get("code"), origin(&visit)).await {
            Ok(secret) => return welcome(&site, &visit, secret, &back).await,
            Err(error) => errors.take(&visit.ui, error)?,
        }
    }
    let asked = CodeEntryPage { ui: visit.ui, errors, ticket, back };
    page(&asked.ui, &asked)
}
