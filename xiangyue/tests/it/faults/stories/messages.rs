//! Messages: codes, an inbox, a visit, and what the sending notes.

use std::sync::Arc;

use platform::id::{SubjectId, Uuid};
use platform::identity::{self, Origin};
use platform::messages::outbox::{self, Reported};
use platform::messages::{self, Channel, Choices, DIGEST, NewMessage, Told, Urgency, visits};
use platform::settings::Settings;
use platform::{Actor, App, AreaPath, PersonId, text};
use registry::model::NewPerson;
use registry::{Residence, Sex};

use crate::county::{administrator, holder};
use crate::faults::statement::Tries;

const PHONE: &str = "13911112222";
const CASE: Uuid = Uuid::from_u128(77);

fn origin() -> Origin {
    Origin { device: "测试".into(), address: "10.0.0.8".into() }
}

fn village() -> AreaPath {
    AreaPath::county().child(1).child(1)
}

async fn somebody(tries: &Tries) -> PersonId {
    let new = NewPerson {
        name: "钱春生".into(),
        sex: Sex::Male,
        born_on: Some(jiff::civil::date(1970, 3, 12)),
        identity_number: None,
        phone: Some(PHONE.into()),
        no_phone: false,
        household_number: None,
        area_path: village(),
        residence: Residence::HukouHere,
        resident_since_on: None,
    };
    tries
        .db
        .write(move |tx| {
            platform::sample::mark(tx)?;
            let person = registry::people::add_many(tx, std::slice::from_ref(&new))?[0];
            let hash = testing::cheap_hash();
            identity::open_now(tx, person, "qianchunsheng", Some(PHONE), hash)?;
            Ok(person)
        })
        .await
        .unwrap()
}

async fn send(app: &App, person: PersonId, urgency: Urgency) {
    let message = NewMessage {
        person,
        kind: "test",
        urgency,
        subject: Some(SubjectId(CASE)),
        area: village(),
        sentence: text("消息"),
        args: Vec::new(),
        href: "/own".into(),
        link: "/track".into(),
        phone: None,
        once: None,
    };
    app.db.write(move |tx| messages::send(tx, &message).map(drop)).await.unwrap();
}

/// Sends what is due to nobody, as a sample county does.
async fn carry(app: &App) {
    let app = app.clone();
    tokio::task::spawn_blocking(move || outbox::send_due(&app)).await.unwrap().unwrap();
}

/// The code that was sent last.
async fn code(app: &App) -> String {
    carry(app).await;
    let shown = app.db.read(|tx| messages::sending::shown(tx, "")).await.unwrap();
    let texts = shown.into_iter().map(|(_, _, text)| text);
    let code = |text: String| {
        let digits = text.split(|letter: char| !letter.is_ascii_digit()).map(str::to_owned);
        digits.into_iter().find(|run| run.len() == 6)
    };
    texts.filter_map(code).next().unwrap()
}

pub async fn codes_an_inbox_and_a_visit(tries: &Tries) {
    let person = somebody(tries).await;
    let settings = Settings { demo: true, ..(*tries.settings).clone() };
    let app = App { db: tries.db.clone(), settings: Arc::new(settings) };
    carry(&app).await;
    tries.clock().advance(jiff::SignedDuration::from_secs(1));
    let ask = async || identity::ask_code(&app, PHONE, &origin()).await;
    let ticket = tries.act("identity.ask_code", ask).await;
    let typed = code(&app).await;
    let enter = async || identity::enter_code(&app, &ticket, &typed, origin()).await;
    let secret = tries.act("identity.enter_code", enter).await;
    let found = tries.db.read(move |tx| identity::actor_of(tx, &secret)).await.unwrap();
    let actor = found.unwrap().0;
    tries.clock().advance(jiff::SignedDuration::from_secs(1));
    let ask = async || identity::ask_mail_code(&app, &actor, "qian@example.test", &origin()).await;
    let ticket = tries.act("identity.ask_mail_code", ask).await;
    let typed = code(&app).await;
    let enter = async || identity::enter_mail_code(&app, &actor, &ticket, &typed).await;
    tries.act("identity.enter_mail_code", enter).await;
    inbox(tries, &app, &actor).await;
    ways(tries, &app, &actor, person).await;
}

async fn inbox(tries: &Tries, app: &App, actor: &Actor) {
    let person = actor.person().unwrap();
    send(app, person, Urgency::Notice).await;
    send(app, person, Urgency::Notice).await;
    let (reader, now) = (actor.clone(), tries.clock().now());
    let found = tries.db.read(move |tx| messages::inbox(tx, &reader, now)).await.unwrap();
    let first = found[0].id;
    tries.act("messages.open", async || messages::open(app, actor, first).await).await;
    tries.act("messages.read_all", async || messages::read_all(app, actor).await).await;
    send(app, person, Urgency::Notice).await;
    tries.clock().advance(jiff::SignedDuration::from_hours(8 * 24));
    tries.act("job.weekly digest", async || tries.db.write(DIGEST.run).await).await;
    tries.act("job.escalation", async || tries.db.write(window::escalate).await).await;
}

async fn ways(tries: &Tries, app: &App, actor: &Actor, person: PersonId) {
    send(app, person, Urgency::Duty).await;
    carry(app).await;
    let about = tries.db.read(move |tx| messages::about(tx, CASE, person)).await.unwrap();
    let way = about.into_iter().find_map(|(_, way)| way).unwrap().id;
    let report = async || outbox::report(app, way, Reported::Delivered).await;
    tries.act("messages.report", report).await;
    let by_visit = Choices { duty_by: Channel::Visit, ..Choices::default() };
    tries.act("messages.choose", async || messages::choose(app, actor, by_visit).await).await;
    tries.act("messages.drop_mail", async || messages::drop_mail(app, actor).await).await;
    send(app, person, Urgency::Duty).await;
    carry(app).await;
    let clerk = holder("village_clerk", village());
    let reader = clerk.clone();
    let open = tries.db.read(move |tx| visits::open(tx, &reader)).await.unwrap();
    let visit = open.iter().find(|visit| visit.person_id == person).unwrap().id;
    let tell = async || visits::tell(app, &clerk, visit, Told::Phone, "").await;
    tries.act("messages.tell", tell).await;
    let admin = Actor { person_id: Some(person), ..administrator() };
    tries.act("messages.test", async || messages::sending::test(app, &admin).await).await;
    tries.act("messages.hurry", async || messages::sending::hurry(app, &admin).await).await;
}
