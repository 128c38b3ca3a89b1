//! A county of two townships with the officials of the stories.

use jiff::civil::date;
use platform::authorisation::PostHeld;
use platform::{Actor, AreaPath, BodyId, PersonId};
use registry::bodies::{found, record_appointment};
use registry::model::{Appointment, NewBody, NewPerson};
use registry::{Area, BodyKind, Department, Residence, Sex};
use testing::{Browser, TestApp};

use super::form;
use crate::item::{Item, Kind, Place};
use crate::samples::made_up;

const MODULES: &[&web::Module] = &[&registry::MODULE, &crate::MODULE];

const AREAS: &str = "\
system,edition,level,code,parent_code,name
TEST,2026,county,990001,9900,清河县
TEST,2026,township,990001100,990001,石桥镇
TEST,2026,township,990001101,990001,柳林镇
TEST,2026,village,990001100001,990001100,柳湾村
TEST,2026,village,990001101001,990001101,东山村
";

/// A county with two townships, its officials and two villagers.
pub(super) struct Staff {
    pub(super) app: TestApp,
    pub(super) clerk: PersonId,
    pub(super) window: PersonId,
    pub(super) stranger: PersonId,
    pub(super) handler: PersonId,
    pub(super) reviewer: PersonId,
    pub(super) approver: PersonId,
    /// Holds both the handler's and the approver's post.
    pub(super) both: PersonId,
    pub(super) villager: PersonId,
    /// Has no phone.
    pub(super) old_man: PersonId,
}

pub(super) fn with_post(post: &str) -> Actor {
    let held = PostHeld {
        post: post.into(),
        body_id: BodyId(platform::id::Uuid::nil()),
        body_name: "测试".into(),
        area_id: platform::AreaId(platform::id::Uuid::nil()),
        area_path: AreaPath::county(),
        limited_to: None,
    };
    let person_id = Some(PersonId(platform::id::Uuid::from_u128(u128::from(post.len() as u64))));
    Actor { person_id, posts: vec![held], name: post.into(), ..Actor::program() }
}

fn new_person(name: &str, area: &Area, no_phone: bool) -> NewPerson {
    NewPerson {
        name: name.into(),
        sex: Sex::Male,
        born_on: Some(date(1945, 3, 12)),
        identity_number: None,
        phone: (!no_phone).then(|| "13812342210".into()),
        no_phone,
        household_number: None,
        area_path: area.path.clone(),
        residence: Residence::HukouHere,
        resident_since_on: None,
    }
}

fn new_body(area: &Area, kind: BodyKind, name: &str) -> NewBody {
    NewBody {
        area_id: area.id,
        kind,
        name: name.into(),
        department: (kind == BodyKind::Department).then_some(Department::CivilAffairs),
        phone: Some("05501234567".into()),
        address: None,
        hours: None,
        purpose: None,
        seats: None,
    }
}

/// The sample item, and the same as a licence that the township decides.
fn items() -> Vec<Item> {
    let allowance = made_up::item().unwrap();
    let licence = Item {
        code: "house-site".into(),
        number: 8,
        name: "宅基地审批".into(),
        plain_name: "建房用地".into(),
        kind: Kind::Licence,
        deciding_level: Place::Township,
        local_limits: law::window::LocalLimits::default(),
        keywords: vec!["宅基地".into()],
        served: "本村村民".into(),
        plain_text: "建房要先批宅基地。".into(),
        ..allowance.clone()
    };
    vec![allowance, licence]
}

/// Areas, bodies, officials: name, post, in which body.
const BODIES: [(usize, BodyKind, &str); 7] = [
    (0, BodyKind::Department, "清河县民政局"),
    (1, BodyKind::ServiceCenter, "石桥镇便民服务中心"),
    (1, BodyKind::TownshipGovernment, "石桥镇人民政府"),
    (2, BodyKind::ServiceCenter, "柳林镇便民服务中心"),
    (3, BodyKind::ServiceStation, "柳湾村便民服务站"),
    (3, BodyKind::VillagersCommittee, "柳湾村村民委员会"),
    (0, BodyKind::CountyGovernment, "清河县人民政府"),
];
const OFFICIALS: [(&str, &[&str], usize); 7] = [
    ("周小禾", &["village_clerk"], 4),
    ("张晓梅", &["window_clerk"], 1),
    ("外人", &["window_clerk"], 3),
    ("承办甲", &["department_handler"], 0),
    ("审核乙", &["department_reviewer"], 0),
    ("批准丙", &["department_approver"], 0),
    ("两职丁", &["department_handler", "department_reviewer", "department_approver"], 0),
];

impl Staff {
    pub(super) async fn new() -> Self {
        let app = TestApp::new(MODULES, registry::REGISTRAR);
        let administrator = with_post("administrator");
        registry::actions::import_divisions(&app, &administrator, AREAS).await.unwrap();
        let people = app
            .db
            .write(|tx| {
                let areas = registry::areas_within(tx, &AreaPath::county(), 100)?;
                let area = |name: &str| areas.iter().find(|area| area.name == name).unwrap();
                let places = ["清河县", "石桥镇", "柳林镇", "柳湾村"].map(area);
                let mut bodies = Vec::new();
                for (place, kind, name) in BODIES {
                    bodies.push(found(tx, &new_body(places[place], kind, name))?.id);
                }
                let home = places[3];
                let mut new: Vec<NewPerson> =
                    OFFICIALS.iter().map(|(name, ..)| new_person(name, home, false)).collect();
                new.push(new_person("赵大山", home, false));
                new.push(new_person("吴学富", home, true));
                let people = registry::people::add_many(tx, &new)?;
                for ((_, posts, body), person) in OFFICIALS.iter().zip(&people) {
                    for post in *posts {
                        record_appointment(tx, &appointment(bodies[*body], post, *person))?;
                    }
                }
                publish(tx)?;
                Ok(people)
            })
            .await
            .unwrap();
        let [clerk, window, stranger, handler, reviewer, approver, both, villager, old_man] =
            people.try_into().unwrap();
        Self { app, clerk, window, stranger, handler, reviewer, approver, both, villager, old_man }
    }

    pub(super) async fn as_person(&self, person: PersonId) -> Browser {
        self.app.signed_in(person).await
    }

    /// Takes an application at the counter and gives the address of its case.
    pub(super) async fn received(&self, window: &mut Browser, item: &str) -> String {
        let path = format!("/desk/counter/{item}/{}", self.villager);
        let page = window.post(&path, &form("receive")).await;
        page.location().trim_end_matches("/papers/receipt").to_owned()
    }
}

pub(super) fn appointment(body_id: BodyId, post: &str, person_id: PersonId) -> Appointment {
    Appointment {
        body_id,
        post: post.into(),
        person_id,
        public_phone: None,
        held_from: date(2026, 1, 1),
        held_until: None,
    }
}

fn publish(tx: &mut platform::Tx<'_>) -> platform::Result<()> {
    crate::import_in(tx, &with_post("catalogue_editor"), &items(), false)?;
    let reviewer = with_post("catalogue_reviewer");
    for item in items() {
        let id = crate::store::items::by_code(tx, &item.code)?.unwrap();
        for version in crate::store::items::versions_of(tx, id)? {
            crate::publish_in(tx, &reviewer, version.id, date(2026, 11, 1))?;
        }
    }
    Ok(())
}
