//! What a village published, for programs that look by themselves whether there is anything new.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use platform::App;
use web::ui::escape;
use web::{Access, Answer, Routes, Ui, Visit};

use super::board::line;
use crate::actions::reading;
use crate::model::Told;

/// Entries of a feed.
const ENTRIES: u32 = 30;

pub(super) fn routes() -> Routes {
    Routes::new().get("/villages/{area}/sunshine.atom", Access::Anyone, atom)
}

async fn atom(State(app): State<App>, visit: Visit, Path(id): Path<String>) -> Answer {
    let id = id.parse()?;
    let (name, told) = app
        .db
        .read(move |tx| {
            let area = registry::area(tx, id)?;
            let now = reading::from_now(tx);
            let told = reading::board(tx, &area.path, now, ENTRIES)?;
            Ok((registry::full_name(tx, &area.path)?, told))
        })
        .await?;
    let board = visit.ui.public_page(&format!("/villages/{id}/sunshine"));
    let body = feed(&visit.ui, (&name, &board), &told);
    let kind = [(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")];
    Ok((kind, body).into_response())
}

/// The feed as Atom has it (RFC 4287).
fn feed(ui: &Ui, (name, board): (&str, &str), told: &[Told]) -> String {
    let (name, board) = (escape(name), escape(board));
    let title = ui.t1("{1}村务公开", &name);
    let updated = told.first().map_or_else(
        || jiff::Timestamp::UNIX_EPOCH.to_string(),
        |last| last.published_at.to_string(),
    );
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <feed xmlns=\"http://www.w3.org/2005/Atom\">\n\
         <id>{board}</id>\n<title>{title}</title>\n<updated>{updated}</updated>\n\
         <link rel=\"alternate\" href=\"{board}\"/>\n\
         <link rel=\"self\" href=\"{board}.atom\"/>\n\
         <author><name>{name}</name></author>\n"
    );
    for one in told {
        let shown = line(ui, one);
        let address = escape(&ui.public_page(&shown.href));
        let (entry_title, lead) = (escape(&shown.title), escape(&shown.lead));
        let at = one.published_at;
        xml.push_str(&format!(
            "<entry>\n<id>{address}</id>\n<title>{entry_title}</title>\n\
             <updated>{at}</updated>\n<link href=\"{address}\"/>\n\
             <summary>{lead}</summary>\n</entry>\n"
        ));
    }
    xml.push_str("</feed>\n");
    xml
}
