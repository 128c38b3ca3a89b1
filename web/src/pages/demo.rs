//! A sample county's sign-in page offers its people; one click is enough.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use platform::{App, Text, identity};

use super::sign_in::{origin, welcome};
use crate::answer::Answer;
use crate::form::Form;
use crate::site::Site;
use crate::visit::Visit;

/// A person of the sample county whom visitors may be.
#[derive(Debug, Clone)]
pub struct DemoRole {
    /// The account.
    pub user_name: String,
    /// The role: 村民, 代办员.
    pub title: Text,
    /// The person and the place, as the sample county has them.
    pub who: String,
    /// A line on what to try.
    pub hint: Text,
}

pub(super) async fn enter(
    Extension(site): Extension<Arc<Site>>,
    State(app): State<App>,
    visit: Visit,
    form: Form,
) -> Answer {
    let secret = identity::sign_in_as(&app, form.get("user_name"), origin(&visit)).await?;
    welcome(&site, &visit, secret, form.get("back")).await
}
