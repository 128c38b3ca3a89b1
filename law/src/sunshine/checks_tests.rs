use super::*;

/// Hundredths of 万元 in fen, as notices print them.
fn wan(hundredths: i64) -> i64 {
    hundredths * 10_000
}

fn sum<'a>(field: &'a str, stated: i64, parts: &'a [i64]) -> Sum<'a> {
    Sum { field, parts, stated }
}

/// A county's notice in which all adds up, and a village's, both rounded and without names.
#[test]
fn a_notice_that_adds_up_is_left_alone() {
    let (whole, city, province) = (
        [25_070, 46_500, 4_060, 21_640].map(wan),
        [22_000, 2_600, 470].map(wan),
        [23_000, 23_500].map(wan),
    );
    let (three, by_kind, by_use) = (
        [60, 2_000, 2_000].map(wan),
        [4_280, 7_670, 2_180, 4_340, 1_170, 2_000].map(wan),
        [3_160, 18_480].map(wan),
    );
    let found = check_sums(&[
        sum("total", wan(97_270), &whole),
        sum("city", wan(25_070), &city),
        sum("province", wan(46_500), &province),
        sum("county", wan(4_060), &three),
        sum("kinds", wan(21_640), &by_kind),
        sum("uses", wan(21_640), &by_use),
        sum("nothing", 0, &[]),
        sum("widest", i64::MAX, &[i64::MAX, i64::MAX, -i64::MAX]),
    ]);
    assert_eq!(found, []);
}

/// A notice whose sums hold and whose rate does not; the rate is the business of `shares`.
#[test]
fn a_notice_with_a_slip_is_found_where_it_is() {
    let (issued, carried) = ([10_800, 7_100, 2_000].map(wan), [600, 7_100, 200].map(wan));
    let right = [sum("issued", wan(19_900), &issued), sum("carried", wan(7_900), &carried)];
    assert_eq!(check_sums(&right), []);
    let wrong = [sum("issued", wan(19_900), &issued), sum("carried", wan(7_910), &carried)];
    assert_eq!(
        check_sums(&wrong),
        [Finding {
            flaw: Flaw::SumDiffers,
            place: Place::Field("carried".into()),
            stated: Some(wan(7_910)),
            found: Some(wan(7_900)),
        }]
    );
    let wider = check_sums(&[sum("total", 0, &[i64::MAX, i64::MAX])]);
    assert_eq!((wider[0].stated, wider[0].found), (Some(0), None), "too wide to be printed");
}

#[test]
fn texts_are_read_field_by_field() {
    let passages = [
        Passage { field: "title", text: "道路维修" },
        Passage { field: "body", text: "联系人电话13800138000，患病住院" },
    ];
    let body = || Place::Field("body".into());
    let found = check_texts(&passages);
    assert_eq!(found, [Finding::at(Flaw::Telephone, body()), Finding::at(Flaw::Illness, body())]);
    assert!(blocked(&found));
    assert!(!blocked(&found[1..]), "a word alone keeps nothing back");
    assert!(!blocked(&[]));
}

#[test]
fn codes_are_read_back_and_differ() {
    assert!(Flaw::ALL.iter().all(|flaw| Flaw::from_code(flaw.code()) == Some(*flaw)));
    let sentences: std::collections::BTreeSet<_> = Flaw::ALL.map(Flaw::sentence).into();
    assert_eq!(sentences.len(), Flaw::ALL.len());
    let look = Flaw::ALL.into_iter().filter(|flaw| flaw.severity() == Severity::Look);
    assert_eq!(look.collect::<Vec<_>>(), [Flaw::BeforePeriod, Flaw::PaidTwice, Flaw::Illness]);
}
