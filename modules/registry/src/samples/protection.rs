//! The pages about people's data, with made-up content.

use jiff::civil::date;
use law::privacy::Right;
use platform::personal::Section;
use platform::{PersonId, Result, Text, Uuid, text};
use web::components::{Choice, ErrorSummary, Facts, Field};
use web::{Errors, Form, Sample, Ui};

use crate::model::{Asking, LookedAt, RequestStanding};
use crate::pages::cards::BankCardPage;
use crate::pages::disclosure::{DisclosedPage, DisclosurePage};
use crate::pages::own_privacy::{
    CopyPage, LookRow, LooksPaper, OwnPrivacyPage, RequestRow, rule_rows,
};
use crate::pages::requests::{For, RequestFormPage, RequestPage, RequestsPage, WaitingRow};
use crate::refusals;

pub(super) fn samples(ui: &Ui) -> Result<Vec<Sample>> {
    let mut samples = numbers(ui)?;
    samples.extend(own(ui)?);
    samples.extend(requests(ui)?);
    Ok(samples)
}

fn numbers(ui: &Ui) -> Result<Vec<Sample>> {
    let mut errors = Errors::new();
    errors.add("bank", ui.refusal(&refusals::bank()));
    let card = BankCardPage::new(ui, "1".into(), "王小芳".into(), &Form::default(), &errors);
    let fields = [(LookedAt::IdentityNumber, "9900**********1234".to_owned())];
    let whose = || ("1".to_owned(), "王小芳".to_owned());
    let ask = DisclosurePage::new(ui, whose(), &fields, &Form::default(), &Errors::new());
    let shown = DisclosedPage {
        ui: ui.clone(),
        id: "1".into(),
        name: "王小芳".into(),
        label: LookedAt::BankCard.label(),
        value: "0000 0000 0000 0000".into(),
    };
    Ok(vec![
        Sample::page("registry/bank_card.html", ui, &card)?,
        Sample::page("registry/disclosure.html", ui, &ask)?,
        Sample::page("registry/disclosed.html", ui, &shown)?,
    ])
}

fn look(ui: &Ui) -> LookRow {
    LookRow {
        when: ui.date(date(2026, 11, 20)),
        who: "李文静".into(),
        post: "石桥镇便民服务中心".into(),
        at_what: ui.say(LookedAt::Record.label()).into_owned(),
        why: ui.t("日常工作").into_owned(),
    }
}

fn own(ui: &Ui) -> Result<Vec<Sample>> {
    let request = RequestRow {
        title: ui.t("电话").into_owned(),
        standing: ui.say(RequestStanding::Open.label()).into_owned(),
        when: ui.date(date(2026, 11, 20)),
        until: ui.t("法律要求及时答复，几天内答复由县里确认后公布").into_owned(),
        answers: vec!["周小禾".into()],
    };
    let page = |looks, requests| OwnPrivacyPage {
        ui: ui.clone(),
        looks,
        requests,
        rules: rule_rows(ui, true),
        rights: Right::ALL.map(|right| (Text(right.label()), ui.cite(right.cite()))).into(),
    };
    let paper = LooksPaper {
        ui: ui.clone(),
        id: "1".into(),
        name: "王小芳".into(),
        printed_by: "周小禾".into(),
        looks: vec![look(ui)],
    };
    let record = vec![(text("姓名"), "王小芳".to_owned()), (text("电话"), String::new())];
    let copy = CopyPage {
        ui: ui.clone(),
        name: "王小芳".into(),
        sections: vec![Section::one(text("人口登记"), record)],
    };
    Ok(vec![
        Sample::page("registry/own_privacy.html", ui, &page(vec![look(ui)], vec![request]))?,
        Sample::page("registry/own_privacy.html", ui, &page(Vec::new(), Vec::new()))?,
        Sample::page("registry/looks_paper.html", ui, &paper)?,
        Sample::page("registry/copy.html", ui, &copy)?,
    ])
}

fn requests(ui: &Ui) -> Result<Vec<Sample>> {
    let (form, mut errors) = (Form::default(), Errors::new());
    errors.add("about", ui.refusal(&refusals::about_missing()));
    let clerk = For(Some((PersonId(Uuid::nil()), "王小芳".into())));
    let correct = RequestFormPage::new(ui, Asking::Correction, &clerk, false, (&form, &errors));
    let erase = RequestFormPage::new(ui, Asking::Erasure, &For(None), false, (&form, &errors));
    let row = WaitingRow {
        href: "/requests/1".into(),
        name: "王小芳".into(),
        area: "石桥镇柳湾村".into(),
        title: ui.t("电话").into_owned(),
        standing: RequestStanding::Open.label(),
        when: ui.date(date(2026, 11, 20)),
    };
    let list = |rows| RequestsPage { ui: ui.clone(), rows };
    let one = RequestPage {
        ui: ui.clone(),
        id: "1".into(),
        title: ui.t("电话").into_owned(),
        facts: Facts::new(ui).name(ui.t("姓名"), "王小芳"),
        correction: Some("/people/1/correction".into()),
        summary: ErrorSummary::new(ui, &Errors::new()),
        answer: Some(
            Choice::new(ui, "answer", ui.t("怎样答复")).option("accepted", ui.t("同意这样办")),
        ),
        reason: Field::long(ui, "reason", ui.t("理由")).optional(),
    };
    Ok(vec![
        Sample::page("registry/request_form.html", ui, &correct)?,
        Sample::page("registry/request_form.html", ui, &erase)?,
        Sample::page("registry/requests.html", ui, &list(vec![row]))?,
        Sample::page("registry/requests.html", ui, &list(Vec::new()))?,
        Sample::page("registry/request.html", ui, &one)?,
    ])
}
