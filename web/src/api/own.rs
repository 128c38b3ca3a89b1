//! The calls of the site itself: who one is, the journal, the document.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use jiff::Timestamp;
use platform::authorisation::{READ_JOURNAL, post_title};
use platform::id::EntryId;
use platform::journal::{self, Noted};
use platform::{App, Error, Result, Text, text};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Asked, Call, List, document, limit, reply, say};
use crate::answer::Answer;
use crate::routes::{Access, Routes};
use crate::site::Site;
use crate::ui::Ui;
use crate::visit::{Signed, Visit};

const SECTION: Text = text("接口本身");
const JOURNAL: Text = text("操作记录");

/// The addresses of these calls.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .call(
            Call::get("/api/v1", Access::Anyone, SECTION, text("这是哪个县的接口"))
                .answers::<About>(),
            about,
        )
        .call(
            Call::get("/api/v1/openapi.json", Access::Anyone, SECTION, text("本说明（OpenAPI）"))
                .says(text("说明的语言按 Accept-Language"))
                .answers::<OpenApi>(),
            openapi,
        )
        .call(
            Call::get("/api/v1/me", Access::Person, SECTION, text("令牌是谁的、能做什么"))
                .answers::<Me>(),
            me,
        )
        .call(
            Call::get("/api/v1/journal", Access::With(READ_JOURNAL), JOURNAL, text("读操作记录"))
                .says(text("从近到远，只有自己管的地方"))
                .asks::<From>()
                .lists::<EntryOf>(),
            entries,
        )
}

/// 这个县 / This county
#[derive(Serialize, ToSchema)]
struct About {
    /// 县名 / The county's name
    #[schema(example = "云禾县")]
    county: String,
    /// 接口的版本 / The version of the API
    version: &'static str,
    /// 数据是虚构的 / All data is made up
    sample: bool,
    /// 说明的地址 / Where the document is
    document: &'static str,
}

async fn about(State(app): State<App>, visit: Visit) -> Answer {
    reply(&About {
        county: visit.ui.county().to_owned(),
        version: "v1",
        sample: app.settings.demo,
        document: "/api/v1/openapi.json",
    })
}

/// OpenAPI 3.1
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the document, which is made elsewhere")]
struct OpenApi {
    /// 版本 / Its version
    #[schema(example = "3.1.0")]
    openapi: String,
}

async fn openapi(Extension(site): Extension<Arc<Site>>, visit: Visit) -> Answer {
    reply(&document(&visit.ui, site.routes()))
}

/// 令牌的主人 / The owner of the token
#[derive(Serialize, ToSchema)]
struct Me {
    /// 姓名 / Name
    #[schema(example = "周小禾")]
    name: String,
    /// 令牌允许的 / What the token allows
    #[schema(example = json!(["own.read", "cases.receive"]))]
    scopes: Vec<String>,
    /// 还在任、令牌也允许的职务 / The posts of it
    posts: Vec<MyPost>,
}

/// 一个职务 / A post
#[derive(Serialize, ToSchema)]
struct MyPost {
    /// 职务的代号 / Its word
    #[schema(example = "window_clerk")]
    post: String,
    /// 职务 / Its title
    title: String,
    /// 在哪个组织 / In which body
    body_id: String,
    /// 组织的名称 / Its name
    body: String,
    /// 区域 / Where
    area_id: String,
}

async fn me(Signed { ui, actor }: Signed) -> Answer {
    let scopes = actor.token.as_ref().map(|token| token.scopes.to_vec()).unwrap_or_default();
    let posts = actor.posts.iter().map(|held| MyPost {
        post: held.post.clone(),
        title: super::derived(&ui, ui.t(&post_title(&held.post)).into_owned()),
        body_id: held.body_id.to_string(),
        body: held.body_name.clone(),
        area_id: held.area_id.to_string(),
    });
    reply(&Me { name: actor.name.clone(), scopes, posts: posts.collect() })
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct From {
    /// 上一段的 next / The `next` of the part before
    after: Option<String>,
    /// 最多几条 / How many at most
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// 一条记录 / An entry
#[derive(Serialize, ToSchema)]
struct EntryOf {
    /// 编号 / Its id
    id: String,
    /// 时间 / When
    #[schema(format = DateTime)]
    noted_at: String,
    /// 谁 / Who
    actor: String,
    /// 代谁 / For whom
    on_behalf_of: Option<String>,
    /// 做了什么，代号 / What, as a word
    #[schema(example = "window.case_accepted")]
    act: String,
    /// 做了什么 / What, for people
    label: String,
    /// 对什么 / To what kind of thing
    subject_kind: String,
    /// 对哪一个 / To which
    subject_id: Option<String>,
    /// 依据 / The article
    cite: Option<String>,
}

async fn entries(
    State(app): State<App>,
    Extension(site): Extension<Arc<Site>>,
    Signed { ui, actor }: Signed,
    Asked(from): Asked<From>,
) -> Answer {
    let limit = limit(from.limit)?;
    let after = from.after.as_deref().map(mark).transpose()?;
    let found = app
        .db
        .read(move |tx| match after {
            None => journal::page(tx, &actor, tx.now(), limit + 1),
            Some(after) => journal::page_after(tx, &actor, after, limit + 1),
        })
        .await?;
    let next = |entry: &Noted| format!("{}.{}", entry.noted_at.as_millisecond(), entry.id);
    reply(&List::of(found, limit, next, |entry| entry_of(&site, &ui, entry)))
}

fn mark(after: &str) -> Result<(Timestamp, EntryId)> {
    let (at, id) = after.split_once('.').ok_or(Error::NotFound)?;
    let at = at.parse().ok().and_then(|at| Timestamp::from_millisecond(at).ok());
    Ok((at.ok_or(Error::NotFound)?, id.parse()?))
}

fn entry_of(site: &Site, ui: &Ui, entry: Noted) -> EntryOf {
    let label = crate::pages::journal::act_title(site, &entry.act);
    EntryOf {
        id: entry.id.to_string(),
        noted_at: entry.noted_at.to_string(),
        actor: entry.actor_name,
        on_behalf_of: entry.on_behalf_of,
        label: label.map_or_else(|| entry.act.clone(), |label| say(ui, label)),
        act: entry.act,
        subject_kind: entry.subject_kind,
        subject_id: entry.subject_id.map(|id| id.to_string()),
        cite: entry.cite,
    }
}
