//! The pages of questions with made-up content.

use jiff::civil::{Date, date};
use law::sunshine::{QuestionAct, Waiting};
use platform::clock::instant_of;
use platform::id::Uuid;
use platform::{PersonId, Result};
use web::{Errors, Form, Sample, Ui};

use super::made_up;
use crate::actions::questions::May;
use crate::pages::questions::asking::AskPage;
use crate::pages::questions::desk::{OwnQuestionsPage, QuestionsPage};
use crate::pages::questions::one::QuestionPage;
use crate::pages::questions::shown;
use crate::pages::questions::somebody::{Found, SomebodyPage};
use crate::question::{ActWord, Question, QuestionId, Reply, Tally, Thread};

/// All of them.
pub(super) fn samples(ui: &Ui) -> Result<Vec<Sample>> {
    let answered = threads().remove(0);
    let asker = May { answer: false, escalate: true, end: false, asker: true };
    let village = May { answer: true, escalate: false, end: true, asker: false };
    let mut errors = Errors::new();
    errors.add("words", ui.t("里面有手机号码，公开前请删去"));
    let wrong = Form::of(&[("words", "请给13800138000回电话")]);
    let ask = |somebody, may, form: &Form, errors: &Errors| AskPage {
        ui: ui.clone(),
        code: "QH7K-3M9D".into(),
        title: "2026年第三季度财务收支明细账".into(),
        village: "石桥镇柳湾村".into(),
        lines: vec![
            ("2".into(), ui.t3("第 {1} 笔 {2} {3} 元", 2, "路灯维修 12 盏", "9,360.00")),
            ("4".into(), ui.t3("第 {1} 笔 {2} {3} 元", 4, "排水沟工程预付", "121,667.50")),
        ],
        due_on: Some(date(2026, 12, 7)),
        somebody,
        may,
        assists: true,
        form: form.clone(),
        errors: errors.clone(),
    };
    let fresh = (Form::default(), Errors::new());
    let old = Some(("孟庆山".to_owned(), "柳湾村 · 没有电话".to_owned()));
    let one = |thread: Thread, may, sent| QuestionPage {
        ui: ui.clone(),
        thread,
        may,
        sent,
        form: Form::default(),
        errors: Errors::new(),
    };
    let tallies = vec![("柳湾村".to_owned(), shown::tally(ui, tally()))];
    let desk = QuestionsPage { ui: ui.clone(), threads: threads(), tallies };
    let nothing = QuestionsPage { ui: ui.clone(), threads: Vec::new(), tallies: Vec::new() };
    let own = OwnQuestionsPage { ui: ui.clone(), threads: threads() };
    let none = OwnQuestionsPage { ui: ui.clone(), threads: Vec::new() };
    let list = SomebodyPage {
        ui: ui.clone(),
        code: "QH7K-3M9D".into(),
        title: "2026年第三季度财务收支明细账".into(),
        query: "孟".into(),
        people: vec![Found {
            href: "/desk/questions/for/QH7K-3M9D/1".into(),
            name: "孟庆山".into(),
            line: "柳湾村 · 没有电话".into(),
        }],
    };
    let (form, no_errors) = &fresh;
    Ok(vec![
        Sample::page("sunshine/questions/ask.html", ui, &ask(None, true, form, no_errors))?,
        Sample::page("sunshine/questions/ask.html", ui, &ask(None, true, &wrong, &errors))?,
        Sample::page("sunshine/questions/ask.html", ui, &ask(None, false, form, no_errors))?,
        Sample::page("sunshine/questions/ask.html", ui, &ask(old, true, form, no_errors))?,
        Sample::page("sunshine/questions/somebody.html", ui, &list)?,
        Sample::page("sunshine/questions/one.html", ui, &one(answered, asker, false))?,
        Sample::page("sunshine/questions/one.html", ui, &one(threads().remove(1), village, true))?,
        Sample::page("sunshine/questions/own.html", ui, &own)?,
        Sample::page("sunshine/questions/own.html", ui, &none)?,
        Sample::page("sunshine/questions/desk.html", ui, &desk)?,
        Sample::page("sunshine/questions/desk.html", ui, &nothing)?,
    ])
}

/// How a village stood.
pub(crate) fn tally() -> Tally {
    Tally { asked: 7, answered: 5, in_time: 4, waiting: 1, at_township: 1, late: 1 }
}

/// One answered, one late, one with the township, one over, and one whose year nobody knows.
pub(crate) fn threads() -> Vec<Thread> {
    let due_on = Some(date(2026, 11, 16));
    let answer = (QuestionAct::Answer, date(2026, 11, 12), "郑德福", "修了村口到桥头 12 盏");
    let further = (QuestionAct::Escalate, date(2026, 11, 14), "王小芳", "没有说清楚谁验收的");
    let ended = (QuestionAct::End, date(2026, 11, 20), "冯文静", "已核实，验收单补充公开");
    let asker = Some(Waiting::Asker);
    let late = Some(Waiting::Village { due_on, late_by: 9 });
    let soon = Some(Waiting::Village { due_on: Some(date(2026, 12, 7)), late_by: 0 });
    let township = Some(Waiting::Township { due_on: None, late_by: 0 });
    vec![
        thread(1, Some(2), "路灯修了几盏，哪几盏", (&[answer], asker)),
        thread(2, Some(4), "排水沟为什么先付款", (&[], late)),
        thread(3, None, "这一季的鱼塘承包款到账了吗", (&[], soon)),
        thread(4, Some(2), "路灯是谁验收的", (&[answer, further], township)),
        thread(
            5,
            Some(2),
            "路灯的单子在哪里看",
            (&[answer, further, ended], Some(Waiting::Nobody)),
        ),
        thread(6, None, "明年的预算什么时候公开", (&[], None)),
    ]
}

type Said = (QuestionAct, Date, &'static str, &'static str);

fn thread(
    number: u128,
    line_number: Option<i64>,
    words: &str,
    (said, waiting): (&[Said], Option<Waiting>),
) -> Thread {
    let disclosure = made_up::ledger();
    let id = QuestionId(Uuid::from_u128(number));
    let asked_on = date(2026, 11, 6);
    let on = |act| said.iter().find(|one| one.0 == act).map(|one| one.1);
    let question = Question {
        id,
        code: format!("MK4T-9Q{number}R"),
        disclosure_id: disclosure.id,
        disclosure_code: disclosure.code,
        disclosure_title: disclosure.title,
        line_number,
        area_path: disclosure.area_path,
        area_id: disclosure.area_id,
        area_name: disclosure.area_name,
        asker_id: PersonId(Uuid::from_u128(40)),
        words: words.into(),
        asked_on,
        asked_at: instant_of(asked_on.at(19, 20, 0, 0)),
        written_by_id: None,
        written_by: if number == 3 { "吴桂兰".into() } else { String::new() },
        given_how: String::new(),
        witness: String::new(),
        answered_on: on(QuestionAct::Answer),
        escalated_on: on(QuestionAct::Escalate),
        ended_on: on(QuestionAct::End),
        events: i64::try_from(said.len()).unwrap_or_default(),
    };
    let reply = |(number, (act, on, who, words)): (i64, &Said)| Reply {
        question_id: id,
        number,
        act: ActWord(*act),
        happened_on: *on,
        actor_name: (*who).into(),
        words: (*words).into(),
    };
    Thread { question, replies: (1..).zip(said).map(reply).collect(), waiting }
}
