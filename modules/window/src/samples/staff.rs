//! The pages of staff, and the papers, with made-up content.

use std::collections::HashMap;

use jiff::civil::date;
use law::window::{Act, Stage};
use platform::authorisation::PostHeld;
use platform::id::Uuid;
use platform::messages::{DeliveryState, Reason};
use platform::{Actor, AreaId, AreaPath, BodyId, Error, PersonId, Result};
use web::{Errors, Form, Sample, Ui};

use super::made_up::{self, Story};
use crate::actions::reading::Sums;
use crate::model::File;
use crate::pages::acts::Noun;
use crate::pages::assisted::{AssistedPage, AssistedPersonPage};
use crate::pages::cards::cards;
use crate::pages::case::{CasePage, Opened};
use crate::pages::counter::{CounterPage, Found};
use crate::pages::counter_form::CounterFormPage;
use crate::pages::notices::{Paper, paper_page};
use crate::pages::told::Sent;
use crate::pages::worklist::{supervision_page, worklist_page};
use crate::refusals;

/// Every page of this half of the module.
pub(crate) fn samples(ui: &Ui) -> Result<Vec<Sample>> {
    let mut samples = lists(ui)?;
    samples.extend(cases(ui)?);
    samples.extend(counter(ui)?);
    samples.extend(assisted(ui)?);
    samples.extend(papers(ui)?);
    Ok(samples)
}

/// Someone at the township's window and in the county's department.
fn official() -> Actor {
    let held = |post: &str, number| PostHeld {
        post: post.into(),
        body_id: BodyId(Uuid::from_u128(number)),
        body_name: "石桥镇便民服务中心".into(),
        area_id: AreaId(Uuid::from_u128(40)),
        area_path: AreaPath::county().child(4),
        limited_to: None,
    };
    Actor {
        person_id: Some(PersonId(Uuid::from_u128(11))),
        posts: vec![
            held("window_clerk", 22),
            held("department_handler", 23),
            held("department_reviewer", 23),
        ],
        name: "李小兰".into(),
        ..Actor::program()
    }
}

fn lists(ui: &Ui) -> Result<Vec<Sample>> {
    let items = made_up::work_items()?;
    let sums = Sums { came_in_this_week: 143, ratings: 112, bad_ratings: 2 };
    let full = worklist_page(ui.clone(), &official(), &items, sums, "", None);
    let empty = worklist_page(ui.clone(), &official(), &[], Sums::default(), "accept", Some(3));
    let organs: HashMap<BodyId, String> = [Story::Submitted, Story::InHand]
        .map(made_up::body)
        .map(|body| (body.id, body.name))
        .into();
    let supervision = supervision_page(ui.clone(), &items, &organs, None);
    Ok(vec![
        Sample::page("window/staff/worklist.html", ui, &full)?,
        Sample::page("window/staff/worklist.html", ui, &empty)?,
        Sample::page("window/staff/supervision.html", ui, &supervision)?,
    ])
}

fn sent(state: DeliveryState, reason: Reason) -> Sent {
    Sent {
        sentence: "您申请的“{1}”已经受理，编号 {2}".into(),
        args: vec!["城乡居民医保参保登记".into(), "QH7K-3M9D".into()],
        made_at: jiff::Timestamp::UNIX_EPOCH,
        state,
        reason,
    }
}

fn opened(story: Story, acts: &[Act]) -> Result<Opened> {
    Ok(Opened {
        file: made_up::file(story)?,
        sealed: made_up::sealed(),
        consent: Some((made_up::consent(), "吴桂兰".into())),
        organs: vec![made_up::body(Story::Submitted), made_up::body(Story::InHand)],
        rated: None,
        identity: "3411**********1018".into(),
        died_on: (story == Story::Overdue).then_some(jiff::civil::date(2026, 11, 20)),
        told: vec![
            sent(DeliveryState::Waiting, Reason::PhoneOff),
            sent(DeliveryState::Told, Reason::NoPhone),
        ],
        acts: acts.to_vec(),
        files: super::papers::files(),
        had_a_hand: story == Story::Overdue,
    })
}

fn cases(ui: &Ui) -> Result<Vec<Sample>> {
    let stories: [(Story, &[Act], Option<Noun>); 6] = [
        (Story::Submitted, &[Act::Receive, Act::ReturnAtPrecheck, Act::FindNotApplicable], None),
        (Story::Noticed, &[Act::TakeMaterials], Some(Noun::Notice)),
        (Story::InHand, &[Act::Opine(Stage::Investigation), Act::HandOver], Some(Noun::Acceptance)),
        (Story::Overdue, &[Act::Grant, Act::ConfirmWithdrawal], None),
        (Story::Delivered, &[], Some(Noun::Delivery)),
        (Story::Denied, &[Act::Deliver], Some(Noun::Decision)),
    ];
    let mut samples = Vec::new();
    for (story, acts, done) in stories {
        let opened = opened(story, acts)?;
        let (form, errors) = (Form::default(), Errors::new());
        let cards = cards(ui, &opened, None, &form, &errors);
        let shown = CasePage { opened, cards, errors, refused: "", done, ui: ui.clone() };
        samples.push(Sample::page("window/staff/case.html", ui, &shown)?);
    }
    samples.push(refused(ui)?);
    samples.push(undetermined(ui)?);
    Ok(samples)
}

/// After a no: what stands in the way, and what was typed.
fn refused(ui: &Ui) -> Result<Sample> {
    let opened = opened(Story::Submitted, &[Act::Receive, Act::RefuseAcceptance, Act::Accept])?;
    let form = Form::of(&[("refusal-words", "这是医疗救助的事")]);
    let mut errors = Errors::new();
    let no = refusals::obstacle(law::window::Obstacle::RightOrganMissing);
    if let Error::Refused(refusal) = no {
        errors.add("refusal-organ", ui.refusal(&refusal));
    }
    let cards = cards(ui, &opened, Some(Noun::Refusal), &form, &errors);
    let refused = "right_organ_missing";
    let shown = CasePage { opened, cards, errors, refused, done: None, ui: ui.clone() };
    Sample::page("window/staff/case.html", ui, &shown)
}

/// A case whose last day lies in a year without a calendar.
fn undetermined(ui: &Ui) -> Result<Sample> {
    let opened = opened(Story::InHand, &[])?;
    let file = File { clocks: Err(2027), ..opened.file.clone() };
    let opened = Opened { file, ..opened };
    let (cards, errors) = (Vec::new(), Errors::new());
    let shown = CasePage { opened, cards, errors, refused: "", done: None, ui: ui.clone() };
    Sample::page("window/staff/case.html", ui, &shown)
}

fn person(name: &str, no_phone: bool) -> Found {
    Found {
        id: PersonId(Uuid::from_u128(12)),
        name: name.into(),
        village: "柳湾村".into(),
        born_on: Some(date(1945, 3, 12)),
        phone: if no_phone { String::new() } else { "138****2210".into() },
        no_phone,
        identity: "3411**********1018".into(),
    }
}

fn counter(ui: &Ui) -> Result<Vec<Sample>> {
    let item = made_up::item()?;
    let page = |form, errors, items, people, nobody| CounterPage {
        ui: ui.clone(),
        form,
        errors,
        all: vec![(item.code.clone(), item.number, item.name.clone())],
        items,
        people,
        nobody,
    };
    let fresh = page(Form::default(), Errors::new(), Vec::new(), Vec::new(), false);
    let form = Form::of(&[("item_words", "高龄"), ("person_words", "wxf")]);
    let two = vec![person("王小芳", false), person("吴学富", true)];
    let names = vec![(item.code.clone(), item.name.clone())];
    let several = page(form.clone(), Errors::new(), names, two, false);
    let mut errors = Errors::new();
    errors.add("person_words", ui.t("没有找到这个人，请核对，或者先登记"));
    let nobody = page(form, errors, Vec::new(), Vec::new(), true);
    let mut errors = Errors::new();
    errors.add("papers", ui.t1("还缺必要材料：{1}。可以先收件，再一次性告知", "身份证"));
    let whole = |form, errors| CounterFormPage {
        ui: ui.clone(),
        item: item.clone(),
        person: person("王小芳", false),
        form,
        errors,
    };
    let typed = Form::of(&[("phone", "13812342210"), ("q-born_on", "1945年3月12日")]);
    Ok(vec![
        Sample::page("window/staff/counter.html", ui, &fresh)?,
        Sample::page("window/staff/counter.html", ui, &several)?,
        Sample::page("window/staff/counter.html", ui, &nobody)?,
        Sample::page("window/staff/counter_form.html", ui, &whole(Form::default(), Errors::new()))?,
        Sample::page("window/staff/counter_form.html", ui, &whole(typed, errors))?,
    ])
}

fn assisted(ui: &Ui) -> Result<Vec<Sample>> {
    let item = made_up::item()?;
    let list = AssistedPage {
        ui: ui.clone(),
        query: String::new(),
        people: vec![person("吴学富", true), person("王小芳", false)],
        drafts: vec![("/applications/5".into(), item.name.clone(), "王小芳".into())],
        cases: vec![made_up::file(Story::InHand)?],
    };
    let empty = AssistedPage {
        ui: ui.clone(),
        query: "欧阳".into(),
        people: Vec::new(),
        drafts: Vec::new(),
        cases: Vec::new(),
    };
    let ask = |form, errors, refused| AssistedPersonPage {
        ui: ui.clone(),
        person: person("吴学富", true),
        items: vec![(item.code.clone(), item.name.clone())],
        form,
        errors,
        refused,
    };
    let mut errors = Errors::new();
    if let Error::Refused(refusal) = refusals::witness_missing() {
        errors.add("witness", ui.refusal(&refusal));
    }
    let form = Form::of(&[("given_how", "spoken"), ("item", &item.code)]);
    let wrong = ask(form, errors, "window.witness_missing");
    Ok(vec![
        Sample::page("window/staff/assisted.html", ui, &list)?,
        Sample::page("window/staff/assisted.html", ui, &empty)?,
        Sample::page(
            "window/staff/assisted_person.html",
            ui,
            &ask(Form::default(), Errors::new(), ""),
        )?,
        Sample::page("window/staff/assisted_person.html", ui, &wrong)?,
    ])
}

/// Every kind of paper, from the sample cases that have it.
fn papers(ui: &Ui) -> Result<Vec<Sample>> {
    let stories = [Story::Noticed, Story::InHand, Story::Delivered, Story::Denied, Story::Refused];
    let mut samples = Vec::new();
    for story in stories {
        let file = made_up::file(story)?;
        for paper in Paper::of(&file) {
            let (address, back) = ("https://example.org", format!("/cases/{}", file.case.id));
            let page = paper_page(ui.clone(), file.clone(), paper, address, back)?;
            samples.push(Sample::page("window/notices/paper.html", ui, &page)?);
        }
    }
    Ok(samples)
}
