//! The nouns: a message to a person, its deliveries, and the call or visit that stands in for them.

use jiff::Timestamp;

use crate::area::AreaPath;
use crate::i18n::{Text, text};
use crate::id::{PersonId, SubjectId};
use crate::storage::{FromValue, ToValue, Value, ValueRef};

crate::id_type! {
    /// A message.
    MessageId,
    /// The way of one message to its person. Gateways get it as the identifier of what is sent.
    DeliveryId,
    /// A person who is to be called or visited.
    VisitId,
}

/// Declares the words of a column, each with what people read.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($word:ident = $key:literal, $zh:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $(#[doc = concat!("“", $zh, "”")] $word),+ }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$word),+];

            /// Its word in the data and in forms.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$word => $key),+ }
            }

            /// What people read.
            pub const fn label(self) -> Text {
                match self { $(Self::$word => text($zh)),+ }
            }

            /// The one of that word.
            pub fn from_key(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.key() == key)
            }
        }

        impl ToValue for $name {
            fn to_value(&self) -> Value<'_> {
                Value::from(self.key())
            }
        }

        impl FromValue for $name {
            fn from_value(value: ValueRef<'_>) -> Option<Self> {
                match value {
                    ValueRef::Text(word) => Self::from_key(word),
                    _ => None,
                }
            }
        }
    };
}

words! {
    /// Whether the law or good order wants the person told now.
    Urgency {
        Duty = "duty", "必须告诉本人";
        Notice = "notice", "顺便告诉本人";
    }
}

words! {
    /// What a delivery carries.
    Purpose {
        Message = "message", "一条消息";
        Digest = "digest", "每周汇总";
        Code = "code", "验证码";
        Test = "test", "测试";
    }
}

words! {
    /// By which way. Everybody with an account has the inbox besides.
    Channel {
        Undecided = "undecided", "还没定";
        Sms = "sms", "短信";
        Mail = "mail", "邮件";
        Visit = "visit", "打电话或上门";
        Inbox = "inbox", "登录后自己看";
    }
}

words! {
    /// Where a delivery stands.
    DeliveryState {
        Waiting = "waiting", "正在发";
        Sent = "sent", "已发出，对方还没有回执";
        Delivered = "delivered", "已送到";
        Failed = "failed", "没有送到";
        Handed = "handed", "已请代办员打电话或上门";
        Told = "told", "已当面或电话告诉本人";
        Read = "read", "本人已看过";
        Inbox = "inbox", "已放进本人的消息";
    }
}

words! {
    /// Why it did not arrive, in words that say what to do.
    Reason {
        None = "", "";
        NoPhone = "no_phone", "没有手机，请打电话或上门";
        NoChannel = "no_channel", "县里没有接短信平台，请打电话或上门";
        Chosen = "chosen", "本人要求打电话或上门";
        PhoneOff = "phone_off", "对方手机关机或停机，还在重试";
        BadNumber = "bad_number", "号码或邮箱不对，请改打电话或上门";
        Rejected = "rejected", "对方拒收短信，请改打电话或上门";
        Busy = "busy", "短信平台或邮件服务器正忙，还在重试";
        Refused = "refused", "短信平台或邮件服务器不收，请管理员检查设置";
        Unreachable = "unreachable", "连不上短信平台或邮件服务器，还在重试";
        TimedOut = "timed_out", "短信平台或邮件服务器没有回应，还在重试";
        NotTrusted = "not_trusted", "加密连接没有建立，请管理员检查设置";
        Garbled = "garbled", "短信平台或邮件服务器的回答看不懂，请管理员检查设置";
        TooLate = "too_late", "过了时间，不再发";
        GivenUp = "given_up", "试了多次没有送到，请改打电话或上门";
    }
}

words! {
    /// How a person was told, or not.
    Told {
        Phone = "phone", "电话里告诉了";
        InPerson = "in_person", "当面告诉了";
        NotReached = "not_reached", "没有找到人";
    }
}

/// A message on its way to a person.
#[derive(Debug, Clone)]
pub struct NewMessage {
    /// To whom.
    pub person: PersonId,
    /// What it tells of, for example `window.case_granted`.
    pub kind: &'static str,
    /// A duty goes out at once; a notice waits in the inbox and in the digest of the week.
    pub urgency: Urgency,
    /// About what.
    pub subject: Option<SubjectId>,
    /// Where the person is, for the clerk who may have to call.
    pub area: AreaPath,
    /// The sentence, with places `{1}`, `{2}` for `args`. No identity numbers, no third persons.
    pub sentence: Text,
    /// What stands in the places.
    pub args: Vec<String>,
    /// Where it leads, for somebody who signed in.
    pub href: String,
    /// Where it leads, for somebody who did not: the address in the text message.
    pub link: String,
    /// The phone that was given for this matter, if another than the registry's.
    pub phone: Option<String>,
    /// A message with the same word is sent once, ever.
    pub once: Option<String>,
}

crate::record! {
    /// A message as its person reads it.
    pub struct Message {
        /// Its id.
        pub id: MessageId,
        /// To whom.
        pub person_id: PersonId,
        /// What it tells of.
        pub kind: String,
        /// Duty or notice.
        pub urgency: Urgency,
        /// About what.
        pub subject_id: Option<SubjectId>,
        /// Where.
        pub area_path: AreaPath,
        /// The sentence.
        pub sentence: String,
        /// What stands in its places, encrypted.
        pub args_sealed: Vec<u8>,
        /// Where it leads.
        pub href: String,
        /// Where it leads without an account.
        pub link: String,
        /// The phone for this matter, encrypted.
        pub phone_sealed: Option<Vec<u8>>,
        /// When.
        pub made_at: Timestamp,
        /// When the person opened it.
        pub read_at: Option<Timestamp>,
    }
}

crate::record! {
    /// The way of a message, or of a code.
    pub struct Delivery {
        /// Its id.
        pub id: DeliveryId,
        /// Of which message, if of one.
        pub message_id: Option<MessageId>,
        /// To whom.
        pub person_id: PersonId,
        /// What it carries.
        pub purpose: Purpose,
        /// What is said where there is no message, encrypted.
        pub words_sealed: Option<Vec<u8>>,
        /// By which way it went last.
        pub channel: Channel,
        /// Where it stands.
        pub state: DeliveryState,
        /// Why it has not arrived.
        pub reason: Reason,
        /// How often it was tried.
        pub tries: i64,
        /// Since when.
        pub made_at: Timestamp,
        /// When it is tried next; `None` when nothing is to be done by itself.
        pub next_at: Option<Timestamp>,
        /// When that was over.
        pub settled_at: Option<Timestamp>,
    }
}

crate::record! {
    /// A person to be called or visited.
    pub struct Visit {
        /// Its id.
        pub id: VisitId,
        /// Who.
        pub person_id: PersonId,
        /// About what.
        pub subject_id: Option<SubjectId>,
        /// Where the person is.
        pub area_path: AreaPath,
        /// Why nothing else arrived.
        pub reason: Reason,
        /// Since when.
        pub opened_at: Timestamp,
        /// Until when.
        pub closed_at: Option<Timestamp>,
    }
}

crate::record! {
    /// A try to tell somebody, by a person.
    pub struct Telling {
        /// When.
        pub told_at: Timestamp,
        /// Who tried.
        pub actor_name: String,
        /// How it went.
        pub how: Told,
        /// What was said or seen.
        pub words: String,
    }
}

/// What a person wants, and by which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choices {
    /// What the law wants told: text message, mail, or a call.
    pub duty_by: Channel,
    /// The digest of the week: text message, mail, or only the inbox.
    pub digest_by: Channel,
    /// The password alone does not open the account; a code comes besides.
    pub second_step: bool,
}

impl Default for Choices {
    fn default() -> Self {
        Self { duty_by: Channel::Sms, digest_by: Channel::Mail, second_step: false }
    }
}

/// What the registry knows of how to reach a person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    /// The phone.
    pub phone: Option<String>,
    /// The person has none at all, and is called on.
    pub no_phone: bool,
}
