//! Persons: who sees whom, what is kept how, rosters.

use jiff::civil::date;
use platform::storage::Place;
use platform::table::Source;
use platform::{AreaPath, Scope};

use super::{County, code, holder, new_person};
use crate::actions::{add_person, correct_person, import_roster, open_account, preview_roster};
use crate::model::{IdentityNumber, Residence, Sex};
use crate::people::{find_people, find_people_after, person_for};

fn number(order: u32) -> IdentityNumber {
    IdentityNumber::made_up(990_001, date(1956, 3, 12), order).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_sees_the_own_village_and_no_other() {
    let county = County::new().await;
    let (here, there) = (county.area("石桥镇柳湾村").await, county.area("柳林镇东山村").await);
    let person = county.add("王小芳", &there).await;
    let clerk = holder("village_clerk", here.path.clone());
    let own = holder("village_clerk", there.path.clone());
    let seen = |actor| county.app.db.read(move |tx| person_for(tx, &actor, person));
    assert_eq!(code(seen(clerk.clone()).await), "not found");
    assert_eq!(seen(own).await.unwrap().name, "王小芳");
    let corrected = new_person("王大芳", &there.path);
    let corrected = correct_person(&county.app, &clerk, person, corrected).await;
    assert_eq!(code(corrected), "not found");
    let added = add_person(&county.app, &clerk, new_person("李四", &there.path)).await;
    assert_eq!(code(added), "platform.not_permitted");
    let county_wide = holder("village_clerk", AreaPath::county());
    let township = new_person("李四", &there.path.parent().unwrap());
    let in_township = add_person(&county.app, &county_wide, township).await;
    assert_eq!(code(in_township), "registry.area_unknown");
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_found_by_name_initials_phone_and_number() {
    let county = County::new().await;
    let (here, there) = (county.area("石桥镇柳湾村").await, county.area("柳林镇东山村").await);
    let clerk = holder("village_clerk", here.path.clone());
    let mut person = new_person("单小芳", &here.path);
    person.phone = Some("13800001234".into());
    person.identity_number = Some(number(22));
    add_person(&county.app, &clerk, person).await.unwrap();
    county.add("单志远", &there).await;
    county.add("宋西风", &here).await;
    let search = async |area: &AreaPath, query: &'static str| {
        let scope = Scope::of(vec![area.clone()]);
        let found = county.app.db.read(move |tx| find_people(tx, &scope, query, 10)).await;
        found.unwrap().into_iter().map(|person| person.name).collect::<Vec<_>>()
    };
    assert_eq!(search(&here.path, "单").await, ["单小芳"]);
    assert_eq!(search(&AreaPath::county(), "单").await.len(), 2);
    assert_eq!(search(&here.path, "SX").await, ["单小芳", "宋西风"]);
    assert_eq!(search(&here.path, "138 0000").await, ["单小芳"]);
    assert_eq!(search(&here.path, "1234").await, ["单小芳"], "the last digits of a phone");
    assert_eq!(search(&here.path, "001234").await, ["单小芳"]);
    assert!(search(&here.path, "991234").await.is_empty());
    assert!(search(&there.path, "1234").await.is_empty(), "and of no other village");
    for typed in ["shanxiaofang", "Shan Xiao Fang", "shanxf", "sxiaofang", "shan'xiao"] {
        assert_eq!(search(&here.path, typed).await, ["单小芳"], "{typed}");
    }
    assert!(search(&here.path, "danxiaofang").await.is_empty(), "as a family name it is shan");
    assert_eq!(search(&AreaPath::county(), "shan").await.len(), 2);
    for typed in ["12号户", "户号12", "12 户"] {
        assert_eq!(search(&here.path, typed).await, ["单小芳", "宋西风"], "{typed}");
    }
    assert!(search(&here.path, "13号户").await.is_empty());
    let typed: &'static str = Box::leak(number(22).as_str().to_owned().into_boxed_str());
    assert_eq!(search(&here.path, typed).await, ["单小芳"]);
    assert!(search(&there.path, typed).await.is_empty(), "a number opens no other village");
    assert_eq!(search(&here.path, "").await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_is_found_by_each_key_and_by_nobody_elsewhere() {
    let county = County::new().await;
    let (here, there) = (county.area("石桥镇柳湾村").await, county.area("柳林镇东山村").await);
    let names = [
        ("王秀英", "wangxiuying"),
        ("单小芳", "shanxiaofang"),
        ("仇长安", "qiuchangan"),
        ("区美玲", "oumeiling"),
        ("尉迟恭", "yuchigong"),
        ("尉小芳", "weixiaofang"),
        ("乐小芳", "yuexiaofang"),
        ("覃朝阳", "tanzhaoyang"),
        ("吕重行", "lvchongxing"),
        ("欧阳安", "ouyangan"),
        ("阿依古丽·买买提", "ayigulimaimaiti"),
    ];
    for (at, (name, pinyin)) in names.into_iter().enumerate() {
        let phone = format!("1390013{:04}", 1000 + at * 7);
        let identity = number(u32::try_from(at * 2 + 20).unwrap());
        let mut person = new_person(name, &here.path);
        person.phone = Some(phone.clone());
        person.identity_number = Some(identity.clone());
        person.household_number = Some(format!("{}", 300 + at));
        let clerk = holder("village_clerk", here.path.clone());
        add_person(&county.app, &clerk, person).await.unwrap();
        let mut letters = name.chars();
        let first = letters.next().unwrap();
        let rest = crate::model::initials(letters.as_str());
        let keys = [
            name.to_owned(),
            name.chars().take(2).collect(),
            pinyin.to_owned(),
            pinyin.to_uppercase(),
            crate::model::initials(name),
            format!("{first}{rest}"),
            format!("{}{}", &crate::model::initials(name)[..1], letters.as_str()),
            format!("{name}家"),
            phone.clone(),
            phone[7..].to_owned(),
            phone[5..].to_owned(),
            identity.as_str().to_owned(),
            format!("{}号户", 300 + at),
        ];
        for key in keys {
            for (area, found) in [(&here, true), (&there, false)] {
                let (scope, typed) = (Scope::of(vec![area.path.clone()]), key.clone());
                let read = county.app.db.read(move |tx| find_people(tx, &scope, &typed, 50));
                let seen = read.await.unwrap().iter().any(|person| person.name == name);
                assert_eq!(seen, found, "{name} by {key} at {}", area.name);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_family_is_found_by_the_name_of_one_of_them() {
    let county = County::new().await;
    let here = county.area("石桥镇柳湾村").await;
    for (name, household) in [("王秀英", "7"), ("李大山", "7"), ("王秀", "8"), ("张国家", "9")]
    {
        let mut person = new_person(name, &here.path);
        person.household_number = Some(household.into());
        let clerk = holder("village_clerk", here.path.clone());
        add_person(&county.app, &clerk, person).await.unwrap();
    }
    let search = async |query: &'static str| {
        let scope = Scope::of(vec![here.path.clone()]);
        let found = county.app.db.read(move |tx| find_people(tx, &scope, query, 10)).await;
        let mut names: Vec<String> = found.unwrap().into_iter().map(|one| one.name).collect();
        names.sort();
        names
    };
    for typed in ["王秀英家", "王秀英户", "李大山的家", "王秀英一家"] {
        assert_eq!(search(typed).await, ["李大山", "王秀英"], "{typed}");
    }
    assert_eq!(search("张国家").await, ["张国家"], "a name that ends so is a name");
    assert_eq!(search("王秀家").await, ["王秀"]);
    assert!(search("赵六家").await.is_empty());
}

#[test]
fn who_finds_nobody_is_told_what_to_try() {
    let told = |typed: &str| crate::people::what_to_try(typed).to_string();
    assert!(told("110105194912310021").contains("对不上"));
    assert!(told(number(22).as_str()).contains("没有这个身份证号"));
    assert!(told("138000012345").contains("多打了"));
    assert!(told("138 0000 1234").contains("没有人登记这个电话"));
    assert!(told("123").contains("末四位"));
    assert!(told("99号户").contains("户号"));
    assert!(told("wxq").contains("王xy"));
    assert!(told("王秀").contains("从姓打起"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_goes_on_where_the_last_page_ended() {
    let county = County::new().await;
    let (here, there) = (county.area("石桥镇柳湾村").await, county.area("柳林镇东山村").await);
    for (at, name) in ["甲一", "甲二", "甲三", "甲四", "甲五"].into_iter().enumerate() {
        county.add(name, if at % 2 == 0 { &here } else { &there }).await;
    }
    let scope = Scope::of(vec![here.path.clone(), there.path.clone()]);
    let (mut after, mut names) = (None, Vec::new());
    for _ in 0..4 {
        let (scope, from) = (scope.clone(), after.clone());
        let read =
            county.app.db.read(move |tx| find_people_after(tx, &scope, "甲", from.as_ref(), 2));
        let page = read.await.unwrap();
        names.extend(page.persons.into_iter().map(|person| person.name));
        after = page.next.map(|next| next.to_string().parse_back());
        if after.is_none() {
            break;
        }
    }
    assert_eq!(names.len(), 5);
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 5, "nobody twice, nobody left out");
}

/// The form field brings the place back as it was.
trait ParseBack {
    fn parse_back(&self) -> crate::people::Next;
}

impl ParseBack for String {
    fn parse_back(&self) -> crate::people::Next {
        crate::people::Next::parse(self).unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_identity_number_is_never_stored_plain() {
    let county = County::new().await;
    let village = county.area("石桥镇柳湾村").await;
    let clerk = holder("village_clerk", village.path.clone());
    let mut person = new_person("王小芳", &village.path);
    person.identity_number = Some(number(22));
    let id = add_person(&county.app, &clerk, person.clone()).await.unwrap();
    let (masked, sealed) = county
        .app
        .db
        .read(move |tx| {
            let person = crate::person(tx, id)?;
            let masked = crate::identity_number_masked(tx, &person)?;
            Ok((masked, person.identity_number_sealed))
        })
        .await
        .unwrap();
    assert_eq!(masked.unwrap().matches('*').count(), 10);
    let plain = number(22).as_str().as_bytes().to_vec();
    let holds = |bytes: Vec<u8>| bytes.windows(plain.len()).any(|part| part == plain);
    assert!(!holds(sealed.unwrap()));
    if let Place::File(file) = &county.settings.place {
        // The whole embedded database with its log, byte for byte.
        for file in std::fs::read_dir(file.parent().unwrap()).unwrap() {
            assert!(!holds(std::fs::read(file.unwrap().path()).unwrap()));
        }
    }
    let again = add_person(&county.app, &clerk, person).await;
    assert_eq!(code(again), "registry.identity_taken");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_is_journaled_without_the_values() {
    let county = County::new().await;
    let village = county.area("石桥镇柳湾村").await;
    let id = county.add("王小芳", &village).await;
    let clerk = holder("village_clerk", village.path.clone());
    let mut facts = new_person("王晓芳", &village.path);
    facts.residence = Residence::HukouElsewhere;
    let refused = correct_person(&county.app, &clerk, id, facts.clone()).await;
    assert_eq!(code(refused), "registry.since_missing");
    facts.resident_since_on = Some(date(2020, 5, 1));
    correct_person(&county.app, &clerk, id, facts).await.unwrap();
    let noted =
        county.app.db.read(move |tx| platform::journal::of_subject(tx, id.0)).await.unwrap();
    let last = noted.last().unwrap();
    assert_eq!(last.act, "registry.person_corrected");
    let facts = last.facts.0.to_string();
    assert!(facts.contains("name") && facts.contains("residence") && !facts.contains("晓"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_opened_by_who_may_and_its_link_is_given_once() {
    let county = County::new().await;
    let village = county.area("石桥镇柳湾村").await;
    let id = county.add("王小芳", &village).await;
    let clerk = holder("village_clerk", village.path.clone());
    let refused = open_account(&county.app, &clerk, id, "wangxf", false).await;
    assert_eq!(code(refused), "platform.not_permitted");
    let administrator = holder("administrator", AreaPath::county());
    let secret = open_account(&county.app, &administrator, id, "wangxf", false).await.unwrap();
    assert_eq!(secret.len(), 64);
    let again = open_account(&county.app, &administrator, id, "wangxf2", false).await;
    assert_eq!(code(again), "identity.has_account");
}

const ROSTER: &str = "\u{feff}村,姓名,性别,出生日期,身份证号,电话,户号,户籍,来此居住日期\r\n\
    柳湾村,王小芳,女,1956-03-12,,138-0000-1234,1,本村,\r\n\
    柳湾村,王大山,男,1950/1/2,,无,1,外出,\r\n\
    石桥镇/新华村,李四,男,1980年5月6日,,,2,外来,2019-09-01\r\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_roster_comes_in_whole_and_again_changes_nothing() {
    let county = County::new().await;
    let administrator = holder("administrator", AreaPath::county());
    let source = Source::text(ROSTER);
    let preview = preview_roster(&county.app, &administrator, &source).await.unwrap();
    assert_eq!((preview.new, preview.unchanged, preview.problems.len()), (3, 0, 0));
    let done = import_roster(&county.app, &administrator, &source).await.unwrap();
    assert_eq!((done.new, done.unchanged), (3, 0));
    let again = import_roster(&county.app, &administrator, &source).await.unwrap();
    assert_eq!((again.new, again.unchanged), (0, 3));
    let village = county.area("石桥镇柳湾村").await;
    let counted = county.app.db.read(move |tx| crate::people::counts(tx, &village.path)).await;
    assert_eq!(counted.unwrap(), (1, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_roster_with_a_bad_row_brings_nobody() {
    let county = County::new().await;
    let administrator = holder("administrator", AreaPath::county());
    let bad = format!(
        "{ROSTER}新华村,张三,男,1980-05-06,,,3,本村,\r\n\
         柳湾村,王小芳,女,1956-03-12,,,1,本村,\r\n\
         柳湾村,赵六,男,,11010519491231002Y,,1,本村,\r\n"
    );
    let done = import_roster(&county.app, &administrator, &Source::text(bad)).await.unwrap();
    let codes: Vec<_> = done.problems.iter().map(|p| (p.row, p.refusal.code)).collect();
    let expected = [
        (5, "registry.village_ambiguous"),
        (6, "registry.row_twice"),
        (7, "registry.identity_length"),
    ];
    assert_eq!(codes, expected);
    let counted = county.app.db.read(|tx| crate::people::counts(tx, &AreaPath::county())).await;
    assert_eq!(counted.unwrap(), (0, 0));
    let clerk = holder("village_clerk", AreaPath::county());
    let refused = import_roster(&county.app, &clerk, &Source::text(ROSTER)).await;
    assert_eq!(code(refused), "platform.not_permitted");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_be_somebody_else_is_not_merged() {
    let county = County::new().await;
    let village = county.area("石桥镇柳湾村").await;
    county.add("王小芳", &village).await;
    let administrator = holder("administrator", AreaPath::county());
    let list = format!("姓名,村,户籍,身份证号\n王小芳,柳湾村,本村,{}\n", number(22).as_str());
    let done = import_roster(&county.app, &administrator, &Source::text(list)).await.unwrap();
    assert_eq!(done.problems[0].refusal.code, "registry.number_to_add");
    let clerk = holder("village_clerk", village.path.clone());
    let mut second = new_person("王小芳", &village.path);
    let alike = add_person(&county.app, &clerk, second.clone()).await;
    assert_eq!(code(alike), "registry.person_alike");
    second.sex = Sex::Male;
    second.identity_number = Some(number(22));
    let other_sex = add_person(&county.app, &clerk, second).await;
    assert_eq!(code(other_sex), "registry.sex_otherwise");
}
