//! Stories of papers: photographed at home, kept through every detour, seen by the window.

use law::privacy::Holding;
use testing::{Browser, Page};

use crate::ConsentGiven;
use crate::fixture::County;
use crate::model::{CaseId, MaterialState, Sealed};

const ITEM: &str = "old-age-allowance";
const PDF: &[u8] = b"%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\n%%EOF\n";

/// The smallest picture there is, in one of many colours.
fn photo(colour: u8) -> Vec<u8> {
    use img_parts::Bytes;
    use img_parts::png::PngChunk;
    let header = [0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0];
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, bytes) in [
        (*b"IHDR", header.to_vec()),
        (*b"tEXt", b"Location\0N31.95E118.28".to_vec()),
        (*b"IDAT", vec![colour; 8]),
        (*b"IEND", Vec::new()),
    ] {
        out.extend(PngChunk::new(kind, Bytes::from(bytes)).encoder().bytes());
    }
    out
}

/// Begins an application and gives the address of its papers.
async fn begin(browser: &mut Browser) -> String {
    let page = browser.post(&format!("/guides/{ITEM}/applications"), &[]).await;
    let home = page.location().strip_suffix("/questions/1").unwrap().to_owned();
    format!("{home}/papers")
}

/// Fills in the rest and submits. Gives the code.
async fn send(browser: &mut Browser, papers: &str) -> String {
    let home = papers.strip_suffix("/papers").unwrap();
    answer_all(browser, home).await;
    let page = browser.post(&format!("{home}/submission"), &[]).await;
    page.location().strip_prefix("/applications/sent/").unwrap().to_owned()
}

async fn answer_all(browser: &mut Browser, home: &str) {
    let answers =
        ["1945年3月12日", "11010519491231002X", "是", "4111 1111 1111 1111", "1200.5", "自己住"];
    for (number, words) in answers.into_iter().enumerate() {
        browser.post(&format!("{home}/questions/{}", number + 1), &[("answer", words)]).await;
    }
}

async fn case_of(county: &County, code: &str) -> CaseId {
    let code = code.to_owned();
    county.db.read(move |tx| crate::by_code(tx, &code)).await.unwrap().case.id
}

async fn paper_state(county: &County, case: CaseId, number: i64) -> MaterialState {
    let file = county.db.read(move |tx| crate::actions::load(tx, case)).await.unwrap();
    file.materials.into_iter().find(|paper| paper.number == number).unwrap().state
}

fn names(page: &Page) -> Vec<String> {
    page.is_ok().texts_of(".material .list a")
}

#[tokio::test]
async fn photos_stay_through_errors_resuming_and_going_back_until_they_are_sent() {
    let county = County::new().await;
    let mut villager = county.browser("王小芳").await;
    let papers = begin(&mut villager).await;
    let home = papers.strip_suffix("/papers").unwrap();
    villager.get(&papers).await.is_ok().shows("身份证").shows("拍照，或选照片、PDF");
    // One of three will not do: the others stay, and so does the tick.
    let (front, back) = (photo(1), photo(2));
    let files: [(&str, &str, &[u8]); 3] = [
        ("file-0", "正面.png", &front),
        ("file-0", "网页.jpg", b"<!doctype html><script>x()</script>"),
        ("file-1", "社保卡.pdf", PDF),
    ];
    let page = villager.upload(&papers, &[("papers", "2")], &files).await;
    page.shows("有一处要改").shows("网页.jpg：只收照片").shows("正面.png").shows("社保卡.pdf");
    assert_eq!(page.value_of("papers"), "2", "what was ticked is kept");
    assert!(page.title().starts_with("错误："));
    // Save and resume, another page with an error, and back again.
    villager.upload(&papers, &[("papers", "2"), ("later", "yes")], &[]).await.goes_to(home);
    villager.post(&format!("{home}/questions/1"), &[("answer", "三月")]).await.is_ok();
    let mut again = county.browser("王小芳").await;
    assert_eq!(names(&again.get(&papers).await), ["正面.png", "社保卡.pdf"]);
    // One more, still on this page; and one is taken away.
    let stay = [("papers", "2"), ("stay", "yes")];
    again.upload(&papers, &stay, &[("file-0", "反面.png", &back)]).await.goes_to(&papers);
    let page = again.get(&papers).await;
    let pdf = page.texts_of(".material .list li").into_iter().position(|li| li.contains("pdf"));
    assert_eq!(pdf, Some(2), "in the order of the papers");
    let remove = page.attribute("#paper-1 button[name=remove]", "value").unwrap();
    again.upload(&papers, &[("papers", "2"), ("remove", &remove)], &[]).await.goes_to(&papers);
    let page = again.get(&papers).await;
    assert_eq!(names(&page), ["正面.png", "反面.png"]);
    let first = page.link("正面.png");
    let seen = again.get(&first).await;
    assert_eq!(seen.is_ok().header("content-type"), "image/png");
    assert!(!String::from_utf8_lossy(seen.bytes()).contains("N31.95"), "the place is out");
    let code = send(&mut again, &papers).await;
    again.get(&first).await.is_missing();
    let page = again.get(&format!("/own/{code}/papers")).await;
    assert_eq!(names(&page), ["反面.png", "正面.png"]);
    let case = case_of(&county, &code).await;
    assert_eq!(paper_state(&county, case, 0).await, MaterialState::HandedIn);
    assert_eq!(paper_state(&county, case, 1).await, MaterialState::Missing, "it was taken away");
    assert_eq!(paper_state(&county, case, 2).await, MaterialState::HandedIn, "it was ticked");
}

#[tokio::test]
async fn what_is_checked_before_sending_names_the_files() {
    let county = County::new().await;
    let mut villager = county.browser("王小芳").await;
    let papers = begin(&mut villager).await;
    let home = papers.strip_suffix("/papers").unwrap().to_owned();
    let (front, back) = (photo(1), photo(2));
    let two: [(&str, &str, &[u8]); 2] =
        [("file-0", "正面.png", &front), ("file-0", "反面.png", &back)];
    villager.upload(&papers, &[("papers", "1")], &two).await;
    answer_all(&mut villager, &home).await;
    let page = villager.get(&format!("{home}/check")).await;
    page.is_ok().shows("身份证（2 个文件）、社会保障卡复印件");
    villager.post(&format!("{home}/discard"), &[]).await.goes_to("/own");
    let app = platform::App::clone(&county);
    let report = tokio::task::spawn_blocking(move || platform::files::check(&app)).await;
    let report = report.unwrap().unwrap();
    assert_eq!((report.used, report.unused), (0, 2), "nothing uses them any more");
}

#[tokio::test]
async fn after_a_notice_papers_come_online_and_the_window_takes_them() {
    let county = County::new().await;
    let mut villager = county.browser("王小芳").await;
    let papers = begin(&mut villager).await;
    let blurred = photo(1);
    villager.upload(&papers, &[], &[("file-1", "模糊.png", &blurred)]).await;
    let code = send(&mut villager, &papers).await;
    let case = case_of(&county, &code).await;
    let mut window = county.browser("李小兰").await;
    let page = window.get(&format!("/cases/{case}")).await;
    let look = page.is_ok().link("模糊.png");
    window.get(&look).await.is_ok().shows("社会保障卡复印件").shows("这个文件不对");
    // Wrong, in words that the applicant reads; nothing goes away by that.
    let flaw = format!("{look}/flaw");
    window.post(&flaw, &[("words", " ")]).await.is_refused("window.flaw_without_words");
    window.post(&flaw, &[("words", "卡号看不清，请重新拍")]).await.goes_to(&look);
    window.post(&flaw, &[("words", "再说一次")]).await.is_refused("window.flaw_noted_already");
    assert_eq!(paper_state(&county, case, 1).await, MaterialState::Flawed);
    let clerk = county.actor("李小兰").await;
    crate::receive(&county, &clerk, case).await.unwrap();
    crate::give_notice(&county, &clerk, case, vec![1], "卡号看不清").await.unwrap();
    let own = format!("/own/{code}/papers");
    villager.get(&format!("/own/{code}")).await.is_ok().shows("补交材料");
    let page = villager.get(&own).await;
    page.is_ok().shows("窗口要您补的").shows("卡号看不清").shows("窗口说：卡号看不清，请重新拍");
    villager.upload(&own, &[], &[]).await.shows("还没有选文件");
    county.clock().advance(jiff::SignedDuration::from_mins(20));
    let words = [("words", "这是重新拍的")];
    let sharp = photo(2);
    let page = villager.upload(&own, &words, &[("file-1", "清楚.png", &sharp)]).await;
    page.goes_to(&format!("{own}?done=1"));
    let page = villager.get(&own).await;
    assert_eq!(names(&page), ["清楚.png", "模糊.png"], "the latest first, and nothing is gone");
    page.shows("早先交的").shows("这是重新拍的");
    assert_eq!(paper_state(&county, case, 1).await, MaterialState::HandedIn);
    // The window is told, and takes it as it always did: no clock moved by itself.
    window.get("/desk/cases").await.is_ok().shows("有新材料");
    window.get(&format!("/cases/{case}")).await.shows("申请人新传了 1 个文件").shows("清楚.png");
    let file = county.db.read(move |tx| crate::actions::load(tx, case)).await.unwrap();
    assert_eq!(file.standing.state, law::window::State::AwaitingCorrection);
    crate::take_materials(&county, &clerk, case, vec![1]).await.unwrap();
    window.get("/desk/cases").await.is_ok().lacks("有新材料");
    let entries =
        county.db.read(move |tx| platform::journal::of_subject(tx, case.0)).await.unwrap();
    let acts: Vec<&str> = entries.iter().map(|entry| entry.act.as_str()).collect();
    assert!(
        acts.contains(&"window.papers_handed_in") && acts.contains(&"window.file_found_flawed")
    );
    let handed_in = entries.iter().find(|entry| entry.act == "window.papers_handed_in").unwrap();
    assert_eq!(handed_in.actor_name, "申请人", "the journal of an area names no applicant");
}

#[tokio::test]
async fn only_who_has_to_do_with_a_case_sees_its_files_and_looking_is_written_down() {
    let county = County::new().await;
    let mut villager = county.browser("王小芳").await;
    let papers = begin(&mut villager).await;
    villager.upload(&papers, &[], &[("file-0", "正面.png", &photo(1))]).await;
    let draft = villager.get(&papers).await.link("正面.png");
    let mut neighbour = county.browser("孙有田").await;
    neighbour.get(&draft).await.is_missing();
    neighbour.upload(&papers, &[], &[("file-0", "别人的.png", &photo(3))]).await.is_missing();
    let code = send(&mut villager, &papers).await;
    let case = case_of(&county, &code).await;
    let own = villager.get(&format!("/own/{code}/papers")).await.link("正面.png");
    villager.get(&own).await.is_ok();
    neighbour.get(&own).await.is_missing();
    let page = neighbour.upload(&format!("/own/{code}/papers"), &[], &[]).await;
    page.is_missing();
    let mut window = county.browser("李小兰").await;
    let look = window.get(&format!("/cases/{case}")).await.link("正面.png");
    let content = format!("{look}/content");
    let picture = window.get(&content).await;
    assert_eq!(picture.is_ok().header("content-disposition").split(';').next(), Some("inline"));
    assert!(picture.header("content-security-policy").starts_with("sandbox"));
    let opened = || async {
        let entries =
            county.db.read(move |tx| platform::journal::of_subject(tx, case.0)).await.unwrap();
        let looks = entries.iter().filter(|entry| entry.act == "window.file_opened");
        looks.map(|entry| entry.actor_name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(opened().await, ["李小兰"], "the applicant's own look is nobody's business");
    // A village director has no part in it, nor has an official with another case's address.
    let mut director = county.browser("郑德福").await;
    for address in [look.as_str(), content.as_str(), &format!("/cases/{case}/files")] {
        let page = director.get(address).await;
        assert!(page.status().is_client_error(), "{address}: {}", page.excerpt());
    }
    let other = content.replace(&case.to_string(), "00000000000000000000000000000009");
    window.get(&other).await.is_missing();
    assert_eq!(opened().await.len(), 1, "who was not let in did not look");
}

#[tokio::test]
async fn the_counter_adds_scans_and_nobody_adds_to_what_has_ended() {
    let county = County::new().await;
    let clerk = county.actor("李小兰").await;
    let man = county.person("孙有田");
    let mut window = county.browser("李小兰").await;
    let taken = crate::AtCounter { item: ITEM.into(), applicant: man, sealed: answered() };
    let case = crate::receive_at_counter(&county, &clerk, taken).await.unwrap();
    let files = format!("/cases/{case}/files");
    let table = photo(4);
    let scan: [(&str, &str, &[u8]); 2] =
        [("file-0", "扫描.pdf", PDF), ("file-other", "核实表.png", &table)];
    window.upload(&files, &[], &scan).await.goes_to(&format!("{files}?done=2"));
    let page = window.get(&format!("{files}?done=2")).await;
    page.is_ok().shows("已存 2 个文件").shows("窗口添加").shows("其他材料");
    assert_eq!(paper_state(&county, case, 0).await, MaterialState::HandedIn);
    let page = window.get(&format!("/cases/{case}")).await;
    let file = window.get(&format!("{}/content", page.link("扫描.pdf"))).await;
    assert!(file.is_ok().header("content-disposition").starts_with("attachment"));
    window.get("/desk/cases").await.lacks("有新材料");
    crate::refuse_acceptance(&county, &clerk, case, "归别处", "云禾县医疗保障局").await.unwrap();
    window.get(&files).await.is_ok().lacks("存进这个件");
    let page = window.upload(&files, &[], &scan).await;
    assert!(page.status().is_client_error(), "{}", page.excerpt());
}

#[tokio::test]
async fn what_was_sent_back_keeps_its_files_and_takes_more() {
    let county = County::new().await;
    let given = ConsentGiven { how: crate::model::ConsentKind::Signature, witness: String::new() };
    let clerk = county.actor("吴桂兰").await;
    let man = county.person("孙有田");
    let draft = crate::start_for(&county, &clerk, ITEM, man, Some(given)).await.unwrap();
    let papers = format!("/applications/{draft}/papers");
    let mut desk = county.browser("吴桂兰").await;
    desk.upload(&papers, &[], &[("file-0", "正面.png", &photo(1))]).await;
    let code = send(&mut desk, &papers).await;
    let case = case_of(&county, &code).await;
    let window = county.actor("李小兰").await;
    crate::return_at_precheck(&county, &window, case, "还差反面").await.unwrap();
    desk.upload(&format!("/own/{code}/papers"), &[], &[("file-0", "反面.png", &photo(2))])
        .await
        .shows("这件事已经不收材料了");
    let page = desk.post(&format!("/own/{code}/again"), &[]).await;
    let papers = page.location().replace("/check", "/papers");
    desk.get(&papers).await.is_ok().shows("正面.png");
    desk.upload(&papers, &[("papers", "0")], &[("file-0", "反面.png", &photo(2))]).await;
    let home = papers.strip_suffix("/papers").unwrap();
    desk.post(&format!("{home}/submission"), &[]).await;
    let page = desk.get(&format!("/own/{code}/papers")).await;
    assert_eq!(names(&page), ["反面.png", "正面.png"]);
}

/// What the man at the counter answers.
fn answered() -> Sealed {
    let answers = [
        ("born_on", "1945-03-12"),
        ("identity_number", "11010519491231002X"),
        ("has_card", "是"),
        ("card", "4111111111111111"),
        ("living", "自己住"),
    ];
    Sealed {
        answers: answers.map(|(key, words)| (key.to_owned(), words.to_owned())).into(),
        delivery: "代办员上门告知".into(),
        ..Sealed::default()
    }
}

/// How many contents something uses.
async fn used(county: &County) -> u64 {
    let app = platform::App::clone(county);
    let report = tokio::task::spawn_blocking(move || platform::files::check(&app)).await;
    report.unwrap().unwrap().used
}

#[tokio::test]
async fn a_draft_goes_with_its_files_however_it_goes_and_a_copy_of_ones_data_names_them() {
    let county = County::new().await;
    let person = county.actor("王小芳").await.person().unwrap();
    let mut villager = county.browser("王小芳").await;
    for way in ["erased", "died", "forgotten"] {
        let papers = begin(&mut villager).await;
        villager.upload(&papers, &[], &[("file-0", "户口簿.pdf", PDF)]).await;
        assert_eq!(used(&county).await, 1, "{way}");
        let copy = county.db.read(move |tx| platform::personal::about(tx, person)).await.unwrap();
        let words: Vec<String> =
            copy.into_iter().flat_map(|part| part.records).flatten().map(|line| line.1).collect();
        assert!(words.iter().any(|words| words.starts_with("户口簿.pdf (王小芳 ")), "{words:?}");
        county
            .db
            .write(move |tx| match way {
                "erased" => platform::personal::erase(tx, person, Holding::Drafts).map(drop),
                "died" => crate::personal::discard_drafts_of(tx, person),
                _ => {
                    let later = tx.now() + jiff::SignedDuration::from_hours(1);
                    (crate::personal::PERSONAL.forgetters[0].forget)(tx, later).map(drop)
                }
            })
            .await
            .unwrap();
        assert_eq!(used(&county).await, 0, "{way}: its photo would stay for ever");
    }
}
