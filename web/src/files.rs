//! Files on their way in and out. What they are and where they lie is `platform::files`.

use axum::extract::{FromRequest, Multipart, Request, multipart};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use platform::files::{Allowed, FILE_BYTES_MAX, FileUse, Incoming, Kept};
use platform::{App, Error, Refusal, Result};
use tokio::sync::Semaphore;

use crate::answer::{Answer, disposition};
use crate::form::{Form, TOKEN_FIELD, stale, too_large, unreadable};
use crate::problem::Problem;
use crate::visit::Visit;

/// The largest form with files. Files beyond their own limit are read and left, so that the others
/// of the same form are not lost; only what is beyond this is not listened to.
pub(crate) const BODY_BYTES_MAX: usize = 160 * 1024 * 1024;
/// A form with files on a slow line takes its time, but less than a key that was changed is kept.
pub(crate) const SECONDS_MAX: u64 = 9 * 60;
/// What one form may bring: the rest of it comes with the next.
const SENT_BYTES_MAX: u64 = 6 * FILE_BYTES_MAX;
const SENT_FILES_MAX: usize = 30;
/// Words of a form with files.
const FIELD_BYTES_MAX: usize = 64 * 1024;
/// Files that are looked at at once: each lies in the memory while it is.
const AT_ONCE_MAX: usize = 4;

static LOOKING: Semaphore = Semaphore::const_new(AT_ONCE_MAX);

/// A sent form with files, its token checked. For addresses of [`Routes::upload`]: the files were
/// written to the disk, sealed, as they came, and go from there when this is dropped.
///
/// [`Routes::upload`]: crate::Routes::upload
#[derive(Debug)]
pub struct Sent {
    /// Everything but the files.
    pub form: Form,
    files: Vec<(String, Result<Incoming>)>,
}

/// Files that could not be taken: the name of each, and why not.
pub type Failed = Vec<(String, Refusal)>;

impl Sent {
    /// Whether a field came with files.
    pub fn has(&self, field: &str) -> bool {
        self.files.iter().any(|(name, _)| name == field)
    }

    /// The fields that came with files.
    pub fn fields(&self) -> Vec<String> {
        let mut fields: Vec<String> = self.files.iter().map(|(field, _)| field.clone()).collect();
        fields.dedup();
        fields
    }

    /// Looks at the files of a field and keeps those that will do; of the others it says why not.
    /// Call it when it is known that this person may hand in something here.
    pub async fn keep(
        &mut self,
        app: &App,
        field: &str,
        allowed: Allowed,
    ) -> Result<(Vec<Kept>, Failed)> {
        let (mine, others) = std::mem::take(&mut self.files)
            .into_iter()
            .partition::<Vec<_>, _>(|(name, _)| name == field);
        self.files = others;
        let (mut kept, mut failed) = (Vec::new(), Vec::new());
        for (_, incoming) in mine {
            let name = incoming.as_ref().map(|file| file.name().to_owned()).unwrap_or_default();
            let found = match incoming {
                Ok(incoming) => keep(app, incoming, allowed).await,
                Err(error) => Err(error),
            };
            match found {
                Ok(file) => kept.push(file),
                Err(Error::Refused(refusal)) => failed.push((name, *refusal)),
                Err(error) => return Err(error),
            }
        }
        Ok((kept, failed))
    }
}

/// [`platform::files::keep`], where waiting is allowed.
async fn keep(app: &App, incoming: Incoming, allowed: Allowed) -> Result<Kept> {
    let _turn = LOOKING.acquire().await.map_err(|_| Error::fault("no file is looked at"))?;
    let app = app.clone();
    tokio::task::spawn_blocking(move || platform::files::keep(&app, incoming, allowed))
        .await
        .map_err(|_| Error::fault("looking at a file panicked"))?
}

impl FromRequest<App> for Sent {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> std::result::Result<Self, Problem> {
        let visit = request.extensions().get::<Visit>().cloned();
        let token = visit.map(|visit| visit.ui.token().to_owned()).unwrap_or_default();
        if !crate::form::has_files(&request) {
            let form = Form::from_request(request, app).await?;
            return Ok(Self { form, files: Vec::new() });
        }
        // The token stands before the files: for a stranger's form nothing is written.
        let ours = |form: &Form| !token.is_empty() && form.get(TOKEN_FIELD) == token;
        let sent = read(request, app, ours).await?;
        if ours(&sent.form) { Ok(sent) } else { Err(stale().into()) }
    }
}

/// Reads words and files as they come. Before the first file it asks whether the words so far show
/// that the form is ours.
pub(crate) async fn read(
    request: Request,
    app: &App,
    ours: impl Fn(&Form) -> bool,
) -> std::result::Result<Sent, Problem> {
    let mut parts = Multipart::from_request(request, app).await.map_err(|_| unreadable())?;
    let mut sent = Sent { form: Form::default(), files: Vec::new() };
    let mut room = SENT_BYTES_MAX;
    while let Some(mut part) = parts.next_field().await.map_err(|error| no(&error))? {
        let field = part.name().unwrap_or_default().to_owned();
        let Some(name) = part.file_name().map(str::to_owned) else {
            sent.form.push(field, words(&mut part).await?);
            continue;
        };
        if !ours(&sent.form) {
            return Err(stale().into());
        }
        if sent.files.len() >= SENT_FILES_MAX {
            room = 0;
        }
        if let Some(file) = file(app, &mut part, &name, &mut room).await? {
            sent.files.push((field, file));
        }
    }
    Ok(sent)
}

async fn words(part: &mut multipart::Field<'_>) -> std::result::Result<String, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.chunk().await.map_err(|error| no(&error))? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > FIELD_BYTES_MAX {
            return Err(too_large().into());
        }
    }
    String::from_utf8(bytes).map_err(|_| unreadable().into())
}

/// A file as it comes, piece by piece. `None` for a field in which nothing was chosen.
async fn file(
    app: &App,
    part: &mut multipart::Field<'_>,
    name: &str,
    room: &mut u64,
) -> std::result::Result<Option<Result<Incoming>>, Problem> {
    // What is refused on the way is still read, so that the words of the form are not lost.
    let mut incoming = match Incoming::begin(app, name) {
        Err(error) if error.refusal().is_none() => return Err(error.into()),
        begun => begun,
    };
    while let Some(chunk) = part.chunk().await.map_err(|error| no(&error))? {
        let Ok(file) = &mut incoming else { continue };
        if file.bytes() + chunk.len() as u64 > *room {
            *room = 0;
        } else if let Err(error) = file.push(&chunk) {
            if error.refusal().is_none() {
                return Err(error.into());
            }
            incoming = Err(error);
        }
    }
    let incoming = match incoming {
        Ok(incoming) => incoming,
        Err(error) => return Ok(Some(Err(error))),
    };
    if name.is_empty() && incoming.bytes() == 0 {
        return Ok(None);
    }
    if *room == 0 {
        return Ok(Some(Err(too_much_at_once(name).into())));
    }
    *room = room.saturating_sub(incoming.bytes().min(FILE_BYTES_MAX));
    Ok(Some(Ok(incoming)))
}

fn too_much_at_once(name: &str) -> Refusal {
    let sentence = "“{1}”没有收：一次传得太多了。已经传上来的都在，请把剩下的分几次传";
    Refusal::new("web.too_much_at_once", sentence).with(name)
}

/// The form was cut off, or is larger than anything that is listened to.
fn no(error: &multipart::MultipartError) -> Problem {
    if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
        too_large().into()
    } else {
        unreadable().into()
    }
}

/// Nothing in it runs, loads or leads anywhere, even where a browser opens it by itself.
const INERT: &str = "sandbox; default-src 'none'; frame-ancestors 'none'";

/// Sends a file so that no browser runs it: pictures may be shown, all else is only kept. Whether
/// this person may see it, the caller has asked before.
pub async fn answer(app: &App, used: FileUse) -> Answer {
    let (app, wanted) = (app.clone(), used.clone());
    let bytes = tokio::task::spawn_blocking(move || platform::files::open(&app, &wanted))
        .await
        .map_err(|_| Error::fault("opening a file panicked"))??;
    Ok(inert(&used, bytes))
}

fn inert(used: &FileUse, bytes: Vec<u8>) -> Response {
    let how = if used.kind.is_picture() { "inline" } else { "attachment" };
    let mut headers = HeaderMap::new();
    let kind = HeaderValue::from_static(used.kind.media_type());
    headers.insert(header::CONTENT_TYPE, kind);
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(INERT));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(disposition) = HeaderValue::from_str(&disposition(how, &used.name)) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    (headers, bytes).into_response()
}
