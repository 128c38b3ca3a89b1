//! A roster in stages, with made-up content.

use jiff::civil::date;
use platform::clock::instant_of;
use platform::id::Uuid;
use platform::storage::Json;
use platform::{AreaPath, Result, text};
use web::components::{ErrorSummary, Tag};
use web::{Errors, Form, Sample, Ui};

use crate::model::{Import, ImportId, ImportState, ImportStep, ImportStepId};
use crate::pages::columns::{Column, ColumnsPage, column, residence, village};
use crate::pages::rosters::{
    ImportRow, RosterPage, checked_page, crumbs, ended_page, rows_page, running_page, sentences,
    upload,
};
use crate::refusals;
use crate::roster::{Counts, Field};
use crate::staging::{BadRow, Reason};

/// The pages of a roster.
pub(super) fn samples(ui: &Ui) -> Result<Vec<Sample>> {
    let bad = bad();
    let clean = Import { counts: Json(Counts { new: 9_800, rows: 9_800, ..counts() }), ..import() };
    let clean = Import { counts: Json(Counts { bad: 0, ..clean.counts.0.clone() }), ..clean };
    let none = (Form::default(), Errors::new());
    let mut undecided = Errors::new();
    undecided.take(ui, refusals::not_decided().into())?;
    let at = |state| Import { state, ..import() };
    let rows = bad.iter().map(|bad| (bad.row, "王小芳".to_owned(), sentences(ui, &bad.reasons)));
    let rows: Vec<_> = rows.collect();
    Ok(vec![
        Sample::page("registry/import_roster.html", ui, &roster(ui))?,
        Sample::page("registry/import_columns.html", ui, &columns(ui))?,
        Sample::page(
            "registry/import_running.html",
            ui,
            &running_page(ui, &at(ImportState::Checking)),
        )?,
        Sample::page(
            "registry/import_running.html",
            ui,
            &running_page(ui, &at(ImportState::Saving)),
        )?,
        Sample::page(
            "registry/import_checked.html",
            ui,
            &checked_page(ui, &import(), &bad, &none.0, &undecided),
        )?,
        Sample::page(
            "registry/import_checked.html",
            ui,
            &checked_page(ui, &clean, &[], &none.0, &none.1),
        )?,
        Sample::page(
            "registry/import_ended.html",
            ui,
            &ended_page(ui, &at(ImportState::Saved), &steps()),
        )?,
        Sample::page(
            "registry/import_ended.html",
            ui,
            &ended_page(ui, &at(ImportState::Failed), &[]),
        )?,
        Sample::page(
            "registry/import_rows.html",
            ui,
            &rows_page(ui, &import(), true, rows.clone(), 1, 200),
        )?,
        Sample::page(
            "registry/import_rows.html",
            ui,
            &rows_page(ui, &import(), false, rows, 1, 12),
        )?,
    ])
}

fn counts() -> Counts {
    Counts {
        rows: 10_000,
        new: 9_500,
        unchanged: 288,
        changed: 12,
        fields: vec![(Field::Phone, 9), (Field::Residence, 3)],
        bad: 200,
        added: 9_500,
        corrected: 12,
        overtaken: 1,
    }
}

fn import() -> Import {
    Import {
        id: ImportId(Uuid::nil()),
        kind: "roster".into(),
        area_path: AreaPath::county(),
        brought_by: None,
        brought_by_name: "孙立新".into(),
        file_name: "石桥镇人口名册.xlsx".into(),
        file_bytes: 1_258_291,
        file_sha256: "0".repeat(64),
        state: ImportState::Checked,
        layout: None,
        counts: Json(counts()),
        with_changes: false,
        confirmed_by: None,
        thousandths: 430,
        rows_done: 4_300,
        frames_done: 2,
        created_at: instant_of(date(2026, 11, 23).at(9, 40, 0, 0)),
    }
}

fn steps() -> Vec<ImportStep> {
    let step = |step, name: &str| ImportStep {
        id: ImportStepId(Uuid::nil()),
        import_id: ImportId(Uuid::nil()),
        step,
        actor_id: None,
        actor_name: name.into(),
        noted_at: instant_of(date(2026, 11, 23).at(9, 40, 0, 0)),
    };
    vec![step(ImportState::Brought, "孙立新"), step(ImportState::Saved, "系统")]
}

fn bad() -> Vec<BadRow> {
    let row = |row, refusals: &[platform::Refusal]| BadRow {
        row,
        cells: vec!["王小芳".into()],
        reasons: refusals.iter().map(Reason::from).collect(),
    };
    vec![
        row(17, &[refusals::number_rounded("身份证号"), refusals::date("2月30日")]),
        row(42, &[refusals::village_unknown("柳湾")]),
        row(43, &[refusals::row_twice(42)]),
    ]
}

fn roster(ui: &Ui) -> RosterPage {
    let row = ImportRow {
        href: "/imports/1".into(),
        file_name: "石桥镇人口名册.xlsx".into(),
        who: "孙立新".into(),
        when: ui.moment(instant_of(date(2026, 11, 23).at(9, 40, 0, 0))),
        tag: Tag::warn(ui.say(text("等您决定"))),
    };
    RosterPage {
        ui: ui.clone(),
        summary: ErrorSummary::new(ui, &Errors::new()),
        upload: upload(ui),
        imports: vec![row],
    }
}

fn columns(ui: &Ui) -> ColumnsPage {
    let shown = |at, head: &str, field, examples: &[&str]| Column {
        examples: examples.iter().map(|example| (*example).to_owned()).collect(),
        question: column(ui, at, head, field),
    };
    ColumnsPage {
        ui: ui.clone(),
        crumbs: crumbs(ui).here(ui.t("核对各列")),
        address: "/imports/1".into(),
        file_name: "石桥镇人口名册.xlsx".into(),
        summary: ErrorSummary::new(ui, &Errors::new()),
        sheets: vec![
            ("柳湾村".into(), "/imports/1/columns?sheet=0".into(), true),
            ("新华村".into(), "/imports/1/columns?sheet=1".into(), false),
        ],
        sheet: "0".into(),
        head_row: 3,
        columns: vec![
            shown(0, "序号", None, &["1", "2", "3"]),
            shown(1, "姓名", Some(Field::Name), &["王小芳", "王大山"]),
            shown(2, "公民身份号码", Some(Field::IdentityNumber), &["3411**********1018"]),
            shown(3, "与户主关系", None, &["户主", "配偶"]),
            shown(4, "", None, &[]),
        ],
        remembered: true,
        village: village(ui),
        residence: residence(ui),
    }
}
