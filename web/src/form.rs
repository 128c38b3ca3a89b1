//! Forms as people send them: what was typed is kept, errors stand at their field.

use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{Method, StatusCode, header};
use platform::code::half_width;
use platform::{App, Error, Refusal, Result};

use crate::problem::Problem;
use crate::visit::Visit;

/// A sent form, its token checked.
#[derive(Debug, Default, Clone)]
pub struct Form {
    fields: Vec<(String, String)>,
    files: Vec<Upload>,
}

/// A file in a form.
#[derive(Debug, Clone)]
pub struct Upload {
    /// The field.
    pub field: String,
    /// The file's own name, for showing only.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What is wrong, field by field, in the order of the page.
#[derive(Debug, Default, Clone)]
pub struct Errors(pub Vec<(String, String)>);

/// The hidden field with which a page proves that the form is ours.
pub const TOKEN_FIELD: &str = "form_token";

impl Form {
    /// A form for tests and samples.
    pub fn of(fields: &[(&str, &str)]) -> Self {
        let own = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
        Self { fields: fields.iter().map(own).collect(), files: Vec::new() }
    }

    pub(crate) fn push(&mut self, name: String, value: String) {
        self.fields.push((name, value));
    }

    /// A field as it was typed, without the spaces around it; empty when it was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
    }

    /// All values of a field that may be ticked more than once.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.trim())
    }

    /// A field for a number, a phone or a code: full-width letters made plain, spaces and dashes
    /// left out.
    pub fn compact(&self, name: &str) -> String {
        self.get(name)
            .chars()
            .map(half_width)
            .filter(|letter| !letter.is_whitespace() && *letter != '-')
            .collect()
    }

    /// Whether a box is ticked.
    pub fn ticked(&self, name: &str) -> bool {
        !self.get(name).is_empty()
    }

    /// The files of a field.
    pub fn files<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a Upload> {
        self.files.iter().filter(move |file| file.field == field && !file.bytes.is_empty())
    }

    /// All fields but the token, to be shown again.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields
            .iter()
            .filter(|(key, _)| key != TOKEN_FIELD)
            .map(|(key, value)| (key.as_str(), value.as_str()))
    }
}

impl Errors {
    /// No errors yet.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Notes what is wrong with a field.
    pub fn add(&mut self, field: impl Into<String>, sentence: impl Into<String>) {
        self.0.push((field.into(), sentence.into()));
    }

    /// What is wrong with this field.
    pub fn at(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, sentence)| sentence.as_str())
    }

    /// Whether nothing is wrong.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is wrong when all else was in order; a fault stays one.
    pub fn of(ui: &crate::Ui, error: Error) -> Result<Self> {
        let mut errors = Self::new();
        errors.take(ui, error)?;
        Ok(errors)
    }

    /// Takes a refusal that names its field; all else goes on as the problem it is.
    pub fn take(&mut self, ui: &crate::Ui, error: Error) -> Result<()> {
        match error {
            Error::Refused(refusal) if refusal.field.is_some() => {
                self.add(refusal.field.unwrap_or_default(), ui.refusal(&refusal));
                Ok(())
            }
            other => Err(other),
        }
    }
}

impl FromRequest<App> for Form {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> std::result::Result<Self, Problem> {
        let visit = request.extensions().get::<Visit>().cloned();
        let form = read(request, app).await?;
        let token = visit.map(|visit| visit.ui.token().to_owned()).unwrap_or_default();
        if token.is_empty() || form.get(TOKEN_FIELD) != token {
            return Err(stale().into());
        }
        Ok(form)
    }
}

pub(crate) fn stale() -> Refusal {
    Refusal::new("web.stale_form", "这一页放得太久了，请返回上一页刷新后再提交，填过的内容还在")
}

pub(crate) fn unreadable() -> Refusal {
    Refusal::new("web.unreadable_form", "没有收到完整的表，请再提交一次")
}

pub(crate) fn too_large() -> Refusal {
    let sentence = "传来的内容太大了，没有收。请返回上一页，少选几个文件，分几次传";
    Refusal::new("web.too_large", sentence)
}

/// The form was cut off, or is larger than it may be.
fn unread(status: StatusCode) -> Refusal {
    if status == StatusCode::PAYLOAD_TOO_LARGE { too_large() } else { unreadable() }
}

/// Whether the form may bring files.
pub(crate) fn has_files(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("multipart/form-data"))
}

async fn read(request: Request, app: &App) -> std::result::Result<Form, Problem> {
    debug_assert_eq!(*request.method(), Method::POST);
    let mut form = Form::default();
    if has_files(&request) {
        let mut parts = Multipart::from_request(request, app).await.map_err(|_| unreadable())?;
        while let Some(part) = parts.next_field().await.map_err(|no| unread(no.status()))? {
            let field = part.name().unwrap_or_default().to_owned();
            match part.file_name().map(str::to_owned) {
                Some(name) => {
                    let bytes = part.bytes().await.map_err(|no| unread(no.status()))?;
                    form.files.push(Upload { field, name, bytes: bytes.to_vec() });
                }
                None => {
                    let words = part.text().await.map_err(|no| unread(no.status()))?;
                    form.fields.push((field, words));
                }
            }
        }
    } else {
        let body = axum::body::Bytes::from_request(request, app)
            .await
            .map_err(|no| unread(no.status()))?;
        form.fields = form_urlencoded::parse(&body).into_owned().collect();
    }
    Ok(form)
}
