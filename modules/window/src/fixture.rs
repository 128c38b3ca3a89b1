//! A small county for the stories: one township with a village, its offices, people and items.

use std::collections::HashMap;
use std::ops::Deref;

use jiff::civil::date;
use platform::area::Level;
use platform::authorisation::PostHeld;
use platform::id::Uuid;
use platform::{Actor, AreaId, AreaPath, BodyId, PersonId, Result, Tx};
use registry::model::{Appointment, NewBody, NewPerson};
use registry::{BodyKind, Department, Residence, Sex};
use testing::{Browser, TestApp};

use crate::item::{Item, Kind, Place};
use crate::samples::made_up;

const AREAS: &str = "\
system,edition,level,code,parent_code,name
TEST,2026,county,990001,9900,云禾县
TEST,2026,township,990001100,990001,石桥镇
TEST,2026,village,990001100001,990001100,柳湾村
";

/// Name, and the body with the post where the person has one.
const PEOPLE: [(&str, Option<(&str, &str)>); 13] = [
    ("王小芳", None),
    ("孙有田", None),
    ("吴桂兰", Some(("柳湾村便民服务站", "village_clerk"))),
    ("郑德福", Some(("柳湾村村民委员会", "village_director"))),
    ("李小兰", Some(("石桥镇便民服务中心", "window_clerk"))),
    ("何立新", Some(("石桥镇人民政府", "township_handler"))),
    ("冯文静", Some(("石桥镇人民政府", "township_leader"))),
    ("赵文", Some(("云禾县民政局", "department_handler"))),
    ("钱立", Some(("云禾县民政局", "department_reviewer"))),
    ("周建国", Some(("云禾县民政局", "department_approver"))),
    ("何明", Some(("云禾县政务服务管理局", "administrator"))),
    ("沈清", Some(("云禾县政务服务管理局", "catalogue_editor"))),
    ("陈晓", Some(("云禾县政务服务管理局", "catalogue_reviewer"))),
];

static MODULES: [&web::Module; 2] = [&registry::MODULE, &crate::MODULE];

/// The county of one story.
pub(crate) struct County {
    app: TestApp,
    people: HashMap<&'static str, PersonId>,
}

impl Deref for County {
    type Target = TestApp;

    fn deref(&self) -> &TestApp {
        &self.app
    }
}

impl County {
    /// With everybody in office and the items of [`items`] published.
    pub(crate) async fn new() -> Self {
        let app = TestApp::new(&MODULES, registry::REGISTRAR);
        let founder = founder();
        registry::actions::import_divisions(&app, &founder, AREAS).await.unwrap();
        let people = app.db.write(settle).await.unwrap();
        let county = Self { app, people };
        county.db.write(publish).await.unwrap();
        county
    }

    /// Somebody of the county.
    pub(crate) fn person(&self, name: &str) -> PersonId {
        *self.people.get(name).unwrap()
    }

    /// A browser in which that person signed in.
    pub(crate) async fn browser(&self, name: &str) -> Browser {
        self.signed_in(self.person(name)).await
    }

    /// That person as an actor, with the posts held today.
    pub(crate) async fn actor(&self, name: &'static str) -> Actor {
        let id = self.person(name);
        self.db
            .read(move |tx| {
                let person = registry::person(tx, id)?;
                let today = tx.today();
                let posts = (registry::REGISTRAR.posts_held)(tx, id, today)?;
                let home = person.area_path;
                Ok(Actor {
                    person_id: Some(id),
                    name: name.into(),
                    home,
                    posts,
                    ..Actor::program()
                })
            })
            .await
            .unwrap()
    }
}

/// Holds every post of the county that the founding needs.
fn founder() -> Actor {
    let post = |post: &str| PostHeld {
        post: post.into(),
        body_id: BodyId(Uuid::nil()),
        body_name: String::new(),
        area_id: AreaId(Uuid::nil()),
        area_path: AreaPath::county(),
        limited_to: None,
    };
    let posts = PEOPLE.iter().filter_map(|(_, held)| held.map(|(_, word)| post(word))).collect();
    Actor { posts, ..Actor::program() }
}

/// Bodies, people and their posts.
fn settle(tx: &mut Tx<'_>) -> Result<HashMap<&'static str, PersonId>> {
    let areas = registry::areas_within(tx, &AreaPath::county(), 10)?;
    let village = areas.iter().find(|area| area.level() == Level::Village).unwrap().clone();
    let mut bodies = HashMap::new();
    for (level, kind, name, department) in [
        (Level::Village, BodyKind::ServiceStation, "柳湾村便民服务站", None),
        (Level::Village, BodyKind::VillagersCommittee, "柳湾村村民委员会", None),
        (Level::Township, BodyKind::ServiceCenter, "石桥镇便民服务中心", None),
        (Level::Township, BodyKind::TownshipGovernment, "石桥镇人民政府", None),
        (Level::County, BodyKind::Department, "云禾县民政局", Some(Department::CivilAffairs)),
        (Level::County, BodyKind::ServiceBureau, "云禾县政务服务管理局", None),
    ] {
        let new = NewBody {
            area_id: areas.iter().find(|area| area.level() == level).unwrap().id,
            kind,
            name: name.into(),
            department,
            phone: Some("0550-4012345".into()),
            address: None,
            hours: None,
            purpose: None,
            seats: None,
        };
        bodies.insert(name, registry::bodies::found(tx, &new)?.id);
    }
    let residents: Vec<NewPerson> =
        PEOPLE.iter().map(|(name, _)| resident(name, &village.path)).collect();
    let ids = registry::people::add_many(tx, &residents)?;
    let mut people = HashMap::new();
    for ((name, held), id) in PEOPLE.iter().zip(ids) {
        people.insert(*name, id);
        if let Some((body, post)) = held {
            let appointment = Appointment {
                body_id: *bodies.get(body).unwrap(),
                post: (*post).into(),
                person_id: id,
                public_phone: None,
                held_from: date(2026, 1, 1),
                held_until: None,
            };
            registry::bodies::record_appointment(tx, &appointment)?;
        }
    }
    Ok(people)
}

/// Everybody lives in the village; 孙有田 has no phone.
pub(crate) fn resident(name: &str, village: &AreaPath) -> NewPerson {
    let has_phone = name != "孙有田";
    NewPerson {
        name: name.into(),
        sex: Sex::Female,
        born_on: Some(date(1970, 5, 1)),
        identity_number: None,
        phone: has_phone.then(|| "13812342210".into()),
        no_phone: !has_phone,
        household_number: None,
        area_path: village.clone(),
        residence: Residence::HukouHere,
        resident_since_on: None,
    }
}

/// A benefit of the county, a licence of the county, and what the village itself decides.
pub(crate) fn items() -> Result<Vec<Item>> {
    let benefit = made_up::item()?;
    let licence = Item {
        code: "tree-felling".into(),
        number: 37,
        name: "林木采伐许可".into(),
        plain_name: "砍自家山上的树".into(),
        kind: Kind::Licence,
        ..made_up::item()?
    };
    let proof = Item {
        code: "village-proof".into(),
        number: 34,
        name: "居住证明".into(),
        plain_name: "村里开的居住证明".into(),
        acceptance_level: Place::Village,
        deciding_level: Place::Village,
        ..made_up::item()?
    };
    Ok(vec![benefit, licence, proof])
}

fn publish(tx: &mut Tx<'_>) -> Result<()> {
    let founder = founder();
    crate::import_in(tx, &founder, &items()?, false)?;
    let today = tx.today();
    for version in crate::newest(tx, &founder)? {
        crate::publish_in(tx, &founder, version.id, today)?;
    }
    Ok(())
}
