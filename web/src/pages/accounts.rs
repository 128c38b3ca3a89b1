//! Accounts, for administrators: new one-time links, closures.

use std::borrow::Cow;

use askama::Template;
use axum::extract::{Path, State};
use jiff::Timestamp;
use platform::authorisation::MANAGE_ACCOUNTS;
use platform::identity::{self, Account};
use platform::privacy::mask_phone;
use platform::{App, PersonId, Result, Tx};

use crate::answer::{Answer, page, see_other};
use crate::components::{Field, Tag, TakeAway};
use crate::form::Form;
use crate::sheet::{ROWS_MAX, Sheet};
use crate::take_away::{take_away, widest};
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
        let words = state(&self.ui, row);
        match (row.closed_at, row.has_password) {
            (Some(_), _) => Tag::plain(words),
            (None, false) => Tag::warn(words),
            (None, true) => Tag::ok(words),
        }
    }

    fn take_away(&self) -> TakeAway {
        TakeAway::new(&self.ui, "/accounts/list")
    }
}

fn state<'a>(ui: &'a Ui, row: &Row) -> Cow<'a, str> {
    match (row.closed_at, row.has_password) {
        (Some(_), _) => ui.t("已关闭"),
        (None, false) => ui.t("还没设密码"),
        (None, true) => ui.t("在用"),
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

/// All accounts as a file.
pub(super) async fn take(State(app): State<App>, signed: Signed, form: Form) -> Answer {
    let area = widest(&signed.actor, &[MANAGE_ACCOUNTS])?;
    take_away(&app, &signed, ("/accounts/list", &form), &area, |tx, ui, actor| {
        let heads = [ui.t("用户名"), ui.t("姓名"), ui.t("电话"), ui.t("开通"), ui.t("状态")];
        let mut sheet = Sheet::new(ui.t("账号"), heads);
        for account in identity::list(tx, actor, "", ROWS_MAX + 1)? {
            let row = row(tx, account)?;
            let state = state(ui, &row).into_owned();
            sheet.row(vec![row.user_name, row.name, row.phone, ui.moment(row.created_at), state]);
        }
        Ok(sheet)
    })
    .await
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
