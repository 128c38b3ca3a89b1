//! The site's own pages with made-up content.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::{Date, date};
use law::calendar::{Calendar, Year};
use platform::clock::instant_of;
use platform::id::{SessionId, TokenId, Uuid};
use platform::identity::Session;
use platform::storage::Json;
use platform::tokens::TokenSeen;
use platform::webhooks::{Webhook, WebhookId};
use platform::{AreaPath, PersonId, Result, text};

use crate::form::{Errors, Form};
use crate::module::{Sample, WorkLink};
use crate::pages::demo::DemoRole;
use crate::pages::{
    about, account, accounts, api, calendar, gallery, journal, open_data, posts, sign_in, tokens,
    webhooks, work,
};
use crate::problem::ProblemPage;
use crate::ui::Ui;

mod log;
mod messages;

/// Every page of this crate.
pub fn samples(ui: &Ui) -> Result<Vec<Sample>> {
    let mut samples = door(ui)?;
    samples.extend(own(ui)?);
    samples.extend(messages::samples(ui)?);
    samples.extend(days(ui)?);
    samples.extend(lists(ui)?);
    samples.push(Sample::page("site/gallery.html", ui, &gallery::GalleryPage::new(ui))?);
    let about = about::AboutPage { ui: ui.clone(), texts: law::texts::all() };
    samples.push(Sample::page("site/about.html", ui, &about)?);
    samples.extend(programs(ui)?);
    samples.extend(subscribers(ui)?);
    samples.extend(log::samples(ui)?);
    let posts = posts::PostsPage { ui: ui.clone(), levels: posts::levels()? };
    samples.push(Sample::page("site/posts.html", ui, &posts)?);
    let mut errors = Errors::new();
    errors.add("why", ui.t("请写明下载去做什么，2 到 200 个字"));
    let form = Form::of(&[("why", ""), ("until", "2026-11-23")]);
    let again = crate::take_away::TakeAwayPage::new(ui, "/journal/list", &form, &errors);
    samples.push(Sample::page("site/take_away.html", ui, &again)?);
    Ok(samples)
}

/// What programs need: tokens, and the document.
fn programs(ui: &Ui) -> Result<Vec<Sample>> {
    let token = |number, name: &str, used_at| TokenSeen {
        id: TokenId(Uuid::from_u128(number)),
        name: name.into(),
        user_name: "lixiaolan".into(),
        scopes: Json(vec!["own.read".into(), "cases.receive".into()]),
        created_at: this_morning(8, 0),
        expires_at: this_morning(18, 0),
        used_at,
    };
    let tokens =
        || vec![token(1, "镇里的排队机", Some(this_morning(9, 30))), token(2, "县数据平台", None)];
    let mut errors = Errors::new();
    errors.add("scopes", ui.t("至少选一项；只能选您自己有的权力"));
    let own = tokens::TokensPage {
        ui: ui.clone(),
        tokens: tokens(),
        scopes: vec!["own.read".into(), "own.apply".into(), "cases.receive".into()],
        errors,
        typed: Form::of(&[("name", "镇里的排队机")]),
    };
    let secret = "xy_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef".into();
    let made = tokens::TokenMadePage { ui: ui.clone(), name: "镇里的排队机".into(), secret };
    let all = tokens::AllTokensPage { ui: ui.clone(), tokens: tokens() };
    let none = tokens::AllTokensPage { ui: ui.clone(), tokens: Vec::new() };
    let calls = crate::api::own::routes();
    let api = api::ApiPage::new(ui.clone(), calls.list(), "http://127.0.0.1:8080".into());
    let sets = open_data::OpenDataPage::new(ui.clone(), calls.list());
    Ok(vec![
        Sample::page("site/tokens.html", ui, &own)?,
        Sample::page("site/token_made.html", ui, &made)?,
        Sample::page("site/all_tokens.html", ui, &all)?,
        Sample::page("site/all_tokens.html", ui, &none)?,
        Sample::page("site/api.html", ui, &api)?,
        Sample::page("site/open_data.html", ui, &sets)?,
    ])
}

/// Who is told of what, and what became of it.
fn subscribers(ui: &Ui) -> Result<Vec<Sample>> {
    let webhook = |number, failing: bool, stopped: bool| Webhook {
        id: WebhookId(Uuid::from_u128(number)),
        address: "https://data.example.cn/xiangyue".into(),
        modules: Json(vec!["window".into(), "calendar".into()]),
        area_path: AreaPath::county(),
        made_by: "何明".into(),
        created_at: this_morning(8, 0),
        last_number: 12,
        failing_since: failing.then(|| this_morning(9, 0)),
        stopped_at: stopped.then(|| this_morning(10, 0)),
    };
    let mut refused = Errors::new();
    refused.add("modules", ui.t("至少选一类要通知的事"));
    let webhooks = webhooks::WebhooksPage {
        ui: ui.clone(),
        webhooks: vec![webhook(1, false, false), webhook(2, true, false), webhook(3, true, true)],
        modules: vec!["window".into(), "registry".into(), "identity".into(), "calendar".into()],
        areas: vec![(AreaPath::county(), "云禾县".into())],
        errors: refused,
        typed: Form::of(&[("address", "https://data.example.cn/xiangyue")]),
    };
    let line = |number: i64, outcome: &str, taken| webhooks::Line {
        id: format!("{number:032}"),
        noted_at: this_morning(9, 30),
        act: ui.t("关闭账号").into_owned(),
        number: number.to_string(),
        outcome: ui.t(outcome).into_owned(),
        taken,
    };
    let one = webhooks::WebhookPage {
        ui: ui.clone(),
        webhook: webhook(1, true, false),
        news: vec![line(12, "连不上，会再试", false), line(11, "对方收到了", true)],
    };
    Ok(vec![
        Sample::page("site/webhooks.html", ui, &webhooks)?,
        Sample::page("site/webhook.html", ui, &one)?,
    ])
}

fn this_morning(hour: i8, minute: i8) -> Timestamp {
    instant_of(date(2026, 11, 23).at(hour, minute, 0, 0))
}

/// The sign-in page at first and after a mistake, the first password, two ways to say no.
fn door(ui: &Ui) -> Result<Vec<Sample>> {
    let role = |title, who: &str, hint| DemoRole {
        user_name: "demo".into(),
        title,
        who: who.into(),
        hint,
    };
    let roles: Arc<[DemoRole]> = Arc::new([
        role(text("村民"), "周小禾 云溪镇柳溪村", text("申请一件事，看它走到哪一步")),
        role(text("系统管理员"), "何明 云禾县", text("录入明年的放假安排")),
    ]);
    let page = |errors, user_name: &str, roles| sign_in::SignInPage {
        ui: ui.clone(),
        errors,
        user_name: user_name.into(),
        back: "/desk".into(),
        password_set: true,
        roles,
        codes: true,
    };
    let fresh = page(Errors::new(), "", roles);
    let mut errors = Errors::new();
    errors.add("user_name", ui.t("用户名或密码不对。请再试一次，或请代办员帮您"));
    let wrong = page(errors, "zhouxiaohe", Arc::default());
    let mut errors = Errors::new();
    errors.add("again", ui.t("两次填的不一样，请再填一次"));
    let link = account::LinkPage {
        ui: ui.clone(),
        errors,
        user_name: "zhouxiaohe".into(),
        secret: "secret".into(),
    };
    let refused = ProblemPage {
        ui: ui.clone(),
        code: "platform.not_permitted",
        title: text("这一步现在办不了"),
        sentence: ui.t("您的职务不能办这件事，请找有这项权力的人").into_owned(),
        cite: Some(ui.cite(law::calendar::LAST_DAY_ROLLS)),
        number: None,
    };
    let fault = ProblemPage {
        ui: ui.clone(),
        code: "fault",
        title: text("程序出了错"),
        sentence: ui.say(crate::problem::FAULT).into_owned(),
        cite: None,
        number: Some("QH7K-3M9D".into()),
    };
    Ok(vec![
        Sample::page("site/sign_in.html", ui, &fresh)?,
        Sample::page("site/sign_in.html", ui, &wrong)?,
        Sample::page("site/link.html", ui, &link)?,
        Sample::page("problem.html", ui, &refused)?,
        Sample::page("problem.html", ui, &fault)?,
    ])
}

fn own(ui: &Ui) -> Result<Vec<Sample>> {
    let post = |kind: &str, title: &str| account::Post {
        title: title.into(),
        body: "云溪镇便民服务中心".into(),
        powers: posts::powers(kind),
    };
    let session = |number, device: &str, hour| Session {
        id: SessionId(Uuid::from_u128(number)),
        device: device.into(),
        address: "10.0.0.7".into(),
        created_at: this_morning(hour, 2),
        seen_at: this_morning(hour + 1, 40),
    };
    let account = account::AccountPage {
        ui: ui.clone(),
        name: "周小禾".into(),
        posts: vec![post("window_clerk", "综合窗口受理员"), post("representative", "村民代表")],
        sessions: vec![session(1, "Firefox", 8), session(2, "WeChat", 7)],
        here: Some(SessionId(Uuid::from_u128(1))),
    };
    let link = |href, title, hint| WorkLink { href, title, hint };
    let work = work::WorkPage {
        ui: ui.clone(),
        name: "周小禾".into(),
        posts: vec![post("window_clerk", "综合窗口受理员")],
        links: vec![
            link("/journal", text("操作记录"), text("谁在什么时候办了什么，依据哪一条")),
            link("/accounts", text("账号"), text("给忘了密码的人发链接，关闭不用的账号")),
        ],
        given_up: 1,
    };
    let nothing = work::WorkPage {
        ui: ui.clone(),
        name: "周小禾".into(),
        posts: vec![],
        links: vec![],
        given_up: 0,
    };
    Ok(vec![
        Sample::page("site/account.html", ui, &account)?,
        Sample::page("site/work.html", ui, &work)?,
        Sample::page("site/work.html", ui, &nothing)?,
    ])
}

fn days(ui: &Ui) -> Result<Vec<Sample>> {
    let list = Year {
        year: 2027,
        source: "国务院办公厅关于2027年部分节假日安排的通知".into(),
        off: (1..=3).map(|day| date(2027, 1, day)).collect(),
        work: [date(2027, 1, 9)].into_iter().collect::<std::collections::BTreeSet<Date>>(),
    };
    let with = Calendar::bundled().with_year(list.clone());
    let known = || calendar::known(&with, &list, &BTreeMap::new());
    let mut errors = Errors::new();
    errors.add("year", ui.t("请填四位数的年份，例如 2027"));
    let added = calendar::KnownYear { added_by: Some("何明".into()), ..known() };
    let shown = calendar::CalendarPage {
        ui: ui.clone(),
        years: vec![added],
        missing: vec![2028],
        added: Some(2027),
        may_add: true,
        errors,
        year: "27".into(),
        source: list.source.clone(),
        notice: "一、元旦：1月1日（周五）至3日（周日）放假，共3天。1月9日（周六）上班。".into(),
    };
    let check = calendar::CheckPage {
        ui: ui.clone(),
        known: known(),
        replaces: Some("征求意见稿".into()),
        notice: shown.notice.clone(),
    };
    Ok(vec![
        Sample::page("site/calendar.html", ui, &shown)?,
        Sample::page("site/calendar_check.html", ui, &check)?,
    ])
}

fn lists(ui: &Ui) -> Result<Vec<Sample>> {
    let line = |minute, act: &str, cite| journal::Line {
        noted_at: this_morning(10, minute),
        actor_name: "何明".into(),
        on_behalf_of: (minute > 30).then(|| "王秀英".into()),
        act: ui.t(act).into_owned(),
        facts: "2027".into(),
        cite,
    };
    let cite = Some(ui.cite(law::calendar::LAST_DAY_ROLLS));
    let read = journal::JournalPage {
        ui: ui.clone(),
        lines: vec![line(40, "录入放假安排", cite), line(5, "关闭账号", None)],
        until: "2026年11月23日".into(),
        errors: Errors::new(),
        next: Some(1),
    };
    let row = |number, name: &str, closed_at, has_password| accounts::Row {
        person_id: PersonId(Uuid::from_u128(number)),
        user_name: format!("u{number}"),
        name: name.into(),
        phone: "138****2210".into(),
        created_at: this_morning(9, 0),
        closed_at,
        has_password,
        own: number == 1,
    };
    let accounts = accounts::AccountsPage {
        ui: ui.clone(),
        rows: vec![
            row(1, "何明", None, true),
            row(2, "周小禾", None, false),
            row(3, "吴桂兰", Some(this_morning(9, 30)), true),
        ],
        name: String::new(),
        next: Some("u3".into()),
    };
    let address = "https://example.org/account/link/secret".to_owned();
    let link = accounts::NewLinkPage {
        ui: ui.clone(),
        name: "周小禾".into(),
        qr: crate::qr::svg(&address),
        address,
    };
    Ok(vec![
        Sample::page("site/journal.html", ui, &read)?,
        Sample::page("site/accounts.html", ui, &accounts)?,
        Sample::page("site/new_link.html", ui, &link)?,
    ])
}
