//! The registry's pages: the county, its townships and villages for everybody; people, bodies and
//! posts for those whose post it is.

pub(crate) mod appointment;
pub(crate) mod area_changes;
pub(crate) mod bodies;
pub(crate) mod body_end;
pub(crate) mod body_form;
pub(crate) mod body_search;
pub(crate) mod cards;
pub(crate) mod columns;
pub(crate) mod disclosure;
pub(crate) mod duplicates;
pub(crate) mod imports;
pub(crate) mod kin;
pub(crate) mod life;
pub(crate) mod merges;
pub(crate) mod names;
pub(crate) mod own_privacy;
pub(crate) mod people;
pub(crate) mod person_form;
pub(crate) mod places;
pub(crate) mod renames;
pub(crate) mod requests;
pub(crate) mod rosters;
pub(crate) mod taking;
pub(crate) mod watch;

use platform::authorisation::MANAGE_ACCOUNTS;
use platform::{Actor, Power, text};
use web::{Access, Routes, WorkLink};

use crate::model::{
    AREAS_CHANGE, AREAS_IMPORT, PEOPLE_EDIT, PEOPLE_ERASE, PEOPLE_IMPORT, PEOPLE_MERGE,
    PEOPLE_READ, PEOPLE_UNMASK, POSTS_APPOINT, POSTS_WATCH,
};

/// The addresses and who may open them.
pub(crate) fn routes() -> Routes {
    let read = Access::With(PEOPLE_READ);
    let edit = Access::With(PEOPLE_EDIT);
    let merge = Access::With(PEOPLE_MERGE);
    let roster = Access::With(PEOPLE_IMPORT);
    Routes::new()
        .get_public("/", places::home)
        .get_public("/areas/{id}", places::area)
        .and(areas())
        .get("/people", read, people::list)
        .post("/people/search", read, people::search)
        .post("/people/list", read, taking::found)
        .get("/people/new", edit, person_form::new)
        .post("/people", edit, person_form::create)
        .get("/people/import", roster, rosters::list)
        .post_large("/people/import", roster, rosters::bring)
        .get("/imports/{id}", roster, rosters::show)
        .get("/imports/{id}/columns", roster, columns::show)
        .post("/imports/{id}/columns", roster, columns::check)
        .get("/imports/{id}/bad", roster, rosters::bad)
        .get("/imports/{id}/changed", roster, rosters::changed)
        .post("/imports/{id}/bad/file", roster, rosters::bad_file)
        .post("/imports/{id}/confirmation", roster, rosters::confirm)
        .post("/imports/{id}/end", roster, rosters::end)
        .get("/people/{id}", read, people::show)
        .get("/people/{id}/correction", edit, person_form::edit)
        .post("/people/{id}/correction", edit, person_form::correct)
        .post("/people/{id}/account", Access::With(MANAGE_ACCOUNTS), people::open_account)
        .and(protection())
        .get("/people/{id}/life-events", edit, life::choose)
        .get("/people/{id}/life-events/{kind}", edit, life::ask)
        .post("/people/{id}/life-events/{kind}", edit, life::save)
        .get("/life-events/{id}/taking-back", edit, life::record::ask)
        .post("/life-events/{id}/taking-back", edit, life::record::save)
        .get("/areas/{id}/residents", read, life::residents::show)
        .post("/areas/{id}/residents/list", read, taking::residents_of)
        .get("/areas/{id}/duplicates", merge, duplicates::list)
        .get("/people/{id}/same-as/{other}", merge, duplicates::compare)
        .post("/people/{id}/same-as/{other}", merge, duplicates::merge)
        .post("/people/{id}/same-as/{other}/not-the-same", merge, duplicates::not_the_same)
        .get("/merges/{id}", merge, merges::show)
        .post("/merges/{id}/confirmation", merge, merges::confirm)
        .post("/merges/{id}/refusal", merge, merges::decline)
        .post("/merges/{id}/undoing", merge, merges::undo)
        .get("/households/{id}", read, people::household)
        .get("/households/{id}/life-events/{kind}", edit, life::households::ask)
        .post("/households/{id}/life-events/{kind}", edit, life::households::save)
        .get("/people/{id}/kin", edit, kin::new)
        .post("/people/{id}/kin", edit, kin::save)
        .post("/kin/{id}/end", edit, kin::end)
        .and(bodies_and_posts())
}

/// Bodies, who serves in them, and what is to be seen to.
fn bodies_and_posts() -> Routes {
    let (appoint, watch) = (Access::With(POSTS_APPOINT), Access::With(POSTS_WATCH));
    Routes::new()
        .get("/bodies/watch", watch, watch::show)
        .post("/bodies/watch/list", watch, watch::take)
        .get("/bodies", watch, bodies::list)
        .post("/bodies/search", watch, body_search::search)
        .post("/bodies/list", watch, taking::bodies)
        .post("/bodies", appoint, body_form::create)
        .get("/bodies/new", appoint, body_form::new)
        .get("/bodies/{id}", watch, bodies::show)
        .get("/bodies/{id}/correction", appoint, body_form::edit)
        .post("/bodies/{id}/correction", appoint, body_form::correct)
        .get("/bodies/{id}/end", appoint, body_end::new)
        .post("/bodies/{id}/end", appoint, body_end::create)
        .get("/bodies/{id}/posts", appoint, appointment::new)
        .post("/bodies/{id}/candidates", appoint, appointment::candidates)
        .post("/bodies/{id}/posts", appoint, appointment::create)
        .get("/posts-held/{id}/end", appoint, bodies::end)
        .post("/posts-held/{id}/end", appoint, bodies::end_post)
}

/// Lists of areas, and what governments decide about them.
fn areas() -> Routes {
    let divisions = Access::With(AREAS_IMPORT);
    let change = Access::With(AREAS_CHANGE);
    Routes::new()
        .get("/areas/{id}/renames", change, renames::new)
        .post("/areas/{id}/renames", change, renames::create)
        .get("/areas/{id}/changes", change, area_changes::choose)
        .get("/areas/{id}/changes/{kind}", change, area_changes::ask)
        .post("/areas/{id}/changes/{kind}", change, area_changes::save)
        .get("/areas/import", divisions, imports::divisions)
        .post("/areas/import", divisions, imports::preview_divisions)
        .post("/areas/import/confirmation", divisions, imports::confirm_divisions)
}

/// What protects people's data, and what people ask about theirs.
fn protection() -> Routes {
    let (read, edit) = (Access::With(PEOPLE_READ), Access::With(PEOPLE_EDIT));
    let unmask = Access::With(PEOPLE_UNMASK);
    let answer = Access::WithAny(&[PEOPLE_EDIT, PEOPLE_ERASE]);
    Routes::new()
        .get("/people/{id}/bank-card", edit, cards::new)
        .post("/people/{id}/bank-card", edit, cards::create)
        .get("/people/{id}/disclosure", unmask, disclosure::new)
        .post("/people/{id}/disclosure", unmask, disclosure::show)
        .post("/people/{id}/looks", read, own_privacy::paper)
        .get("/people/{id}/requests", edit, requests::of_person)
        .post("/people/{id}/requests", edit, requests::made_for)
        .get("/people/requests", answer, requests::list)
        .post("/people/requests/list", answer, taking::requests_waiting)
        .get("/requests/{id}", answer, requests::show)
        .post("/requests/{id}/answer", answer, requests::answer)
        .get("/own/privacy", Access::Person, own_privacy::show)
        .get("/own/privacy/copy", Access::Person, own_privacy::copy)
        .get("/own/privacy/copy.json", Access::Person, own_privacy::copy_as_file)
        .get("/own/privacy/request", Access::Person, requests::own)
        .post("/own/privacy/request", Access::Person, requests::own_made)
}

/// What an official finds on the workbench.
pub(crate) fn work(actor: &Actor) -> Vec<WorkLink> {
    let link = |power: Power, href, title, hint| {
        actor.holds(power).then_some(WorkLink { href, title, hint })
    };
    let links = [
        link(PEOPLE_READ, "/people", text("找人"), text("按姓名、拼音、电话或户号")),
        link(
            PEOPLE_EDIT,
            "/people/new",
            text("登记一个人"),
            text("新来的、漏登的；出生在户的页面上登记"),
        ),
        link(
            POSTS_WATCH,
            "/bodies/watch",
            text("任期和回避"),
            text("谁和谁不能同时任职，哪里快换届，哪里缺人"),
        ),
        link(POSTS_WATCH, "/bodies", text("组织和职务"), text("登记谁担任什么，谁离任了")),
        link(
            PEOPLE_EDIT,
            "/people/requests",
            text("更正和删除请求"),
            text("村民要求更正、删除自己的资料"),
        ),
        link(
            PEOPLE_ERASE,
            "/people/requests",
            text("更正和删除请求"),
            text("同意删除的，由另一个人执行"),
        ),
        link(PEOPLE_IMPORT, "/people/import", text("导入人口名册"), text("从表格一次登记很多人")),
        link(AREAS_IMPORT, "/areas/import", text("导入区划表"), text("官方的乡镇和村的名单")),
    ];
    let mut links: Vec<WorkLink> = links.into_iter().flatten().collect();
    links.dedup_by_key(|link| link.href);
    links
}
