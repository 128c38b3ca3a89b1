//! Accounts, passwords and sign-ins. An account belongs to a person of the registry.

mod accounts;
mod codes;
mod deaths;
mod owners;
mod password;
mod personal;
mod sign_in;
mod store;

pub use accounts::{
    Account, close, county_has_accounts, find, link_owner, list, make_link, open, open_now,
    person_of, set_password_by_link,
};
pub(crate) use codes::{MAILS as SEALED_MAILS, STATEMENTS as CODES_STATEMENTS};
pub use codes::{ask_code, ask_mail_code, enter_code, enter_mail_code};
pub(crate) use deaths::follow_death;
pub use owners::{close_within, exchange, has_account, reopen_within};
pub use password::{PasswordHash, hash, matches};
pub(crate) use personal::PERSONAL;
pub use sign_in::{
    Credentials, Origin, Session, SignedIn, actor_of, end_session, sessions_of, sign_in,
    sign_in_as, sign_out, touch,
};
pub(crate) use store::STATEMENTS;
