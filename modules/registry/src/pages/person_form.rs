//! Adding a person and correcting one: the same questions.

use askama::Template;
use axum::extract::{Path, State};
use jiff::civil::Date;
use platform::{Actor, App, AreaPath, PersonId, Refusal, Result, Text, text};
use web::components::dates::from_form;
use web::components::{Choice, DateField, ErrorSummary, Field, Select, Ticks};
use web::{Answer, Errors, Form, Signed, Ui, page, see_other};

use super::names::{self, places_to_live};
use crate::actions;
use crate::model::{IdentityNumber, LifeKind, NewPerson, PEOPLE_EDIT, Person, Residence, Sex};
use crate::{people, refusals, roster};

/// The questions about a person.
#[derive(Template)]
#[template(path = "registry/person_form.html")]
pub(crate) struct PersonFormPage {
    pub(crate) ui: Ui,
    pub(crate) title: Text,
    pub(crate) action: String,
    pub(crate) back: String,
    pub(crate) summary: ErrorSummary,
    pub(crate) name: Field,
    pub(crate) identity_number: Field,
    pub(crate) born_on: DateField,
    pub(crate) sex: Choice,
    pub(crate) phone: Field,
    pub(crate) no_phone: Ticks,
    pub(crate) area: Select,
    pub(crate) household: Field,
    pub(crate) residence: Choice,
    pub(crate) resident_since: DateField,
    /// When a new person moved here; for those who were always here it stays empty.
    pub(crate) moved_in_on: Option<DateField>,
}

/// The person who is corrected, or nobody yet.
#[derive(Clone, Copy)]
pub(crate) struct Whom(pub(crate) Option<PersonId>);

impl PersonFormPage {
    pub(crate) fn new(
        ui: &Ui,
        whom: Whom,
        form: &Form,
        errors: &Errors,
        places: &[names::Choice],
    ) -> Self {
        let number = Field::identity(ui, "identity_number", ui.t("身份证号"));
        let options = |labels: &[(&str, Text)]| {
            labels
                .iter()
                .map(|(word, label)| ((*word).to_owned(), ui.say(*label)))
                .collect::<Vec<_>>()
        };
        let sexes: Vec<_> = Sex::ALL.iter().map(|sex| (sex.word(), sex.label())).collect();
        let residences: Vec<_> =
            Residence::ALL.iter().map(|one| (one.word(), one.label())).collect();
        let moved_in_on = || {
            let field = DateField::new(ui, "moved_in_on", ui.t("哪一天迁来的"))
                .hint(ui.t("一直在村里、以前漏登的，不用填"))
                .optional();
            field.typed(form).errors(errors)
        };
        let (title, action, back) = match whom.0 {
            None => (text("登记一个人"), "/people".to_owned(), "/people".to_owned()),
            Some(id) => {
                let back = format!("/people/{id}");
                (text("更正登记"), format!("{back}/correction"), back)
            }
        };
        Self {
            ui: ui.clone(),
            title,
            action,
            back,
            summary: ErrorSummary::new(ui, errors),
            name: Field::text(ui, "name", ui.t("姓名")).typed(form).errors(errors),
            identity_number: match whom.0 {
                None => number.hint(ui.t("填了就不用再填出生日期")),
                Some(_) => number.hint(ui.t("不填就保留原来的")),
            }
            .optional()
            .typed(form)
            .errors(errors),
            born_on: DateField::new(ui, "born_on", ui.t("出生日期")).typed(form).errors(errors),
            sex: Choice::new(ui, "sex", ui.t("性别"))
                .inline()
                .options(options(&sexes))
                .typed(form)
                .errors(errors),
            phone: Field::phone(ui, "phone", ui.t("电话")).optional().typed(form).errors(errors),
            no_phone: Ticks::one(ui, "no_phone", ui.t("没有电话，有事上门说")).typed(form),
            area: Select::new(ui, "area", ui.t("村（社区）"))
                .options(places.iter().cloned())
                .typed(form)
                .errors(errors),
            household: Field::text(ui, "household", ui.t("户号")).optional().short().typed(form),
            residence: Choice::new(ui, "residence", ui.t("户籍"))
                .options(options(&residences))
                .typed(form)
                .errors(errors),
            resident_since: DateField::new(ui, "resident_since_on", ui.t("从哪天起住在这里"))
                .hint(ui.t("户籍在外地的人才填"))
                .optional()
                .typed(form)
                .errors(errors),
            moved_in_on: whom.0.is_none().then(moved_in_on),
        }
    }
}

pub(crate) async fn new(State(app): State<App>, signed: Signed) -> Answer {
    ask(&app, &signed, Whom(None), Form::default(), Errors::new()).await
}

/// The form with what was typed.
async fn ask(app: &App, signed: &Signed, whom: Whom, form: Form, errors: Errors) -> Answer {
    let Signed { ui, actor } = signed.clone();
    let read = app.db.read(move |tx| {
        let current = match whom.0 {
            Some(id) => Some(editable(tx, &actor, id)?),
            None => None,
        };
        let besides = current.as_ref().map(|person| &person.area_path);
        let places = places_to_live(tx, &actor.scope(PEOPLE_EDIT)?, besides)?;
        let form = if places.len() == 1 && form.get("area").is_empty() {
            // There is nothing to choose.
            chosen(&form, places.first())
        } else {
            form.clone()
        };
        Ok(PersonFormPage::new(&ui, whom, &form, &errors, &places))
    });
    page(&signed.ui, &read.await?)
}

fn chosen(form: &Form, place: Option<&names::Choice>) -> Form {
    let mut fields: Vec<(&str, &str)> = form.fields().filter(|(key, _)| *key != "area").collect();
    fields.extend(place.map(|(path, _)| ("area", path.as_str())));
    Form::of(&fields)
}

fn editable(tx: &mut platform::Tx<'_>, actor: &Actor, id: PersonId) -> Result<Person> {
    let person = people::person_for(tx, actor, id)?;
    actor.permit(PEOPLE_EDIT, &person.area_path)?;
    Ok(person)
}

pub(crate) async fn create(State(app): State<App>, signed: Signed, form: Form) -> Answer {
    let today = app.clock().today();
    let mut wrong = Errors::new();
    let moved_in_on = date(&signed.ui, &form, "moved_in_on", &mut wrong);
    let errors = match read(&signed.ui, &form, today) {
        Err(mut errors) => {
            errors.0.extend(wrong.0);
            errors
        }
        Ok(_) if !wrong.is_empty() => wrong,
        Ok(new) => match add(&app, &signed.actor, new, moved_in_on).await {
            Ok(id) => return see_other(&format!("/people/{id}")),
            Err(error) => one(&signed.ui, error)?,
        },
    };
    ask(&app, &signed, Whom(None), form, errors).await
}

/// Somebody who came is an event; somebody who was forgotten was always here.
async fn add(
    app: &App,
    actor: &Actor,
    new: NewPerson,
    moved_in_on: Option<Date>,
) -> Result<PersonId> {
    match moved_in_on {
        None => actions::add_person(app, actor, new).await,
        Some(on) => {
            let event = (LifeKind::MovedIn, on);
            let added = actions::note_coming(app, actor, new, event, (None, Vec::new())).await;
            // The day has its own field here.
            added.map_err(|error| match error {
                platform::Error::Refused(mut refusal) if refusal.field == Some("happened_on") => {
                    refusal.field = Some("moved_in_on");
                    platform::Error::Refused(refusal)
                }
                other => other,
            })
        }
    }
}

pub(crate) async fn edit(State(app): State<App>, signed: Signed, Path(id): Path<String>) -> Answer {
    let (id, actor) = (id.parse::<PersonId>()?, signed.actor.clone());
    let form = app
        .db
        .read(move |tx| {
            let person = editable(tx, &actor, id)?;
            let household = match person.household_id {
                Some(household) => people::household(tx, household)?.number,
                None => String::new(),
            };
            Ok(as_form(&person, &household))
        })
        .await?;
    ask(&app, &signed, Whom(Some(id)), form, Errors::new()).await
}

pub(crate) async fn correct(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = id.parse::<PersonId>()?;
    let errors = match read(&signed.ui, &form, app.clock().today()) {
        Err(errors) => errors,
        Ok(facts) => match actions::correct_person(&app, &signed.actor, id, facts).await {
            Ok(()) => return see_other(&format!("/people/{id}")),
            Err(error) => one(&signed.ui, error)?,
        },
    };
    ask(&app, &signed, Whom(Some(id)), form, errors).await
}

fn one(ui: &Ui, error: platform::Error) -> Result<Errors> {
    let mut errors = Errors::new();
    errors.take(ui, error)?;
    Ok(errors)
}

/// The facts as they stand, as if they had been typed. The identity number stays sealed.
fn as_form(person: &Person, household: &str) -> Form {
    let mut fields: Vec<(String, String)> = vec![
        ("name".into(), person.name.clone()),
        ("sex".into(), person.sex.word().into()),
        ("phone".into(), person.phone.clone().unwrap_or_default()),
        ("area".into(), person.area_path.to_string()),
        ("household".into(), household.into()),
        ("residence".into(), person.residence.word().into()),
    ];
    if person.no_phone {
        fields.push(("no_phone".into(), "yes".into()));
    }
    let dates = [("born_on", person.born_on), ("resident_since_on", person.resident_since_on)];
    for (field, date) in dates {
        fields.extend(date.into_iter().flat_map(|date| date_fields(field, date)));
    }
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    Form::of(&fields)
}

/// The three boxes of a date.
pub(crate) fn date_fields(field: &str, date: Date) -> [(String, String); 3] {
    [
        (format!("{field}-year"), date.year().to_string()),
        (format!("{field}-month"), date.month().to_string()),
        (format!("{field}-day"), date.day().to_string()),
    ]
}

/// The date of a field; what is wrong with it is noted.
pub(crate) fn date(ui: &Ui, form: &Form, field: &str, errors: &mut Errors) -> Option<Date> {
    match from_form(form, field) {
        Ok(date) => date,
        Err(sentence) => {
            errors.add(field, ui.t(sentence));
            None
        }
    }
}

/// The person that was typed, or all that is wrong with the answers.
fn read(ui: &Ui, form: &Form, today: Date) -> std::result::Result<NewPerson, Errors> {
    let mut errors = Errors::new();
    let note = |errors: &mut Errors, refusal: Refusal| {
        errors.add(refusal.field.unwrap_or("name"), ui.refusal(&refusal));
    };
    if form.get("name").is_empty() {
        note(&mut errors, refusals::name_length());
    }
    let typed = form.compact("identity_number");
    let identity_number =
        if typed.is_empty() { Ok(None) } else { IdentityNumber::read(&typed).map(Some) };
    let identity_number = identity_number.unwrap_or_else(|refusal| {
        note(&mut errors, refusal);
        None
    });
    let born_on = date(ui, form, "born_on", &mut errors);
    let sex = Sex::from_word(form.get("sex")).or(identity_number.as_ref().map(IdentityNumber::sex));
    let phone = roster::read_phone(form.get("phone")).unwrap_or_else(|refusal| {
        note(&mut errors, refusal);
        None
    });
    let area = AreaPath::parse(form.get("area")).filter(|path| *path != AreaPath::county());
    let residence = Residence::from_word(form.get("residence"));
    let since = date(ui, form, "resident_since_on", &mut errors);
    for (missing, refusal) in [
        (sex.is_none(), refusals::sex_missing()),
        (area.is_none(), refusals::area_unknown()),
        (residence.is_none(), refusals::residence_missing()),
    ] {
        if missing {
            note(&mut errors, refusal);
        }
    }
    let (Some(sex), Some(area_path), Some(residence)) = (sex, area, residence) else {
        return Err(errors);
    };
    let household = form.get("household");
    let new = NewPerson {
        name: form.get("name").to_owned(),
        sex,
        born_on,
        identity_number,
        phone,
        no_phone: form.ticked("no_phone"),
        household_number: (!household.is_empty()).then(|| household.to_owned()),
        area_path,
        residence,
        resident_since_on: since,
    };
    if !errors.is_empty() {
        return Err(errors);
    }
    roster::check(new, today).map_err(|wrong| {
        wrong.into_iter().for_each(|refusal| note(&mut errors, refusal));
        errors
    })
}
