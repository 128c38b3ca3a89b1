//! Tokens: a person makes them for programs on the account's page; administrators see and end all.

use askama::Template;
use axum::extract::{Path, State};
use platform::tokens::{self, NewToken, TokenSeen};
use platform::{App, Text, text};

use crate::answer::{Answer, page, see_other};
use crate::components::dates::from_form;
use crate::components::{DateField, ErrorSummary, Field, Ticks};
use crate::form::{Errors, Form};
use crate::ui::Ui;
use crate::visit::Signed;

/// Tokens that the administrator's list shows.
const TOKENS_SHOWN: u32 = 500;

/// What of a person's own a token may do.
const OWN: [(&str, Text); 2] =
    [("own.read", text("查本人的办件")), ("own.apply", text("替本人申请、撤回和评价"))];

/// One's own tokens, and the form for a new one.
#[derive(Template)]
#[template(path = "site/tokens.html")]
pub(crate) struct TokensPage {
    pub(crate) ui: Ui,
    pub(crate) tokens: Vec<TokenSeen>,
    pub(crate) scopes: Vec<String>,
    pub(crate) errors: Errors,
    pub(crate) typed: Form,
}

impl TokensPage {
    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn name(&self) -> Field {
        Field::text(&self.ui, "name", self.ui.t("给谁用"))
            .hint(self.ui.t("例如：镇里的排队机、县数据平台"))
            .typed(&self.typed)
            .errors(&self.errors)
    }

    fn scopes(&self) -> Ticks {
        let options: Vec<(&str, String)> = self
            .scopes
            .iter()
            .map(|scope| (scope.as_str(), scope_title(&self.ui, scope)))
            .collect();
        Ticks::new(&self.ui, "scopes", self.ui.t("可以做什么"))
            .hint(self.ui.t("只选用得着的；不能超过您自己的权力，您离任它就失效"))
            .options(options)
            .typed(&self.typed)
            .errors(&self.errors)
    }

    fn ends_on(&self) -> DateField {
        DateField::new(&self.ui, "ends_on", self.ui.t("用到哪一天"))
            .hint(self.ui.t("最长一年；不填就是一年"))
            .optional()
            .typed(&self.typed)
            .errors(&self.errors)
    }

    fn may(&self, token: &TokenSeen) -> String {
        scope_titles(&self.ui, token)
    }

    fn used(&self, token: &TokenSeen) -> String {
        used(&self.ui, token)
    }
}

/// The secret, shown this once.
#[derive(Template)]
#[template(path = "site/token_made.html")]
pub(crate) struct TokenMadePage {
    pub(crate) ui: Ui,
    pub(crate) name: String,
    pub(crate) secret: String,
}

/// Everybody's tokens, for administrators.
#[derive(Template)]
#[template(path = "site/all_tokens.html")]
pub(crate) struct AllTokensPage {
    pub(crate) ui: Ui,
    pub(crate) tokens: Vec<TokenSeen>,
}

impl AllTokensPage {
    fn may(&self, token: &TokenSeen) -> String {
        scope_titles(&self.ui, token)
    }

    fn used(&self, token: &TokenSeen) -> String {
        used(&self.ui, token)
    }
}

/// A scope in people's words.
pub(crate) fn scope_title(ui: &Ui, scope: &str) -> String {
    let own = OWN.iter().find(|(word, _)| *word == scope).map(|(_, title)| *title);
    let title = own.or_else(|| super::posts::power_title(scope));
    title.map_or_else(|| scope.to_owned(), |title| ui.say(title).into_owned())
}

fn scope_titles(ui: &Ui, token: &TokenSeen) -> String {
    let titles: Vec<String> = token.scopes.0.iter().map(|scope| scope_title(ui, scope)).collect();
    titles.join(" · ")
}

fn used(ui: &Ui, token: &TokenSeen) -> String {
    match token.used_at {
        Some(at) => ui.t1("最近用过：{1}", ui.moment(at)),
        None => ui.t("还没有用过").into_owned(),
    }
}

pub(super) async fn show(State(app): State<App>, signed: Signed) -> Answer {
    ask(&app, signed, Form::default(), Errors::new()).await
}

async fn ask(app: &App, signed: Signed, typed: Form, errors: Errors) -> Answer {
    let Signed { ui, actor } = signed;
    let scopes = tokens::scopes_of(&actor)?;
    let tokens = app.db.read(move |tx| tokens::own(tx, &actor)).await?;
    let shown = TokensPage { ui, tokens, scopes, errors, typed };
    page(&shown.ui, &shown)
}

pub(super) async fn make(State(app): State<App>, signed: Signed, form: Form) -> Answer {
    let mut errors = Errors::new();
    let ends_on = from_form(&form, "ends_on").unwrap_or_else(|sentence| {
        errors.add("ends_on", signed.ui.t(sentence));
        None
    });
    if errors.is_empty() {
        let name = form.get("name").to_owned();
        let scopes = form.all("scopes").map(str::to_owned).collect();
        let new = NewToken { name: name.clone(), scopes, ends_on };
        match tokens::make(&app, &signed.actor, new).await {
            Ok(secret) => {
                let made = TokenMadePage { ui: signed.ui, name, secret };
                return page(&made.ui, &made);
            }
            Err(error) => errors.take(&signed.ui, error)?,
        }
    }
    ask(&app, signed, form, errors).await
}

pub(super) async fn end(
    State(app): State<App>,
    Signed { actor, .. }: Signed,
    Path(id): Path<String>,
    _: Form,
) -> Answer {
    tokens::end_own(&app, &actor, id.parse()?).await?;
    see_other("/account/tokens")
}

pub(super) async fn show_all(State(app): State<App>, Signed { ui, actor }: Signed) -> Answer {
    let tokens = app.db.read(move |tx| tokens::all(tx, &actor, TOKENS_SHOWN)).await?;
    let shown = AllTokensPage { ui, tokens };
    page(&shown.ui, &shown)
}

pub(super) async fn end_any(
    State(app): State<App>,
    Signed { actor, .. }: Signed,
    Path(id): Path<String>,
    _: Form,
) -> Answer {
    tokens::end(&app, &actor, id.parse()?).await?;
    see_other("/tokens")
}
