//! Importing a roster: checked whole first, saved in acts of some thousand rows after.
//!
//! An import that was cut off is simply run again: who is there already is left as they are.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;
use platform::journal::Subject;
use platform::{Actor, App, AreaPath, Entry, Result, Tx};
use serde_json::json;

use super::persons::{Standing, standing};
use crate::model::{NewPerson, PEOPLE_IMPORT};
use crate::roster::{self, COLUMNS, Source, Villages};
use crate::table::{Preview, Row, Table};
use crate::{people, refusals, store};

/// Rows that are checked or saved together: enough to be quick, few enough to let others write.
const ROWS_PER_ACT: usize = 4_000;
const AREAS_MAX: u32 = 50_000;

/// What a roster would do; nothing is saved.
pub async fn preview_roster(app: &App, actor: &Actor, source: &Source) -> Result<Preview> {
    let villages = villages(app, actor).await?;
    let mut preview = Preview::default();
    let mut seen: HashMap<u64, u32> = HashMap::new();
    let mut table = Table::open(source.open()?, &COLUMNS)?;
    let (today, mut rows) = (app.clock().today(), 0);
    loop {
        let chunk = table.next_rows(ROWS_PER_ACT)?;
        if chunk.is_empty() {
            break;
        }
        rows += chunk.len();
        let persons = read(&chunk, &villages, today, &mut seen, &mut preview);
        let checked = app.db.read(move |tx| check(tx, &persons)).await?;
        preview.add(checked);
    }
    if rows == 0 {
        return Err(refusals::list_empty().into());
    }
    preview.problems.sort_by_key(|problem| problem.row);
    Ok(preview)
}

/// Imports a roster, all of it or, where the answer has problems, nothing.
pub async fn import_roster(app: &App, actor: &Actor, source: &Source) -> Result<Preview> {
    let preview = preview_roster(app, actor, source).await?;
    if !preview.is_clean() || preview.new == 0 {
        return Ok(preview);
    }
    let villages = villages(app, actor).await?;
    let mut table = Table::open(source.open()?, &COLUMNS)?;
    let (today, mut seen, mut saved) = (app.clock().today(), HashMap::new(), Preview::default());
    loop {
        let chunk = table.next_rows(ROWS_PER_ACT)?;
        if chunk.is_empty() {
            return Ok(saved);
        }
        let mut wrong = Preview::default();
        let persons = read(&chunk, &villages, today, &mut seen, &mut wrong);
        let actor = actor.clone();
        let added = app.db.write(move |tx| save(tx, &actor, &persons)).await?;
        saved.add(wrong);
        saved.add(added);
        if !saved.is_clean() {
            // The file or the registry changed since the check: what is saved stays and is right.
            return Ok(saved);
        }
    }
}

async fn villages(app: &App, actor: &Actor) -> Result<Villages> {
    let scope = actor.scope(PEOPLE_IMPORT)?;
    app.db
        .read(move |tx| {
            let areas = store::areas::within(tx, &AreaPath::county(), AREAS_MAX)?;
            Ok(Villages::of(&areas, &scope))
        })
        .await
}

type Rows = Arc<Vec<(u32, NewPerson)>>;

/// The rows that can be read; what is wrong with the others is noted.
fn read(
    chunk: &[Row],
    villages: &Villages,
    today: Date,
    seen: &mut HashMap<u64, u32>,
    preview: &mut Preview,
) -> Rows {
    let mut persons = Vec::with_capacity(chunk.len());
    for row in chunk {
        match roster::person(row, villages, today) {
            Ok(person) => {
                let first = *seen.entry(roster::fingerprint(&person)).or_insert(row.number);
                if first == row.number {
                    persons.push((row.number, person));
                } else {
                    preview.refuse(row.number, refusals::row_twice(first));
                }
            }
            Err(wrong) => wrong.into_iter().for_each(|refusal| preview.refuse(row.number, refusal)),
        }
    }
    Arc::new(persons)
}

fn check(tx: &mut Tx<'_>, persons: &Rows) -> Result<Preview> {
    sort(tx, persons).map(|(preview, _)| preview)
}

fn sort(tx: &mut Tx<'_>, persons: &Rows) -> Result<(Preview, Vec<NewPerson>)> {
    let (mut preview, mut new) = (Preview::default(), Vec::new());
    for (row, person) in persons.iter() {
        match standing(tx, person)? {
            Standing::New => new.push(person.clone()),
            Standing::Known => preview.unchanged += 1,
            Standing::Refused(refusal) => preview.refuse(*row, refusal),
        }
    }
    preview.new = u32::try_from(new.len()).unwrap_or(u32::MAX);
    Ok((preview, new))
}

fn save(tx: &mut Tx<'_>, actor: &Actor, persons: &Rows) -> Result<Preview> {
    let (preview, new) = sort(tx, persons)?;
    if !preview.is_clean() {
        return Ok(Preview { new: 0, ..preview });
    }
    for person in &new {
        actor.permit(PEOPLE_IMPORT, &person.area_path)?;
    }
    people::add_many(tx, &new)?;
    let area = widest(&new);
    let entry = Entry::new("registry.roster_imported", "persons", Subject::NONE, &area);
    let facts = json!({ "new": preview.new, "unchanged": preview.unchanged });
    tx.journal(actor, entry.facts(facts))?;
    Ok(preview)
}

/// The smallest area that holds them all, so that those who read its journal find the import.
fn widest(persons: &[NewPerson]) -> AreaPath {
    let mut area = persons.first().map_or_else(AreaPath::county, |new| new.area_path.clone());
    while let Some(parent) = area.parent()
        && !persons.iter().all(|new| area.contains(&new.area_path))
    {
        area = parent;
    }
    area
}
