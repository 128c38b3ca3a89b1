//! The clocks of a case: every limit, computed from the events and the calendar, never stored.

use super::{
    ACCEPTANCE_DAYS, Acceptance, DECIDE_IN_TIME, Event, Limit, LimitUnit, Limits, ONE_TIME_NOTICE,
    Standing, Suspension, acceptance,
};
use crate::{Calendar, Cite, Date, YearMissing, cite};

/// 《优化营商环境条例》第三十六条第二款: localities may shorten limits and publish them; whoever
/// overruns states the reason in public.
pub const PROMISED_LIMIT: Cite = cite("business-environment-regulations", 36, 2);
/// 《行政许可法》第四十四条: a certificate is delivered within ten days of the decision to grant.
pub const DELIVER_CERTIFICATE: Cite = cite("administrative-licensing-law", 44, 0);
/// The number in [`DELIVER_CERTIFICATE`]; working days by Article 82.
pub const DELIVERY_DAYS: u32 = 10;
/// 《行政许可法》第四十五条: hearings, tests, expert review and the like do not count.
pub const SPECIAL_PROCEDURE: Cite = cite("administrative-licensing-law", 45, 0);
/// The house's own choice: a clock is yellow when one part in three of its limit is left.
pub const YELLOW_PART: u32 = 3;

/// Which limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ClockKind {
    /// From submission to the precheck's answer; only where the county promised it.
    Precheck,
    /// From receipt to acceptance or the one-time notice.
    Acceptance,
    /// From acceptance to decision, as promised.
    Promise,
    /// From acceptance to decision, by law.
    Legal,
    /// From decision to delivery.
    Delivery,
}

/// How urgent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Light {
    /// Time enough, or done in time.
    Green,
    /// No more than a third of the limit is left.
    Yellow,
    /// The last day is today or the next.
    Red,
    /// The last day is over.
    Overdue,
}

/// One limit of one case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// Which limit.
    pub kind: ClockKind,
    /// How long it is.
    pub limit: Limit,
    /// The day of the event that began it; day one is the next.
    pub began_on: Date,
    /// The last day. While a special procedure runs it moves from day to day.
    pub due_on: Date,
    /// Days left after today, in the limit's unit; zero on the last day. Below zero it is overdue
    /// by so many, counted to the first day on which it could be done. A stopped clock keeps what
    /// it showed when it stopped.
    pub remaining: i64,
    /// Days that special procedures took out.
    pub excluded_days: i64,
    /// A special procedure is running.
    pub paused: bool,
    /// The day it was answered, or lost its meaning.
    pub stopped_on: Option<Date>,
    /// For a stopped clock, whether it was kept.
    pub kept: Option<bool>,
    /// How urgent; a stopped clock is green or overdue.
    pub light: Light,
    /// Where the limit comes from, if from a text.
    pub cite: Option<Cite>,
}

impl ClockKind {
    /// All kinds, in the order of a case's life.
    pub const ALL: [ClockKind; 5] = [
        ClockKind::Precheck,
        ClockKind::Acceptance,
        ClockKind::Promise,
        ClockKind::Legal,
        ClockKind::Delivery,
    ];

    /// The stable word for filters and addresses.
    pub const fn key(self) -> &'static str {
        match self {
            ClockKind::Precheck => "precheck",
            ClockKind::Acceptance => "acceptance",
            ClockKind::Promise => "promise",
            ClockKind::Legal => "legal",
            ClockKind::Delivery => "delivery",
        }
    }

    /// What pages show.
    pub const fn label(self) -> &'static str {
        match self {
            ClockKind::Precheck => "预审时限",
            ClockKind::Acceptance => "受理时限",
            ClockKind::Promise => "承诺时限",
            ClockKind::Legal => "法定时限",
            ClockKind::Delivery => "送达时限",
        }
    }
}

impl Light {
    /// The stable word, also for the class on the page.
    pub const fn key(self) -> &'static str {
        match self {
            Light::Green => "green",
            Light::Yellow => "yellow",
            Light::Red => "red",
            Light::Overdue => "overdue",
        }
    }

    /// What pages show; colour alone says nothing to many eyes.
    pub const fn label(self) -> &'static str {
        match self {
            Light::Green => "时间充足",
            Light::Yellow => "抓紧办理",
            Light::Red => "即将到期",
            Light::Overdue => "已超期",
        }
    }
}

/// Every clock of a case as seen on `today`, in the order in which they began. Events that the
/// machine refuses are passed over; they are never recorded in the first place.
pub fn clocks(
    events: &[Event],
    limits: &Limits,
    calendar: &Calendar,
    today: Date,
) -> Result<Vec<Clock>, YearMissing> {
    let mut standing = Standing::default();
    for event in events.iter().filter(|event| event.on <= today) {
        if let Ok(after) = standing.clone().after(*event) {
            standing = after;
        }
    }
    clocks_of(&standing, limits, calendar, today)
}

/// The same for a case that was folded before. It is not looked at from before its last event: a
/// machine's clock may have gone back since.
pub fn clocks_of(
    standing: &Standing,
    limits: &Limits,
    calendar: &Calendar,
    today: Date,
) -> Result<Vec<Clock>, YearMissing> {
    let today = standing.last_on.map_or(today, |last_on| last_on.max(today));
    let desk = Desk { standing, limits, calendar, today };
    let mut clocks = Vec::with_capacity(4);
    clocks.extend(desk.precheck()?);
    clocks.extend(desk.acceptances()?);
    if let Some(accepted_on) = desk.counts_as_accepted_on()? {
        let ended_on = standing.decided_on.or(standing.refused_on).or(standing.withdrawn_on);
        let promised = Span::of(ClockKind::Promise, accepted_on, limits.promised, ended_on);
        clocks.push(desk.clock(promised.citing(Some(PROMISED_LIMIT)), &standing.suspensions)?);
        if let Some(legal) = limits.lawful() {
            let span = Span::of(ClockKind::Legal, accepted_on, legal, ended_on);
            let cite = limits.licence.then_some(DECIDE_IN_TIME);
            clocks.push(desk.clock(span.citing(cite), &standing.suspensions)?);
        }
    }
    clocks.extend(desk.delivery()?);
    Ok(clocks)
}

/// The running clock that matters now: the one that is due first.
pub fn current(clocks: &[Clock]) -> Option<&Clock> {
    clocks.iter().filter(|clock| clock.stopped_on.is_none()).min_by_key(|clock| clock.due_on)
}

/// A limit laid on a case, before the calendar is asked.
struct Span {
    kind: ClockKind,
    began_on: Date,
    limit: Limit,
    stopped_on: Option<Date>,
    cite: Option<Cite>,
}

impl Span {
    fn of(kind: ClockKind, began_on: Date, limit: Limit, stopped_on: Option<Date>) -> Span {
        Span { kind, began_on, limit, stopped_on, cite: None }
    }

    fn citing(self, cite: Option<Cite>) -> Span {
        Span { cite, ..self }
    }
}

/// What the clocks are computed from.
struct Desk<'a> {
    standing: &'a Standing,
    limits: &'a Limits,
    calendar: &'a Calendar,
    today: Date,
}

impl Desk<'_> {
    fn precheck(&self) -> Result<Option<Clock>, YearMissing> {
        let case = self.standing;
        let (Some(began_on), Some(limit)) = (case.submitted_on, self.limits.local.precheck) else {
            return Ok(None);
        };
        let stopped_on = case.prechecked_on.or(case.refused_on).or(case.withdrawn_on);
        self.clock(Span::of(ClockKind::Precheck, began_on, limit, stopped_on), &[]).map(Some)
    }

    /// One clock for the receipt and one more for the receipt of what the notice asked for.
    fn acceptances(&self) -> Result<Vec<Clock>, YearMissing> {
        let case = self.standing;
        let local = self.limits.local.acceptance;
        let (limit, cite) = match (self.limits.licence, local) {
            (true, _) => (Limit::working(ACCEPTANCE_DAYS), Some(ONE_TIME_NOTICE)),
            (false, Some(limit)) => (limit, None),
            (false, None) => return Ok(Vec::new()),
        };
        let accepted_on = case.accepted_on.filter(|_| !case.deemed);
        let ended_on = accepted_on.or(case.refused_on).or(case.withdrawn_on);
        let deemed = self.acceptance()?;
        let rounds =
            [(case.received_on, case.notice_on.or(ended_on)), (case.materials_in_on, ended_on)];
        let mut clocks = Vec::with_capacity(2);
        for (began_on, answered_on) in rounds {
            let Some(began_on) = began_on else { continue };
            let span = Span::of(ClockKind::Acceptance, began_on, limit, answered_on).citing(cite);
            match deemed {
                // The law answered instead: the limit was not kept, and is over.
                Some(Acceptance::DeemedAccepted { on, since }) if on == began_on => {
                    let span = Span { stopped_on: Some(since), ..span };
                    clocks.push(self.clock(span, &[])?);
                    break;
                }
                _ => clocks.push(self.clock(span, &[])?),
            }
        }
        Ok(clocks)
    }

    /// What Article 32 says of the case; nothing if it is no licence or nothing was received.
    fn acceptance(&self) -> Result<Option<Acceptance>, YearMissing> {
        let case = self.standing;
        let Some(received_on) = case.received_on.filter(|_| self.limits.licence) else {
            return Ok(None);
        };
        let answered_on = case.accepted_on.filter(|_| !case.deemed).or(case.refused_on);
        // A withdrawal ends the waiting on its day.
        let as_of = case.withdrawn_on.map_or(self.today, |date| date.min(self.today));
        acceptance(
            received_on,
            case.notice_on,
            case.materials_in_on,
            answered_on,
            self.calendar,
            as_of,
        )
        .map(Some)
    }

    /// The day from which the decision's limits run.
    fn counts_as_accepted_on(&self) -> Result<Option<Date>, YearMissing> {
        let case = self.standing;
        let recorded = case.accepted_on;
        if case.refused_on.is_some() || (case.withdrawn_on.is_some() && recorded.is_none()) {
            return Ok(None);
        }
        Ok(match self.acceptance()? {
            Some(Acceptance::DeemedAccepted { on, .. }) => Some(on),
            _ => recorded,
        })
    }

    fn delivery(&self) -> Result<Option<Clock>, YearMissing> {
        let case = self.standing;
        let granted_licence = self.limits.licence && case.state == super::State::Granted;
        let (limit, cite) = match (granted_licence, self.limits.local.delivery) {
            (true, _) => (Limit::working(DELIVERY_DAYS), Some(DELIVER_CERTIFICATE)),
            (false, Some(limit)) => (limit, None),
            (false, None) => return Ok(None),
        };
        let Some(began_on) = case.decided_on else { return Ok(None) };
        let span = Span::of(ClockKind::Delivery, began_on, limit, case.delivered_on);
        self.clock(span.citing(cite), &[]).map(Some)
    }

    fn clock(&self, span: Span, suspensions: &[Suspension]) -> Result<Clock, YearMissing> {
        let seen_on = span.stopped_on.unwrap_or(self.today);
        let (due_on, excluded_days) = self.due(&span, suspensions, seen_on)?;
        let overdue = seen_on > due_on;
        let remaining = self.remaining(span.limit.unit, seen_on, due_on)?;
        let light = match span.stopped_on {
            _ if overdue => Light::Overdue,
            Some(_) => Light::Green,
            None if remaining <= 1 => Light::Red,
            None if remaining * i64::from(YELLOW_PART) <= i64::from(span.limit.days) => {
                Light::Yellow
            }
            None => Light::Green,
        };
        let suspended = suspensions.last().is_some_and(|last| last.to.is_none());
        Ok(Clock {
            kind: span.kind,
            limit: span.limit,
            began_on: span.began_on,
            due_on,
            remaining,
            excluded_days,
            paused: span.stopped_on.is_none() && suspended,
            stopped_on: span.stopped_on,
            kept: span.stopped_on.map(|_| !overdue),
            light,
            cite: span.cite,
        })
    }

    /// The last day, and how many days special procedures took out by `seen_on`. Both days of a
    /// procedure are taken out. One that began after the last day revives nothing.
    fn due(
        &self,
        span: &Span,
        suspensions: &[Suspension],
        seen_on: Date,
    ) -> Result<(Date, i64), YearMissing> {
        let unit = span.limit.unit;
        let mut due_on = self.later(unit, span.began_on, span.limit.days)?;
        let mut excluded_days = 0;
        // Where counting goes on: the day of the event counts for nothing, nor does a day twice.
        let mut counted_to = span.began_on;
        for suspension in suspensions {
            let to = suspension.to.unwrap_or(seen_on).min(seen_on);
            let from = suspension.from.yesterday().unwrap_or(suspension.from).max(counted_to);
            if suspension.from > due_on || to <= from {
                continue;
            }
            let days = self.between(unit, from, to)?;
            due_on = self.later(unit, due_on, u32::try_from(days).unwrap_or(0))?;
            excluded_days += days;
            counted_to = to;
        }
        Ok((due_on, excluded_days))
    }

    fn later(&self, unit: LimitUnit, date: Date, days: u32) -> Result<Date, YearMissing> {
        match unit {
            LimitUnit::CalendarDays => self.calendar.add_calendar_days_rolling(date, days),
            LimitUnit::WorkingDays | LimitUnit::SameDay => {
                self.calendar.add_working_days(date, days)
            }
        }
    }

    fn between(&self, unit: LimitUnit, from: Date, to: Date) -> Result<i64, YearMissing> {
        match unit {
            LimitUnit::CalendarDays => Ok(crate::calendar::calendar_days_between(from, to)),
            LimitUnit::WorkingDays | LimitUnit::SameDay => {
                self.calendar.working_days_between(from, to)
            }
        }
    }

    fn remaining(&self, unit: LimitUnit, on: Date, due_on: Date) -> Result<i64, YearMissing> {
        if on <= due_on {
            return self.between(unit, on, due_on);
        }
        let late = self.between(unit, due_on, on)?;
        // On a rest day nothing can be done before the next working day.
        let resting = unit != LimitUnit::CalendarDays && !self.calendar.is_working_day(on)?;
        Ok(-(late + i64::from(resting)))
    }
}

#[cfg(test)]
#[path = "clocks_tests.rs"]
mod tests;
