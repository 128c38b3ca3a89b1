//! Lists that people take away as files: with a reason, and noted in the journal.
//!
//! A file leaves the house for good, so that who takes one says why. What a list shows masked is
//! masked in the file as well.

use askama::Template;
use platform::journal::Subject;
use platform::{Actor, App, AreaPath, Entry, Error, Power, Refusal, Result, Tx};
use serde_json::json;

use crate::answer::{Answer, page};
use crate::components::{ErrorSummary, TakeAway};
use crate::form::{Errors, Form, TOKEN_FIELD};
use crate::sheet::{ROWS_MAX, Sheet};
use crate::ui::Ui;
use crate::visit::Signed;

/// How long a reason may be, in letters.
const REASON_LETTERS_MAX: usize = 200;

/// Asked again, because the reason was missing or the list too long.
#[derive(Template)]
#[template(path = "site/take_away.html")]
pub(crate) struct TakeAwayPage {
    pub(crate) ui: Ui,
    pub(crate) summary: ErrorSummary,
    pub(crate) form: TakeAway,
}

impl TakeAwayPage {
    pub(crate) fn new(ui: &Ui, action: &str, typed: &Form, errors: &Errors) -> Self {
        let kept = typed.fields().filter(|(name, _)| !["why", "as", TOKEN_FIELD].contains(name));
        let form =
            kept.fold(TakeAway::new(ui, action), |form, (name, value)| form.keep(name, value));
        let form = form.open().typed(typed).errors(errors);
        Self { ui: ui.clone(), summary: ErrorSummary::new(ui, errors), form }
    }
}

/// Answers the form of a [`TakeAway`] with the list that `make` reads for this reader.
pub async fn take_away<F>(
    app: &App,
    signed: &Signed,
    (action, form): (&str, &Form),
    area: &AreaPath,
    make: F,
) -> Answer
where
    F: Fn(&mut Tx<'_>, &Ui, &Actor) -> Result<Sheet> + Send + 'static,
{
    match taken(app, signed, form.get("why"), area, make).await {
        Ok(sheet) => sheet.answer(form.get("as")),
        Err(error) => {
            let errors = Errors::of(&signed.ui, error)?;
            let again = TakeAwayPage::new(&signed.ui, action, form, &errors);
            page(&signed.ui, &again)
        }
    }
}

async fn taken<F>(app: &App, signed: &Signed, why: &str, area: &AreaPath, make: F) -> Result<Sheet>
where
    F: Fn(&mut Tx<'_>, &Ui, &Actor) -> Result<Sheet> + Send + 'static,
{
    if !(2..=REASON_LETTERS_MAX).contains(&why.chars().count()) {
        return Err(no_reason().into());
    }
    let (ui, actor) = (signed.ui.clone(), signed.actor.clone());
    let sheet = app.db.read(move |tx| make(tx, &ui, &actor)).await?;
    if sheet.rows() > usize::try_from(ROWS_MAX).unwrap_or(usize::MAX) {
        return Err(too_long().into());
    }
    // Noted before the file leaves: a list that nobody noted is not handed out.
    let facts = json!({ "list": sheet.name(), "rows": sheet.rows(), "why": why });
    let (actor, area) = (signed.actor.clone(), area.clone());
    app.db
        .write(move |tx| {
            let entry = Entry::new("web.list_taken", "list", Subject::NONE, &area);
            tx.journal(&actor, entry.facts(facts.clone()))
        })
        .await?;
    Ok(sheet)
}

/// The widest of the areas at which the reader has one of these powers: there the journal notes it.
pub fn widest(actor: &Actor, powers: &[Power]) -> Result<AreaPath> {
    let scopes = powers.iter().filter_map(|power| actor.scope(*power).ok());
    let areas = scopes.flat_map(|scope| scope.areas().to_vec());
    areas.min_by_key(AreaPath::level).ok_or(Error::NotFound)
}

fn no_reason() -> Refusal {
    Refusal::new("web.list_reason", "请写明下载去做什么，2 到 200 个字").at("why")
}

fn too_long() -> Refusal {
    let sentence = "名单超过 5 万行，一个表格放不下，请先选小一点的范围再下载";
    Refusal::new("web.list_too_long", sentence).at("why")
}
