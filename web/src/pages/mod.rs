//! The site's own pages: signing in, one's account, the workbench, the journal, the calendar.

pub mod about;
pub mod account;
pub mod accounts;
pub mod api;
pub mod calendar;
pub mod codes;
pub mod demo;
pub mod gallery;
pub mod journal;
pub mod log;
pub mod messages;
pub mod open_data;
pub mod posts;
pub mod preferences;
pub mod sign_in;
pub mod tokens;
pub mod webhooks;
pub mod work;

use platform::authorisation::{EDIT_CALENDAR, MANAGE_ACCOUNTS, READ_JOURNAL};
use platform::webhooks::MANAGE_WEBHOOKS;

use crate::routes::{Access, Routes};
pub use crate::samples::samples;

/// The addresses of these pages; `demo` adds the door that only a sample county has.
pub fn routes(demo: bool) -> Routes {
    let routes = Routes::new()
        .get("/sign-in", Access::Anyone, sign_in::form)
        .post("/sign-in", Access::Anyone, sign_in::submit)
        .get("/sign-in/code", Access::Anyone, codes::form)
        .post("/sign-in/code", Access::AnyoneSlowly, codes::ask)
        .get("/sign-in/code/{ticket}", Access::Anyone, codes::entry)
        .post("/sign-in/code/{ticket}", Access::AnyoneSlowly, codes::enter)
        .post("/sign-out", Access::Person, sign_in::leave)
        .get("/account", Access::Person, account::show)
        .post("/account/sessions/{id}/end", Access::Person, account::end)
        .get("/account/link/{secret}", Access::AnyoneSlowly, account::link)
        .post("/account/link/{secret}", Access::AnyoneSlowly, account::set_password)
        .get("/account/tokens", Access::Person, tokens::show)
        .post("/account/tokens", Access::Person, tokens::make)
        .post("/account/tokens/{id}/end", Access::Person, tokens::end)
        .get("/tokens", Access::With(MANAGE_ACCOUNTS), tokens::show_all)
        .post("/tokens/{id}/end", Access::With(MANAGE_ACCOUNTS), tokens::end_any)
        .get("/api", Access::Anyone, api::show)
        .get("/open-data", Access::Anyone, open_data::show)
        .get("/webhooks", Access::With(MANAGE_WEBHOOKS), webhooks::list)
        .post("/webhooks", Access::With(MANAGE_WEBHOOKS), webhooks::subscribe)
        .get("/webhooks/{id}", Access::With(MANAGE_WEBHOOKS), webhooks::show)
        .post("/webhooks/{id}/restart", Access::With(MANAGE_WEBHOOKS), webhooks::restart)
        .post(
            "/webhooks/{id}/news/{news}/again",
            Access::With(MANAGE_WEBHOOKS),
            webhooks::send_again,
        )
        .post("/webhooks/{id}/end", Access::With(MANAGE_WEBHOOKS), webhooks::end)
        .get("/preferences", Access::Anyone, preferences::set)
        .get("/desk", Access::Person, work::show)
        .get("/journal", Access::With(READ_JOURNAL), journal::show)
        .post("/journal/list", Access::With(READ_JOURNAL), journal::list)
        .get_public("/calendar", calendar::show)
        .post("/calendar/years", Access::With(EDIT_CALENDAR), calendar::add)
        .get("/accounts", Access::With(MANAGE_ACCOUNTS), accounts::list)
        .post("/accounts", Access::With(MANAGE_ACCOUNTS), accounts::search)
        .post("/accounts/list", Access::With(MANAGE_ACCOUNTS), accounts::take)
        .post("/accounts/{person}/link", Access::With(MANAGE_ACCOUNTS), accounts::link)
        .post("/accounts/{person}/closure", Access::With(MANAGE_ACCOUNTS), accounts::close)
        .get_public("/gallery", gallery::show)
        .get_public("/posts", posts::show)
        .get_public("/about", about::show)
        .and(log::routes())
        .and(messages::routes(demo));
    if demo { routes.post("/demo/sign-in", Access::Anyone, demo::enter) } else { routes }
}

/// Where to go back to: a path of this site. Anything else would let a link lead elsewhere.
pub(crate) fn local(back: &str) -> Option<&str> {
    let inside = back.starts_with('/') && !back.starts_with("//");
    let plain = back.chars().all(|letter| !letter.is_control() && letter != '\\');
    (inside && plain && back.len() <= 2000).then_some(back)
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn only_paths_of_this_site_are_gone_back_to() {
        assert_eq!(local("/cases/1?page=2"), Some("/cases/1?page=2"));
        for elsewhere in ["", "https://x.cn", "//x.cn", "/\\x.cn", "javascript:1", "/a\r\nb"] {
            assert_eq!(local(elsewhere), None, "{elsewhere}");
        }
    }
}
