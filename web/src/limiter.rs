//! How often one address may do what guessing would abuse, and one program may call.

use std::net::{IpAddr, Ipv4Addr};
use std::num::NonZeroU32;

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

/// Looks a minute for one address at pages that answer to codes.
const LOOKS_PER_MINUTE: u32 = 30;
/// Addresses after which those that are quiet are forgotten.
const ADDRESSES_KEPT_MAX: usize = 10_000;

pub(crate) struct Limiter(DefaultKeyedRateLimiter<IpAddr>);

impl Limiter {
    pub(crate) fn new() -> Self {
        let looks = NonZeroU32::new(LOOKS_PER_MINUTE).unwrap_or(NonZeroU32::MIN);
        Self(RateLimiter::keyed(Quota::per_minute(looks)))
    }

    /// Whether this address may look once more.
    pub(crate) fn admits(&self, address: &str) -> bool {
        if self.0.len() > ADDRESSES_KEPT_MAX {
            self.0.retain_recent();
        }
        let address = address.parse().unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        self.0.check_key(&address).is_ok()
    }
}

/// How often one token, or one address without one, may call.
pub(crate) struct Calls(DefaultKeyedRateLimiter<String>);

impl Calls {
    pub(crate) fn new(per_minute: u32) -> Self {
        let calls = NonZeroU32::new(per_minute).unwrap_or(NonZeroU32::MIN);
        Self(RateLimiter::keyed(Quota::per_minute(calls)))
    }

    /// Whether this caller may call once more.
    pub(crate) fn admits(&self, caller: &str) -> bool {
        if self.0.len() > ADDRESSES_KEPT_MAX {
            self.0.retain_recent();
        }
        self.0.check_key(&caller.to_owned()).is_ok()
    }
}
