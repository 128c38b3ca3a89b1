//! Two registrations of one person, made up.

use platform::PersonId;
use platform::Result;
use platform::id::Uuid;
use web::components::Facts;
use web::{Errors, Form, Sample, Ui};

use crate::model::{Fact, Likeness};
use crate::pages::duplicates::{Compared, DuplicatesPage, PairRow, compare_page};
use crate::pages::merges::MergePage;
use crate::refusals;

/// All pages on merges.
pub(super) fn samples(ui: &Ui) -> Result<Vec<Sample>> {
    let list = |is_village: bool, rows: Vec<PairRow>| DuplicatesPage {
        ui: ui.clone(),
        area: "石桥镇柳湾村".into(),
        id: "1".into(),
        below: vec![("/areas/2/duplicates".into(), "新华村".into())],
        is_village,
        rows,
        waiting: vec![("/merges/1".into(), "王小芳".into())],
    };
    let row = |likeness: Likeness| PairRow {
        href: "/people/1/same-as/2".into(),
        name: "王小芳".into(),
        score: ui.say(likeness.score()).into_owned(),
        reason: ui.say(likeness.label()).into_owned(),
        areas: "石桥镇柳湾村".into(),
    };
    let full = list(true, Likeness::ALL.iter().map(|one| row(*one)).collect());
    let one = |phone: &str, place: &str| Compared {
        id: PersonId(Uuid::nil()),
        name: "王小芳".into(),
        values: vec![(Fact::Phone, phone.into()), (Fact::Standing, place.into())],
        has_account: true,
    };
    let (first, second) = (one("138****1234", "12 号户"), one("", "13 号户"));
    let mut errors = Errors::new();
    errors.add("account", ui.refusal(&refusals::account_to_choose()));
    let form = Form::default();
    let compare = compare_page(ui, (&first, &second), &form, &errors);
    let same = compare_page(ui, (&first, &first), &form, &Errors::new());
    let merge = |waits: bool, own: bool| MergePage {
        ui: ui.clone(),
        id: "1".into(),
        name: "王小芳".into(),
        person: "/people/1".into(),
        facts: Facts::new(ui).fact(ui.t("提出合并"), "周小禾 · 2026年11月23日"),
        waits,
        own,
        stands: !waits,
    };
    Ok(vec![
        Sample::page("registry/duplicates.html", ui, &full)?,
        Sample::page("registry/duplicates.html", ui, &list(true, Vec::new()))?,
        Sample::page("registry/duplicates.html", ui, &list(false, Vec::new()))?,
        Sample::page("registry/compare.html", ui, &compare)?,
        Sample::page("registry/compare.html", ui, &same)?,
        Sample::page("registry/merge.html", ui, &merge(true, true))?,
        Sample::page("registry/merge.html", ui, &merge(true, false))?,
        Sample::page("registry/merge.html", ui, &merge(false, false))?,
    ])
}
