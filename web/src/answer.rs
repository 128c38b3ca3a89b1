//! What handlers answer.

use askama::Template;
use axum::http::header;
use axum::response::{Html, IntoResponse, Redirect, Response};
use platform::{Error, Result};

use crate::derived::to_traditional;
use crate::problem::Problem;
use crate::ui::{Lang, Ui};

/// A page, a redirect, or a problem that becomes a page.
pub type Answer = std::result::Result<Response, Problem>;

/// Renders a page in the visitor's language.
pub fn page(ui: &Ui, template: &impl Template) -> Answer {
    Ok(Html(render(ui, template)?).into_response())
}

/// The page's HTML. 繁體 is derived from the finished 简体 page.
pub fn render(ui: &Ui, template: &impl Template) -> Result<String> {
    let html =
        template.render().map_err(|error| Error::fault(format!("rendering a page: {error}")))?;
    let html = with_share_card(html);
    Ok(if ui.lang() == Lang::Hant { to_traditional(&html) } else { html })
}

/// What a chat group shows of a pasted address: the page's own title and its two lines.
fn with_share_card(html: String) -> String {
    const MARK: &str = "<!--share-->";
    let between = |from: &str, to: &str| {
        let (_, after) = html.split_once(from)?;
        after.split_once(to).map(|(inside, _)| inside.trim().to_owned())
    };
    let title = between("<title>", "</title>").unwrap_or_default();
    let lines = between("<meta name=\"description\" content=\"", "\">").unwrap_or_default();
    if !html.contains(MARK) {
        return html;
    }
    let card = format!(
        "<meta property=\"og:title\" content=\"{title}\">\n\
         <meta property=\"og:description\" content=\"{lines}\">"
    );
    html.replacen(MARK, &card, 1)
}

/// After an act: go and look at the result. Going back does not send the form again.
pub fn see_other(path: &str) -> Answer {
    Ok(Redirect::to(path).into_response())
}

/// A file to keep, with its name.
pub fn download(name: &str, kind: &'static str, bytes: Vec<u8>) -> Answer {
    let disposition = disposition("attachment", name);
    let headers =
        [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, bytes).into_response())
}

/// What a browser is told to do with a file, and its name in any letters.
pub(crate) fn disposition(how: &str, name: &str) -> String {
    let name = percent_encoding::utf8_percent_encode(name, percent_encoding::NON_ALPHANUMERIC);
    format!("{how}; filename*=UTF-8''{name}")
}
