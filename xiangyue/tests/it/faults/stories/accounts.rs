//! Accounts, sign-ins, the calendar.

use std::sync::Arc;

use platform::app::Sources;
use platform::identity::{self, Credentials, Origin, SignedIn};
use platform::settings::Settings;
use platform::{Actor, App, PersonId, calendar};

use crate::county::administrator;
use crate::faults::statement::Tries;

const PASSWORD: &str = "稻花香里说丰年听取蛙声";

/// As the State Council's office publishes it, shortened.
const NOTICE: &str = "元旦：1月1日（周五）至3日（周日）放假调休，共3天。";

fn origin() -> Origin {
    Origin { device: "测试".into(), address: "10.0.0.9".into() }
}

async fn signed_in(app: &App, secret: String) -> Actor {
    let found = app.db.read(move |tx| identity::actor_of(tx, &secret)).await.unwrap();
    found.unwrap().0
}

pub async fn links_sign_ins_and_a_new_year(tries: &Tries, villager: PersonId) {
    let admin = administrator();
    let secret = tries
        .act("identity.make_link", async || identity::make_link(tries, &admin, villager).await)
        .await;
    let hash = identity::hash(&Sources::seeded(7), PASSWORD).unwrap();
    tries
        .act("identity.set_password_by_link", async || {
            identity::set_password_by_link(tries, &secret, hash.clone()).await
        })
        .await;
    let typed = Credentials { user_name: "sunyoutian".into(), password: PASSWORD.into() };
    let here = tries
        .act("identity.sign_in", async || identity::sign_in(tries, typed.clone(), origin()).await)
        .await;
    let SignedIn::Now(here) = here else { panic!("nobody asked for a second step") };
    let sample = Settings { demo: true, ..(*tries.settings).clone() };
    let demo = App { settings: Arc::new(sample), db: tries.db.clone() };
    let there = tries
        .act("identity.sign_in_as", async || {
            identity::sign_in_as(&demo, "sunyoutian", origin()).await
        })
        .await;
    let (here, there) = (signed_in(tries, here).await, signed_in(tries, there).await);
    let (_, session) = there.session.unwrap();
    tries.clock().advance(jiff::SignedDuration::from_mins(11));
    tries.act("identity.touch", async || identity::touch(tries, session).await).await;
    tries
        .act("identity.end_session", async || identity::end_session(tries, &here, session).await)
        .await;
    tries.act("identity.sign_out", async || identity::sign_out(tries, &here).await).await;
    tries
        .act("calendar.add_year", async || {
            calendar::add_year(tries, &admin, 2027, "国办发明电〔2026〕1号", NOTICE).await
        })
        .await;
    tries.act("identity.close", async || identity::close(tries, &admin, villager).await).await;
}
