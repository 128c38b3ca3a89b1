//! The lists of the window as files.

use axum::extract::State;
use platform::{App, Result, Tx};
use web::sheet::Sheet;
use web::take_away::{take_away, widest};
use web::{Answer, Form, Signed, Ui};

use super::items::ListPage;
use super::worklist::{Line, organs};
use crate::actions::{items, reading};
use crate::model::WorkItem;
use crate::powers::{ITEMS, SUPERVISE, WORKLIST};

/// What waits in the reader's bodies.
pub(crate) async fn worklist(State(app): State<App>, signed: Signed, form: Form) -> Answer {
    let area = widest(&signed.actor, WORKLIST)?;
    take_away(&app, &signed, ("/desk/cases/list", &form), &area, |tx, ui, actor| {
        let lines = reading::worklist(tx, actor)?.lines;
        cases(tx, ui, &ui.t("要办的件"), &lines)
    })
    .await
}

/// All open cases of the reader's areas.
pub(crate) async fn supervision(State(app): State<App>, signed: Signed, form: Form) -> Answer {
    let area = widest(&signed.actor, &[SUPERVISE])?;
    take_away(&app, &signed, ("/desk/supervision/list", &form), &area, |tx, ui, actor| {
        let lines = reading::open_cases(tx, actor)?;
        cases(tx, ui, &ui.t("没有办完的件"), &lines)
    })
    .await
}

fn cases(tx: &mut Tx<'_>, ui: &Ui, name: &str, lines: &[WorkItem]) -> Result<Sheet> {
    let organs = organs(tx, lines)?;
    let heads = [
        ui.t("剩余"),
        ui.t("事项"),
        ui.t("在哪个单位"),
        ui.t("申请人"),
        ui.t("村"),
        ui.t("这一步"),
        ui.t("来源"),
    ];
    let mut sheet = Sheet::new(name, heads);
    for item in lines {
        let organ = organs.get(&item.case.holder_id).cloned().unwrap_or_default();
        let line = Line::of(ui, item, false, organ);
        sheet.row(vec![
            line.left.words,
            line.item,
            line.organ,
            line.applicant,
            line.village,
            ui.say(line.step).into_owned(),
            ui.say(line.channel).into_owned(),
        ]);
    }
    Ok(sheet)
}

/// The newest version of each item of the catalogue.
pub(crate) async fn catalogue(State(app): State<App>, signed: Signed, form: Form) -> Answer {
    let area = widest(&signed.actor, ITEMS)?;
    take_away(&app, &signed, ("/items/list", &form), &area, |tx, ui, actor| {
        let versions = items::newest(tx, actor)?;
        let list = ListPage::all(ui, versions);
        Ok(list.sheet())
    })
    .await
}
