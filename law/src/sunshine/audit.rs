//! The audit of those who leave 离任审计: what it looks at, who may add to it, when it is public.

use super::audit_cite;
use crate::{Cite, Date};

/// What an audit looks at. Cites [`super::AUDIT_MATTERS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AuditMatter {
    /// Income and expenditure.
    Accounts,
    /// Claims and debts.
    Debts,
    /// Money and goods of the government and of donors.
    Grants,
    /// Tenders of projects for the public good.
    Tenders,
    /// The keeping and use of money.
    Funds,
    /// What one fifth of the villagers ask for.
    Asked,
}

/// What is wrong with when an audit was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditFault {
    /// Not published.
    NotPublished,
    /// On the day of the election or after it.
    TooLate,
}

impl AuditMatter {
    /// All six.
    pub const ALL: [Self; 6] =
        [Self::Accounts, Self::Debts, Self::Grants, Self::Tenders, Self::Funds, Self::Asked];

    /// The stable word for storage.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Accounts => "accounts",
            Self::Debts => "debts",
            Self::Grants => "grants",
            Self::Tenders => "tenders",
            Self::Funds => "funds",
            Self::Asked => "asked",
        }
    }

    /// Reads back what [`Self::key`] wrote.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }

    /// What pages show.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Accounts => "本村财务收支",
            Self::Debts => "本村债权债务",
            Self::Grants => "政府拨付和社会捐赠的资金、物资",
            Self::Tenders => "公益事业建设项目招标投标",
            Self::Funds => "本村资金管理使用",
            Self::Asked => "五分之一以上的村民要求审计的事项",
        }
    }
}

impl AuditFault {
    /// Both.
    pub const ALL: [Self; 2] = [Self::NotPublished, Self::TooLate];

    /// The stable word for refusals.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NotPublished => "not_published",
            Self::TooLate => "too_late",
        }
    }

    /// What it means, for a page.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::NotPublished => "离任审计结果还没有公布，应当在下一届选举之前公布",
            Self::TooLate => "离任审计结果没有在选举之前公布",
        }
    }
}

/// Whether a leaving audit is public before the next election. Cites [`super::AUDIT_PUBLISHED`], by
/// the day of the election; the day itself is not before it.
pub fn leaving_audit(
    published_on: Option<Date>,
    election_on: Date,
) -> Result<(), (AuditFault, Cite)> {
    let fault = match published_on {
        None => AuditFault::NotPublished,
        Some(on) if on >= election_on => AuditFault::TooLate,
        Some(_) => return Ok(()),
    };
    Err((fault, audit_cite(election_on)))
}

/// Whether so many villagers may have a matter audited: one fifth or more. Cites
/// [`super::AUDIT_MATTERS`]. The law does not say of whom one fifth; who counts says so on the
/// page. Of nobody, never.
pub fn may_add_matter(supporters: u32, villagers: u32) -> bool {
    villagers > 0 && supporters <= villagers && u64::from(supporters) * 5 >= u64::from(villagers)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::sunshine::{AUDIT_PUBLISHED, AUDIT_PUBLISHED_2018};

    #[test]
    fn it_is_public_before_the_next_election() {
        use AuditFault::{NotPublished, TooLate};
        let election = date(2026, 12, 20);
        for (published_on, election_on, expected) in [
            (Some(date(2026, 12, 19)), election, Ok(())),
            (Some(election), election, Err((TooLate, AUDIT_PUBLISHED))),
            (Some(date(2026, 12, 21)), election, Err((TooLate, AUDIT_PUBLISHED))),
            (None, election, Err((NotPublished, AUDIT_PUBLISHED))),
            (None, date(2025, 12, 31), Err((NotPublished, AUDIT_PUBLISHED_2018))),
        ] {
            assert_eq!(leaving_audit(published_on, election_on), expected);
        }
    }

    #[test]
    fn one_fifth_may_add_a_matter() {
        for (supporters, villagers, may) in [
            (20, 100, true),
            (19, 100, false),
            (21, 101, true),
            (20, 101, false),
            (0, 0, false),
            (1, 1, true),
            (0, 4, false),
            (101, 100, false),
            (u32::MAX, u32::MAX, true),
        ] {
            assert_eq!(may_add_matter(supporters, villagers), may, "{supporters}/{villagers}");
        }
        let read_back = |one: &AuditMatter| AuditMatter::from_key(one.key()) == Some(*one);
        assert!(AuditMatter::ALL.iter().all(read_back));
    }
}
