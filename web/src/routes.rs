//! Addresses with their access. A route without one cannot be written.

use std::collections::HashMap;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodFilter, on};
use platform::authorisation::Own;
use platform::{Actor, App, Power};

use crate::api::Call;

use crate::arriving::FILE_BYTES_MAX;

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
    /// Addresses to which large files are sent: they may be larger, and take longer.
    pub(crate) large: Vec<&'static str>,
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
        self.add(
            MethodFilter::GET,
            Route { method: Method::GET, path, access, call: None, kept: false },
            handler,
        )
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
        self.add(
            MethodFilter::POST,
            Route { method: Method::POST, path, access, call: None, kept: false },
            handler,
        )
    }

    /// An act with a large file, taken as it comes with [`Arriving`](crate::Arriving). The address
    /// has no places in it.
    pub fn post_large<H, T>(mut self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        // Room for what stands around the file in the form.
        let bytes_max = DefaultBodyLimit::max(FILE_BYTES_MAX + 64 * 1024);
        self.router = self.router.route(path, on(MethodFilter::POST, handler).layer(bytes_max));
        self.list.push(Route { method: Method::POST, path, access, call: None, kept: false });
        self.large.push(path);
        self
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
        self.add(filter, Route { method, path, access, call: Some(call), kept: false }, handler)
    }

    fn add<H, T>(mut self, filter: MethodFilter, route: Route, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.router = self.router.route(route.path, on(filter, handler));
        self.list.push(route);
        self
    }

    /// These addresses and those.
    pub fn and(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.list.extend(other.list);
        self.large.extend(other.large);
        self
    }

    /// The list of addresses.
    pub fn list(&self) -> &[Route] {
        &self.list
    }
}
