//! The acts on a case: the same as the forms on its page, each with its noun.

use std::future::Future;
use std::sync::Arc;

use axum::extract::{Path, State};
use platform::{Actor, App, BodyId, Refusal, Result, Tx, text};
use serde::Deserialize;
use utoipa::ToSchema;
use web::api::{Call, Sent};
use web::{Access, Answer, Routes};

use super::ACTS;
use super::own::WordsSent;
use super::shown::CaseStands;
use crate::actions::processing::{self, Decision};
use crate::actions::{closing, reception};
use crate::model::CaseId;
use crate::pages::acts::{ANSWERS_WITHDRAWAL, HANDS_OVER, OPINES};
use crate::powers::{APPROVE, DELIVER, RECEIVE};

pub(super) fn routes() -> Routes {
    reception_routes().and(processing_routes())
}

fn reception_routes() -> Routes {
    let receive = Access::With(RECEIVE);
    Routes::new()
        .call(
            Call::post("/api/v1/cases/{id}/receipt", receive, ACTS, text("收件"))
                .takes::<Nothing>()
                .answers::<CaseStands>(),
            receipt,
        )
        .call(
            Call::post("/api/v1/cases/{id}/precheck-return", receive, ACTS, text("预审退回"))
                .takes::<WordsSent>()
                .answers::<CaseStands>(),
            precheck_return,
        )
        .call(
            Call::post("/api/v1/cases/{id}/notice", receive, ACTS, text("一次性告知"))
                .says(text("缺什么、要改什么，一次说全；以后不能再要别的。"))
                .takes::<NoticeSent>()
                .answers::<CaseStands>(),
            notice,
        )
        .call(
            Call::post("/api/v1/cases/{id}/materials", receive, ACTS, text("收到补正材料"))
                .takes::<PapersSent>()
                .answers::<CaseStands>(),
            materials,
        )
        .call(
            Call::post("/api/v1/cases/{id}/acceptance", receive, ACTS, text("受理"))
                .says(text("逐样看过材料，勾出看过没有问题的，必要材料都要勾。"))
                .takes::<PapersSent>()
                .answers::<CaseStands>(),
            acceptance,
        )
        .call(
            Call::post("/api/v1/cases/{id}/refusal", receive, ACTS, text("不予受理"))
                .takes::<RefusalSent>()
                .answers::<CaseStands>(),
            refusal,
        )
        .call(
            Call::post("/api/v1/cases/{id}/non-applicability", receive, ACTS, text("不需要受理"))
                .takes::<WordsSent>()
                .answers::<CaseStands>(),
            non_applicability,
        )
}

fn processing_routes() -> Routes {
    Routes::new()
        .call(
            Call::post(
                "/api/v1/cases/{id}/hand-over",
                Access::WithAny(HANDS_OVER),
                ACTS,
                text("移交别的单位"),
            )
            .takes::<HandOverSent>()
            .answers::<CaseStands>(),
            hand_over,
        )
        .call(
            Call::post(
                "/api/v1/cases/{id}/opinions",
                Access::WithAny(OPINES),
                ACTS,
                text("写意见"),
            )
            .says(text("写下事实和依据；不同意必须写理由。"))
            .takes::<OpinionSent>()
            .answers::<CaseStands>(),
            opinion,
        )
        .call(
            Call::post("/api/v1/cases/{id}/decision", Access::With(APPROVE), ACTS, text("作决定"))
                .says(text("收过件、受理过、写过意见的人不能决定"))
                .takes::<DecisionSent>()
                .answers::<CaseStands>(),
            decision,
        )
        .call(
            Call::post(
                "/api/v1/cases/{id}/withdrawal-answer",
                Access::WithAny(ANSWERS_WITHDRAWAL),
                ACTS,
                text("答复撤件"),
            )
            .takes::<WithdrawalAnswerSent>()
            .answers::<CaseStands>(),
            withdrawal_answer,
        )
        .call(
            Call::post("/api/v1/cases/{id}/delivery", Access::With(DELIVER), ACTS, text("送达"))
                .takes::<DeliverySent>()
                .answers::<CaseStands>(),
            delivery,
        )
}

/// Does one act on a case and tells how the case stands, both in one transaction.
async fn done<T, Act, Doing>(app: App, id: &str, sent: Sent<T>, act: Act) -> Answer
where
    Act: FnOnce(App, Arc<Actor>, CaseId) -> Doing,
    Doing: Future<Output = Result<()>>,
{
    let (id, ui, actor) = (id.parse::<CaseId>()?, sent.visit.ui.clone(), sent.actor()?);
    let tell = move |tx: &mut Tx<'_>, (): &()| CaseStands::after(tx, &ui, id);
    sent.done(&app, 200, tell, |app| act(app, actor, id)).await
}

type Id = Path<String>;

/// 没有内容：{} / Nothing
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Nothing {}

async fn receipt(State(app): State<App>, Path(id): Id, sent: Sent<Nothing>) -> Answer {
    done(app, &id, sent, async |app: App, actor: Arc<Actor>, id| {
        reception::receive(&app, &actor, id).await
    })
    .await
}

async fn precheck_return(State(app): State<App>, Path(id): Id, sent: Sent<WordsSent>) -> Answer {
    let words = sent.body.words.clone();
    done(app, &id, sent, async |app: App, actor: Arc<Actor>, id| {
        reception::return_at_precheck(&app, &actor, id, &words).await
    })
    .await
}

/// 一次性告知 / The one-time notice
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NoticeSent {
    /// 缺的材料的序号 / The numbers of the papers that are missing
    #[serde(default)]
    #[schema(example = json!([0]))]
    missing: Vec<i64>,
    /// 别的要改的 / What else is to be mended
    #[serde(default)]
    words: String,
}

async fn notice(State(app): State<App>, Path(id): Id, sent: Sent<NoticeSent>) -> Answer {
    let (missing, words) = (sent.body.missing.clone(), sent.body.words.clone());
    done(app, &id, sent, async |app: App, actor: Arc<Actor>, id| {
        reception::give_notice(&app, &actor, id, missing, &words).await
    })
    .await
}

/// 材料的序号 / The numbers of papers
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PapersSent {
    /// 收到的、看过没有问题的材料的序号 / The papers that came in, or were found right
    #[schema(example = json!([0, 1]))]
    papers: Vec<i64>,
}

async fn materials(State(app): State<App>, Path(id): Id, sent: Sent<PapersSent>) -> Answer {
    let papers = sent.body.papers.clone();
    done(app, &id, sent, async |app: App, actor: Arc<Actor>, id| {
        reception::take_materials(&app, &actor, id, papers).await
    })
    .await
}

async fn acceptance(State(app): State<App>, Path(id): Id, sent: Sent<PapersSent>) -> Answer {
    let papers = sent.body.papers.clone();
    done(app, &id, sent, async |app: App, actor: Arc<Actor>, id| {
        reception::accept(&app, &actor, id, papers).await
    })
    .await
}

/// 不予受理 / A refusal
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RefusalSent {
    /// 理由 / The reason
    words: String,
    /// 应当找的机关 / The right organ
    #[schema(example = "云禾县医疗保障局")]
    organ: String,
}

async fn refusal(State(app): State<App>, Path(id): Id, sent: Sent<RefusalSent>) -> Answer {
    let (words, organ) = (sent.body.words.clone(), sent.body.organ.clone());
    done(app, &id, sent, async |app: App, actor: Arc<Actor>, id| {
        reception::refuse_acceptance(&app, &actor, id, &words, &organ).await
    })
    .await
}

async fn non_applicability(State(app): State<App>, Path(id): Id, sent: Sent<WordsSent>) -> Answer {
    let words = sent.body.words.clone();
    done(app, &id, sent, async |app: App, actor: Arc<Actor>, id| {
        reception::find_not_applicable(&app, &actor, id, &words).await
    })
    .await
}

/// 移交 / A hand-over
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct HandOverSent {
    /// 组织的编号，办件的 organs 里的一个 / One of the case's `organs`
    organ_id: String,
    /// 说明 / Words
    #[serde(default)]
    words: String,
}

async fn hand_over(State(app): State<App>, Path(id): Id, sent: Sent<HandOverSent>) -> Answer {
    let organ = sent.body.organ_id.parse::<BodyId>().map_err(|_| nothing_chosen("organ_id"))?;
    let words = sent.body.words.clone();
    done(app, &id, sent, async |app: App, actor: Arc<Actor>, id| {
        processing::hand_over(&app, &actor, id, organ, &words).await
    })
    .await
}

fn nothing_chosen(field: &'static str) -> Refusal {
    Refusal::new("window.nothing_chosen", "请选一个").at(field)
}

/// 意见 / An opinion
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OpinionSent {
    /// 同意 / For it
    agrees: bool,
    /// 事实和依据 / Facts and grounds
    #[serde(default)]
    words: String,
}

async fn opinion(State(app): State<App>, Path(id): Id, sent: Sent<OpinionSent>) -> Answer {
    let (agrees, words) = (sent.body.agrees, sent.body.words.clone());
    done(app, &id, sent, async |app: App, actor: Arc<Actor>, id| {
        processing::opine(&app, &actor, id, agrees, &words).await
    })
    .await
}

/// 决定 / A decision
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DecisionSent {
    /// 准予 / Granted
    granted: bool,
    /// 理由，不予的必须写 / The reason; a denial needs one
    #[serde(default)]
    words: String,
    /// 文号 / The number of the written decision
    #[serde(default)]
    document_number: String,
}

async fn decision(State(app): State<App>, Path(id): Id, sent: Sent<DecisionSent>) -> Answer {
    let decision = Decision {
        granted: sent.body.granted,
        words: sent.body.words.clone(),
        document_number: sent.body.document_number.clone(),
    };
    done(app, &id, sent, async |app: App, actor: Arc<Actor>, id| {
        processing::decide(&app, &actor, id, decision).await
    })
    .await
}

/// 答复撤件 / The answer to a withdrawal
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WithdrawalAnswerSent {
    /// 同意撤回 / Confirmed
    confirmed: bool,
    /// 理由，不同意的必须写 / The reason, when declined
    #[serde(default)]
    words: String,
}

async fn withdrawal_answer(
    State(app): State<App>,
    Path(id): Id,
    sent: Sent<WithdrawalAnswerSent>,
) -> Answer {
    let (confirmed, words) = (sent.body.confirmed, sent.body.words.clone());
    done(app, &id, sent, async |app: App, actor: Arc<Actor>, id| {
        processing::answer_withdrawal(&app, &actor, id, confirmed, &words).await
    })
    .await
}

/// 送达 / A delivery
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DeliverySent {
    /// 签收人 / To whom
    received_by: String,
    /// 怎样送达 / How
    #[schema(example = "本人到窗口领取")]
    how: String,
}

async fn delivery(State(app): State<App>, Path(id): Id, sent: Sent<DeliverySent>) -> Answer {
    let (received_by, how) = (sent.body.received_by.clone(), sent.body.how.clone());
    done(app, &id, sent, async |app: App, actor: Arc<Actor>, id| {
        closing::deliver(&app, &actor, id, &received_by, &how).await
    })
    .await
}
