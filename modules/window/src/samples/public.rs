//! The public pages with made-up content.

use platform::id::Uuid;
use platform::{PersonId, Result};
use web::{Errors, Form, Sample, Ui};

use super::made_up::{self, Story};
use crate::model::{Content, GuideLine, Rated};
use crate::pages::asking::AskPage;
use crate::pages::guides::{GuidePage, GuidePrint, GuidesPage, Helper, StartPage};
use crate::pages::journey::{CheckPage, GonePage, Journey, Step, TasksPage};
use crate::pages::own::{OwnCasePage, OwnPage, WithdrawalPage};
use crate::pages::panels::panels_of;
use crate::pages::sent::SentPage;
use crate::pages::track::{ProgressPage, TrackPage};

const PUBLIC_URL: &str = "https://example.org";

/// All of them.
pub(super) fn samples(ui: &Ui) -> Result<Vec<Sample>> {
    let mut samples = guides(ui)?;
    samples.extend(journey(ui)?);
    samples.extend(progress(ui)?);
    samples.extend(own(ui)?);
    let parts = ["window/_panel_guides.html", "window/_panel_track.html"];
    let panels = panels_of(ui, vec![made_up::item()?.into()])?;
    let part =
        |(template, panel): (&'static str, web::Panel)| Sample { template, html: panel.html };
    samples.extend(parts.into_iter().zip(panels).map(part));
    Ok(samples)
}

fn guides(ui: &Ui) -> Result<Vec<Sample>> {
    let version = made_up::version()?;
    let line = || -> Result<GuideLine> {
        Ok(GuideLine { item_id: version.item_id, content: Content(made_up::item()?.into()) })
    };
    let list = GuidesPage::new(ui.clone(), String::new(), vec![line()?, line()?], Vec::new());
    let place = registry::PlaceFound {
        id: platform::AreaId(Uuid::from_u128(21)),
        name: "石桥镇柳湾村".into(),
        former: Some("柳湾大队".into()),
    };
    let found = GuidesPage::new(ui.clone(), "高龄".into(), vec![line()?], Vec::new());
    let nothing = GuidesPage::new(ui.clone(), "飞机".into(), Vec::new(), Vec::new());
    let village = GuidesPage::new(ui.clone(), "柳湾".into(), Vec::new(), vec![place]);
    let clerk = registry::Holder {
        id: registry::PostHeldId(Uuid::from_u128(50)),
        body_id: made_up::body(Story::Delivered).id,
        post: "village_clerk".into(),
        person_id: PersonId(Uuid::from_u128(11)),
        name: "吴桂兰".into(),
        phone: Some("13812345678".into()),
        public_phone: None,
        held_from: made_up::TODAY,
        held_until: None,
        ended_on: None,
    };
    let helper = Helper { station: made_up::body(Story::Delivered), clerks: vec![clerk] };
    let guide = GuidePage::new(ui.clone(), made_up::version()?, Some(helper));
    let sheet = GuidePrint::new(GuidePage::new(ui.clone(), version, None), PUBLIC_URL);
    let start = StartPage { ui: ui.clone(), item: made_up::item()?.into() };
    Ok(vec![
        Sample::page("window/guides.html", ui, &list)?,
        Sample::page("window/guides.html", ui, &found)?,
        Sample::page("window/guides.html", ui, &nothing)?,
        Sample::page("window/guides.html", ui, &village)?,
        Sample::page("window/guide.html", ui, &guide)?,
        Sample::page("window/guide_print.html", ui, &sheet)?,
        Sample::page("window/start.html", ui, &start)?,
    ])
}

pub(super) fn on_the_way() -> Result<Journey> {
    Ok(Journey {
        draft: made_up::draft(),
        item: made_up::item()?.into(),
        sealed: made_up::sealed(),
        applicant: "王小芳".into(),
        consent: Some(made_up::consent()),
        files: super::papers::files().into_iter().filter(|file| file.flaw.is_none()).collect(),
        earlier: Vec::new(),
    })
}

fn journey(ui: &Ui) -> Result<Vec<Sample>> {
    let ask = |step, error: &str| -> Result<Sample> {
        let mut errors = Errors::new();
        let mut typed = None;
        if !error.is_empty() {
            errors.add("answer", ui.t(error));
            typed = Some(Form::of(&[("answer", "34112519450312101")]));
        }
        let journey = on_the_way()?;
        let page = AskPage { ui: ui.clone(), journey, step, errors, checking: false, typed };
        Sample::page("window/question.html", ui, &page)
    };
    let tasks = TasksPage { ui: ui.clone(), journey: on_the_way()?, today: made_up::TODAY };
    let clean = made_up::sealed().answers;
    let check = CheckPage { ui: ui.clone(), journey: on_the_way()?, clean };
    let sent = SentPage {
        ui: ui.clone(),
        file: made_up::file(Story::Submitted)?,
        address: format!("{PUBLIC_URL}/track/{}", made_up::CODE),
        if_today: Some(jiff::civil::date(2026, 12, 7)),
    };
    let mut samples = Vec::new();
    for place in 0..made_up::item()?.question.len() {
        samples.push(ask(Step::Question(place), "")?);
    }
    samples.extend([
        ask(Step::Question(1), "身份证号码少了几位，请对着证件再数一遍，一共 18 位")?,
        ask(Step::Phone, "")?,
        ask(Step::Delivery, "")?,
        Sample::page("window/tasks.html", ui, &tasks)?,
        Sample::page("window/check.html", ui, &check)?,
        Sample::page("window/confirmation.html", ui, &sent)?,
        Sample::page("window/gone.html", ui, &GonePage { ui: ui.clone() })?,
    ]);
    Ok(samples)
}

fn progress(ui: &Ui) -> Result<Vec<Sample>> {
    let mut errors = Errors::new();
    errors.add("code", ui.t("没有这个编号。请对着回执再看一遍，或者打电话请窗口帮您查"));
    let asked = TrackPage { ui: ui.clone(), typed: String::new(), errors: Errors::new() };
    let wrong = TrackPage { ui: ui.clone(), typed: "QH7K-3M9".into(), errors };
    let mut samples = vec![
        Sample::page("window/track.html", ui, &asked)?,
        Sample::page("window/track.html", ui, &wrong)?,
    ];
    for story in Story::ALL {
        let page = ProgressPage {
            ui: ui.clone(),
            file: made_up::file(story)?,
            rated: (story == Story::Refused).then(rated),
            own: false,
            errors: Errors::new(),
            typed: Form::default(),
        };
        samples.push(Sample::page("window/progress.html", ui, &page)?);
    }
    Ok(samples)
}

fn rated() -> Rated {
    let rated_at = platform::clock::instant_of(made_up::TODAY.at(10, 0, 0, 0));
    Rated { level: 4, words: "态度好".into(), given_how: "applicant".into(), rated_at }
}

fn own(ui: &Ui) -> Result<Vec<Sample>> {
    let cases = Story::ALL.into_iter().map(made_up::file).collect::<Result<Vec<_>>>()?;
    let drafts = vec![(made_up::draft(), made_up::version()?)];
    let list = OwnPage { ui: ui.clone(), drafts, cases };
    let empty = OwnPage { ui: ui.clone(), drafts: Vec::new(), cases: Vec::new() };
    let case = OwnCasePage {
        ui: ui.clone(),
        file: made_up::file(Story::Delivered)?,
        sealed: made_up::sealed(),
        rated: None,
        files: super::papers::files(),
        agent: true,
        errors: Errors::new(),
        typed: Form::default(),
    };
    let withdrawal = WithdrawalPage {
        ui: ui.clone(),
        file: made_up::file(Story::InHand)?,
        errors: Errors::new(),
        typed: Form::default(),
    };
    Ok(vec![
        Sample::page("window/own.html", ui, &list)?,
        Sample::page("window/own.html", ui, &empty)?,
        Sample::page("window/own_case.html", ui, &case)?,
        Sample::page("window/withdrawal.html", ui, &withdrawal)?,
    ])
}
