//! The workbench: everything that an official's posts let them do.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use platform::authorisation::{EDIT_CALENDAR, MANAGE_ACCOUNTS, READ_JOURNAL};
use platform::log::witnesses::MANAGE_LOG;
use platform::messages::{MANAGE_SENDING, TELL};
use platform::webhooks::{self, MANAGE_WEBHOOKS};
use platform::{Actor, App, text};

use super::account::Post;
use crate::answer::{Answer, page};
use crate::components::Banner;
use crate::module::WorkLink;
use crate::site::Site;
use crate::ui::Ui;
use crate::visit::Signed;

/// The tiles.
#[derive(Template)]
#[template(path = "site/work.html")]
pub(crate) struct WorkPage {
    pub(crate) ui: Ui,
    pub(crate) name: String,
    pub(crate) posts: Vec<Post>,
    pub(crate) links: Vec<WorkLink>,
    /// Subscriptions that the program has given up, for whoever looks after them.
    pub(crate) given_up: usize,
}

impl WorkPage {
    fn note(&self) -> Option<Banner> {
        let title = self.ui.t1("{1} 个订阅的通知一直发不出去，已停发", self.given_up);
        let banner = Banner::late(&self.ui, title).link(self.ui.t("去看看"), "/webhooks");
        (self.given_up > 0).then_some(banner)
    }
}

pub(super) async fn show(
    State(app): State<App>,
    Extension(site): Extension<Arc<Site>>,
    Signed { ui, actor }: Signed,
) -> Answer {
    let looks_after = actor.holds(MANAGE_WEBHOOKS);
    let given_up = if looks_after { app.db.read(webhooks::given_up).await? } else { 0 };
    let work = WorkPage {
        given_up,
        name: actor.name.clone(),
        posts: super::account::posts(&actor),
        links: links(&site, &actor),
        ui,
    };
    page(&work.ui, &work)
}

/// What the actor's posts lead to: the modules' work first, then the site's own.
pub(super) fn links(site: &Site, actor: &Actor) -> Vec<WorkLink> {
    let own = [
        (
            TELL,
            WorkLink {
                href: "/desk/visits",
                title: text("打电话或上门"),
                hint: text("短信送不到或者没有手机的人，由您告诉他"),
            },
        ),
        (
            MANAGE_SENDING,
            WorkLink {
                href: "/desk/sending",
                title: text("消息发送"),
                hint: text("短信和邮件有没有送到，送不到的怎么办"),
            },
        ),
        (
            READ_JOURNAL,
            WorkLink {
                href: "/journal",
                title: text("操作记录"),
                hint: text("谁在什么时候办了什么，依据哪一条"),
            },
        ),
        (
            EDIT_CALENDAR,
            WorkLink {
                href: "/calendar",
                title: text("工作日历"),
                hint: text("每年录入一次放假安排，办理期限按它计算"),
            },
        ),
        (
            MANAGE_ACCOUNTS,
            WorkLink {
                href: "/accounts",
                title: text("账号"),
                hint: text("给忘了密码的人发链接，关闭不用的账号"),
            },
        ),
        (
            MANAGE_WEBHOOKS,
            WorkLink {
                href: "/webhooks",
                title: text("通知别的程序"),
                hint: text("有事办成了，告诉订阅的程序"),
            },
        ),
        (
            MANAGE_LOG,
            WorkLink {
                href: "/log/witnesses",
                title: text("日志的见证方"),
                hint: text("请不归县里管的单位看着公开日志"),
            },
        ),
    ];
    let own = own.into_iter().filter(|(power, _)| actor.holds(*power)).map(|(_, link)| link);
    site.modules.iter().flat_map(|module| (module.work)(actor)).chain(own).collect()
}
