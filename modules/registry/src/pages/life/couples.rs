//! Noting a marriage: first who, then when and where they live.

use platform::{App, PersonId};
use web::components::{Choice, ErrorSummary, Field, Select};
use web::{Answer, Errors, Form, Signed, Ui, page, see_other};

use super::{LifeFormPage, day, day_typed, subject};
use crate::actions::{self, Into};
use crate::model::{LifeKind, Person, Relation};
use crate::people::find_people;
use crate::refusals;

/// More than this are not shown: type more of the name.
const CANDIDATES_MAX: u32 = 20;

/// What is asked where.
pub(crate) struct Couple<'a> {
    pub(crate) person: &'a Person,
    pub(crate) candidates: Vec<(PersonId, String)>,
}

pub(super) async fn ask(
    app: &App,
    signed: &Signed,
    id: PersonId,
    form: Form,
    errors: Errors,
) -> Answer {
    let Signed { ui, actor } = signed.clone();
    let read = app.db.read(move |tx| {
        let subject = subject(tx, &actor, id)?;
        let typed = form.get("q");
        let mut errors = errors.clone();
        let mut candidates = Vec::new();
        if !typed.is_empty() {
            let scope = actor.scope(crate::model::PEOPLE_EDIT)?;
            let found = find_people(tx, &scope, typed, CANDIDATES_MAX)?;
            let alive = |person: &&Person| {
                person.id != id && person.died_on.is_none() && person.left_on.is_none()
            };
            for person in found.iter().filter(alive) {
                let born = person.born_on.map(|on| ui.date_long(on)).unwrap_or_default();
                let area = crate::full_name(tx, &person.area_path)?;
                candidates.push((person.id, format!("{} · {born} · {area}", person.name)));
            }
            if candidates.is_empty() && errors.is_empty() {
                errors.add("q", ui.refusal(&refusals::nobody_found()));
            }
        }
        let couple = Couple { person: &subject.person, candidates };
        Ok(couple_page(&ui, &couple, &form, &errors))
    });
    page(&signed.ui, &read.await?)
}

/// The questions about a couple.
pub(crate) fn couple_page(
    ui: &Ui,
    couple: &Couple<'_>,
    form: &Form,
    errors: &Errors,
) -> LifeFormPage {
    let name = &couple.person.name;
    let search = Field::search(ui, "q", ui.t("和谁结婚"))
        .hint(ui.t("姓名、拼音或电话。对方还没有登记的，请先登记对方"));
    let mut pieces = vec![search.typed(form).errors(errors).to_string()];
    let chosen = !couple.candidates.is_empty();
    if chosen {
        let person = Choice::new(ui, "person", ui.t("是哪一位"))
            .options(couple.candidates.iter().cloned())
            .typed(form)
            .errors(errors);
        let into = Choice::new(ui, "into", ui.t("婚后住在哪一户"))
            .option("ours", ui.t1("住到{1}这一户", name))
            .option("theirs", ui.t("住到对方那一户"))
            .option("apart", ui.t("各住各的，户不变"))
            .typed(form)
            .errors(errors);
        let relation = Select::new(ui, "relation", ui.t("搬过来的人和户主是什么关系"))
            .options(Relation::ALL.iter().map(|one| (one.word(), ui.say(one.label()))))
            .optional()
            .typed(form)
            .errors(errors);
        pieces.push(person.to_string());
        pieces.push(day(ui, form, errors).to_string());
        pieces.push(into.to_string());
        pieces.push(relation.to_string());
    }
    let back = format!("/people/{}", couple.person.id);
    let hint = if chosen {
        ui.t("结婚登记由民政部门办，这里只记下村里的变动。")
    } else {
        ui.t("先找到对方，再填日期和住在哪里。")
    };
    LifeFormPage {
        title: ui.t1("登记{1}", ui.say(LifeKind::Married.label())),
        name: name.clone(),
        action: format!("{back}/life-events/{}", LifeKind::Married.word()),
        back,
        summary: ErrorSummary::new(ui, errors),
        pieces,
        relations: None,
        hint: hint.into_owned(),
        button: if chosen { ui.t("保存") } else { ui.t("查找") }.into_owned(),
        ui: ui.clone(),
    }
}

pub(super) async fn save(app: &App, signed: &Signed, id: PersonId, form: Form) -> Answer {
    let ui = &signed.ui;
    let mut errors = Errors::new();
    if form.get("q").is_empty() {
        errors.add("q", ui.refusal(&refusals::person_missing()));
    } else if form.fields().any(|(name, _)| name.starts_with("happened_on"))
        && let Some((spouse, on, into)) = typed(ui, &form, &mut errors)
    {
        let pair = (id, spouse);
        match actions::note_marriage(app, &signed.actor, pair, on, into).await {
            Ok(_) => return see_other(&format!("/people/{id}")),
            Err(error) => errors.take(ui, error)?,
        }
    }
    ask(app, signed, id, form, errors).await
}

/// Whom, when and where; what is missing is noted.
fn typed(ui: &Ui, form: &Form, errors: &mut Errors) -> Option<(PersonId, jiff::civil::Date, Into)> {
    let spouse: Option<PersonId> = form.get("person").parse().ok();
    if spouse.is_none() {
        errors.add("person", ui.refusal(&refusals::person_missing()));
    }
    let on = day_typed(ui, form, errors);
    let into = read_into(form).unwrap_or_else(|refusal| {
        errors.add(refusal.field.unwrap_or("into"), ui.refusal(&refusal));
        None
    });
    Some((spouse?, on?, into?))
}

fn read_into(form: &Form) -> std::result::Result<Option<Into>, platform::Refusal> {
    let relation = Relation::from_word(form.get("relation"));
    let needed = || relation.ok_or_else(refusals::relation_needed);
    Ok(Some(match form.get("into") {
        "ours" => Into::Ours(needed()?),
        "theirs" => Into::Theirs(needed()?),
        "apart" => Into::Apart,
        _ => return Err(refusals::into_missing()),
    }))
}
