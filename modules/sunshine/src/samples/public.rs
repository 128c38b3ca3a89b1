//! What everybody sees.

use law::sunshine::Class;
use platform::log::Leaf;
use platform::{AreaPath, Result};
use web::components::{Contacts, LogProof, Seen, Tag};
use web::{Sample, Ui};

use super::{made_up, questions};
use crate::logged::LEAF;
use crate::pages::board::{AllPage, BoardPage, ItemLine};
use crate::pages::check::{CheckPage, InLog};
use crate::pages::disclosure::DisclosurePage;
use crate::pages::monitor;
use crate::pages::panels::SunshinePanel;
use crate::pages::questions::shown::{Questions, tally};
use crate::pages::shapes::{LargePage, LetterPage, PosterPage, ScriptPage};

pub(super) fn samples(ui: &Ui) -> Result<Vec<Sample>> {
    let told = made_up::published()?;
    let table = made_up::published_table()?;
    let page = |told: &crate::Published| DisclosurePage {
        ui: ui.clone(),
        told: told.clone(),
        way: made_up::way(),
        questions: Questions::of(ui, ("QH7K-3M9D", told.disclosure.shape), &questions::threads()),
    };
    Ok(vec![
        Sample::page("sunshine/disclosure.html", ui, &page(&told))?,
        Sample::page("sunshine/disclosure.html", ui, &page(&table))?,
        Sample::page("sunshine/check.html", ui, &check(ui, &told, Some(true)))?,
        Sample::page("sunshine/check.html", ui, &check(ui, &told, Some(false)))?,
        Sample::page("sunshine/check.html", ui, &check(ui, &told, None))?,
        Sample::page("sunshine/board.html", ui, &board(ui)?)?,
        Sample::page("sunshine/all.html", ui, &all(ui))?,
        Sample::page("sunshine/monitor.html", ui, &county(ui))?,
        Sample::page("sunshine/monitor.html", ui, &township(ui))?,
        Sample::page(
            "sunshine/_panel.html",
            ui,
            &SunshinePanel {
                ui: ui.clone(),
                board: "/villages/7/sunshine".into(),
                told: vec![made_up::told("QH7K-3M9D", false)],
                overdue: made_up::owed().overdue().into_iter().cloned().collect(),
            },
        )?,
        Sample::page(
            "sunshine/poster.html",
            ui,
            &PosterPage { ui: ui.clone(), told: told.clone() },
        )?,
        Sample::page(
            "sunshine/letter.html",
            ui,
            &LetterPage { ui: ui.clone(), told: told.clone() },
        )?,
        Sample::page("sunshine/letter.html", ui, &LetterPage { ui: ui.clone(), told: table })?,
        Sample::page(
            "sunshine/script.html",
            ui,
            &ScriptPage { ui: ui.clone(), told: told.clone() },
        )?,
        Sample::page("sunshine/large.html", ui, &LargePage { ui: ui.clone(), told })?,
    ])
}

fn board(ui: &Ui) -> Result<BoardPage> {
    let line = |title: &str, last: Option<&str>, tag: Option<Tag>| ItemLine {
        title: title.into(),
        last: last.map(|period| (period.into(), "/disclosures/QH7K-3M9D".into())),
        tag,
    };
    Ok(BoardPage {
        ui: ui.clone(),
        area_id: "7".into(),
        name: "柳湾村".into(),
        way: made_up::way(),
        watched: (2, 1),
        money: Some(made_up::published()?),
        news: vec![made_up::told("QH7K-3M9D", false), made_up::told("QH7K-3M9E", true)],
        more: true,
        owed: made_up::owed(),
        asked: tally(ui, questions::tally()),
        items: vec![
            (
                Class::Finance,
                vec![line("财务收支明细账", Some("2026-Q3"), None), line("债权债务", None, None)],
            ),
            (
                Class::Village,
                vec![line(
                    "救灾救助和补贴补助",
                    None,
                    Some(Tag::late(ui.t1("超期 {1} 天未公开", 5))),
                )],
            ),
        ],
        contacts: Some(Contacts::new(ui).person(
            ui.t("村务监督委员会主任"),
            "刘素梅",
            "",
            "138****2210",
        )),
    })
}

fn county(ui: &Ui) -> monitor::MonitorPage {
    let area = made_up::area("云禾县", &AreaPath::county());
    monitor::monitor(ui, (&area, &made_up::townships()), &[made_up::owed()])
}

fn township(ui: &Ui) -> monitor::MonitorPage {
    let area = made_up::area("石桥镇", &AreaPath::county().child(1));
    let village = crate::owed::VillageOwed { owed: Vec::new(), heavy: true, ..made_up::owed() };
    let villages = [made_up::owed(), village];
    let shown = monitor::monitor(ui, (&area, &made_up::townships()), &villages);
    monitor::MonitorPage { supervises: true, ..shown }
}

fn all(ui: &Ui) -> AllPage {
    AllPage {
        ui: ui.clone(),
        first: "/villages/7/sunshine/all".into(),
        name: "柳湾村".into(),
        of_county: true,
        way: made_up::way(),
        told: vec![made_up::told("QH7K-3M9D", false)],
        next: Some("QH7K-3M9D".into()),
        later: true,
    }
}

/// A disclosure that is as it was, or was changed behind the program's back, or is in no log.
fn check(ui: &Ui, told: &crate::Published, unchanged: Option<bool>) -> CheckPage {
    let own = &told.disclosure;
    let about = (own.item_key.as_str(), own.id.0);
    let leaf = |digest| Leaf::new(LEAF, own.area_id.0, about, digest, own.published_at);
    let seen = Seen {
        size: 1_284,
        signed_at: own.published_at,
        by: vec![("云川县图书馆".into(), false, own.published_at)],
        watching: 3,
        steps: 11,
        address: format!("https://yunhe.example.cn/log/check#{}", "WFkB".repeat(300)),
    };
    CheckPage {
        ui: ui.clone(),
        told: told.clone(),
        logged: unchanged.map(|unchanged| InLog {
            number: 1_283,
            leaf: leaf([7; 32]),
            proof: LogProof::new(ui, 1_283, Some(seen)),
            unchanged,
        }),
        digest: leaf(if unchanged == Some(true) { [7; 32] } else { [8; 32] }).sha256,
    }
}
