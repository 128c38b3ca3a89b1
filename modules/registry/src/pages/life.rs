//! Noting what happened in a person's life: one short page an event, and the record of it.

pub(crate) mod couples;
pub(crate) mod households;
pub(crate) mod record;
pub(crate) mod residents;

use askama::Template;
use axum::extract::{Path, State};
use platform::{Actor, App, AreaPath, PersonId, Result, Scope, Text, Tx, text};
use web::components::{Choice, DateField, ErrorSummary, Field, Select, Ticks};
use web::{Answer, Errors, Form, Signed, Ui, page, see_other};

use super::names::{self, places_to_live};
use super::person_form::date;
use crate::actions::{self, Move};
use crate::model::{LifeKind, Member, PEOPLE_EDIT, Person, Residence, Standing};
use crate::{life, people, refusals};

/// What may be noted of somebody who lives here, in the order of the page.
const OF_PRESENT: [(LifeKind, Text); 5] = [
    (LifeKind::Moved, text("搬到本县别的村，或者换到别的户")),
    (LifeKind::Married, text("两个人都在登记里的")),
    (LifeKind::Divorced, text("搬不搬家另外登记")),
    (LifeKind::MovedOut, text("不再是本县的人；外出打工不算")),
    (LifeKind::Died, text("账号会关闭，职务到那天为止")),
];

/// What can be noted of somebody or of something.
#[derive(Template)]
#[template(path = "registry/life_choices.html")]
pub(crate) struct ChoicesPage {
    pub(crate) ui: Ui,
    pub(crate) title: Text,
    pub(crate) name: String,
    pub(crate) back: String,
    /// Address, name and explanation of each.
    pub(crate) choices: Vec<(String, Text, Text)>,
    /// What is said where there is none.
    pub(crate) none: Text,
    /// What else is worth knowing.
    pub(crate) hint: Text,
}

/// What the choices of a person say: the title, where there is none, and what is elsewhere.
pub(crate) const CHOICES: (Text, Text, Text) = (
    text("发生了什么"),
    text("已经登记为去世，没有别的可以登记。登记错了，请到这个人的经过里撤销。"),
    text("出生、分户、并户、换户主，在户的页面上登记。写错了字，用“更正登记”。"),
);

/// The questions about one event.
#[derive(Template)]
#[template(path = "registry/life_form.html")]
pub(crate) struct LifeFormPage {
    pub(crate) ui: Ui,
    pub(crate) title: String,
    /// Whose life; nobody's name where it is a household's.
    pub(crate) name: String,
    pub(crate) back: String,
    pub(crate) action: String,
    pub(crate) summary: ErrorSummary,
    /// The questions, each a piece of finished HTML.
    pub(crate) pieces: Vec<String>,
    /// The members of a household, each with the relation to the head.
    pub(crate) relations: Option<households::RelationsAsked>,
    /// What follows from it.
    pub(crate) hint: String,
    pub(crate) button: String,
}

/// What a form needs to know about the person.
pub(crate) struct Subject {
    pub(crate) person: Person,
    pub(crate) standing: Standing,
    pub(crate) members: Vec<Member>,
    pub(crate) places: Vec<names::Choice>,
}

/// The kind in an address; another word leads nowhere.
fn kind_of(word: &str) -> Result<LifeKind> {
    LifeKind::from_word(word).ok_or(platform::Error::NotFound)
}

pub(crate) async fn choose(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
) -> Answer {
    let (id, ui) = (id.parse::<PersonId>()?, signed.ui.clone());
    let read = app.db.read(move |tx| {
        let subject = subject(tx, &signed.actor, id)?;
        Ok(ChoicesPage {
            title: CHOICES.0,
            none: CHOICES.1,
            hint: CHOICES.2,
            name: subject.person.name.clone(),
            back: format!("/people/{id}"),
            choices: choices(&subject)
                .into_iter()
                .map(|(kind, hint)| {
                    (format!("/people/{id}/life-events/{}", kind.word()), kind.label(), hint)
                })
                .collect(),
            ui: signed.ui.clone(),
        })
    });
    page(&ui, &read.await?)
}

/// Nothing more happens to the dead; who left can come back.
fn choices(subject: &Subject) -> Vec<(LifeKind, Text)> {
    let standing = &subject.standing;
    if standing.died_on.is_some() {
        return Vec::new();
    }
    if standing.left_on.is_some() {
        return vec![(LifeKind::MovedIn, text("回到本县，还是原来的登记"))];
    }
    let fits = |kind: LifeKind| match kind {
        LifeKind::Married => standing.spouse_id.is_none(),
        LifeKind::Divorced => standing.spouse_id.is_some(),
        _ => true,
    };
    OF_PRESENT.into_iter().filter(|(kind, _)| fits(*kind)).collect()
}

fn subject(tx: &mut Tx<'_>, actor: &Actor, id: PersonId) -> Result<Subject> {
    let person = people::person_for(tx, actor, id)?;
    actor.permit(PEOPLE_EDIT, &person.area_path)?;
    let standing = life::standing(tx, id)?;
    let members = match standing.household_id {
        Some(household) => life::members(tx, household)?,
        None => Vec::new(),
    };
    // Anywhere in the county by village; in the clerk's own village by group.
    let mut places = places_to_live(tx, &actor.scope(PEOPLE_EDIT)?, Some(&person.area_path))?;
    for place in places_to_live(tx, &Scope::of(vec![AreaPath::county()]), None)? {
        if !places.contains(&place) {
            places.push(place);
        }
    }
    Ok(Subject { person, standing, members, places })
}

pub(crate) async fn ask(
    State(app): State<App>,
    signed: Signed,
    Path((id, kind)): Path<(String, String)>,
) -> Answer {
    let (id, kind) = (id.parse::<PersonId>()?, kind_of(&kind)?);
    if kind == LifeKind::Married {
        return couples::ask(&app, &signed, id, Form::default(), Errors::new()).await;
    }
    ask_again(&app, &signed, (id, kind), Form::default(), Errors::new()).await
}

async fn ask_again(
    app: &App,
    signed: &Signed,
    (id, kind): (PersonId, LifeKind),
    form: Form,
    errors: Errors,
) -> Answer {
    let Signed { ui, actor } = signed.clone();
    let read = app.db.read(move |tx| {
        let subject = subject(tx, &actor, id)?;
        if !choices(&subject).iter().any(|(possible, _)| *possible == kind) && errors.is_empty() {
            return Err(platform::Error::NotFound);
        }
        form_page(&ui, kind, &subject, &form, &errors)
    });
    page(&signed.ui, &read.await?)
}

/// The questions of one kind of event.
pub(crate) fn form_page(
    ui: &Ui,
    kind: LifeKind,
    subject: &Subject,
    form: &Form,
    errors: &Errors,
) -> Result<LifeFormPage> {
    let fresh = form.fields().next().is_none();
    let on = day(ui, form, errors);
    let who = |legend: &str| {
        let others = subject.members.iter().filter(|member| member.died_on.is_none());
        let own = subject.person.id;
        let alone = subject.members.len() < 2;
        let mut ticks = Ticks::new(ui, "who", ui.t(legend));
        for member in others {
            ticks = ticks.option(member.id, &member.name);
        }
        let ticks = if fresh { ticks.chosen(own) } else { ticks.typed(form) };
        let asked = r#"<input type="hidden" name="asked_who" value="yes">"#;
        (!alone).then(|| format!("{asked}{}", ticks.errors(errors)))
    };
    let household =
        || Field::text(ui, "household", ui.t("户号")).optional().short().typed(form).errors(errors);
    let mut pieces = Vec::new();
    let hint = match kind {
        LifeKind::Died => {
            pieces.push(on.to_string());
            ui.t("保存以后：职务到这一天为止，账号关闭，没有交的申请草稿会删掉；已经交的办件由经办单位处理。")
        }
        LifeKind::MovedOut => {
            pieces.extend(who("谁一起迁出"));
            pieces.push(on.to_string());
            let place = Field::text(ui, "words", ui.t("迁到哪里")).optional();
            pieces.push(place.typed(form).to_string());
            ui.t("保存以后，这些人不再算本村的人，登记还留着。")
        }
        LifeKind::Moved => {
            pieces.extend(who("谁一起搬"));
            pieces.push(on.to_string());
            let area = Select::new(ui, "area", ui.t("搬到哪个村（社区）"))
                .options(subject.places.iter().cloned());
            let here = &subject.person.area_path;
            let area = if fresh { area.chosen(here) } else { area.typed(form) };
            pieces.push(area.errors(errors).to_string());
            let number = household().hint(ui.t("新户号或者已有的户号；搬去的村不归您管就留空"));
            pieces.push(number.to_string());
            pieces.push(hukou(ui, fresh, form));
            ui.t("和户主的关系，搬完以后在户的页面上登记。")
        }
        LifeKind::MovedIn => {
            pieces.push(on.to_string());
            pieces.push(household().to_string());
            ui.t("人还是原来的登记，不用重新填。")
        }
        _ => {
            pieces.push(on.to_string());
            ui.t("保存以后，两个人都不再登记为已婚。")
        }
    };
    let back = format!("/people/{}", subject.person.id);
    Ok(LifeFormPage {
        title: ui.t1("登记{1}", ui.say(kind.label())),
        name: subject.person.name.clone(),
        action: format!("{back}/life-events/{}", kind.word()),
        back,
        summary: ErrorSummary::new(ui, errors),
        pieces,
        relations: None,
        hint: hint.into_owned(),
        button: ui.t("保存").into_owned(),
        ui: ui.clone(),
    })
}

/// The day of the event; today until another is typed.
pub(crate) fn day(ui: &Ui, form: &Form, errors: &Errors) -> DateField {
    let field = DateField::new(ui, "happened_on", ui.t("哪一天"));
    let typed = form.fields().any(|(name, _)| name.starts_with("happened_on"));
    let field = if typed { field.typed(form) } else { field.date(ui.today()) };
    field.errors(errors)
}

fn hukou(ui: &Ui, fresh: bool, form: &Form) -> String {
    let choice = Choice::new(ui, "residence", ui.t("换了村的，户口也迁过去吗"))
        .option(Residence::HukouHere.word(), ui.t("户口一起迁"))
        .option(Residence::HukouElsewhere.word(), ui.t("户口不迁，只是住过去"));
    let choice =
        if fresh { choice.chosen(Residence::HukouHere.word()) } else { choice.typed(form) };
    choice.to_string()
}

/// The day that was typed; what is wrong with it is noted.
pub(crate) fn day_typed(ui: &Ui, form: &Form, errors: &mut Errors) -> Option<jiff::civil::Date> {
    let on = date(ui, form, "happened_on", errors);
    if on.is_none() && errors.is_empty() {
        errors.add("happened_on", ui.refusal(&refusals::date_missing("happened_on")));
    }
    on
}

pub(crate) async fn save(
    State(app): State<App>,
    signed: Signed,
    Path((id, kind)): Path<(String, String)>,
    form: Form,
) -> Answer {
    let (id, kind) = (id.parse::<PersonId>()?, kind_of(&kind)?);
    if kind == LifeKind::Married {
        return couples::save(&app, &signed, id, form).await;
    }
    let mut errors = Errors::new();
    if let Some(on) = day_typed(&signed.ui, &form, &mut errors) {
        match note(&app, &signed.actor, (id, kind, on), &form).await {
            Ok(()) => return see_other(&after(&app, &signed, id).await?),
            Err(error) => errors.take(&signed.ui, error)?,
        }
    }
    ask_again(&app, &signed, (id, kind), form, errors).await
}

/// Where one goes on: to the person, or to the list where the person is now another clerk's.
async fn after(app: &App, signed: &Signed, id: PersonId) -> Result<String> {
    let actor = signed.actor.clone();
    match app.db.read(move |tx| people::person_for(tx, &actor, id)).await {
        Ok(_) => Ok(format!("/people/{id}")),
        Err(platform::Error::NotFound) => Ok("/people".to_owned()),
        Err(error) => Err(error),
    }
}

async fn note(
    app: &App,
    actor: &Actor,
    (id, kind, on): (PersonId, LifeKind, jiff::civil::Date),
    form: &Form,
) -> Result<()> {
    let number = Some(form.get("household").to_owned()).filter(|number| !number.is_empty());
    let event = match kind {
        LifeKind::Died => actions::note_death(app, actor, id, on).await,
        LifeKind::MovedOut => {
            actions::note_departure(app, actor, who(form, id)?, on, form.get("words")).await
        }
        LifeKind::Moved => {
            let area = AreaPath::parse(form.get("area")).ok_or_else(refusals::area_unknown)?;
            let residence = Residence::from_word(form.get("residence"));
            let new = Move {
                persons: who(form, id)?,
                on,
                area,
                household_number: number,
                residence: residence.unwrap_or(Residence::HukouHere),
            };
            actions::note_move(app, actor, new).await
        }
        LifeKind::MovedIn => actions::note_return(app, actor, id, on, number).await,
        LifeKind::Divorced => actions::note_divorce(app, actor, id, on).await,
        _ => Err(platform::Error::NotFound),
    };
    event.map(drop)
}

/// Those who were ticked; who lives alone is not asked.
fn who(form: &Form, own: PersonId) -> Result<Vec<PersonId>> {
    if form.get("who").is_empty() && form.fields().any(|(name, _)| name == "asked_who") {
        return Err(refusals::nobody_chosen().into());
    }
    let mut ticked: Vec<PersonId> = Vec::new();
    for id in form.all("who") {
        ticked.push(id.parse()?);
    }
    Ok(if ticked.is_empty() { vec![own] } else { ticked })
}
