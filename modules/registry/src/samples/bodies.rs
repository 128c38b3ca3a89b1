//! The pages of bodies and posts with made-up content.

use jiff::civil::date;
use platform::BodyId;
use platform::Result;
use platform::id::Uuid;
use web::components::{Crumbs, DateField, ErrorSummary, Facts};
use web::{Errors, Form, Sample, Ui};

use super::{rows, sample_area, sample_body};
use crate::model::{BodyEnd, BodyFound};
use crate::pages::appointment::AppointmentPage;
use crate::pages::bodies::{BodiesPage, BodyPage, BodyRow, EndPostPage, HolderRow, end_words};
use crate::pages::body_end::EndBodyPage;
use crate::pages::body_form::BodyFormPage;
use crate::pages::body_search::{BodySearchPage, search_field};
use crate::refusals;

/// Bodies, and who serves in them.
pub(super) fn samples(ui: &Ui) -> Result<Vec<Sample>> {
    let body = sample_body();
    let mut errors = Errors::new();
    errors.add("person", ui.refusal(&refusals::person_missing()));
    let form = Form::of(&[("q", "王")]);
    let appointment = AppointmentPage::new(ui, &body, &form, &errors, rows(ui))?;
    let leaving = EndPostPage {
        ui: ui.clone(),
        id: "1".into(),
        back: "/bodies/1".into(),
        person: "周小禾".into(),
        title: ui.t("代办员").into_owned(),
        body: body.name.clone(),
        term: ui.t1("{1} 起", ui.date_long(date(2026, 1, 1))),
        summary: ErrorSummary::new(ui, &Errors::new()),
        ended_on: DateField::new(ui, "ended_on", ui.t("从哪天起不再担任")),
    };
    let mut samples = lists(ui)?;
    samples.extend(single(ui)?);
    samples.extend(changes(ui)?);
    samples.push(Sample::page("registry/appointment.html", ui, &appointment)?);
    samples.push(Sample::page("registry/end_post.html", ui, &leaving)?);
    Ok(samples)
}

fn lists(ui: &Ui) -> Result<Vec<Sample>> {
    let list = BodiesPage {
        ui: ui.clone(),
        area: "柳湾村".into(),
        area_id: "1".into(),
        search: search_field(ui),
        crumbs: Crumbs::new(ui).to("清河县", "/bodies").here("柳湾村"),
        bodies: vec![BodyRow {
            href: "/bodies/1".into(),
            name: sample_body().name,
            people: vec![(ui.t("代办员").into_owned(), "周小禾".into())],
        }],
        below: vec![("/bodies?area=1".into(), "一组".into())],
        ended: vec![("/bodies/3".into(), gone(ui))],
        new: Some("/bodies/new?area=1".into()),
    };
    let found = |ended_on| BodyFound {
        id: BodyId(Uuid::nil()),
        name: "柳湾村村务监督委员会".into(),
        place: "石桥镇柳湾村".into(),
        ended_on,
    };
    let found = vec![found(None), found(Some(date(2026, 11, 1)))];
    let page = |typed, found| BodySearchPage::new(ui, typed, found);
    Ok(vec![
        Sample::page("registry/bodies.html", ui, &list)?,
        Sample::page("registry/body_search.html", ui, &page("柳湾", found))?,
        Sample::page("registry/body_search.html", ui, &page("某", Vec::new()))?,
    ])
}

fn single(ui: &Ui) -> Result<Vec<Sample>> {
    let holder = |name: &str| HolderRow {
        id: "1".into(),
        title: ui.t("代办员").into_owned(),
        person: name.into(),
        href: "/people/1".into(),
        term: ui.t1("{1} 起", ui.date_long(date(2026, 1, 1))),
        phone: "138****2210".into(),
    };
    let body = sample_body();
    let show = BodyPage {
        ui: ui.clone(),
        id: "1".into(),
        crumbs: Crumbs::new(ui).to("清河县", "/bodies").here(&body.name),
        name: body.name,
        facts: Facts::new(ui).fact(ui.t("地址"), "文化广场东侧"),
        holders: vec![holder("周小禾")],
        before: vec![holder("王小芳")],
        conflicts: vec![(
            ui.t("村委会成员的近亲属不能在村务监督委员会").into_owned(),
            ui.cite(law::village::SUPERVISION),
        )],
        end: None,
        may_appoint: true,
    };
    let over = BodyPage {
        ui: ui.clone(),
        id: "3".into(),
        name: "柳湾村村民委员会".into(),
        crumbs: Crumbs::new(ui).to("清河县", "/bodies").here("柳湾村村民委员会"),
        facts: Facts::new(ui).fact(ui.t("席位"), "5"),
        holders: Vec::new(),
        before: vec![holder("王小芳")],
        conflicts: Vec::new(),
        end: Some((gone(ui), Some("/bodies/4".into()))),
        may_appoint: false,
    };
    Ok(vec![
        Sample::page("registry/body.html", ui, &show)?,
        Sample::page("registry/body.html", ui, &over)?,
    ])
}

fn changes(ui: &Ui) -> Result<Vec<Sample>> {
    let body = sample_body();
    let wrong = |at, refusal| {
        let mut errors = Errors::new();
        errors.add(at, ui.refusal(&refusal));
        errors
    };
    let errors = wrong("kind", refusals::kind_unknown());
    let new = BodyFormPage::new(ui, &sample_area(), &Form::default(), &errors);
    let errors = wrong("why", refusals::correction_reason());
    let correction = BodyFormPage::correction(ui, &body, &Form::default(), &errors);
    let errors = wrong("successor", refusals::successor_half());
    let ending = EndBodyPage::new(ui, &body, 2, &Form::of(&[("successor", "柳湾社区")]), &errors);
    Ok(vec![
        Sample::page("registry/body_form.html", ui, &new)?,
        Sample::page("registry/body_form.html", ui, &correction)?,
        Sample::page("registry/end_body.html", ui, &ending)?,
    ])
}

/// What became of a body, as everybody reads it.
pub(super) fn gone(ui: &Ui) -> String {
    end_words(ui, &end())
}

fn end() -> BodyEnd {
    BodyEnd {
        body_id: BodyId(Uuid::nil()),
        name: "柳湾村村民委员会".into(),
        ended_on: date(2026, 11, 1),
        document: "清政发〔2026〕31号".into(),
        successor_id: Some(BodyId(Uuid::nil())),
        successor_name: Some("柳湾社区居民委员会".into()),
    }
}
