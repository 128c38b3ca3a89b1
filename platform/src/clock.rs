//! The app's clock: the one place that reads the time of day.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::civil::{Date, DateTime};
use jiff::{SignedDuration, Timestamp, tz};

/// China keeps one time, eight hours ahead, without summer time since 1992.
pub const CHINA: tz::Offset = tz::offset(8);

/// The time as the program sees it.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A clock that a test or the maker of sample data sets; milliseconds since 1970.
    Set(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at `now` until it is moved.
    pub fn set_to(now: Timestamp) -> Self {
        Self::Set(Arc::new(AtomicI64::new(now.as_millisecond())))
    }

    /// The instant, to the millisecond.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the app's edge that others take time from"
    )]
    pub fn now(&self) -> Timestamp {
        let millisecond = match self {
            Self::System => Timestamp::now().as_millisecond(),
            Self::Set(at) => at.load(Ordering::SeqCst),
        };
        Timestamp::from_millisecond(millisecond).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// The date in China.
    pub fn today(&self) -> Date {
        date_of(self.now())
    }

    /// Moves a set clock; the machine's clock stays as it is.
    pub fn advance(&self, by: SignedDuration) {
        if let Self::Set(at) = self {
            at.fetch_add(i64::try_from(by.as_millis()).unwrap_or(0), Ordering::SeqCst);
        }
    }

    /// Sets a set clock to an instant.
    pub fn move_to(&self, now: Timestamp) {
        if let Self::Set(at) = self {
            at.store(now.as_millisecond(), Ordering::SeqCst);
        }
    }
}

/// The date in China at an instant.
pub fn date_of(instant: Timestamp) -> Date {
    civil_of(instant).date()
}

/// The date and time of day in China at an instant.
pub fn civil_of(instant: Timestamp) -> DateTime {
    CHINA.to_datetime(instant)
}

/// The instant of a date and time of day in China.
pub fn instant_of(civil: DateTime) -> Timestamp {
    CHINA.to_timestamp(civil).unwrap_or(Timestamp::UNIX_EPOCH)
}
