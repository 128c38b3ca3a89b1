//! What is true of a whole county at every moment, whatever broke before.
//!
//! A module that adds tables adds what holds between them here: a statement that finds what is
//! half done, and the sentence for it.

use std::collections::BTreeMap;

use law::window::{Act, Event, standing};

use super::beside::{Beside, Rows};

/// What each statement finds must not be there.
const NEVER: [(&str, &str); 43] = [
    (
        "a leaf of the public log without the head over it",
        "select number from log_leaves where number + 1 not in (select size from log_heads)
         union all select size from log_heads where size - 1 not in (select number from log_leaves)",
    ),
    (
        "a leaf of the public log without the hash of its own",
        "select count(*) from log_leaves having count(*) > (select count(*) from log_hashes)",
    ),
    (
        "an area that does not lie below the one above it",
        "select areas.name from areas join areas as above on above.id = areas.parent_id
         where areas.path not like above.path || '____'",
    ),
    (
        "a person who belongs to an area that is none",
        "select id from persons where area_path not in
           (select path from areas where abolished_on is null)",
    ),
    (
        "an open case of an area that is none",
        "select code from cases where open = 1 and area_path not in
           (select path from areas where abolished_on is null)",
    ),
    ("a case without any event", "select code from cases where events = 0"),
    (
        "a case that does not count its events",
        "select code from cases c
         where events <> (select count(*) from case_events e where e.case_id = c.id)",
    ),
    (
        "a gap in the events of a case",
        "select case_id from case_events group by case_id
         having max(number) <> count(*) or min(number) <> 1",
    ),
    (
        "a case that moved without its last event",
        "select c.code from cases c join case_events e on e.case_id = c.id and e.number = c.events
         where c.moved_at <> e.noted_at",
    ),
    (
        "an event before the one it follows",
        "select b.case_id from case_events a
         join case_events b on b.case_id = a.case_id and b.number = a.number + 1
         where b.happened_on < a.happened_on or b.noted_at < a.noted_at",
    ),
    (
        "a rating without its event",
        "select case_id from ratings r where not exists
           (select 1 from case_events e where e.case_id = r.case_id and e.act = 'rate')",
    ),
    (
        "a rated case without a rating",
        "select case_id from case_events e where act = 'rate'
           and not exists (select 1 from ratings r where r.case_id = e.case_id)",
    ),
    (
        "a draft of a case that is not the applicant's turn",
        "select d.id from drafts d join cases c on c.id = d.case_id
         where c.state not in ('precheck_returned', 'withdrawal_asked', 'withdrawn')",
    ),
    (
        "a consent that the journal does not know",
        "select id from consents c where not exists
           (select 1 from journal j where j.subject_id = c.id and j.act = 'window.consent_noted')",
    ),
    (
        "a consent in the journal alone",
        "select id from journal j where act = 'window.consent_noted'
           and not exists (select 1 from consents c where c.id = j.subject_id)",
    ),
    (
        "a version that the journal does not know",
        "select id from item_versions v where not exists
           (select 1 from journal j where j.subject_id = v.id and j.act = 'window.item_drafted')",
    ),
    (
        "a publication that the journal does not know",
        "select version_id from item_publications p where not exists
           (select 1 from journal j
            where j.subject_id = p.version_id and j.act = 'window.item_published')",
    ),
    (
        "a publication in the journal alone",
        "select id from journal j where act = 'window.item_published'
           and not exists (select 1 from item_publications p where p.version_id = j.subject_id)",
    ),
    (
        "a published item that no search finds",
        "select item_id from item_publications p
         where not exists (select 1 from item_words w where w.item_id = p.item_id)",
    ),
    (
        "a person in the journal alone",
        "select id from journal j where act in ('registry.person_added', 'registry.appointed')
           and not exists (select 1 from persons p where p.id = j.subject_id)
           and not exists (select 1 from merged_persons m where m.person_id = j.subject_id)",
    ),
    (
        "an event of life that changed nobody",
        "select id from life_events e where takes_back_id is null
           and not exists (select 1 from life_changes c where c.event_id = e.id)",
    ),
    (
        "an event of life that the journal does not know",
        "select id from life_events e where not exists
           (select 1 from journal j where j.noted_at = e.noted_at and j.act like 'registry.%')",
    ),
    (
        "a merge without the two records of it",
        "select id from person_merges m where confirmed_at is not null
           and 2 <> (select count(*) from merged_persons c where c.merge_id = m.id)",
    ),
    (
        "a merged person who is there as well",
        "select id from person_merges m where confirmed_at is not null and undone_at is null
           and exists (select 1 from persons p where p.id = m.merged_id)",
    ),
    (
        "a household with two heads",
        "select household_id from persons
         where relation = 'head' and died_on is null and left_on is null
           and household_id is not null
         group by household_id having count(*) > 1",
    ),
    (
        "a body in the journal alone",
        "select id from journal j where act = 'registry.body_founded'
           and not exists (select 1 from bodies b where b.id = j.subject_id)",
    ),
    (
        "a body that ended in one of the two books alone",
        "select body_id from body_ends e where not exists
           (select 1 from journal j
            where j.subject_id = e.body_id and j.act = 'registry.body_ended'
              or j.act = 'registry.area_merged' and j.noted_at = e.noted_at)
         union all
         select id from journal j where act = 'registry.body_ended'
           and not exists (select 1 from body_ends e where e.body_id = j.subject_id)",
    ),
    (
        "somebody who serves on in a body that is no more",
        "select h.id from posts_held h join body_ends e on e.body_id = h.body_id
         where h.ended_on is null and (h.held_until is null or h.held_until >= e.ended_on)",
    ),
    ("a relative of oneself", "select id from kin where person_id = other_id and ended_at is null"),
    (
        "an account that nobody can open",
        "select id from accounts a where password_hash is null
           and not exists (select 1 from sign_in_links l where l.account_id = a.id)",
    ),
    (
        "a year of the calendar that only one of the two books knows",
        "select 'years' from (select count(*) as added from calendar_years) y
         where y.added <> (select count(*) from journal where act = 'calendar.year_added')
            or y.added <> (select count(*) from journal where act = 'window.clocks_recomputed')",
    ),
    (
        "a disclosure that does not count its steps",
        "select id from disclosure_drafts f
         where events <> (select count(*) from disclosure_events e where e.disclosure_id = f.id)",
    ),
    (
        "a disclosure that is published on one of its two sides alone",
        "select f.id from disclosure_drafts f left join disclosures d on d.id = f.id
         where (f.state in ('published', 'taken_down', 'filed')) <> (d.id is not null)",
    ),
    (
        "a publication that the journal does not know",
        "select id from disclosures d where not exists
           (select 1 from journal j where j.subject_id = d.id and j.act = 'sunshine.published')",
    ),
    (
        "a ledger that is not the sum of its lines",
        "select id from disclosures d where shape = 'ledger' and
           (income_fen <> (select coalesce(sum(income_fen), 0) from ledger_lines l
                           where l.disclosure_id = d.id)
            or closing_fen <> opening_fen + income_fen - expense_fen)",
    ),
    (
        "a question that does not count what followed",
        "select code from questions q
         where events <> (select count(*) from question_events e where e.question_id = q.id)",
    ),
    (
        "a question that was answered on one of its two sides alone",
        "select code from questions q
         where (q.answered_on is not null) <> exists
           (select 1 from question_events e where e.question_id = q.id and e.act = 'answer')",
    ),
    (
        "a question that waits for nobody and is open, or the other way round",
        "select code from questions q where (q.open = 1) <>
           (q.ended_on is null and (q.answered_on is null or q.escalated_on is not null))",
    ),
    (
        "a finding that does not count its steps, or is closed without one that says so",
        "select id from findings f
         where events <> (select count(*) from finding_steps s where s.finding_id = f.id)
            or (closed_on is not null) <> exists (select 1 from finding_steps s
                                                  where s.finding_id = f.id and step = 'verify')
            or (closed_on is not null) <> (state = 'closed')",
    ),
    (
        "a step of a finding that the journal does not know",
        "select f.id from findings f
         where events + 1 <> (select count(*) from journal j where j.subject_id = f.id)",
    ),
    (
        "an appraisal of nobody",
        "select id from appraisals a where not exists
           (select 1 from appraised_people p where p.appraisal_id = a.id)",
    ),
    (
        "an appraisal that was published before two counted",
        "select appraisal_id from appraisal_ends e where published = 1
           and (select count(*) from appraisal_counts c
                where c.appraisal_id = e.appraisal_id) < 2",
    ),
    (
        "an item of disclosure that is in force and that nobody else checked",
        "select v.id from disclosure_item_versions v
         join disclosure_item_publications p on p.version_id = v.id
         where v.drafted_by_id = p.published_by_id",
    ),
];

/// Everything that is wrong with a county; empty when all is whole.
pub fn broken(beside: &Beside) -> Vec<String> {
    beside.at_one_moment(|beside| {
        let mut broken = beside.engine_faults();
        for (what, sql) in NEVER {
            broken.extend(beside.words(sql).iter().map(|id| format!("{what}: {id}")));
        }
        broken.extend(cases_that_are_not_their_events(beside));
        broken.extend(cases_that_the_journal_tells_otherwise(beside));
        broken.extend(cases_without_their_papers(beside));
        broken.extend(areas_that_nobody_imported(beside));
        broken.extend(areas_with_a_name_that_nobody_gave(beside));
        broken
    })
}

/// Ends the test with everything that is half done.
#[track_caller]
pub fn assert_whole(beside: &Beside, when: &str) {
    let broken = broken(beside);
    assert!(broken.is_empty(), "{when}:\n{}", broken.join("\n"));
}

fn pairs(rows: Rows) -> Vec<(String, String)> {
    let pair = |row: Vec<Option<String>>| {
        let [first, second] = row.try_into().unwrap();
        (first.unwrap_or_default(), second.unwrap_or_default())
    };
    rows.into_iter().map(pair).collect()
}

fn grouped(rows: Rows) -> BTreeMap<String, Vec<String>> {
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (key, value) in pairs(rows) {
        groups.entry(key).or_default().push(value);
    }
    groups
}

/// A case stands where the law says that its events lead.
fn cases_that_are_not_their_events(beside: &Beside) -> Vec<String> {
    let events = grouped(beside.rows(
        "select case_id, act || ' ' || happened_on from case_events order by case_id, number",
    ));
    let stored = pairs(beside.rows(
        "select id, state || ' ' || coalesce(stage, '-') || ' ' || cast(open as text) from cases",
    ));
    let mut wrong = Vec::new();
    for (id, stored) in stored {
        let past: Vec<Event> = events.get(&id).into_iter().flatten().map(|e| event(e)).collect();
        let told = match standing(&past) {
            Err(obstacle) => obstacle.key().to_owned(),
            Ok(standing) => {
                let ended = standing.state.ended();
                let decided = standing.decided_on.is_some() && standing.delivered_on.is_none();
                let stage = standing.stage.map_or("-", |stage| stage.key());
                let open = u8::from(!ended || decided);
                format!("{} {stage} {open}", standing.state.key())
            }
        };
        if told != stored {
            wrong.push(format!("a case that is not its events: {id} is {stored}, not {told}"));
        }
    }
    wrong
}

fn event(words: &str) -> Event {
    let (act, on) = words.split_once(' ').unwrap();
    Event { act: Act::from_key(act).unwrap(), on: on.parse().unwrap() }
}

/// Each event has its entry, and each entry of a case its event.
fn cases_that_the_journal_tells_otherwise(beside: &Beside) -> Vec<String> {
    let mut events = grouped(beside.rows("select case_id, act from case_events"));
    for acts in events.values_mut() {
        for act in acts.iter_mut() {
            window::act_name(Act::from_key(act).unwrap()).clone_into(act);
        }
        acts.sort();
    }
    let words: Vec<String> =
        Act::ALL.iter().map(|act| format!("'{}'", window::act_name(*act))).collect();
    let entries = grouped(beside.rows(&format!(
        "select subject_id, act from journal where act in ({}) order by act",
        words.join(", ")
    )));
    let ids: std::collections::BTreeSet<&String> = events.keys().chain(entries.keys()).collect();
    let told = |id: &&String| {
        let mut told = entries.get(*id).cloned().unwrap_or_default();
        told.sort();
        told
    };
    ids.into_iter()
        .filter(|id| told(id) != events.get(*id).cloned().unwrap_or_default())
        .map(|id| format!("a case that the journal tells otherwise: {id}: {:?}", told(&id)))
        .collect()
}

/// A case has each paper that its version of the item asks for.
fn cases_without_their_papers(beside: &Beside) -> Vec<String> {
    let versions: BTreeMap<String, usize> =
        pairs(beside.rows("select id, content from item_versions"))
            .into_iter()
            .map(|(id, content)| {
                let content: serde_json::Value = serde_json::from_str(&content).unwrap();
                (id, content["material"].as_array().map_or(0, Vec::len))
            })
            .collect();
    let papers = pairs(beside.rows(
        "select version_id, code || ' ' || cast(
           (select count(*) from case_materials m where m.case_id = c.id) as text) from cases c",
    ));
    papers
        .into_iter()
        .filter(|(version, case)| !case.ends_with(&format!(" {}", versions[version])))
        .map(|(_, case)| format!("a case without its papers: {case}"))
        .collect()
}

/// The imports and foundings in the journal sum up to the areas that are there.
fn areas_that_nobody_imported(beside: &Beside) -> Vec<String> {
    let facts = beside.words("select facts from journal where act = 'registry.divisions_imported'");
    let told: u64 = facts
        .iter()
        .filter_map(|facts| {
            serde_json::from_str::<serde_json::Value>(facts).unwrap()["new"].as_u64()
        })
        .sum();
    let founded =
        beside.words("select act from journal where act = 'registry.area_founded'").len() as u64;
    let there = beside.words("select cast(count(*) as text) from areas").concat();
    if there == (told + founded).to_string() {
        return Vec::new();
    }
    vec![format!("areas: {there} are there, {told} were imported and {founded} founded")]
}

/// A renamed area is called as its last renaming says.
fn areas_with_a_name_that_nobody_gave(beside: &Beside) -> Vec<String> {
    beside.words(
        "select 'an area without its new name: ' || areas.name
         from areas join area_renames on area_renames.area_id = areas.id
         where area_renames.new_name <> areas.name and area_renames.noted_at =
               (select max(noted_at) from area_renames as last where last.area_id = areas.id)",
    )
}
