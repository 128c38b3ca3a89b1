//! Every component with made-up content: the gallery shows them, the tests render them.

use jiff::civil::date;
use platform::{Text, text};

use super::{
    Banner, Bar, CheckAnswers, Choice, Confirmation, Contacts, Crumbs, DateField, ErrorSummary,
    Facts, Field, Filters, Mark, Pager, Seal, Select, State, Tag, TakeAway, TaskList, Ticks,
    Timeline, Upload,
};
use crate::form::Errors;
use crate::ui::Ui;

/// A component with its samples.
pub struct Shown {
    /// What it is called.
    pub title: Text,
    /// Its template.
    pub template: &'static str,
    /// Its HTML in several states.
    pub samples: Vec<String>,
}

/// Every component with its samples, in the order of a person's way through a form.
pub fn gallery(ui: &Ui) -> Vec<Shown> {
    let show = |title, template, samples| Shown { title, template, samples };
    vec![
        show(text("一行字、数、钱、电话"), "components/field.html", fields(ui)),
        show(text("日期"), "components/date.html", dates(ui)),
        show(text("选一个"), "components/choice.html", choices(ui)),
        show(text("可以选几个"), "components/ticks.html", ticks(ui)),
        show(text("从清单里选"), "components/select.html", selects(ui)),
        show(text("传文件"), "components/upload.html", uploads(ui)),
        show(text("错误汇总"), "components/error_summary.html", summaries(ui)),
        show(text("提交前核对"), "components/check_answers.html", answers(ui)),
        show(text("提交后"), "components/confirmation.html", confirmations(ui)),
        show(text("要办的几步"), "components/task_list.html", tasks(ui)),
        show(text("走到哪一步了"), "components/timeline.html", timelines(ui)),
        show(text("占多少"), "components/bar.html", bars(ui)),
        show(text("状态"), "components/tag.html", tags(ui)),
        show(text("印章"), "components/seal.html", seals(ui)),
        show(text("提示条"), "components/banner.html", banners(ui)),
        show(text("所在位置"), "components/crumbs.html", crumbs(ui)),
        show(text("筛选"), "components/filters.html", filters(ui)),
        show(text("翻页"), "components/pager.html", pagers(ui)),
        show(text("下载名单"), "components/take_away.html", lists_to_take(ui)),
        show(text("名目和内容"), "components/facts.html", facts(ui)),
        show(text("找谁"), "components/contacts.html", contacts(ui)),
    ]
}

/// Two slips, as a form would report them.
fn slips(ui: &Ui) -> Errors {
    let mut errors = Errors::new();
    errors.add("identity", ui.t("身份证号码少了一位，请对着证件再数一遍"));
    errors.add("how", ui.t("请选一种交法"));
    errors
}

fn fields(ui: &Ui) -> Vec<String> {
    vec![
        Field::text(ui, "name", ui.t("姓名")).hint(ui.t("和证件上一样")).to_string(),
        Field::identity(ui, "identity", ui.t("老人的身份证号码"))
            .hint(ui.t("18 位，最后一位可能是 X。只用来核对年龄，别人看不到。"))
            .value("34112519450312101")
            .errors(&slips(ui))
            .heading()
            .to_string(),
        Field::money(ui, "income", ui.t("去年一家人的收入")).value("36,500").to_string(),
        Field::number(ui, "mouths", ui.t("家里几口人")).value("4").to_string(),
        Field::phone(ui, "phone", ui.t("打哪个电话找您")).autocomplete("tel").to_string(),
        Field::password(ui, "password", ui.t("密码")).to_string(),
        Field::long(ui, "words", ui.t("还有什么要说的")).optional().to_string(),
        Field::search(ui, "q", ui.t("要办什么事")).value(ui.t("高龄津贴")).to_string(),
    ]
}

fn lists_to_take(ui: &Ui) -> Vec<String> {
    let mut errors = Errors::new();
    errors.add("why", ui.t("请写明下载去做什么，2 到 200 个字"));
    let form = TakeAway::new(ui, "/journal/list").keep("until", "2026-11-23");
    vec![form.open().errors(&errors).to_string()]
}

fn dates(ui: &Ui) -> Vec<String> {
    vec![
        DateField::new(ui, "born", ui.t("老人哪天出生"))
            .hint(ui.t("照身份证上写，例如 1945 年 3 月 12 日"))
            .to_string(),
        DateField::new(ui, "since", ui.t("从哪天起住在这里"))
            .date(date(2025, 9, 1))
            .error(ui.t(super::dates::NO_SUCH_DAY))
            .to_string(),
    ]
}

fn choices(ui: &Ui) -> Vec<String> {
    vec![
        Choice::new(ui, "how", ui.t("证件怎么交"))
            .option("window", ui.t("带到窗口"))
            .option_with("clerk", ui.t("请代办员来取"), ui.t("不收钱"))
            .errors(&slips(ui))
            .to_string(),
        Choice::yes_no(ui, "alone", ui.t("是不是一个人住")).chosen("yes").to_string(),
    ]
}

fn ticks(ui: &Ui) -> Vec<String> {
    vec![
        Ticks::new(ui, "papers", ui.t("带来了哪些"))
            .option("identity", ui.t("身份证"))
            .option_with("register", ui.t("户口簿"), ui.t("首页和本人那一页"))
            .chosen("register")
            .to_string(),
        Ticks::one(ui, "consent", ui.t("老人在场，听我念过一遍，同意我代为提交")).to_string(),
    ]
}

fn selects(ui: &Ui) -> Vec<String> {
    vec![
        Select::new(ui, "organ", ui.t("移交给"))
            .option("civil", ui.t("县民政局"))
            .option("health", ui.t("县医疗保障局"))
            .chosen("civil")
            .to_string(),
    ]
}

fn uploads(ui: &Ui) -> Vec<String> {
    vec![
        Upload::new(ui, "photo", ui.t("证件照片"))
            .hint(ui.t("拍清楚四个角，每张不超过 10 MB"))
            .kept("1", "IMG_0312.jpg", 1_887_437)
            .seen_at("/gallery")
            .failed("IMG_0313.heic", ui.t("这种格式打不开，请用 JPG 或 PDF"))
            .several()
            .to_string(),
    ]
}

fn summaries(ui: &Ui) -> Vec<String> {
    let mut one = Errors::new();
    one.add("how", ui.t("请选一种交法"));
    vec![ErrorSummary::new(ui, &slips(ui)).to_string(), ErrorSummary::new(ui, &one).to_string()]
}

fn answers(ui: &Ui) -> Vec<String> {
    vec![
        CheckAnswers::new(ui)
            .section(ui.t("老人"))
            .name(ui.t("姓名"), "王小芳", "/gallery")
            .row(ui.t("哪天出生"), ui.date_long(date(1945, 3, 12)), "/gallery")
            .section(ui.t("其他"))
            .row(ui.t("还有什么要说的"), "", "/gallery")
            .row(ui.t("哪一天交的"), ui.date(date(2026, 11, 23)), "")
            .to_string(),
    ]
}

fn confirmations(ui: &Ui) -> Vec<String> {
    vec![
        Confirmation::new(ui, ui.t("交上去了"))
            .code("QH7K-3M9D", "https://example.org/track/QH7K-3M9D")
            .next(ui.t1("镇里最迟 {1} 告诉您收不收", ui.date(date(2026, 11, 30))))
            .next(ui.t1("收下以后，最迟 {1} 前答复您", ui.date(date(2026, 12, 7))))
            .call("周小禾", "0000-6001000")
            .to_string(),
    ]
}

fn tasks(ui: &Ui) -> Vec<String> {
    vec![
        TaskList::new(ui)
            .task(ui.t("填表"), "/gallery", State::Done)
            .task(ui.t("证件照片"), "/gallery", State::Trouble)
            .hint(ui.t("有一张打不开"))
            .task(ui.t("卡号"), "/gallery", State::Todo)
            .task(ui.t("还有什么要说的"), "/gallery", State::Optional)
            .task(ui.t("核对并提交"), "", State::Blocked)
            .to_string(),
    ]
}

fn timelines(ui: &Ui) -> Vec<String> {
    vec![
        Timeline::new(ui)
            .step(Mark::Done, ui.t("已提交"))
            .at(ui.date(date(2026, 11, 19)))
            .note(ui.t("柳湾村便民服务站"))
            .step(Mark::Done, ui.t("石桥镇已受理"))
            .at(ui.date(date(2026, 11, 23)))
            .link(ui.t("打印通知书"), "/gallery")
            .step(Mark::Now, ui.t("县民政局正在审核"))
            .note(ui.t("有事打 0000-6001000"))
            .step(Mark::Next, ui.t("办结并送达"))
            .to_string(),
        Timeline::new(ui)
            .step(Mark::Done, ui.t("已提交"))
            .step(Mark::Yours, ui.t("请补一样材料：社保卡复印件"))
            .to_string(),
        Timeline::new(ui)
            .step(Mark::Done, ui.t("已提交"))
            .step(Mark::Stopped, ui.t("您撤回了申请"))
            .to_string(),
    ]
}

fn bars(ui: &Ui) -> Vec<String> {
    vec![Bar::new(ui.t("36 人到会，要 34 人"), 36, 51).needs(34, 51).to_string()]
}

fn tags(ui: &Ui) -> Vec<String> {
    let tags = [
        Tag::go(ui.t("正在办")),
        Tag::ok(ui.t("办好了")),
        Tag::warn(ui.t("今天")),
        Tag::late(ui.t("晚了 1 天")),
        Tag::plain(ui.t("还没开始")),
    ];
    vec![tags.iter().map(|tag| format!("{tag} ")).collect()]
}

fn seals(ui: &Ui) -> Vec<String> {
    let seals = [
        Seal::new(ui.t("准予")),
        Seal::new(ui.t("不予")),
        Seal::new(ui.t("正在办")).green(),
        Seal::new(ui.t("已经公开")),
    ];
    vec![seals.iter().map(|seal| format!("{seal} ")).collect()]
}

fn banners(ui: &Ui) -> Vec<String> {
    vec![
        Banner::good(ui, ui.t("收下了")).line(ui.t("通知书可以打印")).to_string(),
        Banner::info(ui, ui.t("便民服务站下周一开门")).to_string(),
        Banner::warn(ui, ui.t("今天是最后一天")).link(ui.t("去看看"), "/gallery").to_string(),
        Banner::late(ui, ui.t("已经晚了 1 天")).to_string(),
    ]
}

fn crumbs(ui: &Ui) -> Vec<String> {
    vec![
        Crumbs::new(ui)
            .to(ui.county(), "/")
            .to(ui.t("石桥镇"), "/")
            .here(ui.t("柳湾村"))
            .to_string(),
    ]
}

fn filters(ui: &Ui) -> Vec<String> {
    vec![
        Filters::new(ui)
            .counted(ui.t("所有的"), 1_027, "/gallery", true)
            .counted(ui.t("正在办"), 9, "/gallery", false)
            .tab(ui.t("办好了"), "/gallery", false)
            .search("/gallery", "who", "", ui.t("姓名、拼音或电话"))
            .to_string(),
    ]
}

fn pagers(ui: &Ui) -> Vec<String> {
    vec![
        Pager::new(ui, "/gallery", 5, 50, 412).to_string(),
        Pager::steps(ui, "", "/gallery").to_string(),
    ]
}

fn facts(ui: &Ui) -> Vec<String> {
    vec![
        Facts::new(ui)
            .name(ui.t("姓名"), "王小芳")
            .phone(ui.t("打哪个电话找您"), "0000-6000001")
            .piece(ui.t("状态"), &Tag::go(ui.t("正在办")))
            .fact(ui.t("卡号"), "")
            .to_string(),
    ]
}

fn contacts(ui: &Ui) -> Vec<String> {
    vec![
        Contacts::new(ui)
            .person("代办员", "周小禾", ui.t("周一至周五，村部一楼"), "0000-6001000")
            .person("村民委员会主任", "陈国安", "", "138****2210")
            .to_string(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::Lang;

    #[test]
    fn every_sample_renders_and_closes_what_it_opens() {
        for lang in Lang::ALL {
            for shown in gallery(&Ui::sample(lang, false)) {
                for html in &shown.samples {
                    assert!(!html.trim().is_empty(), "{}", shown.template);
                    let opened = html.matches("<div").count() + html.matches("<p").count();
                    let closed = html.matches("</div>").count() + html.matches("</p>").count();
                    let path = html.matches("<path").count();
                    assert_eq!(opened - path, closed, "{}: {html}", shown.template);
                }
            }
        }
    }

    #[test]
    fn nothing_inline_that_the_policy_forbids() {
        for shown in gallery(&Ui::sample(Lang::Hans, false)) {
            for html in &shown.samples {
                assert!(!html.contains(" style=") && !html.contains(" on"), "{}", shown.template);
            }
        }
    }

    #[test]
    fn what_a_person_typed_never_becomes_a_tag() {
        let ui = Ui::sample(Lang::Hans, false);
        let bad = "<b>\"'";
        for html in [
            Field::text(&ui, "x", bad).hint(bad).value(bad).error(bad).to_string(),
            Field::long(&ui, "x", bad).value(bad).to_string(),
            Choice::new(&ui, "x", bad).option_with(bad, bad, bad).error(bad).to_string(),
            Facts::new(&ui).fact(bad, bad).name(bad, bad).link(bad, bad, bad).to_string(),
            Timeline::new(&ui).step(Mark::Now, bad).at(bad).note(bad).link(bad, bad).to_string(),
            Tag::go(bad).to_string(),
        ] {
            assert!(!html.contains("<b>\"") && !html.contains("\"\"'"), "{html}");
        }
    }

    #[test]
    fn an_error_is_tied_to_its_box() {
        let ui = Ui::sample(Lang::Hans, false);
        let html = Field::text(&ui, "x", "L").hint("H").error("E").to_string();
        assert!(html.contains(r#"aria-describedby="f-x-hint f-x-error""#));
        assert!(html.contains(r#"aria-invalid="true""#) && html.contains(r#"id="f-x-error""#));
        let html = Field::text(&ui, "x", "L").to_string();
        assert!(!html.contains("aria-"), "{html}");
    }

    #[test]
    fn a_password_is_never_written_back() {
        let ui = Ui::sample(Lang::Hans, false);
        assert!(!Field::password(&ui, "p", "L").value("geheim").to_string().contains("geheim"));
    }
}
