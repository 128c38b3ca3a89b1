//! The registry: areas, households, persons, bodies, and the posts that people hold in them.
//!
//! Modules above read through the functions named here. What is written goes through [`actions`],
//! or through [`people::add_many`], [`bodies::found`] and [`bodies::record_appointment`] when a
//! sample county is made.

pub mod actions;
pub mod areas;
pub mod bodies;
pub mod life;
pub mod merging;
pub mod model;
pub mod people;
pub mod protection;
pub mod watch;

mod api;
mod divisions;
mod duplicates;
mod kinship;
mod pages;
mod past;
mod places;
mod refusals;
mod roster;
mod samples;
mod staging;
mod store;
mod table;

#[cfg(test)]
mod tests;

use platform::{Part, text};

pub use areas::{area, area_at, areas_below, areas_within, county, full_name, way_to};
pub use bodies::{
    REGISTRAR, bodies_at, body, body_of_kind, department, holder_of, holders, holders_at,
};
pub use model::spelling::spells;
pub use model::{
    AREAS_CHANGE, AREAS_IMPORT, Area, Body, BodyKind, Department, Holder, Household, HouseholdId,
    IdentityNumber, PEOPLE_EDIT, PEOPLE_IMPORT, PEOPLE_READ, POSTS_APPOINT, Person, PostHeldId,
    Residence, Sex,
};
pub use people::{find_people, identity_number_masked, person, person_for};
pub use places::{PlaceFound, find_places};
pub use platform::table::Source;
pub use roster::{Counts, Field, Layout, Mapping};
pub use table::{Preview, Problem};

/// The tables and statements.
pub static PART: Part = Part {
    name: "registry",
    migrations: platform::migrations!(
        "0001_registry",
        "0002_imports",
        "0003_life",
        "0004_privacy",
        "0005_merges",
        "0006_search",
        "0007_renames",
        "0008_kin",
        "0009_area_changes",
        "0010_bodies"
    ),
    statements: &[
        store::areas::STATEMENTS,
        store::area_changes::STATEMENTS,
        store::carrying::STATEMENTS,
        store::places::STATEMENTS,
        store::life::STATEMENTS,
        store::merges::STATEMENTS,
        store::bodies::STATEMENTS,
        store::cards::STATEMENTS,
        store::imports::STATEMENTS,
        store::kin::STATEMENTS,
        store::looks::STATEMENTS,
        store::many::STATEMENTS,
        store::persons::STATEMENTS,
        store::posts::STATEMENTS,
        store::requests::STATEMENTS,
    ],
    listeners: &[],
    jobs: &[],
    personal: protection::PERSONAL,
    located: store::places::LOCATED,
    logged: &[],
};

/// The module, for the server.
pub static MODULE: web::Module = web::Module {
    part: &PART,
    english: include_str!("../locales/en.toml"),
    routes: || pages::routes().and(api::routes()),
    work: pages::work,
    landing: |_| None,
    acts: &[
        ("registry.divisions_imported", text("导入了区划表")),
        ("registry.roster_imported", text("导入了人口名册")),
        ("registry.list_brought", text("上传了一份名册")),
        ("registry.list_columns", text("核对了名册的各列")),
        ("registry.list_confirmed", text("决定导入名册")),
        ("registry.list_ended", text("决定不导入名册")),
        ("registry.person_added", text("登记了一个人")),
        ("registry.person_corrected", text("更正了登记")),
        ("registry.body_founded", text("登记了一个组织")),
        ("registry.body_corrected", text("更正了一个组织")),
        ("registry.body_ended", text("登记了组织撤销")),
        ("registry.appointed", text("登记了任职")),
        ("registry.post_ended", text("登记了离任")),
        ("registry.bank_card_noted", text("登记了银行卡")),
        ("registry.number_disclosed", text("看了完整号码")),
        ("registry.looks_printed", text("打印了谁看过资料")),
        ("registry.request_made", text("提出了更正或删除请求")),
        ("registry.request_answered", text("答复了更正或删除请求")),
        ("registry.person_born", text("登记了出生")),
        ("registry.person_died", text("登记了去世")),
        ("registry.person_moved_in", text("登记了迁入")),
        ("registry.person_moved_out", text("登记了迁出")),
        ("registry.person_moved", text("登记了搬家、换户")),
        ("registry.persons_married", text("登记了结婚")),
        ("registry.persons_divorced", text("登记了离婚")),
        ("registry.household_split", text("登记了分户")),
        ("registry.households_joined", text("登记了并户")),
        ("registry.head_changed", text("变更了户主")),
        ("registry.relations_noted", text("登记了与户主关系")),
        ("registry.merge_proposed", text("提出合并两个登记")),
        ("registry.merge_declined", text("没有同意合并")),
        ("registry.persons_merged", text("合并了两个登记")),
        ("registry.merge_undone", text("撤销了合并")),
        ("registry.not_the_same", text("记下两个登记不是同一个人")),
        ("registry.area_renamed", text("登记了区域改名")),
        ("registry.area_moved", text("登记了区域划转")),
        ("registry.area_left", text("有区域划出去了")),
        ("registry.area_merged", text("登记了区域并入")),
        ("registry.people_carried_over", text("人随区划调整归到别处")),
        ("registry.area_founded", text("登记了新设的区域")),
        ("registry.body_renamed", text("组织随区域改名")),
        ("registry.kin_noted", text("登记了近亲属")),
        ("registry.kin_ended", text("撤销了近亲属登记")),
        ("registry.event_taken_back", text("撤销了一项登记")),
    ],
    panels: |_, _, _| Ok(Vec::new()),
    samples: samples::samples,
};
