//! What happened, as it is read; and taking back what was noted wrongly.

use askama::Template;
use axum::extract::{Path, State};
use platform::{Actor, App, PersonId, Result, Tx};
use web::components::{ErrorSummary, Field};
use web::{Answer, Errors, Form, Signed, Ui, page, see_other};

use crate::actions;
use crate::life::{self, Happened};
use crate::model::{LifeEventId, LifeKind, PEOPLE_EDIT, Relation};

/// A line of the record.
pub(crate) struct EventRow {
    pub(crate) title: String,
    pub(crate) when: String,
    pub(crate) notes: Vec<String>,
    /// The others whom it changed.
    pub(crate) people: Vec<(String, String)>,
    /// By whom, when and why it was taken back.
    pub(crate) taken_back: Option<String>,
    /// Where it can be taken back.
    pub(crate) undo: Option<String>,
}

/// Asks why an event is taken back.
#[derive(Template)]
#[template(path = "registry/taking_back.html")]
pub(crate) struct TakingBackPage {
    pub(crate) ui: Ui,
    pub(crate) action: String,
    pub(crate) back: String,
    pub(crate) row: EventRow,
    pub(crate) summary: ErrorSummary,
    pub(crate) words: Field,
}

/// The record of one person or, where `own` is nobody, of a household.
pub(crate) fn rows(
    ui: &Ui,
    actor: &Actor,
    own: Option<PersonId>,
    happened: &[Happened],
) -> Vec<EventRow> {
    happened.iter().map(|one| row(ui, actor, own, one)).collect()
}

fn row(ui: &Ui, actor: &Actor, own: Option<PersonId>, happened: &Happened) -> EventRow {
    let Happened { event, changes, taken_back } = happened;
    let detail = &event.detail.0;
    let mut notes = Vec::new();
    let (from, to) = (&detail.from_area, &detail.to_area);
    match (from.is_empty(), to.is_empty()) {
        (false, false) if from != to => notes.push(ui.t2("从{1}到{2}", from, to)),
        (true, false) => notes.push(to.clone()),
        (false, true) => notes.push(from.clone()),
        _ => {}
    }
    match (detail.from_household.as_str(), detail.to_household.as_str()) {
        ("", "") => {}
        ("", to) => notes.push(ui.t1("{1} 号户", to)),
        (from, "") => notes.push(ui.t1("原来在 {1} 号户", from)),
        (from, to) if from == to => notes.push(ui.t1("{1} 号户", to)),
        (from, to) => notes.push(ui.t2("从 {1} 号户到 {2} 号户", from, to)),
    }
    if !detail.words.is_empty() {
        notes.push(detail.words.clone());
    }
    let relation = |relation: Option<Relation>| {
        relation.map(|one| ui.say(one.label()).into_owned()).unwrap_or_default()
    };
    let mut people = Vec::new();
    for change in changes {
        let (before, after) = (change.before.as_ref().map(|one| &one.0), &change.after.0);
        let new = before.and_then(|one| one.relation) != after.relation;
        let word = if new { relation(after.relation) } else { String::new() };
        if Some(change.person_id) != own {
            people.push((change.name.clone(), word));
        } else if !word.is_empty() {
            notes.push(ui.t1("与户主关系：{1}", word));
        }
    }
    let of_area = event.kind == LifeKind::AreaChanged;
    let may = actor.may(PEOPLE_EDIT, &event.area_path) && taken_back.is_none() && !of_area;
    EventRow {
        title: ui.say(event.kind.label()).into_owned(),
        when: ui.t2("{1}，{2}登记", ui.date_long(event.happened_on), &event.noted_by),
        notes,
        people,
        taken_back: taken_back.as_ref().map(|back| {
            let words = &back.detail.0.words;
            ui.t3("{1} 由{2}撤销：{3}", ui.moment(back.noted_at), &back.noted_by, words)
        }),
        undo: may.then(|| format!("/life-events/{}/taking-back", event.id)),
    }
}

fn taking_back(
    tx: &mut Tx<'_>,
    ui: &Ui,
    actor: &Actor,
    id: LifeEventId,
    (form, errors): (&Form, &Errors),
) -> Result<TakingBackPage> {
    let happened = life::happened(tx, id)?;
    let event = &happened.event;
    let own = !matches!(event.kind, LifeKind::TakenBack | LifeKind::AreaChanged);
    if !actor.may(PEOPLE_EDIT, &event.area_path) || !own {
        return Err(platform::Error::NotFound);
    }
    let person = happened.changes.first().map(|change| format!("/people/{}", change.person_id));
    Ok(TakingBackPage {
        action: format!("/life-events/{id}/taking-back"),
        back: person.unwrap_or_else(|| "/people".to_owned()),
        row: row(ui, actor, None, &happened),
        summary: ErrorSummary::new(ui, errors),
        words: Field::long(ui, "words", ui.t("为什么撤销"))
            .hint(ui.t("例如：同名的人弄错了"))
            .rows(2)
            .typed(form)
            .errors(errors),
        ui: ui.clone(),
    })
}

pub(crate) async fn ask(State(app): State<App>, signed: Signed, Path(id): Path<String>) -> Answer {
    let (id, ui) = (id.parse::<LifeEventId>()?, signed.ui.clone());
    let read = app.db.read(move |tx| {
        taking_back(tx, &signed.ui, &signed.actor, id, (&Form::default(), &Errors::new()))
    });
    page(&ui, &read.await?)
}

pub(crate) async fn save(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = id.parse::<LifeEventId>()?;
    let mut errors = Errors::new();
    match actions::take_back(&app, &signed.actor, id, form.get("words")).await {
        Ok(_) => {
            let read = app.db.read(move |tx| life::happened(tx, id));
            let person = read.await?.changes.first().map(|change| change.person_id);
            return see_other(&person.map_or("/people".into(), |id| format!("/people/{id}")));
        }
        Err(error) => errors.take(&signed.ui, error)?,
    }
    let Signed { ui, actor } = signed.clone();
    let read = app.db.read(move |tx| taking_back(tx, &ui, &actor, id, (&form, &errors)));
    page(&signed.ui, &read.await?)
}
