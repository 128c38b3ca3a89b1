//! What is told of a case to anybody who has its code: by when, why, what happened, what comes.
//!
//! No personal data but the masked name: neither who acted nor what was answered stands here.

use jiff::civil::Date;
use law::remedies::remedies;
use law::window::{Act, Clock, ClockKind, Light, State};
use platform::text;
use web::Ui;
use web::components::{Mark, Timeline};

use super::wording;
use crate::item::Place;
use crate::model::{CaseEvent, File};

/// A clock as the table of limits shows it.
pub(crate) struct ClockLine {
    pub(crate) name: String,
    pub(crate) limit: String,
    pub(crate) began: String,
    pub(crate) due: String,
    pub(crate) stands: String,
    pub(crate) late: bool,
    pub(crate) cite: String,
}

/// The sentence on top, with markup: by when, or what happened, or what is missing.
pub(crate) fn headline(ui: &Ui, file: &File) -> String {
    let case = &file.standing;
    let day = |date: Option<Date>| date.map(|date| ui.date(date)).unwrap_or_default();
    match case.state {
        State::NotApplicable => {
            ui.rich1("这件事<b>不用申请</b>，{1} 告诉了您。", day(case.refused_on))
        }
        State::AcceptanceRefused => {
            let organ = file.last(|act| act == Act::RefuseAcceptance);
            let organ = organ.map(|event| event.detail.0.organ.clone()).unwrap_or_default();
            ui.rich1("这件事不归这里办，请找 <b>{1}</b>。", organ)
        }
        State::Withdrawn => ui.rich1("{1} 已经按要求<b>撤回</b>。", day(case.withdrawn_on)),
        State::Granted if case.delivered_on.is_some() => {
            ui.rich1("<b>办成了</b>，{1} 已经送达。", day(case.delivered_on))
        }
        State::Granted => match file.current_clock() {
            Some(clock) => ui.rich1("<b>办成了</b>，最迟 {1} 前送到。", ui.date(clock.due_on)),
            None => ui.rich1("<b>办成了</b>，{1} 作出决定，正在送达。", day(case.decided_on)),
        },
        State::Denied => {
            ui.rich1("{1} 决定<b>不予办理</b>，理由和不服怎么办写在下面。", day(case.decided_on))
        }
        State::AwaitingCorrection => {
            ui.rich1("请补 <b>{1}</b>，补齐了接着办。", wanted(ui, file).join("、"))
        }
        State::PrecheckReturned => {
            ui.t("还有要改的地方，<b>改好后请再提交</b>，编号不变。").into_owned()
        }
        State::WithdrawalAsked => ui.rich1("已经要求撤回，等<b>{1}</b>确认。", &file.holder.name),
        State::Draft | State::Submitted | State::Received | State::Accepted | State::InProcess => {
            by_when(ui, file)
        }
    }
}

/// By when an answer comes, while the case is in hand.
fn by_when(ui: &Ui, file: &File) -> String {
    let clock = match &file.clocks {
        Err(year) => {
            return ui.rich1(
                "<b>{1} 年</b>的放假安排还没有录入，暂时算不出最后一天。录入后这里会显示日期。",
                year,
            );
        }
        Ok(_) => file.current_clock(),
    };
    let Some(clock) = clock else {
        let looks = ui.rich1("<b>{1}</b>正在看材料齐不齐。", &file.holder.name);
        return looks + &wording::promised_answer(ui, &file.item);
    };
    let due = ui.date(clock.due_on);
    if clock.paused {
        return ui
            .rich1("正在走依法不计时的程序，时限先停着，停完接着算。现在算到 <b>{1}</b>。", due);
    }
    if clock.light == Light::Overdue {
        let late = wording::span(ui, clock, clock.remaining.abs());
        return ui.rich2(
            "应当在 <b>{1}</b> 前答复，已经超期 <b>{2}</b>。可以打 12345 催办。",
            due,
            late,
        );
    }
    let left = wording::span(ui, clock, clock.remaining);
    match (clock.remaining, clock.kind) {
        (0, _) => ui.rich1("<b>今天</b>（{1}）是答复的最后一天。", due),
        (_, ClockKind::Precheck | ClockKind::Acceptance) => {
            ui.rich2("最迟 <b>{1}</b> 前告诉您收不收，还有 <b>{2}</b>。", due, left)
        }
        _ => ui.rich2("最迟 <b>{1}</b> 前答复您，还有 <b>{2}</b>。", due, left),
    }
}

/// What the one-time notice asks for, or `材料` when it only says so in words.
fn wanted(ui: &Ui, file: &File) -> Vec<String> {
    let notice = file.last(|act| act == Act::GiveNotice);
    let papers = notice.map(|event| event.detail.0.materials.clone()).unwrap_or_default();
    if papers.is_empty() { vec![ui.t("下面写明的内容").into_owned()] } else { papers }
}

/// `承诺 10 个工作日，法定 20 个工作日，不计时的 2 个工作日不算在内。`
pub(crate) fn basis(ui: &Ui, file: &File) -> String {
    let limits = file.item.limits();
    let promise = wording::promise(ui, &file.item);
    let mut line = match limits.lawful() {
        Some(lawful) => ui.t2("受理后承诺 {1}，法定 {2}。", promise, wording::limit(ui, lawful)),
        None => ui.t1("受理后承诺 {1}。", promise),
    };
    let clocks = file.clocks.as_deref().unwrap_or_default();
    if let Some(clock) = clocks.iter().rev().find(|clock| clock.excluded_days > 0) {
        let days = wording::span(ui, clock, clock.excluded_days);
        line.push_str(&ui.t1("依法不计时的 {1}不算在内。", days));
    }
    line
}

/// Every clock with how it was computed.
pub(crate) fn clocks(ui: &Ui, file: &File) -> Vec<ClockLine> {
    let clocks = file.clocks.as_deref().unwrap_or_default();
    clocks.iter().map(|clock| clock_line(ui, file, clock)).collect()
}

fn clock_line(ui: &Ui, file: &File, clock: &Clock) -> ClockLine {
    let late = clock.light == Light::Overdue;
    let days = wording::span(ui, clock, clock.remaining.abs());
    let stands = match (clock.stopped_on, late) {
        (Some(on), false) => ui.t1("{1} 已答复，没有超期", ui.date(on)),
        (Some(on), true) => ui.t1("{1} 才答复，超期了", ui.date(on)),
        (None, true) => ui.t1("超期 {1}", days),
        (None, false) if clock.paused => ui.t("停着，不计时").into_owned(),
        (None, false) if clock.remaining == 0 => ui.t("今天是最后一天").into_owned(),
        (None, false) => ui.t1("还有 {1}", days),
    };
    ClockLine {
        name: ui.t(clock.kind.label()).into_owned(),
        limit: wording::limit(ui, clock.limit),
        began: ui.date(clock.began_on),
        due: ui.date(clock.due_on),
        stands,
        late,
        cite: rule(ui, file, clock),
    }
}

/// Where a limit comes from: its article, the item's own basis, or the county's promise.
fn rule(ui: &Ui, file: &File, clock: &Clock) -> String {
    match (clock.cite, clock.kind) {
        (Some(cite), _) => ui.cite(cite),
        (None, ClockKind::Legal) => file.item.basis.join(&ui.t("；")),
        (None, _) => ui.t("县里承诺").into_owned(),
    }
}

/// What happened, where it is now, and what comes.
pub(crate) fn timeline(ui: &Ui, file: &File) -> Timeline {
    let mut timeline = Timeline::new(ui);
    for event in &file.events {
        // A rating is nobody's step on the way.
        if event.act.0 != Act::Rate {
            timeline = told(ui, timeline, event);
        }
    }
    ahead(ui, timeline, file)
}

fn told(ui: &Ui, timeline: Timeline, event: &CaseEvent) -> Timeline {
    let detail = &event.detail.0;
    let organ = if event.body_name.is_empty() { &detail.organ } else { &event.body_name };
    let mark = match event.act.0 {
        Act::Deny | Act::FindNotApplicable | Act::RefuseAcceptance | Act::ConfirmWithdrawal => {
            Mark::Stopped
        }
        _ => Mark::Done,
    };
    let mut timeline = timeline.step(mark, title(ui, event)).at(ui.moment(event.noted_at));
    if !organ.is_empty() {
        timeline = timeline.note(organ);
    }
    let said = matches!(
        event.act.0,
        Act::GiveNotice
            | Act::ReturnAtPrecheck
            | Act::FindNotApplicable
            | Act::RefuseAcceptance
            | Act::Deny
            | Act::DeclineWithdrawal
    );
    if said && !detail.words.is_empty() {
        timeline = timeline.note(ui.t1("说明：{1}", &detail.words));
    }
    timeline
}

fn title(ui: &Ui, event: &CaseEvent) -> String {
    let detail = &event.detail.0;
    let papers = detail.materials.join("、");
    let sentence = match event.act.0 {
        Act::Submit => text("已提交"),
        Act::ReturnAtPrecheck => text("退回修改，请改好再交"),
        Act::Receive => text("收下了材料"),
        Act::GiveNotice if !papers.is_empty() => return ui.t1("一次告知，请补：{1}", papers),
        Act::GiveNotice => text("一次告知，请补正"),
        Act::TakeMaterials if !papers.is_empty() => return ui.t1("补来了：{1}", papers),
        Act::TakeMaterials => text("材料补来了"),
        Act::Accept => text("已受理"),
        Act::DeemAccepted => text("到期没有答复，依法视为已受理"),
        Act::FindNotApplicable => text("这件事不用申请"),
        Act::RefuseAcceptance => return ui.t1("不归这里受理，请找：{1}", &detail.organ),
        Act::HandOver => return ui.t1("转到{1}", &detail.organ),
        Act::Opine(_) => text("看过材料，写了意见"),
        Act::Suspend => text("开始依法不计时的程序"),
        Act::Resume => text("不计时的程序结束，接着计时"),
        Act::Grant => text("决定：同意"),
        Act::Deny => text("决定：不予办理"),
        Act::AskWithdrawal => text("申请人要求撤回"),
        Act::DeclineWithdrawal => text("已经办到不能撤的一步，接着办"),
        Act::ConfirmWithdrawal => text("已撤回"),
        Act::Deliver => text("已送达"),
        Act::Rate => text("已评价"),
    };
    ui.say(sentence).into_owned()
}

/// The step that is going on, and those to come.
fn ahead(ui: &Ui, timeline: Timeline, file: &File) -> Timeline {
    let state = file.standing.state;
    let holder = &file.holder;
    let phone = holder.phone.as_deref();
    let call = |timeline: Timeline| match phone {
        Some(phone) => timeline.note(ui.t1("电话 {1}", phone)),
        None => timeline,
    };
    let accept = ui.t("受理");
    let decide = ui.t("作出决定");
    let deliver =
        |timeline: Timeline| timeline.step(Mark::Next, ui.t("送达")).note(&file.case.delivery);
    match state {
        State::Draft | State::Submitted | State::Received => {
            let now = ui.t1("{1}正在看材料齐不齐", &holder.name);
            let timeline = call(timeline.step(Mark::Now, now)).step(Mark::Next, accept);
            deliver(timeline.step(Mark::Next, decide))
        }
        State::AwaitingCorrection | State::PrecheckReturned => {
            let yours = ui.t1("等您补齐，交给{1}", &holder.name);
            let timeline = call(timeline.step(Mark::Yours, yours)).step(Mark::Next, accept);
            deliver(timeline.step(Mark::Next, decide))
        }
        State::Accepted | State::InProcess => {
            let now = ui.t1("{1}正在办理", &holder.name);
            deliver(call(timeline.step(Mark::Now, now)).step(Mark::Next, decide))
        }
        State::WithdrawalAsked => {
            call(timeline.step(Mark::Now, ui.t1("等{1}确认撤回", &holder.name)))
        }
        State::Granted | State::Denied if file.standing.delivered_on.is_none() => {
            let now = ui.t1("{1}正在送达", &holder.name);
            call(timeline.step(Mark::Now, now).note(&file.case.delivery))
        }
        State::Granted
        | State::Denied
        | State::NotApplicable
        | State::AcceptanceRefused
        | State::Withdrawn => timeline,
    }
}

/// What the applicant may do against a no, with the last days; empty where nothing was refused.
pub(crate) fn against(ui: &Ui, file: &File) -> Vec<String> {
    let case = &file.standing;
    let refused = match case.state {
        State::Denied => case.delivered_on.or(case.decided_on),
        State::AcceptanceRefused => case.refused_on,
        _ => None,
    };
    // Reconsideration and lawsuit are against organs; a village's committee is none.
    let by_organ = file.item.deciding_level != Place::Village;
    let Some(told_on) = refused.filter(|_| by_organ) else { return Vec::new() };
    let found = remedies(told_on);
    let (until, court) = (found.reconsideration_until, found.litigation_until);
    vec![
        ui.t2(
            "可以申请行政复议，最迟 {1}（{2}）",
            ui.date_long(until),
            ui.cite(law::remedies::RECONSIDERATION),
        ),
        ui.t2(
            "可以到法院打行政官司，最迟 {1}（{2}）",
            ui.date_long(court),
            ui.cite(law::remedies::LITIGATION),
        ),
    ]
}
