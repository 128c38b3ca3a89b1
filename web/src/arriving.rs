//! A file on its way in: read piece by piece, never held whole.

use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;
use platform::{App, Refusal, Result};

use crate::form::{TOKEN_FIELD, stale};
use crate::problem::Problem;
use crate::visit::Visit;

/// The largest file that comes in this way.
pub const FILE_BYTES_MAX: usize = 300 * 1024 * 1024;

/// A form with one large file. Its address is declared with
/// [`Routes::post_large`](crate::Routes::post_large).
pub struct Arriving {
    /// None where what was sent is no form with files.
    parts: Option<Multipart>,
    token: String,
}

impl FromRequest<App> for Arriving {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> std::result::Result<Self, Problem> {
        let visit = request.extensions().get::<Visit>().cloned();
        let token = visit.map(|visit| visit.ui.token().to_owned()).unwrap_or_default();
        let parts = Multipart::from_request(request, app).await.ok();
        Ok(Self { parts, token })
    }
}

impl Arriving {
    /// Hands the file of that field on, piece by piece, and gives its own name; none where no file
    /// was chosen. Nothing is handed on before the form has shown that it is ours.
    pub async fn take(
        self,
        field: &str,
        mut piece: impl FnMut(&[u8]) -> Result<()>,
    ) -> Result<Option<String>> {
        let mut ours = false;
        let mut parts = self.parts.ok_or_else(stale)?;
        while let Some(part) = parts.next_field().await.map_err(broken)? {
            let name = part.name().unwrap_or_default().to_owned();
            if name == TOKEN_FIELD {
                let sent = part.text().await.map_err(broken)?;
                ours = !self.token.is_empty() && sent == self.token;
            } else if name == field && part.file_name().is_some_and(|name| !name.is_empty()) {
                if !ours {
                    return Err(stale().into());
                }
                return hand_on(part, &mut piece).await.map(Some);
            }
        }
        if ours { Ok(None) } else { Err(stale().into()) }
    }
}

async fn hand_on(
    mut part: Field<'_>,
    piece: &mut impl FnMut(&[u8]) -> Result<()>,
) -> Result<String> {
    let name = part.file_name().unwrap_or_default().to_owned();
    while let Some(bytes) = part.chunk().await.map_err(broken)? {
        piece(&bytes)?;
    }
    Ok(name)
}

fn broken(error: MultipartError) -> Refusal {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE { too_large() } else { unreadable() }
}

fn unreadable() -> Refusal {
    let sentence = "文件没有传完整，可能是网断了。请再选一次";
    Refusal::new("web.file_incomplete", sentence).at("list")
}

fn too_large() -> Refusal {
    let sentence = "文件超过 {1} MB，太大了。请把它分成几个文件，一个一个来";
    Refusal::new("web.file_too_large", sentence).with(FILE_BYTES_MAX / (1024 * 1024)).at("list")
}
