//! What the samples show. All of it is invented.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use law::sunshine::{Class, Frequency, Period, Stage, Step, StepTaken, progress};
use platform::clock::instant_of;
use platform::storage::Json;
use platform::{AreaId, AreaPath, PersonId, Result, Uuid};
use registry::Area;

use crate::actions::publishing::published_lines;
use crate::actions::reading::{File, Published, progress_of};
use crate::item::{Item, Shape, bundled};
use crate::model::{
    ClassWord, Content, Detail, Disclosure, DisclosureId, Draft, Event, ItemId, ItemVersionId,
    LedgerLine, Line, PeriodWord, StageWord, StepWord, Told, Traffic, TrafficId, Version,
};
use crate::owed::{Owed, VillageOwed};

/// The third quarter of 2026.
pub(crate) fn quarter() -> Period {
    Period::of(Frequency::Quarterly, date(2026, 8, 1))
}

fn at(on: Date) -> jiff::Timestamp {
    instant_of(on.at(10, 40, 0, 0))
}

pub(crate) fn village() -> Area {
    Area {
        id: AreaId(Uuid::from_u128(7)),
        parent_id: Some(AreaId(Uuid::from_u128(6))),
        path: AreaPath::county().child(1).child(1),
        name: "柳湾村".into(),
    }
}

/// An area somewhere in the county.
pub(crate) fn area(name: &str, path: &AreaPath) -> Area {
    Area { id: AreaId(Uuid::from_u128(6)), parent_id: None, path: path.clone(), name: name.into() }
}

/// The only township.
pub(crate) fn townships() -> BTreeMap<AreaPath, Area> {
    let path = AreaPath::county().child(1);
    BTreeMap::from([(path.clone(), area("石桥镇", &path))])
}

pub(crate) fn way() -> Vec<(String, String)> {
    vec![
        ("云禾县".into(), "/".into()),
        ("石桥镇".into(), "/areas/6".into()),
        ("柳湾村".into(), "/areas/7".into()),
    ]
}

/// An item of the catalogue that comes with the program.
pub(crate) fn item(key: &str) -> Result<Item> {
    let found = bundled()?.into_iter().find(|item| item.key == key);
    found.ok_or(platform::Error::NotFound)
}

fn line(on: Date, summary: &str, payee: &str, income: i64, expense: i64) -> Line {
    Line {
        on: Some(on),
        account: if income > 0 { "其他收入" } else { "公益支出" }.into(),
        summary: summary.into(),
        payee: payee.into(),
        person: payee.chars().count() == 3,
        income,
        expense,
        voucher: format!("{}-{}", on.month(), on.day()),
    }
}

pub(crate) fn content() -> Content {
    Content {
        title: "2026年第三季度财务收支明细账".into(),
        words: "排水沟工程按进度付第一次款，验收后再付尾款。".into(),
        opening: Some(41_230_618),
        closing: Some(37_767_868),
        lines: vec![
            line(date(2026, 7, 15), "县级社区建设补助", "县财政局", 8_000_000, 0),
            line(date(2026, 8, 3), "路灯维修 12 盏", "恒明电器", 0, 936_000),
            line(date(2026, 8, 20), "鱼塘承包款", "孙有田", 1_640_000, 0),
            line(date(2026, 9, 9), "排水沟工程预付", "清河水利", 0, 12_166_750),
        ],
        rows: Vec::new(),
    }
}

pub(crate) fn lines() -> Vec<LedgerLine> {
    let content = content();
    let redaction = crate::item::Redaction::MaskPersons;
    published_lines(&content.lines, content.opening.unwrap_or(0), redaction)
}

/// A published ledger.
pub(crate) fn ledger() -> Disclosure {
    let content = content();
    let (income, expense) = content.totals();
    Disclosure {
        id: DisclosureId(Uuid::from_u128(21)),
        code: "QH7K-3M9D".into(),
        area_id: village().id,
        area_path: village().path,
        area_name: "石桥镇柳湾村".into(),
        item_id: ItemId(Uuid::from_u128(1)),
        item_key: "finance.ledger".into(),
        item_title: "财务收支明细账".into(),
        class: ClassWord(Class::Finance),
        shape: Shape::Ledger,
        period: PeriodWord(quarter()),
        title: content.title,
        words: content.words,
        columns: Json(Vec::new()),
        opening_fen: content.opening,
        income_fen: income,
        expense_fen: expense,
        closing_fen: content.closing,
        corrects_id: None,
        drafted_by: "吴桂兰".into(),
        signed_by: "刘素梅".into(),
        settled_on: date(2026, 10, 11),
        settled_by: "郑德福".into(),
        published_by: "郑德福".into(),
        published_on: date(2026, 10, 12),
        published_at: at(date(2026, 10, 12)),
        display_days: 15,
        salt: vec![7; 32],
    }
}

/// The steps of a disclosure that came as far as this.
pub(crate) fn events(steps: &[(Step, Date, &str)]) -> Vec<Event> {
    (1..)
        .zip(steps)
        .map(|(number, (step, on, who))| Event {
            number,
            act: StepWord(*step),
            happened_on: *on,
            noted_at: at(*on),
            actor_id: Some(PersonId(Uuid::from_u128(u128::from(number.unsigned_abs())))),
            actor_name: (*who).into(),
            detail: Json(match step {
                Step::Settle => Detail {
                    words: "账目属实，同意公布".into(),
                    present: vec!["郑德福".into(), "何立新".into()],
                },
                Step::Return => {
                    Detail { words: "8月3日那笔没有写凭证号".into(), ..Detail::default() }
                }
                _ => Detail::default(),
            }),
        })
        .collect()
}

const PUBLISHED: [(Step, (i8, i8), &str); 5] = [
    (Step::Submit, (10, 9), "吴桂兰"),
    (Step::Sign, (10, 10), "刘素梅"),
    (Step::Settle, (10, 11), "郑德福"),
    (Step::Publish, (10, 12), "郑德福"),
    (Step::Post, (10, 12), "吴桂兰"),
];

fn published_events() -> Vec<Event> {
    let day = |(month, day): (i8, i8)| date(2026, month, day);
    let steps: Vec<(Step, Date, &str)> =
        PUBLISHED.iter().map(|(step, on, who)| (*step, day(*on), *who)).collect();
    events(&steps)
}

pub(crate) fn draft(state: Stage, content: Content) -> Draft {
    Draft {
        id: DisclosureId(Uuid::from_u128(21)),
        code: "QH7K-3M9D".into(),
        area_path: village().path,
        item_id: ItemId(Uuid::from_u128(1)),
        version_id: ItemVersionId(Uuid::from_u128(2)),
        period: PeriodWord(quarter()),
        corrects_id: None,
        content: Json(content),
        state: StageWord(state),
        events: 0,
        drafted_by_id: Some(PersonId(Uuid::from_u128(9))),
        drafted_by: "吴桂兰".into(),
        created_at: at(date(2026, 10, 8)),
        moved_at: at(date(2026, 10, 8)),
    }
}

/// A disclosure on its way, as far as these steps.
pub(crate) fn file(key: &str, content: Content, steps: &[(Step, Date, &str)]) -> Result<File> {
    let events = events(steps);
    let draft = draft(Stage::Draft, content);
    let progress = progress_of(&draft, &events)?;
    let draft = Draft {
        state: StageWord(progress.stage),
        events: i64::try_from(events.len()).unwrap_or(0),
        ..draft
    };
    Ok(File { draft, item: item(key)?, events, progress, files: Vec::new() })
}

/// A published disclosure with all that belongs to it.
pub(crate) fn published() -> Result<Published> {
    let events = published_events();
    let steps: Vec<StepTaken<Option<PersonId>>> = events
        .iter()
        .map(|one| StepTaken { step: one.act.0, on: one.happened_on, by: one.actor_id })
        .collect();
    let progress = progress(Some(PersonId(Uuid::from_u128(9))), &steps)
        .map_err(|_| platform::Error::fault("a sample's steps do not follow each other"))?;
    Ok(Published {
        disclosure: ledger(),
        lines: lines(),
        rows: Vec::new(),
        events,
        progress,
        corrects: None,
        corrections: vec![told("QH7K-3M9E", true)],
        files: Vec::new(),
    })
}

/// A published table.
pub(crate) fn published_table() -> Result<Published> {
    let mut told = published()?;
    let item = item("village.grain-subsidy")?;
    told.disclosure = Disclosure {
        code: "QH7K-3M9F".into(),
        item_key: item.key,
        item_title: item.title.clone(),
        class: ClassWord(item.class),
        shape: item.shape,
        title: format!("2026年{}", item.title),
        columns: Json(item.columns),
        opening_fen: None,
        closing_fen: None,
        income_fen: 0,
        expense_fen: 0,
        words: "面积按各户申报、村里丈量后公示的数字。".into(),
        ..told.disclosure
    };
    told.lines.clear();
    told.corrections.clear();
    told.rows = [["孙*田", "3.2", ""], ["王*芳", "5.6", "代种"]]
        .map(|row| row.map(str::to_owned).to_vec())
        .to_vec();
    Ok(told)
}

/// A disclosure in a list.
pub(crate) fn told(code: &str, corrects: bool) -> Told {
    let own = ledger();
    Told {
        id: own.id,
        code: code.into(),
        area_id: own.area_id,
        area_path: own.area_path,
        area_name: own.area_name,
        item_key: own.item_key,
        item_title: own.item_title,
        class: own.class,
        shape: own.shape,
        period: own.period,
        title: own.title,
        opening_fen: own.opening_fen,
        income_fen: own.income_fen,
        expense_fen: own.expense_fen,
        closing_fen: own.closing_fen,
        corrects_id: corrects.then_some(own.id),
        published_on: own.published_on,
        published_at: own.published_at,
    }
}

/// What the village owes: one late, one due, one done.
pub(crate) fn owed() -> VillageOwed {
    use law::sunshine::OwedState;
    let one = |key: &str, title: &str, class, state| Owed {
        item_id: ItemId(Uuid::from_u128(1)),
        item_key: key.into(),
        item_title: title.into(),
        class,
        period: quarter(),
        opens_on: date(2026, 10, 1),
        due_on: Some(date(2026, 12, 31)),
        state,
        on_its_way: false,
    };
    VillageOwed {
        area: village(),
        owed: vec![
            one(
                "village.relief-funds",
                "救灾救助和补贴补助",
                Class::Village,
                OwedState::Overdue { days: 5 },
            ),
            one("finance.debts", "债权债务", Class::Finance, OwedState::Due),
            one(
                "finance.ledger",
                "财务收支明细账",
                Class::Finance,
                OwedState::Done { on: date(2026, 10, 12), late_by: 0 },
            ),
        ],
        heavy: false,
    }
}

/// A version of an item, published from a day on or a draft.
pub(crate) fn version(key: &str, effective_on: Option<Date>) -> Result<Version> {
    Ok(Version {
        id: ItemVersionId(Uuid::from_u128(2)),
        item_id: ItemId(Uuid::from_u128(1)),
        area_path: AreaPath::county(),
        number: 1,
        content: Json(item(key)?),
        drafted_by: "沈清".into(),
        drafted_by_id: None,
        drafted_at: at(date(2025, 12, 1)),
        published_by: effective_on.map(|_| "陈晓".into()),
        effective_on,
    })
}

/// A record that much money moves.
pub(crate) fn traffic() -> Traffic {
    Traffic {
        id: TrafficId(Uuid::from_u128(41)),
        area_path: village().path,
        heavy: true,
        since_on: date(2026, 7, 1),
        decision: "镇政发〔2026〕12号".into(),
        noted_by: "冯文静".into(),
        noted_at: at(date(2026, 7, 1)),
    }
}
