//! What each village owes, by when, and whether it came: the one definition for pages, files, the
//! API and the messages. The rule is `law::sunshine::owed`; here it gets its facts.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::Span;
use jiff::civil::Date;
use law::sunshine::{self as rules, Class, Deadlines, Frequency, Heavy, OwedState, Period};
use platform::area::Level;
use platform::clock::instant_of;
use platform::{AreaPath, Result, Tx};
use registry::Area;

use crate::model::{ItemId, Traffic};
use crate::store::items::{self, ToldItem};
use crate::store::{drafts, published, traffic};

/// So far back it is looked: what was late a year ago is history.
const MONTHS_BACK: i64 = 12;
/// More villages than any county has.
const VILLAGES_MAX: u32 = 5_000;

/// One thing that a village owes.
#[derive(Debug, Clone)]
pub struct Owed {
    /// Which item.
    pub item_id: ItemId,
    /// Its word.
    pub item_key: String,
    /// Its name.
    pub item_title: String,
    /// 党务、村务、财务
    pub class: Class,
    /// Of which time.
    pub period: Period,
    /// The first day on which it can be published.
    pub opens_on: Date,
    /// By when; none where nobody set the days of such a matter.
    pub due_on: Option<Date>,
    /// Whether it came.
    pub state: OwedState,
    /// Whether it is being written or waits for somebody.
    pub on_its_way: bool,
}

/// A village with all that it owed and owes since a year ago.
#[derive(Debug, Clone)]
pub struct VillageOwed {
    /// The village.
    pub area: Area,
    /// By item, then by time.
    pub owed: Vec<Owed>,
    /// Whether much money moves there today.
    pub heavy: bool,
}

impl Owed {
    /// Whether it is late and not there.
    pub const fn is_overdue(&self) -> bool {
        matches!(self.state, OwedState::Overdue { .. })
    }

    /// Whether it can be published and was not.
    pub const fn is_open(&self) -> bool {
        matches!(self.state, OwedState::Due | OwedState::Overdue { .. })
    }

    /// How many days it is late; 0 where it is not.
    pub const fn days_late(&self) -> i64 {
        match self.state {
            OwedState::Overdue { days } => days,
            _ => 0,
        }
    }
}

impl VillageOwed {
    /// What is late, the longest first.
    pub fn overdue(&self) -> Vec<&Owed> {
        let mut late: Vec<&Owed> = self.owed.iter().filter(|owed| owed.is_overdue()).collect();
        late.sort_by_key(|owed| (std::cmp::Reverse(owed.days_late()), owed.item_key.clone()));
        late
    }

    /// What is due and not late, the next first.
    pub fn due(&self) -> Vec<&Owed> {
        let mut due: Vec<&Owed> =
            self.owed.iter().filter(|owed| owed.state == OwedState::Due).collect();
        due.sort_by_key(|owed| (owed.due_on, owed.item_key.clone()));
        due
    }

    /// How many were told in time, and how many late, since a year ago.
    pub fn history(&self) -> (usize, usize) {
        let done = |late: bool| {
            let of = |owed: &&Owed| match owed.state {
                OwedState::Done { late_by, .. } => (late_by > 0) == late,
                _ => false,
            };
            self.owed.iter().filter(of).count()
        };
        (done(false), done(true))
    }
}

/// The facts of an area, read once.
struct Facts {
    items: Vec<ToldItem>,
    traffic: BTreeMap<AreaPath, Vec<Traffic>>,
    told: HashMap<AreaPath, Vec<published::PeriodTold>>,
    matters: HashMap<(AreaPath, ItemId), Vec<Date>>,
    open: HashSet<(AreaPath, ItemId, Period)>,
    from: Date,
    today: Date,
}

/// What the villages within an area owe.
pub fn within(tx: &mut Tx<'_>, area: &AreaPath) -> Result<Vec<VillageOwed>> {
    let level = (Some(Level::Village), None);
    let villages = registry::areas::areas_within_after(tx, area, level, VILLAGES_MAX)?;
    let facts = facts(tx, area)?;
    let of = |area: Area| {
        let (owed, heavy) = (owed_at(&area.path, &facts), is_heavy(&area.path, &facts));
        VillageOwed { area, owed, heavy }
    };
    Ok(villages.into_iter().map(of).collect())
}

/// What one village owes.
pub fn of(tx: &mut Tx<'_>, area: &Area) -> Result<VillageOwed> {
    let facts = facts(tx, &area.path)?;
    let (owed, heavy) = (owed_at(&area.path, &facts), is_heavy(&area.path, &facts));
    Ok(VillageOwed { area: area.clone(), owed, heavy })
}

/// What the village at a path is late with, the longest first.
pub(crate) fn overdue_at(tx: &mut Tx<'_>, path: &AreaPath) -> Result<Vec<Owed>> {
    let facts = facts(tx, path)?;
    let mut late = owed_at(path, &facts);
    late.retain(Owed::is_overdue);
    late.sort_by_key(|owed| (std::cmp::Reverse(owed.days_late()), owed.item_key.clone()));
    Ok(late)
}

fn facts(tx: &mut Tx<'_>, area: &AreaPath) -> Result<Facts> {
    let today = tx.today();
    let from = today.saturating_sub(Span::new().months(MONTHS_BACK)).first_of_month();
    let since = instant_of(from.at(0, 0, 0, 0));
    let mut heavy: BTreeMap<AreaPath, Vec<Traffic>> = BTreeMap::new();
    for record in traffic::within(tx, area)? {
        heavy.entry(record.area_path.clone()).or_default().push(record);
    }
    let mut told: HashMap<AreaPath, Vec<published::PeriodTold>> = HashMap::new();
    for one in published::periods(tx, area, since)? {
        told.entry(one.area_path.clone()).or_default().push(one);
    }
    let mut matters: HashMap<(AreaPath, ItemId), Vec<Date>> = HashMap::new();
    let mut open = HashSet::new();
    for begun in drafts::of_time(tx, area, since)? {
        let (period, path) = (begun.period.0, begun.area_path);
        if period.frequency() == Frequency::AtOnce {
            let key = (path.clone(), begun.item_id);
            matters.entry(key).or_default().push(period.first_day());
        }
        if !begun.state.0.public() {
            open.insert((path, begun.item_id, period));
        }
    }
    let items = items::told(tx, today)?;
    Ok(Facts { items, traffic: heavy, told, matters, open, from, today })
}

fn is_heavy(path: &AreaPath, facts: &Facts) -> bool {
    let records = facts.traffic.get(path).map(Vec::as_slice).unwrap_or_default();
    intervals(records).iter().any(|one| one.until.is_none())
}

/// What a village owed and owes since the look began.
fn owed_at(path: &AreaPath, facts: &Facts) -> Vec<Owed> {
    let heavy = intervals(facts.traffic.get(path).map(Vec::as_slice).unwrap_or_default());
    let keys: HashMap<ItemId, &str> =
        facts.items.iter().map(|told| (told.item_id, told.content.0.key.as_str())).collect();
    let told = facts.told.get(path).map(Vec::as_slice).unwrap_or_default();
    let publications: Vec<rules::Publication<'_>> = told
        .iter()
        .filter_map(|one| {
            let item = *keys.get(&one.item_id)?;
            Some(rules::Publication { item, period: one.period.0, on: one.published_on })
        })
        .collect();
    let deadlines = Deadlines::new(&[]);
    let theirs = |told: &&ToldItem| {
        let own = told.area_path == AreaPath::county() || told.area_path == *path;
        own && !told.content.0.retired
    };
    let mut owed = Vec::new();
    for told in facts.items.iter().filter(theirs) {
        let item = &told.content.0;
        let matters = facts.matters.get(&(path.clone(), told.item_id));
        let rule = rule(told, facts, matters.map(Vec::as_slice).unwrap_or_default());
        let found = rules::owed(&[rule], &heavy, &publications, &deadlines, facts.today);
        owed.extend(found.into_iter().map(|one| Owed {
            item_id: told.item_id,
            item_key: item.key.clone(),
            item_title: item.title.clone(),
            class: item.class,
            period: one.period,
            opens_on: one.opens_on,
            due_on: one.due_on,
            state: one.state,
            on_its_way: facts.open.contains(&(path.clone(), told.item_id, one.period)),
        }));
    }
    owed
}

fn rule<'a>(told: &'a ToldItem, facts: &Facts, matters: &'a [Date]) -> rules::Item<'a> {
    let item = &told.content.0;
    rules::Item {
        key: &item.key,
        frequency: item.frequency,
        told: item.told,
        accounts: item.heavy_monthly,
        since: match item.frequency {
            // A year is owed as a whole, also where one looks back less than its length.
            Frequency::Yearly => told.first_on.max(facts.from.first_of_year()),
            _ => told.first_on.max(facts.from),
        },
        until: None,
        matters,
    }
}

/// The times in which much money moved, of records that each count until the next.
fn intervals(records: &[Traffic]) -> Vec<Heavy> {
    let mut heavy: Vec<Heavy> = Vec::new();
    for record in records {
        match (heavy.last_mut().filter(|last| last.until.is_none()), record.heavy) {
            (None, true) => heavy.push(Heavy { since: record.since_on, until: None }),
            (Some(last), false) => last.until = record.since_on.yesterday().ok(),
            (Some(_), true) | (None, false) => {}
        }
    }
    heavy
}
