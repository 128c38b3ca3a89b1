//! Stories of the registry.

mod divisions;
mod people;
mod posts;

use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::date;
use platform::app::{Sources, Surroundings};
use platform::authorisation::PostHeld;
use platform::clock::Clock;
use platform::id::Uuid;
use platform::part::PLATFORM;
use platform::privacy::{Vault, hex};
use platform::settings::Settings;
use platform::storage::{Db, Place};
use platform::{Actor, App, AreaId, AreaPath, BodyId, PersonId};

use crate::actions;
use crate::model::{Area, BodyKind, NewBody, NewPerson, Residence, Sex};

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

/// A county of its own, gone when it is dropped.
pub(crate) struct County {
    pub(crate) app: App,
    pub(crate) file: PathBuf,
}

impl Drop for County {
    fn drop(&mut self) {
        if let Some(folder) = self.file.parent() {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

impl County {
    /// Without any area.
    pub(crate) fn empty() -> Self {
        let name = hex(&Sources::secret().unwrap().bytes::<8>());
        let folder = std::env::temp_dir().join(format!("xiangyue-registry-{name}"));
        let (file, now) = (folder.join("county.db"), platform::clock::instant_of(NOON));
        let surroundings: Arc<Surroundings> = Surroundings::new(
            Clock::set_to(now),
            Sources::seeded(7),
            Vault::new([7; 32]),
            crate::REGISTRAR,
            &[&PLATFORM, &crate::PART],
        );
        let place = Place::File(file.clone());
        Db::migrate(&place, &[&PLATFORM, &crate::PART], &surroundings).unwrap();
        let public_url = "http://localhost".into();
        let settings = Settings { place, folder, public_url, demo: false };
        Self { app: App::open(settings, surroundings).unwrap(), file }
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

    pub(crate) async fn add(&self, name: &str, area: &Area) -> PersonId {
        let clerk = holder("village_clerk", area.path.clone());
        actions::add_person(&self.app, &clerk, new_person(name, &area.path)).await.unwrap()
    }
}

const NOON: jiff::civil::DateTime = date(2026, 11, 23).at(12, 0, 0, 0);

/// Someone who holds a post at an area.
pub(crate) fn holder(post: &str, area_path: AreaPath) -> Actor {
    let held = PostHeld {
        post: post.into(),
        body_id: BodyId(Uuid::nil()),
        body_name: "测试".into(),
        area_id: AreaId(Uuid::nil()),
        area_path,
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
