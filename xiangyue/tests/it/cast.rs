//! The people of a case, from the old man without a phone to the one who approves.

use platform::area::Level;
use platform::{Actor, App, AreaPath, BodyId, PersonId, Result, Tx};
use registry::model::{Appointment, NewBody, NewPerson};
use registry::{BodyKind, Department, Residence, Sex};
use window::AtCounter;
use window::item::Item;
use window::model::{Answers, Sealed};

use crate::county::County;

/// What the old man asks for.
pub const ITEM: &str = "old-age-allowance";
/// A number with a right check digit, of a county that does not exist.
pub const IDENTITY_NUMBER: &str = "990000194003120014";
/// The old man's name; the public sees a part of it.
pub const OLD_MAN: &str = "赵德福";

/// Who takes part, each with one post.
#[derive(Debug, Clone, Copy)]
pub struct Cast {
    pub clerk: PersonId,
    pub window: PersonId,
    pub handler: PersonId,
    pub reviewer: PersonId,
    pub approver: PersonId,
}

/// The post, the kind of its body, the level of its area, the name.
const POSTS: [(&str, BodyKind, Level, &str); 5] = [
    ("village_clerk", BodyKind::ServiceStation, Level::Village, "周小禾"),
    ("window_clerk", BodyKind::ServiceCenter, Level::Township, "李文静"),
    ("department_handler", BodyKind::Department, Level::County, "陈立"),
    ("department_reviewer", BodyKind::Department, Level::County, "孙玉梅"),
    ("department_approver", BodyKind::Department, Level::County, "何明"),
];

impl Cast {
    /// Fills the posts around the first village, and publishes the catalogue.
    pub async fn of(county: &County) -> Self {
        Self::with_items(county, |_| true).await
    }

    /// Fills the posts, and publishes no more than these items of the catalogue.
    pub async fn with_items(county: &County, wanted: fn(&Item) -> bool) -> Self {
        county.db.write(move |tx| publish(tx, wanted).and_then(|()| appoint(tx))).await.unwrap()
    }

    /// A person with today's posts, as the pages know them.
    pub async fn actor(&self, app: &App, person: PersonId) -> Actor {
        app.db
            .read(move |tx| {
                let today = tx.today();
                let (name, home) = (registry::REGISTRAR.person)(tx, person)?;
                let posts = (registry::REGISTRAR.posts_held)(tx, person, today)?;
                Ok(Actor { person_id: Some(person), name, home, posts, ..Actor::program() })
            })
            .await
            .unwrap()
    }

    /// So many people come to the counter with the same wish.
    pub async fn come_to_the_counter(&self, app: &App, times: usize) {
        let window = self.actor(app, self.window).await;
        for number in 0..times {
            let name = format!("{OLD_MAN}{number}");
            let old = app.db.write(move |tx| add(tx, &name, &village(), 1940)).await.unwrap();
            let taken = AtCounter { item: ITEM.into(), applicant: old, sealed: answers() };
            window::receive_at_counter(app, &window, taken).await.unwrap();
        }
    }
}

pub fn village() -> AreaPath {
    AreaPath::county().child(1).child(1)
}

pub fn answers() -> Sealed {
    let said =
        [("birth_date", "1940-03-12"), ("identity_number", IDENTITY_NUMBER), ("paid_to", "存折")];
    Sealed {
        answers: said
            .map(|(key, answer)| (key.to_owned(), answer.to_owned()))
            .into_iter()
            .collect::<Answers>(),
        phone: String::new(),
        delivery: "代办员上门告知".to_owned(),
        papers: vec![0, 1, 2],
    }
}

/// Drafted by the command line and published by another, as the program does it.
fn publish(tx: &mut Tx<'_>, wanted: fn(&Item) -> bool) -> Result<()> {
    let county = registry::county(tx)?.ok_or(platform::Error::NotFound)?;
    let editor = Actor::operator(county.id);
    let mut items = window::bundled()?;
    items.retain(wanted);
    window::import_in(tx, &editor, &items, false)?;
    let reviewer = crate::county::holder("catalogue_reviewer", AreaPath::county());
    for version in window::newest(tx, &reviewer)? {
        window::publish_in(tx, &reviewer, version.id, jiff::civil::date(2026, 1, 1))?;
    }
    Ok(())
}

fn appoint(tx: &mut Tx<'_>) -> Result<Cast> {
    let mut holders = Vec::new();
    let mut founded: Vec<(BodyKind, BodyId)> = Vec::new();
    for (post, kind, level, name) in POSTS {
        let area = village().at(level);
        let known = founded.iter().find(|(known, _)| *known == kind).map(|(_, body)| *body);
        let body = match known {
            Some(body) => body,
            None => found(tx, &area, kind)?,
        };
        founded.push((kind, body));
        let person = add(tx, name, &village(), 1980)?;
        let appointment = Appointment {
            body_id: body,
            post: post.into(),
            person_id: person,
            public_phone: None,
            held_from: jiff::civil::date(2026, 1, 1),
            held_until: None,
        };
        registry::bodies::record_appointment(tx, &appointment)?;
        holders.push(person);
    }
    let [clerk, window, handler, reviewer, approver] =
        holders.try_into().expect("five posts, five people");
    add(tx, OLD_MAN, &village(), 1940)?;
    Ok(Cast { clerk, window, handler, reviewer, approver })
}

fn found(tx: &mut Tx<'_>, area: &AreaPath, kind: BodyKind) -> Result<BodyId> {
    let area = registry::area_at(tx, area)?;
    let department = (kind == BodyKind::Department).then_some(Department::CivilAffairs);
    let body = NewBody {
        area_id: area.id,
        kind,
        name: match kind {
            BodyKind::Department => format!("{}民政局", area.name),
            _ => format!("{}{}", area.name, kind.label()),
        },
        department,
        phone: Some("0000-6000001".into()),
        address: Some("一楼大厅".into()),
        hours: Some("周一至周五 8:30—17:30".into()),
        purpose: None,
        seats: None,
    };
    registry::bodies::found(tx, &body).map(|body| body.id)
}

/// A person; the old have no phone.
fn add(tx: &mut Tx<'_>, name: &str, village: &AreaPath, year: i16) -> Result<PersonId> {
    let old = year < 1950;
    let new = NewPerson {
        name: name.to_owned(),
        sex: Sex::Male,
        born_on: Some(jiff::civil::date(year, 3, 12)),
        identity_number: None,
        phone: None,
        no_phone: old,
        household_number: None,
        area_path: village.clone(),
        residence: Residence::HukouHere,
        resident_since_on: None,
    };
    let added = registry::people::add_many(tx, std::slice::from_ref(&new))?;
    added.into_iter().next().ok_or(platform::Error::NotFound)
}
