//! What supervision committees found in the last weeks: one put right, one looked at and sent back,
//! one late; and an appraisal of the year.

use jiff::{Span, Timestamp};
use law::sunshine::Field;
use platform::clock::{Clock, date_of, instant_of};
use platform::{Actor, App, Result};
use registry::{Area, Holder, PostHeldId};
use sunshine::appraisal::Heap;
use sunshine::purchase::Way;
use sunshine::{Bought, Held, Met, Noting, Planned, Said};

use super::cases::actor_with_post;
use crate::cli::block_on;

/// Villages whose committees found something.
const VILLAGES: usize = 6;

/// What was found: the field, the line for everybody, the details, how many days ago, how many
/// days there were for it, and how far it came.
const FOUND: [(Field, &str, &str, i64, i64, End); 3] = [
    (
        Field::Works,
        "村东排水沟工程没有验收单",
        "工程款付了七成，村部没有验收单。现场量了沟长，和合同对得上，缺的是签字。",
        40,
        20,
        End::Closed,
    ),
    (
        Field::Property,
        "门面房租金晚收了一个季度",
        "承租户说已经交到村部，账上没有这一笔。请把收据找出来入账。",
        30,
        15,
        End::SentBack,
    ),
    (
        Field::Decisions,
        "保洁员增加一人没有会议记录",
        "公开栏上写了增加，村民代表会议记录本里没有这一项。",
        18,
        30,
        End::Open,
    ),
];

/// How far one came.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Open,
    SentBack,
    Closed,
}

/// Those of a village who watch, and who has to put things right.
struct Cast {
    director: Actor,
    member: Actor,
    owner: Actor,
    owner_post: PostHeldId,
    seat: PostHeldId,
}

/// Lets the committees of some villages work.
pub fn make(app: &App, clock: &Clock, now: Timestamp, villages: &[Area]) -> Result<u32> {
    let mut found = 0;
    for (at, area) in villages.iter().take(VILLAGES).enumerate() {
        let Some(cast) = cast(app, area)? else { continue };
        for one in FOUND.iter().skip(at % FOUND.len()) {
            block_on(note(app, (clock, now), (area, &cast), one))?;
            found += 1;
        }
        block_on(the_year(app, (clock, now), (area, &cast)))?;
        if at < 2 {
            block_on(appraise(app, (clock, now), (area, &cast), at == 0))?;
        }
    }
    clock.move_to(now);
    Ok(found)
}

fn cast(app: &App, area: &Area) -> Result<Option<Cast>> {
    let path = area.path.clone();
    app.db.read_now(move |tx| {
        let holders = registry::holders_at(tx, &path)?;
        let of = |post: &str| holders.iter().find(|one| one.post == post).cloned();
        let owner: Option<Holder> = of("village_director");
        let (seat, member) = (of("supervision_director"), of("supervision_member"));
        let (Some(owner), Some(seat), Some(_)) = (owner, seat, member) else { return Ok(None) };
        Ok(Some(Cast {
            director: actor_with_post(tx, &path, "supervision_director")?,
            member: actor_with_post(tx, &path, "supervision_member")?,
            owner: actor_with_post(tx, &path, "village_director")?,
            owner_post: owner.id,
            seat: seat.id,
        }))
    })
}

async fn note(
    app: &App,
    (clock, now): (&Clock, Timestamp),
    (area, cast): (&Area, &Cast),
    (field, title, words, ago, days, end): &(Field, &str, &str, i64, i64, End),
) -> Result<()> {
    let on = date_of(now).saturating_sub(Span::new().days(*ago));
    let at = |days: i64| {
        let day = on.saturating_add(Span::new().days(days));
        clock.move_to(instant_of(day.at(15, 10, 0, 0)));
    };
    at(0);
    let new = Noting {
        area: area.id,
        field: Some(*field),
        title: (*title).into(),
        words: (*words).into(),
        owner: Some(cast.owner_post),
        due_on: on.saturating_add(Span::new().days(*days)),
        files: Vec::new(),
    };
    let code = sunshine::note_finding(app, &cast.director, new).await?;
    if *end == End::Open {
        return Ok(());
    }
    let said = |words: &str| Said { words: words.into(), files: Vec::new() };
    at(8);
    let report = said("已经补办，原件放在村部档案柜，请来核实。");
    sunshine::report_finding(app, &cast.owner, &code, report).await?;
    at(10);
    if *end == End::SentBack {
        let why = said("收据找到了，账上还没有入，入账以后再报。");
        return sunshine::reject_finding(app, &cast.member, &code, why).await;
    }
    let seen = said("到村部看过验收单，镇里、施工方和村里都签了字。");
    sunshine::verify_finding(app, &cast.member, &code, seen).await
}

/// An appraisal: the first village published it, the second counted once.
async fn appraise(
    app: &App,
    (clock, now): (&Clock, Timestamp),
    (area, cast): (&Area, &Cast),
    to_the_end: bool,
) -> Result<()> {
    let on = date_of(now).saturating_sub(Span::new().days(12));
    clock.move_to(instant_of(on.at(16, 0, 0, 0)));
    let held = Held { area: area.id, on, slips_out: 46, staff: Vec::new() };
    let id = sunshine::begin_appraisal(app, &cast.director, held).await?;
    let reader = cast.director.clone();
    let people = app.db.read(move |tx| sunshine::appraisal(tx, &reader, id)).await?.people;
    let heap = |fair: u32| Heap { competent: 41 - fair, fair, incompetent: 2, void: 1 };
    let slips: Vec<Heap> = (3_u32..).zip(&people).map(|(fair, _)| heap(fair)).collect();
    sunshine::count_slips(app, &cast.director, id, slips.clone()).await?;
    if to_the_end {
        sunshine::count_slips(app, &cast.member, id, slips).await?;
        sunshine::publish_appraisal(app, &cast.director, id).await?;
    }
    Ok(())
}

/// A plan that is half done, a meeting, and works that somebody watches.
async fn the_year(
    app: &App,
    (clock, now): (&Clock, Timestamp),
    (area, cast): (&Area, &Cast),
) -> Result<()> {
    let day = |days: i64| date_of(now).saturating_sub(Span::new().days(days));
    let at = |days: i64| clock.move_to(instant_of(day(days).at(9, 30, 0, 0)));
    at(60);
    let plan = |field: Field, words: &str, until: i64| Planned {
        area: area.id,
        field: Some(field),
        words: words.into(),
        until_on: day(until),
    };
    let works = plan(Field::Works, "核对排水沟工程的验收单和付款", 20);
    let line = sunshine::plan_work(app, &cast.director, works).await?;
    let relief = plan(Field::Policies, "看救助名单公布满十五天没有", -20);
    sunshine::plan_work(app, &cast.director, relief).await?;
    let bought = Bought {
        area: area.id,
        title: "村东排水沟清淤工程".into(),
        amount_fen: Some(8_640_000),
        way: Some(Way::Quotes),
        decided_on: day(62),
        watcher: Some(cast.seat),
        files: Vec::new(),
    };
    let id = sunshine::note_purchase(app, &cast.director, bought).await?;
    at(45);
    let seen = "到现场看了，主沟清了一半，沟底用的石子和报价单一样。".to_owned();
    sunshine::observe_purchase(app, &cast.member, id, (seen, Vec::new())).await?;
    at(25);
    let done = (true, "验收单补签了，付款和合同对得上".to_owned());
    sunshine::end_planned_work(app, &cast.director, line, done).await?;
    let met = Met {
        area: area.id,
        on: day(25),
        present: vec![cast.seat],
        words: "看了第三季度的账和排水沟工程的单据。".into(),
        decided: "门面房租金的收据请村委会十五天内找出来入账。".into(),
    };
    sunshine::note_work_meeting(app, &cast.director, met).await?;
    Ok(())
}
