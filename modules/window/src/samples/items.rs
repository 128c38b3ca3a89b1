//! The pages of the catalogue with made-up content.

use jiff::civil::date;
use law::window::Limit;
use platform::authorisation::PostHeld;
use platform::id::Uuid;
use platform::{Actor, AreaId, AreaPath, BodyId, PersonId, Result};
use web::{Errors, Form, Sample, Ui};

use super::made_up;
use crate::actions::items::ItemsImported;
use crate::item::{Confidence, Item};
use crate::model::{Content, Version, VersionId};
use crate::pages::items::edit::EditPage;
use crate::pages::items::import::ImportPage;
use crate::pages::items::one::OnePage;
use crate::pages::items::write::{blank, form_of};
use crate::pages::items::{ListPage, Shown};
use crate::refusals;

/// Every page of the catalogue.
pub(crate) fn samples(ui: &Ui) -> Result<Vec<Sample>> {
    let mut samples = lists(ui)?;
    samples.extend(one(ui)?);
    samples.extend(forms(ui)?);
    samples.extend(imports(ui)?);
    Ok(samples)
}

fn official(post: &str, number: u128) -> Actor {
    let held = PostHeld {
        post: post.into(),
        body_id: BodyId(Uuid::from_u128(24)),
        body_name: "云禾县政务服务管理局".into(),
        area_id: AreaId(Uuid::from_u128(40)),
        area_path: AreaPath::county(),
        limited_to: None,
    };
    Actor {
        person_id: Some(PersonId(Uuid::from_u128(number))),
        posts: vec![held],
        name: "陈晓".into(),
        ..Actor::program()
    }
}

/// A draft with a shorter promise and a paper less, after the version in force.
fn draft() -> Result<Version> {
    let mut item = made_up::item()?;
    item.promised_limit = Limit::working(5);
    item.material.truncate(2);
    item.confidence = Confidence::Plausible;
    Ok(Version {
        id: VersionId(Uuid::from_u128(7)),
        number: 4,
        content: Content(item.into()),
        published_by: None,
        effective_on: None,
        ..made_up::version()?
    })
}

fn lists(ui: &Ui) -> Result<Vec<Sample>> {
    let old = made_up::version()?;
    let coming = Version { effective_on: Some(date(2026, 12, 1)), ..old.clone() };
    let gone = Version { withdrawn_on: Some(date(2026, 10, 1)), ..old.clone() };
    let going = Version { withdrawn_on: Some(date(2026, 12, 31)), ..old.clone() };
    let list = |shown, versions, imported| ListPage {
        ui: ui.clone(),
        shown,
        versions,
        in_force: ["old-age-allowance".to_owned()].into(),
        may_edit: true,
        imported,
    };
    let full = list(Shown::All, vec![draft()?, coming, gone, going, old.clone()], Some(40));
    let none = list(Shown::Drafts, vec![old], None);
    let empty = list(Shown::All, Vec::new(), None);
    Ok(vec![
        Sample::page("window/items/list.html", ui, &full)?,
        Sample::page("window/items/list.html", ui, &none)?,
        Sample::page("window/items/list.html", ui, &empty)?,
    ])
}

fn one(ui: &Ui) -> Result<Vec<Sample>> {
    let versions = vec![draft()?, made_up::version()?];
    let page = |actor, versions, done: &str| {
        let shown = OnePage::new(ui.clone(), &actor, versions)?;
        Ok::<_, platform::Error>(OnePage { done: done.into(), ..shown })
    };
    let reviewer = page(official("catalogue_reviewer", 10), versions.clone(), "")?;
    let editor = page(official("catalogue_editor", 11), versions.clone(), "drafted")?;
    let both = page(official("catalogue_reviewer", 11), versions.clone(), "")?;
    let old = vec![made_up::version()?];
    let published = page(official("catalogue_reviewer", 10), old.clone(), "published")?;
    let withdrawn = page(official("catalogue_reviewer", 10), old, "withdrawn")?;
    let mut errors = Errors::new();
    errors.add("checked", ui.t("每一项都核对过才能发布，请逐项核对后打勾"));
    if let platform::Error::Refused(refusal) = refusals::same_publisher() {
        errors.add("publication", ui.refusal(&refusal));
    }
    let refused = OnePage {
        errors,
        refused: "window.same_publisher",
        form: Form::of(&[("effective_on-year", "2026")]),
        ..page(official("catalogue_reviewer", 10), versions, "")?
    };
    [reviewer, editor, both, published, withdrawn, refused]
        .iter()
        .map(|page| Sample::page("window/items/one.html", ui, page))
        .collect()
}

fn forms(ui: &Ui) -> Result<Vec<Sample>> {
    let item: Item = made_up::item()?;
    let page = |known, form, errors, refused| EditPage {
        ui: ui.clone(),
        known,
        form,
        errors,
        refused,
        grown: String::new(),
    };
    let known = Some((item.code.clone(), item.name.clone()));
    let mut errors = Errors::new();
    let longer = law::window::LimitProblem::PromiseLongerThanLaw;
    if let platform::Error::Refused(refusal) = refusals::promise_problem(longer) {
        errors.add("promised_days", ui.refusal(&refusal));
    }
    errors.add("m2-when", ui.t("“看情况”的，请写明什么情况要交"));
    errors.add("precheck_unit", ui.t("请选工作日还是自然日"));
    let fresh = page(None, blank(), Errors::new(), "");
    let filled = page(known.clone(), form_of(&item), Errors::new(), "");
    let wrong = page(known, form_of(&item), errors, "window.promise_problem");
    [fresh, EditPage { grown: "m".into(), ..filled }, wrong]
        .iter()
        .map(|page| Sample::page("window/items/edit.html", ui, page))
        .collect()
}

fn imports(ui: &Ui) -> Result<Vec<Sample>> {
    let mut errors = Errors::new();
    errors.add("file", ui.t1("读不懂这个事项文件：{1}", ui.t("不是 UTF-8 编码的文字")));
    let counts = ItemsImported { new: 38, changed: 1, unchanged: 1 };
    let file = "[[item]]\ncode = \"old-age-allowance\"".to_owned();
    let page = |errors, preview| ImportPage { ui: ui.clone(), errors, preview };
    [page(Errors::new(), None), page(errors, None), page(Errors::new(), Some((counts, file)))]
        .iter()
        .map(|page| Sample::page("window/items/import.html", ui, page))
        .collect()
}
