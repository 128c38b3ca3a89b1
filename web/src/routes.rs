//! Addresses with their access. A route without one cannot be written.

use std::collections::HashMap;

use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodFilter, on};
use platform::{App, Power};

/// Who may open an address. The act behind it checks the area as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody, without an account.
    Anyone,
    /// Anybody, but not too often: guessing codes must not pay.
    AnyoneSlowly,
    /// A person who signed in.
    Person,
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
}

/// What the guard looks up.
pub(crate) type AccessList = HashMap<&'static str, Vec<(Method, Access)>>;

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
        self.add(Method::GET, MethodFilter::GET, path, access, handler)
    }

    /// An act: one new record.
    pub fn post<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::POST, MethodFilter::POST, path, access, handler)
    }

    fn add<H, T>(
        mut self,
        method: Method,
        filter: MethodFilter,
        path: &'static str,
        access: Access,
        handler: H,
    ) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.router = self.router.route(path, on(filter, handler));
        self.list.push(Route { method, path, access });
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
