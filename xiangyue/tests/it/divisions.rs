//! Official lists of divisions: one county, several systems of codes.

use registry::Preview;
use registry::actions::import_divisions;

use crate::county::{County, LIST, administrator};

/// Another office numbers the same places differently, and one of them is new.
const OTHER: &str = "\
system,edition,level,code,parent_code,name
OTHER,1,county,990001,9900,清河县
OTHER,1,township,990001101,990001,石桥镇
OTHER,1,township,990001100,990001,柳林镇
OTHER,1,village,990001100001,990001100,东山村
OTHER,1,village,990001101009,990001101,北河村
";

fn counts(preview: &Preview) -> (u32, u32, u32, usize) {
    (preview.new, preview.coded, preview.unchanged, preview.problems.len())
}

async fn import(county: &County, list: &str) -> (u32, u32, u32, usize) {
    counts(&import_divisions(county, &administrator(), list).await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_brought_in_twice_changes_nothing_the_second_time() {
    let county = County::empty();
    assert_eq!(import(&county, LIST).await, (7, 0, 0, 0));
    let before = county.rows().await;
    assert_eq!(import(&county, LIST).await, (0, 0, 7, 0));
    assert_eq!(county.rows().await, before, "not even the journal says that something happened");
    let names: Vec<String> = county.areas().await.into_iter().map(|area| area.name).collect();
    assert_eq!(names.iter().filter(|name| *name == "新华村").count(), 2, "kept apart: {names:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_system_with_colliding_codes_merges_nothing() {
    let county = County::new().await;
    let (new, coded, unchanged, problems) = import(&county, OTHER).await;
    assert_eq!((new, coded, unchanged, problems), (1, 4, 0, 0));
    assert_eq!(import(&county, OTHER).await, (0, 0, 5, 0));
    assert_eq!(import(&county, LIST).await, (0, 0, 7, 0));
    let areas = county.areas().await;
    assert_eq!(areas.len(), 8);
    // The code of one township here is the code of the other there.
    for (name, expected) in [("石桥镇", "990001101"), ("柳林镇", "990001100")] {
        let area = areas.iter().find(|area| area.name == name).unwrap().id;
        let codes = county.db.read(move |tx| registry::areas::codes_of(tx, area)).await.unwrap();
        let other = codes.iter().find(|code| code.code_system == "OTHER").unwrap();
        assert_eq!((other.code.as_str(), codes.len()), (expected, 2), "{name}");
    }
}
