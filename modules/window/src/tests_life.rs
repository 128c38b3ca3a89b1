//! What becomes of the applications of people who die, and of those who were registered twice.

use jiff::SignedDuration;
use jiff::civil::date;
use platform::{AreaPath, PersonId};
use registry::actions::{self, Proposal};
use registry::model::MergeId;

use crate::fixture::{County, resident};
use crate::model::Sealed;
use crate::tests_public::{apply, begin};

async fn dies(county: &County, person: PersonId) {
    let clerk = county.actor("吴桂兰").await;
    actions::note_death(county, &clerk, person, date(2026, 11, 23)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn drafts_of_the_dead_are_discarded_and_their_case_waits_with_a_mark() {
    let county = County::new().await;
    let villager = county.person("王小芳");
    let mut own = county.browser("王小芳").await;
    let code = apply(&mut own).await;
    let draft = begin(&mut own).await;
    own.get(&format!("{draft}/questions/1")).await.is_ok();
    dies(&county, villager).await;
    let drafts =
        county.db.read(move |tx| crate::store::drafts::drafts_of(tx, villager)).await.unwrap();
    assert!(drafts.is_empty(), "nobody goes on with them");
    assert_eq!(own.get("/account").await.status(), 303, "the sign-in has ended");
    let mut window = county.browser("李小兰").await;
    let list = window.get("/desk/cases").await;
    list.is_ok().shows("已去世");
    let case = window.get(&list.link("高龄津贴")).await;
    case.is_ok().shows(&code).shows("申请人已经去世（2026年11月23日").shows("系统不替您决定");
    case.shows("收件");
}

/// One of two registrations stays; the clerk of their village merges the other into it.
async fn merge(county: &County, kept: PersonId, merged: PersonId) -> MergeId {
    let clerk = county.actor("吴桂兰").await;
    let proposal = Proposal { kept, merged, taken: Vec::new(), account: None };
    let id = actions::propose_merge(county, &clerk, proposal).await.unwrap();
    actions::confirm_merge(county, &clerk, id).await.unwrap();
    id
}

/// Another registration of somebody.
async fn again(county: &County, name: &'static str) -> PersonId {
    let village = AreaPath::county().child(1).child(1);
    let new = [resident(name, &village)];
    county.db.write(move |tx| registry::people::add_many(tx, &new)).await.unwrap().remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_a_registration_that_was_merged_are_still_the_applicants_and_new() {
    let county = County::new().await;
    let mut own = county.browser("王小芳").await;
    let code = apply(&mut own).await;
    county.clock().advance(SignedDuration::from_mins(20));
    let paper: [(&str, &str, &[u8]); 1] = [("file-0", "户口簿.pdf", b"%PDF-1.7\n%%EOF\n")];
    let address = format!("/own/{code}/papers");
    own.upload(&address, &[], &paper).await.goes_to(&format!("{address}?done=1"));
    let mut window = county.browser("李小兰").await;
    let mut told = async |when: &str| {
        let list = window.get("/desk/cases").await;
        assert!(list.is_ok().html().contains("有新材料"), "{when}: it is not new");
        let case = list.link("高龄津贴");
        window.get(&case).await.is_ok().shows("申请人新传了 1 个文件");
        window.get(&format!("{case}/files")).await.is_ok().shows("申请人交").lacks("窗口添加");
    };
    told("before").await;
    let kept = again(&county, "王小芳").await;
    let id = merge(&county, kept, county.person("王小芳")).await;
    told("merged").await;
    actions::undo_merge(&county, &county.actor("吴桂兰").await, id).await.unwrap();
    told("undone").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_had_a_hand_under_another_registration_does_not_decide() {
    let county = County::new().await;
    let window = county.actor("李小兰").await;
    let answers = [
        ("born_on", "1945-03-12"),
        ("identity_number", "11010519491231002X"),
        ("has_card", "是"),
        ("card", "4111111111111111"),
        ("living", "自己住"),
    ];
    let answers = answers.map(|(key, words)| (key.to_owned(), words.to_owned())).into();
    let sealed = Sealed { answers, delivery: "代办员上门告知".into(), ..Sealed::default() };
    let applicant = county.person("孙有田");
    let taken = crate::AtCounter { item: "old-age-allowance".into(), applicant, sealed };
    let case = crate::receive_at_counter(&county, &window, taken).await.unwrap();
    let file = county.db.read(move |tx| crate::actions::load(tx, case)).await.unwrap();
    let papers = file.materials.iter().map(|paper| paper.number).collect();
    crate::accept(&county, &window, case, papers).await.unwrap();
    let (handler, approver) = (county.actor("赵文").await, county.person("周建国"));
    crate::opine(&county, &handler, case, true, "符合条件").await.unwrap();
    let id = merge(&county, approver, handler.person().unwrap()).await;
    let both = county.actor("周建国").await;
    let decision =
        crate::Decision { granted: true, words: String::new(), document_number: String::new() };
    let reviewer = county.actor("钱立").await;
    crate::opine(&county, &reviewer, case, true, "符合条件").await.unwrap();
    let refused = crate::decide(&county, &both, case, decision.clone()).await.unwrap_err();
    assert_eq!(refused.refusal().unwrap().code, "same_eyes");
    actions::undo_merge(&county, &county.actor("吴桂兰").await, id).await.unwrap();
    let approver = county.actor("周建国").await;
    crate::decide(&county, &approver, case, decision).await.unwrap();
}
