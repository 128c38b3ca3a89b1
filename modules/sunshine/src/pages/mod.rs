//! What people see and fill in. Each file has its addresses in `routes`.

pub(crate) mod acts;
pub(crate) mod board;
pub(crate) mod check;
pub(crate) mod content;
pub(crate) mod desk;
pub(crate) mod disclosure;
pub(crate) mod draft;
pub(crate) mod feed;
pub(crate) mod files;
pub(crate) mod imports;
pub(crate) mod item;
pub(crate) mod item_form;
pub(crate) mod items;
pub(crate) mod lines;
pub(crate) mod monitor;
pub(crate) mod panels;
pub(crate) mod questions;
pub(crate) mod shapes;
pub(crate) mod shown;
pub(crate) mod supervision;
pub(crate) mod traffic;
pub(crate) mod wording;

use platform::area::Level;
use platform::{Actor, text};
use web::WorkLink;

use crate::powers::{CATALOGUE, DESK, QUESTIONS, SUPERVISION};

/// All addresses of the module.
pub(crate) fn routes() -> web::Routes {
    web::Routes::new()
        .and(board::routes())
        .and(monitor::routes())
        .and(feed::routes())
        .and(disclosure::routes())
        .and(check::routes())
        .and(desk::routes())
        .and(draft::routes())
        .and(content::routes())
        .and(lines::routes())
        .and(imports::routes())
        .and(files::routes())
        .and(acts::routes())
        .and(items::routes())
        .and(item::routes())
        .and(traffic::routes())
        .and(questions::routes())
        .and(supervision::routes())
}

/// What an official finds on the workbench.
pub(crate) fn work(actor: &Actor) -> Vec<WorkLink> {
    let mut links = Vec::new();
    if DESK.iter().any(|power| actor.holds(*power)) {
        links.push(WorkLink {
            href: "/desk/sunshine",
            title: text("村务公开"),
            hint: text("该公开什么、到哪一步了，起草、审核、审定、公布"),
        });
    }
    if QUESTIONS.iter().any(|power| actor.holds(*power)) {
        links.push(WorkLink {
            href: "/desk/questions",
            title: text("村民提问"),
            hint: text("村民对公开的账有疑问，按期答复；超期的排在最前面"),
        });
    }
    if SUPERVISION.iter().any(|power| actor.holds(*power)) {
        links.push(WorkLink {
            href: "/desk/village-supervision",
            title: text("村务监督"),
            hint: text("发现的问题改好没有，民主评议的票清点、公布"),
        });
    }
    if actor.posts.iter().any(|post| post.area_path.level() == Level::Village) {
        links.push(WorkLink {
            href: "/own/findings",
            title: text("要我整改的"),
            hint: text("监督委员会请您整改的问题，改好了报上去"),
        });
    }
    if CATALOGUE.iter().any(|power| actor.holds(*power)) {
        links.push(WorkLink {
            href: "/disclosure-items",
            title: text("公开目录"),
            hint: text("公开什么、多久一次、谁起草谁审核；村里可以再加自己的"),
        });
    }
    links
}
