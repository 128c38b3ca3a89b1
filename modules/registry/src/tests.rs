//! Stories of the registry.

mod area_changes;
mod births;
mod bodies;
mod body_lists;
mod divisions;
mod life;
mod life_pages;
mod made_up;
mod merges;
mod pages;
mod people;
mod posts;
mod renames;

mod rosters;
mod watch;

mod protection;

use std::ops::Deref;

use jiff::civil::date;
use platform::area::Level;
use platform::authorisation::PostHeld;
use platform::id::Uuid;
use platform::{Actor, AreaId, AreaPath, BodyId, PersonId};
use testing::TestApp;

use crate::actions;
use crate::model::{Appointment, Area, BodyKind, NewBody, NewPerson, Residence, Sex};

/// A county of two townships with a village of the same name each, and its people.
pub(crate) const LIST: &str = "\
system,edition,level,code,parent_code,name
TEST,2026,county,990001,9900,清河县
TEST,2026,township,990001100,990001,石桥镇
TEST,2026,township,990001101,990001,柳林镇
TEST,2026,village,990001100001,990001100,柳湾村
TEST,2026,village,990001100002,990001100,新华村
TEST,2026,village,990001101001,990001101,新华村
TEST,2026,village,990001101002,990001101,东山村
";

static MODULES: [&web::Module; 1] = [&crate::MODULE];

/// A county for one test.
pub(crate) struct County {
    pub(crate) app: TestApp,
}

impl Deref for County {
    type Target = TestApp;

    fn deref(&self) -> &TestApp {
        &self.app
    }
}

impl County {
    /// Without any area.
    pub(crate) fn empty() -> Self {
        Self { app: TestApp::new(&MODULES, crate::REGISTRAR) }
    }

    /// With the areas of [`LIST`].
    pub(crate) async fn new() -> Self {
        let county = Self::empty();
        let administrator = holder("administrator", AreaPath::county());
        let done = actions::import_divisions(&county.app, &administrator, LIST).await.unwrap();
        assert_eq!((done.new, done.problems.len()), (7, 0));
        county
    }

    pub(crate) async fn areas(&self) -> Vec<Area> {
        self.app.db.read(|tx| crate::areas_within(tx, &AreaPath::county(), 100)).await.unwrap()
    }

    /// The area whose full name this is, for example 石桥镇新华村.
    pub(crate) async fn area(&self, full_name: &'static str) -> Area {
        self.app
            .db
            .read(move |tx| {
                let areas = crate::areas_within(tx, &AreaPath::county(), 100)?;
                let mut found = None;
                for area in areas {
                    if crate::full_name(tx, &area.path)? == full_name {
                        found = Some(area);
                    }
                }
                found.ok_or(platform::Error::NotFound)
            })
            .await
            .unwrap()
    }

    pub(crate) async fn body(&self, area: &Area, kind: BodyKind) -> BodyId {
        let administrator = holder("administrator", AreaPath::county());
        actions::found_body(&self.app, &administrator, new_body(area.id, kind)).await.unwrap()
    }

    /// Somebody with a post in a body, as the pages know them.
    pub(crate) async fn official(&self, area: &Area, kind: BodyKind, post: &str) -> PersonId {
        let administrator = holder("administrator", AreaPath::county());
        let person = match area.level() {
            Level::County | Level::Township => self.add_at(&area.path).await,
            Level::Village | Level::Group => self.add("周小禾", area).await,
        };
        let appointment = Appointment {
            body_id: self.body(area, kind).await,
            post: post.into(),
            person_id: person,
            public_phone: Some("05501234568".into()),
            held_from: date(2026, 1, 1),
            held_until: None,
        };
        actions::appoint(&self.app, &administrator, appointment).await.unwrap();
        person
    }

    async fn add_at(&self, path: &AreaPath) -> PersonId {
        let new = new_person("周明", path);
        let added =
            self.app.db.write(move |tx| crate::people::add_many(tx, std::slice::from_ref(&new)));
        added.await.unwrap().remove(0)
    }

    pub(crate) async fn add(&self, name: &str, area: &Area) -> PersonId {
        let clerk = holder("village_clerk", area.path.clone());
        actions::add_person(&self.app, &clerk, new_person(name, &area.path)).await.unwrap()
    }
}

/// Someone who holds a post at an area.
pub(crate) fn holder(post: &str, area_path: AreaPath) -> Actor {
    let held = PostHeld {
        post: post.into(),
        body_id: BodyId(Uuid::nil()),
        body_name: "测试".into(),
        area_id: AreaId(Uuid::nil()),
        area_path,
        limited_to: None,
    };
    let person_id = Some(PersonId(Uuid::from_u128(1)));
    Actor { person_id, posts: vec![held], name: "测试员".into(), ..Actor::program() }
}

pub(crate) fn new_person(name: &str, area_path: &AreaPath) -> NewPerson {
    NewPerson {
        name: name.into(),
        sex: Sex::Female,
        born_on: Some(date(1956, 3, 12)),
        identity_number: None,
        phone: None,
        no_phone: false,
        household_number: Some("12".into()),
        area_path: area_path.clone(),
        residence: Residence::HukouHere,
        resident_since_on: None,
    }
}

pub(crate) fn new_body(area_id: AreaId, kind: BodyKind) -> NewBody {
    NewBody {
        area_id,
        kind,
        name: kind.label().to_string(),
        department: None,
        phone: Some("05501234567".into()),
        address: Some("文化广场东侧".into()),
        hours: Some("周一至周五 8:30—17:30".into()),
        purpose: Some("办事、咨询".into()),
        seats: None,
    }
}

/// The code of the refusal.
pub(crate) fn code<T: std::fmt::Debug>(answer: platform::Result<T>) -> &'static str {
    match answer.unwrap_err() {
        platform::Error::Refused(refusal) => refusal.code,
        platform::Error::NotFound => "not found",
        platform::Error::Fault(fault) => panic!("{}", fault.what),
    }
}
