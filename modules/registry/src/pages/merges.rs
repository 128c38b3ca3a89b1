//! One merge: who proposed it, who confirmed it, and how it is undone.

use askama::Template;
use axum::extract::{Path, State};
use platform::App;
use web::components::Facts;
use web::{Answer, Form, Signed, Ui, page, see_other};

use crate::model::{Fact, MergeId, PEOPLE_MERGE};
use crate::{actions, duplicates, people};

/// A merge.
#[derive(Template)]
#[template(path = "registry/merge.html")]
pub(crate) struct MergePage {
    pub(crate) ui: Ui,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) person: String,
    pub(crate) facts: Facts,
    pub(crate) waits: bool,
    /// The reader proposed it, and waits for another.
    pub(crate) own: bool,
    pub(crate) stands: bool,
}

pub(crate) async fn show(State(app): State<App>, signed: Signed, Path(id): Path<String>) -> Answer {
    let (id, Signed { ui, actor }) = (id.parse::<MergeId>()?, signed.clone());
    let read = app.db.read(move |tx| {
        let merge = duplicates::merge(tx, id)?;
        let kept = people::person_for(tx, &actor, merge.kept_id)?;
        actor.permit(PEOPLE_MERGE, &kept.area_path)?;
        let said = |by: &str, at| format!("{by} · {}", ui.moment(at));
        let mut facts =
            Facts::new(&ui).fact(ui.t("提出合并"), said(&merge.proposed_by, merge.proposed_at));
        let taken: Vec<String> = Fact::ALL
            .iter()
            .filter(|fact| merge.takes(**fact))
            .map(|fact| ui.say(fact.label()).into_owned())
            .collect();
        if !taken.is_empty() {
            facts = facts.fact(ui.t("用第二个登记的值"), taken.join("、"));
        }
        let later = [
            (ui.t("没有同意"), merge.declined_by.as_ref().zip(merge.declined_at)),
            (ui.t("确认合并"), merge.confirmed_by.as_ref().zip(merge.confirmed_at)),
            (ui.t("撤销合并"), merge.undone_by.as_ref().zip(merge.undone_at)),
        ];
        for (label, done) in later {
            if let Some((by, at)) = done {
                facts = facts.fact(label, said(by, at));
            }
        }
        Ok(MergePage {
            id: id.to_string(),
            name: kept.name,
            person: format!("/people/{}", merge.kept_id),
            facts,
            waits: merge.waits(),
            own: merge.proposed_by_id == actor.person_id,
            stands: merge.stands(),
            ui: ui.clone(),
        })
    });
    page(&signed.ui, &read.await?)
}

pub(crate) async fn confirm(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    _: Form,
) -> Answer {
    let id = id.parse::<MergeId>()?;
    actions::confirm_merge(&app, &signed.actor, id).await?;
    see_other(&format!("/merges/{id}"))
}

pub(crate) async fn decline(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    _: Form,
) -> Answer {
    let id = id.parse::<MergeId>()?;
    actions::decline_merge(&app, &signed.actor, id).await?;
    see_other(&format!("/merges/{id}"))
}

pub(crate) async fn undo(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    _: Form,
) -> Answer {
    let id = id.parse::<MergeId>()?;
    actions::undo_merge(&app, &signed.actor, id).await?;
    see_other(&format!("/merges/{id}"))
}
