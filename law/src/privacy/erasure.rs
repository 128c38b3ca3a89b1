//! What is erased when a person asks, and what stays, with the reason.

use super::{ERASE, KEPT_BY_LAW, LEGAL_DUTY};
use crate::Cite;

/// A kind of record about a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holding {
    /// The account with which the person signs in.
    Account,
    /// The person's phone.
    Phone,
    /// A bank card.
    BankCard,
    /// Applications that were begun and not sent.
    Drafts,
    /// Messages to the person.
    Messages,
    /// The entry in the register of the village.
    Register,
    /// Applications that were sent, with what was decided.
    Cases,
    /// The record of who did what.
    Journal,
    /// The record of who looked at the person's entry.
    Looks,
}

/// What becomes of a record when the person asks for its erasure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Erasure {
    /// It is erased.
    Erased {
        /// The article.
        cite: Cite,
        /// Why it may go.
        reason: &'static str,
    },
    /// It is erased once the person's open matters have ended.
    Later {
        /// The article.
        cite: Cite,
        /// What has to end first.
        reason: &'static str,
    },
    /// It stays; it is only stored and protected.
    Kept {
        /// The article.
        cite: Cite,
        /// Why it stays.
        reason: &'static str,
    },
}

impl Holding {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Account,
        Self::Phone,
        Self::BankCard,
        Self::Drafts,
        Self::Messages,
        Self::Register,
        Self::Cases,
        Self::Journal,
        Self::Looks,
    ];

    /// The word in forms and tables.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Phone => "phone",
            Self::BankCard => "bank_card",
            Self::Drafts => "drafts",
            Self::Messages => "messages",
            Self::Register => "register",
            Self::Cases => "cases",
            Self::Journal => "journal",
            Self::Looks => "looks",
        }
    }

    /// What it is called.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Account => "登录账号",
            Self::Phone => "电话号码",
            Self::BankCard => "登记的银行卡",
            Self::Drafts => "没有提交的申请草稿",
            Self::Messages => "发给本人的消息",
            Self::Register => "村里的人口登记",
            Self::Cases => "已经提交的办件",
            Self::Journal => "谁办了什么的记录",
            Self::Looks => "谁看过本人资料的记录",
        }
    }
}

/// What the law says of erasing a record at the person's wish. `open_matters` tells whether an
/// application of the person is still being worked on. Cites [`ERASE`] and [`KEPT_BY_LAW`].
pub const fn erasure(holding: Holding, open_matters: bool) -> Erasure {
    match holding {
        Holding::Account => Erasure::Erased {
            cite: ERASE,
            reason: "账号是本人同意才开的，撤回同意就删",
        },
        Holding::Drafts => Erasure::Erased {
            cite: ERASE,
            reason: "没有提交的内容只为本人填写方便而存",
        },
        Holding::Messages => {
            Erasure::Erased { cite: ERASE, reason: "消息送到以后目的已经达到" }
        }
        Holding::Phone | Holding::BankCard if open_matters => Erasure::Later {
            cite: ERASE,
            reason: "还有办件没有办完，办完以后才能删",
        },
        Holding::Phone => Erasure::Erased {
            cite: ERASE,
            reason: "电话只为联系本人，不留电话可以上门通知",
        },
        Holding::BankCard => Erasure::Erased {
            cite: ERASE,
            reason: "卡号只为发放补贴，以后要发时再登记",
        },
        Holding::Register => Erasure::Kept {
            cite: LEGAL_DUTY,
            reason: "村里依法登记居民，办事和选举都以它为准",
        },
        Holding::Cases => Erasure::Kept {
            cite: KEPT_BY_LAW,
            reason: "办理过程、决定和交来的材料是行政档案，按档案保管期限留存",
        },
        Holding::Journal => Erasure::Kept {
            cite: KEPT_BY_LAW,
            reason: "操作记录用来追责，法律要求留存，不能改也不能删",
        },
        Holding::Looks => Erasure::Kept {
            cite: KEPT_BY_LAW,
            reason: "这份记录是为保护本人而存，满期限后自动删除",
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_consent_brought_goes_and_what_law_keeps_stays() {
        let found = |holding, open| match erasure(holding, open) {
            Erasure::Erased { .. } => "erased",
            Erasure::Later { .. } => "later",
            Erasure::Kept { .. } => "kept",
        };
        for (holding, at_rest, with_open_matters) in [
            (Holding::Account, "erased", "erased"),
            (Holding::Phone, "erased", "later"),
            (Holding::BankCard, "erased", "later"),
            (Holding::Drafts, "erased", "erased"),
            (Holding::Messages, "erased", "erased"),
            (Holding::Register, "kept", "kept"),
            (Holding::Cases, "kept", "kept"),
            (Holding::Journal, "kept", "kept"),
            (Holding::Looks, "kept", "kept"),
        ] {
            assert_eq!(found(holding, false), at_rest, "{holding:?}");
            assert_eq!(found(holding, true), with_open_matters, "{holding:?}");
        }
    }

    #[test]
    fn every_kind_has_its_own_word() {
        let mut keys = Holding::ALL.map(Holding::key);
        keys.sort_unstable();
        assert!(keys.windows(2).all(|pair| pair[0] != pair[1]), "{keys:?}");
    }
}
