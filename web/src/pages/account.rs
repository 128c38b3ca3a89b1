//! A person's own account: posts, sign-ins, the first password.

use askama::Template;
use axum::extract::{Path, State};
use platform::authorisation::{PostHeld, post_title};
use platform::id::SessionId;
use platform::identity::{self, Session};
use platform::{Actor, App, Error, Text, text};

use crate::answer::{Answer, page, see_other};
use crate::components::{ErrorSummary, Field, Tag};
use crate::form::{Errors, Form};
use crate::ui::Ui;
use crate::visit::{Signed, Visit};

/// Who one is here, and where one is signed in.
#[derive(Template)]
#[template(path = "site/account.html")]
pub(crate) struct AccountPage {
    pub(crate) ui: Ui,
    pub(crate) name: String,
    pub(crate) posts: Vec<Post>,
    pub(crate) sessions: Vec<Session>,
    /// The sign-in of this browser.
    pub(crate) here: Option<SessionId>,
}

/// A post as its holder sees it.
pub(crate) struct Post {
    pub(crate) title: String,
    pub(crate) body: String,
    pub(crate) powers: Vec<Text>,
}

impl AccountPage {
    fn is_here(&self, session: &Session) -> bool {
        self.here == Some(session.id)
    }

    fn device(&self, session: &Session) -> String {
        device(&self.ui, &session.device)
    }

    fn here(&self) -> Tag {
        Tag::ok(self.ui.t("这台设备"))
    }
}

/// A password, twice.
#[derive(Template)]
#[template(path = "site/link.html")]
pub(crate) struct LinkPage {
    pub(crate) ui: Ui,
    pub(crate) errors: Errors,
    pub(crate) user_name: String,
    pub(crate) secret: String,
}

impl LinkPage {
    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn password(&self) -> Field {
        Field::password(&self.ui, "password", self.ui.t("新密码"))
            .autocomplete("new-password")
            .hint(self.ui.t("至少 10 个字，几个词连起来最好记"))
            .errors(&self.errors)
    }

    fn again(&self) -> Field {
        Field::password(&self.ui, "again", self.ui.t("再填一次"))
            .autocomplete("new-password")
            .errors(&self.errors)
    }
}

/// What a browser calls itself, each before those that it also claims to be.
const BROWSERS: [(&str, Text); 6] = [
    ("MicroMessenger", text("微信")),
    ("HuaweiBrowser", text("华为浏览器")),
    ("Edg", text("Edge 浏览器")),
    ("Firefox", text("Firefox 浏览器")),
    ("Chrome", text("Chrome 浏览器")),
    ("Safari", text("Safari 浏览器")),
];
const SYSTEMS: [(&str, Text); 8] = [
    ("iPhone", text("苹果手机")),
    ("iPad", text("苹果平板")),
    ("HarmonyOS", text("鸿蒙手机")),
    ("OpenHarmony", text("鸿蒙手机")),
    ("Android", text("安卓手机")),
    ("Windows", text("Windows 电脑")),
    ("Macintosh", text("苹果电脑")),
    ("Linux", text("Linux 电脑")),
];

/// A browser as its owner knows it; what is not known stays as it names itself.
fn device(ui: &Ui, named: &str) -> String {
    let of = |known: &[(&str, Text)]| {
        let found = known.iter().find(|(word, _)| named.contains(word));
        found.map(|(_, words)| ui.say(*words).into_owned())
    };
    match (of(&SYSTEMS), of(&BROWSERS)) {
        (Some(system), Some(browser)) => format!("{system} · {browser}"),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => named.chars().take(60).collect(),
    }
}

pub(super) async fn show(State(app): State<App>, Signed { ui, actor }: Signed) -> Answer {
    let reader = actor.clone();
    let sessions = app.db.read(move |tx| identity::sessions_of(tx, &reader)).await?;
    let account = AccountPage {
        name: actor.name.clone(),
        posts: posts(&actor),
        sessions,
        here: actor.session.map(|(_, session)| session),
        ui,
    };
    page(&account.ui, &account)
}

/// The posts that the actor holds today.
pub(super) fn posts(actor: &Actor) -> Vec<Post> {
    let post = |held: &PostHeld| Post {
        title: post_title(&held.post),
        body: held.body_name.clone(),
        powers: super::posts::powers(&held.post),
    };
    actor.posts.iter().map(post).collect()
}

pub(super) async fn end(
    State(app): State<App>,
    Signed { actor, .. }: Signed,
    Path(id): Path<String>,
    _: Form,
) -> Answer {
    identity::end_session(&app, &actor, id.parse()?).await?;
    see_other("/account")
}

pub(super) async fn link(
    State(app): State<App>,
    visit: Visit,
    Path(secret): Path<String>,
) -> Answer {
    let asked = secret.clone();
    let user_name = app.db.read(move |tx| identity::link_owner(tx, &asked)).await?;
    let link = LinkPage { ui: visit.ui, errors: Errors::new(), user_name, secret };
    page(&link.ui, &link)
}

pub(super) async fn set_password(
    State(app): State<App>,
    visit: Visit,
    Path(secret): Path<String>,
    form: Form,
) -> Answer {
    let asked = secret.clone();
    let user_name = app.db.read(move |tx| identity::link_owner(tx, &asked)).await?;
    let mut errors = Errors::new();
    if form.get("password") != form.get("again") {
        errors.add("again", visit.ui.t("两次填的不一样，请再填一次"));
    } else {
        let (own, password) = (app.clone(), form.get("password").to_owned());
        let hashed =
            tokio::task::spawn_blocking(move || identity::hash(own.sources(), &password)).await;
        match hashed.map_err(|error| Error::fault(format!("hashing a password: {error}")))? {
            Ok(hash) => {
                identity::set_password_by_link(&app, &secret, hash).await?;
                return see_other("/sign-in?set=1");
            }
            Err(error) => errors.take(&visit.ui, error)?,
        }
    }
    let link = LinkPage { ui: visit.ui, errors, user_name, secret };
    page(&link.ui, &link)
}

#[cfg(test)]
mod tests {
    use super::device;
    use crate::ui::{Lang, Ui};

    #[test]
    fn a_browser_is_named_as_its_owner_knows_it() {
        let ui = Ui::sample(Lang::Hans, false);
        for (named, words) in [
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) AppleWebKit Safari/604",
                "苹果手机 · Safari 浏览器",
            ),
            (
                "Mozilla/5.0 (Linux; Android 14) Chrome/120 Mobile Safari/537 MicroMessenger/8",
                "安卓手机 · 微信",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537 Edg/120",
                "Windows 电脑 · Edge 浏览器",
            ),
            ("curl/8.5", "curl/8.5"),
        ] {
            assert_eq!(device(&ui, named), words);
        }
    }
}
