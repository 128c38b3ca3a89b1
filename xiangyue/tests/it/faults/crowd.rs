//! More people than the database has threads.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use platform::App;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use web::Site;

use crate::browser::serve;
use crate::county::County;

/// More than there are threads of either kind, on either engine.
const SLOW: usize = 32;
/// No engine reads with fewer threads; once so many are held, the other slow ones stand in line
/// before everybody else.
const THREADS_MIN: usize = 4;

async fn ask(address: &SocketAddr) -> String {
    let mut client = TcpStream::connect(address).await.unwrap();
    let request = "GET /guides HTTP/1.1\r\nHost: county\r\nConnection: close\r\n\r\n";
    client.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    client.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn who_finds_everybody_busy_is_told_to_come_again_and_is_served_when_they_do() {
    let county = County::new().await;
    let hasty = App {
        db: county.db.clone().with_patience(Duration::from_millis(100)),
        settings: county.settings.clone(),
    };
    let (_site, router) = Site::build(hasty, xiangyue::modules::MODULES, false).unwrap();
    let address = serve(router).await;
    let address: SocketAddr = address.trim_start_matches("http://").parse().unwrap();
    assert!(ask(&address).await.starts_with("HTTP/1.1 200"));

    let gate = Arc::new((Mutex::new(false), Condvar::new(), AtomicUsize::new(0)));
    let mut slow = JoinSet::new();
    for _ in 0..SLOW {
        let (db, gate) = (county.db.clone(), gate.clone());
        slow.spawn(async move {
            db.read(move |_| {
                gate.2.fetch_add(1, Ordering::SeqCst);
                let open = gate.0.lock().unwrap();
                drop(gate.1.wait_while(open, |open| !*open).unwrap());
                Ok(())
            })
            .await
            .is_ok()
        });
    }
    while gate.2.load(Ordering::SeqCst) < THREADS_MIN {
        tokio::task::yield_now().await;
    }
    let mut crowd = JoinSet::new();
    for _ in 0..100 {
        crowd.spawn(async move { ask(&address).await });
    }
    for answer in crowd.join_all().await {
        assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
        assert!(answer.to_lowercase().contains("\r\nretry-after: 30\r\n"), "{answer}");
        assert!(answer.contains("data-code=\"busy\"") && answer.contains("请过一会儿"), "{answer}");
    }
    *gate.0.lock().unwrap() = true;
    gate.1.notify_all();
    assert!(slow.join_all().await.into_iter().all(|done| done), "the slow ones are served");
    assert!(ask(&address).await.starts_with("HTTP/1.1 200"));
}
