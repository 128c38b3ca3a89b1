//! Items and cases, from the first answer to the rating.

use jiff::SignedDuration;
use jiff::civil::date;
use law::window::Rating;
use platform::{Actor, AreaPath, PersonId};
use registry::BodyKind;
use window::item::{Item, Kind};
use window::model::{CaseId, ConsentKind};
use window::{AtCounter, ConsentGiven, Decision, RatingGiven};

use crate::cast::{Cast, ITEM, answers};
use crate::county::holder;
use crate::faults::statement::Tries;

/// The papers of the item.
const PAPERS: [i64; 3] = [0, 1, 2];

/// Who works on the cases, and for whom.
pub struct Staff {
    pub(super) villager: Actor,
    clerk: Actor,
    pub(super) window: Actor,
    handler: Actor,
    reviewer: Actor,
    approver: Actor,
}

impl Staff {
    pub async fn of(tries: &Tries, cast: Cast, villager: PersonId) -> Self {
        Self {
            villager: cast.actor(tries, villager).await,
            clerk: cast.actor(tries, cast.clerk).await,
            window: cast.actor(tries, cast.window).await,
            handler: cast.actor(tries, cast.handler).await,
            reviewer: cast.actor(tries, cast.reviewer).await,
            approver: cast.actor(tries, cast.approver).await,
        }
    }

    pub(super) fn applicant(&self) -> PersonId {
        self.villager.person_id.unwrap()
    }
}

async fn case_of(tries: &Tries, code: &str) -> CaseId {
    let code = code.to_owned();
    tries.db.read(move |tx| window::by_code(tx, &code)).await.unwrap().case.id
}

fn satisfied() -> RatingGiven {
    RatingGiven { level: Rating::Satisfied, words: "办得快".into() }
}

pub async fn from_draft_to_rating(tries: &Tries, staff: &Staff) {
    let Staff { villager, window, handler, reviewer, approver, .. } = staff;
    let draft =
        tries.act("window.start", async || window::start(tries, villager, ITEM).await).await;
    tries.act("window.keep", async || window::keep(tries, villager, draft, answers()).await).await;
    let code =
        tries.act("window.submit", async || window::submit(tries, villager, draft).await).await;
    let case = case_of(tries, &code).await;
    tries
        .act("window.return_at_precheck", async || {
            window::return_at_precheck(tries, window, case, "请写全地址").await
        })
        .await;
    let draft =
        tries.act("window.reopen", async || window::reopen(tries, villager, &code).await).await;
    tries.act("window.submit", async || window::submit(tries, villager, draft).await).await;
    tries.act("window.receive", async || window::receive(tries, window, case).await).await;
    tries
        .act("window.give_notice", async || {
            window::give_notice(tries, window, case, vec![2], "缺社保卡复印件").await
        })
        .await;
    tries
        .act("window.take_materials", async || {
            window::take_materials(tries, window, case, vec![2]).await
        })
        .await;
    tries
        .act("window.accept", async || window::accept(tries, window, case, PAPERS.into()).await)
        .await;
    for actor in [handler, reviewer] {
        tries
            .act("window.opine", async || window::opine(tries, actor, case, true, "属实").await)
            .await;
    }
    let granted =
        Decision { granted: true, words: "符合条件".into(), document_number: String::new() };
    tries
        .act("window.decide", async || window::decide(tries, approver, case, granted.clone()).await)
        .await;
    tries
        .act("window.deliver", async || {
            window::deliver(tries, window, case, "孙友田", "当面交付").await
        })
        .await;
    tries
        .act("window.rate", async || {
            window::rate(tries, Some(villager), &code, "", satisfied()).await
        })
        .await;
}

pub async fn with_the_word_of_another(tries: &Tries, staff: &Staff) {
    let Staff { clerk, window, .. } = staff;
    let word = ConsentGiven { how: ConsentKind::Spoken, witness: "郑立新".into() };
    let draft = tries
        .act("window.start_for", async || {
            window::start_for(tries, clerk, ITEM, staff.applicant(), Some(word.clone())).await
        })
        .await;
    window::keep(tries, clerk, draft, answers()).await.unwrap();
    let code = tries.act("window.submit", async || window::submit(tries, clerk, draft).await).await;
    let case = case_of(tries, &code).await;
    window::receive(tries, window, case).await.unwrap();
    for confirmed in [false, true] {
        tries
            .act("window.ask_withdrawal", async || {
                window::ask_withdrawal(tries, clerk, case, "不办了").await
            })
            .await;
        tries
            .act("window.answer_withdrawal", async || {
                window::answer_withdrawal(tries, window, case, confirmed, "知道了").await
            })
            .await;
    }
    tries
        .act("window.rate_for", async || window::rate_for(tries, clerk, case, satisfied()).await)
        .await;
    let thrown = window::start(tries, &staff.villager, ITEM).await.unwrap();
    tries
        .act("window.discard", async || window::discard(tries, &staff.villager, thrown).await)
        .await;
}

pub async fn ends_at_the_counter(tries: &Tries, staff: &Staff) {
    let Staff { window, .. } = staff;
    let taken = AtCounter { item: ITEM.into(), applicant: staff.applicant(), sealed: answers() };
    let counter = async || {
        tries
            .act("window.receive_at_counter", async || {
                window::receive_at_counter(tries, window, taken.clone()).await
            })
            .await
    };
    let case = counter().await;
    let department = tries
        .db
        .read(|tx| registry::bodies_at(tx, &AreaPath::county()))
        .await
        .unwrap()
        .into_iter()
        .find(|body| body.kind == BodyKind::Department)
        .unwrap();
    tries
        .act("window.hand_over", async || {
            window::hand_over(tries, window, case, department.id, "请县里办").await
        })
        .await;
    let case = counter().await;
    tries
        .act("window.find_not_applicable", async || {
            window::find_not_applicable(tries, window, case, "不用申请，会自动发").await
        })
        .await;
    let case = counter().await;
    tries
        .act("window.refuse_acceptance", async || {
            window::refuse_acceptance(tries, window, case, "不归这里管", "市民政局").await
        })
        .await;
}

pub async fn items_and_what_the_law_accepts(tries: &Tries, staff: &Staff) {
    let editor = holder("catalogue_editor", AreaPath::county());
    let mut reviewer = holder("catalogue_reviewer", AreaPath::county());
    reviewer.person_id = Some(PersonId(platform::Uuid::from_u128(2)));
    let bundled = window::bundled().unwrap().into_iter().find(|item| item.code == ITEM).unwrap();
    let licence = Item { code: "licence".into(), kind: Kind::Licence, ..bundled };
    let version = tries
        .act("window.draft", async || window::draft(tries, &editor, licence.clone()).await)
        .await;
    tries
        .act("window.publish", async || {
            window::publish(tries, &reviewer, version, date(2026, 1, 1)).await
        })
        .await;
    let other = Item { code: "other".into(), ..licence.clone() };
    tries
        .act("window.import", async || {
            window::import(tries, &editor, vec![other.clone()], false).await
        })
        .await;
    let taken =
        AtCounter { item: "licence".into(), applicant: staff.applicant(), sealed: answers() };
    window::receive_at_counter(tries, &staff.window, taken).await.unwrap();
    tries.clock().advance(SignedDuration::from_hours(24 * 14));
    let jobs = xiangyue::modules::parts().into_iter().flat_map(|part| part.jobs.iter());
    let deemed = jobs.into_iter().find(|job| job.name == "deemed acceptance").unwrap();
    tries.act("job.deemed acceptance", async || tries.db.write(deemed.run).await).await;
    let item = tries.db.read(|tx| window::guide(tx, "licence")).await.unwrap().item_id;
    tries
        .act("window.withdraw", async || {
            window::withdraw(tries, &reviewer, item, date(2026, 12, 31)).await
        })
        .await;
}
