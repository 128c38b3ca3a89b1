//! Declaring that somebody is a near relative of another: first whom, then how and by whose word.

use askama::Template;
use axum::extract::{Path, State};
use platform::{App, PersonId, Result, Tx};
use web::components::{Choice, ErrorSummary, Field};
use web::{Answer, Errors, Form, Signed, Ui, page, see_other};

use crate::model::{KinId, KinKind, PEOPLE_EDIT};
use crate::people;
use crate::people::find_people;
use crate::{actions, refusals, store};

/// Whoever is not among them is found by more letters.
const CANDIDATES_MAX: u32 = 20;

/// The questions about a near relative.
#[derive(Template)]
#[template(path = "registry/kin_form.html")]
pub(crate) struct KinFormPage {
    pub(crate) ui: Ui,
    pub(crate) name: String,
    pub(crate) back: String,
    pub(crate) summary: ErrorSummary,
    pub(crate) search: Field,
    /// Who was found; nobody before somebody was looked for.
    pub(crate) chosen: Option<(Choice, Choice, Field)>,
}

/// A declared relative on a person's page.
pub(crate) struct KinRow {
    pub(crate) href: String,
    pub(crate) end: String,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) source: String,
}

impl KinFormPage {
    pub(crate) fn new(
        ui: &Ui,
        (id, name): (PersonId, &str),
        candidates: &[(PersonId, String)],
        form: &Form,
        errors: &Errors,
    ) -> Self {
        let search = Field::search(ui, "q", ui.t("和谁是近亲属"))
            .hint(ui.t(
                "姓名、拼音或电话。近亲属是配偶、父母、子女、兄弟姐妹、（外）祖父母、（外）孙子女",
            ))
            .typed(form)
            .errors(errors);
        let chosen = (!candidates.is_empty()).then(|| {
            let who = Choice::new(ui, "person", ui.t("是哪一位"))
                .options(candidates.iter().cloned())
                .typed(form)
                .errors(errors);
            let kinds = KinKind::ALL.iter().map(|kind| (kind.word(), ui.say(kind.label())));
            let kind = Choice::new(ui, "kind", ui.t("他们是什么关系"))
                .options(kinds)
                .typed(form)
                .errors(errors);
            let source = Field::text(ui, "source", ui.t("根据什么登记"))
                .hint(ui.t("例如：本人说的、户口簿、换届时的申报表"))
                .typed(form)
                .errors(errors);
            (who, kind, source)
        });
        Self {
            ui: ui.clone(),
            name: name.to_owned(),
            back: format!("/people/{id}"),
            summary: ErrorSummary::new(ui, errors),
            search,
            chosen,
        }
    }
}

/// The declared relatives of a person.
pub(crate) fn rows(tx: &mut Tx<'_>, ui: &Ui, id: PersonId) -> Result<Vec<KinRow>> {
    let declared = store::kin::of(tx, id)?;
    let row = |kin: crate::model::DeclaredKin| {
        let own = kin.person_id == id;
        let (other, name) =
            if own { (kin.other_id, kin.other_name) } else { (kin.person_id, kin.name) };
        KinRow {
            href: format!("/people/{other}"),
            end: format!("/kin/{}/end", kin.id),
            name,
            kind: ui.say(kin.kind.label()).into_owned(),
            source: kin.source,
        }
    };
    Ok(declared.into_iter().map(row).collect())
}

pub(crate) async fn new(State(app): State<App>, signed: Signed, Path(id): Path<String>) -> Answer {
    ask(&app, &signed, id.parse()?, Form::default(), Errors::new()).await
}

async fn ask(app: &App, signed: &Signed, id: PersonId, form: Form, errors: Errors) -> Answer {
    let Signed { ui, actor } = signed.clone();
    let read = app.db.read(move |tx| {
        let person = people::person_for(tx, &actor, id)?;
        actor.permit(PEOPLE_EDIT, &person.area_path)?;
        let (typed, mut errors) = (form.get("q"), errors.clone());
        let mut candidates = Vec::new();
        if !typed.is_empty() {
            let scope = actor.scope(PEOPLE_EDIT)?;
            let found = find_people(tx, &scope, typed, CANDIDATES_MAX)?;
            for other in found.iter().filter(|other| other.id != id && other.died_on.is_none()) {
                let born = other.born_on.map(|on| ui.date_long(on)).unwrap_or_default();
                let area = crate::full_name(tx, &other.area_path)?;
                candidates.push((other.id, format!("{} · {born} · {area}", other.name)));
            }
            if candidates.is_empty() && errors.is_empty() {
                errors.add("q", ui.refusal(&refusals::nobody_found()));
            }
        }
        Ok(KinFormPage::new(&ui, (id, &person.name), &candidates, &form, &errors))
    });
    page(&signed.ui, &read.await?)
}

pub(crate) async fn save(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let (id, ui, mut errors) = (id.parse::<PersonId>()?, &signed.ui, Errors::new());
    if form.get("q").is_empty() {
        errors.take(ui, refusals::person_missing().at("q").into())?;
    } else if form.fields().any(|(name, _)| name == "source") {
        let other = form.get("person").parse::<PersonId>().ok();
        let kind = KinKind::from_word(form.get("kind"));
        if other.is_none() {
            errors.take(ui, refusals::person_missing().into())?;
        }
        if kind.is_none() {
            errors.take(ui, refusals::kin_kind().into())?;
        }
        if let (Some(other), Some(kind)) = (other, kind) {
            let pair = (id, other);
            match actions::note_kin(&app, &signed.actor, pair, kind, form.get("source")).await {
                Ok(_) => return see_other(&format!("/people/{id}")),
                Err(error) => errors.take(ui, error)?,
            }
        }
    }
    ask(&app, &signed, id, form, errors).await
}

pub(crate) async fn end(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let person = actions::end_kin(&app, &signed.actor, id.parse::<KinId>()?).await?;
    // Back to the one of the two on whose page it was pressed.
    let from = form.get("from").parse::<PersonId>().unwrap_or(person);
    see_other(&format!("/people/{from}"))
}
