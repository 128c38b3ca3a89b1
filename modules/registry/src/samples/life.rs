//! Pages on what happens in a life, with made-up content.

use jiff::civil::date;
use platform::id::Uuid;
use platform::{AreaPath, PersonId, Result};
use web::components::{ErrorSummary, Field};
use web::{Errors, Form, Sample, Ui};

use crate::model::{
    Household, HouseholdId, LifeKind, Member, Person, Relation, Residence, Sex, Standing,
};
use crate::pages::life::couples::{Couple, couple_page};
use crate::pages::life::households::{self, Asked};
use crate::pages::life::record::{EventRow, TakingBackPage};
use crate::pages::life::residents::{ResidentRow, ResidentsPage};
use crate::pages::life::{CHOICES, ChoicesPage, Subject, form_page};
use crate::pages::people::{HouseholdPage, MemberRow};
use crate::refusals;

/// The events in the record of somebody.
pub(super) fn events(ui: &Ui) -> Vec<EventRow> {
    let event = |kind: LifeKind, notes: Vec<String>, people: Vec<(String, String)>| EventRow {
        title: ui.say(kind.label()).into_owned(),
        when: ui.t2("{1}，{2}登记", ui.date_long(date(2026, 5, 1)), "周小禾"),
        notes,
        people,
        taken_back: None,
        undo: Some("/life-events/1/taking-back".into()),
    };
    let couple = vec![("李大山".to_owned(), ui.say(Relation::Spouse.label()).into_owned())];
    let way = ui.t2("从{1}到{2}", "石桥镇柳湾村", "柳林镇东山村");
    let numbers = ui.t2("从 {1} 号户到 {2} 号户", "12", "0208");
    vec![
        event(LifeKind::Married, vec![way, numbers], couple),
        EventRow {
            taken_back: Some(ui.t3("{1} 由{2}撤销：{3}", "2026年5月3日", "周小禾", "弄错了人")),
            undo: None,
            ..event(LifeKind::Died, Vec::new(), Vec::new())
        },
    ]
}

fn member(name: &str, relation: Option<Relation>) -> Member {
    Member {
        id: PersonId(Uuid::from_u128(name.len() as u128 + u128::from(relation.is_some()))),
        name: name.into(),
        sex: Sex::Female,
        born_on: Some(date(1956, 3, 12)),
        relation,
        residence: Residence::HukouHere,
        died_on: None,
    }
}

fn subject() -> Subject {
    let area = AreaPath::county().child(1).child(1);
    let household = HouseholdId(Uuid::nil());
    Subject {
        person: Person {
            id: PersonId(Uuid::nil()),
            name: "王小芳".into(),
            phone: None,
            no_phone: true,
            sex: Sex::Female,
            born_on: Some(date(1956, 3, 12)),
            household_id: Some(household),
            area_path: area.clone(),
            residence: Residence::HukouHere,
            resident_since_on: None,
            died_on: None,
            left_on: None,
            identity_number_sealed: None,
        },
        standing: Standing {
            area_path: area,
            household_id: Some(household),
            relation: Some(Relation::Head),
            residence: Residence::HukouHere,
            resident_since_on: None,
            spouse_id: None,
            died_on: None,
            left_on: None,
            left_how: None,
        },
        members: vec![member("王小芳", Some(Relation::Head)), member("李大山", None)],
        places: vec![("00010001".to_owned(), "石桥镇柳湾村".to_owned())],
    }
}

/// All pages on life.
pub(super) fn samples(ui: &Ui) -> Result<Vec<Sample>> {
    let (none, nothing) = (Form::default(), Errors::new());
    let choices = |choices| ChoicesPage {
        ui: ui.clone(),
        title: CHOICES.0,
        none: CHOICES.1,
        hint: CHOICES.2,
        name: "王小芳".into(),
        back: "/people/1".into(),
        choices,
    };
    let moved = LifeKind::Moved;
    let hint = platform::text("搬到本县别的村，或者换到别的户");
    let some = choices(vec![("/people/1/life-events/moved".to_owned(), moved.label(), hint)]);
    let taking_back = TakingBackPage {
        ui: ui.clone(),
        action: "/life-events/1/taking-back".into(),
        back: "/people/1".into(),
        row: events(ui).remove(0),
        summary: ErrorSummary::new(ui, &nothing),
        words: Field::long(ui, "words", ui.t("为什么撤销")).rows(2),
    };
    let mut samples = vec![
        Sample::page("registry/life_choices.html", ui, &some)?,
        Sample::page("registry/life_choices.html", ui, &choices(Vec::new()))?,
        Sample::page("registry/taking_back.html", ui, &taking_back)?,
        Sample::page("registry/household.html", ui, &household(ui))?,
        Sample::page("registry/residents.html", ui, &residents(ui))?,
    ];
    let mut wrong = Errors::new();
    wrong.add("happened_on", ui.refusal(&refusals::happened_later()));
    for kind in [LifeKind::Died, LifeKind::MovedOut, LifeKind::Moved, LifeKind::MovedIn] {
        let form = form_page(ui, kind, &subject(), &none, &wrong)?;
        samples.push(Sample::page("registry/life_form.html", ui, &form)?);
    }
    let subject = subject();
    let candidates = vec![(PersonId(Uuid::nil()), "李大山 · 1955年".to_owned())];
    for candidates in [Vec::new(), candidates] {
        let couple = Couple { person: &subject.person, candidates };
        let form = couple_page(ui, &couple, &none, &nothing);
        samples.push(Sample::page("registry/life_form.html", ui, &form)?);
    }
    let asked = Asked {
        household: Household {
            id: HouseholdId(Uuid::nil()),
            number: "12".into(),
            area_path: AreaPath::county().child(1).child(1),
        },
        members: subject.members.clone(),
        next_number: "0209".into(),
    };
    let mut wrong = Errors::new();
    wrong.add("who", ui.refusal(&refusals::one_head()));
    let form = households::form_page(ui, LifeKind::Born, &asked, &none, &nothing)?;
    samples.push(Sample::page("registry/life_form.html", ui, &form)?);
    for kind in [LifeKind::HouseholdSplit, LifeKind::HouseholdsJoined, LifeKind::RelationsNoted] {
        let form = households::form_page(ui, kind, &asked, &none, &wrong)?;
        samples.push(Sample::page("registry/life_form.html", ui, &form)?);
    }
    Ok(samples)
}

fn household(ui: &Ui) -> HouseholdPage {
    let row = |name: &str, relation: Option<Relation>| MemberRow {
        href: "/people/1".into(),
        name: name.into(),
        sex: ui.say(Sex::Female.label()).into_owned(),
        born: ui.date_long(date(1956, 3, 12)),
        relation: relation.map(|one| ui.say(one.label()).into_owned()).unwrap_or_default(),
        died: relation == Some(Relation::Head),
    };
    HouseholdPage {
        ui: ui.clone(),
        id: "1".into(),
        number: "12".into(),
        area: "石桥镇柳湾村".into(),
        on: None,
        day: date(2026, 11, 23),
        rows: vec![row("王小芳", Some(Relation::Head)), row("李大山", None)],
        headless: true,
        events: events(ui),
        may_note: true,
    }
}

fn residents(ui: &Ui) -> ResidentsPage {
    ResidentsPage {
        ui: ui.clone(),
        area: "石桥镇柳湾村".into(),
        id: "1".into(),
        on: date(2026, 1, 1),
        unclear: false,
        rows: vec![ResidentRow {
            href: "/people/1".into(),
            name: "王小芳".into(),
            sex: ui.say(Sex::Female.label()).into_owned(),
            born: ui.date_long(date(1956, 3, 12)),
            household: "12".into(),
            relation: ui.say(Relation::Head.label()).into_owned(),
        }],
        next: Some("/areas/1/residents?on=2026-01-01&after=1".into()),
        unplaced: vec![("/people/1/life-events/moved".into(), "李大山".into())],
    }
}
