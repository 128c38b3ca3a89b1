//! The catalogue of items, for those who draft and those who publish.

pub(crate) mod edit;
pub(crate) mod fields;
pub(crate) mod import;
pub(crate) mod one;
pub(crate) mod read;
mod read_rows;
pub(crate) mod write;

use std::collections::HashSet;

use askama::Template;
use axum::extract::{Query, State};
use jiff::civil::Date;
use platform::App;
use serde::Deserialize;
use web::components::{Banner, Filters, Tag, TakeAway};
use web::{Access, Answer, Routes, Sheet, Signed, Ui, page};

use super::{guides, taking, wording};
use crate::actions::{items, reading};
use crate::item::{Confidence, Item};
use crate::model::Version;
use crate::powers::{EDIT_ITEMS, ITEMS};

/// The addresses of the catalogue.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/items", Access::WithAny(ITEMS), list)
        .post("/items/list", Access::WithAny(ITEMS), taking::catalogue)
        .and(import::routes())
        .and(edit::routes())
        .and(one::routes())
}

/// Where a version stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Nobody has published it.
    Draft,
    /// In force from a day on, which may be still to come.
    Published(Date),
    /// Withdrawn from a day on, which may be still to come.
    Withdrawn(Date),
}

impl Standing {
    /// What is stored, as one of three.
    pub(crate) const fn of(version: &Version) -> Self {
        match (version.effective_on, version.withdrawn_on) {
            (None, _) => Self::Draft,
            (Some(_), Some(day)) => Self::Withdrawn(day),
            (Some(day), None) => Self::Published(day),
        }
    }

    /// The word in lists.
    pub(crate) fn words(self, ui: &Ui) -> String {
        match self {
            Self::Draft => ui.t("草稿").into_owned(),
            Self::Published(from) => ui.t1("已发布，{1} 起施行", ui.date(from)),
            Self::Withdrawn(from) if from > ui.today() => ui.t1("{1} 起取消", ui.date(from)),
            Self::Withdrawn(_) => ui.t("已取消").into_owned(),
        }
    }

    /// The same, coloured.
    pub(crate) fn tag(self, ui: &Ui) -> Tag {
        let (today, words) = (ui.today(), self.words(ui));
        match self {
            Self::Draft => Tag::warn(words),
            Self::Published(from) if from > today => Tag::go(words),
            Self::Published(_) => Tag::ok(words),
            Self::Withdrawn(from) if from > today => Tag::late(words),
            Self::Withdrawn(_) => Tag::plain(words),
        }
    }
}

/// Whether the text of a version is still to be compared with the law it names.
pub(crate) fn to_be_checked(version: &Version) -> bool {
    version.published_by.is_none() && version.content.0.confidence != Confidence::Verified
}

/// How sure the text is. A version cannot be published before it was checked.
pub(crate) fn confidence(ui: &Ui, version: &Version) -> Tag {
    let confidence = version.content.0.confidence;
    match confidence {
        Confidence::Verified => Tag::ok(ui.say(confidence.label())),
        _ if version.published_by.is_some() => Tag::plain(ui.t("发布前核对过")),
        Confidence::Common => Tag::warn(ui.say(confidence.label())),
        Confidence::Plausible => Tag::late(ui.say(confidence.label())),
    }
}

/// Which items are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    All,
    Drafts,
    Published,
    Unchecked,
}

impl Shown {
    const ALL: [Self; 4] = [Self::All, Self::Drafts, Self::Published, Self::Unchecked];

    const fn key(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Drafts => "drafts",
            Self::Published => "published",
            Self::Unchecked => "unchecked",
        }
    }

    const fn label(self) -> platform::Text {
        match self {
            Self::All => platform::text("全部"),
            Self::Drafts => platform::text("草稿"),
            Self::Published => platform::text("已发布"),
            Self::Unchecked => platform::text("须核对"),
        }
    }

    fn has(self, version: &Version) -> bool {
        match self {
            Self::All => true,
            Self::Drafts => Standing::of(version) == Standing::Draft,
            Self::Published => matches!(Standing::of(version), Standing::Published(_)),
            Self::Unchecked => to_be_checked(version),
        }
    }
}

/// The list.
#[derive(Template)]
#[template(path = "window/items/list.html")]
pub(crate) struct ListPage {
    pub(crate) ui: Ui,
    pub(crate) shown: Shown,
    /// The newest version of each item.
    pub(crate) versions: Vec<Version>,
    /// The codes of the items that people can read a guide of today.
    pub(crate) in_force: HashSet<String>,
    pub(crate) may_edit: bool,
    /// How many drafts an import has just made.
    pub(crate) imported: Option<usize>,
}

impl ListPage {
    /// All items, to be taken away.
    pub(super) fn all(ui: &Ui, versions: Vec<Version>) -> Self {
        let in_force = HashSet::new();
        Self {
            ui: ui.clone(),
            shown: Shown::All,
            versions,
            in_force,
            may_edit: false,
            imported: None,
        }
    }

    /// The same list as a sheet.
    pub(super) fn sheet(&self) -> Sheet {
        let ui = &self.ui;
        let heads = [
            ui.t("序号"),
            ui.t("编码"),
            ui.t("事项"),
            ui.t("部门"),
            ui.t("类型"),
            ui.t("承诺时限"),
            ui.t("法定时限"),
            ui.t("版本"),
            ui.t("情况"),
            ui.t("可靠程度"),
        ];
        let mut sheet = Sheet::new(ui.t("事项目录"), heads);
        for version in self.listed() {
            let item = self.item(version);
            sheet.row(vec![
                item.number.to_string(),
                item.code.clone(),
                item.name.clone(),
                self.department(version),
                ui.say(item.kind.label()).into_owned(),
                self.promise(version),
                self.lawful(version),
                version.number.to_string(),
                Standing::of(version).words(ui),
                ui.say(item.confidence.label()).into_owned(),
            ]);
        }
        sheet
    }

    fn take_away(&self) -> TakeAway {
        TakeAway::new(&self.ui, "/items/list")
    }

    fn news(&self) -> Option<Banner> {
        let ui = &self.ui;
        self.imported.map(|count| {
            Banner::good(ui, ui.t1("导入好了，起草了 {1} 个版本", count))
                .line(ui.t("核对、发布以后群众才看得到"))
        })
    }

    fn filters(&self) -> Filters {
        let ui = &self.ui;
        Shown::ALL.into_iter().fold(Filters::new(ui), |filters, one| {
            let count = self.versions.iter().filter(|version| one.has(version)).count();
            let href = match one.key() {
                "" => "/items".to_owned(),
                key => format!("/items?show={key}"),
            };
            filters.counted(ui.say(one.label()), count as u64, href, one == self.shown)
        })
    }

    fn listed(&self) -> Vec<&Version> {
        self.versions.iter().filter(|version| self.shown.has(version)).collect()
    }

    fn item<'a>(&self, version: &'a Version) -> &'a Item {
        &version.content.0
    }

    fn department(&self, version: &Version) -> String {
        guides::department(&self.ui, &version.content.0.department)
    }

    fn promise(&self, version: &Version) -> String {
        wording::promise(&self.ui, &version.content.0)
    }

    fn lawful(&self, version: &Version) -> String {
        let limit = version.content.0.limits().lawful();
        limit.map_or_else(
            || self.ui.t("法律没有写天数").into_owned(),
            |limit| wording::limit(&self.ui, limit),
        )
    }

    fn state(&self, version: &Version) -> Tag {
        Standing::of(version).tag(&self.ui)
    }

    /// People read an older version while the newest is still a draft.
    fn older_in_force(&self, version: &Version) -> bool {
        version.published_by.is_none() && self.in_force.contains(&version.content.0.code)
    }

    fn confidence(&self, version: &Version) -> Tag {
        confidence(&self.ui, version)
    }
}

/// What the address says.
#[derive(Deserialize, Default)]
struct Asked {
    #[serde(default)]
    show: String,
    imported: Option<usize>,
}

async fn list(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Query(asked): Query<Asked>,
) -> Answer {
    let may_edit = actor.holds(EDIT_ITEMS);
    let (versions, guides) =
        app.db.read(move |tx| Ok((items::newest(tx, &actor)?, reading::guides(tx)?))).await?;
    let shown = Shown::ALL.into_iter().find(|one| one.key() == asked.show).unwrap_or(Shown::All);
    let in_force = guides.into_iter().map(|guide| guide.content.0.code.clone()).collect();
    let list = ListPage { ui, shown, versions, in_force, may_edit, imported: asked.imported };
    page(&list.ui, &list)
}
