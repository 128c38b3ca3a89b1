//! A made-up item and made-up cases for the samples of all pages.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use law::calendar::Calendar;
use law::window::{Act, Event, Stage, clocks_of, current, standing};
use platform::clock::instant_of;
use platform::id::Uuid;
use platform::storage::Json;
use platform::{AreaId, AreaPath, BodyId, Error, PersonId, Result};
use registry::{Body, BodyKind};

use crate::item::{Channel, Item};
use crate::model::{
    Case, CaseEvent, CaseId, CaseMaterial, Consent, ConsentId, ConsentKind, Content, Detail, Draft,
    DraftId, File, ItemId, MaterialState, Sealed, StoredAct, StoredStage, StoredState, Version,
    VersionId, WorkItem,
};

/// The day on which every sample is looked at; that of `Ui::sample`.
pub(crate) const TODAY: Date = date(2026, 11, 23);
/// The code of the sample case.
pub(crate) const CODE: &str = "QH7K-3M9D";

const STATION: &str = "柳湾村便民服务站";
const WINDOW: &str = "石桥镇便民服务中心";
const DEPARTMENT: &str = "云禾县民政局";

/// How far a sample case is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Story {
    /// Sent in this week.
    Submitted,
    /// A paper is missing.
    Noticed,
    /// Accepted; the department looks at it.
    InHand,
    /// Not decided in time.
    Overdue,
    /// A special procedure stops the clocks.
    Paused,
    /// Granted and delivered.
    Delivered,
    /// Denied.
    Denied,
    /// Not a matter of this window.
    Refused,
}

impl Story {
    /// All of them.
    pub(crate) const ALL: [Self; 8] = [
        Self::Submitted,
        Self::Noticed,
        Self::InHand,
        Self::Overdue,
        Self::Paused,
        Self::Delivered,
        Self::Denied,
        Self::Refused,
    ];
}

/// The sample item.
pub(crate) fn item() -> Result<Item> {
    let parsed = crate::parse(include_str!("item.toml"))?;
    parsed.into_iter().next().ok_or_else(|| Error::fault("the sample item is gone"))
}

/// Its version in force.
pub(crate) fn version() -> Result<Version> {
    Ok(Version {
        id: VersionId(Uuid::from_u128(2)),
        item_id: ItemId(Uuid::from_u128(1)),
        number: 3,
        content: Content(item()?.into()),
        drafted_by: "何明".into(),
        drafted_by_id: Some(PersonId(Uuid::from_u128(11))),
        drafted_at: at(date(2026, 6, 1), 9, 0),
        published_by: Some("周建国".into()),
        effective_on: Some(date(2026, 7, 1)),
        withdrawn_on: None,
    })
}

/// What its applicant answered.
pub(crate) fn sealed() -> Sealed {
    let answers = [
        ("born_on", "1945-03-12"),
        ("identity_number", "341125194503121016"),
        ("has_card", "是"),
        ("card", "4111111111111111"),
        ("income", "120050"),
        ("living", "和老伴住"),
    ];
    Sealed {
        answers: answers.map(|(key, answer)| (key.to_owned(), answer.to_owned())).into(),
        phone: "13812342210".into(),
        delivery: "存入社会保障卡".into(),
        papers: vec![0],
    }
}

/// An application that a clerk fills in.
pub(crate) fn draft() -> Draft {
    Draft {
        id: DraftId(Uuid::from_u128(5)),
        author_id: PersonId(Uuid::from_u128(11)),
        applicant_id: PersonId(Uuid::from_u128(12)),
        version_id: VersionId(Uuid::from_u128(2)),
        answers_sealed: Vec::new(),
        consent_id: Some(ConsentId(Uuid::from_u128(6))),
        case_id: None,
        updated_at: at(TODAY, 9, 12),
    }
}

/// The word of the applicant.
pub(crate) fn consent() -> Consent {
    Consent {
        id: ConsentId(Uuid::from_u128(6)),
        applicant_id: PersonId(Uuid::from_u128(12)),
        agent_id: PersonId(Uuid::from_u128(11)),
        version_id: VersionId(Uuid::from_u128(2)),
        given_how: ConsentKind::Fingerprint,
        witness: "李小兰".into(),
        given_on: TODAY,
    }
}

/// A case and its past.
pub(crate) fn file(story: Story) -> Result<File> {
    let item = item()?;
    let events = past(story);
    let acts: Vec<Event> = events.iter().map(CaseEvent::event).collect();
    let standing = standing(&acts)
        .map_err(|obstacle| Error::fault(format!("the sample's past: {}", obstacle.key())))?;
    let clocks = clocks_of(&standing, &item.limits(), &Calendar::bundled(), TODAY)
        .map_err(|missing| missing.year);
    let holder = body(story);
    let case = Case {
        id: CaseId(Uuid::from_u128(3)),
        code: CODE.into(),
        version_id: VersionId(Uuid::from_u128(2)),
        item_id: ItemId(Uuid::from_u128(1)),
        item_name: item.name.clone(),
        applicant_id: PersonId(Uuid::from_u128(12)),
        applicant_name: "王小芳".into(),
        area_path: AreaPath::county().child(4).child(12),
        area_name: "柳湾村".into(),
        channel: Channel::Clerk,
        consent_id: Some(ConsentId(Uuid::from_u128(6))),
        state: StoredState(standing.state),
        stage: standing.stage.map(StoredStage),
        holder_id: holder.id,
        events: i64::try_from(events.len()).unwrap_or_default(),
        answers_sealed: Vec::new(),
        delivery: "存入社会保障卡".into(),
        opened_at: events.first().map_or(Timestamp::UNIX_EPOCH, |event| event.noted_at),
        moved_at: events.last().map_or(Timestamp::UNIX_EPOCH, |event| event.noted_at),
    };
    Ok(File {
        case,
        standing,
        clocks,
        materials: materials(&item, story),
        item: item.into(),
        events,
        holder,
    })
}

/// A worklist: a case of each kind, overdue first.
pub(crate) fn work_items() -> Result<Vec<WorkItem>> {
    let stories = [Story::Overdue, Story::Noticed, Story::InHand, Story::Submitted, Story::Paused];
    let people = ["孙有田", "吴桂兰", "王小芳", "郑德福", "李秀英"];
    let mut lines = Vec::new();
    for (number, (story, name)) in stories.into_iter().zip(people).enumerate() {
        let file = file(story)?;
        let clock = file.clocks.clone().map(|clocks| current(&clocks).copied());
        let id = CaseId(Uuid::from_u128(30 + u128::try_from(number).unwrap_or_default()));
        let case = Case { id, applicant_name: name.into(), ..file.case };
        let applicant_died = lines.is_empty();
        let new_files = i64::from(story == Story::Noticed);
        let standing = file.standing;
        lines.push(WorkItem { case, standing, clock, applicant_died, new_files });
    }
    Ok(lines)
}

/// A body of the sample county.
pub(crate) fn body(story: Story) -> Body {
    let (number, kind, name) = match story {
        Story::Submitted | Story::Noticed | Story::Refused => (22, BodyKind::ServiceCenter, WINDOW),
        Story::Delivered => (21, BodyKind::ServiceStation, STATION),
        Story::InHand | Story::Overdue | Story::Paused | Story::Denied => {
            (23, BodyKind::Department, DEPARTMENT)
        }
    };
    Body {
        id: BodyId(Uuid::from_u128(number)),
        area_id: AreaId(Uuid::from_u128(40)),
        area_path: AreaPath::county(),
        kind,
        name: name.into(),
        department: None,
        phone: Some("0000-0000000".into()),
        address: Some("石桥镇人民路 1 号一楼".into()),
        hours: Some("周一至周五 8:30 至 17:30".into()),
        purpose: None,
        seats: None,
    }
}

fn materials(item: &Item, story: Story) -> Vec<CaseMaterial> {
    let of = |number: usize| match number {
        0 => MaterialState::Verified,
        1 if story == Story::Noticed => MaterialState::Missing,
        1 => MaterialState::HandedIn,
        2 => MaterialState::NotNeeded,
        _ => MaterialState::Shared,
    };
    let paper = |(number, paper): (usize, &crate::item::Material)| CaseMaterial {
        number: i64::try_from(number).unwrap_or_default(),
        name: paper.name.clone(),
        state: of(number),
        note: String::new(),
    };
    item.material.iter().enumerate().map(paper).collect()
}

fn at(day: Date, hour: i8, minute: i8) -> Timestamp {
    instant_of(day.at(hour, minute, 0, 0))
}

/// An act: what, when, by whom, in whose name, what was said.
type Told = (Act, Date, &'static str, &'static str, Detail);

fn past(story: Story) -> Vec<CaseEvent> {
    let acts = acts(story);
    let told = |(number, (act, on, actor, body, detail)): (usize, Told)| CaseEvent {
        case_id: CaseId(Uuid::from_u128(3)),
        number: i64::try_from(number + 1).unwrap_or_default(),
        act: StoredAct(act),
        happened_on: on,
        noted_at: at(on, 9, 12),
        actor_id: Some(PersonId(Uuid::from_u128(11))),
        actor_name: actor.into(),
        body_name: body.into(),
        detail: Json(detail),
    };
    acts.into_iter().enumerate().map(told).collect()
}

fn words(words: &str) -> Detail {
    Detail { words: words.into(), ..Detail::default() }
}

fn acts(story: Story) -> Vec<Told> {
    let (thursday, friday) = (date(2026, 11, 19), date(2026, 11, 20));
    let for_her = Detail { on_behalf_of: "王小芳".into(), ..Detail::default() };
    let begun = |day| (Act::Submit, day, "吴桂兰", STATION, for_her.clone());
    let received = |day| (Act::Receive, day, "李小兰", WINDOW, Detail::default());
    let papers = vec!["社会保障卡复印件".to_owned()];
    let notice =
        Detail { materials: papers.clone(), ..words("卡号看不清，请重新复印一张") };
    match story {
        Story::Submitted => vec![begun(friday)],
        Story::Noticed => vec![
            begun(thursday),
            received(thursday),
            (Act::GiveNotice, friday, "李小兰", WINDOW, notice),
        ],
        Story::InHand => {
            let came = Detail { materials: papers, ..Detail::default() };
            let mut acts = vec![begun(thursday), received(thursday)];
            acts.push((Act::GiveNotice, friday, "李小兰", WINDOW, notice));
            acts.push((Act::TakeMaterials, TODAY, "李小兰", WINDOW, came));
            acts.extend(accepted_on(TODAY));
            acts
        }
        Story::Refused => {
            let organ = Detail {
                organ: "云禾县医疗保障局".into(), ..words("这是医疗救助的事")
            };
            vec![begun(friday), (Act::RefuseAcceptance, TODAY, "李小兰", WINDOW, organ)]
        }
        Story::Overdue | Story::Paused | Story::Delivered | Story::Denied => long_ago(story),
    }
}

fn accepted_on(day: Date) -> Vec<Told> {
    let organ = Detail { organ: DEPARTMENT.into(), ..Detail::default() };
    vec![
        (Act::Accept, day, "李小兰", WINDOW, Detail::default()),
        (Act::HandOver, day, "李小兰", WINDOW, organ),
    ]
}

fn long_ago(story: Story) -> Vec<Told> {
    let day = if story == Story::Overdue { date(2026, 10, 26) } else { date(2026, 11, 9) };
    let later = date(2026, 11, 17);
    let mut acts = vec![
        (Act::Submit, day, "王小芳", "", Detail::default()),
        (Act::Receive, day, "李小兰", WINDOW, Detail::default()),
    ];
    acts.extend(accepted_on(day));
    let seen = Detail { agrees: Some(true), ..words("年龄和户籍都对得上") };
    acts.push((Act::Opine(Stage::Investigation), later, "赵文", DEPARTMENT, seen));
    match story {
        Story::Paused => acts.push((Act::Suspend, later, "赵文", DEPARTMENT, words("请专家评估"))),
        Story::Delivered => {
            let number =
                Detail { document_number: "云民高龄〔2026〕7号".into(), ..words("同意") };
            let handed = Detail { received_by: "王小芳".into(), ..words("上门告知") };
            acts.push((Act::Grant, later, "钱立", DEPARTMENT, number));
            acts.push((Act::Deliver, date(2026, 11, 20), "吴桂兰", STATION, handed));
        }
        Story::Denied => {
            let words = words("户籍不在本县，请到户籍所在的县申请");
            acts.push((Act::Deny, date(2026, 11, 20), "钱立", DEPARTMENT, words));
        }
        _ => {}
    }
    acts
}
