//! Six digits that come by text message or mail: for signing in, and to show that a mail address
//! is one's own. Only a digest of them is kept, under a key that lies outside the database.

use jiff::{SignedDuration, Timestamp};

use super::sign_in::{Origin, begin_session};
use super::store;
use crate::app::App;
use crate::authorisation::Actor;
use crate::code::half_width;
use crate::error::{Error, Refusal, Result};
use crate::id::{AccountId, PersonId, SubjectId};
use crate::messages::channels::Means;
use crate::messages::{self, Purpose, Words};
use crate::privacy::{Sealed, digest, hex};
use crate::storage::Tx;

/// A code opens so long.
const CODE_MINUTES: i64 = 10;
/// And takes so many wrong tries.
const TRIES_MAX: i64 = 5;
/// Codes that are asked for within this time count together.
const LIMIT_MINUTES: i64 = 15;
/// So many for one phone, mail address or account.
const CODES_PER_NAME_MAX: i64 = 3;
/// So many for one network address; a whole village office may share one.
const CODES_PER_ADDRESS_MAX: i64 = 30;
/// No mail address is longer.
const MAIL_LETTERS_MAX: usize = 200;

crate::sql! {
    INSERT_CODE: "insert into sign_in_codes (id, ticket_digest, account_id, purpose, name_tag, address,
                    code_tag, mail_sealed, made_at, expires_at, tries)
                  values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 0)";
    CODE_OF_TICKET: "select id, account_id, purpose, code_tag, mail_sealed, expires_at, tries
                     from sign_in_codes where ticket_digest = ?1 and used_at is null";
    WRONG_TRY: "update sign_in_codes set tries = tries + 1 where id = ?1";
    USE_CODE: "update sign_in_codes set used_at = ?2 where id = ?1 and used_at is null";
    CODES_OF_NAME: "select count(*) from sign_in_codes where name_tag = ?1 and made_at > ?2";
    CODES_OF_ADDRESS: "select count(*) from sign_in_codes where address = ?1 and made_at > ?2";
    FORGET_CODES: "delete from sign_in_codes where expires_at < ?1";
    SEALED_MAILS: "select id, mail_sealed as sealed from sign_in_codes
                   where id > ?1 and mail_sealed is not null order by id limit ?2";
    RESEAL_MAIL: "update sign_in_codes set mail_sealed = ?2 where id = ?1 and mail_sealed = ?3";
    PERSON_OF_ACCOUNT: "select person_id from accounts where id = ?1 and closed_at is null";
}

/// The mail addresses that wait for their code.
pub(crate) const MAILS: Sealed = Sealed {
    table: "sign_in_codes",
    column: "mail_sealed",
    index: None,
    batch: &SEALED_MAILS,
    save: &RESEAL_MAIL,
};

crate::record! {
    struct Kept {
        id: SubjectId,
        account_id: Option<AccountId>,
        purpose: String,
        code_tag: String,
        mail_sealed: Option<Vec<u8>>,
        expires_at: Timestamp,
        tries: i64,
    }
}

const SIGN_IN: &str = "sign_in";
const SECOND_STEP: &str = "second_step";
const MAIL: &str = "mail";

/// Whom a code is for, and what it does.
struct Asked<'a> {
    account: Option<AccountId>,
    purpose: &'static str,
    /// What the limit counts by.
    name: &'a str,
    mail: Option<&'a str>,
    origin_address: &'a str,
}

/// Asks for a code to sign in with a phone or a mail address. The answer is the same whether or
/// not anybody has it: a ticket, with which the code is entered.
pub async fn ask_code(app: &App, typed: &str, origin: &Origin) -> Result<String> {
    let name: String =
        typed.chars().map(half_width).filter(|letter| !letter.is_whitespace()).collect();
    let (name, address) = (name.to_lowercase(), origin.address.clone());
    let means = Means::of(&app.settings);
    let plain = name.contains('@') || name.bytes().all(|byte| byte.is_ascii_digit());
    if name.is_empty() || !plain || name.chars().count() > MAIL_LETTERS_MAX {
        return Err(Refusal::new("identity.code_name", "请填手机号或邮箱").at("name").into());
    }
    app.db
        .write(move |tx| {
            let by_mail = name.contains('@');
            let account = if by_mail {
                let person = messages::person_of_mail(tx, &name)?;
                person.map(|person| store::account_of(tx, person)).transpose()?.flatten()
            } else {
                store::account_by_name(tx, &name)?
                    .filter(|account| account.phone.as_deref() == Some(name.as_str()))
            };
            let account = account.filter(|account| account.closed_at.is_none());
            let reachable = if by_mail { means.mail } else { means.sms };
            let account = account.filter(|_| reachable);
            let official = match &account {
                Some(account) => holds_post(tx, account.person_id)?,
                None => false,
            };
            let asked = Asked {
                account: account.as_ref().filter(|_| !official).map(|account| account.id),
                purpose: SIGN_IN,
                name: &name,
                mail: None,
                origin_address: &address,
            };
            let (ticket, code) = make(tx, &asked)?;
            if let Some(account) = account {
                let text = if official {
                    "您担任职务，不能只凭验证码登录，请用密码登录".to_owned()
                } else {
                    text_of(&code)
                };
                let way = if by_mail {
                    (String::new(), name.clone())
                } else {
                    (name.clone(), String::new())
                };
                send(tx, account.person_id, text, way)?;
            }
            Ok(ticket)
        })
        .await
}

/// The second step of somebody who asked for it; `None` where no code can reach them.
pub(super) fn ask_second_step(
    tx: &mut Tx<'_>,
    account: &super::Account,
    origin: &Origin,
    means: Means,
) -> Result<Option<String>> {
    if !messages::choices_of(tx, account.person_id)?.second_step {
        return Ok(None);
    }
    let reach = (tx.surroundings().registrar.reach)(tx, account.person_id)?;
    let phone = account.phone.clone().or(reach.phone).filter(|_| means.sms);
    let mail = messages::mail_of(tx, account.person_id)?.filter(|_| means.mail);
    let way = match (phone, mail) {
        (Some(phone), _) => (phone, String::new()),
        (None, Some(mail)) => (String::new(), mail),
        (None, None) => return Ok(None),
    };
    let name = format!("{SECOND_STEP} {}", account.id);
    let asked = Asked {
        account: Some(account.id),
        purpose: SECOND_STEP,
        name: &name,
        mail: None,
        origin_address: &origin.address,
    };
    let (ticket, code) = make(tx, &asked)?;
    send(tx, account.person_id, text_of(&code), way)?;
    Ok(Some(ticket))
}

/// Asks for a code to a mail address that a person says is theirs.
pub async fn ask_mail_code(
    app: &App,
    actor: &Actor,
    typed: &str,
    origin: &Origin,
) -> Result<String> {
    let person = actor.person()?;
    let mail: String = typed.trim().chars().map(half_width).collect::<String>().to_lowercase();
    let address = origin.address.clone();
    let right = mail.parse::<lettre::Address>().is_ok() && mail.len() <= MAIL_LETTERS_MAX;
    if !right {
        let sentence = "邮箱的写法不对，应当像 name@example.cn";
        return Err(Refusal::new("identity.mail_wrong", sentence).at("mail").into());
    }
    if !Means::of(&app.settings).mail {
        let sentence = "县里没有接邮件，现在不能登记邮箱";
        return Err(Refusal::new("identity.no_mail", sentence).at("mail").into());
    }
    app.db
        .write(move |tx| {
            let account = store::account_of(tx, person)?.ok_or(Error::NotFound)?;
            let name = format!("{MAIL} {}", account.id);
            let asked = Asked {
                account: Some(account.id),
                purpose: MAIL,
                name: &name,
                mail: Some(&mail),
                origin_address: &address,
            };
            let (ticket, code) = make(tx, &asked)?;
            send(tx, person, text_of(&code), (String::new(), mail.clone()))?;
            Ok(ticket)
        })
        .await
}

/// Enters a code and signs in. Gives the secret for the browser.
pub async fn enter_code(app: &App, ticket: &str, typed: &str, origin: Origin) -> Result<String> {
    let secret = hex(&app.sources().bytes::<32>());
    let (ticket, typed) = (ticket.to_owned(), digits(typed));
    let token_digest = digest(secret.as_bytes());
    let entered = app
        .db
        .write(move |tx| {
            let Some((kept, account)) = check(tx, &ticket, &typed, &[SIGN_IN, SECOND_STEP])? else {
                return Ok(false);
            };
            let person: PersonId = tx.value(&PERSON_OF_ACCOUNT, &[&account])?;
            if kept.purpose == SIGN_IN && holds_post(tx, person)? {
                let sentence = "您担任职务，请用密码登录";
                return Err(Refusal::new("identity.password_needed", sentence).into());
            }
            begin_session(tx, account, &token_digest, &origin)?;
            Ok(true)
        })
        .await?;
    if entered { Ok(secret) } else { Err(wrong_code().into()) }
}

/// Enters the code that came to a mail address: from now on the address is the person's.
pub async fn enter_mail_code(app: &App, actor: &Actor, ticket: &str, typed: &str) -> Result<()> {
    let person = actor.person()?;
    let (ticket, typed) = (ticket.to_owned(), digits(typed));
    let entered = app
        .db
        .write(move |tx| {
            let Some((kept, account)) = check(tx, &ticket, &typed, &[MAIL])? else {
                return Ok(false);
            };
            let owner: PersonId = tx.value(&PERSON_OF_ACCOUNT, &[&account])?;
            let sealed = kept.mail_sealed.filter(|_| owner == person).ok_or(Error::NotFound)?;
            let bytes = tx.surroundings().vault.open(&sealed)?;
            let mail = String::from_utf8(bytes).map_err(|_| Error::fault("a sealed address"))?;
            messages::confirm_mail(tx, person, &mail)?;
            Ok(true)
        })
        .await?;
    if entered { Ok(()) } else { Err(wrong_code().into()) }
}

/// Looks a code up and uses it. `None` when it is wrong, which counts.
fn check(
    tx: &mut Tx<'_>,
    ticket: &str,
    typed: &str,
    purposes: &[&str],
) -> Result<Option<(Kept, AccountId)>> {
    let kept: Option<Kept> = tx.find(&CODE_OF_TICKET, &[&digest(ticket.as_bytes())])?;
    let now = tx.now();
    let kept = kept.filter(|kept| {
        kept.expires_at > now && kept.tries < TRIES_MAX && purposes.contains(&&*kept.purpose)
    });
    let Some(kept) = kept else {
        let sentence = "验证码用过了、过期了，或者试错太多。请重新要一个";
        return Err(Refusal::new("identity.code_over", sentence).into());
    };
    let right = tag(tx, ticket, typed) == kept.code_tag;
    match kept.account_id.filter(|_| right) {
        Some(account) => {
            tx.run_one(&USE_CODE, &[&kept.id, &now])?;
            Ok(Some((kept, account)))
        }
        None => {
            tx.run_one(&WRONG_TRY, &[&kept.id])?;
            Ok(None)
        }
    }
}

fn make(tx: &mut Tx<'_>, asked: &Asked<'_>) -> Result<(String, String)> {
    let now = tx.now();
    let since = now - SignedDuration::from_mins(LIMIT_MINUTES);
    // Those are forgotten that no limit counts any more.
    tx.run(&FORGET_CODES, &[&(since - SignedDuration::from_mins(CODE_MINUTES))])?;
    let name_tag = tx.surroundings().vault.tag("codes for", asked.name);
    let of_name: i64 = tx.value(&CODES_OF_NAME, &[&name_tag, &since])?;
    let of_address: i64 = tx.value(&CODES_OF_ADDRESS, &[&asked.origin_address, &since])?;
    if of_name >= CODES_PER_NAME_MAX || of_address >= CODES_PER_ADDRESS_MAX {
        let sentence = "验证码要得太勤了，请过 {1} 分钟再要";
        return Err(Refusal::new("identity.codes_too_many", sentence).with(LIMIT_MINUTES).into());
    }
    let sources = &tx.surroundings().sources;
    let ticket = hex(&sources.bytes::<16>());
    let code = format!("{:06}", u64::from_be_bytes(sources.bytes::<8>()) % 1_000_000);
    let code_tag = tag(tx, &ticket, &code);
    let sealed = asked.mail.map(|mail| {
        let surroundings = tx.surroundings();
        surroundings.vault.seal(&surroundings.sources, mail.as_bytes())
    });
    let sealed = sealed.transpose()?;
    let (id, expires_at) =
        (tx.new_id::<SubjectId>(), now + SignedDuration::from_mins(CODE_MINUTES));
    tx.run_one(
        &INSERT_CODE,
        &[
            &id,
            &digest(ticket.as_bytes()),
            &asked.account,
            &asked.purpose,
            &name_tag,
            &asked.origin_address,
            &code_tag,
            &sealed,
            &now,
            &expires_at,
        ],
    )?;
    Ok((ticket, code))
}

fn send(
    tx: &mut Tx<'_>,
    person: PersonId,
    text: String,
    (phone, mail): (String, String),
) -> Result<()> {
    let words = Words { text, subject: "验证码".to_owned(), phone, mail, ..Words::default() };
    messages::carry(tx, person, Purpose::Code, &words)
}

fn text_of(code: &str) -> String {
    format!("验证码 {code}，{CODE_MINUTES} 分钟内有效。工作人员不会向您要验证码，请不要告诉别人")
}

fn tag(tx: &Tx<'_>, ticket: &str, code: &str) -> String {
    tx.surroundings().vault.tag("sign-in code", &format!("{ticket} {code}"))
}

fn digits(typed: &str) -> String {
    typed.chars().map(half_width).filter(char::is_ascii_digit).collect()
}

fn holds_post(tx: &mut Tx<'_>, person: PersonId) -> Result<bool> {
    let today = tx.today();
    Ok(!(tx.surroundings().registrar.posts_held)(tx, person, today)?.is_empty())
}

fn wrong_code() -> Refusal {
    Refusal::new("identity.wrong_code", "验证码不对，请看清楚再填一次").at("code")
}
