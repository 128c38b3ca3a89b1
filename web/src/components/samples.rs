//! Every component with made-up content: the gallery shows them, the tests render them.

use super::{
    Banner, Bar, CheckAnswers, Choice, Confirmation, Contacts, Crumbs, DateField, ErrorSummary, Facts,
    Field, Filters, Mark, Pager, Seal, Select, State, Tag, TaskList, Ticks, Timeline, Upload,
};
use crate::form::Errors;
use crate::ui::Ui;

/// A kind of component, a key of the locales, and its samples as HTML.
pub type Shown = (&'static str, Vec<String>);

/// Every component with its samples.
pub fn gallery(ui: &Ui) -> Vec<Shown> {
    vec![
        ("打字回答", typing(ui)),
        ("选择回答", choosing(ui)),
        ("提交前后", sending(ui)),
        ("办到哪一步", progress(ui)),
        ("状态", marks(ui)),
        ("清单", lists(ui)),
    ]
}

fn typing(ui: &Ui) -> Vec<String> {
    let mut errors = Errors::new();
    errors.add("id", ui.t("身份证号码少了几位，请对着证件再数一遍，一共 18 位"));
    vec![
        Field::text(ui, "name", ui.t("姓名")).hint(ui.t("和证件上一样")).to_string(),
        Field::identity(ui, "id", ui.t("身份证号码"))
            .value("34112519450312101")
            .errors(&errors)
            .to_string(),
        Field::money(ui, "income", ui.t("去年一家人的收入")).unit(ui.t("元")).to_string(),
        DateField::new(ui, "born_on", ui.t("出生日期")).hint(ui.t("例如 1945年3月12日")).to_string(),
        Field::long(ui, "words", ui.t("还有什么要说的")).optional().to_string(),
        Upload::new(ui, "photo", ui.t("证件照片")).failed("IMG_1.heic", ui.t("请用 JPG 或 PDF")).to_string(),
    ]
}

fn choosing(ui: &Ui) -> Vec<String> {
    vec![
        Choice::new(ui, "how", ui.t("证件怎么交"))
            .option("window", ui.t("带到窗口"))
            .option_with("clerk", ui.t("请代办员来取"), ui.t("不收钱"))
            .error(ui.t("请选一个"))
            .to_string(),
        Choice::yes_no(ui, "alone", ui.t("是不是一个人住")).chosen("yes").to_string(),
        Ticks::new(ui, "papers", ui.t("带来了哪些"))
            .option("0", ui.t("身份证"))
            .option("1", ui.t("户口簿"))
            .chosen("1")
            .to_string(),
        Select::new(ui, "organ", ui.t("移交给"))
            .option("a", ui.t("民政"))
            .option("b", ui.t("医疗保障"))
            .to_string(),
    ]
}

fn sending(ui: &Ui) -> Vec<String> {
    let mut errors = Errors::new();
    errors.add("id", ui.t("身份证号码少了几位，请对着证件再数一遍，一共 18 位"));
    errors.add("how", ui.t("请选一个"));
    vec![
        ErrorSummary::new(ui, &errors).to_string(),
        CheckAnswers::new(ui)
            .section(ui.t("申请人"))
            .name(ui.t("姓名"), "王小芳", "/gallery")
            .row(ui.t("出生日期"), ui.date_long(jiff::civil::date(1945, 3, 12)), "/gallery")
            .row(ui.t("还有什么要说的"), "", "/gallery")
            .to_string(),
        Confirmation::new(ui, ui.t("已提交"))
            .code("QH7K-3M9D", "https://example.org/track/QH7K-3M9D")
            .next(ui.t1("最迟 {1} 前答复您", ui.date(jiff::civil::date(2026, 12, 7))))
            .to_string(),
    ]
}

fn progress(ui: &Ui) -> Vec<String> {
    vec![
        Timeline::new(ui)
            .step(Mark::Done, ui.t("已提交"))
            .at(ui.date(jiff::civil::date(2026, 11, 19)))
            .step(Mark::Yours, ui.t("待补材料"))
            .step(Mark::Now, ui.t("办理中"))
            .step(Mark::Next, ui.t("已送达"))
            .to_string(),
        TaskList::new(ui)
            .task(ui.t("填表"), "/gallery", State::Done)
            .task(ui.t("材料"), "/gallery", State::Todo)
            .task(ui.t("核对并提交"), "", State::Blocked)
            .to_string(),
        Bar::new(ui.t("36 人赞成，要 34 人"), 36, 51).needs(34, 51).to_string(),
    ]
}

fn marks(ui: &Ui) -> Vec<String> {
    let tags = [
        Tag::go(ui.t("办理中")),
        Tag::ok(ui.t("已办结")),
        Tag::warn(ui.t("今天到期")),
        Tag::late(ui.t("已超期")),
        Tag::plain(ui.t("草稿")),
    ];
    vec![
        tags.iter().map(|tag| format!("{tag} ")).collect(),
        Seal::new(ui.t("准予")).to_string(),
        Seal::new(ui.t("办理中")).green().to_string(),
        Banner::good(ui, ui.t("已受理")).line(ui.t("通知书可以打印")).to_string(),
        Banner::late(ui, ui.t("已超期")).to_string(),
    ]
}

fn lists(ui: &Ui) -> Vec<String> {
    vec![
        Crumbs::new(ui).to(ui.county(), "/").here(ui.t("办事")).to_string(),
        Filters::new(ui)
            .counted(ui.t("全部"), 27, "/gallery", true)
            .counted(ui.t("待受理"), 9, "/gallery", false)
            .to_string(),
        Pager::new(ui, "/gallery", 3, 50, 412).to_string(),
        Facts::new(ui)
            .name(ui.t("姓名"), "王小芳")
            .phone(ui.t("电话"), "0000-6000001")
            .piece(ui.t("状态"), &Tag::go(ui.t("办理中")))
            .to_string(),
        Contacts::new(ui)
            .person(ui.t("代办员"), "周小禾", ui.t("周一至周五，村部一楼"), "0000-6001000")
            .to_string(),
    ]
}
