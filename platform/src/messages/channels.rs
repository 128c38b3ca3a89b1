//! The ways out of the house: a gateway for text messages, and a mail server.

use std::fmt;
use std::time::Duration;

use jiff::Timestamp;
use lettre::message::header::ContentType;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{SmtpTransport, Transport};
use serde::Deserialize;
use serde_json::json;

use super::model::{Channel, Reason};
use super::outbox::Parcel;
use crate::calls::{Answered, Caller, Endpoint, NoAnswer};
use crate::error::{Error, Result};
use crate::settings::Settings;

/// How long a gateway or a mail server may take.
const SECONDS_MAX: u64 = 20;

/// What the settings say of the world outside.
#[derive(Clone, Debug, Default)]
pub struct Outside {
    /// The gateway for text messages.
    pub sms: Option<Endpoint>,
    /// The secret with which the gateway signs what it reports.
    pub sms_secret: Secret,
    /// The mail server.
    pub mail: Option<MailServer>,
}

/// Something that no log may show.
#[derive(Clone, Default)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret")
    }
}

/// How the way to a mail server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailTls {
    /// Encrypted from the first byte.
    Tls,
    /// Encrypted after a greeting; refused when the server does not offer it.
    StartTls,
    /// Not at all: for a server on this machine or in a closed network.
    None,
}

/// A mail server.
#[derive(Clone, Debug)]
pub struct MailServer {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the way is protected.
    pub tls: MailTls,
    /// The user; nobody signs in where it is empty.
    pub user: String,
    /// The password.
    pub password: Secret,
    /// The address in whose name mail is sent.
    pub from: String,
}

impl MailTls {
    /// `tls`, `starttls` or `none`.
    pub fn from_key(key: &str) -> Option<Self> {
        match key {
            "tls" => Some(Self::Tls),
            "starttls" => Some(Self::StartTls),
            "none" => Some(Self::None),
            _ => None,
        }
    }
}

/// Which ways there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Means {
    /// Text messages.
    pub sms: bool,
    /// Mail.
    pub mail: bool,
}

impl Means {
    /// The ways that the settings name; a sample county has ways of its own.
    pub fn of(settings: &Settings) -> Self {
        let outside = &settings.outside;
        Self {
            sms: outside.sms.is_some() || settings.demo,
            mail: outside.mail.is_some() || settings.demo,
        }
    }

    /// Whether there is any.
    pub const fn any(self) -> bool {
        self.sms || self.mail
    }
}

/// How a try went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The other side has it.
    Taken,
    /// It may yet go well.
    NotYet(Reason),
    /// It will not.
    Refused(Reason),
}

impl Outcome {
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::NotYet(reason) | Self::Refused(reason) => reason.key(),
        }
    }
}

/// The ways, open.
pub struct Channels {
    sms: Option<(Caller, Endpoint)>,
    mail: Option<(MailServer, Duration)>,
    /// A sample county sends to nobody: what it would have sent is on a page.
    sample: bool,
}

/// What a gateway answers when it understands.
#[derive(Deserialize)]
struct GatewayAnswer {
    taken: bool,
    #[serde(default)]
    reason: String,
}

impl Channels {
    /// The ways that the settings name.
    pub fn of(settings: &Settings) -> Self {
        Self::within(settings, Duration::from_secs(SECONDS_MAX))
    }

    /// [`Channels::of`], and how long a try may take.
    pub fn within(settings: &Settings, time: Duration) -> Self {
        let outside = &settings.outside;
        let sms = outside.sms.clone().map(|endpoint| (Caller::within(time), endpoint));
        let mail = outside.mail.clone().map(|server| (server, time));
        Self { sms, mail, sample: settings.demo }
    }

    /// Which ways there are.
    pub const fn means(&self) -> Means {
        let sample = self.sample;
        Means { sms: self.sms.is_some() || sample, mail: self.mail.is_some() || sample }
    }

    /// Sends one thing. It blocks.
    pub fn send(&self, parcel: &Parcel, now: Timestamp) -> Outcome {
        if self.sample {
            // Nobody outside hears from invented people, whatever the settings say.
            return sample_outcome(&parcel.to);
        }
        match (parcel.channel, &self.sms, &self.mail) {
            (Channel::Sms, Some((caller, endpoint)), _) => {
                let body = json!({
                    "id": parcel.id.to_string(),
                    "phone": parcel.to,
                    "text": parcel.text,
                });
                match caller.post(endpoint, &parcel.id.to_string(), &body, now) {
                    Ok(answered) => outcome_of(&answered),
                    Err(why) => Outcome::NotYet(reason_of(why)),
                }
            }
            (Channel::Mail, _, Some((server, time))) => {
                post_mail(server, *time, parcel, now).unwrap_or(Outcome::Refused(Reason::Refused))
            }
            _ => Outcome::NotYet(Reason::NoChannel),
        }
    }
}

/// In the sample county a number that ends in 07 does not exist, and one that ends in 08 is off.
fn sample_outcome(phone: &str) -> Outcome {
    if phone.ends_with("07") {
        Outcome::Refused(Reason::BadNumber)
    } else if phone.ends_with("08") {
        Outcome::NotYet(Reason::PhoneOff)
    } else {
        Outcome::Taken
    }
}

fn outcome_of(answered: &Answered) -> Outcome {
    match answered.json::<GatewayAnswer>() {
        Some(GatewayAnswer { taken: true, .. }) if answered.is_taken() => Outcome::Taken,
        Some(GatewayAnswer { taken: false, reason }) => match Reason::from_key(&reason) {
            Some(Reason::BadNumber) => Outcome::Refused(Reason::BadNumber),
            Some(Reason::Rejected) => Outcome::Refused(Reason::Rejected),
            Some(Reason::PhoneOff) => Outcome::NotYet(Reason::PhoneOff),
            _ => Outcome::NotYet(Reason::Busy),
        },
        _ if answered.may_change() => Outcome::NotYet(Reason::Busy),
        _ if answered.is_taken() => Outcome::NotYet(Reason::Garbled),
        // The gateway says no to us, not to the number: somebody has to look at the settings, and
        // until then the message waits.
        _ => Outcome::NotYet(Reason::Refused),
    }
}

const fn reason_of(why: NoAnswer) -> Reason {
    match why {
        NoAnswer::Unreachable => Reason::Unreachable,
        NoAnswer::TimedOut => Reason::TimedOut,
        NoAnswer::NotTrusted => Reason::NotTrusted,
        NoAnswer::Garbled => Reason::Garbled,
    }
}

fn post_mail(
    server: &MailServer,
    time: Duration,
    parcel: &Parcel,
    now: Timestamp,
) -> Result<Outcome> {
    let wrong = |_| Error::fault("a mail address that cannot be read");
    let since_1970 = Duration::from_secs(u64::try_from(now.as_second()).unwrap_or_default());
    let (_, domain) = server.from.rsplit_once('@').unwrap_or_default();
    let domain = domain.trim_end_matches('>');
    let mail = lettre::Message::builder()
        .from(server.from.parse().map_err(wrong)?)
        .to(parcel.to.parse().map_err(wrong)?)
        .subject(parcel.subject.clone())
        .date(std::time::UNIX_EPOCH + since_1970)
        // The same at every try, so that a mail box can tell that it has it already.
        .message_id(Some(format!("<{}@{domain}>", parcel.id)))
        .header(ContentType::TEXT_PLAIN)
        .body(parcel.text.clone())
        .map_err(|_| Error::fault("a mail that cannot be put together"))?;
    match transport(server, time)?.send(&mail) {
        Ok(_) => Ok(Outcome::Taken),
        Err(error) => Ok(mail_outcome(&error)),
    }
}

fn transport(server: &MailServer, time: Duration) -> Result<SmtpTransport> {
    let parameters = || {
        TlsParameters::new(server.host.clone())
            .map_err(|_| Error::fault("the name of the mail server does not fit encryption"))
    };
    let tls = match server.tls {
        MailTls::Tls => Tls::Wrapper(parameters()?),
        MailTls::StartTls => Tls::Required(parameters()?),
        MailTls::None => Tls::None,
    };
    let mut builder = SmtpTransport::builder_dangerous(&server.host)
        .port(server.port)
        .tls(tls)
        .timeout(Some(time));
    if !server.user.is_empty() {
        let (user, password) = (server.user.clone(), server.password.0.clone());
        builder = builder.credentials(Credentials::new(user, password));
    }
    Ok(builder.build())
}

/// A time-out of a read arrives as one of two kinds, by the system.
fn took_too_long(error: &lettre::transport::smtp::Error) -> bool {
    use std::io::ErrorKind::{TimedOut, WouldBlock};
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        if let Some(error) = inner.downcast_ref::<std::io::Error>() {
            return matches!(error.kind(), TimedOut | WouldBlock);
        }
        source = inner.source();
    }
    false
}

/// What an error of the mail server means: 5xx to an address is a no, 4xx is not yet.
fn mail_outcome(error: &lettre::transport::smtp::Error) -> Outcome {
    if error.is_permanent() {
        let code = error.status().map(u16::from).unwrap_or_default();
        // 550 to 553 are about the address; all else is about us.
        return match code {
            550..=553 => Outcome::Refused(Reason::BadNumber),
            _ => Outcome::NotYet(Reason::Refused),
        };
    }
    let reason = if error.is_transient() {
        Reason::Busy
    } else if took_too_long(error) {
        Reason::TimedOut
    } else if error.is_tls() {
        Reason::NotTrusted
    } else if error.is_response() {
        Reason::Garbled
    } else if error.is_client() {
        Reason::Refused
    } else {
        Reason::Unreachable
    };
    Outcome::NotYet(reason)
}
