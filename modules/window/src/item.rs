//! A service item 事项: what one can apply for, and everything its guide says.

use law::Cite;
use law::window::{Limit, Limits, LocalLimits, ONE_TIME_NOTICE, TELL_ONCE};
use platform::area::Level;
use serde::{Deserialize, Serialize};

/// The content of one version of an item. Once published it never changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// A stable word, in addresses.
    pub code: String,
    /// The number in the county's list.
    pub number: u32,
    /// The official name.
    pub name: String,
    /// The name in people's words.
    pub plain_name: String,
    /// What kind of act it is.
    pub kind: Kind,
    /// The department that answers for it; a word of the registry.
    pub department: String,
    /// Departments that take part.
    pub joint_with: Vec<String>,
    /// The lowest level that takes the application in.
    pub acceptance_level: Place,
    /// The level that decides.
    pub deciding_level: Place,
    /// By what right that level decides.
    pub power_source: PowerSource,
    /// Laws and documents it rests on.
    pub basis: Vec<String>,
    /// Who may apply, in one sentence.
    pub served: String,
    /// What must be so.
    pub conditions: Vec<String>,
    /// When it is not accepted.
    pub not_accepted_when: Vec<String>,
    /// Where to turn when this is not the place.
    pub outcome_elsewhere: String,
    /// The limit a law sets; `None` where the law is silent.
    #[serde(default)]
    pub legal_limit: Option<Limit>,
    /// What to say about the legal limit besides.
    pub legal_limit_note: String,
    /// The limit the county promises.
    pub promised_limit: Limit,
    /// Days of publicity 公示 within the procedure.
    pub publicity_days: u32,
    /// Done while one waits.
    pub on_the_spot: bool,
    /// How one may apply.
    pub channels: Vec<Channel>,
    /// What the village's clerk may do.
    pub station_mode: StationMode,
    /// How often the applicant must come.
    pub visits: u32,
    /// The fee, in words.
    pub fee: String,
    /// What one gets.
    pub result: String,
    /// Of what kind.
    pub result_kind: ResultKind,
    /// How the result may reach the applicant.
    pub delivery: Vec<String>,
    /// Whom to ask.
    pub consult: String,
    /// What people type when they look for it.
    pub keywords: Vec<String>,
    /// The whole in plain words.
    pub plain_text: String,
    /// How sure the draft is.
    pub confidence: Confidence,
    /// Where the draft comes from.
    pub source: String,
    /// A note for the clerk.
    pub station_note: String,
    /// What the county promised beyond the law: days to answer, to accept, to deliver.
    #[serde(default)]
    pub local_limits: LocalLimits,
    /// The papers.
    #[serde(default)]
    pub material: Vec<Material>,
    /// What the form asks.
    #[serde(default)]
    pub question: Vec<Question>,
    /// Questions and answers.
    #[serde(default)]
    pub faq: Vec<Faq>,
}

/// A paper that the applicant brings, or that the office fetches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Material {
    /// What it is called.
    pub name: String,
    /// Whether it is needed.
    pub need: Need,
    /// In which case, for a conditional one.
    pub when: String,
    /// Original, copy or electronic.
    pub form: MaterialForm,
    /// How many.
    pub copies: u32,
    /// Who has it.
    pub origin: Origin,
    /// What is looked at.
    pub check: String,
    /// May follow later.
    pub tolerable: bool,
}

/// A question of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The word under which the answer is kept.
    pub key: String,
    /// The question.
    pub label: String,
    /// A line of help.
    pub hint: String,
    /// What kind of answer.
    pub kind: AnswerKind,
    /// Must be answered.
    pub required: bool,
    /// For a choice.
    pub options: Vec<String>,
    /// `key=value` of an earlier answer, or empty.
    pub show_if: String,
}

/// A question people ask, and its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Faq {
    /// The question.
    pub question: String,
    /// The answer.
    pub answer: String,
}

/// A closed list of words that is stored by its key and shown by its label.
macro_rules! words {
    (
        $(#[$meta:meta])*
        $name:ident { $($variant:ident = $key:literal, $label:literal;)+ }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum $name { $(#[doc = $label] #[serde(rename = $key)] $variant),+ }

        impl $name {
            /// All of them, in the order of the forms.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word in files and forms.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),+ }
            }

            /// The one with that word.
            pub fn from_key(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.key() == key)
            }

            /// What people read.
            pub const fn label(self) -> platform::Text {
                match self { $(Self::$variant => platform::text($label)),+ }
            }
        }
    };
}
pub(crate) use words;

words! {
    /// What kind of act an item is.
    Kind {
        Licence = "licence", "行政许可";
        Payment = "payment", "行政给付";
        Confirmation = "confirmation", "行政确认";
        Reward = "reward", "行政奖励";
        PublicService = "public_service", "公共服务";
        Other = "other", "其他";
    }
}

words! {
    /// A level that takes in or decides.
    Place {
        Village = "village", "村（社区）";
        Township = "township", "乡镇";
        County = "county", "县";
    }
}

words! {
    /// By what right a level decides.
    PowerSource {
        Statutory = "statutory", "法定本级行使";
        Devolved = "devolved", "上级下放";
        Authorised = "authorised", "上级授权";
        Entrusted = "entrusted", "上级委托";
    }
}

words! {
    /// How one applies.
    Channel {
        Online = "online", "网上";
        Window = "window", "窗口";
        Clerk = "clerk", "村里代办";
    }
}

words! {
    /// What the village's clerk may do for one.
    StationMode {
        Clerk = "clerk", "可以代办，凭本人委托";
        Help = "help", "可以帮办，本人要在场";
        None = "none", "必须本人办";
    }
}

words! {
    /// What one gets.
    ResultKind {
        Payment = "payment", "发钱";
        Certificate = "certificate", "证照";
        Registration = "registration", "登记";
        Notice = "notice", "告知";
    }
}

words! {
    /// How sure a draft is.
    Confidence {
        Verified = "verified", "已核对原文";
        Common = "common", "通行做法，须核对";
        Plausible = "plausible", "推测，须核对";
    }
}

words! {
    /// Whether a paper is needed.
    Need {
        Required = "required", "必要";
        Optional = "optional", "可以不交";
        Conditional = "conditional", "看情况";
    }
}

words! {
    /// In which form a paper is handed in.
    MaterialForm {
        Original = "original", "原件，看后退回";
        Copy = "copy", "复印件";
        Electronic = "electronic", "电子件";
    }
}

words! {
    /// Who has a paper.
    Origin {
        Applicant = "applicant", "自己准备";
        Government = "government", "政府发的";
        Shared = "shared", "我们来查，不用交";
    }
}

words! {
    /// What kind of answer a question wants.
    AnswerKind {
        Text = "text", "一行字";
        LongText = "long_text", "一段话";
        Number = "number", "数字";
        Money = "money", "金额";
        Date = "date", "日期";
        Choice = "choice", "选一个";
        YesNo = "yes_no", "是或否";
        Phone = "phone", "电话";
        IdentityNumber = "identity_number", "身份证号码";
        BankCard = "bank_card", "银行卡号";
    }
}

impl Place {
    /// The level of areas.
    pub const fn level(self) -> Level {
        match self {
            Self::Village => Level::Village,
            Self::Township => Level::Township,
            Self::County => Level::County,
        }
    }
}

impl Item {
    /// The limits the clocks run on.
    pub fn limits(&self) -> Limits {
        Limits {
            local: self.local_limits,
            ..Limits::new(self.promised_limit, self.legal_limit, self.kind == Kind::Licence)
        }
    }

    /// The article, if it binds this item. The licensing law binds licences only; where it tells to
    /// say at once what is missing, the regulations on the business environment say so for all.
    pub fn bound_by(&self, cite: Cite) -> Option<Cite> {
        let licensing = cite.text == ONE_TIME_NOTICE.text;
        if !licensing || self.kind == Kind::Licence {
            Some(cite)
        } else {
            (cite == ONE_TIME_NOTICE).then_some(TELL_ONCE)
        }
    }

    /// Whether one may apply in this way.
    pub fn open_to(&self, channel: Channel) -> bool {
        self.channels.contains(&channel)
    }

    /// The papers that the applicant has to hand in, with their numbers.
    pub fn papers(&self) -> impl Iterator<Item = (usize, &Material)> {
        self.material.iter().enumerate().filter(|(_, paper)| paper.origin != Origin::Shared)
    }

    /// What the search finds it by, with the weight of each text.
    pub fn search_texts(&self) -> Vec<(i64, String)> {
        let mut texts = vec![(8, self.name.clone()), (6, self.plain_name.clone())];
        texts.extend(self.keywords.iter().map(|word| (6, word.clone())));
        texts.push((2, self.served.clone()));
        texts.push((1, self.plain_text.clone()));
        texts.push((1, self.result.clone()));
        texts.extend(self.material.iter().map(|paper| (1, paper.name.clone())));
        texts
    }
}
