//! A small county for the stories: two villages of a township, with those who tell and those who
//! watch.

use std::collections::HashMap;
use std::ops::Deref;

use jiff::civil::date;
use law::sunshine::Period;
use platform::area::Level;
use platform::authorisation::PostHeld;
use platform::id::Uuid;
use platform::{Actor, AreaId, AreaPath, BodyId, PersonId, Result, Tx};
use registry::model::{Appointment, NewBody, NewPerson};
use registry::{Area, BodyKind, Residence, Sex};
use testing::{Browser, TestApp, moment};

use crate::actions::steps::Settled;
use crate::model::{DisclosureId, ItemId};

const AREAS: &str = "\
system,edition,level,code,parent_code,name
TEST,2026,county,990001,9900,云禾县
TEST,2026,township,990001100,990001,石桥镇
TEST,2026,village,990001100001,990001100,柳湾村
TEST,2026,village,990001100002,990001100,塘边村
";

/// Name, village or level, kind of body, post.
const PEOPLE: [(&str, usize, BodyKind, &str); 12] = [
    (CLERK, 0, BodyKind::ServiceStation, "village_clerk"),
    (DIRECTOR, 0, BodyKind::VillagersCommittee, "village_director"),
    (SECRETARY, 0, BodyKind::PartyBranch, "party_secretary"),
    (WATCHER, 0, BodyKind::SupervisionCommittee, "supervision_director"),
    ("马长贵", 0, BodyKind::SupervisionCommittee, "supervision_member"),
    ("丁秀英", 1, BodyKind::ServiceStation, "village_clerk"),
    ("许志刚", 1, BodyKind::VillagersCommittee, "village_director"),
    (LEADER, 2, BodyKind::TownshipGovernment, "township_leader"),
    (EDITOR, 3, BodyKind::ServiceBureau, "catalogue_editor"),
    (REVIEWER, 3, BodyKind::ServiceBureau, "catalogue_reviewer"),
    ("曹敏", 3, BodyKind::ServiceBureau, "supervisor"),
    ("王小芳", 0, BodyKind::VillagersAssembly, ""),
];

pub(crate) const CLERK: &str = "吴桂兰";
pub(crate) const DIRECTOR: &str = "郑德福";
pub(crate) const SECRETARY: &str = "何立新";
pub(crate) const WATCHER: &str = "刘素梅";
pub(crate) const LEADER: &str = "冯文静";
pub(crate) const EDITOR: &str = "沈清";
pub(crate) const REVIEWER: &str = "陈晓";

static MODULES: [&web::Module; 3] =
    [&registry::MODULE, &crate::MODULE, &crate::tests::logged::TAMPERING_MODULE];

/// The county of one story. It is 12 October 2026.
pub(crate) struct County {
    app: TestApp,
    people: HashMap<&'static str, PersonId>,
    villages: Vec<Area>,
}

impl Deref for County {
    type Target = TestApp;

    fn deref(&self) -> &TestApp {
        &self.app
    }
}

impl County {
    /// With everybody in office and the county's catalogue in force since July.
    pub(crate) async fn new() -> Self {
        let county = Self::without_catalogue().await;
        let (editor, reviewer) = (county.actor(EDITOR).await, county.actor(REVIEWER).await);
        crate::import_bundled(&county, &editor).await.unwrap();
        crate::publish_all(&county, &reviewer, date(2026, 7, 1)).await.unwrap();
        county
    }

    pub(crate) async fn without_catalogue() -> Self {
        let app = TestApp::new(&MODULES, registry::REGISTRAR);
        app.clock().move_to(moment("2026-10-12 09:00"));
        registry::actions::import_divisions(&app, &founder(), AREAS).await.unwrap();
        let people = app.db.write(settle).await.unwrap();
        let villages = app
            .db
            .read(|tx| registry::areas_within(tx, &AreaPath::county(), 10))
            .await
            .unwrap()
            .into_iter()
            .filter(|area| area.level() == Level::Village)
            .collect();
        Self { app, people, villages }
    }

    pub(crate) fn village(&self) -> &Area {
        &self.villages[0]
    }

    pub(crate) fn other_village(&self) -> &Area {
        &self.villages[1]
    }

    pub(crate) async fn browser(&self, name: &str) -> Browser {
        self.signed_in(*self.people.get(name).unwrap()).await
    }

    /// That person as an actor, with the posts held today.
    pub(crate) async fn actor(&self, name: &'static str) -> Actor {
        let id = *self.people.get(name).unwrap();
        self.db
            .read(move |tx| {
                let person = registry::person(tx, id)?;
                let today = tx.today();
                let posts = (registry::REGISTRAR.posts_held)(tx, id, today)?;
                let home = person.area_path;
                let name = name.into();
                Ok(Actor { person_id: Some(id), name, home, posts, ..Actor::program() })
            })
            .await
            .unwrap()
    }

    /// An item of the county.
    pub(crate) async fn item(&self, key: &'static str) -> ItemId {
        let found =
            self.db.read(move |tx| crate::store::items::by_key(tx, &AreaPath::county(), key)).await;
        found.unwrap().unwrap()
    }

    /// A ledger of a period with one line each way, as the clerk has it ready.
    pub(crate) async fn drafted(&self, period: &str) -> DisclosureId {
        self.drafted_from(period, 1_000_000).await
    }

    /// The same, with so much money at the beginning.
    pub(crate) async fn drafted_from(&self, period: &str, opening: i64) -> DisclosureId {
        let clerk = self.actor(CLERK).await;
        let (area, item) = (self.village().id, self.item("finance.ledger").await);
        let period = Period::from_key(period).unwrap();
        let id = crate::begin(self, &clerk, (area, item), period).await.unwrap();
        let lines = vec![
            line(period.first_day(), "鱼塘承包款", 1_640_000, 0),
            line(period.last_day(), "路灯维修", 0, 936_000),
        ];
        crate::add_lines(self, &clerk, id, lines).await.unwrap();
        let words = crate::Words {
            title: format!("{}财务", period.zh()),
            opening: Some(opening),
            closing: Some(opening + 704_000),
            ..crate::Words::default()
        };
        crate::save(self, &clerk, id, words).await.unwrap();
        id
    }

    /// The same, signed and settled.
    pub(crate) async fn settled(&self, id: DisclosureId) {
        crate::submit(self, &self.actor(CLERK).await, id).await.unwrap();
        crate::sign(self, &self.actor(WATCHER).await, id).await.unwrap();
        let settled = Settled {
            on: self.clock().today(),
            of_committee: vec![DIRECTOR.into()],
            of_party: vec![SECRETARY.into()],
            decision: "同意公布".into(),
        };
        crate::settle(self, &self.actor(SECRETARY).await, id, settled).await.unwrap();
    }

    /// A ledger that was published; gives its id and its code.
    pub(crate) async fn published(&self, period: &str) -> (DisclosureId, String) {
        self.published_from(period, 1_000_000).await
    }

    /// The same, with so much money at the beginning.
    pub(crate) async fn published_from(
        &self,
        period: &str,
        opening: i64,
    ) -> (DisclosureId, String) {
        let id = self.drafted_from(period, opening).await;
        self.settled(id).await;
        crate::publish(self, &self.actor(DIRECTOR).await, id).await.unwrap();
        let found = self.db.read(move |tx| crate::store::published::find(tx, id)).await.unwrap();
        (id, found.code)
    }
}

/// A line of a ledger.
pub(crate) fn line(
    on: jiff::civil::Date,
    summary: &str,
    income: i64,
    expense: i64,
) -> crate::model::Line {
    crate::model::Line {
        on: Some(on),
        summary: summary.into(),
        payee: "孙有田".into(),
        person: true,
        income,
        expense,
        voucher: "7-1".into(),
        account: "其他".into(),
    }
}

/// A small picture, as a telephone takes it.
pub(crate) fn photo() -> Vec<u8> {
    let hex = "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154\
               789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082";
    let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
    digits
        .chunks(2)
        .map(|two| u8::from_str_radix(std::str::from_utf8(two).unwrap(), 16).unwrap())
        .collect()
}

/// Holds every post that the founding needs.
fn founder() -> Actor {
    let held = PostHeld {
        post: "administrator".into(),
        body_id: BodyId(Uuid::nil()),
        body_name: String::new(),
        area_id: AreaId(Uuid::nil()),
        area_path: AreaPath::county(),
        limited_to: None,
    };
    Actor { posts: vec![held], ..Actor::program() }
}

fn settle(tx: &mut Tx<'_>) -> Result<HashMap<&'static str, PersonId>> {
    let areas = registry::areas_within(tx, &AreaPath::county(), 10)?;
    let at = |level: Level| areas.iter().filter(move |area| area.level() == level);
    let mut places: Vec<Area> = at(Level::Village).cloned().collect();
    places.extend(at(Level::Township).cloned());
    places.extend(at(Level::County).cloned());
    let mut people = HashMap::new();
    for (name, place, kind, post) in PEOPLE {
        let area = &places[place];
        let resident = NewPerson {
            name: name.into(),
            sex: Sex::Female,
            born_on: Some(date(1970, 5, 1)),
            identity_number: None,
            phone: Some("13812342210".into()),
            no_phone: false,
            household_number: None,
            area_path: places[0].path.clone(),
            residence: Residence::HukouHere,
            resident_since_on: None,
        };
        let person_id = registry::people::add_many(tx, &[resident])?[0];
        people.insert(name, person_id);
        if post.is_empty() {
            continue;
        }
        let body = match registry::body_of_kind(tx, &area.path, kind)? {
            Some(body) => body,
            None => registry::bodies::found(tx, &new_body(area, kind))?,
        };
        let appointment = Appointment {
            body_id: body.id,
            post: post.into(),
            person_id,
            public_phone: None,
            held_from: date(2026, 1, 1),
            held_until: None,
        };
        registry::bodies::record_appointment(tx, &appointment)?;
    }
    Ok(people)
}

fn new_body(area: &Area, kind: BodyKind) -> NewBody {
    NewBody {
        area_id: area.id,
        kind,
        name: format!("{}{}", area.name, kind.label()),
        department: None,
        phone: None,
        address: None,
        hours: None,
        purpose: None,
        seats: None,
    }
}
