//! Every page with made-up content. Nobody here exists.

mod bodies;
mod life;
mod merges;
mod rosters;

use jiff::civil::date;
use platform::id::Uuid;
use platform::{AreaId, AreaPath, BodyId, PersonId, Result, text};
use web::components::{Contacts, Crumbs, ErrorSummary, Facts, Field, Ticks};
use web::{Errors, Form, Sample, Ui};

use crate::model::{Area, Body, BodyKind, Residence};
use crate::pages::area_changes;
use crate::pages::imports::{DIVISIONS, ImportPage, PreviewPage};
use crate::pages::kin::{KinFormPage, KinRow};
use crate::pages::life::LifeFormPage;
use crate::pages::people::{
    AccountForm, AccountOpenedPage, PeoplePage, PersonPage, PersonRow, PostRow,
};
use crate::pages::person_form::{PersonFormPage, Whom};
use crate::pages::places::{AreaPage, BodyView, NoCountyPage};
use crate::pages::renames;
use crate::pages::watch::{Line, Part, WatchPage};
use crate::refusals;
use crate::table::Preview;

mod protection;

/// All pages.
pub(crate) fn samples(ui: &Ui) -> Result<Vec<Sample>> {
    let mut samples = vec![
        Sample::page("registry/area.html", ui, &village(ui))?,
        Sample::page("registry/life_form.html", ui, &renaming(ui))?,
        Sample::page("registry/life_form.html", ui, &merger(ui))?,
        Sample::page("registry/life_form.html", ui, &division(ui))?,
        Sample::page(
            "registry/life_choices.html",
            ui,
            &area_changes::choices_page(ui, &sample_area()),
        )?,
        Sample::page("registry/no_county.html", ui, &NoCountyPage { ui: ui.clone() })?,
    ];
    samples.extend(people(ui)?);
    samples.extend(protection::samples(ui)?);
    samples.extend(life::samples(ui)?);
    samples.extend(merges::samples(ui)?);
    samples.extend(bodies::samples(ui)?);
    samples.extend(watch(ui)?);
    samples.extend(imports(ui)?);
    samples.extend(rosters::samples(ui)?);
    Ok(samples)
}

fn village(ui: &Ui) -> AreaPage {
    let committee = Contacts::new(ui)
        .person(ui.t("村委会主任"), "陈国安", "", "138****2210")
        .person(ui.t("村委会委员"), "刘素梅", "", "05501234567");
    let station = Contacts::new(ui).person(ui.t("代办员"), "周小禾", "", "05501234568");
    let day = ui.date_long(date(2026, 3, 1));
    AreaPage {
        ui: ui.clone(),
        name: "柳湾村".into(),
        crumbs: Some(Crumbs::new(ui).to("清河县", "/").to("石桥镇", "/areas/1").here("柳湾村")),
        counts: Some((ui.number(1_286), ui.number(4_107))),
        below_title: text("村民小组"),
        below: vec![("/areas/2".into(), "一组".into()), ("/areas/3".into(), "二组".into())],
        bodies: vec![
            body_view("柳湾村村民委员会", Some(committee)),
            BodyView { phone: String::new(), ..body_view("柳湾村村民代表会议", None) },
        ],
        helpers: vec![body_view("柳湾村便民服务站", Some(station))],
        ended_bodies: vec![bodies::gone(ui)],
        panels: Vec::new(),
        panels_aside: Vec::new(),
        former: vec![ui.t3("原名{1}，{2}起改名（{3}）", "柳弯村", day, "清政发〔2026〕12号")],
        change: Some("/areas/1/changes".into()),
        ended: None,
    }
}

fn renaming(ui: &Ui) -> LifeFormPage {
    let mut errors = Errors::new();
    errors.add("name", ui.refusal(&refusals::name_taken("新华村")));
    renames::form_page(ui, &sample_area(), &Form::of(&[("name", "新华村")]), &errors)
}

fn changing(ui: &Ui) -> area_changes::Subject {
    area_changes::Subject {
        area: sample_area(),
        places: vec![("1".into(), "石桥镇新华村".into()), ("2".into(), "柳林镇东山村".into())],
        groups: vec![("3".into(), "一组".into()), ("4".into(), "二组".into())],
        effects: vec![
            ui.t2("{1} 户、{2} 人归到那里；户号有重复的，前面加上原来的名称。", 1_286, 4_107),
            ui.t1("随之终止，任职一起结束：{1}。", "柳湾村村民委员会、柳湾村村务监督委员会"),
        ],
    }
}

fn merger(ui: &Ui) -> LifeFormPage {
    let mut errors = Errors::new();
    errors.add("sure", ui.refusal(&refusals::not_sure()));
    let form = Form::of(&[("to", "1"), ("document", "清政发〔2026〕12号")]);
    area_changes::form_page(ui, area_changes::Kind::Merger, &changing(ui), &form, &errors)
}

fn division(ui: &Ui) -> LifeFormPage {
    let mut errors = Errors::new();
    errors.add("groups", ui.refusal(&refusals::nothing_chosen_to_go()));
    let form = Form::of(&[("name", "新柳村")]);
    area_changes::form_page(ui, area_changes::Kind::Division, &changing(ui), &form, &errors)
}

fn body_view(name: &str, people: Option<Contacts>) -> BodyView {
    BodyView {
        name: name.into(),
        purpose: "村里的日常事务".into(),
        address: "文化广场东侧".into(),
        hours: "周一至周五 8:30—17:30".into(),
        phone: "05501234567".into(),
        vacant: people.is_none().then(|| "村委会主任".into()),
        seats: people.is_none().then(|| "席位 5 个，空缺 5 个".into()),
        people,
    }
}

fn rows(ui: &Ui) -> Vec<PersonRow> {
    let row = |name: &str, phone: &str, residence: Residence| PersonRow {
        href: "/people/1".into(),
        name: name.into(),
        born: ui.date_long(date(1956, 3, 12)),
        area: "石桥镇柳湾村".into(),
        phone: phone.into(),
        no_phone: phone.is_empty(),
        residence: residence.label(),
        gone: None,
    };
    vec![
        row("王小芳", "138****1234", Residence::HukouHere),
        row("李大山", "", Residence::Away),
        PersonRow {
            gone: Some(text("已去世")),
            ..row("赵秀英", "139****4321", Residence::HukouElsewhere)
        },
    ]
}

fn people(ui: &Ui) -> Result<Vec<Sample>> {
    let page = |rows, next: Option<&str>| PeoplePage {
        ui: ui.clone(),
        search: Field::search(ui, "q", ui.t("找谁")).value("王"),
        query: "王".into(),
        rows,
        nothing: crate::people::what_to_try("王xy"),
        next: next.map(str::to_owned),
        may_add: true,
        may_import: true,
        registers: vec![("/areas/1".into(), "柳湾村".into())],
        may_merge: true,
    };
    let (list, nobody) = (page(rows(ui), Some("0")), page(Vec::new(), None));
    let opened = AccountOpenedPage {
        ui: ui.clone(),
        person: "/people/1".into(),
        name: "王小芳".into(),
        link: "https://example.org/account/link/5f0c".into(),
    };
    let mut errors = Errors::new();
    errors.add("name", ui.refusal(&refusals::name_length()));
    let form = Form::of(&[("sex", "female"), ("no_phone", "yes")]);
    let places = [("00010001".to_owned(), "石桥镇柳湾村".to_owned())];
    let new = PersonFormPage::new(ui, Whom(None), &form, &errors, &places);
    let whom = Whom(Some(PersonId(Uuid::nil())));
    let correction = PersonFormPage::new(ui, whom, &form, &Errors::new(), &places);
    Ok(vec![
        Sample::page("registry/people.html", ui, &list)?,
        Sample::page("registry/people.html", ui, &nobody)?,
        Sample::page("registry/person.html", ui, &person(ui))?,
        Sample::page("registry/account_opened.html", ui, &opened)?,
        Sample::page("registry/person_form.html", ui, &new)?,
        Sample::page("registry/person_form.html", ui, &correction)?,
    ])
}

fn person(ui: &Ui) -> PersonPage {
    let mut errors = Errors::new();
    errors.add("user_name", ui.refusal(&refusals::name_length()));
    PersonPage {
        ui: ui.clone(),
        id: "1".into(),
        name: "王小芳".into(),
        gone: None,
        events: life::events(ui),
        kin: vec![KinRow {
            href: "/people/2".into(),
            end: "/kin/1/end".into(),
            name: "王小明".into(),
            kind: ui.t("兄弟姐妹").into_owned(),
            source: "本人说的".into(),
        }],
        merges: vec!["/merges/1".into()],
        facts: Facts::new(ui)
            .fact(ui.t("出生日期"), ui.date_long(date(1956, 3, 12)))
            .fact(ui.t("身份证号"), "9900**********1234")
            .fact(ui.t("电话"), ui.t("没有电话")),
        household: Some("/households/1".into()),
        posts: vec![PostRow {
            title: ui.t("代办员").into_owned(),
            body: "柳湾村便民服务站".into(),
            term: ui.t1("{1} 起", ui.date_long(date(2026, 1, 1))),
        }],
        may_correct: true,
        may_unmask: true,
        account: Some(AccountForm {
            summary: ErrorSummary::new(ui, &errors),
            user_name: Field::text(ui, "user_name", ui.t("用户名")).errors(&errors),
            by_phone: Some(Ticks::one(
                ui,
                "by_phone",
                ui.t1("也可以用电话 {1} 登录", "138****1234"),
            )),
        }),
    }
}

/// Terms and relatives.
fn watch(ui: &Ui) -> Result<Vec<Sample>> {
    let mut full =
        Part::new(ui.t("要回避的"), ui.t("依法不能同时担任。先核对关系，再由村里按程序处理"));
    full.lines.push(Line {
        href: "/bodies/1".into(),
        body: "柳湾村村务监督委员会".into(),
        area: "石桥镇柳湾村".into(),
        words: ui.t("村委会成员的近亲属不能在村务监督委员会").into_owned(),
        cite: ui.cite(law::village::SUPERVISION),
    });
    let parts = vec![full, Part::new(ui.t("空缺"), "")];
    let mut errors = Errors::new();
    errors.add("source", ui.refusal(&refusals::kin_source()));
    let (nobody, found) = ([], [(PersonId(Uuid::nil()), "王小明 · 石桥镇柳湾村".to_owned())]);
    let whom = (PersonId(Uuid::nil()), "王小芳");
    let kin =
        |who: &[_], errors: &Errors| KinFormPage::new(ui, whom, who, &Form::default(), errors);
    Ok(vec![
        Sample::page("registry/watch.html", ui, &WatchPage { ui: ui.clone(), parts })?,
        Sample::page("registry/kin_form.html", ui, &kin(&nobody, &Errors::new()))?,
        Sample::page("registry/kin_form.html", ui, &kin(&found, &errors))?,
    ])
}

fn sample_area() -> Area {
    Area {
        id: AreaId(Uuid::nil()),
        parent_id: None,
        path: AreaPath::county().child(1).child(1),
        name: "柳湾村".into(),
    }
}

fn sample_body() -> Body {
    let Area { id, path, .. } = sample_area();
    Body {
        id: BodyId(Uuid::nil()),
        area_id: id,
        area_path: path,
        kind: BodyKind::ServiceStation,
        name: "柳湾村便民服务站".into(),
        department: None,
        phone: None,
        address: None,
        hours: None,
        purpose: None,
        seats: None,
    }
}

fn imports(ui: &Ui) -> Result<Vec<Sample>> {
    let clean = Preview { new: 286, ..Preview::default() };
    let mut bad =
        Preview { new: 280, unchanged: 3, coded: 1, problems_more: 9, ..Preview::default() };
    bad.refuse(7, refusals::code_of_other_name("990001100", "石桥镇"));
    let known = Preview { unchanged: 286, ..Preview::default() };
    let look = |kind, preview: &Preview, done| {
        PreviewPage::new(ui, kind, preview, done, "system,edition".into())
    };
    Ok(vec![
        Sample::page("registry/import.html", ui, &ImportPage::new(ui, DIVISIONS, &Errors::new()))?,
        Sample::page("registry/import_preview.html", ui, &look(DIVISIONS, &clean, false))?,
        Sample::page("registry/import_preview.html", ui, &look(DIVISIONS, &clean, true))?,
        Sample::page("registry/import_preview.html", ui, &look(DIVISIONS, &bad, false))?,
        Sample::page("registry/import_preview.html", ui, &look(DIVISIONS, &known, false))?,
    ])
}
