//! How a case goes, for everybody with its code; and rating it with the last digits of the phone.

use axum::extract::{Path, State};
use law::window::{Act, Rating};
use platform::privacy::mask_name;
use platform::{App, Refusal, Result, text};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::api::{Call, Sent, reply};
use web::{Access, Answer, Routes, Ui, Visit};

use super::PROGRESS;
use super::shown::{ClockOf, Happened, RatingOf, Word};
use crate::actions::closing::{self, RatingGiven};
use crate::actions::reading;
use crate::model::{File, Rated};
use crate::pages::progress::against;

pub(super) fn routes() -> Routes {
    Routes::new()
        .call(
            Call::get(
                "/api/v1/progress/{code}",
                Access::AnyoneSlowly,
                PROGRESS,
                text("按编号查进度"),
            )
            .says(text("谁有编号谁能查，姓名遮掩；同一个地址一分钟最多 30 次"))
            .answers::<Progress>(),
            show,
        )
        .call(
            Call::post(
                "/api/v1/progress/{code}/rating",
                Access::AnyoneSlowly,
                PROGRESS,
                text("按编号评价"),
            )
            .says(text("用登记的电话后四位确认是本人，只能评一次"))
            .takes::<RatingSent>()
            .answers::<RatingNoted>(),
            rate,
        )
}

/// 进度 / How a case goes
#[derive(Serialize, ToSchema)]
struct Progress {
    /// 编号 / The code
    #[schema(example = "QH7K-3M9D")]
    code: String,
    /// 事项 / The item
    item: String,
    /// 申请人，遮掩 / The applicant, masked
    #[schema(example = "周*禾")]
    applicant: String,
    /// 村（社区） / The village
    village: String,
    /// 状态 / The status
    status: Word,
    /// 在哪个组织 / The body that has it
    holder: String,
    /// 那里的电话 / Its telephone
    phone: Option<String>,
    /// 时限 / The clocks
    clocks: Vec<ClockOf>,
    /// 缺哪一年的放假安排，时限算不出 / The year whose calendar is missing
    missing_year: Option<i16>,
    /// 办理经过 / What happened
    events: Vec<Happened>,
    /// 不服怎么办 / What one may do against a no
    remedies: Vec<String>,
    /// 评价 / The rating
    rating: Option<RatingOf>,
}

/// What is said in these acts is said to everybody who has the code.
pub(super) fn told(act: Act) -> bool {
    matches!(
        act,
        Act::GiveNotice
            | Act::ReturnAtPrecheck
            | Act::FindNotApplicable
            | Act::RefuseAcceptance
            | Act::Deny
            | Act::DeclineWithdrawal
    )
}

async fn show(State(app): State<App>, visit: Visit, Path(code): Path<String>) -> Answer {
    let (file, rated) = app
        .db
        .read(move |tx| {
            let file = reading::by_code(tx, &code)?;
            let rated = reading::rating_of(tx, file.case.id)?;
            Ok((file, rated))
        })
        .await?;
    reply(&progress(&visit.ui, &file, rated.as_ref()))
}

fn progress(ui: &Ui, file: &File, rated: Option<&Rated>) -> Progress {
    let status = file.public_status();
    let events = file.events.iter().filter(|event| event.act.0 != Act::Rate);
    let clocks = file.clocks.as_deref().unwrap_or_default();
    let remedies = against(ui, file).into_iter().map(|line| web::api::derived(ui, line));
    Progress {
        code: file.case.code.clone(),
        item: file.case.item_name.clone(),
        applicant: mask_name(&file.case.applicant_name),
        village: file.case.area_name.clone(),
        status: Word::new(ui, status.key(), status.label()),
        holder: file.holder.name.clone(),
        phone: file.holder.phone.clone(),
        clocks: clocks.iter().map(|clock| ClockOf::of(ui, clock)).collect(),
        missing_year: file.clocks.as_ref().err().copied(),
        events: events.map(|event| Happened::public(ui, event)).collect(),
        remedies: remedies.collect(),
        rating: rated.map(|rated| RatingOf::of(ui, rated)),
    }
}

/// 评价 / A rating
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RatingSent {
    /// 1 到 5，5 最满意，没有默认 / From 1 to 5, without a default
    #[schema(minimum = 1, maximum = 5)]
    level: u8,
    /// 还想说什么 / What one wants to say besides
    #[serde(default)]
    #[schema(max_length = 500)]
    words: String,
    /// 登记的电话后四位；本人的令牌不用写 / The last four digits of the phone; not with one's own token
    #[serde(default)]
    #[schema(example = "2210")]
    digits: String,
}

impl RatingSent {
    pub(super) fn given(&self) -> Result<RatingGiven> {
        let level = Rating::from_level(self.level)
            .ok_or_else(|| Refusal::new("window.nothing_chosen", "请选一个").at("level"))?;
        Ok(RatingGiven { level, words: self.words.clone() })
    }
}

/// 评价记下了 / The rating is noted
#[derive(Serialize, ToSchema)]
pub(super) struct RatingNoted {
    /// 编号 / The code
    pub(super) code: String,
    /// 1 到 5 / From 1 to 5
    pub(super) level: u8,
}

async fn rate(State(app): State<App>, Path(code): Path<String>, sent: Sent<RatingSent>) -> Answer {
    let given = sent.body.given()?;
    let noted = RatingNoted { code: code.clone(), level: given.level.level() };
    closing::rate(&app, None, &code, &sent.body.digits, given).await?;
    reply(&noted)
}
