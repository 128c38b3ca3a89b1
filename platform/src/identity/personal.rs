//! What accounts keep about people, and how it is erased and forgotten.

use jiff::Timestamp;
use law::privacy::Holding;

use super::store;
use crate::clock::civil_of;
use crate::error::Result;
use crate::i18n::text;
use crate::id::PersonId;
use crate::personal::{Eraser, Forgetter, Personal, Section};
use crate::storage::Tx;

/// What the platform keeps about people.
pub(crate) const PERSONAL: Personal = Personal {
    about: &[about],
    erasers: &[
        Eraser { holding: Holding::Account, erase },
        Eraser { holding: Holding::Phone, erase: store::forget_phone },
    ],
    forgetters: &[
        Forgetter { parameter: "retention.failed_sign_ins", forget: store::forget_failures },
        Forgetter { parameter: "retention.sessions", forget: store::forget_sessions },
        Forgetter { parameter: "retention.links", forget: store::forget_links },
    ],
    ..Personal::NONE
};

fn about(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Section>> {
    let Some(account) = store::account_of(tx, person)? else { return Ok(Vec::new()) };
    let record = vec![
        (text("用户名"), account.user_name),
        (text("登录用的电话"), account.phone.unwrap_or_default()),
        (text("开通时间"), moment(account.created_at)),
    ];
    let sessions = store::sessions_of(tx, account.id)?.into_iter().map(|session| {
        vec![
            (text("设备"), session.device),
            (text("网络地址"), session.address),
            (text("登录时间"), moment(session.created_at)),
        ]
    });
    let sessions =
        Section { title: text("在哪些设备上登录着"), records: sessions.collect() };
    Ok(vec![Section::one(text("账号"), record), sessions])
}

/// The account with all that hangs on it. The journal keeps what was done with it.
fn erase(tx: &mut Tx<'_>, person: PersonId) -> Result<u64> {
    match store::account_of(tx, person)? {
        Some(account) => store::delete_account(tx, account.id),
        None => Ok(0),
    }
}

fn moment(at: Timestamp) -> String {
    civil_of(at).strftime("%Y-%m-%d %H:%M").to_string()
}
