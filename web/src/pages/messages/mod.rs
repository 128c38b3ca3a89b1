//! Messages: one's inbox, what one wants to be told how, calls and visits, and the sending.

mod choices;
mod inbox;
mod sending;
mod visits;

use platform::messages::{MANAGE_SENDING, Message, TELL};
use platform::{Result, Tx, i18n, messages};

use crate::routes::{Access, Routes};
use crate::ui::Ui;

pub(crate) use choices::{ChoicesPage, MailCodePage};
pub(crate) use inbox::{InboxPage, Line};
pub(crate) use sending::{SendingPage, Shown, ShownPage, Trouble};
pub(crate) use visits::{DoneVisit, VisitLine, VisitPage, VisitsPage};

/// The addresses of these pages; `demo` adds the page of what a sample county would have sent.
pub(super) fn routes(demo: bool) -> Routes {
    let routes = Routes::new()
        .get("/messages", Access::Person, inbox::list)
        .post("/messages/reading", Access::Person, inbox::read_all)
        .post("/messages/{id}/reading", Access::Person, inbox::read)
        .get("/account/messages", Access::Person, choices::show)
        .post("/account/messages", Access::Person, choices::choose)
        .post("/account/mail", Access::Person, choices::ask_mail)
        .post("/account/mail/removal", Access::Person, choices::drop_mail)
        .get("/account/mail/{ticket}", Access::Person, choices::mail_code)
        .post("/account/mail/{ticket}", Access::Person, choices::enter_mail_code)
        .get("/desk/visits", Access::With(TELL), visits::list)
        .post("/desk/visits/list", Access::With(TELL), visits::take)
        .get("/desk/visits/{id}", Access::With(TELL), visits::show)
        .post("/desk/visits/{id}/telling", Access::With(TELL), visits::tell)
        .get("/desk/sending", Access::With(MANAGE_SENDING), sending::show)
        .post("/desk/sending/retry", Access::With(MANAGE_SENDING), sending::hurry)
        .post("/desk/sending/test", Access::With(MANAGE_SENDING), sending::test)
        // Signed by the gateway; the handler asks for the signature before it reads anything.
        .post("/gateway/deliveries", Access::Anyone, sending::report);
    if demo { routes.get("/demo/messages", Access::Anyone, sending::shown) } else { routes }
}

/// A message in the reader's language.
pub fn said(ui: &Ui, sentence: &str, args: &[String]) -> String {
    let args: Vec<String> = args.iter().map(|arg| ui.t(arg).into_owned()).collect();
    i18n::fill(&ui.t(sentence), &args)
}

fn said_of(tx: &mut Tx<'_>, ui: &Ui, message: &Message) -> Result<String> {
    Ok(said(ui, &message.sentence, &messages::words_of(tx, message)?))
}
