//! The forms of the steps. Each calls its act and answers "see other", or the page with the errors.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use jiff::civil::Date;
use platform::files::Allowed;
use platform::{App, Error, Result, aside};
use web::components::dates;
use web::files::Sent;
use web::{Access, Answer, Errors, Form, Routes, Signed, page, see_other};

use super::draft::{self, DraftPage};
use crate::actions::steps::{self, Settled};
use crate::actions::{drafting, publishing};
use crate::model::DisclosureId;
use crate::powers::{DRAFT, GIVE_BACK, PUBLISH, SETTLE, SIGN};

pub(super) fn routes() -> Routes {
    Routes::new()
        .post("/desk/sunshine/{id}/submission", Access::With(DRAFT), submission)
        .post("/desk/sunshine/{id}/disposal", Access::With(DRAFT), disposal)
        .post("/desk/sunshine/{id}/return", Access::WithAny(GIVE_BACK), give_back)
        .post("/desk/sunshine/{id}/signature", Access::With(SIGN), signature)
        .post("/desk/sunshine/{id}/settlement", Access::With(SETTLE), settlement)
        .post("/desk/sunshine/{id}/publication", Access::With(PUBLISH), publication)
        .upload("/desk/sunshine/{id}/posting", Access::With(DRAFT), posting)
        .upload("/desk/sunshine/{id}/taking-down", Access::With(DRAFT), taking_down)
        .post("/desk/sunshine/{id}/filing", Access::With(DRAFT), filing)
        .post("/desk/sunshine/{id}/correction", Access::With(DRAFT), correction)
}

/// Back to the page, which says what was done; or the page with what was wrong.
async fn finish(
    app: &App,
    Signed { ui, actor }: Signed,
    id: DisclosureId,
    (at, typed): (&'static str, Form),
    done: Result<()>,
) -> Answer {
    let error = match done {
        Ok(()) => return see_other(&format!("/desk/sunshine/{id}?done={at}")),
        Err(error) => error,
    };
    let errors = Errors::of(&ui, placed(error))?;
    let seen = ui.clone();
    let shown = app.db.read(move |tx| draft::read(tx, &seen, &actor, id)).await?;
    let shown = DraftPage { at, typed, errors, ..shown };
    let mut answer = page(&ui, &shown)?;
    *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(answer)
}

/// What stands in the way of a step as a whole is said above the steps.
fn placed(error: Error) -> Error {
    match error {
        Error::Refused(mut refusal) if refusal.code != "platform.not_permitted" => {
            refusal.field.get_or_insert("steps");
            Error::Refused(refusal)
        }
        other => other,
    }
}

/// The day of a form; what is wrong with it is told at its field.
fn day(form: &Form) -> Result<Date> {
    let wrong = |sentence: &'static str| platform::Refusal::new("sunshine.day", sentence).at("on");
    match dates::from_form(form, "on") {
        Ok(Some(on)) => Ok(on),
        Ok(None) => Err(wrong(dates::EMPTY).into()),
        Err(sentence) => Err(wrong(sentence).into()),
    }
}

async fn submission(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = id.parse()?;
    let done = steps::submit(&app, &signed.actor, id).await;
    finish(&app, signed, id, ("submit", form), done).await
}

async fn disposal(
    State(app): State<App>,
    Signed { actor, .. }: Signed,
    Path(id): Path<String>,
    _: Form,
) -> Answer {
    drafting::discard(&app, &actor, id.parse()?).await?;
    see_other("/desk/sunshine?discarded=1")
}

async fn give_back(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = id.parse()?;
    let done = steps::give_back(&app, &signed.actor, id, form.get("words").to_owned()).await;
    finish(&app, signed, id, ("return", form), done).await
}

async fn signature(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = id.parse()?;
    let done = steps::sign(&app, &signed.actor, id).await;
    finish(&app, signed, id, ("sign", form), done).await
}

async fn settlement(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = id.parse()?;
    let names = |field: &str| form.all(field).map(str::to_owned).collect::<Vec<_>>();
    let done = match day(&form) {
        Ok(on) => {
            let settled = Settled {
                on,
                of_committee: names("of_committee"),
                of_party: names("of_party"),
                decision: form.get("decision").to_owned(),
            };
            steps::settle(&app, &signed.actor, id, settled).await
        }
        Err(error) => Err(error),
    };
    finish(&app, signed, id, ("settle", form), done).await
}

async fn publication(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = id.parse()?;
    let done = publishing::publish(&app, &signed.actor, id).await;
    if done.is_ok() {
        // Signed at once, so that whoever looks finds the proof; if not now, then in a minute.
        let signing = app.clone();
        let _ = aside("signing", move || platform::log::signing::sign(&signing)).await;
    }
    finish(&app, signed, id, ("publish", form), done).await
}

/// The photos of a form, looked at and kept; the first that will not do is said at its field.
async fn photos(app: &App, sent: &mut Sent) -> Result<Vec<platform::files::Kept>> {
    let (kept, failed) = sent.keep(app, "photo", Allowed::Papers).await?;
    match failed.into_iter().next() {
        Some((_, refusal)) => Err(refusal.at("photo").into()),
        None => Ok(kept),
    }
}

async fn posting(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    mut sent: Sent,
) -> Answer {
    let id = id.parse()?;
    // Whether this person may at all is asked before their files are kept.
    let (actor, wanted) = (signed.actor.clone(), id);
    app.db.read(move |tx| crate::open(tx, &actor, wanted).map(drop)).await?;
    let done = match (day(&sent.form), photos(&app, &mut sent).await) {
        (Ok(on), Ok(kept)) => steps::post(&app, &signed.actor, id, (on, kept)).await,
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    finish(&app, signed, id, ("post", sent.form), done).await
}

async fn taking_down(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    mut sent: Sent,
) -> Answer {
    let id = id.parse()?;
    let (actor, wanted) = (signed.actor.clone(), id);
    app.db.read(move |tx| crate::open(tx, &actor, wanted).map(drop)).await?;
    let done = match (day(&sent.form), photos(&app, &mut sent).await) {
        (Ok(on), Ok(kept)) => steps::take_down(&app, &signed.actor, id, (on, kept)).await,
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    finish(&app, signed, id, ("take_down", sent.form), done).await
}

async fn filing(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = id.parse()?;
    let done = steps::file_away(&app, &signed.actor, id, form.get("place").to_owned()).await;
    finish(&app, signed, id, ("file", form), done).await
}

async fn correction(
    State(app): State<App>,
    Signed { actor, .. }: Signed,
    Path(id): Path<String>,
    _: Form,
) -> Answer {
    let id = drafting::begin_correction(&app, &actor, id.parse()?).await?;
    see_other(&format!("/desk/sunshine/{id}"))
}
