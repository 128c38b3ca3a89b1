//! A phone checks a proof by itself: what holds, what was changed, and without a network.

use super::driver::{Driver, Window};
use crate::commands::Folder;
use crate::log::{county, look, school};

const PHONE: u32 = 390;
/// Answers when the browser has kept the page and what it loads.
const KEPT: &str = "return navigator.serviceWorker.ready.then(async () => {
    const all = ['/log/check', ...[...document.querySelectorAll('script[src]')].map((s) => s.src)];
    for (const one of all)
        while (!(await caches.match(one))) await new Promise((go) => setTimeout(go, 20));
    return true;
})";

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Chromium: cargo xtask test"]
async fn a_phone_checks_a_proof_by_itself_and_without_a_network() {
    let app = county().await;
    let (site, serving) = super::serve_until(app.router()).await;
    let folder = Folder::new();
    school(&app, &folder).await;
    look(&app, folder.path().to_owned(), &site).await.unwrap();
    let leaf = app.anyone().get("/log/leaves/2").await;
    let address = leaf.attribute("a[href*='/log/check#']", "href").unwrap();
    let proof = address.rsplit('#').next().unwrap().to_owned();
    let driver = Driver::start();
    let phone = driver.window_with_script(&site, PHONE).await;

    phone.open("/log/check").await;
    phone.sees("用手机扫公开材料上写着").await;
    phone.open(&format!("/log/check#{proof}")).await;
    phone.sees("对得上").await;
    assert_eq!(shown(&phone, "number").await, "3");
    phone.sees("云川中学").await;
    assert!(!phone.is_too_wide().await);

    // One letter of each part: the leaf, the path, the county's signature, the school's.
    let parts = [20, 150, proof.len() / 2, proof.len() - 160, proof.len() - 20];
    for at in parts {
        let other = if proof.as_bytes()[at] == b'A' { "B" } else { "A" };
        let changed = format!("{}{other}{}", &proof[..at], &proof[at + 1..]);
        phone.open("/log").await;
        phone.open(&format!("/log/check#{changed}")).await;
        phone.sees("对不上").await;
    }

    // From now on the page is kept; the county's machine goes away.
    phone.open("/log/check").await;
    phone.ask(KEPT).await;
    serving.abort();
    phone.open(&format!("/log/check#{proof}")).await;
    phone.sees("对得上").await;
    phone.close().await;
}

async fn shown(phone: &Window, name: &str) -> String {
    let script = format!("return document.querySelector('[data-say={name}]').textContent");
    phone.ask(&script).await.as_str().unwrap_or_default().to_owned()
}
