//! What tests stand on: a whole county in a temporary place, browsers without a network, pages that
//! can be asked what they show.
//!
//! ```ignore
//! let app = TestApp::new(&[&registry::MODULE], registry::REGISTRAR);
//! let mut clerk = app.signed_in(person).await;
//! clerk.get("/people/new").await.shows("登记一个人");
//! clerk.post("/people", &[("name", "王秀英")]).await.goes_to("/people/…");
//! ```
//!
//! The clock stands still until a test moves it, identifiers come from a seed, and nothing sleeps.
#![expect(
    clippy::panic,
    clippy::expect_used,
    reason = "a test that cannot be set up, or finds another answer, ends with a sentence"
)]

mod app;
mod browser;
mod caller;
mod knock;
mod page;
mod place;

pub use app::{METRICS_TOKEN, PASSWORD, TestApp, cheap_hash, moment};
pub use browser::Browser;
pub use caller::{Caller, Told};
pub use knock::Knocked;
pub use page::Page;
