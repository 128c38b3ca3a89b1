//! A quarter of open books: most villages told all, one is late, one was given its draft back, one
//! is still writing.

use jiff::civil::Date;
use jiff::{Span, Timestamp};
use law::sunshine::{Frequency, Period};
use platform::clock::{Clock, date_of, instant_of};
use platform::files::Kept;
use platform::{Actor, App, AreaPath, Result};
use registry::{Area, BodyKind};
use sunshine::model::{DisclosureId, ItemId, Line};
use sunshine::{Settled, Words};

use super::cases::actor_with_post;
use super::dice::Dice;
use super::papers;
use crate::cli::block_on;

/// Items that this county has in force; the others show what a draft of the catalogue is.
const IN_FORCE: [&str; 6] = [
    "finance.ledger",
    "finance.project",
    "finance.debts",
    "village.decisions",
    "village.relief-funds",
    "village.consultation",
];
/// What villages tell, in the order of the days on which they do.
const STORIES: [&str; 4] =
    ["village.decisions", "village.relief-funds", "village.consultation", "finance.ledger"];
/// Villages whose publications hang on the board, with a photo.
const POSTED: usize = 6;

/// What money comes from and goes to: summary, other side, a person, income, the least and the
/// most in yuan.
const MONEY: [(&str, &str, bool, bool, u32, u32); 12] = [
    ("村级组织运转经费", "县财政局", false, true, 20_000, 40_000),
    ("鱼塘承包款", "承包户", false, true, 8_000, 18_000),
    ("门面房租金", "东头小卖部", false, true, 3_000, 6_000),
    ("路灯维修", "恒明电器商行", false, false, 2_000, 9_800),
    ("排水沟清淤", "清河水利队", false, false, 6_000, 24_000),
    ("保洁员工资", "万秀兰", true, false, 3_000, 4_800),
    ("办公用品", "镇上文具店", false, false, 180, 900),
    ("村部水电费", "供电所", false, false, 300, 1_200),
    ("重阳节慰问品", "惠民超市", false, false, 1_500, 4_000),
    ("误工补贴", "高有粮", true, false, 600, 2_400),
    ("打印公开栏材料", "印社", false, false, 60, 260),
    ("机耕路填坑砂石", "砂石场", false, false, 1_200, 7_500),
];

/// Those who tell in one village.
struct Tellers {
    clerk: Actor,
    watcher: Actor,
    secretary: Actor,
    director: Actor,
}

/// A village of the sample, in the quarter that it tells of.
struct Village<'a> {
    app: &'a App,
    clock: &'a Clock,
    now: Timestamp,
    area: &'a Area,
    tellers: Tellers,
    quarter: Period,
    photos: Vec<Kept>,
}

/// How far one comes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Draft,
    Returned,
    Published,
}

/// Brings the catalogue in force and lets the villages tell of the last quarter.
pub fn make(
    app: &App,
    clock: &Clock,
    now: Timestamp,
    villages: &[Area],
    dice: &mut Dice,
) -> Result<u32> {
    let today = date_of(now);
    let this = Period::of(Frequency::Quarterly, today);
    let Some(quarter) = this.previous() else { return Ok(0) };
    clock.move_to(instant_of(quarter.first_day().at(9, 0, 0, 0)));
    let items = catalogue(app, quarter.first_day())?;
    let photos = papers::photos_of(app, "公开栏", dice)?;
    let mut all = Vec::new();
    for (at, area) in villages.iter().enumerate() {
        let Some(tellers) = tellers(app, area)? else { continue };
        let photos = if at < POSTED { photos.clone() } else { Vec::new() };
        let days = i64::from(dice.between(5, 12));
        all.push((days, at, Village { app, clock, now, area, tellers, quarter, photos }));
    }
    // By the day on which it is told: the public log knows no other order.
    all.sort_by_key(|(days, at, _)| (*days, *at));
    let mut told = 0;
    for (story, item) in STORIES.iter().filter_map(|key| Some((*key, item_of(&items, key)?))) {
        for (days, at, village) in &all {
            told += u32::from(block_on(village.tell((story, item), (*at, *days), dice))?);
        }
    }
    clock.move_to(now);
    app.db.write_now(sunshine::remind)?;
    Ok(told)
}

/// The item of each word that is in force.
fn catalogue(app: &App, since: Date) -> Result<Vec<(&'static str, ItemId)>> {
    app.db.write_now(move |tx| {
        let county = AreaPath::county();
        let editor = actor_with_post(tx, &county, "catalogue_editor")?;
        let reviewer = actor_with_post(tx, &county, "catalogue_reviewer")?;
        sunshine::import_bundled_in(tx, &editor)?;
        let mut items = Vec::new();
        for version in sunshine::newest_items(tx, &editor, &county)? {
            let key = IN_FORCE.into_iter().find(|key| *key == version.content.0.key);
            if let Some(key) = key {
                sunshine::publish_item_in(tx, &reviewer, version.id, since)?;
                items.push((key, version.item_id));
            }
        }
        Ok(items)
    })
}

/// The item of a word, if it is in force.
fn item_of(items: &[(&'static str, ItemId)], key: &str) -> Option<ItemId> {
    items.iter().find(|(known, _)| *known == key).map(|(_, id)| *id)
}

/// Those of a village that has all of them, and a villagers' committee.
fn tellers(app: &App, area: &Area) -> Result<Option<Tellers>> {
    let path = area.path.clone();
    app.db.read_now(move |tx| {
        if registry::body_of_kind(tx, &path, BodyKind::VillagersCommittee)?.is_none() {
            return Ok(None);
        }
        let holders = registry::holders_at(tx, &path)?;
        let all = ["village_clerk", "supervision_director", "party_secretary", "village_director"];
        if !all.iter().all(|post| holders.iter().any(|holder| holder.post == *post)) {
            return Ok(None);
        }
        Ok(Some(Tellers {
            clerk: actor_with_post(tx, &path, "village_clerk")?,
            watcher: actor_with_post(tx, &path, "supervision_director")?,
            secretary: actor_with_post(tx, &path, "party_secretary")?,
            director: actor_with_post(tx, &path, "village_director")?,
        }))
    })
}

impl Village<'_> {
    /// What this village told of one item; its number says which of the stories it has.
    async fn tell(
        &self,
        (story, item): (&str, ItemId),
        (at, days): (usize, i64),
        dice: &mut Dice,
    ) -> Result<bool> {
        let last = self.quarter.last_day();
        let before = |days: i64| last.saturating_sub(Span::new().days(days));
        match story {
            // One village told nothing of its decisions, and is named for it.
            "village.decisions" if at != 3 => self.decisions(item, before(12)).await,
            "village.relief-funds" if at != 3 && at != 7 => {
                self.relief(item, before(9), dice).await
            }
            "village.consultation" => self.consultation(item, before(6)).await,
            "finance.ledger" => {
                let on = last.saturating_add(Span::new().days(days));
                let end = match at {
                    1 => End::Returned,
                    2 => End::Draft,
                    _ => End::Published,
                };
                self.ledger(item, (on, end), dice).await
            }
            _ => Ok(false),
        }
    }

    async fn decisions(&self, item: ItemId, on: Date) -> Result<bool> {
        let row = |cells: [&str; 4]| cells.map(str::to_owned).to_vec();
        let met = self.quarter.first_day().saturating_add(Span::new().days(20)).to_string();
        let rows = vec![
            row([&met, "村东排水沟清淤，先清主沟", "已经完工，验收合格", "村委会副主任"]),
            row([&met, "保洁员由三人增加到四人", "已经到岗", "村委会主任"]),
        ];
        let words = Words {
            title: format!("{}会议决定及其实施", self.quarter.zh()),
            rows,
            ..Words::default()
        };
        self.through(item, (on, End::Published), words, Vec::new()).await
    }

    async fn consultation(&self, item: ItemId, on: Date) -> Result<bool> {
        let words = Words {
            title: format!("{}协商确定的事项及其落实", self.quarter.zh()),
            words: "晒谷场归谁先用：协商委员会请了十二户商量，定下按组轮流，第一轮已经轮完，没有再起争执。\n\
                    垃圾桶放在哪里：东头两户不愿意放门口，改放到村部西墙，镇里已经给了两个新桶。"
                .into(),
            ..Words::default()
        };
        self.through(item, (on, End::Published), words, Vec::new()).await
    }

    async fn relief(&self, item: ItemId, on: Date, dice: &mut Dice) -> Result<bool> {
        let fen = |yuan: u32| i64::from(yuan) * 100;
        let day = |days: i64| Some(self.quarter.first_day().saturating_add(Span::new().days(days)));
        let given = dice.between(20, 40) * 100;
        let first = dice.between(5, 9) * 100;
        let line = |on, summary: &str, payee: &str, person, income, expense| Line {
            on,
            account: "救助款".into(),
            summary: summary.into(),
            payee: payee.into(),
            person,
            income,
            expense,
            voucher: "救-1".into(),
        };
        let lines = vec![
            line(day(8), "临时救助款", "县民政局", false, fen(given), 0),
            line(day(15), "房屋漏雨临时救助", "万有田", true, 0, fen(first)),
            line(day(30), "意外摔伤临时救助", "钱玉兰", true, 0, fen(first + 200)),
        ];
        let closing = fen(given) - fen(first) - fen(first + 200);
        let words = Words {
            title: format!("{}救灾救助和补贴补助", self.quarter.zh()),
            words: "余下的钱留到下一季度，全部用途都在上面。".into(),
            opening: Some(0),
            closing: Some(closing),
            rows: Vec::new(),
        };
        self.through(item, (on, End::Published), words, lines).await
    }

    async fn ledger(&self, item: ItemId, (on, end): (Date, End), dice: &mut Dice) -> Result<bool> {
        let opening = i64::from(dice.between(60_000, 420_000)) * 100;
        let days = i64::from((self.quarter.last_day() - self.quarter.first_day()).get_days());
        let (mut lines, mut closing) = (Vec::new(), opening);
        for (number, (summary, payee, person, comes_in, least, most)) in (1_i64..).zip(MONEY) {
            if number > 5 && dice.percent(25) {
                continue;
            }
            let step = days * number / 13;
            let sum = i64::from(dice.between(least, most)) * 100 + i64::from(dice.between(0, 99));
            closing += if comes_in { sum } else { -sum };
            lines.push(Line {
                on: Some(self.quarter.first_day().saturating_add(Span::new().days(step))),
                account: if comes_in { "经营和补助收入" } else { "管理和公益支出" }.into(),
                summary: summary.into(),
                payee: payee.into(),
                person,
                income: if comes_in { sum } else { 0 },
                expense: if comes_in { 0 } else { sum },
                voucher: format!("记-{number}"),
            });
        }
        // What is still being written does not add up yet: the checks say where.
        let off = if end == End::Draft { 9_000 } else { 0 };
        let words = Words {
            title: format!("{}财务收支明细账", self.quarter.zh()),
            words: "余额与银行对账单相符。".into(),
            opening: Some(opening),
            closing: Some(closing + off),
            rows: Vec::new(),
        };
        self.through(item, (on, end), words, lines).await
    }

    /// From the draft as far as it comes; `false` where its days are still to come.
    async fn through(
        &self,
        item: ItemId,
        (on, end): (Date, End),
        words: Words,
        lines: Vec<Line>,
    ) -> Result<bool> {
        let Self { app, tellers, .. } = self;
        let day = |days: i64| on.saturating_add(Span::new().days(days));
        if day(3) > date_of(self.now) {
            return Ok(false);
        }
        let at = |days: i64| self.clock.move_to(instant_of(day(days).at(10, 20, 0, 0)));
        at(0);
        let place = (self.area.id, item);
        let id = sunshine::begin(app, &tellers.clerk, place, self.quarter).await?;
        sunshine::save(app, &tellers.clerk, id, words).await?;
        if !lines.is_empty() {
            sunshine::add_lines(app, &tellers.clerk, id, lines).await?;
        }
        if end == End::Draft {
            return Ok(true);
        }
        sunshine::submit(app, &tellers.clerk, id).await?;
        at(1);
        if end == End::Returned {
            let words = "保洁员工资和误工补贴各附一张签领单，附上再送".to_owned();
            sunshine::give_back(app, &tellers.watcher, id, words).await?;
            return Ok(true);
        }
        sunshine::sign(app, &tellers.watcher, id).await?;
        at(2);
        self.settle(id, day(2)).await?;
        sunshine::publish(app, &tellers.director, id).await?;
        if !self.photos.is_empty() {
            sunshine::post(app, &tellers.clerk, id, (day(2), self.photos.clone())).await?;
            self.taken_down(id, day(19)).await?;
        }
        Ok(true)
    }

    /// What has hung long enough is taken down and filed, but for the books of the quarter.
    async fn taken_down(&self, id: DisclosureId, on: Date) -> Result<()> {
        let over = self.quarter.last_day().saturating_add(Span::new().days(14));
        if on > date_of(self.now) || on > over {
            return Ok(());
        }
        self.clock.move_to(instant_of(on.at(16, 0, 0, 0)));
        let clerk = &self.tellers.clerk;
        sunshine::take_down(self.app, clerk, id, (on, Vec::new())).await?;
        let place = format!("{}年村务档案第1盒", on.year());
        sunshine::file_away(self.app, clerk, id, place).await
    }

    async fn settle(&self, id: DisclosureId, on: Date) -> Result<()> {
        let settled = Settled {
            on,
            of_committee: vec![self.tellers.director.name.clone()],
            of_party: vec![self.tellers.secretary.name.clone()],
            decision: "账目属实，同意公布".into(),
        };
        sunshine::settle(self.app, &self.tellers.secretary, id, settled).await
    }
}
