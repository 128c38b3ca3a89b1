//! What one wants to be told by which way, and the mail address that one shows to be one's own.

use askama::Template;
use axum::extract::{Path, State};
use platform::messages::channels::Means;
use platform::messages::{self, Channel, Choices};
use platform::{Actor, App, Result, identity};

use crate::answer::{Answer, page, see_other};
use crate::components::{Choice, ErrorSummary, Field, Ticks};
use crate::form::{Errors, Form};
use crate::pages::sign_in::{code_field, origin};
use crate::ui::Ui;
use crate::visit::{Signed, Visit};

/// The choices.
#[derive(Template)]
#[template(path = "site/message_choices.html")]
pub(crate) struct ChoicesPage {
    pub(crate) ui: Ui,
    pub(crate) errors: Errors,
    pub(crate) choices: Choices,
    pub(crate) mail: Option<String>,
    /// The address that was typed.
    pub(crate) typed_mail: String,
    pub(crate) means: Means,
    /// Only officials are asked for a second step.
    pub(crate) official: bool,
}

impl ChoicesPage {
    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn way(&self, question: Choice, channel: Channel, there: bool) -> Choice {
        let label = self.ui.say(channel.label());
        if there { question.option(channel.key(), label) } else { question }
    }

    fn duty(&self) -> Choice {
        let asked = Choice::new(&self.ui, "duty_by", self.ui.t("办件有结果、要补材料时"))
            .hint(self.ui.t("这些必须告诉您，不能关，只能换方式"));
        let asked = self.way(asked, Channel::Sms, self.means.sms);
        let asked = self.way(asked, Channel::Mail, self.means.mail && self.mail.is_some());
        let asked = self.way(asked, Channel::Visit, true);
        asked.chosen(self.choices.duty_by.key()).errors(&self.errors)
    }

    fn digest(&self) -> Choice {
        let asked = Choice::new(&self.ui, "digest_by", self.ui.t("别的消息"))
            .hint(self.ui.t("每周一早上 8 点汇总成一条，没有就不发"));
        let asked = self.way(asked, Channel::Sms, self.means.sms);
        let asked = self.way(asked, Channel::Mail, self.means.mail && self.mail.is_some());
        let asked = self.way(asked, Channel::Inbox, true);
        let usable = self.choices.digest_by != Channel::Mail || self.mail.is_some();
        let chosen = if usable { self.choices.digest_by } else { Channel::Inbox };
        asked.chosen(chosen.key()).errors(&self.errors)
    }

    fn second_step(&self) -> Ticks {
        let label = self.ui.t("用密码登录后，再填一次发给我的验证码");
        let asked = Ticks::one(&self.ui, "second_step", label);
        if self.choices.second_step { asked.chosen("yes") } else { asked }
    }

    fn mail_field(&self) -> Field {
        Field::text(&self.ui, "mail", self.ui.t("邮箱"))
            .autocomplete("email")
            .hint(self.ui.t("先发一个验证码过去，填对了才算登记"))
            .value(&self.typed_mail)
            .errors(&self.errors)
    }
}

/// The code that came by mail.
#[derive(Template)]
#[template(path = "site/mail_code.html")]
pub(crate) struct MailCodePage {
    pub(crate) ui: Ui,
    pub(crate) errors: Errors,
    pub(crate) ticket: String,
}

impl MailCodePage {
    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn code(&self) -> Field {
        code_field(&self.ui, &self.errors)
    }
}

async fn current(
    app: &App,
    ui: Ui,
    actor: &Actor,
    (errors, typed_mail): (Errors, &str),
) -> Result<ChoicesPage> {
    let person = actor.person()?;
    let (choices, mail) = app
        .db
        .read(move |tx| Ok((messages::choices_of(tx, person)?, messages::mail_of(tx, person)?)))
        .await?;
    let means = Means::of(&app.settings);
    let (official, typed_mail) = (!actor.posts.is_empty(), typed_mail.to_owned());
    Ok(ChoicesPage { ui, errors, choices, mail, typed_mail, means, official })
}

pub(super) async fn show(State(app): State<App>, Signed { ui, actor }: Signed) -> Answer {
    let shown = current(&app, ui, &actor, (Errors::new(), "")).await?;
    page(&shown.ui, &shown)
}

pub(super) async fn choose(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    form: Form,
) -> Answer {
    let mut errors = Errors::new();
    let chosen = |field: &str| Channel::from_key(form.get(field)).unwrap_or(Channel::Undecided);
    let wanted = Choices {
        duty_by: chosen("duty_by"),
        digest_by: chosen("digest_by"),
        second_step: form.ticked("second_step") && !actor.posts.is_empty(),
    };
    match messages::choose(&app, &actor, wanted).await {
        Ok(()) => return see_other("/account"),
        Err(error) => errors.take(&ui, error)?,
    }
    let shown = current(&app, ui, &actor, (errors, "")).await?;
    page(&shown.ui, &shown)
}

pub(super) async fn ask_mail(
    State(app): State<App>,
    visit: Visit,
    Signed { ui, actor }: Signed,
    form: Form,
) -> Answer {
    let mut errors = Errors::new();
    match identity::ask_mail_code(&app, &actor, form.get("mail"), &origin(&visit)).await {
        Ok(ticket) => {
            crate::pages::sign_in::send_now(&app);
            return see_other(&format!("/account/mail/{ticket}"));
        }
        Err(error) => errors.take(&ui, error)?,
    }
    let shown = current(&app, ui, &actor, (errors, form.get("mail"))).await?;
    page(&shown.ui, &shown)
}

pub(super) async fn drop_mail(
    State(app): State<App>,
    Signed { actor, .. }: Signed,
    _: Form,
) -> Answer {
    messages::drop_mail(&app, &actor).await?;
    see_other("/account/messages")
}

pub(super) async fn mail_code(Signed { ui, .. }: Signed, Path(ticket): Path<String>) -> Answer {
    let asked = MailCodePage { ui, errors: Errors::new(), ticket };
    page(&asked.ui, &asked)
}

pub(super) async fn enter_mail_code(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(ticket): Path<String>,
    form: Form,
) -> Answer {
    let mut errors = Errors::new();
    match identity::enter_mail_code(&app, &actor, &ticket, form.get("code")).await {
        Ok(()) => return see_other("/account/messages"),
        Err(error) => errors.take(&ui, error)?,
    }
    let asked = MailCodePage { ui, errors, ticket };
    page(&asked.ui, &asked)
}
