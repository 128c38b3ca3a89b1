//! What became of some bodies, and who keeps the accounts of one village.

use jiff::Span;
use jiff::civil::Date;
use platform::{Actor, App, AreaPath, BodyId, Result};
use registry::actions::end_body;
use registry::model::{Appointment, Ending, Holder};
use registry::{Area, BodyKind};

use super::cases::actor_with_post;
use crate::cli::block_on;

/// A village that became a community, a board that was given up, an accountant who supervises.
pub fn make(app: &App, today: Date, villages: &[Area]) -> Result<()> {
    let county = AreaPath::county();
    let administrator = app.db.read_now(move |tx| actor_with_post(tx, &county, "administrator"))?;
    let ago = |days: i64| today.saturating_sub(Span::new().days(days));
    if let Some(village) = villages.get(1) {
        let document = "镇政发〔2026〕9号".to_owned();
        let end = |body_id| Ending { body_id, on: ago(90), document, successor: None };
        if let Some(board) = body(app, village, BodyKind::Board)? {
            block_on(end_body(app, &administrator, end(board)))?;
        }
    }
    if let Some(village) = villages.get(2) {
        accountant(app, village)?;
    }
    match villages.iter().skip(3).find(|village| village.name.ends_with('村')) {
        Some(village) => community(app, &administrator, village, ago(40)),
        None => Ok(()),
    }
}

fn body(app: &App, village: &Area, kind: BodyKind) -> Result<Option<BodyId>> {
    let path = village.path.clone();
    let found = app.db.read_now(move |tx| registry::body_of_kind(tx, &path, kind))?;
    Ok(found.map(|body| body.id))
}

/// Its committee became a residents' committee, in which the same people go on.
fn community(app: &App, actor: &Actor, village: &Area, on: Date) -> Result<()> {
    let Some(committee) = body(app, village, BodyKind::VillagersCommittee)? else {
        return Ok(());
    };
    let holders = app.db.read_now(move |tx| registry::holders(tx, committee))?;
    let name = format!("{}社区居民委员会", village.name.trim_end_matches('村'));
    let ending = Ending {
        body_id: committee,
        on,
        document: "县政发〔2026〕27号".into(),
        successor: Some((BodyKind::ResidentsCommittee, name)),
    };
    let Some(next) = block_on(end_body(app, actor, ending))? else { return Ok(()) };
    app.db.write_now(move |tx| {
        for holder in &holders {
            registry::bodies::record_appointment(tx, &goes_on(holder, next, on))?;
        }
        Ok(())
    })
}

fn goes_on(holder: &Holder, body_id: BodyId, on: Date) -> Appointment {
    let post = match holder.post.as_str() {
        "village_director" => "residents_director",
        "deputy_director" => "residents_deputy",
        _ => "residents_member",
    };
    Appointment {
        body_id,
        post: post.to_owned(),
        person_id: holder.person_id,
        public_phone: None,
        held_from: on,
        held_until: None,
    }
}

/// Somebody in the supervision keeps the accounts as well.
fn accountant(app: &App, village: &Area) -> Result<()> {
    let Some(collective) = body(app, village, BodyKind::Collective)? else { return Ok(()) };
    let path = village.path.clone();
    let holders = app.db.read_now(move |tx| registry::holders_at(tx, &path))?;
    let Some(member) = holders.into_iter().find(|one| one.post == "supervision_member") else {
        return Ok(());
    };
    let new = Appointment {
        body_id: collective,
        post: "village_accountant".into(),
        person_id: member.person_id,
        public_phone: None,
        held_from: member.held_from,
        held_until: None,
    };
    app.db.write_now(move |tx| registry::bodies::record_appointment(tx, &new).map(drop))
}
