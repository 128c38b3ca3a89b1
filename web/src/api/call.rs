//! An address of the API together with what its document says.

use std::borrow::Cow;

use axum::http::Method;
use platform::Text;
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{IntoParams, ToSchema};

use crate::routes::Access;

/// A call: where, by whom, what it takes and what it answers. The document is made of these and of
/// nothing else, so no call is without its description.
#[derive(Clone, Debug)]
pub struct Call {
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    pub(crate) access: Access,
    pub(crate) section: Text,
    pub(crate) title: Text,
    pub(crate) says: Option<Text>,
    pub(crate) asks: Option<fn() -> Vec<Parameter>>,
    pub(crate) takes: Option<Shape>,
    /// The body is a form with files.
    pub(crate) takes_files: bool,
    pub(crate) answers: Option<Shape>,
    /// The answer is the bytes of a file.
    pub(crate) answers_file: bool,
    pub(crate) status: u16,
    pub(crate) csv: bool,
}

/// A type as the document describes it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    pub(crate) name: fn() -> Cow<'static, str>,
    pub(crate) collect: fn(&mut Vec<(String, RefOr<Schema>)>),
    /// One part of a list of it.
    pub(crate) list: bool,
}

impl Shape {
    pub(super) fn of<T: ToSchema>() -> Self {
        fn collect<T: ToSchema>(into: &mut Vec<(String, RefOr<Schema>)>) {
            into.push((T::name().into_owned(), T::schema()));
            T::schemas(into);
        }
        Self { name: T::name, collect: collect::<T>, list: false }
    }
}

impl Call {
    /// A call that reads.
    pub fn get(path: &'static str, access: Access, section: Text, title: Text) -> Self {
        Self {
            method: Method::GET,
            path,
            access,
            section,
            title,
            says: None,
            asks: None,
            takes: None,
            takes_files: false,
            answers: None,
            answers_file: false,
            status: 200,
            csv: false,
        }
    }

    /// A call that does something, or that reads what may stand in no address.
    pub fn post(path: &'static str, access: Access, section: Text, title: Text) -> Self {
        Self { method: Method::POST, ..Self::get(path, access, section, title) }
    }

    /// What one should know besides.
    pub fn says(mut self, says: Text) -> Self {
        self.says = Some(says);
        self
    }

    /// What stands behind the `?`.
    pub fn asks<T: IntoParams>(mut self) -> Self {
        self.asks = Some(|| T::into_params(|| Some(ParameterIn::Query)));
        self
    }

    /// The body.
    pub fn takes<T: ToSchema>(mut self) -> Self {
        self.takes = Some(Shape::of::<T>());
        self
    }

    /// The body, a form with files: its handler takes [`SentFiles`](super::SentFiles).
    pub fn takes_files<T: ToSchema>(self) -> Self {
        Self { takes_files: true, ..self.takes::<T>() }
    }

    /// The answer is a file, see [`files::answer`](crate::files::answer).
    pub fn answers_file(self) -> Self {
        Self { answers_file: true, ..self }
    }

    /// The answer.
    pub fn answers<T: ToSchema>(mut self) -> Self {
        self.answers = Some(Shape::of::<T>());
        self
    }

    /// The answer is one part of a list.
    pub fn lists<T: ToSchema>(mut self) -> Self {
        self.answers = Some(Shape { list: true, ..Shape::of::<T>() });
        self
    }

    /// The answer is about something that was not there before.
    pub fn creates<T: ToSchema>(self) -> Self {
        Self { status: 201, ..self.answers::<T>() }
    }

    /// The answer also comes as a table, with `format=csv`.
    pub fn or_csv(mut self) -> Self {
        self.csv = true;
        self
    }

    /// Whether it does something that must not be done twice.
    pub(crate) fn acts(&self) -> bool {
        self.method == Method::POST && self.access != Access::AnyoneSlowly && !self.reads()
    }

    /// A search is sent, but does nothing.
    fn reads(&self) -> bool {
        self.path.ends_with("/search")
    }
}
