//! One's own cases: reading, withdrawing, rating.

use std::sync::Arc;

use axum::extract::{Path, State};
use jiff::Timestamp;
use law::window::Act;
use platform::authorisation::Own;
use platform::{Actor, App, Error, Refusal, Result, Tx, text};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::api::{Asked, Call, List, Sent, limit, reply};
use web::{Access, Answer, Routes, Signed, Ui};

use super::OWN;
use super::progress::{RatingNoted, RatingSent};
use super::shown::{CaseStands, ClockOf, Happened, PaperStands};
use crate::actions::{closing, processing, reading};
use crate::model::{Answers, CaseId, File, Sealed};

pub(super) fn routes() -> Routes {
    let (read, apply) = (Access::Own(Own::Read), Access::Own(Own::Apply));
    Routes::new()
        .call(
            Call::get("/api/v1/own/cases", read, OWN, text("本人的办件"))
                .says(text("从近到远"))
                .asks::<Part>()
                .lists::<CaseStands>(),
            list,
        )
        .call(
            Call::get("/api/v1/own/cases/{code}", read, OWN, text("本人的一个办件"))
                .answers::<OwnCase>(),
            one,
        )
        .call(
            Call::post("/api/v1/own/cases/{code}/withdrawal", apply, OWN, text("要求撤回"))
                .takes::<WordsSent>()
                .answers::<CaseStands>(),
            withdraw,
        )
        .call(
            Call::post("/api/v1/own/cases/{code}/rating", apply, OWN, text("评价本人的办件"))
                .takes::<RatingSent>()
                .answers::<RatingNoted>(),
            rate,
        )
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(super) struct Part {
    /// 上一段的 next / The `next` of the part before
    pub(super) after: Option<String>,
    /// 最多几条 / How many at most
    #[param(minimum = 1, maximum = 200)]
    pub(super) limit: Option<u32>,
}

/// A mark in a list: an instant and an id.
pub(super) fn mark(after: &str) -> Result<(Timestamp, CaseId)> {
    let (at, id) = after.split_once('.').ok_or(Error::NotFound)?;
    let at = at.parse().ok().and_then(|at| Timestamp::from_millisecond(at).ok());
    Ok((at.ok_or(Error::NotFound)?, id.parse()?))
}

async fn list(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Asked(asked): Asked<Part>,
) -> Answer {
    let limit = limit(asked.limit)?;
    let after = asked.after.as_deref().map(mark).transpose()?;
    let found =
        app.db.read(move |tx| reading::own_cases_after(tx, &actor, after, limit + 1)).await?;
    let next = |file: &File| format!("{}.{}", file.case.opened_at.as_millisecond(), file.case.id);
    reply(&List::of(found, limit, next, |file| CaseStands::of(&ui, &file)))
}

/// 本人的办件 / One's own case
#[derive(Serialize, ToSchema)]
struct OwnCase {
    /// 现在怎样 / How it stands
    stands: CaseStands,
    /// 填的内容：问题的键和回答 / What was answered, by the keys of the questions
    answers: Answers,
    /// 联系电话 / The phone to reach the applicant
    phone: String,
    /// 结果怎样拿 / How the result comes
    delivery: String,
    /// 材料 / The papers
    materials: Vec<PaperStands>,
    /// 时限 / The clocks
    clocks: Vec<ClockOf>,
    /// 办理经过 / What happened
    events: Vec<Happened>,
}

async fn one(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(code): Path<String>,
) -> Answer {
    let (file, sealed) = app
        .db
        .read(move |tx| {
            let file = reading::by_code(tx, &code)?;
            reading::must_be_own(tx, &actor, &file)?;
            let sealed = reading::sealed_of(tx, &actor, &file)?;
            Ok((file, sealed))
        })
        .await?;
    reply(&own_case(&ui, &file, sealed))
}

fn own_case(ui: &Ui, file: &File, sealed: Sealed) -> OwnCase {
    let events = file.events.iter().filter(|event| event.act.0 != Act::Rate);
    let clocks = file.clocks.as_deref().unwrap_or_default();
    OwnCase {
        stands: CaseStands::of(ui, file),
        answers: sealed.answers,
        phone: sealed.phone,
        delivery: file.case.delivery.clone(),
        materials: file.materials.iter().map(|paper| PaperStands::of(ui, paper)).collect(),
        clocks: clocks.iter().map(|clock| ClockOf::of(ui, clock)).collect(),
        events: events.map(|event| Happened::public(ui, event)).collect(),
    }
}

/// 一句话 / Some words
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WordsSent {
    /// 说明、理由 / The reason
    #[schema(example = "材料还没备齐，过几天再来")]
    pub(super) words: String,
}

async fn withdraw(
    State(app): State<App>,
    Path(code): Path<String>,
    sent: Sent<WordsSent>,
) -> Answer {
    let (ui, actor) = (sent.visit.ui.clone(), sent.actor()?);
    let words = sent.body.words.trim().to_owned();
    if words.is_empty() {
        let refusal = Refusal::new("window.reason_missing", "请写一句为什么撤回");
        return Err(refusal.at("words").into());
    }
    let id = own(&app, actor.clone(), code).await?;
    let tell = move |tx: &mut Tx<'_>, (): &()| CaseStands::after(tx, &ui, id);
    let act = async |app: App| processing::ask_withdrawal(&app, &actor, id, &words).await;
    sent.done(&app, 200, tell, act).await
}

/// One's own case by its code.
pub(super) async fn own(app: &App, actor: Arc<Actor>, code: String) -> Result<CaseId> {
    app.db
        .read(move |tx| {
            let file = reading::by_code(tx, &code)?;
            reading::must_be_own(tx, &actor, &file)?;
            Ok(file.case.id)
        })
        .await
}

async fn rate(State(app): State<App>, Path(code): Path<String>, sent: Sent<RatingSent>) -> Answer {
    let (actor, given) = (sent.actor()?, sent.body.given()?);
    let level = given.level.level();
    own(&app, actor.clone(), code.clone()).await?;
    let noted = code.clone();
    let tell = move |_: &mut Tx<'_>, (): &()| Ok(RatingNoted { code: noted.clone(), level });
    let act = async |app: App| closing::rate(&app, Some(&actor), &code, "", given).await;
    sent.done(&app, 200, tell, act).await
}
