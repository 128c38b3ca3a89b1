//! Who belonged to an area on a day.

use askama::Template;
use axum::extract::{Path, Query, State};
use jiff::civil::Date;
use platform::{App, AreaId, PersonId, Result, Tx};
use serde::Deserialize;
use web::components::TakeAway;
use web::{Answer, Signed, Ui, page};

use crate::model::{Area, Member, PEOPLE_READ, Resident};
use crate::{areas, life};

/// People on one page.
const ROWS_SHOWN: u32 = 100;

/// The people of an area, as of a day.
#[derive(Template)]
#[template(path = "registry/residents.html")]
pub(crate) struct ResidentsPage {
    pub(crate) ui: Ui,
    pub(crate) area: String,
    pub(crate) id: String,
    pub(crate) on: Date,
    /// The day that was typed is none.
    pub(crate) unclear: bool,
    pub(crate) rows: Vec<ResidentRow>,
    pub(crate) next: Option<String>,
    /// Who came and is in no household yet; today only.
    pub(crate) unplaced: Vec<(String, String)>,
}

impl ResidentsPage {
    fn take_away(&self) -> TakeAway {
        TakeAway::new(&self.ui, format!("/areas/{}/residents/list", self.id)).keep("on", self.on)
    }
}

/// A person who belonged there.
pub(crate) struct ResidentRow {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) sex: String,
    pub(crate) born: String,
    pub(crate) household: String,
    pub(crate) relation: String,
}

/// The day, and where the list goes on.
#[derive(Deserialize, Default)]
pub(crate) struct Asked {
    #[serde(default)]
    pub(crate) on: String,
    after: Option<String>,
}

impl Asked {
    /// The day that was asked for: today where none was; `None` where it is no day.
    pub(crate) fn day(&self, today: Date) -> Option<Date> {
        let typed = self.on.trim();
        if typed.is_empty() { Some(today) } else { crate::roster::read_date(typed) }
    }
}

pub(crate) fn row(ui: &Ui, resident: &Resident) -> ResidentRow {
    let relation = resident.relation();
    ResidentRow {
        href: format!("/people/{}", resident.id),
        name: resident.name.clone(),
        sex: ui.say(resident.sex.label()).into_owned(),
        born: resident.born_on.map(|on| ui.date_long(on)).unwrap_or_default(),
        household: resident.number.clone().unwrap_or_default(),
        relation: relation.map(|one| ui.say(one.label()).into_owned()).unwrap_or_default(),
    }
}

pub(crate) async fn show(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let (id, Signed { ui, actor }) = (id.parse::<AreaId>()?, signed.clone());
    let read = app.db.read(move |tx| {
        let area = areas::area(tx, id)?;
        actor.scope(PEOPLE_READ)?.admit(&area.path, ())?;
        residents(tx, &ui, &area, &asked)
    });
    page(&signed.ui, &read.await?)
}

fn residents(tx: &mut Tx<'_>, ui: &Ui, area: &Area, asked: &Asked) -> Result<ResidentsPage> {
    let today = tx.today();
    let day = asked.day(today);
    let on = day.unwrap_or(today);
    let after: Option<PersonId> = asked.after.as_deref().and_then(|id| id.parse().ok());
    let mut found = life::residents_on(tx, &area.path, on, after, ROWS_SHOWN + 1)?;
    let more = found.len() > ROWS_SHOWN as usize;
    found.truncate(ROWS_SHOWN as usize);
    let last = found.last().filter(|_| more).map(|last| last.id);
    let first_page = after.is_none() && on == today;
    let unplaced: Vec<Member> =
        if first_page { life::without_household(tx, &area.path)? } else { Vec::new() };
    Ok(ResidentsPage {
        ui: ui.clone(),
        area: areas::full_name_on(tx, &area.path, on)?,
        id: area.id.to_string(),
        on,
        unclear: day.is_none(),
        rows: found.iter().map(|resident| row(ui, resident)).collect(),
        next: last.map(|last| format!("/areas/{}/residents?on={on}&after={last}", area.id)),
        unplaced: unplaced
            .into_iter()
            .map(|member| (format!("/people/{}/life-events/moved", member.id), member.name))
            .collect(),
    })
}
