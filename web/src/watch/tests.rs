//! Who sees the figures, and what is not in them; what is told while the database is busy.

use std::net::SocketAddr;
use std::sync::mpsc::{Receiver, Sender, channel};

use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode};
use platform::Tx;
use testing::{METRICS_TOKEN, TestApp};
use tower::ServiceExt;

use crate::tests::REGISTRAR;

async fn ask(app: &TestApp, path: &str, peer: &str, headers: &[(&str, &str)]) -> (u16, String) {
    let peer: SocketAddr = peer.parse().unwrap();
    let mut request = Request::builder().uri(path).extension(ConnectInfo(peer));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = app.router().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let status = answer.status().as_u16();
    let bytes = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    (status, String::from_utf8(bytes.to_vec()).unwrap())
}

#[tokio::test]
async fn figures_are_for_this_machine_or_for_the_token() {
    let app = TestApp::new(&[], REGISTRAR);
    let token = format!("Bearer {METRICS_TOKEN}");
    let (own, other) = ("127.0.0.1:50000", "10.1.2.3:50000");
    let proxied = ("x-forwarded-for", "10.1.2.3");
    for (peer, headers, status) in [
        (own, vec![], 200),
        ("[::1]:50000", vec![], 200),
        (other, vec![], 404),
        (own, vec![proxied], 404),
        (own, vec![("forwarded", "for=10.1.2.3")], 404),
        (own, vec![("x-real-ip", "10.1.2.3")], 404),
        (other, vec![("authorization", "Bearer guess")], 404),
        (other, vec![("authorization", METRICS_TOKEN)], 404),
        (other, vec![("authorization", token.as_str())], 200),
        (own, vec![proxied, ("authorization", token.as_str())], 200),
    ] {
        let (found, text) = ask(&app, "/metrics", peer, &headers).await;
        assert_eq!(found, status, "{peer} {headers:?}");
        assert_eq!(text.contains("xiangyue_"), status == 200, "{peer} {headers:?}");
    }
}

#[tokio::test]
async fn figures_count_by_pattern_and_hold_nothing_that_was_typed() {
    let app = TestApp::new(&[], REGISTRAR);
    let own = "127.0.0.1:50000";
    for path in ["/account/link/13812342210", "/zhouxiaohe?name=13812342210", "/?x=zhouxiaohe"] {
        ask(&app, path, own, &[("x-request-id", "13812342210")]).await;
    }
    app.db.write(|_| Ok(())).await.unwrap();
    let (status, text) = ask(&app, "/metrics", own, &[]).await;
    assert_eq!(status, 200);
    for line in [
        "xiangyue_requests_total{route=\"/account/link/{secret}\",status=\"",
        "xiangyue_requests_total{route=\"unknown\",status=\"4xx\"} 2",
        "xiangyue_request_seconds_bucket{le=\"0.005\",route=\"unknown\"}",
        "xiangyue_acts_total 1",
        "xiangyue_acts_waiting 0",
        "xiangyue_faults_total 0",
        "xiangyue_build_info{",
        "xiangyue_start_time_seconds",
        "# EOF",
    ] {
        assert!(text.contains(line), "no {line} in\n{text}");
    }
    let bytes = text.lines().find_map(|line| line.strip_prefix("xiangyue_database_bytes "));
    assert!(bytes.unwrap().parse::<u64>().unwrap() > 4096);
    assert!(!text.contains("13812342210") && !text.contains("zhouxiaohe"), "{text}");
}

#[tokio::test]
async fn a_number_that_is_none_is_not_taken_for_the_number_of_a_request() {
    let app = TestApp::new(&[], REGISTRAR);
    let id = "0193a1b2-0000-7000-8000-000000000001";
    for (sent, kept) in [(id, true), ("13812342210", false), ("zhouxiaohe", false)] {
        let request = Request::builder().uri("/healthz").header("x-request-id", sent);
        let answer = app.router().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        let given = answer.headers().get("x-request-id").unwrap().to_str().unwrap().to_owned();
        assert_eq!(given == sent, kept, "{sent} became {given}");
    }
}

/// Work for the database that lasts until it is let go, and the end that says that it has begun.
fn held()
-> (impl Fn(&mut Tx<'_>) -> platform::Result<()> + Send + 'static, Receiver<()>, Sender<()>) {
    let ((begin, begun), (go, gone)) = (channel(), channel::<()>());
    let work = move |_: &mut Tx<'_>| {
        let _ = begin.send(());
        let _ = gone.recv();
        Ok(())
    };
    (work, begun, go)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_program_lives_while_its_writer_is_at_work() {
    let app = TestApp::new(&[], REGISTRAR);
    app.db.write(|_| Ok(())).await.unwrap();
    // A long act, and behind it a queue in which a probe would wait in vain.
    let (work, begun, go) = held();
    let db = app.db.clone();
    let long = tokio::spawn(async move { db.write(work).await });
    begun.recv().unwrap();
    let asked = tokio::time::Instant::now();
    let (status, text) = ask(&app, "/healthz", "127.0.0.1:50000", &[]).await;
    assert_eq!((status, text.as_str()), (200, "ok"));
    assert!(asked.elapsed().as_secs() < 2, "it stood in line behind the long act");
    drop(go);
    long.await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_are_told_while_nobody_has_time_to_read() {
    let app = TestApp::new(&[], REGISTRAR);
    let (mut long, mut let_go) = (tokio::task::JoinSet::new(), Vec::new());
    // More than there are threads on either engine; the last of them only wait.
    for _ in 0..12 {
        let ((work, _, go), db) = (held(), app.db.clone());
        let_go.push(go);
        let held = move |tx: &mut Tx<'_>| work(tx);
        long.spawn(async move { db.read(held).await });
    }
    while app.db.waiting().0 == 0 {
        tokio::task::yield_now().await;
    }
    let (status, text) = ask(&app, "/metrics", "127.0.0.1:50000", &[]).await;
    assert_eq!(status, 200);
    assert!(text.contains("xiangyue_reads_waiting ") && !text.contains("xiangyue_database_bytes"));
    drop(let_go);
    long.join_all().await;
    let (_, text) = ask(&app, "/metrics", "127.0.0.1:50000", &[]).await;
    assert!(text.contains("xiangyue_database_bytes "));
}
