//! Nouns of the protection of people's data: bank cards, looks, what people ask.

use jiff::Timestamp;
use law::identifiers::{BankCardFault, bank_card};
use law::privacy::Holding;
use platform::code::half_width;
use platform::privacy::mask_bank_card;
use platform::storage::{FromValue, ToValue, Value, ValueRef};
use platform::{AreaPath, PersonId, Power, Refusal, Text, text};

/// Seeing a whole number instead of the masked one.
pub const PEOPLE_UNMASK: Power = Power::new("people.unmask");
/// Carrying out an erasure that somebody else agreed to.
pub const PEOPLE_ERASE: Power = Power::new("people.erase");

platform::id_type! {
    /// A bank card that was noted.
    BankCardId,
    /// A look at somebody's record.
    LookId,
    /// Something a person asked about their data.
    RequestId,
}

/// A card's number that was checked. Never printed whole, also not by mistake.
#[derive(Clone, PartialEq, Eq)]
pub struct BankCardNumber(String);

impl BankCardNumber {
    /// Reads a number as people type it, or says what is wrong with it.
    pub fn read(typed: &str) -> std::result::Result<Self, Refusal> {
        let number: String = typed
            .chars()
            .map(half_width)
            .filter(|letter| !letter.is_whitespace() && *letter != '-')
            .collect();
        let (code, sentence) = match bank_card(&number) {
            Ok(()) => return Ok(Self(number)),
            Err(BankCardFault::Form) => {
                ("registry.card_length", "银行卡号是 13 到 19 位数字，请对照卡面再看一遍")
            }
            Err(BankCardFault::Check) => {
                ("registry.card_check", "银行卡号有一位抄错了，请对照卡面再看一遍")
            }
        };
        Err(Refusal::new(code, sentence).at("card_number"))
    }

    /// The number itself, to be sealed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for BankCardNumber {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&mask_bank_card(&self.0))
    }
}

platform::record! {
    /// A bank card of a person. A new one takes its place; it is never changed.
    pub struct BankCard {
        /// Its id.
        pub id: BankCardId,
        /// The bank.
        pub bank: String,
        /// The number, encrypted.
        pub number_sealed: Vec<u8>,
        /// By whom it was noted.
        pub noted_by: String,
        /// When.
        pub noted_at: Timestamp,
    }
}

platform::record! {
    /// A look at somebody's record.
    pub struct Look {
        /// Who looked.
        pub looker_name: String,
        /// In which post, a key of `posts.toml`.
        pub post: String,
        /// In which body.
        pub body_name: String,
        /// At what, a word of [`LookedAt`].
        pub at_what: String,
        /// Why, a word of [`Why`].
        pub why: String,
        /// Why, in the looker's own words.
        pub words: String,
        /// When.
        pub looked_at: Timestamp,
    }
}

words! {
    /// What was looked at.
    LookedAt {
        /// The record, with masked numbers.
        Record "record" "登记资料（号码只显示一部分）",
        /// The whole identity number.
        IdentityNumber "identity_number" "身份证号",
        /// The whole phone.
        Phone "phone" "电话",
        /// The whole bank card.
        BankCard "bank_card" "银行卡号",
        /// The paper that says who looked.
        Paper "paper" "谁看过的打印件",
    }
}

words! {
    /// Why somebody looked.
    Why {
        /// To work on something of the person's.
        Work "work" "日常工作",
        /// To compare with a document.
        Compare "compare" "核对证件或材料",
        /// To pay something.
        Pay "pay" "发放补贴、核对账户",
        /// To reach the person.
        Reach "reach" "联系本人",
        /// Because the person asked.
        Asked "asked" "本人要求",
        /// To look into a complaint.
        Inquiry "inquiry" "处理投诉或者调查",
    }
}

words! {
    /// What a person asks about their data.
    Asking {
        /// To have something corrected.
        Correction "correction" "更正",
        /// To have something erased.
        Erasure "erasure" "删除",
    }
}

words! {
    /// What may be wrong in a record.
    Entry {
        /// The name.
        Name "name" "姓名",
        /// The sex.
        Sex "sex" "性别",
        /// The date of birth.
        BornOn "born_on" "出生日期",
        /// The identity number.
        IdentityNumber "identity_number" "身份证号",
        /// The phone.
        Phone "phone" "电话",
        /// The household.
        Household "household" "户号",
        /// How the person belongs to the village.
        Residence "residence" "户籍",
        /// The bank card.
        BankCard "bank_card" "银行卡号",
        /// Anything else.
        Other "other" "其他",
    }
}

words! {
    /// Where a request stands, and what its answers say.
    RequestStanding {
        /// Nobody answered yet.
        Open "open" "等待处理",
        /// It is right, and will be done.
        Accepted "accepted" "同意，等待执行",
        /// It is not done; the reason is given.
        Declined "declined" "没有同意",
        /// It was done.
        Done "done" "已经办好",
    }
}

words! {
    /// How a person's word reached the clerk.
    GivenHow {
        /// The person asked without help.
        Own "own" "本人在网上提出",
        /// On paper, signed.
        Signed "signed" "本人签字",
        /// On paper, with a fingerprint.
        Fingerprint "fingerprint" "本人按手印",
        /// Spoken, before the clerk.
        Spoken "spoken" "本人当面口头提出",
    }
}

platform::record! {
    /// Something a person asked about their data.
    pub struct PersonRequest {
        /// Its id.
        pub id: RequestId,
        /// Whose data it is about.
        pub person_id: PersonId,
        /// Where the person lived when asking.
        pub area_path: AreaPath,
        /// A word of [`Asking`].
        pub kind: String,
        /// A word of [`Entry`], or of the law's holdings.
        pub about: String,
        /// What should be, encrypted.
        pub words_sealed: Vec<u8>,
        /// Who typed it in.
        pub asked_by_id: PersonId,
        /// Their name.
        pub asked_by: String,
        /// A word of [`GivenHow`].
        pub given_how: String,
        /// A word of [`RequestStanding`].
        pub state: String,
        /// When.
        pub asked_at: Timestamp,
    }
}

platform::record! {
    /// An answer to a request.
    pub struct RequestAnswer {
        /// A word of [`RequestStanding`].
        pub answer: String,
        /// Why.
        pub reason: String,
        /// Who answered.
        pub answered_by_id: Option<PersonId>,
        /// Their name.
        pub answered_by: String,
        /// When.
        pub answered_at: Timestamp,
    }
}

impl PersonRequest {
    /// What it asks.
    pub fn asking(&self) -> Option<Asking> {
        Asking::from_word(&self.kind)
    }

    /// Where it stands.
    pub fn standing(&self) -> RequestStanding {
        RequestStanding::from_word(&self.state).unwrap_or(RequestStanding::Open)
    }

    /// What is to be erased, of a request for that.
    pub fn holding(&self) -> Option<Holding> {
        Holding::ALL.into_iter().find(|holding| holding.key() == self.about)
    }

    /// What it is about, in people's words.
    pub fn about_label(&self) -> Text {
        match self.asking() {
            Some(Asking::Erasure) => self.holding().map_or(text("其他"), |one| Text(one.label())),
            _ => Entry::from_word(&self.about).unwrap_or(Entry::Other).label(),
        }
    }
}
