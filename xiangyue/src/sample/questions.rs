//! What villagers asked about the last quarter's books: most was answered, one village is late, one
//! question lies with the township.

use jiff::{Span, Timestamp};
use platform::clock::{Clock, date_of, instant_of};
use platform::{Actor, App, Error, Result, Scope};
use registry::{Area, Person};
use sunshine::question::GivenHow;
use sunshine::{Asking, Word};

use super::cases::actor_with_post;
use crate::cli::block_on;

/// One question: how many days ago, about which line, what was asked, and how many days ago each
/// of the rest.
struct Story {
    asked: i64,
    about: &'static str,
    words: &'static str,
    answered: Option<(i64, &'static str)>,
    escalated: Option<(i64, &'static str)>,
    ended: Option<(i64, &'static str)>,
}

const ANSWER: &str = "单子在村部档案柜，随时可以来看；盏数和位置写在单子背面。";

/// By village, in the order of the county; villages without published books are passed over.
const STORIES: [(usize, Story); 5] = [
    (
        0,
        Story {
            asked: 16,
            about: "路灯维修",
            words: "路灯修了几盏，都在哪里？",
            answered: Some((12, ANSWER)),
            escalated: None,
            ended: None,
        },
    ),
    (
        0,
        Story {
            asked: 3,
            about: "重阳节慰问品",
            words: "重阳节慰问品发给了多少户？",
            answered: None,
            escalated: None,
            ended: None,
        },
    ),
    (
        3,
        Story {
            asked: 18,
            about: "排水沟清淤",
            words: "排水沟清淤是谁量的，量了多长？",
            answered: None,
            escalated: None,
            ended: None,
        },
    ),
    (
        4,
        Story {
            asked: 24,
            about: "鱼塘承包款",
            words: "鱼塘承包款今年为什么比去年少？",
            answered: Some((19, "合同到期重新发包，价格由村民代表会议定。")),
            escalated: Some((17, "没有说会议是哪天开的")),
            ended: None,
        },
    ),
    (
        5,
        Story {
            asked: 40,
            about: "门面房租金",
            words: "门面房的租金是怎么定的？",
            answered: Some((33, "按去年的价。")),
            escalated: Some((32, "没有说有没有公开招租")),
            ended: Some((25, "经核实，招租公告贴过公开栏，照片已经补充公开。")),
        },
    ),
];

/// Lets villagers ask, and those who answer do so or not.
pub fn make(app: &App, clock: &Clock, now: Timestamp, villages: &[Area]) -> Result<u32> {
    let mut asked = 0;
    for (at, story) in &STORIES {
        let Some(village) = villages.get(*at) else { continue };
        // The last question of the first village is written down by the clerk.
        let by_clerk = asked == 1;
        asked += u32::from(tell(app, (clock, now), village, (story, by_clerk))?);
    }
    clock.move_to(now);
    app.db.write_now(sunshine::remind_of_questions)?;
    Ok(asked)
}

fn tell(
    app: &App,
    (clock, now): (&Clock, Timestamp),
    village: &Area,
    (story, by_clerk): (&Story, bool),
) -> Result<bool> {
    let at = |days: i64| {
        let day = date_of(now).saturating_sub(Span::new().days(days));
        clock.move_to(instant_of(day.at(19, 30, 0, 0)));
    };
    at(story.asked);
    let Some((code, villager, clerk)) = cast(app, village)? else { return Ok(false) };
    let (asker, for_somebody) = if by_clerk {
        let (person, witness) = (villager.person()?, String::new());
        (&clerk, Some(Word { person, how: GivenHow::Signature, witness }))
    } else {
        (&villager, None)
    };
    let (read, about) = (code.clone(), story.about);
    let line = app.db.read_now(move |tx| {
        let lines = sunshine::published(tx, &read)?.lines;
        Ok(lines.iter().find(|line| line.summary == about).map(|line| line.number))
    })?;
    let asking = Asking { line, words: story.words.into(), for_somebody };
    let question = block_on(sunshine::ask(app, asker, &code, asking))?;
    if let Some((days, words)) = story.answered {
        at(days);
        block_on(sunshine::answer(app, &clerk, &question, words))?;
    }
    if let Some((days, words)) = story.escalated {
        at(days);
        block_on(sunshine::escalate(app, &villager, &question, words))?;
    }
    if let Some((days, words)) = story.ended {
        at(days);
        let township = village.path.parent().ok_or(Error::NotFound)?;
        let leader =
            app.db.read_now(move |tx| actor_with_post(tx, &township, "township_leader"))?;
        block_on(sunshine::end(app, &leader, &question, words))?;
    }
    Ok(true)
}

/// The last published ledger of a village, somebody who lives there without a post, and the clerk.
fn cast(app: &App, village: &Area) -> Result<Option<(String, Actor, Actor)>> {
    let path = village.path.clone();
    app.db.read_now(move |tx| {
        let now = sunshine::from_now(tx);
        let told = sunshine::board(tx, &path, now, 20)?;
        let Some(ledger) = told.into_iter().find(|told| told.item_key == "finance.ledger") else {
            return Ok(None);
        };
        let holders = registry::holders_at(tx, &path)?;
        let here = registry::find_people(tx, &Scope::of(vec![path.clone()]), "", 60)?;
        let plain = |person: &Person| {
            let grown = person.born_on.is_none_or(|born_on| born_on.year() < 2000);
            let post = holders.iter().any(|holder| holder.person_id == person.id);
            grown && person.died_on.is_none() && !post
        };
        let Some(person) = here.into_iter().find(plain) else { return Ok(None) };
        let villager = Actor {
            person_id: Some(person.id),
            name: person.name,
            home: person.area_path,
            ..Actor::program()
        };
        Ok(Some((ledger.code, villager, actor_with_post(tx, &path, "village_clerk")?)))
    })
}
