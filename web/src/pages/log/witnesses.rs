//! Who witnesses the county's log: an administrator's page.

use askama::Template;
use axum::extract::{Path, State};
use platform::App;
use platform::log::witnesses::{self, MANAGE_LOG, NewWitness, Witness, WitnessId};

use crate::answer::{Answer, page, see_other};
use crate::components::{Choice, ErrorSummary, Field, Tag};
use crate::form::{Errors, Form};
use crate::ui::Ui;
use crate::visit::Signed;

/// The witnesses, and the form for one more.
#[derive(Template)]
#[template(path = "site/log_witnesses.html")]
pub(crate) struct WitnessesPage {
    pub(crate) ui: Ui,
    pub(crate) witnesses: Vec<Witness>,
    pub(crate) errors: Errors,
    pub(crate) typed: Form,
}

impl WitnessesPage {
    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn name(&self) -> Field {
        Field::text(&self.ui, "name", self.ui.t("见证方是谁"))
            .hint(self.ui.t("例如县图书馆、邻县民政局、一所学校、一家报社"))
            .typed(&self.typed)
            .errors(&self.errors)
    }

    fn key(&self) -> Field {
        Field::text(&self.ui, "verifier_key", self.ui.t("见证方的公钥"))
            .hint(self.ui.t("对方运行 xiangyue witness key 打印出来的那一行"))
            .typed(&self.typed)
            .errors(&self.errors)
    }

    fn whose(&self) -> Choice {
        let options = [("no", self.ui.t("不归县里管")), ("yes", self.ui.t("归县里管"))];
        Choice::new(&self.ui, "under_county", self.ui.t("这个单位归不归县里管"))
            .hint(self.ui.t("乡镇归县里管；邻县、省里的单位、报社不归。公开页面上会写明"))
            .options(options)
            .typed(&self.typed)
            .errors(&self.errors)
    }

    fn reason(&self, witness: &Witness) -> Field {
        let typed = self.typed.get("witness") == witness.id.to_string();
        let field = Field::text(&self.ui, "reason", self.ui.t("为什么不再由它见证"));
        if typed { field.typed(&self.typed).errors(&self.errors) } else { field }
    }

    fn whose_tag(&self, witness: &Witness) -> Tag {
        if witness.under_county {
            Tag::plain(self.ui.t("归县里管"))
        } else {
            Tag::ok(self.ui.t("不归县里管"))
        }
    }
}

pub(super) async fn show(State(app): State<App>, signed: Signed) -> Answer {
    ask(&app, signed, Form::default(), Errors::new()).await
}

async fn ask(app: &App, signed: Signed, typed: Form, errors: Errors) -> Answer {
    let Signed { ui, actor } = signed;
    let witnesses = app
        .db
        .read(move |tx| {
            actor.scope(MANAGE_LOG)?;
            witnesses::all(tx)
        })
        .await?;
    let shown = WitnessesPage { ui, witnesses, errors, typed };
    page(&shown.ui, &shown)
}

pub(super) async fn add(State(app): State<App>, signed: Signed, form: Form) -> Answer {
    let mut errors = Errors::new();
    let under_county = match form.get("under_county") {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    if under_county.is_none() {
        errors.add("under_county", signed.ui.t("请选一项"));
    }
    let new = NewWitness {
        name: form.get("name").to_owned(),
        verifier_key: form.get("verifier_key").to_owned(),
        under_county: under_county.unwrap_or(true),
    };
    if errors.is_empty() {
        match witnesses::add(&app, &signed.actor, new).await {
            Ok(_) => return see_other("/log/witnesses"),
            Err(error) => errors.take(&signed.ui, error)?,
        }
    }
    ask(&app, signed, form, errors).await
}

pub(super) async fn end(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id: WitnessId = id.parse()?;
    let reason = form.get("reason").to_owned();
    match witnesses::end(&app, &signed.actor, id, reason).await {
        Ok(()) => see_other("/log/witnesses"),
        Err(error) => {
            let errors = Errors::of(&signed.ui, error)?;
            let typed = Form::of(&[("witness", &id.to_string()), ("reason", form.get("reason"))]);
            ask(&app, signed, typed, errors).await
        }
    }
}
