//! Applying: for oneself, for a villager who gave the clerk their word, and at the counter. The
//! answers are checked by the same form as on the pages.

use axum::extract::State;
use platform::authorisation::Own;
use platform::{App, PersonId, Refusal, Result, Tx, text};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::api::{Call, Sent, unfit};
use web::{Access, Answer, Errors, Routes, Ui};

use super::APPLY;
use super::shown::CaseStands;
use crate::actions::apply::{self, AtCounter, ConsentGiven};
use crate::actions::at_once::{self, Application};
use crate::actions::reading;
use crate::form::check_phone;
use crate::item::Item;
use crate::model::{Answers, CaseId, ConsentKind, Sealed};
use crate::powers::{ASSIST, RECEIVE};
use crate::refusals;

pub(super) fn routes() -> Routes {
    Routes::new()
        .call(
            Call::post("/api/v1/applications", Access::Own(Own::Apply), APPLY, text("本人申请"))
                .says(text("一次填完、检查、提交；要回答的问题见办事指南的 questions"))
                .takes::<ApplicationSent>()
                .creates::<Applied>(),
            for_oneself,
        )
        .call(
            Call::post(
                "/api/v1/assisted-applications",
                Access::With(ASSIST),
                APPLY,
                text("替村民申请"),
            )
            .says(text("要写明委托：签字、捺手印，或者口头委托和见证人"))
            .takes::<AssistedSent>()
            .creates::<Applied>(),
            for_villager,
        )
        .call(
            Call::post(
                "/api/v1/counter-applications",
                Access::With(RECEIVE),
                APPLY,
                text("窗口代录申请并收件"),
            )
            .says(text("材料已经在窗口，提交就收件"))
            .takes::<CounterSent>()
            .creates::<CaseStands>(),
            at_counter,
        )
}

/// 申请 / An application
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ApplicationSent {
    /// 事项的代码 / The item's code
    #[schema(example = "senior-allowance")]
    item: String,
    /// 回答：问题的键和回答 / The answers by the keys of the questions
    #[serde(default)]
    answers: Answers,
    /// 联系电话，没有可以不写 / The phone; there are people without one
    #[serde(default)]
    #[schema(example = "13900000001")]
    phone: String,
    /// 结果怎样拿，办事指南 delivery 里的一个；不写是第一个 / One of the guide's `delivery`; the first when left out
    #[serde(default)]
    delivery: String,
    /// 手头有的材料的序号 / The numbers of the papers at hand
    #[serde(default)]
    papers: Vec<u32>,
}

/// 替村民申请 / An application for a villager
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AssistedSent {
    /// 申请人的编号 / Whose application
    applicant_id: String,
    /// 怎样委托的：signature、fingerprint、spoken / How the word was given
    #[schema(example = "signature")]
    consent: String,
    /// 口头委托的见证人 / Who saw it; needed for a spoken word
    #[serde(default)]
    witness: String,
    /// 申请 / The application
    application: ApplicationSent,
}

/// 窗口代录 / An application at the counter
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CounterSent {
    /// 申请人的编号 / Whose application
    applicant_id: String,
    /// 申请 / The application
    application: ApplicationSent,
}

/// 提交了 / It is sent
#[derive(Serialize, ToSchema)]
struct Applied {
    /// 查进度的编号 / The code
    #[schema(example = "QH7K-3M9D")]
    code: String,
}

async fn for_oneself(State(app): State<App>, sent: Sent<ApplicationSent>) -> Answer {
    let item = sent.body.item.clone();
    let sealed = match sealed(&app, &sent.visit.ui, &sent.body).await? {
        Ok(sealed) => sealed,
        Err(errors) => return unfit(&sent.visit.ui, &errors),
    };
    done(&app, &sent, Application { item, behalf: None, sealed }).await
}

async fn for_villager(State(app): State<App>, sent: Sent<AssistedSent>) -> Answer {
    let AssistedSent { applicant_id, consent, witness, application } = &sent.body;
    let how = ConsentKind::from_key(consent).ok_or_else(refusals::consent_missing)?;
    let given = ConsentGiven { how, witness: witness.clone() };
    let behalf = Some((applicant(applicant_id)?, given));
    let sealed = match sealed(&app, &sent.visit.ui, application).await? {
        Ok(sealed) => sealed,
        Err(errors) => return unfit(&sent.visit.ui, &errors),
    };
    done(&app, &sent, Application { item: application.item.clone(), behalf, sealed }).await
}

async fn done<T>(app: &App, sent: &Sent<T>, application: Application) -> Answer {
    let actor = sent.actor()?;
    let tell = |_: &mut Tx<'_>, code: &String| Ok(Applied { code: code.clone() });
    let act = async |app: App| at_once::apply(&app, &actor, application).await;
    sent.done(app, 201, tell, act).await
}

async fn at_counter(State(app): State<App>, sent: Sent<CounterSent>) -> Answer {
    let (ui, actor) = (sent.visit.ui.clone(), sent.actor()?);
    let CounterSent { applicant_id, application } = &sent.body;
    let applicant = applicant(applicant_id)?;
    let sealed = match sealed(&app, &ui, application).await? {
        Ok(sealed) => sealed,
        Err(errors) => return unfit(&ui, &errors),
    };
    let taken = AtCounter { item: application.item.clone(), applicant, sealed };
    let tell = move |tx: &mut Tx<'_>, id: &CaseId| CaseStands::after(tx, &ui, *id);
    let act = async |app: App| apply::receive_at_counter(&app, &actor, taken).await;
    sent.done(&app, 201, tell, act).await
}

fn applicant(id: &str) -> Result<PersonId> {
    let refusal = Refusal::new("window.applicant_unknown", "没有找到这个人");
    id.parse().map_err(|_| refusal.at("applicant_id").into())
}

/// What was answered, or all that is wrong with it.
async fn sealed(
    app: &App,
    ui: &Ui,
    sent: &ApplicationSent,
) -> Result<std::result::Result<Sealed, Errors>> {
    let code = sent.item.clone();
    let item = app.db.read(move |tx| reading::guide(tx, &code)).await?.content.0;
    let today = app.clock().today();
    let mut errors = Errors::new();
    if let Err(wrong) = item.check(&sent.answers, today) {
        for (key, sentence) in wrong {
            errors.add(format!("answers.{key}"), ui.say(sentence));
        }
    }
    let phone = check_phone(&sent.phone, today).unwrap_or_else(|sentence| {
        errors.add("phone", ui.say(sentence));
        String::new()
    });
    let delivery = delivery(&item, &sent.delivery).unwrap_or_else(|| {
        errors.add("delivery", ui.t("请从办事指南写的办法里选一个"));
        String::new()
    });
    let papers: Vec<usize> =
        sent.papers.iter().filter_map(|number| usize::try_from(*number).ok()).collect();
    if papers.iter().any(|number| *number >= item.material.len()) {
        errors.add("papers", ui.t("没有这个序号的材料"));
    }
    if errors.is_empty() {
        // A draft keeps its answers as they were typed; sending checks them once more.
        Ok(Ok(Sealed { answers: sent.answers.clone(), phone, delivery, papers }))
    } else {
        Ok(Err(errors))
    }
}

fn delivery(item: &Item, asked: &str) -> Option<String> {
    if asked.is_empty() {
        return Some(item.delivery.first().cloned().unwrap_or_default());
    }
    item.delivery.iter().find(|way| *way == asked).cloned()
}
