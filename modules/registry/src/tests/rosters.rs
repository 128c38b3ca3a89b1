//! Rosters that come in stages.

use platform::table::{Source, peek};
use platform::{AreaPath, Scope};
use std::sync::Arc;
use testing::{Browser, Page};

use super::made_up;
use super::{County, code, holder};
use crate::actions::{
    self, Choice, go_on_with_imports, import_roster, import_roster_with, preview_roster,
    sweep_imports,
};
use crate::model::{BodyKind, ImportId, ImportState, Person};
use crate::people::find_people_after;
use crate::roster::Layout;
use crate::store;
use crate::table::Preview;

async fn everybody(county: &County) -> Vec<Person> {
    let found = county.app.db.read(|tx| {
        let scope = Scope::of(vec![AreaPath::county()]);
        find_people_after(tx, &scope, "", None, 20_000)
    });
    found.await.unwrap().persons
}

/// What a list says of a person: all but the id and the encrypted number, which differ each time.
fn said(persons: &[Person]) -> Vec<String> {
    let line = |person: &Person| {
        let Person { name, phone, sex, born_on, area_path, residence, .. } = person;
        let numbered = person.identity_number_sealed.is_some();
        format!("{name} {phone:?} {sex:?} {born_on:?} {area_path:?} {residence:?} {numbered}")
    };
    let mut lines: Vec<String> = persons.iter().map(line).collect();
    lines.sort();
    lines
}

async fn bring(county: &County, source: &Source, good_only: bool) -> Preview {
    let administrator = holder("administrator", AreaPath::county());
    let choice = Choice { good_only, ..Choice::default() };
    let watch = Arc::new(|_| Ok(true));
    import_roster_with(&county.app, &administrator, source, choice, watch).await.unwrap()
}

async fn brought_in_full(source: &Source, expected: &[(u32, &'static str)]) -> Vec<String> {
    let county = County::new().await;
    let done = bring(&county, source, false).await;
    let codes: Vec<_> = done.problems.iter().map(|one| (one.row, one.refusal.code)).collect();
    assert_eq!(codes, expected);
    assert_eq!(everybody(&county).await.len(), 0, "with bad rows nothing is imported");
    let done = bring(&county, source, true).await;
    assert_eq!((done.new, done.unchanged), (9_800, 0));
    let persons = everybody(&county).await;
    assert_eq!(persons.len(), 9_800);
    let again = bring(&county, source, true).await;
    assert_eq!((again.new, again.unchanged, again.changed), (0, 9_800, 0));
    let after = everybody(&county).await;
    let ids = |persons: &[Person]| persons.iter().map(|person| person.id).collect::<Vec<_>>();
    assert_eq!(ids(&after), ids(&persons), "twice is the same as once");
    assert_eq!(said(&after), said(&persons));
    let counted = county.app.db.read(|tx| crate::people::counts(tx, &AreaPath::county())).await;
    assert_eq!(counted.unwrap().1, 9_800);
    said(&persons)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_bad_row_of_ten_thousand_is_named_and_the_good_ones_come_in_once() {
    let expected = made_up::expected(true);
    assert_eq!(expected.len(), 200);
    let sheet = Source::bytes(made_up::sheet());
    let from_sheet = brought_in_full(&sheet, &expected).await;
    let text = Source::text(made_up::text());
    let from_text = brought_in_full(&text, &made_up::expected(false)).await;
    assert_eq!(from_sheet.len(), from_text.len());
    let differ = from_sheet.iter().zip(&from_text).filter(|(a, b)| a != b).count();
    // The neighbour whose village cell was merged reads the same; so do all others.
    assert_eq!(differ, 0, "a spreadsheet and a text say the same");
}

#[tokio::test(flavor = "multi_thread")]
async fn persons_who_are_there_are_changed_only_if_that_was_said() {
    let county = County::new().await;
    let administrator = holder("administrator", AreaPath::county());
    let head = "姓名,性别,出生日期,电话,户号,村,户籍\n";
    let first = format!("{head}王小芳,女,1956-03-12,13800001234,1,柳湾村,本村\n");
    import_roster(&county.app, &administrator, &Source::text(first)).await.unwrap();
    let moved = Source::text(format!("{head}王小芳,女,1956-03-12,13900001234,,柳湾村,外出\n"));
    let preview = preview_roster(&county.app, &administrator, &moved).await.unwrap();
    assert_eq!((preview.new, preview.changed, preview.unchanged), (0, 1, 0));
    let done = bring(&county, &moved, false).await;
    assert_eq!(done.changed, 0);
    assert_eq!(everybody(&county).await[0].phone.as_deref(), Some("13800001234"));
    let choice = Choice { with_changes: true, ..Choice::default() };
    let watch = Arc::new(|_| Ok(true));
    let done = import_roster_with(&county.app, &administrator, &moved, choice, watch).await;
    assert_eq!(done.unwrap().changed, 1);
    let person = everybody(&county).await.remove(0);
    assert_eq!(person.phone.as_deref(), Some("13900001234"));
    assert!(person.household_id.is_some(), "an empty cell says nothing");
    let again = preview_roster(&county.app, &administrator, &moved).await.unwrap();
    assert_eq!((again.changed, again.unchanged), (0, 1));
}

async fn administrator(county: &County) -> Browser {
    let area = county.areas().await.remove(0);
    let person = county.official(&area, BodyKind::CountyGovernment, "administrator").await;
    county.signed_in(person).await
}

/// Looks at a running import until it has got there, as the page does by itself.
async fn wait_for(browser: &mut Browser, address: &str, words: &str) -> Page {
    for _ in 0..20_000 {
        let page = browser.get(address).await;
        if page.text().contains(words) {
            return page;
        }
        tokio::task::yield_now().await;
    }
    panic!("{address} never says {words}");
}

const LIST: &str = "柳湾村名册,,,,\n姓名,男女,生日,手机号,备注\n王小芳,女,1956-03-12,13800001234,a\n\
    王大山,男,1956-02-30,,b\n王大海,男,1950-01-02,无,c\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_roster_is_brought_checked_confirmed_and_remembered() {
    let county = County::new().await;
    let mut admin = administrator(&county).await;
    admin.get("/people/import").await.is_ok().shows("导入人口名册");
    admin.upload("/people/import", &[], &[]).await.shows("请先选一个文件");
    let old = [("list", "old.xls", &b"\xd0\xcf\x11\xe0 and more"[..])];
    admin.upload("/people/import", &[], &old).await.shows("老格式的 Excel");
    let file = [("list", "名册.csv", LIST.as_bytes())];
    let columns = admin.upload("/people/import", &[], &file).await.location().to_owned();
    let page = admin.get(&columns).await;
    page.is_ok().shows("表头在第 2 行").shows("王大山").shows("备注");
    assert_eq!(page.value_of("column-1"), "sex");
    assert_eq!(page.value_of("column-4"), "", "what is not known is not used");
    let mut form = vec![("column-0", "name"), ("column-1", "sex"), ("column-2", "born_on")];
    form.extend([("column-3", "phone"), ("column-4", "")]);
    let incomplete = admin.post(&columns, &form).await;
    incomplete.shows("村（社区）").shows("户籍");
    form.extend([("village", "柳弯村"), ("residence", "本村")]);
    admin.post(&columns, &form).await.shows("没有叫这个名字的村");
    form.retain(|(field, _)| *field != "village");
    form.push(("village", "柳湾村"));
    let address = admin.post(&columns, &form).await.location().to_owned();
    let found = wait_for(&mut admin, &address, "有 1 行不对").await;
    found.shows("“1956-02-30”不是日期").shows("只导入对的：2 个新的人");
    admin.get(&format!("{address}/bad")).await.is_ok().shows("王大山");
    let bad = admin.post(&format!("{address}/bad/file"), &[]).await;
    let sheet = peek(&Source::bytes(bad.bytes().to_vec()), None).unwrap();
    assert_eq!(sheet.rows[0].cells.last().unwrap(), "哪里不对");
    assert_eq!(sheet.rows[1].cells[..2], ["王大山", "男"]);
    let confirmation = format!("{address}/confirmation");
    admin.post(&confirmation, &[]).await.shows("请选一项");
    let before = everybody(&county).await.len();
    admin.post(&confirmation, &[("decision", "import")]).await.goes_to(&address);
    wait_for(&mut admin, &address, "新登记的人").await.shows("已经导入");
    assert_eq!(everybody(&county).await.len(), before + 2);
    admin.post(&confirmation, &[("decision", "import")]).await;
    assert!(!county.settings.folder.join("imports").join(id_in(&address)).exists(), "deleted");
    let columns = admin.upload("/people/import", &[], &file).await.location().to_owned();
    admin.get(&columns).await.shows("和上次的表头一样");
    let address = columns.trim_end_matches("/columns");
    admin.post(&format!("{address}/end"), &[]).await.goes_to(address);
    admin.get(address).await.shows("没有导入");
    assert!(!county.settings.folder.join("imports").join(id_in(address)).exists(), "deleted");
}

fn id_in(address: &str) -> &str {
    address.rsplit('/').next().unwrap()
}

/// An import as it stands when the program ends just after somebody confirmed it.
async fn cut_off(county: &County, browser: &mut Browser) -> ImportId {
    let file = [("list", "名册.csv", LIST.as_bytes())];
    let columns = browser.upload("/people/import", &[], &file).await.location().to_owned();
    let mut form = vec![("column-0", "name"), ("column-1", "sex"), ("column-2", "born_on")];
    form.extend([("column-3", "phone"), ("village", "柳湾村"), ("residence", "本村")]);
    let address = browser.post(&columns, &form).await.location().to_owned();
    wait_for(browser, &address, "有 1 行不对").await;
    let id: ImportId = id_in(&address).parse().unwrap();
    let moved = county.app.db.write(move |tx| {
        let import = store::imports::find(tx, id)?;
        store::imports::set_confirmed(tx, id, false, import.brought_by)?;
        store::imports::move_on(tx, id, ImportState::Checked, ImportState::Saving)
    });
    assert!(moved.await.unwrap());
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_was_cut_off_goes_on_and_one_runs_at_a_time() {
    let county = County::new().await;
    let mut admin = administrator(&county).await;
    let id = cut_off(&county, &mut admin).await;
    let actor = holder("administrator", AreaPath::county());
    let other = actions::check_columns(&county.app, &actor, id, Layout::default()).await;
    assert_eq!(code(other), "registry.columns_missing");
    let columns = {
        let file = [("list", "second.csv", LIST.as_bytes())];
        admin.upload("/people/import", &[], &file).await.location().to_owned()
    };
    let form = [("column-0", "name"), ("village", "柳湾村"), ("residence", "本村")];
    admin.post(&columns, &form).await.shows("一次只能办一份");
    let before = everybody(&county).await.len();
    go_on_with_imports(&county.app).await.unwrap();
    wait_for(&mut admin, &format!("/imports/{id}"), "新登记的人").await;
    assert_eq!(everybody(&county).await.len(), before + 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_sealed_and_deleted_when_nobody_decides() {
    let county = County::new().await;
    let mut admin = administrator(&county).await;
    let file = [("list", "名册.csv", LIST.as_bytes())];
    let columns = admin.upload("/people/import", &[], &file).await.location().to_owned();
    let address = columns.trim_end_matches("/columns");
    let folder = county.settings.folder.join("imports").join(id_in(address));
    let sealed = std::fs::read(folder.join("file")).unwrap();
    let name = "王小芳".as_bytes();
    assert!(!sealed.windows(name.len()).any(|part| part == name), "nothing lies there in plain");
    assert_eq!(sweep_imports(&county.app).await.unwrap(), 0);
    county.clock().advance(jiff::SignedDuration::from_hours(24 * 8));
    assert_eq!(sweep_imports(&county.app).await.unwrap(), 2, "the import, and its files");
    assert!(!folder.exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_is_nobody_elses() {
    let county = County::new().await;
    let mut admin = administrator(&county).await;
    let file = [("list", "名册.csv", LIST.as_bytes())];
    let columns = admin.upload("/people/import", &[], &file).await.location().to_owned();
    let village = county.area("石桥镇柳湾村").await;
    let clerk = county.official(&village, BodyKind::ServiceStation, "village_clerk").await;
    let mut clerk = county.signed_in(clerk).await;
    clerk.get(&columns).await.is_refused("platform.not_permitted");
    let sent = clerk.upload("/people/import", &[], &file).await;
    sent.is_refused("platform.not_permitted");
    let unknown = ImportId(platform::id::Uuid::nil());
    admin.get(&format!("/imports/{unknown}")).await.is_missing();
}
