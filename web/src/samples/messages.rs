//! The pages of messages with made-up content.

use platform::id::Uuid;
use platform::messages::channels::Means;
use platform::messages::{
    Channel, Choices, MessageId, Purpose, Reason, Telling, Told, Visit, VisitId,
};
use platform::{AreaPath, PersonId, Result};

use super::this_morning;
use crate::form::{Errors, Form};
use crate::module::Sample;
use crate::pages::codes::{CodeEntryPage, CodePage};
use crate::pages::messages::{
    ChoicesPage, DoneVisit, InboxPage, Line, MailCodePage, SendingPage, Shown, ShownPage, Trouble,
    VisitLine, VisitPage, VisitsPage,
};
use crate::ui::Ui;

const BOTH: Means = Means { sms: true, mail: true };

/// All of them.
pub(super) fn samples(ui: &Ui) -> Result<Vec<Sample>> {
    let mut samples = own(ui)?;
    samples.extend(codes(ui)?);
    samples.extend(telling(ui)?);
    samples.extend(sending(ui)?);
    Ok(samples)
}

fn said(ui: &Ui) -> String {
    ui.t("给自己发一条测试").into_owned()
}

fn own(ui: &Ui) -> Result<Vec<Sample>> {
    let line = |number: u128, read| Line {
        id: MessageId(Uuid::from_u128(number)),
        text: said(ui),
        made_at: this_morning(9, 12),
        read,
        href: "/own/QH7K-3M9D".into(),
    };
    let inbox = InboxPage {
        ui: ui.clone(),
        lines: vec![line(1, false), line(2, true)],
        unread: 1,
        next: Some(1),
    };
    let empty = InboxPage { ui: ui.clone(), lines: vec![], unread: 0, next: None };
    let mut errors = Errors::new();
    errors.add("mail", ui.t("邮箱的写法不对，应当像 name@example.cn"));
    let choices = ChoicesPage {
        ui: ui.clone(),
        errors,
        choices: Choices::default(),
        mail: Some("zhou@example.cn".into()),
        typed_mail: "zhou".into(),
        means: BOTH,
        official: true,
    };
    let without = ChoicesPage {
        ui: ui.clone(),
        errors: Errors::new(),
        choices: Choices { duty_by: Channel::Visit, ..Choices::default() },
        mail: None,
        typed_mail: String::new(),
        means: Means { sms: false, mail: false },
        official: false,
    };
    let mut errors = Errors::new();
    errors.add("code", ui.t("验证码不对，请看清楚再填一次"));
    let code = MailCodePage { ui: ui.clone(), errors, ticket: "ticket".into() };
    Ok(vec![
        Sample::page("site/messages.html", ui, &inbox)?,
        Sample::page("site/messages.html", ui, &empty)?,
        Sample::page("site/message_choices.html", ui, &choices)?,
        Sample::page("site/message_choices.html", ui, &without)?,
        Sample::page("site/mail_code.html", ui, &code)?,
    ])
}

fn codes(ui: &Ui) -> Result<Vec<Sample>> {
    let mut errors = Errors::new();
    errors.add("name", ui.t("请填手机号或邮箱"));
    let ask = CodePage { ui: ui.clone(), errors, name: "x".into(), back: "/own".into() };
    let entry = CodeEntryPage {
        ui: ui.clone(),
        errors: Errors::new(),
        ticket: "ticket".into(),
        back: String::new(),
    };
    Ok(vec![
        Sample::page("site/code.html", ui, &ask)?,
        Sample::page("site/code_entry.html", ui, &entry)?,
    ])
}

fn telling(ui: &Ui) -> Result<Vec<Sample>> {
    let id = VisitId(Uuid::from_u128(5));
    let list = VisitsPage {
        ui: ui.clone(),
        lines: vec![VisitLine {
            id,
            name: "王秀英".into(),
            place: "云溪镇柳溪村".into(),
            reason: Reason::NoPhone,
            opened_at: this_morning(8, 30),
        }],
        done: vec![DoneVisit {
            id,
            name: "周小禾".into(),
            place: "云溪镇柳溪村".into(),
            closed_at: this_morning(8, 0),
        }],
    };
    let nothing = VisitsPage { ui: ui.clone(), lines: vec![], done: vec![] };
    let visit = |closed_at| Visit {
        id,
        person_id: PersonId(Uuid::from_u128(1)),
        subject_id: None,
        area_path: AreaPath::county().child(1).child(1),
        reason: Reason::PhoneOff,
        opened_at: this_morning(8, 30),
        closed_at,
    };
    let page = |closed_at, errors| VisitPage {
        ui: ui.clone(),
        visit: visit(closed_at),
        name: "王秀英".into(),
        place: "云溪镇柳溪村".into(),
        phone: Some("13812342210".into()),
        words: vec![(said(ui), "/track/QH7K-3M9D".into())],
        tellings: vec![Telling {
            told_at: this_morning(9, 0),
            actor_name: "李代办".into(),
            how: Told::NotReached,
            words: "没人接，晚上再打".into(),
        }],
        errors,
        typed: Form::default(),
    };
    let mut errors = Errors::new();
    errors.add("how", ui.t("请选一项：电话里、当面，还是没找到"));
    Ok(vec![
        Sample::page("site/visits.html", ui, &list)?,
        Sample::page("site/visits.html", ui, &nothing)?,
        Sample::page("site/visit.html", ui, &page(None, errors))?,
        Sample::page("site/visit.html", ui, &page(Some(this_morning(10, 0)), Errors::new()))?,
    ])
}

fn sending(ui: &Ui) -> Result<Vec<Sample>> {
    let trouble = |reason, next_at| Trouble {
        name: "王*英".into(),
        purpose: Purpose::Message,
        channel: Channel::Sms,
        reason,
        tries: 2,
        made_at: this_morning(9, 0),
        next_at,
    };
    let busy = SendingPage {
        ui: ui.clone(),
        means: BOTH,
        waiting: 3,
        oldest: Some(this_morning(9, 0)),
        retried: vec![trouble(Reason::TimedOut, Some(this_morning(10, 0)))],
        failed: vec![trouble(Reason::BadNumber, None)],
        sent: true,
    };
    let quiet = SendingPage {
        ui: ui.clone(),
        means: Means { sms: false, mail: false },
        waiting: 0,
        oldest: None,
        retried: vec![],
        failed: vec![],
        sent: false,
    };
    let shown = Shown {
        to: "周小禾".into(), text: "【云禾县】……".into(), at: this_morning(9, 0)
    };
    let demo = ShownPage { ui: ui.clone(), lines: vec![shown] };
    Ok(vec![
        Sample::page("site/sending.html", ui, &busy)?,
        Sample::page("site/sending.html", ui, &quiet)?,
        Sample::page("site/demo_messages.html", ui, &demo)?,
    ])
}
