//! What the form of an item asks. The same tables show an item and tell two versions apart.

use law::window::LimitUnit;
use platform::{Text, text};
use web::Ui;

use crate::item::{
    AnswerKind, Channel, Confidence, Kind, MaterialForm, Need, Origin, Place, PowerSource,
    ResultKind, StationMode,
};

/// One question of the form.
#[derive(Clone, Copy)]
pub(crate) struct Ask {
    /// The field's name; in a row what follows the row's own prefix.
    pub(crate) name: &'static str,
    pub(crate) label: Text,
    pub(crate) hint: Option<Text>,
    pub(crate) optional: bool,
    pub(crate) how: How,
}

/// How a question is answered.
#[derive(Clone, Copy)]
pub(crate) enum How {
    /// A line of words.
    Line,
    /// Several lines, so many at first. Many of them are one entry a line.
    Long(u8),
    /// A whole number.
    Number,
    /// Days and their unit, in `{name}_days` and `{name}_unit`.
    Limit,
    /// One word of a list, folded away.
    Select(Words),
    /// One word of a list, all in sight.
    Choice(Words),
    /// Any words of a list.
    Ticks(Words),
    /// A box.
    Tick,
}

/// The words of a list with what people read.
pub(crate) type Words = fn(&Ui) -> Vec<(&'static str, String)>;

/// Questions that belong together.
pub(crate) struct Section {
    pub(crate) title: Text,
    /// Shown open; the others are folded.
    pub(crate) open: bool,
    pub(crate) asks: &'static [Ask],
}

const fn ask(name: &'static str, label: Text, how: How) -> Ask {
    Ask { name, label, hint: None, optional: false, how }
}

impl Ask {
    const fn hint(self, hint: Text) -> Self {
        Self { hint: Some(hint), ..self }
    }

    const fn optional(self) -> Self {
        Self { optional: true, ..self }
    }
}

macro_rules! listed {
    ($($name:ident of $kind:ty;)+) => {$(
        fn $name(ui: &Ui) -> Vec<(&'static str, String)> {
            let one = |one: &$kind| (one.key(), ui.say(one.label()).into_owned());
            <$kind>::ALL.iter().map(one).collect()
        }
    )+};
}
listed! {
    kinds of Kind;
    places of Place;
    sources of PowerSource;
    channels of Channel;
    modes of StationMode;
    results of ResultKind;
    confidences of Confidence;
    needs of Need;
    forms of MaterialForm;
    origins of Origin;
    answers of AnswerKind;
}

fn departments(ui: &Ui) -> Vec<(&'static str, String)> {
    let one = |one: &registry::Department| (one.word(), ui.say(one.label()).into_owned());
    registry::Department::ALL.iter().map(one).collect()
}

/// The units of limits.
pub(crate) fn units(ui: &Ui) -> Vec<(&'static str, String)> {
    let label = |unit| match unit {
        LimitUnit::WorkingDays => text("工作日"),
        LimitUnit::CalendarDays => text("自然日"),
        LimitUnit::SameDay => text("当天办好"),
    };
    LimitUnit::ALL.iter().map(|unit| (unit.key(), ui.say(label(*unit)).into_owned())).collect()
}

/// The sections of the form, but for papers, questions and answers, which are rows.
pub(crate) const SECTIONS: &[Section] = &[
    Section { title: text("叫什么，归谁管"), open: true, asks: NAMES },
    Section { title: text("谁能办"), open: true, asks: WHO },
    Section { title: text("多久办好"), open: true, asks: LIMITS },
    Section { title: text("怎么办"), open: true, asks: WAYS },
    Section { title: text("办成后得到什么"), open: true, asks: RESULT },
    Section { title: text("大白话"), open: true, asks: WORDS },
    Section { title: text("联办部门、办事环节的时限"), open: false, asks: BESIDES },
    Section { title: text("可靠程度和出处"), open: true, asks: TRUST },
];

const NAMES: &[Ask] = &[
    ask("number", text("清单里的序号"), How::Number),
    ask("name", text("事项名称"), How::Line).hint(text("和权责清单里写的一样")),
    ask("plain_name", text("大家怎么叫它"), How::Line)
        .hint(text("不超过 20 个字，例如 老人满80岁领的补贴")),
    ask("kind", text("事项类型"), How::Select(kinds)),
    ask("department", text("哪个部门负责"), How::Select(departments)),
    ask("acceptance_level", text("最近在哪一级收件"), How::Select(places)),
    ask("deciding_level", text("哪一级决定"), How::Select(places)),
    ask("power_source", text("权力从哪里来"), How::Select(sources)),
    ask("basis", text("依据"), How::Long(3)).hint(text("一行一条，写全名称和第几条")),
];

const WHO: &[Ask] = &[
    ask("served", text("服务对象"), How::Line).hint(text("一句话说清谁能办")),
    ask("conditions", text("受理条件"), How::Long(4)).hint(text("一行一条")).optional(),
    ask("not_accepted_when", text("这些情况办不了"), How::Long(3))
        .hint(text("一行一条"))
        .optional(),
    ask("outcome_elsewhere", text("办不了，找谁"), How::Long(2))
        .hint(text("写明该去哪个单位，别让群众白跑"))
        .optional(),
];

const LIMITS: &[Ask] = &[
    ask("legal", text("法定时限"), How::Limit).hint(text("法律没有写天数的，空着")).optional(),
    ask("legal_limit_note", text("法定时限的说明"), How::Line).optional(),
    ask("promised", text("承诺时限"), How::Limit).hint(text("从受理到作出决定，不能比法定时限长")),
    ask("publicity_days", text("其中公示几天"), How::Number).hint(text("不公示的写 0")),
    ask("on_the_spot", text("来了当场就办好（即办件）"), How::Tick),
];

const WAYS: &[Ask] = &[
    ask("channels", text("可以怎样办"), How::Ticks(channels)),
    ask("station_mode", text("村里能不能代办"), How::Choice(modes)),
    ask("station_note", text("给代办员的提醒"), How::Long(2)).optional(),
    ask("visits", text("申请人要跑几趟"), How::Number).hint(text("一趟也不用跑的写 0")),
    ask("fee", text("收费"), How::Line).hint(text("不收费的写 不收费；收费的写标准和依据")),
];

const RESULT: &[Ask] = &[
    ask("result", text("办成后得到"), How::Line),
    ask("result_kind", text("是哪一种结果"), How::Choice(results)),
    ask("delivery", text("怎么拿到"), How::Long(2)).hint(text("一行一种办法")),
    ask("consult", text("问谁"), How::Line).hint(text("单位和电话")),
];

const WORDS: &[Ask] = &[
    ask("plain_text", text("用大白话说一遍"), How::Long(6))
        .hint(text("像当面说话一样，不超过 300 个字")),
    ask("keywords", text("大家会怎么搜"), How::Long(2))
        .hint(text("用顿号或者换行分开，例如 低保、老人钱")),
];

const BESIDES: &[Ask] = &[
    ask("joint_with", text("联办部门"), How::Ticks(departments)).optional(),
    ask("precheck", text("几天内答复预审"), How::Limit).optional(),
    ask("acceptance", text("几天内决定受理"), How::Limit)
        .hint(text("行政许可的受理期限法律已经定了，不用填"))
        .optional(),
    ask("delivery_limit", text("几天内送达"), How::Limit).optional(),
];

const TRUST: &[Ask] = &[
    ask("confidence", text("这份内容有多可靠"), How::Choice(confidences)),
    ask("source", text("出处"), How::Long(2))
        .hint(text("从哪份文件、哪里的指南来，还有什么要核对")),
];

/// The questions about one paper.
pub(crate) const MATERIAL: &[Ask] = &[
    ask("name", text("材料名称"), How::Line),
    ask("need", text("要不要交"), How::Select(needs)),
    ask("when", text("什么情况要交"), How::Line).optional(),
    ask("form", text("交什么样的"), How::Select(forms)),
    ask("copies", text("几份"), How::Number),
    ask("origin", text("从哪里来"), How::Select(origins)),
    ask("check", text("收的时候看什么"), How::Line).optional(),
    ask("tolerable", text("可以先受理，后补这一样"), How::Tick),
];

/// The questions about one question of the application.
pub(crate) const QUESTION: &[Ask] = &[
    ask("label", text("问什么"), How::Line),
    ask("hint", text("一句提示"), How::Line).optional(),
    ask("kind", text("怎么答"), How::Select(answers)),
    ask("required", text("必须回答"), How::Tick),
    ask("options", text("可选的答案"), How::Long(2))
        .hint(text("一行一个，“选一个”才用填"))
        .optional(),
    ask("if_row", text("只在前面第几题答了什么时才问"), How::Number)
        .hint(text("写题号；总是要问的空着"))
        .optional(),
    ask("if_value", text("那一题答的是"), How::Line).hint(text("例如 是")).optional(),
];

/// The questions about one pair of question and answer.
pub(crate) const FAQ: &[Ask] =
    &[ask("question", text("问"), How::Line), ask("answer", text("答"), How::Long(2))];

/// A part of the form that has any number of rows.
#[derive(Clone, Copy)]
pub(crate) struct Rows {
    /// Fields are called `{prefix}{number}-{name}`; the number of rows is in `{prefix}-rows`.
    pub(crate) prefix: &'static str,
    pub(crate) title: Text,
    /// What a row without a name is called.
    pub(crate) fresh: Text,
    pub(crate) asks: &'static [Ask],
}

pub(crate) const MATERIALS: Rows =
    Rows { prefix: "m", title: text("材料"), fresh: text("添一样材料"), asks: MATERIAL };
pub(crate) const QUESTIONS: Rows =
    Rows {
        prefix: "q", title: text("申请时要问的"), fresh: text("添一个问题"), asks: QUESTION
    };
pub(crate) const FAQS: Rows =
    Rows { prefix: "f", title: text("大家常问"), fresh: text("添一条常问"), asks: FAQ };

/// The parts with rows, in the order of the page.
pub(crate) const ROWS: [Rows; 3] = [MATERIALS, QUESTIONS, FAQS];

impl Rows {
    /// The name of a field of a row.
    pub(crate) fn field(&self, row: usize, name: &str) -> String {
        format!("{}{row}-{name}", self.prefix)
    }

    /// Where the number of rows is kept.
    pub(crate) fn count_field(&self) -> String {
        format!("{}-rows", self.prefix)
    }
}
