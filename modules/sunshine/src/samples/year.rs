//! The committee's plan, its meetings, what the village buys, and the report, with made-up content.

use jiff::civil::date;
use law::sunshine::{Field, Slips};
use platform::storage::Json;
use platform::{Result, Uuid};
use web::components::Tag;
use web::{Errors, Form, Sample, Ui};

use super::made_up;
use crate::model::FieldWord;
use crate::pages::supervision::purchases::{BuyingPage, PurchasePage};
use crate::pages::supervision::report::ReportPage;
use crate::pages::supervision::shown;
use crate::pages::supervision::work::{MeetingPage, WorkPage};
use crate::purchase::{Observation, Purchase, PurchaseId, Way};
use crate::watching::{Meeting, MeetingId, PlanLine, PlanLineId, Year};

fn line(number: u128, words: &str, kept: Option<i64>) -> PlanLine {
    PlanLine {
        id: PlanLineId(Uuid::from_u128(number)),
        area_path: made_up::village().path,
        field: FieldWord(Field::Works),
        words: words.into(),
        until_on: date(2026, 11, 10),
        kept,
        ended_on: kept.map(|_| date(2026, 11, 8)),
        ended_words: kept.map(|_| "付款和验收单对得上".into()),
    }
}

fn year(full: bool) -> Year {
    let plan = vec![
        line(1, "核对排水沟工程的验收单和付款", Some(1)),
        line(2, "看低保名单公布满十五天没有", Some(0)),
        line(3, "查门面房租金入账", None),
    ];
    let meeting = Meeting {
        id: MeetingId(Uuid::from_u128(1)),
        area_path: made_up::village().path,
        held_on: date(2026, 10, 9),
        present: Json(vec!["刘素梅".into(), "马长贵".into()]),
        words: "看了第三季度的账，门面房租金少一笔。".into(),
        decided: "下周一去村部查收据。".into(),
        noted_by: "刘素梅".into(),
    };
    let (plan, meetings) = if full { (plan, vec![meeting]) } else { (Vec::new(), Vec::new()) };
    Year { year: 2026, plan, meetings, signed: 4, returned: 1 }
}

pub(super) fn purchase() -> Purchase {
    Purchase {
        id: PurchaseId(Uuid::from_u128(1)),
        area_path: made_up::village().path,
        title: "村东排水沟清淤工程".into(),
        amount_fen: 12_166_750,
        way: Way::Quotes,
        decided_on: date(2026, 9, 2),
        watcher_name: "马长贵".into(),
    }
}

fn wrong(ui: &Ui, field: &str, sentence: &str) -> Errors {
    let mut errors = Errors::new();
    errors.add(field, ui.t(sentence));
    errors
}

pub(super) fn samples(ui: &Ui) -> Result<Vec<Sample>> {
    let work = |full: bool, at: &str, errors| WorkPage {
        ui: ui.clone(),
        area_id: "1".into(),
        name: "柳湾村".into(),
        year: year(full),
        at: at.into(),
        typed: Form::default(),
        errors,
    };
    let member = || vec![("1".to_owned(), "刘素梅（村务监督委员会主任）".to_owned())];
    let meeting = |committee, errors| MeetingPage {
        ui: ui.clone(),
        area_id: "1".into(),
        name: "柳湾村".into(),
        committee,
        typed: Form::default(),
        errors,
    };
    let buying = |committee, errors| BuyingPage {
        ui: ui.clone(),
        area_id: "1".into(),
        name: "柳湾村".into(),
        committee,
        typed: Form::default(),
        errors,
    };
    let bought = |may_observe: bool, errors| PurchasePage {
        ui: ui.clone(),
        purchase: purchase(),
        seen: vec![Observation {
            number: 1,
            happened_on: date(2026, 9, 20),
            actor_name: "马长贵".into(),
            words: "到现场看了铺管".into(),
        }],
        files: Vec::new(),
        village: "柳湾村".into(),
        may_observe,
        typed: Form::default(),
        errors,
    };
    let open = line(3, "", None).id.to_string();
    let ended = wrong(ui, "ended", "这一项已经写过办了没有");
    let day = wrong(ui, "until_on", "请写今年或者明年的日期，从今天起");
    let there = wrong(ui, "present", "请勾上到会的人");
    let amount = wrong(ui, "amount", "金额请只写数字，例如 9360 或者 9360.50");
    let words = wrong(ui, "words", "里面有手机号码，公开前请删去");
    let none = Errors::new;
    Ok(vec![
        Sample::page("sunshine/supervision/work.html", ui, &work(true, "", none()))?,
        Sample::page("sunshine/supervision/work.html", ui, &work(true, &open, ended))?,
        Sample::page("sunshine/supervision/work.html", ui, &work(false, "new", day))?,
        Sample::page("sunshine/supervision/meeting.html", ui, &meeting(member(), there))?,
        Sample::page("sunshine/supervision/meeting.html", ui, &meeting(Vec::new(), none()))?,
        Sample::page("sunshine/supervision/buying.html", ui, &buying(member(), amount))?,
        Sample::page("sunshine/supervision/buying.html", ui, &buying(Vec::new(), none()))?,
        Sample::page("sunshine/supervision/purchase.html", ui, &bought(true, words))?,
        Sample::page("sunshine/supervision/purchase.html", ui, &bought(false, none()))?,
        Sample::page("sunshine/supervision/report.html", ui, &report(ui, true))?,
        Sample::page("sunshine/supervision/report.html", ui, &report(ui, false))?,
    ])
}

fn report(ui: &Ui, full: bool) -> ReportPage {
    let slips = Slips { competent: 31, fair: 6, incompetent: 2, void: 1 };
    let result = shown::Result {
        name: "郑德福".into(),
        post: ui.t("村委会主任").into_owned(),
        slips: slips.returned().to_string(),
        tag: Tag::plain(ui.t("还不能定等")),
        ends: String::new(),
    };
    let (fields, appraisals) = if full {
        let field = ui.t(Field::Works.label()).into_owned();
        (vec![(field, [3, 1, 2, 1])], vec![("2026年11月20日".to_owned(), vec![result])])
    } else {
        (Vec::new(), Vec::new())
    };
    ReportPage {
        ui: ui.clone(),
        area_id: "1".into(),
        name: "柳湾村".into(),
        year: year(full),
        fields,
        appraisals,
    }
}
