//! Registrations that may be one person: the list of a village, and two side by side.

use askama::Template;
use axum::extract::{Path, State};
use platform::area::Level;
use platform::{Actor, App, AreaId, Error, PersonId, Result, Tx, identity};
use web::components::{Choice, ErrorSummary};
use web::{Answer, Errors, Form, Signed, Ui, page, see_other};

use super::names::Names;
use crate::actions::{self, Proposal};
use crate::model::{Fact, PEOPLE_MERGE, Person, Side};
use crate::{areas, duplicates, people};

/// What may be twice in a village; in wider areas the villages to choose from.
#[derive(Template)]
#[template(path = "registry/duplicates.html")]
pub(crate) struct DuplicatesPage {
    pub(crate) ui: Ui,
    pub(crate) area: String,
    pub(crate) id: String,
    /// The areas below, where this is no village.
    pub(crate) below: Vec<(String, String)>,
    pub(crate) is_village: bool,
    pub(crate) rows: Vec<PairRow>,
    pub(crate) waiting: Vec<(String, String)>,
}

/// Two registrations in a list.
pub(crate) struct PairRow {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) score: String,
    pub(crate) reason: String,
    pub(crate) areas: String,
}

/// Two registrations side by side.
#[derive(Template)]
#[template(path = "registry/compare.html")]
pub(crate) struct ComparePage {
    pub(crate) ui: Ui,
    pub(crate) name: String,
    pub(crate) action: String,
    pub(crate) not_same: String,
    pub(crate) back: String,
    /// The second registration.
    pub(crate) other: String,
    pub(crate) lines: Vec<Line>,
    pub(crate) summary: ErrorSummary,
    pub(crate) facts: Vec<Choice>,
    pub(crate) account: Option<Choice>,
}

pub(crate) async fn list(State(app): State<App>, signed: Signed, Path(id): Path<String>) -> Answer {
    let (id, Signed { ui, actor }) = (id.parse::<AreaId>()?, signed.clone());
    let read = app.db.read(move |tx| {
        let area = areas::area(tx, id)?;
        let scope = actor.scope(PEOPLE_MERGE)?;
        scope.admit(&area.path, ())?;
        let is_village = area.level() >= Level::Village;
        let (mut rows, mut below) = (Vec::new(), Vec::new());
        if is_village {
            let pairs = duplicates::pairs(tx, &area.path, &scope)?;
            let places = pairs.iter().flat_map(|pair| [&pair.first_area, &pair.second_area]);
            let names = Names::of_all(tx, places)?;
            for pair in pairs {
                let likeness = pair.likeness();
                let (one, other) = (&pair.first_area, &pair.second_area);
                let mut place = names.of(one);
                if one != other {
                    place = format!("{place} · {}", names.of(other));
                }
                rows.push(PairRow {
                    href: format!("/people/{}/same-as/{}", pair.first_id, pair.second_id),
                    name: pair.name.clone(),
                    score: ui.say(likeness.score()).into_owned(),
                    reason: ui.say(likeness.label()).into_owned(),
                    areas: place,
                });
            }
        } else {
            for one in areas::areas_below(tx, id, 500)? {
                below.push((format!("/areas/{}/duplicates", one.id), one.name));
            }
        }
        let waiting = duplicates::waiting(tx, &scope)?;
        Ok(DuplicatesPage {
            ui: ui.clone(),
            area: areas::full_name(tx, &area.path)?,
            id: id.to_string(),
            below,
            is_village,
            rows,
            waiting: waiting
                .into_iter()
                .map(|(merge, name)| (format!("/merges/{}", merge.id), name))
                .collect(),
        })
    });
    page(&signed.ui, &read.await?)
}

/// What both say of one fact.
pub(crate) struct Line {
    pub(crate) title: String,
    pub(crate) first: String,
    pub(crate) second: String,
    pub(crate) differs: bool,
}

/// One of the two, as it is compared.
pub(crate) struct Compared {
    pub(crate) id: PersonId,
    pub(crate) name: String,
    pub(crate) values: Vec<(Fact, String)>,
    pub(crate) has_account: bool,
}

fn compared(tx: &mut Tx<'_>, ui: &Ui, actor: &Actor, id: PersonId) -> Result<Compared> {
    let person = people::person_for(tx, actor, id)?;
    actor.permit(PEOPLE_MERGE, &person.area_path)?;
    let values = Fact::ALL
        .iter()
        .map(|fact| Ok((*fact, value(tx, ui, &person, *fact)?)))
        .collect::<Result<_>>()?;
    Ok(Compared { id, name: person.name, values, has_account: identity::has_account(tx, id)? })
}

fn value(tx: &mut Tx<'_>, ui: &Ui, person: &Person, fact: Fact) -> Result<String> {
    Ok(match fact {
        Fact::Name => person.name.clone(),
        Fact::Sex => ui.say(person.sex.label()).into_owned(),
        Fact::Born => person.born_on.map(|on| ui.date_long(on)).unwrap_or_default(),
        Fact::Identity => people::identity_number_masked(tx, person)?.unwrap_or_default(),
        Fact::Phone => person.phone_masked().unwrap_or_default(),
        Fact::Standing => {
            let mut words = vec![areas::full_name(tx, &person.area_path)?];
            if let Some(household) = person.household_id {
                let number = people::household(tx, household)?.number;
                words.push(ui.t1("{1} 号户", number));
            }
            words.push(ui.say(person.residence.label()).into_owned());
            words.extend(super::people::gone(person).map(|gone| ui.say(gone).into_owned()));
            words.join(" · ")
        }
    })
}

/// Puts the two side by side.
pub(crate) fn compare_page(
    ui: &Ui,
    (one, other): (&Compared, &Compared),
    form: &Form,
    errors: &Errors,
) -> ComparePage {
    let fresh = form.fields().next().is_none();
    let shown = |value: &str| {
        if value.is_empty() { ui.t("没有登记").into_owned() } else { value.to_owned() }
    };
    let mut facts = Vec::new();
    for ((fact, first), (_, second)) in one.values.iter().zip(&other.values) {
        if first == second {
            continue;
        }
        // What is known stays rather than what is not.
        let better = if first.is_empty() { Side::Merged } else { Side::Kept };
        let choice = Choice::new(ui, fact.word(), ui.say(fact.label()))
            .option(Side::Kept.word(), shown(first))
            .option(Side::Merged.word(), shown(second));
        facts.push(if fresh { choice.chosen(better.word()) } else { choice.typed(form) });
    }
    let known = one.values.iter().zip(&other.values);
    let known = known.map(|((fact, first), (_, second))| Line {
        title: ui.say(fact.label()).into_owned(),
        first: shown(first),
        second: shown(second),
        differs: first != second,
    });
    let both = one.has_account && other.has_account;
    let account = both.then(|| {
        Choice::new(ui, "account", ui.t("留哪个账号"))
            .option(Side::Kept.word(), ui.t("第一个登记的账号"))
            .option(Side::Merged.word(), ui.t("第二个登记的账号"))
            .typed(form)
            .errors(errors)
    });
    let address = format!("/people/{}/same-as/{}", one.id, other.id);
    ComparePage {
        ui: ui.clone(),
        name: one.name.clone(),
        not_same: format!("{address}/not-the-same"),
        action: address,
        back: format!("/people/{}", one.id),
        other: format!("/people/{}", other.id),
        lines: known.collect(),
        summary: ErrorSummary::new(ui, errors),
        facts,
        account,
    }
}

pub(crate) async fn compare(
    State(app): State<App>,
    signed: Signed,
    Path((one, other)): Path<(String, String)>,
) -> Answer {
    let pair = (one.parse::<PersonId>()?, other.parse::<PersonId>()?);
    again(&app, &signed, pair, Form::default(), Errors::new()).await
}

async fn again(
    app: &App,
    signed: &Signed,
    (one, other): (PersonId, PersonId),
    form: Form,
    errors: Errors,
) -> Answer {
    let Signed { ui, actor } = signed.clone();
    let read = app.db.read(move |tx| {
        if one == other {
            return Err(Error::NotFound);
        }
        let first = compared(tx, &ui, &actor, one)?;
        let second = compared(tx, &ui, &actor, other)?;
        Ok(compare_page(&ui, (&first, &second), &form, &errors))
    });
    page(&signed.ui, &read.await?)
}

/// Proposes the merge, and makes it at once where one pair of eyes is enough.
pub(crate) async fn merge(
    State(app): State<App>,
    signed: Signed,
    Path((one, other)): Path<(String, String)>,
    form: Form,
) -> Answer {
    let pair = (one.parse::<PersonId>()?, other.parse::<PersonId>()?);
    let taken = |fact: &&Fact| form.get(fact.word()) == Side::Merged.word();
    let new = Proposal {
        kept: pair.0,
        merged: pair.1,
        taken: Fact::ALL.iter().filter(taken).copied().collect(),
        account: Side::from_word(form.get("account")),
    };
    let id = match actions::propose_merge(&app, &signed.actor, new).await {
        Ok(id) => id,
        Err(error) => {
            let errors = Errors::of(&signed.ui, error)?;
            return again(&app, &signed, pair, form, errors).await;
        }
    };
    match actions::confirm_merge(&app, &signed.actor, id).await {
        Ok(_) => {}
        // It waits for a colleague; its page says so.
        Err(Error::Refused(refusal)) if refusal.code == "registry.second_eyes" => {}
        Err(error) => return Err(error.into()),
    }
    see_other(&format!("/merges/{id}"))
}

pub(crate) async fn not_the_same(
    State(app): State<App>,
    signed: Signed,
    Path((one, other)): Path<(String, String)>,
    _: Form,
) -> Answer {
    let pair = (one.parse::<PersonId>()?, other.parse::<PersonId>()?);
    actions::note_not_the_same(&app, &signed.actor, pair).await?;
    see_other(&format!("/people/{}", pair.0))
}
