//! One's own data: who looked at it, a copy of it, what one asked about it; and the same on paper
//! for somebody without a phone.

use askama::Template;
use axum::extract::{Path, State};
use law::parameters::Answer as Known;
use law::privacy::{Erasure, Holding, Right, erasure, reply_until};
use platform::authorisation::post_title;
use platform::clock::date_of;
use platform::personal::{self, Section};
use platform::{App, PersonId, Result, Text, Tx};
use serde_json::json;
use web::answer::download;
use web::{Answer, Form, Signed, Ui, page};

use crate::model::{Look, LookedAt, PersonRequest, Why};
use crate::{actions, people, protection};

/// One's own data.
#[derive(Template)]
#[template(path = "registry/own_privacy.html")]
pub(crate) struct OwnPrivacyPage {
    pub(crate) ui: Ui,
    pub(crate) looks: Vec<LookRow>,
    pub(crate) requests: Vec<RequestRow>,
    pub(crate) rules: Vec<RuleRow>,
    pub(crate) rights: Vec<(Text, String)>,
}

/// The list of looks, on paper.
#[derive(Template)]
#[template(path = "registry/looks_paper.html")]
pub(crate) struct LooksPaper {
    pub(crate) ui: Ui,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) printed_by: String,
    pub(crate) looks: Vec<LookRow>,
}

/// All that is kept about a person, on paper.
#[derive(Template)]
#[template(path = "registry/copy.html")]
pub(crate) struct CopyPage {
    pub(crate) ui: Ui,
    pub(crate) name: String,
    pub(crate) sections: Vec<Section>,
}

/// A look, in people's words.
#[derive(Clone)]
pub(crate) struct LookRow {
    pub(crate) when: String,
    pub(crate) who: String,
    pub(crate) post: String,
    pub(crate) at_what: String,
    pub(crate) why: String,
}

/// A request, as the person sees it.
pub(crate) struct RequestRow {
    pub(crate) title: String,
    pub(crate) standing: String,
    pub(crate) when: String,
    pub(crate) until: String,
    pub(crate) answers: Vec<String>,
}

/// What becomes of a kind of record when one asks for its erasure.
pub(crate) struct RuleRow {
    pub(crate) label: String,
    pub(crate) goes: bool,
    pub(crate) reason: String,
    pub(crate) cite: String,
}

/// Looks in people's words.
pub(crate) fn look_rows(ui: &Ui, looks: &[Look]) -> Vec<LookRow> {
    let row = |look: &Look| {
        let why = Why::from_word(&look.why).map(|why| ui.say(why.label()).into_owned());
        let why = [why.unwrap_or_default(), look.words.clone()];
        LookRow {
            when: ui.moment(look.looked_at),
            who: look.looker_name.clone(),
            post: format!("{} {}", look.body_name, ui.t(&post_title(&look.post))),
            at_what: LookedAt::from_word(&look.at_what)
                .map(|one| ui.say(one.label()).into_owned())
                .unwrap_or_default(),
            why: why
                .iter()
                .filter(|part| !part.is_empty())
                .cloned()
                .collect::<Vec<_>>()
                .join(" · "),
        }
    };
    looks.iter().map(row).collect()
}

/// What the law says of each kind of record.
pub(crate) fn rule_rows(ui: &Ui, open_matters: bool) -> Vec<RuleRow> {
    let row = |holding: Holding| {
        let (goes, reason, cite) = match erasure(holding, open_matters) {
            Erasure::Erased { reason, cite } => (true, reason, cite),
            Erasure::Later { reason, cite } | Erasure::Kept { reason, cite } => {
                (false, reason, cite)
            }
        };
        RuleRow {
            label: ui.t(holding.label()).into_owned(),
            goes,
            reason: ui.t(reason).into_owned(),
            cite: ui.cite(cite),
        }
    };
    Holding::ALL.into_iter().map(row).collect()
}

fn request_row(tx: &mut Tx<'_>, ui: &Ui, request: &PersonRequest) -> Result<RequestRow> {
    let asking = request.asking().map(|asking| ui.say(asking.label()).into_owned());
    let until = match reply_until(date_of(request.asked_at), &[]) {
        Known::Known { value, .. } => ui.t1("最迟 {1} 答复", ui.date(value)),
        Known::NeedsConfirmation { .. } => {
            ui.t("法律要求及时答复，几天内答复由县里确认后公布").into_owned()
        }
    };
    let answers = protection::answers_to(tx, request.id)?;
    let answers = answers.iter().map(|one| {
        let standing = crate::model::RequestStanding::from_word(&one.answer);
        let word = standing.map(|standing| ui.say(standing.label()).into_owned());
        let said = [word.unwrap_or_default(), one.reason.clone()];
        let said: Vec<String> = said.into_iter().filter(|part| !part.is_empty()).collect();
        format!("{} {} {}", ui.moment(one.answered_at), one.answered_by, said.join(" · "))
    });
    Ok(RequestRow {
        title: format!("{} {}", asking.unwrap_or_default(), ui.say(request.about_label())),
        standing: ui.say(request.standing().label()).into_owned(),
        when: ui.moment(request.asked_at),
        until,
        answers: answers.collect(),
    })
}

pub(crate) async fn show(State(app): State<App>, signed: Signed) -> Answer {
    let Signed { ui, actor } = signed.clone();
    let read = app.db.read(move |tx| {
        let person = actor.person()?;
        let looks = protection::looks_at(tx, person)?;
        let mut requests = Vec::new();
        for request in protection::requests_of(tx, person)? {
            requests.push(request_row(tx, &ui, &request)?);
        }
        let rights = Right::ALL.into_iter();
        Ok(OwnPrivacyPage {
            looks: look_rows(&ui, &looks),
            requests,
            rules: rule_rows(&ui, personal::has_open_matters(tx, person)?),
            rights: rights.map(|right| (Text(right.label()), ui.cite(right.cite()))).collect(),
            ui: ui.clone(),
        })
    });
    page(&signed.ui, &read.await?)
}

pub(crate) async fn copy(State(app): State<App>, signed: Signed) -> Answer {
    let (ui, actor) = (signed.ui.clone(), signed.actor.clone());
    let read = app.db.read(move |tx| {
        let sections = personal::about(tx, actor.person()?)?;
        Ok(CopyPage { ui: ui.clone(), name: actor.name.clone(), sections })
    });
    page(&signed.ui, &read.await?)
}

pub(crate) async fn copy_as_file(State(app): State<App>, signed: Signed) -> Answer {
    let actor = signed.actor.clone();
    let sections = app.db.read(move |tx| personal::about(tx, actor.person()?)).await?;
    let sections: Vec<serde_json::Value> = sections.iter().map(section_json).collect();
    let whole = json!({ "name": signed.actor.name, "sections": sections });
    let bytes = serde_json::to_vec_pretty(&whole).map_err(platform::Error::from)?;
    download("personal-data.json", "application/json", bytes)
}

/// The labels are those of the page, so that a person can compare the two.
fn section_json(section: &Section) -> serde_json::Value {
    let record = |record: &Vec<(Text, String)>| {
        let fields = record.iter().map(|(label, value)| (label.to_string(), json!(value)));
        serde_json::Value::Object(fields.collect())
    };
    let records: Vec<serde_json::Value> = section.records.iter().map(record).collect();
    json!({ "title": section.title.to_string(), "records": records })
}

/// The list of looks for somebody who came to the counter; printing it is a look itself.
pub(crate) async fn paper(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    _: Form,
) -> Answer {
    let id = id.parse::<PersonId>()?;
    actions::note_paper(&app, &signed.actor, id).await?;
    let Signed { ui, actor } = signed.clone();
    let read = app.db.read(move |tx| {
        let person = people::person_for(tx, &actor, id)?;
        let looks = protection::looks_at(tx, id)?;
        Ok(LooksPaper {
            ui: ui.clone(),
            id: id.to_string(),
            name: person.name,
            printed_by: actor.name.clone(),
            looks: look_rows(&ui, &looks),
        })
    });
    page(&signed.ui, &read.await?)
}
