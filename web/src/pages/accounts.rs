//! Accounts, for administrators: new one-time links, closures.

use askama::Template;
use axum::extract::{Path, State};
use jiff::Timestamp;
use platform::identity::{self, Account};
use platform::privacy::mask_phone;
use platform::{App, PersonId, Result, Tx};

use crate::answer::{Answer, page, see_other};
use crate::components::{Field, Tag};
use crate::form::Form;
use crate::ui::Ui;
use crate::visit::Signed;

/// Accounts on a page.
const ACCOUNTS_PER_PAGE: u32 = 50;

/// Accounts by user name.
#[derive(Template)]
#[template(path = "site/accounts.html")]
pub(crate) struct AccountsPage {
    pub(crate) ui: Ui,
    pub(crate) rows: Vec<Row>,
    /// The user name or phone that was asked for.
    pub(crate) name: String,
    /// The user name after which the next page begins.
    pub(crate) next: Option<String>,
}

impl AccountsPage {
    fn name(&self) -> Field {
        Field::search(&self.ui, "name", self.ui.t("用户名或手机号")).value(&self.name)
    }

    fn state(&self, row: &Row) -> Tag {
        match (row.closed_at, row.has_password) {
            (Some(_), _) => Tag::plain(self.ui.t("已关闭")),
            (None, false) => Tag::warn(self.ui.t("还没设密码")),
            (None, true) => Tag::ok(self.ui.t("在用")),
        }
    }
}

/// An account in the list.
pub(crate) struct Row {
    pub(crate) person_id: PersonId,
    pub(crate) user_name: String,
    pub(crate) name: String,
    pub(crate) phone: String,
    pub(crate) created_at: Timestamp,
    pub(crate) closed_at: Option<Timestamp>,
    pub(crate) has_password: bool,
    /// The reader's own, which another administrator would have to close.
    pub(crate) own: bool,
}

/// A link, shown this once.
#[derive(Template)]
#[template(path = "site/new_link.html")]
pub(crate) struct NewLinkPage {
    pub(crate) ui: Ui,
    pub(crate) name: String,
    pub(crate) address: String,
    pub(crate) qr: String,
}

/// The first page.
pub(super) async fn list(State(app): State<App>, signed: Signed) -> Answer {
    part(&app, signed, String::new(), String::new()).await
}

/// A later page, or one account. User names and phones stand in no address: both are forms.
pub(super) async fn search(State(app): State<App>, signed: Signed, form: Form) -> Answer {
    part(&app, signed, form.get("name").to_owned(), form.get("after").to_owned()).await
}

async fn part(app: &App, signed: Signed, name: String, after: String) -> Answer {
    let Signed { ui, actor } = signed;
    let reader = actor.clone();
    let asked = name.clone();
    let mut rows = app
        .db
        .read(move |tx| {
            let accounts = if asked.is_empty() {
                identity::list(tx, &reader, &after, ACCOUNTS_PER_PAGE + 1)?
            } else {
                identity::find(tx, &reader, &asked)?.into_iter().collect()
            };
            accounts.into_iter().map(|account| row(tx, account)).collect::<Result<Vec<Row>>>()
        })
        .await?;
    let more = rows.len() > ACCOUNTS_PER_PAGE as usize;
    rows.truncate(ACCOUNTS_PER_PAGE as usize);
    for row in &mut rows {
        row.own = actor.person_id == Some(row.person_id);
    }
    let next = rows.last().filter(|_| more).map(|row| row.user_name.clone());
    let accounts = AccountsPage { ui, rows, name, next };
    page(&accounts.ui, &accounts)
}

pub(super) async fn link(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(person): Path<String>,
    _: Form,
) -> Answer {
    let person: PersonId = person.parse()?;
    let secret = identity::make_link(&app, &actor, person).await?;
    let registrar = app.db.surroundings().registrar;
    let (name, _) = app.db.read(move |tx| (registrar.person)(tx, person)).await?;
    let address = format!("{}/account/link/{secret}", app.settings.public_url);
    let made = NewLinkPage { ui, name, qr: crate::qr::svg(&address), address };
    page(&made.ui, &made)
}

pub(super) async fn close(
    State(app): State<App>,
    Signed { actor, .. }: Signed,
    Path(person): Path<String>,
    _: Form,
) -> Answer {
    identity::close(&app, &actor, person.parse()?).await?;
    see_other("/accounts")
}

fn row(tx: &mut Tx<'_>, account: Account) -> Result<Row> {
    let registrar = tx.surroundings().registrar;
    let (name, _) = (registrar.person)(tx, account.person_id)?;
    Ok(Row {
        person_id: account.person_id,
        user_name: account.user_name,
        name,
        phone: account.phone.as_deref().map(mask_phone).unwrap_or_default(),
        created_at: account.created_at,
        closed_at: account.closed_at,
        has_password: account.password_hash.is_some(),
        own: false,
    })
}
