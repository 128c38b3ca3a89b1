//! Knocks at every address as somebody who may not come in.

use axum::http::Method;
use web::Access;

use crate::app::TestApp;
use crate::browser::Browser;

/// An address that let somebody in who may not.
#[derive(Debug, PartialEq, Eq)]
pub struct Knocked {
    /// `GET` or `POST`.
    pub method: Method,
    /// As the module declared it.
    pub path: &'static str,
    /// What came back instead of a no.
    pub answer: String,
}

impl TestApp {
    /// Knocks as a stranger, who must be sent to sign in, or told to.
    pub async fn knock_as_stranger(&self) -> Vec<Knocked> {
        self.knock(self.anyone(), |access| !matches!(access, Access::Anyone | Access::AnyoneSlowly))
            .await
    }

    /// Knocks as a person who signed in and holds no post, at every address that asks for a power.
    pub async fn knock_without_post(&self, browser: Browser) -> Vec<Knocked> {
        self.knock(browser, |access| matches!(access, Access::With(_) | Access::WithAny(_))).await
    }

    async fn knock(&self, mut browser: Browser, closed: fn(Access) -> bool) -> Vec<Knocked> {
        let mut open = Vec::new();
        for route in self.site().routes().iter().filter(|route| closed(route.access)) {
            let path = somewhere(route.path);
            let page = match route.method {
                Method::GET => browser.get(&path).await,
                _ => browser.post(&path, &[]).await,
            };
            let sent_away = page.status().is_redirection()
                && page.location().starts_with("/sign-in?back=")
                && route.method == Method::GET;
            let told = page.code() == "platform.not_permitted";
            if !sent_away && !told {
                let (method, path) = (route.method.clone(), route.path);
                open.push(Knocked { method, path, answer: page.excerpt() });
            }
        }
        open
    }
}

/// A path with something that could be meant in each of its places.
fn somewhere(path: &str) -> String {
    let fill = |part: &str| {
        if part.starts_with('{') {
            "00000000000000000000000000000000".to_owned()
        } else {
            part.to_owned()
        }
    };
    path.split('/').map(fill).collect::<Vec<_>>().join("/")
}
