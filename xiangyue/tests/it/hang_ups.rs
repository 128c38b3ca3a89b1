//! Clients that go away in the middle of a request take nothing with them.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::browser::serve;
use crate::county::County;

const HANG_UPS: usize = 1_000;

/// A page, a search of several statements, and a form that is never sent whole.
const REQUESTS: [&str; 3] = [
    "GET / HTTP/1.1\r\nHost: county\r\n\r\n",
    "GET /guides?q=%E4%BD%8E%E4%BF%9D HTTP/1.1\r\nHost: county\r\n\r\n",
    "POST /sign-in HTTP/1.1\r\nHost: county\r\nContent-Length: 400\r\n\r\nuser_name=",
];

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_clients_that_hang_up_leave_the_site_as_it_was() {
    let county = County::new().await;
    let address = serve(county.router()).await;
    let address = address.trim_start_matches("http://").to_owned();
    for number in 0..HANG_UPS {
        let mut client = TcpStream::connect(&address).await.unwrap();
        client.write_all(REQUESTS[number % REQUESTS.len()].as_bytes()).await.unwrap();
    }
    // More readers than there are threads of any kind: one that was lost would be missed.
    let mut patient = tokio::task::JoinSet::new();
    for _ in 0..64 {
        let address = address.clone();
        patient.spawn(async move {
            let mut client = TcpStream::connect(&address).await.unwrap();
            let request = "GET / HTTP/1.1\r\nHost: county\r\nConnection: close\r\n\r\n";
            client.write_all(request.as_bytes()).await.unwrap();
            let mut answer = String::new();
            client.read_to_string(&mut answer).await.unwrap();
            answer.starts_with("HTTP/1.1 200")
        });
    }
    let answered = patient.join_all().await.into_iter().filter(|answered| *answered).count();
    assert_eq!(answered, 64);
    // The writer is still there, too.
    county.villager().await;
}
