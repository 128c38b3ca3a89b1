//! Areas, bodies, posts, people.

use jiff::civil::date;
use platform::{Actor, BodyId, Error, PersonId};
use registry::actions::{self, Asked, Disclosure};
use registry::model::{
    Appointment, Asking, BankCardNumber, BodyFacts, Ending, GivenHow, LookedAt, NewBody, NewPerson,
    Renaming, RequestStanding, Why,
};
use registry::{BodyKind, Residence, Sex, Source};

use crate::cast::village;
use crate::county::{LIST, administrator, holder};
use crate::faults::statement::Tries;

const ROSTER: &str = "\
姓名,性别,出生日期,村,户籍,户号
钱大有,男,1961-02-03,石桥镇柳湾村,本村,3
钱小有,女,1991-02-03,石桥镇柳湾村,本村,3
";

/// Whom the later stories need.
pub struct People {
    pub villager: PersonId,
}

pub fn person(name: &str) -> NewPerson {
    NewPerson {
        name: name.into(),
        sex: Sex::Male,
        born_on: Some(date(1940, 3, 12)),
        identity_number: None,
        phone: Some("13900000001".into()),
        no_phone: false,
        household_number: Some("12".into()),
        area_path: village(),
        residence: Residence::HukouHere,
        resident_since_on: None,
    }
}

pub async fn areas_and_first_administrator(tries: &Tries) {
    let admin = administrator();
    tries
        .act("registry.import_divisions", async || {
            actions::import_divisions(tries, &admin, LIST).await
        })
        .await;
    let areas = tries.areas().await;
    let area_id = areas.into_iter().find(|area| area.name == "东山村").unwrap().id;
    let (on, document) = (date(2026, 11, 1), "清政发〔2026〕12号".to_owned());
    let new = Renaming { area_id, name: "大东山村".into(), on, document };
    tries
        .act("registry.rename_area", async || {
            actions::rename_area(tries, &admin, new.clone()).await
        })
        .await;
    tries
        .act("registry.first_administrator", async || {
            actions::first_administrator(tries, person("何明"), "first").await
        })
        .await;
}

pub async fn bodies_posts_and_people(tries: &Tries) -> People {
    let (admin, clerk) = (administrator(), holder("village_clerk", village()));
    let area = tries.areas().await.into_iter().find(|area| area.path == village()).unwrap();
    let new = NewBody {
        area_id: area.id,
        kind: BodyKind::VillagersCommittee,
        name: "柳湾村村民委员会".into(),
        department: None,
        phone: None,
        address: None,
        hours: None,
        purpose: None,
        seats: None,
    };
    let body = tries
        .act("registry.found_body", async || actions::found_body(tries, &admin, new.clone()).await)
        .await;
    let villager = tries
        .act("registry.add_person", async || {
            actions::add_person(tries, &clerk, person("孙有田")).await
        })
        .await;
    let appointment = Appointment {
        body_id: body,
        post: "village_director".into(),
        person_id: villager,
        public_phone: None,
        held_from: date(2026, 1, 1),
        held_until: None,
    };
    let post = tries
        .act("registry.appoint", async || {
            actions::appoint(tries, &admin, appointment.clone()).await
        })
        .await;
    tries
        .act("registry.end_post", async || {
            actions::end_post(tries, &admin, post, date(2026, 11, 1)).await
        })
        .await;
    changed_and_ended(tries, body).await;
    let facts = NewPerson { name: "孙友田".into(), ..person("孙有田") };
    tries
        .act("registry.correct_person", async || {
            actions::correct_person(tries, &clerk, villager, facts.clone()).await
        })
        .await;
    rosters(tries).await;
    protection(tries, villager).await;
    tries
        .act("registry.open_account", async || {
            actions::open_account(tries, &admin, villager, "sunyoutian", true).await
        })
        .await;
    People { villager }
}

async fn changed_and_ended(tries: &Tries, body: BodyId) {
    let admin = administrator();
    let facts = BodyFacts {
        name: "柳湾村村委会".into(),
        phone: None,
        address: None,
        hours: None,
        purpose: None,
        seats: Some(5),
    };
    tries
        .act("registry.correct_body", async || {
            actions::correct_body(tries, &admin, body, (facts.clone(), "换了名称")).await
        })
        .await;
    let ending = Ending {
        body_id: body,
        on: date(2026, 11, 1),
        document: "清政发〔2026〕31号".into(),
        successor: Some((BodyKind::ResidentsCommittee, "柳湾社区居民委员会".into())),
    };
    tries
        .act("registry.end_body", async || actions::end_body(tries, &admin, ending.clone()).await)
        .await;
}

async fn rosters(tries: &Tries) {
    let admin = administrator();
    tries
        .act("registry.import_roster", async || {
            let roster = Source::text(ROSTER);
            let done = actions::import_roster(tries, &admin, &roster).await?;
            assert_eq!((done.new, done.problems.len()), (2, 0), "{:?}", done.problems);
            Ok(())
        })
        .await;
    let import = tries
        .act("registry.bring_roster", async || {
            let mut bringing = actions::bring(tries, &admin)?;
            bringing.add(ROSTER.as_bytes())?;
            actions::bring_roster(tries, &admin, bringing, "名册.csv").await
        })
        .await;
    tries
        .act("registry.end_import", async || actions::end_import(tries, &admin, import).await)
        .await;
}

/// A card, looks, and what the person asks.
async fn protection(tries: &Tries, person: PersonId) {
    let clerk = holder("village_clerk", village());
    let window = holder("window_clerk", village());
    tries
        .act("registry.note_bank_card", async || {
            let card = BankCardNumber::read("6222020000000007").map_err(Error::from)?;
            actions::note_bank_card(tries, &clerk, person, "农商行", card).await
        })
        .await;
    tries
        .act("registry.note_look", async || actions::note_look(tries, &window, person).await)
        .await;
    tries
        .act("registry.note_paper", async || actions::note_paper(tries, &clerk, person).await)
        .await;
    let wanted =
        Disclosure { at_what: LookedAt::Phone, why: Why::Reach, words: "通知领补贴".into() };
    tries
        .act("registry.disclose", async || {
            actions::disclose(tries, &window, person, wanted.clone()).await
        })
        .await;
    let asked = Asked {
        asking: Asking::Correction,
        about: "name".into(),
        words: "孙友田".into(),
        given_how: GivenHow::Signed,
    };
    let request = tries
        .act("registry.ask_for", async || {
            actions::ask_for(tries, &clerk, person, asked.clone()).await
        })
        .await;
    tries
        .act("registry.answer_request", async || {
            let agreed = RequestStanding::Accepted;
            actions::answer_request(tries, &clerk, request, agreed, "").await
        })
        .await;
    let own = Actor { person_id: Some(person), posts: Vec::new(), ..clerk.clone() };
    let erase = Asked { asking: Asking::Erasure, about: "bank_card".into(), ..asked.clone() };
    tries.act("registry.ask", async || actions::ask(tries, &own, erase.clone()).await).await;
}
