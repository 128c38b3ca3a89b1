//! What the supervision committee finds and counts.

use jiff::civil::date;
use jiff::{SignedDuration, Span};
use law::sunshine::Field;
use platform::files::{Allowed, Kept, keep_bytes};
use platform::id::Uuid;
use platform::{Actor, PersonId, Result, Tx};
use registry::model::{Appointment, NewBody, NewPerson};
use registry::{BodyKind, Holder, Residence, Sex};
use sunshine::appraisal::{AppraisalId, Heap};
use sunshine::purchase::Way;
use sunshine::{Bought, Held, Met, Noting, Planned, Said};

use crate::cast::village;
use crate::county::holder;
use crate::faults::statement::Tries;

fn one(number: u128, post: &str) -> Actor {
    let person_id = Some(PersonId(Uuid::from_u128(0x5b00 + number)));
    Actor { person_id, ..holder(post, village()) }
}

fn paper(tries: &Tries, words: &str) -> Vec<Kept> {
    let pdf = format!("%PDF-1.7\n(finding {words})\n%%EOF\n").into_bytes();
    vec![keep_bytes(tries, "单据.pdf", pdf, Allowed::Papers).unwrap()]
}

/// Somebody who sits in a committee of the village, which is founded for it.
async fn seat(tries: &Tries, kind: BodyKind, post: &'static str) -> Holder {
    tries.db.write(move |tx| seated(tx, kind, post)).await.unwrap()
}

fn seated(tx: &mut Tx<'_>, kind: BodyKind, post: &str) -> Result<Holder> {
    let area = registry::area_at(tx, &village())?;
    let body = registry::bodies::found(
        tx,
        &NewBody {
            area_id: area.id,
            kind,
            name: format!("{}{}", area.name, kind.label()),
            department: None,
            phone: None,
            address: None,
            hours: None,
            purpose: None,
            seats: None,
        },
    )?;
    let resident = NewPerson {
        name: "罗玉珍".into(),
        sex: Sex::Female,
        born_on: None,
        identity_number: None,
        phone: None,
        no_phone: true,
        household_number: None,
        area_path: village(),
        residence: Residence::HukouHere,
        resident_since_on: None,
    };
    let person_id = registry::people::add_many(tx, &[resident])?[0];
    let appointment = Appointment {
        body_id: body.id,
        post: post.into(),
        person_id,
        public_phone: None,
        held_from: date(2026, 1, 1),
        held_until: None,
    };
    registry::bodies::record_appointment(tx, &appointment)?;
    Ok(registry::holders(tx, body.id)?.remove(0))
}

pub async fn findings_and_an_appraisal(tries: &Tries) {
    let (director, member_of) = (one(1, "supervision_director"), one(2, "supervision_member"));
    let to_mend = seat(tries, BodyKind::VillagersCommittee, "village_director").await;
    let owner = Actor { person_id: Some(to_mend.person_id), ..one(3, "village_director") };
    let area = tries.db.read(|tx| registry::area_at(tx, &village())).await.unwrap().id;
    let files = paper(tries, "found");
    let new = Noting {
        area,
        field: Some(Field::Works),
        title: "排水沟工程没有验收单".into(),
        words: "现场量了沟长，比合同少".into(),
        owner: Some(to_mend.id),
        due_on: tries.clock().today().saturating_add(Span::new().days(10)),
        files,
    };
    let code = tries
        .act("sunshine.note_finding", async || {
            sunshine::note_finding(tries, &director, new.clone()).await
        })
        .await;
    tries.clock().advance(SignedDuration::from_hours(24 * 8));
    let remind = sunshine::PART.jobs.iter().find(|job| job.name == "findings late").unwrap();
    tries.act("job.findings late", async || tries.db.write(remind.run).await).await;
    let said = Said { words: "补齐了，请核实".into(), files: paper(tries, "done") };
    tries
        .act("sunshine.report_finding", async || {
            sunshine::report_finding(tries, &owner, &code, said.clone()).await
        })
        .await;
    let said = Said { words: "还差二十米".into(), files: Vec::new() };
    tries
        .act("sunshine.reject_finding", async || {
            sunshine::reject_finding(tries, &member_of, &code, said.clone()).await
        })
        .await;
    sunshine::report_finding(tries, &owner, &code, said.clone()).await.unwrap();
    let said = Said { words: "量过了".into(), files: paper(tries, "seen") };
    tries
        .act("sunshine.verify_finding", async || {
            sunshine::verify_finding(tries, &member_of, &code, said.clone()).await
        })
        .await;
    appraisal(tries, (&director, &member_of), area).await;
    the_year(tries, &director, area).await;
}

async fn appraisal(tries: &Tries, (director, member): (&Actor, &Actor), area: platform::AreaId) {
    let held = Held { area, on: tries.clock().today(), slips_out: 40, staff: Vec::new() };
    let begin = async || sunshine::begin_appraisal(tries, director, held.clone()).await;
    let id: AppraisalId = tries.act("sunshine.begin_appraisal", begin).await;
    tries
        .act("sunshine.give_up_appraisal", async || {
            sunshine::give_up_appraisal(tries, director, id, "日期登记错了".into()).await
        })
        .await;
    let id = begin().await.unwrap();
    let wanted = director.clone();
    let session = tries.db.read(move |tx| sunshine::appraisal(tx, &wanted, id)).await.unwrap();
    let heap = Heap { competent: 30, fair: 6, incompetent: 3, void: 1 };
    let slips = vec![heap; session.people.len()];
    tries
        .act("sunshine.count_slips", async || {
            sunshine::count_slips(tries, director, id, slips.clone()).await
        })
        .await;
    sunshine::count_slips(tries, member, id, slips).await.unwrap();
    tries
        .act("sunshine.publish_appraisal", async || {
            sunshine::publish_appraisal(tries, director, id).await
        })
        .await;
}

async fn the_year(tries: &Tries, director: &Actor, area: platform::AreaId) {
    let today = tries.clock().today();
    let plan = Planned {
        area,
        field: Some(Field::Property),
        words: "查门面房租金入账".into(),
        until_on: today,
    };
    let line = tries
        .act("sunshine.plan_work", async || {
            sunshine::plan_work(tries, director, plan.clone()).await
        })
        .await;
    tries
        .act("sunshine.end_planned_work", async || {
            let said = (true, "租金都入账了".to_owned());
            sunshine::end_planned_work(tries, director, line, said).await
        })
        .await;
    let seat = seat(tries, BodyKind::SupervisionCommittee, "supervision_director").await;
    let met = Met {
        area,
        on: today,
        present: vec![seat.id],
        words: "看了这一季度的账".into(),
        decided: "下周去现场".into(),
    };
    tries
        .act("sunshine.note_work_meeting", async || {
            sunshine::note_work_meeting(tries, director, met.clone()).await
        })
        .await;
    let bought = Bought {
        area,
        title: "村东排水沟清淤".into(),
        amount_fen: Some(12_000_000),
        way: Some(Way::Quotes),
        decided_on: today,
        watcher: Some(seat.id),
        files: paper(tries, "contract"),
    };
    let id = tries
        .act("sunshine.note_purchase", async || {
            sunshine::note_purchase(tries, director, bought.clone()).await
        })
        .await;
    let seen = ("到现场看了铺管".to_owned(), paper(tries, "pipe"));
    tries
        .act("sunshine.observe_purchase", async || {
            sunshine::observe_purchase(tries, director, id, seen.clone()).await
        })
        .await;
}
