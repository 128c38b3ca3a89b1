//! What people see in a real browser, without script.

mod check;
mod driver;
mod life;
mod pictures;

use std::net::SocketAddr;

use tokio::net::TcpListener;
use tokio::task::AbortHandle;

/// Serves a site on a free port of this machine until the test ends; gives its address.
pub(crate) async fn serve(router: axum::Router) -> String {
    serve_until(router).await.0
}

/// [`serve`], until somebody ends it.
pub(crate) async fn serve_until(router: axum::Router) -> (String, AbortHandle) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let serving = tokio::spawn(async move { axum::serve(listener, service).await });
    (format!("http://{address}"), serving.abort_handle())
}
