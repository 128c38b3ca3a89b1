//! Files by calls: handed in, listed, opened, found flawed, with the refusals of the pages.

use serde_json::json;
use testing::{Caller, Told};

use super::{assisted, elsewhere, old_man};
use crate::cast::Cast;
use crate::county::County;

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\n%%EOF\n";

/// A case of an old man, with the clerk who has his word.
async fn sent(county: &County, cast: &Cast) -> (Caller, String) {
    let clerk = county.program_of(cast.clerk, &[]).await;
    let applicant_id = old_man(county, &clerk).await;
    let files = apply(&clerk, &applicant_id).await;
    (clerk, files)
}

/// Where the files of a new case are.
async fn apply(clerk: &Caller, applicant_id: &str) -> String {
    let word = assisted(applicant_id, "signature");
    let code = clerk.post("/api/v1/assisted-applications", &word).await.is_ok().word("/code");
    format!("/api/v1/own/cases/{code}/files")
}

async fn case_id(window: &Caller) -> String {
    window.get("/api/v1/cases").await.is_ok().word("/items/0/id")
}

fn names(told: &Told) -> Vec<String> {
    let items = told.is_ok().json["items"].as_array().unwrap();
    items.iter().map(|file| file["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_goes_from_the_applicant_to_the_desk_by_calls() {
    let county = County::new().await;
    let cast = Cast::of(&county).await;
    let (clerk, own) = sent(&county, &cast).await;
    assert_eq!(names(&clerk.get(&own).await), Vec::<String>::new());
    let fields = [("paper", "0"), ("words", "重新拍的")];
    let told = clerk.upload(&own, &fields, &[("file", "户口簿.jpeg", PDF)]).await;
    assert_eq!(names(&told), ["户口簿.pdf"], "named by what is in it");
    assert_eq!(told.json["items"][0]["paper"], 0);
    assert_eq!(told.json["items"][0]["media_type"], "application/pdf");
    assert_eq!(told.json["items"][0]["by_applicant"], true);
    assert_eq!(told.word("/items/0/words"), "重新拍的");
    let id = told.word("/items/0/id");
    let file = clerk.get(&format!("{own}/{id}")).await;
    assert_eq!(
        (file.is_ok().bytes.as_slice(), file.header("content-type")),
        (PDF, "application/pdf")
    );
    assert!(file.header("content-security-policy").starts_with("sandbox; default-src 'none'"));
    assert!(file.header("content-disposition").starts_with("attachment"));
    // The desk sees it, and that it was opened stands in the journal.
    let window = county.program_of(cast.window, &[]).await;
    let case = case_id(&window).await;
    let desk = format!("/api/v1/cases/{case}/files");
    assert_eq!(names(&window.get(&desk).await), ["户口簿.pdf"]);
    assert_eq!(window.get(&format!("{desk}/{id}")).await.is_ok().bytes, PDF);
    let id_of_case: platform::Uuid = case.parse().unwrap();
    let noted = county.db.read(move |tx| platform::journal::of_subject(tx, id_of_case)).await;
    let opened = noted.unwrap().into_iter().filter(|entry| entry.act == "window.file_opened");
    assert_eq!(opened.count(), 1);
    window.post(&desk.replace("files", "receipt"), &json!({})).await.is_ok();
    let flaw = format!("{desk}/{id}/flaw");
    window.post(&flaw, &json!({ "words": "" })).await.is_refused(422, "window.flaw_without_words");
    window.post(&flaw, &json!({ "words": "第二页看不清" })).await.is_ok();
    assert_eq!(clerk.get(&own).await.word("/items/0/flaw"), "第二页看不清");
    let scan = window.upload(&desk, &[], &[("file", "复印件.pdf", b"%PDF-1.7\n%%EOF\n")]).await;
    assert_eq!(names(&scan), ["户口簿.pdf", "复印件.pdf"]);
    assert_eq!(scan.json["items"][1]["by_applicant"], false);
    assert!(scan.json["items"][1]["paper"].is_null(), "it belongs to no paper of the list");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_page_refuses_the_call_refuses_and_takes_none_of_the_others() {
    let county = County::new().await;
    let cast = Cast::of(&county).await;
    let (clerk, own) = sent(&county, &cast).await;
    let before = county.rows().await;
    let large = vec![7; 11 << 20];
    let files: [(&str, &str, &[u8]); 3] = [
        ("file", "好.pdf", PDF),
        ("file", "网页.jpg", b"<!doctype html>"),
        ("file", "大.jpg", &large),
    ];
    let told = clerk.upload(&own, &[("paper", "0")], &files).await;
    told.is_refused(422, "files.kind");
    assert_eq!(told.word("/field"), "file");
    assert!(told.word("/errors/0/sentence").starts_with("网页.jpg：只收照片"), "{}", told.text);
    assert!(told.word("/errors/1/sentence").starts_with("大.jpg：超过 10 MB"), "{}", told.text);
    let one: [(&str, &str, &[u8]); 1] = [("file", "好.pdf", PDF)];
    let told = clerk.upload(&own, &[("paper", "0")], &[]).await;
    told.is_refused(422, "window.no_file_chosen");
    for (paper, code) in [("99", "window.no_such_paper"), ("零", "window.no_such_paper")] {
        clerk.upload(&own, &[("paper", paper)], &one).await.is_refused(422, code);
    }
    clerk.upload(&own, &[("papers", "0")], &one).await.is_refused(422, "api.unfit_form");
    let other = [("attachment", "好.pdf", PDF)];
    clerk.upload(&own, &[], &other).await.is_refused(422, "api.unfit_form");
    clerk.post(&own, &json!({})).await.is_refused(415, "api.not_files");
    clerk.get(&format!("{own}/{:032}", 9)).await.is_refused(404, "not_found");
    assert_eq!(county.rows().await, before, "nothing was noted");
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_closed_to_those_who_have_nothing_to_do_with_the_case() {
    let county = County::new().await;
    let cast = Cast::of(&county).await;
    let clerk = county.program_of(cast.clerk, &[]).await;
    let applicant_id = old_man(&county, &clerk).await;
    let own = apply(&clerk, &applicant_id).await;
    let one: [(&str, &str, &[u8]); 1] = [("file", "户口簿.pdf", PDF)];
    let file = clerk.upload(&own, &[], &one).await.is_ok().word("/items/0/id");
    let case = case_id(&county.program_of(cast.window, &[]).await).await;
    let desk = format!("/api/v1/cases/{case}/files");
    let stranger = county.program();
    let reader = county.program_of(cast.clerk, &["own.read"]).await;
    let neighbour = county.program_of(elsewhere(&county).await, &[]).await;
    for address in [&own, &desk] {
        for address in [address.clone(), format!("{address}/{file}")] {
            stranger.get(&address).await.is_refused(401, "platform.not_permitted");
            neighbour.get(&address).await.is_refused(404, "not_found");
        }
        stranger.upload(address, &[], &one).await.is_refused(401, "platform.not_permitted");
    }
    neighbour.upload(&own, &[], &one).await.is_refused(404, "not_found");
    neighbour.upload(&desk, &[], &one).await.is_refused(404, "not_found");
    reader.upload(&own, &[], &one).await.is_refused(403, "platform.not_permitted");
    // A file of one case is not opened by way of another.
    let other = apply(&clerk, &applicant_id).await;
    clerk.get(&format!("{other}/{file}")).await.is_refused(404, "not_found");
    let arriving = platform::files::folder(&county.settings).join("incoming");
    assert_eq!(std::fs::read_dir(arriving).unwrap().count(), 0, "nothing is left behind");
}

#[tokio::test(flavor = "multi_thread")]
async fn files_under_a_key_are_taken_once_however_the_form_was_cut() {
    let county = County::new().await;
    let cast = Cast::of(&county).await;
    let (clerk, own) = sent(&county, &cast).await;
    let once = clerk.with("idempotency-key", "f-1");
    let one: [(&str, &str, &[u8]); 1] = [("file", "户口簿.pdf", PDF)];
    let first = once.upload(&own, &[("paper", "0")], &one).await;
    let rows = county.rows().await;
    // Another client library draws other lines between the parts, and says the same.
    let body = format!(
        "--other\r\nContent-Disposition: form-data; name=\"paper\"\r\n\r\n0\r\n\
         --other\r\nContent-Disposition: form-data; name=\"file\"; filename=\"户口簿.pdf\"\r\n\
         Content-Type: application/pdf\r\n\r\n{}\r\n--other--\r\n",
        str::from_utf8(PDF).unwrap()
    );
    let again = once.post_as("multipart/form-data; boundary=other", &own, &body).await;
    assert_eq!((again.status, &again.text), (first.is_ok().status, &first.text));
    assert_eq!(county.rows().await, rows, "nothing more was written");
    let told = once.upload(&own, &[("paper", "1")], &one).await;
    told.is_refused(422, "api.key_reused");
    let other: [(&str, &str, &[u8]); 1] = [("file", "户口簿.pdf", b"%PDF-1.7\n%%EOF\n")];
    let told = once.upload(&own, &[("paper", "0")], &other).await;
    told.is_refused(422, "api.key_reused");
}
