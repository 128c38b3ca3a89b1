//! Programs: tokens, and an act under a key.

use platform::identity::{self, Credentials, Origin, SignedIn};
use platform::once::{self, Key, Told};
use platform::tokens::{self, NewToken};
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
