//! The workbench: everything that an official's posts let them do.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use platform::authorisation::{EDIT_CALENDAR, MANAGE_ACCOUNTS, READ_JOURNAL};
use platform::messages::{MANAGE_SENDING, TELL};
use platform::{Actor, text};

use super::account::Post;
use crate::answer::{Answer, page};
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
}

pub(super) async fn show(
    Extension(site): Extension<Arc<Site>>,
    Signed { ui, actor }: Signed,
) -> Answer {
    let work = WorkPage {
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
    ];
    let own = own.into_iter().filter(|(power, _)| actor.holds(*power)).map(|(_, link)| link);
    site.modules.iter().flat_map(|module| (module.work)(actor)).chain(own).collect()
}
