//! Automatic checks 自动检查 of a draft: what does not add up, and what nobody outside should read.
//!
//! A finding that blocks keeps a draft from review. One that is only to be looked at accuses no
//! one.

use super::personal;

/// Whether a draft goes on in spite of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// It has to be mended first.
    Blocks,
    /// Somebody should look; there may be a good reason.
    Look,
}

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Flaw {
    /// The lines add up to another sum than the one stated.
    SumDiffers,
    /// The book opens with another balance than the last one closed with.
    OpeningDiffers,
    /// Opening and income less expenditure is not what it closes with.
    ClosingDiffers,
    /// The income of all lines is another one.
    IncomeDiffers,
    /// The expenditure of all lines is another one.
    ExpenseDiffers,
    /// The printed percentage is another one.
    ShareDiffers,
    /// The printed percentage cannot be read.
    ShareUnreadable,
    /// A share of nothing.
    ShareOfNothing,
    /// An amount below zero.
    NegativeAmount,
    /// Income and expenditure in one line.
    BothSides,
    /// A line without an amount.
    AmountMissing,
    /// A line without a date.
    DateMissing,
    /// A line dated after the period.
    AfterPeriod,
    /// A line dated before it.
    BeforePeriod,
    /// Nothing in the book, and nobody says that there was nothing.
    EmptyUnexplained,
    /// The book says that there was nothing, and has lines.
    EmptyButLines,
    /// An expenditure without its voucher.
    AttachmentMissing,
    /// The same amount to the same payee twice.
    PaidTwice,
    /// An identity number.
    IdentityNumber,
    /// A mobile telephone number.
    Telephone,
    /// A bank card's number.
    BankCard,
    /// A word about somebody's illness.
    Illness,
}

/// Where it was found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In a line of the book.
    Line {
        /// Its number.
        number: u32,
        /// `on`, `summary`, `payee`, `income`, `expense` or `attachment`.
        column: &'static str,
    },
    /// In a field of the draft: `opening`, `closing`, `income`, `expense`, `note`, or its own.
    Field(String),
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub flaw: Flaw,
    /// Where.
    pub place: Place,
    /// What is written there: fen, or hundredths of a percent.
    pub stated: Option<i64>,
    /// What it should be, in the same unit.
    pub found: Option<i64>,
}

impl Finding {
    /// A finding without numbers.
    pub(super) fn at(flaw: Flaw, place: Place) -> Finding {
        Finding { flaw, place, stated: None, found: None }
    }

    /// Two numbers that should be one; nothing if they are. Sums are wide, so that no book can
    /// overflow them.
    pub(super) fn unequal(flaw: Flaw, field: &str, stated: i64, found: i128) -> Option<Finding> {
        (i128::from(stated) != found).then(|| Finding {
            flaw,
            place: Place::Field(field.to_string()),
            stated: Some(stated),
            found: i64::try_from(found).ok(),
        })
    }
}

impl Severity {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Blocks, Self::Look];

    /// The stable word, also for the class on a page.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Blocks => "blocks",
            Self::Look => "look",
        }
    }

    /// What pages show.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Blocks => "要先改好",
            Self::Look => "请看一看",
        }
    }
}

impl Flaw {
    /// All of them.
    pub const ALL: [Self; 22] = [
        Self::SumDiffers,
        Self::OpeningDiffers,
        Self::ClosingDiffers,
        Self::IncomeDiffers,
        Self::ExpenseDiffers,
        Self::ShareDiffers,
        Self::ShareUnreadable,
        Self::ShareOfNothing,
        Self::NegativeAmount,
        Self::BothSides,
        Self::AmountMissing,
        Self::DateMissing,
        Self::AfterPeriod,
        Self::BeforePeriod,
        Self::EmptyUnexplained,
        Self::EmptyButLines,
        Self::AttachmentMissing,
        Self::PaidTwice,
        Self::IdentityNumber,
        Self::Telephone,
        Self::BankCard,
        Self::Illness,
    ];

    /// The stable word for storage and statistics.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SumDiffers => "sum_differs",
            Self::OpeningDiffers => "opening_differs",
            Self::ClosingDiffers => "closing_differs",
            Self::IncomeDiffers => "income_differs",
            Self::ExpenseDiffers => "expense_differs",
            Self::ShareDiffers => "share_differs",
            Self::ShareUnreadable => "share_unreadable",
            Self::ShareOfNothing => "share_of_nothing",
            Self::NegativeAmount => "negative_amount",
            Self::BothSides => "both_sides",
            Self::AmountMissing => "amount_missing",
            Self::DateMissing => "date_missing",
            Self::AfterPeriod => "after_period",
            Self::BeforePeriod => "before_period",
            Self::EmptyUnexplained => "empty_unexplained",
            Self::EmptyButLines => "empty_but_lines",
            Self::AttachmentMissing => "attachment_missing",
            Self::PaidTwice => "paid_twice",
            Self::IdentityNumber => "identity_number",
            Self::Telephone => "telephone",
            Self::BankCard => "bank_card",
            Self::Illness => "illness",
        }
    }

    /// Reads back what [`Self::code`] wrote.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// What to do, for a page.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::SumDiffers => "各项相加与写的合计不符，请核对",
            Self::OpeningDiffers => "期初结余与上一期的期末结余不符，请核对",
            Self::ClosingDiffers => "期初结余加收入减支出与期末结余不符，请核对",
            Self::IncomeDiffers => "各笔收入相加与收入合计不符，请核对",
            Self::ExpenseDiffers => "各笔支出相加与支出合计不符，请核对",
            Self::ShareDiffers => "百分比与按数额算出来的不符，请核对",
            Self::ShareUnreadable => "百分比看不懂，请只写数字，例如 94.44%",
            Self::ShareOfNothing => "总数是零，算不出百分比，请核对",
            Self::NegativeAmount => "金额不能是负数；冲账请另记一笔收入或者支出，并写明原因",
            Self::BothSides => "一笔里不能既有收入又有支出，请分成两笔",
            Self::AmountMissing => "这一笔没有金额，请填写",
            Self::DateMissing => "这一笔没有日期，请填写",
            Self::AfterPeriod => "日期在这一期之后，请核对，或者记到下一期",
            Self::BeforePeriod => "日期在这一期之前。以前的票据现在入账的，请在摘要里写明",
            Self::EmptyUnexplained => "没有一笔账。这一期确实没有收支的，请在说明里写“无收支”",
            Self::EmptyButLines => "说明里写了“无收支”，却有账目，请核对",
            Self::AttachmentMissing => "这笔支出没有附票据，请补上照片或者扫描件",
            Self::PaidTwice => "同一收款人有两笔同样的金额。确实是两笔的，请在摘要里写明",
            Self::IdentityNumber => "里面有身份证号码，公开前请删去",
            Self::Telephone => "里面有手机号码，公开前请删去",
            Self::BankCard => "里面好像有银行卡号，公开前请删去",
            Self::Illness => "里面有与病情有关的字眼，请看看会不会说出某个人的病",
        }
    }

    /// Whether a draft goes on in spite of it.
    pub const fn severity(self) -> Severity {
        match self {
            Self::PaidTwice | Self::BeforePeriod | Self::Illness => Severity::Look,
            _ => Severity::Blocks,
        }
    }
}

/// Whether anything among these findings keeps a draft from review.
pub fn blocked(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.flaw.severity() == Severity::Blocks)
}

/// Parts and the sum that somebody wrote under them.
#[derive(Debug, Clone, Copy)]
pub struct Sum<'a> {
    /// Which field it is.
    pub field: &'a str,
    /// What is added up, in fen.
    pub parts: &'a [i64],
    /// What is written as the sum, in fen.
    pub stated: i64,
}

/// Every sum that is not the sum of its parts.
pub fn check_sums(sums: &[Sum<'_>]) -> Vec<Finding> {
    let check = |sum: &Sum<'_>| {
        let found = sum.parts.iter().copied().map(i128::from).sum();
        Finding::unequal(Flaw::SumDiffers, sum.field, sum.stated, found)
    };
    sums.iter().filter_map(check).collect()
}

/// A text that will be public.
#[derive(Debug, Clone, Copy)]
pub struct Passage<'a> {
    /// Which field it is.
    pub field: &'a str,
    /// What is written there.
    pub text: &'a str,
}

/// Everything personal in texts that will be public.
pub fn check_texts(passages: &[Passage<'_>]) -> Vec<Finding> {
    let look = |passage: &Passage<'_>| {
        let place = Place::Field(passage.field.to_string());
        personal(passage.text).into_iter().map(move |flaw| Finding::at(flaw, place.clone()))
    };
    passages.iter().flat_map(look).collect()
}

#[cfg(test)]
#[path = "checks_tests.rs"]
mod tests;
