//! Seeing a whole number: only with a reason, and the person sees who and why.

use askama::Template;
use axum::extract::{Path, State};
use platform::{Actor, App, PersonId, Result, Text, Tx, text};
use web::components::{Choice, ErrorSummary, Field};
use web::{Answer, Errors, Form, Signed, Ui, page};

use crate::actions::{self, Disclosure};
use crate::model::{LookedAt, PEOPLE_UNMASK, Person, Why};
use crate::{people, protection, refusals};

/// Which number, and why.
#[derive(Template)]
#[template(path = "registry/disclosure.html")]
pub(crate) struct DisclosurePage {
    pub(crate) ui: Ui,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) summary: ErrorSummary,
    pub(crate) field: Choice,
    pub(crate) why: Choice,
    pub(crate) words: Field,
}

/// The number, shown this once.
#[derive(Template)]
#[template(path = "registry/disclosed.html")]
pub(crate) struct DisclosedPage {
    pub(crate) ui: Ui,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) label: Text,
    pub(crate) value: String,
}

/// The reasons that one may choose; to be asked by the person is another matter.
const REASONS: [Why; 4] = [Why::Compare, Why::Pay, Why::Reach, Why::Inquiry];

impl DisclosurePage {
    pub(crate) fn new(
        ui: &Ui,
        (id, name): (String, String),
        fields: &[(LookedAt, String)],
        form: &Form,
        errors: &Errors,
    ) -> Self {
        let shown = fields.iter().map(|(field, masked)| {
            (field.word().to_owned(), format!("{} {masked}", ui.say(field.label())))
        });
        let reasons = REASONS.iter().map(|why| (why.word(), ui.say(why.label())));
        Self {
            ui: ui.clone(),
            id,
            name,
            summary: ErrorSummary::new(ui, errors),
            field: Choice::new(ui, "field", ui.t("看哪个号码"))
                .options(shown)
                .typed(form)
                .errors(errors),
            why: Choice::new(ui, "why", ui.t("为什么要看"))
                .options(reasons)
                .typed(form)
                .errors(errors),
            words: Field::text(ui, "words", ui.t("具体是办什么事"))
                .hint(ui.t("本人会看到您写的话。不要写号码"))
                .typed(form)
                .errors(errors),
        }
    }
}

/// The numbers that there are, masked.
fn fields(tx: &mut Tx<'_>, person: &Person) -> Result<Vec<(LookedAt, String)>> {
    let mut fields = Vec::new();
    if let Some(number) = people::identity_number_masked(tx, person)? {
        fields.push((LookedAt::IdentityNumber, number));
    }
    fields.extend(person.phone_masked().map(|phone| (LookedAt::Phone, phone)));
    if let Some(card) = protection::cards_of(tx, person.id)?.first() {
        let number = protection::card_number(tx, card)?;
        fields.push((LookedAt::BankCard, platform::privacy::mask_bank_card(&number)));
    }
    Ok(fields)
}

pub(crate) async fn new(State(app): State<App>, signed: Signed, Path(id): Path<String>) -> Answer {
    ask(&app, &signed, id.parse()?, Form::default(), Errors::new()).await
}

async fn ask(app: &App, signed: &Signed, id: PersonId, form: Form, errors: Errors) -> Answer {
    let (actor, ui) = (signed.actor.clone(), signed.ui.clone());
    let read = app.db.read(move |tx| {
        let person = allowed(tx, &actor, id)?;
        let fields = fields(tx, &person)?;
        let whose = (id.to_string(), person.name);
        Ok(DisclosurePage::new(&ui, whose, &fields, &form, &errors))
    });
    page(&signed.ui, &read.await?)
}

fn allowed(tx: &mut Tx<'_>, actor: &Actor, id: PersonId) -> Result<Person> {
    let person = people::person_for(tx, actor, id)?;
    actor.permit(PEOPLE_UNMASK, &person.area_path)?;
    Ok(person)
}

pub(crate) async fn show(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = id.parse::<PersonId>()?;
    let mut errors = Errors::new();
    let at_what = LookedAt::from_word(form.get("field"));
    let why = Why::from_word(form.get("why")).filter(|why| REASONS.contains(why));
    for (missing, refusal) in
        [(at_what.is_none(), refusals::field_missing()), (why.is_none(), refusals::why_missing())]
    {
        if missing {
            errors.add(refusal.field.unwrap_or_default(), signed.ui.refusal(&refusal));
        }
    }
    let (Some(at_what), Some(why)) = (at_what, why) else {
        return ask(&app, &signed, id, form, errors).await;
    };
    let wanted = Disclosure { at_what, why, words: form.get("words").to_owned() };
    match actions::disclose(&app, &signed.actor, id, wanted).await {
        Ok(value) => {
            let actor = signed.actor.clone();
            let person = app.db.read(move |tx| people::person_for(tx, &actor, id)).await?;
            let shown = DisclosedPage {
                ui: signed.ui.clone(),
                id: id.to_string(),
                name: person.name,
                label: label(at_what),
                value,
            };
            page(&signed.ui, &shown)
        }
        Err(error) => {
            errors.take(&signed.ui, error)?;
            ask(&app, &signed, id, form, errors).await
        }
    }
}

fn label(at_what: LookedAt) -> Text {
    match at_what {
        LookedAt::Record | LookedAt::Paper => text("登记的情况"),
        number => number.label(),
    }
}
