//! The acts on a case: each is a form on the case's page, and an address that takes it.

use axum::extract::{Path, State};
use law::window::Act;
use platform::{App, Error, Power, Refusal, Result, Text, text};
use web::{Access, Answer, Errors, Form, Routes, Signed, see_other};

use super::case;
use super::notices::Paper;
use crate::actions::processing::{self, Decision};
use crate::actions::{closing, reception};
use crate::powers::{APPROVE, DELIVER, INVESTIGATE, RECEIVE, REVIEW};

pub(crate) const OPINES: &[Power] = &[INVESTIGATE, REVIEW, APPROVE];
pub(crate) const HANDS_OVER: &[Power] = &[RECEIVE, INVESTIGATE, REVIEW];
pub(crate) const ANSWERS_WITHDRAWAL: &[Power] = &[RECEIVE, INVESTIGATE, REVIEW, APPROVE];

/// The addresses of this file.
pub(crate) fn routes() -> Routes {
    let receive = Access::With(RECEIVE);
    Routes::new()
        .post("/cases/{id}/receipt", receive, receipt)
        .post("/cases/{id}/precheck-return", receive, precheck_return)
        .post("/cases/{id}/notice", receive, notice)
        .post("/cases/{id}/materials", receive, materials)
        .post("/cases/{id}/acceptance", receive, acceptance)
        .post("/cases/{id}/refusal", receive, refusal)
        .post("/cases/{id}/non-applicability", receive, non_applicability)
        .post("/cases/{id}/hand-over", Access::WithAny(HANDS_OVER), hand_over)
        .post("/cases/{id}/opinions", Access::WithAny(OPINES), opinion)
        .post("/cases/{id}/decision", Access::With(APPROVE), decision)
        .post("/cases/{id}/withdrawal-answer", Access::WithAny(ANSWERS_WITHDRAWAL), withdrawal)
        .post("/cases/{id}/delivery", Access::With(DELIVER), delivery)
}

/// An act as the noun under which it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Noun {
    Receipt,
    PrecheckReturn,
    Notice,
    Materials,
    Acceptance,
    Refusal,
    NonApplicability,
    HandOver,
    Opinion,
    Decision,
    WithdrawalAnswer,
    Delivery,
}

impl Noun {
    const ALL: [Self; 12] = [
        Self::Receipt,
        Self::PrecheckReturn,
        Self::Notice,
        Self::Materials,
        Self::Acceptance,
        Self::Refusal,
        Self::NonApplicability,
        Self::HandOver,
        Self::Opinion,
        Self::Decision,
        Self::WithdrawalAnswer,
        Self::Delivery,
    ];

    /// The word in the address.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::PrecheckReturn => "precheck-return",
            Self::Notice => "notice",
            Self::Materials => "materials",
            Self::Acceptance => "acceptance",
            Self::Refusal => "refusal",
            Self::NonApplicability => "non-applicability",
            Self::HandOver => "hand-over",
            Self::Opinion => "opinions",
            Self::Decision => "decision",
            Self::WithdrawalAnswer => "withdrawal-answer",
            Self::Delivery => "delivery",
        }
    }

    pub(crate) fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|noun| noun.key() == key)
    }

    pub(crate) const fn of(act: Act) -> Option<Self> {
        Some(match act {
            Act::Receive => Self::Receipt,
            Act::ReturnAtPrecheck => Self::PrecheckReturn,
            Act::GiveNotice => Self::Notice,
            Act::TakeMaterials => Self::Materials,
            Act::Accept => Self::Acceptance,
            Act::RefuseAcceptance => Self::Refusal,
            Act::FindNotApplicable => Self::NonApplicability,
            Act::HandOver => Self::HandOver,
            Act::Opine(_) => Self::Opinion,
            Act::Grant | Act::Deny => Self::Decision,
            Act::ConfirmWithdrawal | Act::DeclineWithdrawal => Self::WithdrawalAnswer,
            Act::Deliver => Self::Delivery,
            _ => return None,
        })
    }

    /// What the page says when it is done.
    pub(crate) const fn done(self) -> Text {
        match self {
            Self::Receipt => text("收件完成，请打印接收凭证交给申请人"),
            Self::PrecheckReturn => text("已退回，申请人会看到要改的地方"),
            Self::Notice => text("已一次性告知，请打印告知书交给申请人"),
            Self::Materials => text("补正材料已收"),
            Self::Acceptance => text("已受理，并移交决定机关"),
            Self::Refusal => text("已不予受理，请打印通知书交给申请人"),
            Self::NonApplicability => text("已告知不需要受理，请打印告知书交给申请人"),
            Self::HandOver => text("已移交"),
            Self::Opinion => text("意见已记下，转到下一步"),
            Self::Decision => text("决定已作出，请送达申请人"),
            Self::WithdrawalAnswer => text("已答复撤件申请"),
            Self::Delivery => text("送达已记下，这件办完了"),
        }
    }

    /// The papers that come of it.
    pub(crate) const fn papers(self) -> &'static [Paper] {
        match self {
            Self::Receipt => &[Paper::Receipt],
            Self::Notice => &[Paper::Notice],
            Self::Acceptance => &[Paper::Acceptance, Paper::HandOver, Paper::Receipt],
            Self::Refusal => &[Paper::Refusal],
            Self::NonApplicability => &[Paper::NotApplicable],
            Self::HandOver => &[Paper::HandOver],
            Self::Decision => &[Paper::Decision],
            Self::WithdrawalAnswer => &[Paper::Withdrawal],
            Self::Delivery => &[Paper::Delivery],
            Self::PrecheckReturn | Self::Materials | Self::Opinion => &[],
        }
    }

    pub(crate) const fn title(self) -> Text {
        match self {
            Self::Receipt => text("收件"),
            Self::PrecheckReturn => text("预审退回"),
            Self::Notice => text("一次性告知"),
            Self::Materials => text("收到补正材料"),
            Self::Acceptance => text("受理"),
            Self::Refusal => text("不予受理"),
            Self::NonApplicability => text("不需要受理"),
            Self::HandOver => text("移交别的单位"),
            Self::Opinion => text("写意见"),
            Self::Decision => text("作决定"),
            Self::WithdrawalAnswer => text("答复撤件"),
            Self::Delivery => text("送达"),
        }
    }

    pub(crate) const fn button(self) -> Text {
        match self {
            Self::Receipt => text("收下材料"),
            Self::PrecheckReturn => text("退回，请申请人改"),
            Self::Notice => text("作出一次性告知"),
            Self::Materials => text("收下补正材料"),
            Self::Acceptance => text("受理并移交"),
            Self::Refusal => text("作出不予受理"),
            Self::NonApplicability => text("告知本人不需要受理"),
            Self::HandOver => text("移交过去"),
            Self::Opinion => text("提交意见"),
            Self::Decision => text("作出决定"),
            Self::WithdrawalAnswer => text("答复"),
            Self::Delivery => text("记下送达"),
        }
    }

    pub(crate) const fn lead(self) -> Text {
        match self {
            Self::Receipt => text("材料已经拿到手，从今天起计算受理期限，打印接收凭证。"),
            Self::PrecheckReturn => {
                text("还没有收件。把要改的地方一次写全，申请人改好再交，编号不变。")
            }
            Self::Notice => text("缺什么、要改什么，一次说全；以后不能再要别的。"),
            Self::Materials => text("勾出这次收到的材料，受理期限重新开始。"),
            Self::Acceptance => text("逐样看过材料，勾出看过没有问题的，必要材料都要勾。"),
            Self::Refusal => text("不属于本机关职权的，写明理由和应当找的机关。"),
            Self::NonApplicability => text("这件事依法不需要申请，写明为什么。"),
            Self::HandOver => text("交到别的单位办，期限照常计算。"),
            Self::Opinion => text("写下事实和依据；不同意必须写理由。"),
            Self::Decision => {
                text("准予或不予，作出后送达申请人；不予必须写理由，并告知救济途径。")
            }
            Self::WithdrawalAnswer => {
                text("申请人要求撤回。已经做了不能回头的事才可以不同意，并写明理由。")
            }
            Self::Delivery => text("把结果交到申请人手上，记下谁签收、怎样送达。"),
        }
    }
}

/// After the act: the case with its news, or the same page with what stands in the way.
pub(crate) async fn finish(
    app: &App,
    signed: &Signed,
    id: &str,
    (noun, form): (Noun, &Form),
    result: Result<()>,
) -> Answer {
    let Err(error) = result else {
        return see_other(&format!("/cases/{id}?done={}", noun.key()));
    };
    match error {
        // A post that is not held here is no slip in the form.
        Error::Refused(refusal)
            if refusal.code != platform::authorisation::not_permitted().code =>
        {
            let mut sentence = signed.ui.refusal(&refusal);
            if let Some(cite) = refusal.cite {
                sentence = signed.ui.t2("{1}（{2}）", sentence, signed.ui.cite(cite));
            }
            let mut errors = Errors::new();
            errors.add(format!("{}-{}", noun.key(), refusal.field.unwrap_or("act")), sentence);
            let reader = (&signed.ui, &*signed.actor);
            case::again(app, reader, id.parse()?, (noun, form), (errors, refusal.code)).await
        }
        other => Err(other.into()),
    }
}

/// The numbers that are ticked.
fn ticked(form: &Form, field: &str) -> Vec<i64> {
    form.all(field).filter_map(|number| number.parse().ok()).collect()
}

/// One of two answers; there is no default.
fn chosen(form: &Form, noun: Noun, field: &'static str, (yes, no): (&str, &str)) -> Result<bool> {
    match form.get(&format!("{}-{field}", noun.key())) {
        answer if answer == yes => Ok(true),
        answer if answer == no => Ok(false),
        _ => Err(Refusal::new("window.nothing_chosen", "请选一个").at(field).into()),
    }
}

type Id = Path<String>;

async fn receipt(State(app): State<App>, signed: Signed, Path(id): Id, form: Form) -> Answer {
    let done = reception::receive(&app, &signed.actor, id.parse()?).await;
    finish(&app, &signed, &id, (Noun::Receipt, &form), done).await
}

async fn precheck_return(
    State(app): State<App>,
    signed: Signed,
    Path(id): Id,
    form: Form,
) -> Answer {
    let words = form.get("precheck-return-words");
    let done = reception::return_at_precheck(&app, &signed.actor, id.parse()?, words).await;
    finish(&app, &signed, &id, (Noun::PrecheckReturn, &form), done).await
}

async fn notice(State(app): State<App>, signed: Signed, Path(id): Id, form: Form) -> Answer {
    let (missing, words) = (ticked(&form, "notice-materials"), form.get("notice-words"));
    let done = reception::give_notice(&app, &signed.actor, id.parse()?, missing, words).await;
    finish(&app, &signed, &id, (Noun::Notice, &form), done).await
}

async fn materials(State(app): State<App>, signed: Signed, Path(id): Id, form: Form) -> Answer {
    let papers = ticked(&form, "materials-papers");
    let done = reception::take_materials(&app, &signed.actor, id.parse()?, papers).await;
    finish(&app, &signed, &id, (Noun::Materials, &form), done).await
}

async fn acceptance(State(app): State<App>, signed: Signed, Path(id): Id, form: Form) -> Answer {
    let verified = ticked(&form, "acceptance-papers");
    let done = reception::accept(&app, &signed.actor, id.parse()?, verified).await;
    finish(&app, &signed, &id, (Noun::Acceptance, &form), done).await
}

async fn refusal(State(app): State<App>, signed: Signed, Path(id): Id, form: Form) -> Answer {
    let other = form.get("refusal-other_organ");
    let organ = if other.is_empty() { form.get("refusal-organ") } else { other };
    let words = form.get("refusal-words");
    let done = reception::refuse_acceptance(&app, &signed.actor, id.parse()?, words, organ).await;
    finish(&app, &signed, &id, (Noun::Refusal, &form), done).await
}

async fn non_applicability(
    State(app): State<App>,
    signed: Signed,
    Path(id): Id,
    form: Form,
) -> Answer {
    let words = form.get("non-applicability-words");
    let done = reception::find_not_applicable(&app, &signed.actor, id.parse()?, words).await;
    finish(&app, &signed, &id, (Noun::NonApplicability, &form), done).await
}

async fn hand_over(State(app): State<App>, signed: Signed, Path(id): Id, form: Form) -> Answer {
    let words = form.get("hand-over-words");
    let done = match form.get("hand-over-organ").parse() {
        Ok(organ) => processing::hand_over(&app, &signed.actor, id.parse()?, organ, words).await,
        Err(_) => Err(Refusal::new("window.nothing_chosen", "请选一个").at("organ").into()),
    };
    finish(&app, &signed, &id, (Noun::HandOver, &form), done).await
}

async fn opinion(State(app): State<App>, signed: Signed, Path(id): Id, form: Form) -> Answer {
    let words = form.get("opinions-words");
    let done = match chosen(&form, Noun::Opinion, "agrees", ("yes", "no")) {
        Ok(agrees) => processing::opine(&app, &signed.actor, id.parse()?, agrees, words).await,
        Err(error) => Err(error),
    };
    finish(&app, &signed, &id, (Noun::Opinion, &form), done).await
}

async fn decision(State(app): State<App>, signed: Signed, Path(id): Id, form: Form) -> Answer {
    let done = match chosen(&form, Noun::Decision, "verdict", ("grant", "deny")) {
        Ok(granted) => {
            let words = form.get("decision-words").to_owned();
            let document_number = form.get("decision-number").to_owned();
            let decision = Decision { granted, words, document_number };
            processing::decide(&app, &signed.actor, id.parse()?, decision).await
        }
        Err(error) => Err(error),
    };
    finish(&app, &signed, &id, (Noun::Decision, &form), done).await
}

async fn withdrawal(State(app): State<App>, signed: Signed, Path(id): Id, form: Form) -> Answer {
    let words = form.get("withdrawal-answer-words");
    let done = match chosen(&form, Noun::WithdrawalAnswer, "answer", ("yes", "no")) {
        Ok(confirmed) => {
            let id = id.parse()?;
            processing::answer_withdrawal(&app, &signed.actor, id, confirmed, words).await
        }
        Err(error) => Err(error),
    };
    finish(&app, &signed, &id, (Noun::WithdrawalAnswer, &form), done).await
}

async fn delivery(State(app): State<App>, signed: Signed, Path(id): Id, form: Form) -> Answer {
    let (by, how) = (form.get("delivery-received_by"), form.get("delivery-how"));
    let done = if how.is_empty() {
        Err(Refusal::new("window.nothing_chosen", "请选一个").at("how").into())
    } else {
        closing::deliver(&app, &signed.actor, id.parse()?, by, how).await
    };
    finish(&app, &signed, &id, (Noun::Delivery, &form), done).await
}
