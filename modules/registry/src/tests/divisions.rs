//! Lists of divisions: what is known stays, what collides is not merged.

use platform::AreaPath;

use super::{County, LIST, code, holder};
use crate::actions::{import_divisions, preview_divisions};
use crate::table::Preview;

fn counts(preview: &Preview) -> (u32, u32, u32, usize) {
    (preview.new, preview.unchanged, preview.coded, preview.problems.len())
}

async fn import(county: &County, list: &str) -> Preview {
    let administrator = holder("administrator", AreaPath::county());
    let before = preview_divisions(&county.app, &administrator, list).await.unwrap();
    let done = import_divisions(&county.app, &administrator, list).await.unwrap();
    assert_eq!(counts(&before), counts(&done), "a preview says what the import does");
    done
}

fn codes(preview: &Preview) -> Vec<(u32, &'static str)> {
    preview.problems.iter().map(|problem| (problem.row, problem.refusal.code)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_list_again_changes_nothing() {
    let county = County::empty();
    assert_eq!(counts(&import(&county, LIST).await), (7, 0, 0, 0));
    assert_eq!(counts(&import(&county, LIST).await), (0, 7, 0, 0));
    let areas = county.areas().await;
    assert_eq!(areas.len(), 7);
    assert_eq!(areas.iter().filter(|area| area.name == "新华村").count(), 2);
    assert_eq!(county.area("柳林镇东山村").await.path.as_str(), "00020002");
}

#[tokio::test(flavor = "multi_thread")]
async fn columns_in_any_order_with_the_marks_of_spreadsheets() {
    let county = County::empty();
    let list = "\u{feff}name,code,level,edition,system,parent_code,note\r\n\
                清河县,990001,county,2026,TEST,9900,\r\n\
                石桥镇,990001100,township,2026,TEST,990001,x\r\n";
    assert_eq!(counts(&import(&county, list).await), (2, 0, 0, 0));
    let administrator = holder("administrator", AreaPath::county());
    let missing = preview_divisions(&county.app, &administrator, "name,code\n甲,1\n").await;
    assert_eq!(code(missing), "registry.columns_missing");
}

#[tokio::test(flavor = "multi_thread")]
async fn children_may_stand_before_their_parents() {
    let county = County::empty();
    let mut lines: Vec<&str> = LIST.lines().collect();
    lines[1..].reverse();
    assert_eq!(counts(&import(&county, &lines.join("\n")).await), (7, 0, 0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_known_code_with_another_name_stops_the_import() {
    let county = County::new().await;
    let list = "system,edition,level,code,parent_code,name\n\
                TEST,2026,village,990001100003,990001100,西河村\n\
                TEST,2026,village,990001100001,990001100,柳湾社区\n\
                TEST,2026,village,990001100002,990001101,新华村\n";
    let done = import(&county, list).await;
    let expected = [(3, "registry.code_of_other_name"), (4, "registry.code_of_other_parent")];
    assert_eq!(codes(&done), expected);
    assert_eq!(county.areas().await.len(), 7, "all or nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_system_with_colliding_codes_merges_nothing() {
    let county = County::new().await;
    // The codes of the two townships are swapped here, and one village is new.
    let list = "system,edition,level,code,parent_code,name\n\
                OTHER,1,county,990001,9900,清河县\n\
                OTHER,1,township,990001101,990001,石桥镇\n\
                OTHER,1,township,990001100,990001,柳林镇\n\
                OTHER,1,village,990001100001,990001100,东山村\n\
                OTHER,1,village,990001101009,990001101,北河村\n";
    assert_eq!(counts(&import(&county, list).await), (1, 0, 4, 0));
    assert_eq!(counts(&import(&county, list).await), (0, 5, 0, 0));
    let areas = county.areas().await;
    assert_eq!(areas.len(), 8);
    let village = county.area("柳林镇东山村").await;
    let codes = county.app.db.read(move |tx| crate::areas::codes_of(tx, village.id)).await.unwrap();
    let codes: Vec<_> = codes.iter().map(|c| (c.code_system.as_str(), c.code.as_str())).collect();
    assert_eq!(codes, [("OTHER", "990001100001"), ("TEST", "990001101002")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn repeated_names_stay_apart_and_are_never_guessed() {
    let county = County::new().await;
    let twice = "system,edition,level,code,parent_code,name\n\
                 TEST,2026,village,990001100004,990001100,新华村\n";
    assert_eq!(counts(&import(&county, twice).await), (1, 0, 0, 0));
    // Two areas have the name now: another system's code could mean either.
    let other = "system,edition,level,code,parent_code,name\n\
                 OTHER,1,county,1,,清河县\n\
                 OTHER,1,township,2,1,石桥镇\n\
                 OTHER,1,village,3,2,新华村\n";
    let done = import(&county, other).await;
    assert_eq!(codes(&done), [(4, "registry.name_ambiguous")]);
    // And two rows could mean the one area.
    let pair = "system,edition,level,code,parent_code,name\n\
                OTHER,1,county,1,,清河县\n\
                OTHER,1,township,2,1,石桥镇\n\
                OTHER,1,village,3,2,柳湾村\n\
                OTHER,1,village,4,2,柳湾村\n";
    let done = import(&county, pair).await;
    let expected = [(4, "registry.name_ambiguous"), (5, "registry.name_ambiguous")];
    assert_eq!(codes(&done), expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_edition_keeps_the_code_only_with_the_name() {
    let county = County::new().await;
    let same = LIST.replace("2026", "2027");
    assert_eq!(counts(&import(&county, &same).await), (0, 0, 7, 0));
    assert_eq!(counts(&import(&county, &same).await), (0, 7, 0, 0));
    let renamed = LIST.replace("2026", "2028").replace("东山村", "东山社区");
    let done = import(&county, &renamed).await;
    assert_eq!(codes(&done), [(8, "registry.code_of_other_name")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_is_one_county() {
    let county = County::new().await;
    let other = "system,edition,level,code,parent_code,name\n\
                 TEST,2026,county,990002,9900,白石县\n\
                 TEST,2026,county,990003,9900,清河县\n\
                 TEST,2026,township,990002100,990002,石桥镇\n";
    let done = import(&county, other).await;
    assert_eq!(codes(&done), [(2, "registry.other_county"), (3, "registry.county_twice")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_bad_row_is_named() {
    let county = County::empty();
    let list = "system,edition,level,code,parent_code,name\n\
                TEST,2026,county,990001,9900,清河县\n\
                TEST,2026,hamlet,1,990001,甲\n\
                TEST,2026,township,,990001,乙镇\n\
                TEST,2026,township,2,77,丙镇\n\
                TEST,2026,village,3,990001,丁村\n\
                TEST,2026,township,990001,990001,戊镇\n";
    let done = import(&county, list).await;
    let expected = [
        (3, "registry.level_unknown"),
        (4, "registry.cell_empty"),
        (5, "registry.parent_unknown"),
        (6, "registry.parent_level"),
        (7, "registry.code_twice"),
    ];
    assert_eq!(codes(&done), expected);
    assert!(county.areas().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_may_imports() {
    let county = County::empty();
    let clerk = holder("village_clerk", AreaPath::county());
    let refused = import_divisions(&county.app, &clerk, LIST).await;
    assert_eq!(code(refused), "platform.not_permitted");
}
