//! Noting a bank card.

use askama::Template;
use axum::extract::{Path, State};
use platform::{App, PersonId};
use web::components::{ErrorSummary, Field};
use web::{Answer, Errors, Form, Signed, Ui, page, see_other};

use crate::model::{BankCardNumber, PEOPLE_EDIT};
use crate::{actions, people};

/// The bank and the number.
#[derive(Template)]
#[template(path = "registry/bank_card.html")]
pub(crate) struct BankCardPage {
    pub(crate) ui: Ui,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) summary: ErrorSummary,
    pub(crate) bank: Field,
    pub(crate) number: Field,
}

impl BankCardPage {
    pub(crate) fn new(ui: &Ui, id: String, name: String, form: &Form, errors: &Errors) -> Self {
        let number = Field::text(ui, "card_number", ui.t("卡号或者存折账号"));
        Self {
            ui: ui.clone(),
            id,
            name,
            summary: ErrorSummary::new(ui, errors),
            bank: Field::text(ui, "bank", ui.t("开户银行"))
                .hint(ui.t("例如“农村商业银行”"))
                .typed(form)
                .errors(errors),
            number: number
                .hint(ui.t("照着卡面抄，空格没关系"))
                .autocomplete("off")
                .typed(form)
                .errors(errors),
        }
    }
}

pub(crate) async fn new(State(app): State<App>, signed: Signed, Path(id): Path<String>) -> Answer {
    ask(&app, &signed, id.parse()?, Form::default(), Errors::new()).await
}

async fn ask(app: &App, signed: &Signed, id: PersonId, form: Form, errors: Errors) -> Answer {
    let actor = signed.actor.clone();
    let read = app.db.read(move |tx| {
        let person = people::person_for(tx, &actor, id)?;
        actor.permit(PEOPLE_EDIT, &person.area_path)?;
        Ok(person.name)
    });
    let name = read.await?;
    page(&signed.ui, &BankCardPage::new(&signed.ui, id.to_string(), name, &form, &errors))
}

pub(crate) async fn create(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = id.parse::<PersonId>()?;
    let noted = match BankCardNumber::read(form.get("card_number")) {
        Ok(number) => {
            let bank = form.get("bank").to_owned();
            actions::note_bank_card(&app, &signed.actor, id, &bank, number).await
        }
        Err(refusal) => Err(refusal.into()),
    };
    let Err(error) = noted else { return see_other(&format!("/people/{id}")) };
    let errors = Errors::of(&signed.ui, error)?;
    ask(&app, &signed, id, form, errors).await
}
