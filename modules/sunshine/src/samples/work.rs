//! What the clerk, the supervision committee and the directors see.

use jiff::civil::date;
use law::sunshine::{Finding, Flaw, Place, Step};
use platform::storage::Json;
use platform::{Result, Uuid};
use web::components::Tag;
use web::{Errors, Form, Sample, Ui};

use super::made_up;
use crate::model::{Content, LedgerImport, LedgerImportId, RowProblem};
use crate::pages::content::{ContentPage, form_of};
use crate::pages::desk::{DeskPage, Line, Row, Village};
use crate::pages::draft::DraftPage;
use crate::pages::files::FilesPage;
use crate::pages::imports::{ImportPage, NewImportPage};
use crate::pages::item::{ItemFormPage, ItemPage};
use crate::pages::item_form;
use crate::pages::items::ItemsPage;
use crate::pages::lines::{self, LinePage, LinesPage};
use crate::pages::traffic::TrafficPage;
use crate::refusals;

/// A summary of one mistake.
fn wrong(ui: &Ui, field: &str, sentence: &str) -> Errors {
    let mut errors = Errors::new();
    errors.add(field, ui.t(sentence));
    errors
}

pub(super) fn samples(ui: &Ui) -> Result<Vec<Sample>> {
    let mut all = vec![
        Sample::page("sunshine/desk.html", ui, &desk(ui))?,
        Sample::page("sunshine/draft.html", ui, &draft(ui, &[], true)?)?,
        Sample::page("sunshine/draft.html", ui, &draft(ui, &UNDER_REVIEW, false)?)?,
        Sample::page("sunshine/draft.html", ui, &draft(ui, &REVIEWED, false)?)?,
        Sample::page("sunshine/draft.html", ui, &draft(ui, &PUBLISHED, false)?)?,
    ];
    all.extend(writing(ui)?);
    all.extend(bringing(ui)?);
    all.extend(catalogue(ui)?);
    Ok(all)
}

/// Writing what is told.
fn writing(ui: &Ui) -> Result<Vec<Sample>> {
    let ledger = made_up::file("finance.ledger", made_up::content(), &[])?;
    let table = Content {
        title: "2026年种粮补贴面积".into(),
        rows: vec![vec!["孙有田".into(), "3.2".into(), String::new()]],
        ..Content::default()
    };
    let table = made_up::file("village.grain-subsidy", table, &[])?;
    let content = |file: &crate::File, errors: Errors| {
        let (typed, rows) = form_of(file);
        ContentPage { ui: ui.clone(), file: file.clone(), typed, errors, rows }
    };
    let line = made_up::content().lines.swap_remove(1);
    let sum = wrong(ui, "opening", "金额请只写数字，例如 412306.18");
    Ok(vec![
        Sample::page("sunshine/content.html", ui, &content(&ledger, sum))?,
        Sample::page("sunshine/content.html", ui, &content(&table, Errors::new()))?,
        Sample::page(
            "sunshine/lines.html",
            ui,
            &LinesPage {
                ui: ui.clone(),
                file: ledger.clone(),
                page: 1,
                added: 2,
                typed: Form::of(&[("summary-0", "办公用品")]),
                errors: wrong(ui, "income-0", "收入和支出要写一个，而且只写一个"),
            },
        )?,
        Sample::page(
            "sunshine/line.html",
            ui,
            &LinePage {
                ui: ui.clone(),
                file: ledger,
                number: 2,
                typed: lines::form_of(&line),
                errors: Errors::new(),
            },
        )?,
    ])
}

/// Bringing lines and papers in files.
fn bringing(ui: &Ui) -> Result<Vec<Sample>> {
    Ok(vec![
        Sample::page(
            "sunshine/import_new.html",
            ui,
            &NewImportPage {
                ui: ui.clone(),
                file: made_up::file("finance.ledger", made_up::content(), &[])?,
                errors: wrong(ui, "list", refusals::no_list().sentence.0),
            },
        )?,
        Sample::page("sunshine/import.html", ui, &import(ui)?)?,
        Sample::page(
            "sunshine/files.html",
            ui,
            &FilesPage {
                ui: ui.clone(),
                file: made_up::file("finance.project", made_up::content(), &[])?,
                errors: wrong(ui, "file", "还没有选文件，请拍照或选一个"),
                not_taken: Vec::new(),
            },
        )?,
    ])
}

/// The catalogue, and how much money moves.
fn catalogue(ui: &Ui) -> Result<Vec<Sample>> {
    Ok(vec![
        Sample::page("sunshine/items.html", ui, &items(ui)?)?,
        Sample::page(
            "sunshine/item.html",
            ui,
            &ItemPage {
                ui: ui.clone(),
                area_id: "1".into(),
                version: made_up::version("finance.project", None)?,
                may_edit: true,
                may_publish: true,
                typed: Form::default(),
                errors: Errors::new(),
            },
        )?,
        Sample::page(
            "sunshine/item_form.html",
            ui,
            &ItemFormPage {
                ui: ui.clone(),
                area_id: "1".into(),
                known: None,
                typed: item_form::blank(),
                errors: wrong(ui, "key", "代号用小写英文字母、数字、点和短横，例如 village.water"),
            },
        )?,
        Sample::page(
            "sunshine/traffic.html",
            ui,
            &TrafficPage {
                ui: ui.clone(),
                area_id: "7".into(),
                name: "柳湾村".into(),
                records: vec![made_up::traffic()],
                typed: Form::default(),
                errors: Errors::new(),
            },
        )?,
    ])
}

const UNDER_REVIEW: [(Step, (i8, i8), &str); 1] = [(Step::Submit, (10, 9), "吴桂兰")];
const REVIEWED: [(Step, (i8, i8), &str); 4] = [
    (Step::Submit, (10, 9), "吴桂兰"),
    (Step::Return, (10, 9), "刘素梅"),
    (Step::Submit, (10, 9), "吴桂兰"),
    (Step::Sign, (10, 10), "刘素梅"),
];
const PUBLISHED: [(Step, (i8, i8), &str); 5] = [
    (Step::Submit, (10, 9), "吴桂兰"),
    (Step::Sign, (10, 10), "刘素梅"),
    (Step::Settle, (10, 11), "郑德福"),
    (Step::Publish, (10, 12), "郑德福"),
    (Step::Post, (10, 12), "吴桂兰"),
];

fn draft(ui: &Ui, steps: &[(Step, (i8, i8), &str)], may_change: bool) -> Result<DraftPage> {
    let steps: Vec<_> = steps
        .iter()
        .map(|(step, (month, day), who)| (*step, date(2026, *month, *day), *who))
        .collect();
    let file = made_up::file("finance.ledger", made_up::content(), &steps)?;
    let finding = |flaw: Flaw, place: Place| Finding { flaw, place, stated: None, found: None };
    let findings = vec![
        Finding {
            stated: Some(37_767_868),
            found: Some(37_767_968),
            ..finding(Flaw::ClosingDiffers, Place::Field("closing".into()))
        },
        finding(Flaw::PaidTwice, Place::Line { number: 2, column: "payee" }),
    ];
    let mut errors = Errors::new();
    let at = if steps.len() == 4 { "settle" } else { "" };
    if !at.is_empty() {
        errors.add("decision", ui.refusal(&refusals::decision_missing()));
    }
    let offers = file.progress.offers(ui.today()).into_iter();
    Ok(DraftPage {
        ui: ui.clone(),
        village: "柳湾村".into(),
        findings: if may_change { findings } else { Vec::new() },
        committee: vec!["郑德福".into(), "周小禾".into()],
        party: vec!["何立新".into()],
        may: offers.filter(|step| *step != Step::Post || steps.len() < 5).collect(),
        may_change,
        corrects: steps.is_empty().then(|| "QH7K-3M9E".into()),
        done: if steps.len() == 5 { "publish".into() } else { String::new() },
        at,
        typed: Form::default(),
        errors,
        file,
    })
}

fn desk(ui: &Ui) -> DeskPage {
    let row = |tag: Tag, todo: &str| Row {
        href: "/desk/sunshine/21".into(),
        title: "2026年第三季度财务收支明细账".into(),
        village: "柳湾村".into(),
        tag,
        todo: ui.t(todo).into_owned(),
    };
    let line = |title: &str, late: bool, on_its_way: bool| Line {
        area: "7".into(),
        item: "1".into(),
        period_key: "2026-Q3".into(),
        title: title.into(),
        period: "2026-Q3".into(),
        tag: if late {
            Tag::late(ui.t1("超期 {1} 天未公开", 5))
        } else {
            Tag::warn(ui.t1("{1}前公开", ui.date(date(2026, 12, 31))))
        },
        on_its_way,
    };
    DeskPage {
        ui: ui.clone(),
        discarded: true,
        mine: vec![row(Tag::late(ui.t("已退回修改")), "按退回的意见改好，再送审")],
        others: vec![row(Tag::go(ui.t("等待审核")), "监督委员会审核")],
        villages: vec![Village {
            name: "柳湾村".into(),
            board: "/villages/7/sunshine".into(),
            owed: vec![line("救灾救助和补贴补助", true, false), line("债权债务", false, true)],
            at_once: vec![("7".into(), "3".into(), "工程项目资金".into())],
            may_draft: true,
        }],
        supervises: true,
    }
}

fn items(ui: &Ui) -> Result<ItemsPage> {
    Ok(ItemsPage {
        ui: ui.clone(),
        area_id: "1".into(),
        name: "云禾县".into(),
        of_county: true,
        versions: vec![
            made_up::version("finance.ledger", Some(date(2026, 1, 1)))?,
            made_up::version("village.decisions", None)?,
        ],
        may_edit: true,
        may_publish: true,
        villages: vec![("/disclosure-items/7".into(), "柳湾村".into())],
        news: "imported-24".into(),
        typed: Form::default(),
        errors: Errors::new(),
    })
}

fn import(ui: &Ui) -> Result<ImportPage> {
    let problem = |row, sentence: &str, args: &[&str]| RowProblem {
        row,
        sentence: sentence.into(),
        args: args.iter().map(|arg| (*arg).to_owned()).collect(),
    };
    Ok(ImportPage {
        ui: ui.clone(),
        file: made_up::file("finance.ledger", made_up::content(), &[])?,
        import: LedgerImport {
            id: LedgerImportId(Uuid::from_u128(31)),
            file_name: "第三季度.xlsx".into(),
            lines: Json(made_up::content().lines),
            problems: Json(vec![
                problem(6, refusals::ROW_DAY.0, &["八月"]),
                problem(7, refusals::ROW_SUMMARY.0, &[]),
            ]),
            brought_at: made_up::ledger().published_at,
        },
    })
}
