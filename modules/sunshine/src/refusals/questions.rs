//! Every way of saying no to a question or an answer.

use law::sunshine::{Flaw, QuestionBar};
use platform::{Error, Refusal, Text};

/// What the law crate found in the way.
pub(crate) fn bar(bar: QuestionBar) -> Error {
    Refusal {
        code: bar.key(),
        sentence: Text(bar.sentence()),
        args: Vec::new(),
        cite: None,
        field: Some("words"),
    }
    .into()
}

pub(crate) fn not_of_village() -> Refusal {
    let sentence = "这里由本村村民提问。不是本村的，可以到村部看公开栏，也可以打 12345";
    Refusal::new("sunshine.not_of_village", sentence).at("words")
}

pub(crate) fn not_the_asker() -> Refusal {
    let sentence = "只有提问的人，或者受其委托的代办员，可以交给乡镇";
    Refusal::new("sunshine.not_the_asker", sentence).at("words")
}

pub(crate) fn no_such_line() -> Refusal {
    Refusal::new("sunshine.no_such_line", "没有这一笔，请从表里选").at("line")
}

pub(crate) fn too_many(most: i64) -> Refusal {
    let sentence = "您有 {1} 个问题还在等村里答复，请先等一等";
    Refusal::new("sunshine.too_many_questions", sentence).with(most).at("words")
}

pub(crate) fn words_missing() -> Refusal {
    Refusal::new("sunshine.words_missing", "请写一句话，说清楚要问什么、答什么").at("words")
}

pub(crate) fn words_too_long(most: usize) -> Refusal {
    Refusal::new("sunshine.words_too_long", "最多 {1} 个字，请写短一些").with(most).at("words")
}

/// Questions and answers are public: nobody's numbers stand in them.
pub(crate) fn words_personal(flaw: Flaw) -> Refusal {
    Refusal::new("sunshine.words_personal", flaw.sentence()).at("words")
}

pub(crate) fn how_missing() -> Refusal {
    Refusal::new("sunshine.how_missing", "请选本人是怎样委托您的").at("given_how")
}

pub(crate) fn witness_missing() -> Refusal {
    Refusal::new("sunshine.witness_missing", "口头委托要有见证人，请写见证人姓名").at("witness")
}

pub(crate) fn own_witness() -> Refusal {
    Refusal::new("sunshine.own_witness", "您不能给自己作见证，请写别人").at("witness")
}
