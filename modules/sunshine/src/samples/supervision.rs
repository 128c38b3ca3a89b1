//! The pages of the supervision committee with made-up content.

use jiff::civil::{Date, date};
use law::parameters::Answer;
use law::sunshine::{
    Appraised as As, CountFault, Field, FindingState, FindingStep, Grade, INCOMPETENT_PERCENT,
    Slips, TWICE, Yearly,
};
use platform::clock::instant_of;
use platform::storage::Json;
use platform::{PersonId, Result, Uuid};
use web::{Errors, Form, Sample, Ui};

use super::{made_up, year};
use crate::appraisal::{Appraisal, AppraisalId, Appraisee, Count, Counting, Heap, Judged, Session};
use crate::finding::{Finding, FindingId, May, Step, Trail};
use crate::model::{AppraisedWord, FieldWord, FindingStateWord, FindingStepWord};
use crate::pages::supervision::appraisal::{self, AppraisalPage};
use crate::pages::supervision::appraising::AppraisingPage;
use crate::pages::supervision::desk::{OwnFindingsPage, SupervisionPage, Village};
use crate::pages::supervision::finding::FindingPage;
use crate::pages::supervision::noting::NotingPage;
use crate::pages::supervision::public::{Appraised, SupervisionBoardPage};
use crate::pages::supervision::shown;

pub(super) fn samples(ui: &Ui) -> Result<Vec<Sample>> {
    let mut all = findings(ui)?;
    all.extend(appraisals(ui)?);
    all.extend(desks(ui)?);
    all.extend(year::samples(ui)?);
    Ok(all)
}

fn errors(ui: &Ui, field: &str, sentence: &str) -> Errors {
    let mut errors = Errors::new();
    errors.add(field, ui.t(sentence));
    errors
}

fn finding(number: u128, title: &str, state: FindingState, due_on: Date) -> Finding {
    let found_on = date(2026, 10, 20);
    Finding {
        id: FindingId(Uuid::from_u128(number)),
        code: format!("FD7K-3M{number}T"),
        area_path: made_up::village().path,
        field: FieldWord(Field::Works),
        title: title.into(),
        words: "现场量了沟长，比合同少 40 米，验收单上没有签字。".into(),
        owner_id: PersonId(Uuid::from_u128(31)),
        owner_name: "郑德福".into(),
        owner_post: "village_director".into(),
        found_on,
        due_on,
        noted_at: instant_of(found_on.at(9, 0, 0, 0)),
        noted_by_id: None,
        noted_by: "刘素梅".into(),
        state: FindingStateWord(state),
        closed_on: (state == FindingState::Closed).then_some(date(2026, 11, 6)),
        events: 0,
    }
}

fn all_findings() -> Vec<Finding> {
    use FindingState::{Closed, Open, Reported};
    vec![
        finding(1, "排水沟工程没有验收单", Open, date(2026, 11, 10)),
        finding(2, "误工补贴没有签领单", Reported, date(2026, 12, 5)),
        finding(3, "低保名单贴了两天就撕了", Closed, date(2026, 11, 15)),
    ]
}

fn findings(ui: &Ui) -> Result<Vec<Sample>> {
    let step = |number, step, on, who: &str, words: &str| Step {
        number,
        step: FindingStepWord(step),
        happened_on: on,
        actor_id: None,
        actor_name: who.into(),
        words: words.into(),
    };
    let steps = vec![
        step(1, FindingStep::Report, date(2026, 11, 2), "郑德福", "补了 40 米，验收单补签了"),
        step(2, FindingStep::Reject, date(2026, 11, 3), "马长贵", "只补了 20 米"),
        step(3, FindingStep::Report, date(2026, 11, 8), "郑德福", "40 米补齐了"),
    ];
    let one = |at: usize, steps: &[Step], may, errors: Errors| {
        let finding = all_findings().swap_remove(at);
        FindingPage {
            ui: ui.clone(),
            trail: Trail { finding, steps: steps.to_vec(), files: Vec::new() },
            may,
            village: "柳湾村".into(),
            done: if at == 2 { "verify".into() } else { String::new() },
            typed: Form::default(),
            errors,
        }
    };
    let owner = May { report: true, owner: true, verify: false };
    let committee = May { verify: true, ..May::default() };
    let short = errors(ui, "words", "请附上照片、单据或者写明怎么核实的");
    let noting = |owners: Vec<(String, String)>, errors: Errors| NotingPage {
        ui: ui.clone(),
        area_id: "1".into(),
        name: "柳湾村".into(),
        owners,
        typed: Form::default(),
        errors,
    };
    let owners = vec![("1".to_owned(), "郑德福（村委会主任）".to_owned())];
    let missing = errors(ui, "field", "请选属于哪一方面");
    let none = Errors::new;
    let page = "sunshine/supervision/finding.html";
    Ok(vec![
        Sample::page(page, ui, &one(0, &[], owner, none()))?,
        Sample::page(page, ui, &one(1, &steps, committee, none()))?,
        Sample::page(page, ui, &one(1, &steps, committee, short))?,
        Sample::page(page, ui, &one(2, &steps, May::default(), none()))?,
        Sample::page("sunshine/supervision/noting.html", ui, &noting(owners, missing))?,
        Sample::page("sunshine/supervision/noting.html", ui, &noting(Vec::new(), Errors::new()))?,
    ])
}

fn person(number: i64, name: &str, post: &str, as_what: As) -> Appraisee {
    Appraisee {
        number,
        person_id: PersonId(Uuid::from_u128(31)),
        name: name.into(),
        post: post.into(),
        appraised_as: AppraisedWord(as_what),
    }
}

/// An appraisal of two people whose counting stands somewhere.
fn session(counting: Counting, published: Option<i64>) -> Session {
    let people = vec![
        person(1, "郑德福", "village_director", As::Committee),
        person(2, "吴桂兰", "village_clerk", As::PaidStaff),
    ];
    let heap = Heap { competent: 31, fair: 6, incompetent: 2, void: 1 };
    let count = |number, who: &str| Count {
        number,
        counter_id: None,
        counter_name: who.into(),
        noted_at: instant_of(date(2026, 11, 20).at(15, 0, 0, 0)),
        slips: Json(vec![heap, heap]),
    };
    let judged = match &counting {
        Counting::Agreed(slips) => {
            people.iter().zip(slips).map(|(one, slips)| judged(one, *slips)).collect()
        }
        Counting::First(_) | Counting::Second { .. } => Vec::new(),
    };
    Session {
        appraisal: Appraisal {
            id: AppraisalId(Uuid::from_u128(9)),
            area_path: made_up::village().path,
            held_on: date(2026, 11, 20),
            slips_out: 40,
            noted_by: "刘素梅".into(),
            published,
            ended_on: published.map(|_| date(2026, 11, 21)),
            ended_by: published.map(|_| "刘素梅".into()),
            ended_words: published
                .map(|kind| if kind == 0 { "日期登记错了".into() } else { String::new() }),
        },
        people,
        counts: vec![count(1, "刘素梅"), count(2, "马长贵")],
        counting,
        judged,
    }
}

fn judged(person: &Appraisee, slips: Slips) -> Judged {
    let in_force_from = date(2026, 1, 1);
    let source = "县民政局";
    let (grade, ends) = if slips.incompetent > slips.competent {
        (Answer::Known { value: Grade::Incompetent, source, in_force_from }, Some(TWICE))
    } else {
        (Answer::NeedsConfirmation { parameter: INCOMPETENT_PERCENT }, None)
    };
    Judged { person: person.clone(), slips, grade, ends }
}

fn agreed() -> Counting {
    let good = Slips { competent: 31, fair: 6, incompetent: 2, void: 1 };
    let bad = Slips { competent: 8, fair: 6, incompetent: 25, void: 1 };
    Counting::Agreed(vec![bad, good])
}

fn appraisals(ui: &Ui) -> Result<Vec<Sample>> {
    let one = |counting, published, may, errors| AppraisalPage {
        ui: ui.clone(),
        session: session(counting, published),
        village: "柳湾村".into(),
        public: "/villages/1/supervision".into(),
        may,
        at: "count",
        typed: Form::of(&[("competent-1", "31"), ("fair-1", "六")]),
        errors,
    };
    let nothing = appraisal::May::default();
    let count = appraisal::May { count: true, give_up: true, ..nothing };
    let waits = appraisal::May { waits: true, ..nothing };
    let publish = appraisal::May { publish: true, give_up: true, ..nothing };
    let wrong = errors(ui, "fair-1", "每一格都要写数字，没有就写 0");
    let differ = Counting::First(vec![(0, CountFault::Differ)]);
    let fresh = Counting::First(Vec::new());
    let form = |committee: Vec<String>, errors| AppraisingPage {
        ui: ui.clone(),
        area_id: "1".into(),
        name: "柳湾村".into(),
        committee,
        staff: vec![("1".into(), "吴桂兰（代办员）".into())],
        typed: Form::default(),
        errors,
    };
    let late = errors(ui, "held_on", "评议开过以后再登记，日期不能在今天以后");
    let members = vec!["郑德福（村委会主任）".to_owned()];
    let page = "sunshine/supervision/appraisal.html";
    let second = Counting::Second { by: None };
    let none = Errors::new;
    Ok(vec![
        Sample::page(page, ui, &one(fresh, None, count, wrong))?,
        Sample::page(page, ui, &one(differ, None, count, none()))?,
        Sample::page(page, ui, &one(second.clone(), None, waits, none()))?,
        Sample::page(page, ui, &one(second, None, nothing, none()))?,
        Sample::page(page, ui, &one(agreed(), None, publish, none()))?,
        Sample::page(page, ui, &one(agreed(), Some(1), nothing, none()))?,
        Sample::page(page, ui, &one(agreed(), Some(0), nothing, none()))?,
        Sample::page("sunshine/supervision/appraising.html", ui, &form(members, none()))?,
        Sample::page("sunshine/supervision/appraising.html", ui, &form(Vec::new(), late))?,
    ])
}

fn bought(ui: &Ui) -> Vec<(String, String, String)> {
    let one = year::purchase();
    vec![(
        "/desk/purchases/1".into(),
        one.title.clone(),
        crate::pages::supervision::purchases::line(ui, &one),
    )]
}

fn rows(ui: &Ui, village: &str) -> Vec<shown::Row> {
    all_findings().iter().map(|one| shown::row(ui, one, village)).collect()
}

fn desk(ui: &Ui, full: bool) -> SupervisionPage {
    let mut found = rows(ui, "");
    let closed = found.split_off(2);
    let (open, closed) = if full { (found, closed) } else { (Vec::new(), Vec::new()) };
    let director = (ui.t("村务监督委员会主任").into_owned(), "刘素梅".to_owned());
    let village = Village {
        id: "1".into(),
        name: "柳湾村".into(),
        members: if full { vec![director] } else { Vec::new() },
        doubts: vec![(ui.t("村务监督委员会人数偏少").into_owned(), String::new())],
        open,
        closed,
        year: shown::year(ui, Yearly::Due { until: date(2026, 12, 31) }),
        appraisals: Vec::new(),
        purchases: if full { bought(ui) } else { Vec::new() },
        may_note: true,
    };
    let not_appraised = ("塘边村".to_owned(), ui.t("本年还没有评议").into_owned());
    SupervisionPage {
        ui: ui.clone(),
        villages: vec![village],
        watched: if full { rows(ui, "柳湾村") } else { Vec::new() },
        not_appraised: if full { vec![not_appraised] } else { Vec::new() },
        supervises: true,
    }
}

fn board(ui: &Ui, full: bool) -> SupervisionBoardPage {
    let held = session(agreed(), Some(1));
    let appraised = Appraised {
        on: held.appraisal.held_on,
        slips_out: held.appraisal.slips_out,
        results: shown::results(ui, &held),
        unconfirmed: shown::unconfirmed(ui, &held),
    };
    let seen = vec!["到现场看了铺管".to_owned()];
    let purchases = bought(ui).into_iter().map(|(_, title, line)| (title, line, seen.clone()));
    let mut open: Vec<shown::Row> =
        all_findings().iter().map(|one| shown::public_row(ui, one)).collect();
    let closed = open.split_off(2);
    SupervisionBoardPage {
        ui: ui.clone(),
        name: "柳湾村".into(),
        board: "/villages/1/sunshine".into(),
        way: vec![("石桥镇".into(), "/places/6".into())],
        open: if full { open } else { Vec::new() },
        closed: if full { closed } else { Vec::new() },
        late: usize::from(full),
        area_id: "1".into(),
        purchases: if full { purchases.collect() } else { Vec::new() },
        year: shown::year(ui, if full { Yearly::Held } else { Yearly::Missed }),
        appraisals: if full { vec![appraised] } else { Vec::new() },
    }
}

fn desks(ui: &Ui) -> Result<Vec<Sample>> {
    let own = |rows| OwnFindingsPage { ui: ui.clone(), rows };
    Ok(vec![
        Sample::page("sunshine/supervision/desk.html", ui, &desk(ui, true))?,
        Sample::page("sunshine/supervision/desk.html", ui, &desk(ui, false))?,
        Sample::page("sunshine/supervision/own.html", ui, &own(rows(ui, "")))?,
        Sample::page("sunshine/supervision/own.html", ui, &own(Vec::new()))?,
        Sample::page("sunshine/supervision/public.html", ui, &board(ui, true))?,
        Sample::page("sunshine/supervision/public.html", ui, &board(ui, false))?,
    ])
}
