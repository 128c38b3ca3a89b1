//! Files that a program sends: a form as a browser sends it, with a token instead of a page.

use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use platform::files::{Allowed, Kept};
use platform::privacy::digest;
use platform::{App, Error, Refusal, Result};

use super::sent::{Sent, key_for, key_of, visit_of};
use super::wrong::{Wrong, WrongField, derived};
use crate::answer::Answer;
use crate::files::{self, Failed};
use crate::form::Form;
use crate::problem::Problem;
use crate::ui::Ui;
use crate::visit::Visit;

/// Words and files that a program sends, before anybody has looked at the files. They were written
/// to the disk, sealed, as they came, and go from there when this is dropped.
pub struct SentFiles {
    /// Who sends them, in which language they hear.
    pub visit: Visit,
    sent: files::Sent,
    address: String,
    word: Option<String>,
}

/// The body of a call with files, when all of them will do.
pub struct Brought {
    /// Everything but the files.
    pub form: Form,
    /// The files, in the order in which they were sent.
    pub files: Vec<Kept>,
}

impl SentFiles {
    /// Looks at the files, which came in the field `file`: all of them will do, or none is taken.
    /// Call it when it is known that this person may hand in something here.
    pub async fn keep(
        mut self,
        app: &App,
        words: &[&str],
        allowed: Allowed,
    ) -> Result<std::result::Result<Sent<Brought>, Failed>> {
        if self.has_unknown(words) {
            let sentence = "内容和说明的格式不一样：字段和类型见接口说明";
            return Err(Refusal::new("api.unfit_form", sentence).into());
        }
        let (files, failed) = self.sent.keep(app, FILE, allowed).await?;
        if !failed.is_empty() {
            return Ok(Err(failed));
        }
        let form = self.sent.form;
        // What a client draws between the parts differs each time; what it says does not.
        let said: Vec<(&str, &str)> = form.fields().collect();
        let brought: Vec<(&str, &str)> =
            files.iter().map(|file| (file.name.as_str(), file.sha256.as_str())).collect();
        let digest = digest(&serde_json::to_vec(&(&self.address, said, brought))?);
        let key = key_for(&self.visit, self.word, digest);
        Ok(Ok(Sent { visit: self.visit, body: Brought { form, files }, key }))
    }

    fn has_unknown(&self, words: &[&str]) -> bool {
        self.sent.form.fields().any(|(name, _)| !words.contains(&name))
            || self.sent.fields().iter().any(|field| field != FILE)
    }
}

/// The field of the files.
const FILE: &str = "file";

/// The answer to files of which some will not do: the code of the first, and of each its name and
/// what to do.
pub fn untaken(ui: &Ui, failed: &Failed) -> Answer {
    let Some((_, first)) = failed.first() else {
        return Err(Error::fault("no file failed").into());
    };
    let mut wrong = Wrong::refused(ui, first);
    let field = |(name, no): &(String, Refusal)| WrongField {
        field: FILE.to_owned(),
        sentence: ui.t2("{1}：{2}", name, derived(ui, ui.refusal(no))),
    };
    (wrong.field, wrong.errors) = (Some(FILE.to_owned()), failed.iter().map(field).collect());
    Ok(wrong.answer(StatusCode::UNPROCESSABLE_ENTITY))
}

impl FromRequest<App> for SentFiles {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> std::result::Result<Self, Problem> {
        let visit = visit_of(&request)?;
        if !crate::form::has_files(&request) {
            let sentence = "请用 Content-Type: multipart/form-data 发送";
            return Err(Refusal::new("api.not_files", sentence).into());
        }
        let word = key_of(request.headers())?;
        let address = format!("{} {}", request.method(), request.uri());
        let sent = files::read(request, app, |_| true).await?;
        Ok(Self { visit, sent, address, word })
    }
}
