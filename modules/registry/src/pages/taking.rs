//! The lists of people as files. What a list shows masked is masked there as well.

use axum::extract::{Path, State};
use platform::authorisation::post_title;
use platform::{App, AreaId, BodyId, Uuid};
use web::sheet::ROWS_MAX;
use web::take_away::{take_away, widest};
use web::{Answer, Form, Sheet, Signed};

use super::bodies::area_of;
use super::life::residents;
use super::names::Names;
use super::people::{rows, term, words_of};
use super::requests;
use crate::bodies::served_after;
use crate::model::{PEOPLE_EDIT, PEOPLE_ERASE, PEOPLE_READ};
use crate::people::find_people_after;
use crate::{areas, life};

/// Whom a search finds, without pages.
pub(crate) async fn found(State(app): State<App>, signed: Signed, form: Form) -> Answer {
    let area = widest(&signed.actor, &[PEOPLE_READ])?;
    let query = form.get("q").to_owned();
    take_away(&app, &signed, ("/people/list", &form), &area, move |tx, ui, actor| {
        let scope = actor.scope(PEOPLE_READ)?;
        let found = find_people_after(tx, &scope, &query, None, ROWS_MAX + 1)?;
        let heads = [
            ui.t("姓名"),
            ui.t("出生日期"),
            ui.t("村（社区）"),
            ui.t("电话"),
            ui.t("户籍"),
            ui.t("变动"),
        ];
        let mut sheet = Sheet::new(ui.t("人员名单"), heads);
        for row in rows(tx, ui, &found.persons)? {
            let (phone, residence, gone) = words_of(ui, &row);
            sheet.row(vec![row.name, row.born, row.area, phone, residence, gone]);
        }
        Ok(sheet)
    })
    .await
}

/// The bodies of an area and of all below it, a line for each who serves in them.
pub(crate) async fn bodies(State(app): State<App>, signed: Signed, form: Form) -> Answer {
    let (actor, asked) = (signed.actor.clone(), form.get("area").to_owned());
    let asked = Some(asked).filter(|asked| !asked.is_empty());
    let read = app.db.read(move |tx| area_of(tx, &actor, asked.as_deref()));
    let path = read.await?.path;
    let area = path.clone();
    take_away(&app, &signed, ("/bodies/list", &form), &area, move |tx, ui, _| {
        let heads = [
            ui.t("在哪里"),
            ui.t("组织"),
            ui.t("是什么组织"),
            ui.t("席位"),
            ui.t("空缺"),
            ui.t("职务"),
            ui.t("姓名"),
            ui.t("任期"),
            ui.t("电话"),
        ];
        let mut sheet = Sheet::new(ui.t("组织和职务"), heads);
        let first = (BodyId(Uuid::nil()), None);
        let all = served_after(tx, std::slice::from_ref(&path), first, ROWS_MAX + 1)?;
        let names = Names::of_all(tx, all.iter().map(|served| &served.body.area_path))?;
        for served in all {
            let number =
                |number: Option<u32>| number.map(|one| one.to_string()).unwrap_or_default();
            let body = &served.body;
            let line = vec![
                names.of(&body.area_path),
                body.name.clone(),
                ui.say(body.kind.label()).into_owned(),
                number(body.seats),
                number(served.empty()),
            ];
            if served.holders.is_empty() {
                sheet.row([line, vec![String::new(); 4]].concat());
                continue;
            }
            for holder in &served.holders {
                let held = vec![
                    ui.t(&post_title(&holder.post)).into_owned(),
                    holder.name.clone(),
                    term(ui, holder.held_from, holder.held_until, None),
                    holder.phone_shown().unwrap_or_default(),
                ];
                sheet.row([line.clone(), held].concat());
            }
        }
        Ok(sheet)
    })
    .await
}

/// Who belonged to an area on a day.
pub(crate) async fn residents_of(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id: AreaId = id.parse()?;
    let actor = signed.actor.clone();
    let area = app
        .db
        .read(move |tx| {
            let area = areas::area(tx, id)?;
            actor.scope(PEOPLE_READ)?.admit(&area.path.clone(), area)
        })
        .await?;
    let (path, asked) = (area.path.clone(), form.get("on").to_owned());
    let action = format!("/areas/{id}/residents/list");
    take_away(&app, &signed, (&action, &form), &area.path, move |tx, ui, _| {
        let on = crate::roster::read_date(&asked).unwrap_or_else(|| tx.today());
        let heads =
            [ui.t("姓名"), ui.t("性别"), ui.t("出生日期"), ui.t("户号"), ui.t("与户主关系")];
        let name = areas::full_name(tx, &path)?;
        let mut sheet = Sheet::new(ui.t2("{1}的人 {2}", name, on), heads);
        for resident in life::residents_on(tx, &path, on, None, ROWS_MAX + 1)? {
            let row = residents::row(ui, &resident);
            sheet.row(vec![row.name, row.sex, row.born, row.household, row.relation]);
        }
        Ok(sheet)
    })
    .await
}

/// The requests that wait.
pub(crate) async fn requests_waiting(State(app): State<App>, signed: Signed, form: Form) -> Answer {
    let area = widest(&signed.actor, &[PEOPLE_EDIT, PEOPLE_ERASE])?;
    take_away(&app, &signed, ("/people/requests/list", &form), &area, |tx, ui, actor| {
        let heads =
            [ui.t("姓名"), ui.t("村（社区）"), ui.t("请求"), ui.t("进展"), ui.t("提出时间")];
        let mut sheet = Sheet::new(ui.t("更正和删除请求"), heads);
        for row in requests::waiting(tx, ui, actor)? {
            let standing = ui.say(row.standing).into_owned();
            sheet.row(vec![row.name, row.area, row.title, standing, row.when]);
        }
        Ok(sheet)
    })
    .await
}
