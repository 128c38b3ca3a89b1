//! What a village tells, from the county's catalogue to the board and the archive.

use jiff::SignedDuration;
use law::sunshine::{Frequency, Period};
use platform::files::{Allowed, Kept, keep_bytes};
use platform::id::Uuid;
use platform::{Actor, AreaPath, PersonId};
use sunshine::item::Item;
use sunshine::model::{DisclosureId, ItemId, Line};
use sunshine::question::GivenHow;
use sunshine::{Asking, Settled, TrafficNoted, Words};

use crate::cast::village;
use crate::county::holder;
use crate::faults::statement::Tries;

/// Somebody of their own with a post.
fn one(number: u128, post: &str, area: AreaPath) -> Actor {
    let person_id = Some(PersonId(Uuid::from_u128(0x5a00 + number)));
    Actor { person_id, ..holder(post, area) }
}

/// Those who write, watch, settle and publish.
struct People {
    clerk: Actor,
    watcher: Actor,
    secretary: Actor,
    director: Actor,
}

impl People {
    fn new() -> Self {
        Self {
            clerk: one(1, "village_clerk", village()),
            watcher: one(2, "supervision_director", village()),
            secretary: one(3, "party_secretary", village()),
            director: one(4, "village_director", village()),
        }
    }
}

fn photo(tries: &Tries, words: &str) -> Vec<Kept> {
    let pdf = format!("%PDF-1.7\n(board {words})\n%%EOF\n").into_bytes();
    vec![keep_bytes(tries, "公开栏.pdf", pdf, Allowed::Papers).unwrap()]
}

async fn catalogue(tries: &Tries) {
    let (editor, reviewer) = (
        one(5, "catalogue_editor", AreaPath::county()),
        one(6, "catalogue_reviewer", AreaPath::county()),
    );
    let mut item: Item = sunshine::item::bundled().unwrap().remove(0);
    let county = AreaPath::county();
    tries
        .act("sunshine.draft", async || {
            sunshine::draft(tries, &editor, county.clone(), item.clone()).await
        })
        .await;
    let since = tries.clock().today().saturating_sub(jiff::Span::new().months(9));
    tries
        .act("sunshine.publish_all", async || sunshine::publish_all(tries, &reviewer, since).await)
        .await;
    item.note = "逐笔".into();
    tries
        .act("sunshine.import_bundled", async || sunshine::import_bundled(tries, &editor).await)
        .await;
    let version = sunshine::draft(tries, &editor, county, item).await.unwrap();
    tries
        .act("sunshine.publish", async || {
            sunshine::publish_item(tries, &reviewer, version, since).await
        })
        .await;
}

async fn ledger_item(tries: &Tries) -> ItemId {
    let found = tries
        .db
        .read(|tx| {
            let area = registry::area_at(tx, &village())?;
            sunshine::owed::of(tx, &area)
        })
        .await
        .unwrap();
    found.owed.iter().find(|owed| owed.item_key == "finance.ledger").unwrap().item_id
}

fn line(on: jiff::civil::Date, income: i64, expense: i64) -> Line {
    Line {
        on: Some(on),
        summary: "路灯维修".into(),
        payee: "恒明电器".into(),
        income,
        expense,
        voucher: "8-1".into(),
        ..Line::default()
    }
}

async fn settled(tries: &Tries, people: &People, id: DisclosureId) {
    let on = tries.clock().today();
    let settled = Settled {
        on,
        of_committee: vec!["郑德福".into()],
        of_party: vec!["何立新".into()],
        decision: "同意公布".into(),
    };
    tries
        .act("sunshine.settle", async || {
            sunshine::settle(tries, &people.secretary, id, settled.clone()).await
        })
        .await;
}

fn words(title: &str) -> Words {
    Words {
        title: title.into(),
        words: "盏数原来写错了".into(),
        opening: Some(100_000),
        closing: Some(90_640),
        ..Words::default()
    }
}

pub async fn from_catalogue_to_board(tries: &Tries) {
    catalogue(tries).await;
    let remind = async || tries.db.write(sunshine::remind).await;
    tries.act("job.disclosures owed", remind).await;
    let people = People::new();
    let People { clerk, watcher, director, .. } = &people;
    let area = tries.db.read(|tx| registry::area_at(tx, &village())).await.unwrap().id;
    let item = ledger_item(tries).await;
    let today = tries.clock().today();
    let period = Period::of(Frequency::Quarterly, today).previous().unwrap();
    let id = tries
        .act("sunshine.begin", async || sunshine::begin(tries, clerk, (area, item), period).await)
        .await;
    let lines = vec![line(period.first_day(), 0, 9_360)];
    tries
        .act("sunshine.add_lines", async || {
            sunshine::add_lines(tries, clerk, id, lines.clone()).await
        })
        .await;
    let other = line(period.last_day(), 0, 9_360);
    tries
        .act("sunshine.change_line", async || {
            sunshine::change_line(tries, clerk, id, (1, Some(other.clone()))).await
        })
        .await;
    tries
        .act("sunshine.save", async || sunshine::save(tries, clerk, id, words("财务")).await)
        .await;
    tries.act("sunshine.submit", async || sunshine::submit(tries, clerk, id).await).await;
    tries
        .act("sunshine.give_back", async || {
            sunshine::give_back(tries, watcher, id, "写明盏数".into()).await
        })
        .await;
    sunshine::submit(tries, clerk, id).await.unwrap();
    tries.act("sunshine.sign", async || sunshine::sign(tries, watcher, id).await).await;
    settled(tries, &people, id).await;
    tries.act("sunshine.publish", async || sunshine::publish(tries, director, id).await).await;
    let kept = photo(tries, "up");
    tries
        .act("sunshine.post", async || {
            sunshine::post(tries, clerk, id, (today, kept.clone())).await
        })
        .await;
    tries.clock().advance(SignedDuration::from_hours(24 * 16));
    let (on, kept) = (tries.clock().today(), photo(tries, "down"));
    tries
        .act("sunshine.take_down", async || {
            sunshine::take_down(tries, clerk, id, (on, kept.clone())).await
        })
        .await;
    tries
        .act("sunshine.file_away", async || {
            sunshine::file_away(tries, clerk, id, "第3盒".into()).await
        })
        .await;
    let new = tries
        .act("sunshine.begin_correction", async || {
            sunshine::begin_correction(tries, clerk, id).await
        })
        .await;
    sunshine::submit(tries, clerk, new).await.unwrap();
    sunshine::sign(tries, watcher, new).await.unwrap();
    settled(tries, &people, new).await;
    sunshine::publish(tries, director, new).await.unwrap();
}

/// What is brought in files, thrown away, noted by the township.
pub async fn what_else_is_done(tries: &Tries) {
    let clerk = &People::new().clerk;
    let area = tries.db.read(|tx| registry::area_at(tx, &village())).await.unwrap().id;
    let item = ledger_item(tries).await;
    let period = Period::of(Frequency::Quarterly, tries.clock().today());
    let id = sunshine::begin(tries, clerk, (area, item), period).await.unwrap();
    let list = "日期,摘要,支出\n2026-8-3,路灯维修,9360\n八月,水费,80\n";
    let read = || sunshine::read(&platform::table::Source::text(list)).unwrap();
    let import = tries
        .act("sunshine.bring", async || {
            sunshine::bring(tries, clerk, id, ("账.csv".into(), read())).await
        })
        .await;
    tries
        .act("sunshine.confirm", async || {
            sunshine::confirm(tries, clerk, (id, import), false).await
        })
        .await;
    sunshine::bring(tries, clerk, id, ("账.csv".into(), read())).await.unwrap();
    tries.act("sunshine.give_up", async || sunshine::give_up(tries, clerk, id).await).await;
    let kept = photo(tries, "paper");
    tries
        .act("sunshine.attach_files", async || {
            sunshine::attach_files(tries, clerk, id, kept.clone()).await
        })
        .await;
    let file = tries
        .db
        .read({
            let clerk = clerk.clone();
            move |tx| sunshine::open(tx, &clerk, id)
        })
        .await
        .unwrap()
        .files[0]
        .id;
    tries
        .act("sunshine.detach_file", async || sunshine::detach_file(tries, clerk, (id, file)).await)
        .await;
    tries.act("sunshine.discard", async || sunshine::discard(tries, clerk, id).await).await;
    let leader = one(7, "township_leader", village().parent().unwrap());
    let noted = TrafficNoted {
        area,
        heavy: true,
        since_on: tries.clock().today(),
        decision: "镇政发〔2026〕12号".into(),
    };
    tries
        .act("sunshine.note", async || sunshine::note_traffic(tries, &leader, noted.clone()).await)
        .await;
}

/// Asked by a villager and by the clerk for one, answered, taken to the township, ended.
pub async fn what_villagers_ask(tries: &Tries, villager: &Actor) {
    let (clerk, director) =
        (one(1, "village_clerk", village()), one(4, "village_director", village()));
    let leader = one(7, "township_leader", village().parent().unwrap());
    let told = tries.db.read(|tx| {
        let now = sunshine::from_now(tx);
        sunshine::board(tx, &village(), now, 1)
    });
    let code = told.await.unwrap().remove(0).code;
    let own = Asking { line: Some(1), words: "路灯修了几盏".into(), for_somebody: None };
    let question = tries
        .act("sunshine.ask", async || sunshine::ask(tries, villager, &code, own.clone()).await)
        .await;
    let word = sunshine::Word {
        person: villager.person_id.unwrap(),
        how: GivenHow::Spoken,
        witness: "刘素梅".into(),
    };
    let for_somebody = Some(word);
    let asking = Asking { line: None, words: "这本账在哪里看".into(), for_somebody };
    tries
        .act("sunshine.ask", async || sunshine::ask(tries, &clerk, &code, asking.clone()).await)
        .await;
    tries
        .act("sunshine.answer", async || {
            sunshine::answer(tries, &director, &question, "修了十二盏").await
        })
        .await;
    tries
        .act("sunshine.escalate", async || {
            sunshine::escalate(tries, villager, &question, "没有说是哪几盏").await
        })
        .await;
    tries
        .act("sunshine.end", async || {
            sunshine::end(tries, &leader, &question, "已核实，单子补充公开").await
        })
        .await;
    tries.clock().advance(SignedDuration::from_hours(24 * 20));
    tries
        .act("job.questions late", async || tries.db.write(sunshine::remind_of_questions).await)
        .await;
}
