use super::*;
use crate::Calendar;

/// Worded as the notices are, with the brackets of the year.
const OF_2026: &str = "\
国务院办公厅关于2026年部分节假日安排的通知
国办发明电〔2025〕7号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
现将2026年放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
国务院办公厅
2025年11月4日";

/// With half-width signs, spaces, the agency's dateline and the principles in front.
const OF_2025: &str = "\
新华社北京11月12日电 国务院办公厅关于2025年部分节假日安排的通知,全文如下:
  自2025年1月1日起,全体公民放假的假日增加2天。春节自农历除夕起放假调休8天,国庆节自10月1日起放假调休7天。
  一、元旦: 1月1日(周三)放假1天,不调休。
  二、春节: 1月28日(农历除夕、周二)至2月4日(农历正月初七、周二)放假调休,共8天。1月26日(周日)、2月8日(周六)上班。
  三、清明节: 4月4日(周五)至6日(周日)放假,共3天。
  四、劳动节: 5月1日(周四)至5日(周一)放假调休,共5天。4月27日(周日)上班。
  五、端午节: 5月31日(周六)至6月2日(周一)放假,共3天。
  六、国庆节、中秋节: 10月1日(周三)至8日(周三)放假调休,共8天。9月28日(周日)、10月11日(周六)上班。
  国务院办公厅
  2024年11月12日";

/// With 星期, full-width digits, weekends named beside a single day.
const OF_2024: &str = "\
一、元旦：１月１日放假，与周末连休。
二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位安排职工在除夕（2月9日）休息。
三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
五、端午节：6月10日放假，与周末连休。
六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。";

#[test]
fn official_lists_give_the_bundled_days() {
    let bundled = Calendar::bundled();
    for (year, text) in [(2026, OF_2026), (2025, OF_2025), (2024, OF_2024)] {
        let read = Calendar::new([parse_notice(year, text).unwrap()]);
        let first = Date::new(year, 1, 1).unwrap();
        for day in days_of(first, first.last_of_year()) {
            assert_eq!(read.is_working_day(day), bundled.is_working_day(day), "{day}");
        }
    }
}

#[test]
fn a_plain_list_is_read_too() {
    let text = "2027-01-01 off\n2027-01-02,off,New Year's Day\n2027-01-03 休\n2027-02-20 班\n";
    let year = parse_notice(2027, text).unwrap();
    assert_eq!((year.off.len(), year.work.len()), (3, 1));
    assert_eq!(year.year, 2027);
    assert!(year.source.contains("2027"));
}

#[test]
fn days_of_the_neighbouring_years_count_with_their_year() {
    // As the list for 2019 had it, with the years named and without.
    for text in [
        "2018年12月30日至2019年1月1日放假调休，共3天。2018年12月29日（星期六）上班。",
        "12月30日至1月1日放假调休，共3天。2018年12月29日（星期六）上班。",
    ] {
        let year = parse_notice(2019, text).unwrap();
        let eve: Date = "2018-12-31".parse().unwrap();
        assert!(year.off.contains(&eve), "{text}");
        let without = Year { year: 2018, off: BTreeSet::new(), ..year.clone() };
        let calendar = Calendar::new([without, year]);
        assert_eq!(calendar.is_working_day(eve), Ok(false));
        assert_eq!(calendar.is_working_day("2018-12-29".parse().unwrap()), Ok(true));
    }
    let months = parse_notice(2026, "9月25日至10月1日放假调休，共7天。").unwrap();
    assert_eq!(months.off.len(), 7);
}

#[test]
fn problems_name_the_line_and_what_to_do() {
    use NoticeFault::*;
    for (text, line, fault) in [
        ("", 0, Empty),
        ("国务院办公厅", 0, Empty),
        ("\n2月30日放假", 2, NoSuchDate),
        ("3日放假", 1, NoSuchDate),
        ("元旦：1月1日", 1, NeitherOffNorWork),
        ("2026-01-01 maybe", 1, NeitherOffNorWork),
        ("2024年1月1日放假", 1, OtherYear),
        ("1月1日（周五）放假", 1, WrongWeekday),
        ("1月1日（星期五）放假", 1, WrongWeekday),
        ("1月1日至3日放假调休，共2天", 1, WrongCount),
        ("5月5日至1日放假", 1, BackwardRange),
        ("1月1日放假。1月5日上班。", 1, WorkOnWeekday),
        ("1月3日放假。1月3日上班。", 0, OffAndWork),
    ] {
        let problem = parse_notice(2026, text).unwrap_err();
        assert_eq!((problem.line, problem.fault), (line, fault), "{text}");
        assert!(!problem.fault.sentence().is_empty());
    }
}
