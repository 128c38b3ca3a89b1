//! Addresses with their access. A route without one cannot be written.

use std::collections::HashMap;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodFilter, MethodRouter, on};
use platform::authorisation::Own;
use platform::{Actor, App, Power};

use crate::api::Call;

use crate::arriving::FILE_BYTES_MAX;

/// No page takes so long; a client that sends slowly is let go.
pub(crate) const SECONDS_MAX: u64 = 60;
/// A roster of a whole county on a slow line.
const LARGE_SECONDS_MAX: u64 = 30 * 60;

/// Who may open an address. The act behind it checks the area as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody, without an account.
    Anyone,
    /// Anybody, but not too often: guessing codes must not pay.
    AnyoneSlowly,
    /// A person who signed in.
    Person,
    /// A person who signed in, or a token of theirs that allows this.
    Own(Own),
    /// A person with a post that gives the power somewhere.
    With(Power),
    /// A person with a post that gives one of these powers.
    WithAny(&'static [Power]),
}

/// The addresses of a module.
#[derive(Default)]
pub struct Routes {
    pub(crate) router: Router<App>,
    pub(crate) list: Vec<Route>,
}

/// One address, for the guard and for the test that knocks at each as a stranger.
#[derive(Clone, Debug)]
pub struct Route {
    /// `GET` or `POST`.
    pub method: Method,
    /// With places such as `{id}`.
    pub path: &'static str,
    /// Who may open it.
    pub access: Access,
    /// What the document of the API says of it; none for a page.
    pub call: Option<Call>,
    /// A page that strangers all see alike, and that is kept until the data changes.
    pub kept: bool,
    /// How long a request may take, in seconds: longer where files come in.
    pub seconds: u64,
}

/// What the guard looks up.
pub(crate) type AccessList = HashMap<&'static str, Vec<(Method, Access)>>;

impl Access {
    /// Whether somebody who is known may come in.
    pub(crate) fn admits(self, actor: &Actor) -> bool {
        match self {
            Self::Anyone | Self::AnyoneSlowly | Self::Person => true,
            Self::Own(own) => actor.may_own(own),
            Self::With(power) => actor.holds(power),
            Self::WithAny(powers) => powers.iter().any(|power| actor.holds(*power)),
        }
    }
}

impl Routes {
    /// No addresses yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A page to read.
    pub fn get<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let (method, call) = (Method::GET, None);
        let route = Route { method, path, access, call, kept: false, seconds: SECONDS_MAX };
        self.add(route, on(MethodFilter::GET, handler))
    }

    /// A page that all who have not signed in see alike: it is made once, and made again when
    /// something in the data has changed ([`kept_pages`](crate::kept_pages)).
    pub fn get_public<H, T>(mut self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self = self.get(path, Access::Anyone, handler);
        if let Some(route) = self.list.last_mut() {
            route.kept = true;
        }
        self
    }

    /// An act: one new record.
    pub fn post<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let (method, call) = (Method::POST, None);
        let route = Route { method, path, access, call, kept: false, seconds: SECONDS_MAX };
        self.add(route, on(MethodFilter::POST, handler))
    }

    /// An act to which people hand in files: its handler takes [`crate::files::Sent`].
    pub fn upload<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let limit = DefaultBodyLimit::max(crate::files::BODY_BYTES_MAX);
        let (method, call) = (Method::POST, None);
        let route =
            Route { method, path, access, call, kept: false, seconds: crate::files::SECONDS_MAX };
        self.add(route, on(MethodFilter::POST, handler).layer(limit))
    }

    /// An act with one large file, taken as it comes with [`Arriving`](crate::Arriving).
    pub fn post_large<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        // Room for what stands around the file in the form.
        let bytes_max = DefaultBodyLimit::max(FILE_BYTES_MAX + 64 * 1024);
        let (method, call) = (Method::POST, None);
        let route = Route { method, path, access, call, kept: false, seconds: LARGE_SECONDS_MAX };
        self.add(route, on(MethodFilter::POST, handler).layer(bytes_max))
    }

    /// An address of the API, with its description.
    pub fn call<H, T>(self, call: Call, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let get = call.method == Method::GET;
        let filter = if get { MethodFilter::GET } else { MethodFilter::POST };
        let (method, path, access) = (call.method.clone(), call.path, call.access);
        let takes_files = call.takes_files;
        let (call, kept, seconds) = (Some(call), false, SECONDS_MAX);
        let route = Route { method, path, access, call, kept, seconds };
        if !takes_files {
            return self.add(route, on(filter, handler));
        }
        let seconds = crate::files::SECONDS_MAX;
        let limit = DefaultBodyLimit::max(crate::files::BODY_BYTES_MAX);
        self.add(Route { seconds, ..route }, on(filter, handler).layer(limit))
    }

    fn add(mut self, route: Route, handler: MethodRouter<App>) -> Self {
        self.router = self.router.route(route.path, handler);
        self.list.push(route);
        self
    }

    /// These addresses and those.
    pub fn and(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.list.extend(other.list);
        self
    }

    /// The list of addresses.
    pub fn list(&self) -> &[Route] {
        &self.list
    }
}
