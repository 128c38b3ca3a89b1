//! The life of one case, as its people live it. It stops where today is.

use jiff::civil::Date;
use law::window::Rating;
use platform::area::Level;
use platform::{Actor, Result};
use registry::BodyKind;
use window::item::{Channel, Need, Origin, Place};
use window::model::{CaseId, ConsentKind, DraftId, Sealed};
use window::{AtCounter, ConsentGiven, Decision, RatingGiven};

use super::answers::sealed;
use super::cases::{Beginning, World};
use super::dice::Dice;
use super::papers;

/// A case on its way.
struct Way<'w, 'a> {
    world: &'w mut World<'a>,
    begun: &'w Beginning,
    day: Date,
    case: CaseId,
    window: Actor,
    applicant: Actor,
}

/// Lives through a case.
pub async fn live(world: &mut World<'_>, begun: &Beginning, dice: &mut Dice) -> Result<()> {
    if !world.go_to(begun.day, dice) {
        return Ok(());
    }
    let window = receiver(world, begun, dice).await?;
    let applicant = world.actor(begun.applicant.id).await?;
    let case = begin(world, begun, &window, &applicant, dice).await?;
    let mut way = Way { world, begun, day: begun.day, case, window, applicant };
    if way.reception(dice).await? && way.process(dice).await? {
        way.closing(dice).await?;
    }
    Ok(())
}

/// Who takes the application in: the station, the window, or the department itself.
async fn receiver(world: &mut World<'_>, begun: &Beginning, dice: &mut Dice) -> Result<Actor> {
    let item = &begun.item;
    let (body, post) = match (item.acceptance_level, item.deciding_level) {
        (Place::County, _) => {
            let (organ, [handler, ..]) = world.deciders(item, &begun.village)?;
            (organ, handler)
        }
        (_, Place::Village) => {
            (world.body(&begun.village, BodyKind::ServiceStation)?, "village_clerk")
        }
        _ => {
            let township = begun.village.at(Level::Township);
            (world.body(&township, BodyKind::ServiceCenter)?, "window_clerk")
        }
    };
    world.holder(body, post, dice).await
}

async fn begin(
    world: &mut World<'_>,
    begun: &Beginning,
    window: &Actor,
    applicant: &Actor,
    dice: &mut Dice,
) -> Result<CaseId> {
    let (app, item) = (world.app, &begun.item);
    let person = begun.applicant.id;
    let phone = app.db.read(move |tx| registry::person(tx, person)).await?.phone;
    let sealed =
        Sealed { phone: phone.unwrap_or_default(), ..sealed(item, begun.applicant.born, dice) };
    match begun.channel {
        Channel::Window => {
            let taken = AtCounter { item: item.code.clone(), applicant: person, sealed };
            window::receive_at_counter(app, window, taken).await
        }
        Channel::Online => {
            let draft = window::start(app, applicant, &item.code).await?;
            window::keep(app, applicant, draft, sealed).await?;
            photograph(world, begun, applicant, draft, dice).await?;
            let code = window::submit(app, applicant, draft).await?;
            case_of(world, code).await
        }
        Channel::Clerk => {
            let station = world.body(&begun.village, BodyKind::ServiceStation)?;
            let clerk = world.holder(station, "village_clerk", dice).await?;
            let how = if dice.percent(70) { ConsentKind::Signature } else { ConsentKind::Spoken };
            let witness = if how == ConsentKind::Spoken { "邻居" } else { "" };
            let consent = ConsentGiven { how, witness: witness.to_owned() };
            let draft = window::start_for(app, &clerk, &item.code, person, Some(consent)).await?;
            window::keep(app, &clerk, draft, sealed).await?;
            photograph(world, begun, &clerk, draft, dice).await?;
            let code = window::submit(app, &clerk, draft).await?;
            case_of(world, code).await
        }
    }
}

/// Some send photos of their papers along. All of them show the same made-up paper.
async fn photograph(
    world: &World<'_>,
    begun: &Beginning,
    author: &Actor,
    draft: DraftId,
    dice: &mut Dice,
) -> Result<()> {
    if !begun.at_hand && !dice.percent(20) {
        return Ok(());
    }
    for (number, paper) in begun.item.papers().take(2) {
        let files = papers::photos_of(world.app, &paper.name, dice)?;
        let number = i64::try_from(number).unwrap_or_default();
        window::attach(world.app, author, draft, number, files).await?;
    }
    Ok(())
}

async fn case_of(world: &World<'_>, code: String) -> Result<CaseId> {
    world.app.db.read(move |tx| window::by_code(tx, &code).map(|file| file.case.id)).await
}

impl Way<'_, '_> {
    /// So many working days later; `false` when that day is still to come.
    fn later(&mut self, days: u32, dice: &mut Dice) -> bool {
        let Ok(day) = self.world.calendar.add_working_days(self.day, days) else { return false };
        // The same day, but later: the hour may not go back.
        let moved = if days == 0 {
            let at = self.world.clock.now() + jiff::SignedDuration::from_mins(25);
            let come = at <= self.world.now;
            if come {
                self.world.clock.move_to(at);
            }
            come
        } else {
            self.world.go_to(day, dice)
        };
        if days > 0 {
            self.day = day;
        }
        moved
    }

    fn required(&self) -> Vec<i64> {
        self.begun
            .item
            .papers()
            .filter(|(_, paper)| paper.need == Need::Required && paper.origin != Origin::Shared)
            .filter_map(|(number, _)| i64::try_from(number).ok())
            .collect()
    }

    /// Until acceptance; `false` when it does not come to that.
    async fn reception(&mut self, dice: &mut Dice) -> Result<bool> {
        let (app, case) = (self.world.app, self.case);
        let window = self.window.clone();
        if self.begun.channel != Channel::Window {
            let days = if dice.percent(92) { 0 } else { dice.between(1, 3) };
            if !self.later(days, dice) {
                return Ok(false);
            }
            if self.begun.channel == Channel::Online && dice.percent(4) {
                let words = "照片看不清，请重新填写并带原件到窗口";
                window::return_at_precheck(app, &window, case, words).await?;
                return Ok(false);
            }
            window::receive(app, &window, case).await?;
        }
        if self.begun.at_hand && dice.percent(7) {
            return Ok(false);
        }
        let (slow, quick) = (dice.percent(6), dice.between(0, 2));
        let days = if slow { 5 } else { quick };
        if !self.later(days, dice) {
            return Ok(false);
        }
        match dice.between(1, 100) {
            1..=2 => {
                let words = "这件事归别的部门管";
                // Where the law has accepted meanwhile, this is refused and the case stays there.
                let _ = window::refuse_acceptance(app, &window, case, words, "县信访局").await;
                return Ok(false);
            }
            3..=18 => {
                let missing = self.required().into_iter().take(1).collect();
                let words = "请补齐后交到窗口，或请代办员带来";
                if window::give_notice(app, &window, case, missing, words).await.is_ok() {
                    let days = dice.between(1, 7);
                    if !self.later(days, dice) {
                        return Ok(false);
                    }
                    if self.begun.channel == Channel::Online {
                        self.hand_in(dice).await?;
                        if self.begun.at_hand && dice.percent(50) {
                            return Ok(false);
                        }
                    }
                    window::take_materials(app, &window, case, self.required()).await?;
                    if !self.later(0, dice) {
                        return Ok(false);
                    }
                }
            }
            _ => {}
        }
        window::accept(app, &window, case, self.required()).await?;
        Ok(true)
    }

    /// What the notice asked for comes by phone.
    async fn hand_in(&self, dice: &mut Dice) -> Result<()> {
        let Some((number, paper)) = self.begun.item.papers().next() else { return Ok(()) };
        let number = i64::try_from(number).unwrap_or_default();
        let files = papers::photos_of(self.world.app, &paper.name, dice)?;
        let told = (files, "这是重新拍的");
        window::hand_in(self.world.app, &self.applicant, self.case, number, told).await
    }

    /// Until the decision.
    async fn process(&mut self, dice: &mut Dice) -> Result<bool> {
        let (app, case) = (self.world.app, self.case);
        let (organ, posts) = self.world.deciders(&self.begun.item, &self.begun.village)?;
        let [handler, reviewer, approver] = posts;
        let late = dice.percent(4);
        let days = if late { dice.between(15, 30) } else { dice.between(1, 3) };
        if !self.later(days, dice) {
            return Ok(false);
        }
        if dice.percent(3) && self.begun.channel != Channel::Clerk {
            window::ask_withdrawal(app, &self.applicant, case, "先不办了").await?;
            if !self.later(1, dice) {
                return Ok(false);
            }
            let handler = self.world.holder(organ, handler, dice).await?;
            window::answer_withdrawal(app, &handler, case, true, "").await?;
            return Ok(false);
        }
        let handler = self.world.holder(organ, handler, dice).await?;
        let denied = dice.percent(8);
        let words =
            if denied { "经核对，不符合条件" } else { "材料齐全，符合条件" };
        window::opine(app, &handler, case, !denied, words).await?;
        let days = dice.between(0, 2);
        if !self.later(days, dice) {
            return Ok(false);
        }
        let reviewer = self.world.holder(organ, reviewer, dice).await?;
        window::opine(app, &reviewer, case, !denied, "同意承办意见").await?;
        let days = dice.between(0, 2);
        if !self.later(days, dice) {
            return Ok(false);
        }
        let approver = self.world.holder(organ, approver, dice).await?;
        let words =
            if denied { "核对结果不符合申请条件中的第一项" } else { "准予" };
        let decision =
            Decision { granted: !denied, words: words.to_owned(), document_number: String::new() };
        window::decide(app, &approver, case, decision).await?;
        Ok(true)
    }

    /// Delivery and rating.
    async fn closing(&mut self, dice: &mut Dice) -> Result<()> {
        let (app, case) = (self.world.app, self.case);
        let days = dice.between(0, 4);
        if !self.later(days, dice) {
            return Ok(());
        }
        let at_station = self.begun.channel == Channel::Clerk
            || self.begun.item.deciding_level == Place::Village;
        let (body, post) = if at_station {
            let station = self.world.body(&self.begun.village, BodyKind::ServiceStation)?;
            (station, "village_clerk")
        } else {
            let township = self.begun.village.at(Level::Township);
            (self.world.body(&township, BodyKind::ServiceCenter)?, "window_clerk")
        };
        let deliverer = self.world.holder(body, post, dice).await?;
        let name = self.applicant.name.clone();
        window::deliver(app, &deliverer, case, &name, "本人签收").await?;
        if !dice.percent(55) || !self.later(1, dice) {
            return Ok(());
        }
        let level = match dice.between(1, 100) {
            1..=62 => Rating::VerySatisfied,
            63..=86 => Rating::Satisfied,
            87..=94 => Rating::FairlySatisfied,
            95..=98 => Rating::Dissatisfied,
            _ => Rating::VeryDissatisfied,
        };
        let words = if level.bad() { "等得太久了" } else { "" };
        let code = app.db.read(move |tx| window::code_of(tx, case)).await?;
        let given = RatingGiven { level, words: words.to_owned() };
        window::rate(app, Some(&self.applicant), &code, "", given).await
    }
}
