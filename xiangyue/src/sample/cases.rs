//! Two years of cases, lived through step by step until today's clock stops them.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::civil::{Date, date};
use jiff::{SignedDuration, Span, Timestamp};
use law::Calendar;
use platform::area::Level;
use platform::clock::{Clock, date_of, instant_of};
use platform::messages::{outbox, past};
use platform::settings::Settings;
use platform::{Actor, App, AreaPath, BodyId, Error, PersonId, Result, Tx};
use registry::{Area, BodyKind, Department};
use window::item::{Channel, Item, Place, StationMode};
use window::model::GuideLine;

use super::bodies::Offices;
use super::dice::Dice;
use super::life;
use super::people::{Folk, Resident};
use crate::cli::block_on;

/// Cases spread over the county and two years.
const CASES: u32 = 900;
/// Cases of the last weeks in the first township, so that its worklists are worth a look.
const CASES_AT_HAND: u32 = 90;
/// How far back the sample goes.
const DAYS_BACK: u32 = 730;
/// Messages of so many days are still to be read.
const UNREAD_DAYS: i64 = 6;

/// Everybody and everything that a case's life needs.
pub struct World<'a> {
    pub app: &'a App,
    pub clock: &'a Clock,
    pub now: Timestamp,
    pub calendar: Calendar,
    pub offices: &'a Offices,
    pub folk: &'a Folk,
    pub items: Vec<Item>,
    actors: HashMap<PersonId, Actor>,
    /// Who holds any post.
    holders: HashSet<PersonId>,
}

/// Where and when a case begins.
pub struct Beginning {
    pub village: AreaPath,
    pub applicant: Resident,
    pub item: Item,
    pub channel: Channel,
    pub day: Date,
    /// Of the last weeks: some of these nobody has got round to.
    pub at_hand: bool,
}

/// The first morning of the sample, in the office's hours.
pub fn first_morning(now: Timestamp) -> Timestamp {
    let first = date_of(now).saturating_sub(Span::new().days(i64::from(DAYS_BACK) + 5));
    instant_of(first.at(8, 0, 0, 0))
}

/// Lives through all cases and says how many there are.
pub fn make(
    app: &App,
    clock: &Clock,
    now: Timestamp,
    (villages, offices, folk): (&[Area], &Offices, &Folk),
    dice: &mut Dice,
) -> Result<u32> {
    clock.move_to(now);
    let guides: Vec<GuideLine> = app.db.read_now(window::guides)?;
    let mut world = World {
        app,
        clock,
        now,
        calendar: Calendar::bundled(),
        offices,
        folk,
        items: guides.into_iter().map(|guide| Item::clone(&guide.content.0)).collect(),
        actors: HashMap::new(),
        holders: folk.staff.values().flatten().copied().collect(),
    };
    let seat = villages.first().map(|village| village.path.at(Level::Township));
    let near: Vec<Area> = villages
        .iter()
        .filter(|village| Some(village.path.at(Level::Township)) == seat)
        .cloned()
        .collect();
    let done = block_on(async {
        let mut done = 0;
        for number in 0..CASES + CASES_AT_HAND {
            let at_hand = number >= CASES;
            let among = if at_hand || dice.percent(20) { near.as_slice() } else { villages };
            let back = if at_hand { dice.between(0, 24) } else { dice.between(1, DAYS_BACK) };
            if let Some(beginning) = world.beginning(among, back, dice) {
                let beginning = Beginning { at_hand, ..beginning };
                life::live(&mut world, &beginning, dice).await?;
                done += 1;
            }
        }
        Ok(done)
    })?;
    settle(app, clock, now)?;
    Ok(done)
}

/// Messages of the past have arrived and were read; those of the last days are on their way, and
/// who hears that time runs out hears it now.
fn settle(app: &App, clock: &Clock, now: Timestamp) -> Result<()> {
    clock.move_to(now);
    let until = now - SignedDuration::from_hours(24 * UNREAD_DAYS);
    app.db.write_now(move |tx| past::settle(tx, until))?;
    app.db.write_now(window::escalate)?;
    // The settings were read before there was a mark; from here on they are those of a sample.
    let settings = Settings { demo: true, ..(*app.settings).clone() };
    outbox::send_due(&App { settings: Arc::new(settings), ..app.clone() }).map(drop)
}

impl World<'_> {
    fn beginning(&self, among: &[Area], back: u32, dice: &mut Dice) -> Option<Beginning> {
        let village = among.get(dice.at(among.len()))?.path.clone();
        let item = self.items.get(dice.at(self.items.len()))?.clone();
        let residents = self.folk.by_village.get(&village)?;
        // Nobody works on their own case, so that those who hold posts apply for nothing here.
        let free = |one: &&Resident| !self.holders.contains(&one.id) && fits(one, &item);
        let grown: Vec<&Resident> = residents.iter().filter(free).collect();
        let applicant = **grown.get(dice.at(grown.len()))?;
        let channel = match dice.between(1, 100) {
            1..=45 if item.station_mode != StationMode::None => Channel::Clerk,
            46..=80 if !applicant.no_phone => Channel::Online,
            _ => Channel::Window,
        };
        let channel = if item.open_to(channel) { channel } else { Channel::Window };
        let day = date_of(self.now).saturating_sub(Span::new().days(i64::from(back)));
        let day = self.working_day(day)?;
        let begun = Beginning { village, applicant, item, channel, day, at_hand: false };
        (day <= date_of(self.now)).then_some(begun)
    }

    /// This day, or the next on which the office works.
    pub fn working_day(&self, day: Date) -> Option<Date> {
        let works = self.calendar.is_working_day(day).ok()?;
        if works { Some(day) } else { self.calendar.add_working_days(day, 1).ok() }
    }

    /// Moves the clock to a day's hour, if that day has come.
    pub fn go_to(&self, day: Date, dice: &mut Dice) -> bool {
        let hour = i8::try_from(dice.between(9, 16)).unwrap_or(9);
        let minute = i8::try_from(dice.between(0, 59)).unwrap_or(0);
        let at = instant_of(day.at(hour, minute, 0, 0));
        let come = at <= self.now;
        if come {
            self.clock.move_to(at);
        }
        come
    }

    /// A person who acts.
    pub async fn actor(&mut self, person: PersonId) -> Result<Actor> {
        if let Some(actor) = self.actors.get(&person) {
            return Ok(actor.clone());
        }
        let actor = self.app.db.read(move |tx| actor_of(tx, person)).await?;
        self.actors.insert(person, actor.clone());
        Ok(actor)
    }

    /// Who holds a post in a body; one of them where there are several.
    pub async fn holder(&mut self, body: BodyId, post: &str, dice: &mut Dice) -> Result<Actor> {
        let holders = self.folk.staff.get(&(body, post.to_owned()));
        let person = holders.and_then(|all| all.get(dice.at(all.len()))).copied();
        self.actor(person.ok_or_else(|| Error::fault(format!("nobody is {post}")))?).await
    }

    /// A body of an area.
    pub fn body(&self, area: &AreaPath, kind: BodyKind) -> Result<BodyId> {
        let found = self.offices.bodies.get(&(area.clone(), kind)).copied();
        found.ok_or_else(|| Error::fault("a body of the sample is missing"))
    }

    /// The organ that decides, and its three posts.
    pub fn deciders(&self, item: &Item, village: &AreaPath) -> Result<(BodyId, [&'static str; 3])> {
        Ok(match item.deciding_level {
            Place::Village => (
                self.body(village, BodyKind::VillagersCommittee)?,
                ["committee_member", "deputy_director", "village_director"],
            ),
            Place::Township => (
                self.body(&village.at(Level::Township), BodyKind::TownshipGovernment)?,
                ["township_handler", "township_reviewer", "township_leader"],
            ),
            Place::County => {
                let wanted = Department::from_word(&item.department);
                let found = self.offices.departments.iter().find(|(word, _)| Some(*word) == wanted);
                let (_, body) = found.ok_or_else(|| Error::fault("a department is missing"))?;
                (*body, ["department_handler", "department_reviewer", "department_approver"])
            }
        })
    }
}

/// Old people ask for what the old are due, grown people for the rest.
fn fits(one: &Resident, item: &Item) -> bool {
    let for_the_old =
        item.name.contains("高龄") || item.name.contains("老年") || item.name.contains("老人");
    if for_the_old { one.born < date(1946, 6, 1) } else { one.born < date(2004, 1, 1) }
}

/// A person with the posts they hold today.
pub fn actor_of(tx: &mut Tx<'_>, person: PersonId) -> Result<Actor> {
    let today = tx.today();
    let (name, home) = (registry::REGISTRAR.person)(tx, person)?;
    let posts = (registry::REGISTRAR.posts_held)(tx, person, today)?;
    Ok(Actor { person_id: Some(person), name, home, posts, ..Actor::program() })
}

/// Who holds a post at an area.
pub fn actor_with_post(tx: &mut Tx<'_>, area: &AreaPath, post: &str) -> Result<Actor> {
    let holders = registry::holders_at(tx, area)?;
    let holder = holders.into_iter().find(|holder| holder.post == post);
    let holder = holder.ok_or_else(|| Error::fault(format!("nobody is {post}")))?;
    actor_of(tx, holder.person_id)
}
