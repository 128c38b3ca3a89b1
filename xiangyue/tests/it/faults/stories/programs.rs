//! Programs: tokens, and an act under a key.

use platform::identity::{self, Credentials, Origin, SignedIn};
use platform::once::{self, Key, Told};
use platform::tokens::{self, NewToken};
use platform::webhooks::{self, NewWebhook};
use platform::{Actor, PersonId, TokenId, Tx};
use window::Application;

use crate::cast::{Cast, ITEM, answers};
use crate::county::administrator;
use crate::faults::statement::Tries;

pub async fn tokens_and_an_act_under_a_key(tries: &Tries, cast: Cast, villager: PersonId) {
    let owner = signed_in(tries, cast.clerk).await;
    let new = NewToken { name: "排队机".into(), scopes: vec!["own.read".into()], ends_on: None };
    let make = async || tokens::make(tries, &owner, new.clone()).await;
    let first = token_of(tries, tries.act("tokens.make", make).await).await;
    tries.act("tokens.touch", async || tokens::touch(tries, first).await).await;
    tries.act("tokens.end_own", async || tokens::end_own(tries, &owner, first).await).await;
    let second = token_of(tries, tokens::make(tries, &owner, new.clone()).await.unwrap()).await;
    let admin = administrator();
    tries.act("tokens.end", async || tokens::end(tries, &admin, second).await).await;
    let applicant = cast.actor(tries, villager).await;
    let application = Application { item: ITEM.into(), behalf: None, sealed: answers() };
    tries
        .act("window.apply", async || window::apply(tries, &applicant, application.clone()).await)
        .await;
    let key = Key { token: second, word: "一".into(), request_digest: "一".into() };
    let tell = |_: &mut Tx<'_>, code: &String| Ok(Told { status: 201, body: code.clone() });
    let ask = async || {
        let act = async |app| window::apply(&app, &applicant, application.clone()).await;
        once::once(tries, Some(key.clone()), tell, act).await
    };
    let told = tries.act("once.once", &ask).await;
    assert_eq!(ask().await.unwrap(), told, "the same key is told the same");
    tries.clock().advance(jiff::SignedDuration::from_hours(49));
    let forget = async || tries.db.write(once::FORGET_ANSWERS.run).await;
    tries.act("job.old answers of the API", forget).await;
    // Seven months later sign-ins that ended, and links that were used, have been kept long enough.
    tries.clock().advance(jiff::SignedDuration::from_hours(24 * 220));
    let forget = async || tries.db.write(platform::personal::forget_what_is_over).await;
    tries.act("job.retention", forget).await;
}

async fn signed_in(tries: &Tries, person: PersonId) -> Actor {
    let user_name = tries.account(person).await;
    let typed = Credentials { user_name, password: testing::PASSWORD.into() };
    let origin = Origin { device: "测试".into(), address: "10.0.0.9".into() };
    let entered = identity::sign_in(tries, typed, origin).await.unwrap();
    let SignedIn::Now(secret) = entered else { panic!("nobody asked for a second step") };
    tries.db.read(move |tx| identity::actor_of(tx, &secret)).await.unwrap().unwrap().0
}

async fn token_of(tries: &Tries, secret: String) -> TokenId {
    let found = tries.db.read(move |tx| tokens::actor_of(tx, &secret)).await.unwrap();
    found.unwrap().0.token.unwrap().id
}

/// Programs that are told of what happens, and what becomes of it.
pub async fn subscribers(tries: &Tries) {
    let admin = administrator();
    let new = NewWebhook {
        address: "https://data.example.cn/xiangyue".into(),
        secret: "只有两边知道的密钥，够长的一句话吧".into(),
        modules: vec!["registry".into(), "webhooks".into()],
        area_path: platform::AreaPath::county(),
    };
    let subscribe = async || webhooks::subscribe(tries, &admin, new.clone()).await;
    let id = tries.act("webhooks.subscribe", subscribe).await;
    tries.act("webhooks.restart", async || webhooks::restart(tries, &admin, id).await).await;
    let reader = administrator();
    let (_, news) = tries.db.read(move |tx| webhooks::one(tx, &reader, id)).await.unwrap();
    let first = news.first().unwrap().id;
    tries
        .act("webhooks.send_again", async || webhooks::send_again(tries, &admin, id, first).await)
        .await;
    tries.act("webhooks.end", async || webhooks::end(tries, &admin, id).await).await;
}
