//! Noting what happens to a household: a birth into it, a split, a joining, who is its head.

use axum::extract::{Path, State};
use jiff::civil::Date;
use platform::{App, PersonId, Result};
use web::components::{Choice, ErrorSummary, Field, Select};
use web::{Answer, Errors, Form, Signed, Ui, page, see_other};

use super::{LifeFormPage, day, day_typed, kind_of};
use crate::actions;
use crate::model::{
    Household, HouseholdId, IdentityNumber, LifeKind, Member, NewPerson, PEOPLE_EDIT, Relation,
    Residence, Sex,
};
use crate::{life, people, refusals};

/// Each member with the relation to the head of the household they will belong to.
pub(crate) struct RelationsAsked {
    pub(crate) legend: String,
    pub(crate) error: String,
    pub(crate) rows: Vec<Select>,
}

/// What a form needs to know about the household.
pub(crate) struct Asked {
    pub(crate) household: Household,
    pub(crate) members: Vec<Member>,
    pub(crate) next_number: String,
}

pub(crate) async fn ask(
    State(app): State<App>,
    signed: Signed,
    Path((id, kind)): Path<(String, String)>,
) -> Answer {
    let (id, kind) = (id.parse::<HouseholdId>()?, kind_of(&kind)?);
    ask_again(&app, &signed, (id, kind), Form::default(), Errors::new()).await
}

async fn ask_again(
    app: &App,
    signed: &Signed,
    (id, kind): (HouseholdId, LifeKind),
    form: Form,
    errors: Errors,
) -> Answer {
    let Signed { ui, actor } = signed.clone();
    let read = app.db.read(move |tx| {
        let household = people::household_for(tx, &actor, id)?;
        actor.permit(PEOPLE_EDIT, &household.area_path)?;
        let next_number = life::next_number(tx, &household.area_path)?;
        let asked = Asked { members: life::members(tx, id)?, household, next_number };
        form_page(&ui, kind, &asked, &form, &errors)
    });
    page(&signed.ui, &read.await?)
}

/// The questions of one kind of event.
pub(crate) fn form_page(
    ui: &Ui,
    kind: LifeKind,
    asked: &Asked,
    form: &Form,
    errors: &Errors,
) -> Result<LifeFormPage> {
    let number = |label: &str| Field::text(ui, "household", ui.t(label)).short();
    let on = day(ui, form, errors).to_string();
    let fresh = form.fields().next().is_none();
    let (pieces, relations, hint) = match kind {
        LifeKind::Born => (born(ui, asked, form, errors), None, ui.t("身份证号可以以后再补。")),
        LifeKind::HouseholdSplit => {
            let field = number("新户的户号");
            let field = if fresh { field.value(&asked.next_number) } else { field.typed(form) };
            let relations = relations(ui, asked, Ask::WhoLeaves, form, errors);
            let pieces = vec![on, field.errors(errors).to_string()];
            (pieces, Some(relations), ui.t("没有选的人留在原来的户。"))
        }
        LifeKind::HouseholdsJoined => {
            let field = number("并到几号户").typed(form).errors(errors);
            let relations = relations(ui, asked, Ask::ToOtherHead, form, errors);
            let hint = ui.t("全家并过去，原来的户号不再用。关系照那一户的户主写。");
            (vec![on, field.to_string()], Some(relations), hint)
        }
        LifeKind::RelationsNoted => {
            let relations = relations(ui, asked, Ask::Everybody, form, errors);
            (vec![on], Some(relations), ui.t("换户主也在这里：选新的户主，再改其他人的关系。"))
        }
        _ => return Err(platform::Error::NotFound),
    };
    let back = format!("/households/{}", asked.household.id);
    let title = match kind {
        LifeKind::RelationsNoted => ui.t("登记户主和与户主关系").into_owned(),
        _ => ui.t1("登记{1}", ui.say(kind.label())),
    };
    Ok(LifeFormPage {
        title: ui.t2("{1}：{2} 号户", title, &asked.household.number),
        name: String::new(),
        action: format!("{back}/life-events/{}", kind.word()),
        back,
        summary: ErrorSummary::new(ui, errors),
        pieces,
        relations,
        hint: hint.into_owned(),
        button: ui.t("保存").into_owned(),
        ui: ui.clone(),
    })
}

/// What is asked about each member.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ask {
    /// Nothing chosen means that the person stays.
    WhoLeaves,
    /// The relation to the head of the other household, who is there already.
    ToOtherHead,
    /// The relation of everybody, as it stands.
    Everybody,
}

fn relations(ui: &Ui, asked: &Asked, ask: Ask, form: &Form, errors: &Errors) -> RelationsAsked {
    let fresh = form.fields().next().is_none();
    let row = |member: &Member| {
        let possible =
            Relation::ALL.iter().filter(|one| ask != Ask::ToOtherHead || **one != Relation::Head);
        let select = Select::new(ui, format!("relation-{}", member.id), &member.name)
            .options(possible.map(|one| (one.word(), ui.say(one.label()))));
        let select =
            if ask == Ask::WhoLeaves { select.empty(ui.t("留在原来的户")) } else { select };
        match member.relation {
            Some(relation) if fresh && ask == Ask::Everybody => select.chosen(relation.word()),
            _ => select.typed(form),
        }
    };
    RelationsAsked {
        legend: match ask {
            Ask::WhoLeaves => ui.t("谁分出去，和新户主是什么关系"),
            Ask::ToOtherHead => ui.t("每个人和那一户的户主是什么关系"),
            Ask::Everybody => ui.t("每个人和户主是什么关系"),
        }
        .into_owned(),
        error: errors.at("who").unwrap_or_default().to_owned(),
        rows: asked.members.iter().filter(|member| member.died_on.is_none()).map(row).collect(),
    }
}

fn born(ui: &Ui, asked: &Asked, form: &Form, errors: &Errors) -> Vec<String> {
    let parent = |name, label: &str, sex| {
        let members = asked.members.iter().filter(move |one| one.sex == sex);
        Select::new(ui, name, ui.t(label))
            .empty(ui.t("不在这一户，或者不登记"))
            .options(members.map(|one| (one.id, &one.name)))
            .typed(form)
            .errors(errors)
    };
    let father = parent("father", "父亲", Sex::Male)
        .hint(ui.t("登记了父母，换届回避才查得出来；祖父母、兄弟姐妹照父母的登记推出来"));
    let sexes = Sex::ALL.iter().map(|sex| (sex.word(), ui.say(sex.label())));
    let of_children = [Relation::Son, Relation::Daughter, Relation::Grandchild, Relation::Other];
    let relations = of_children.iter().map(|one| (one.word(), ui.say(one.label())));
    vec![
        Field::text(ui, "name", ui.t("孩子的姓名")).typed(form).errors(errors).to_string(),
        Choice::new(ui, "sex", ui.t("性别"))
            .inline()
            .options(sexes)
            .typed(form)
            .errors(errors)
            .to_string(),
        day(ui, form, errors).to_string(),
        Field::identity(ui, "identity_number", ui.t("身份证号"))
            .optional()
            .typed(form)
            .errors(errors)
            .to_string(),
        Select::new(ui, "relation", ui.t("和户主的关系"))
            .options(relations)
            .typed(form)
            .errors(errors)
            .to_string(),
        parent("mother", "母亲", Sex::Female).to_string(),
        father.to_string(),
    ]
}

pub(crate) async fn save(
    State(app): State<App>,
    signed: Signed,
    Path((id, kind)): Path<(String, String)>,
    form: Form,
) -> Answer {
    let (id, kind) = (id.parse::<HouseholdId>()?, kind_of(&kind)?);
    let mut errors = Errors::new();
    if let Some(on) = day_typed(&signed.ui, &form, &mut errors) {
        match note(&app, &signed, (id, kind), on, &form).await {
            Ok(address) => return see_other(&address),
            Err(error) => errors.take(&signed.ui, error)?,
        }
    }
    ask_again(&app, &signed, (id, kind), form, errors).await
}

async fn note(
    app: &App,
    signed: &Signed,
    (id, kind): (HouseholdId, LifeKind),
    on: Date,
    form: &Form,
) -> Result<String> {
    let (actor, number) = (&signed.actor, form.get("household"));
    let household = match kind {
        LifeKind::Born => return born_into(app, signed, id, on, form).await,
        LifeKind::HouseholdSplit => {
            actions::split_household(app, actor, id, (on, number), chosen(form)?).await?
        }
        LifeKind::HouseholdsJoined => {
            actions::join_households(app, actor, id, (on, number), chosen(form)?).await?
        }
        LifeKind::RelationsNoted => {
            actions::note_relations(app, actor, id, on, chosen(form)?).await?;
            id
        }
        _ => return Err(platform::Error::NotFound),
    };
    Ok(format!("/households/{household}"))
}

/// The members for whom a relation was chosen.
fn chosen(form: &Form) -> Result<Vec<(PersonId, Relation)>> {
    let mut chosen = Vec::new();
    for (name, word) in form.fields() {
        let person = name.strip_prefix("relation-");
        if let (Some(person), Some(relation)) = (person, Relation::from_word(word)) {
            chosen.push((person.parse()?, relation));
        }
    }
    Ok(chosen)
}

async fn born_into(
    app: &App,
    signed: &Signed,
    id: HouseholdId,
    on: Date,
    form: &Form,
) -> Result<String> {
    let actor = signed.actor.clone();
    let household = app.db.read(move |tx| people::household_for(tx, &actor, id)).await?;
    let typed = form.compact("identity_number");
    let identity_number = if typed.is_empty() { None } else { Some(IdentityNumber::read(&typed)?) };
    let sex = Sex::from_word(form.get("sex"))
        .or(identity_number.as_ref().map(IdentityNumber::sex))
        .ok_or_else(refusals::sex_missing)?;
    let relation =
        Relation::from_word(form.get("relation")).ok_or_else(refusals::relation_needed)?;
    let child = NewPerson {
        name: form.get("name").to_owned(),
        sex,
        born_on: Some(on),
        identity_number,
        phone: None,
        no_phone: true,
        household_number: Some(household.number),
        area_path: household.area_path,
        residence: Residence::HukouHere,
        resident_since_on: None,
    };
    let event = (LifeKind::Born, on);
    let parents = ["mother", "father"].iter().filter_map(|name| form.get(name).parse().ok());
    let family = (Some(relation), parents.collect());
    let child = actions::note_coming(app, &signed.actor, child, event, family).await?;
    Ok(format!("/people/{child}"))
}
