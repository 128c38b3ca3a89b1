//! A county with all modules, and a probe that counts what stands in its tables.

use std::ops::Deref;

use platform::authorisation::PostHeld;
use platform::id::Uuid;
use platform::{Actor, AreaId, AreaPath, BodyId, Part, PersonId};
use registry::model::NewPerson;
use registry::{Area, Residence, Sex, actions};
use testing::TestApp;
use web::{Module, Routes};

/// Two townships with a village of the same name each.
pub const LIST: &str = "\
system,edition,level,code,parent_code,name
TEST,2026,county,990001,9900,清河县
TEST,2026,township,990001100,990001,石桥镇
TEST,2026,township,990001101,990001,柳林镇
TEST,2026,village,990001100001,990001100,柳湾村
TEST,2026,village,990001100002,990001100,新华村
TEST,2026,village,990001101001,990001101,新华村
TEST,2026,village,990001101002,990001101,东山村
";

platform::sql! {
    ROWS: "select (select count(*) from accounts) + (select count(*) from sign_in_links)
             + (select count(*) from journal)
             + (select count(*) from api_tokens) + (select count(*) from api_answers)
             + (select count(*) from webhooks) + (select count(*) from webhook_news) + (select count(*) from calendar_years)
             + (select count(*) from areas) + (select count(*) from area_codes)
             + (select count(*) from area_renames) + (select count(*) from area_changes)
             + (select count(*) from households) + (select count(*) from persons)
             + (select count(*) from imports) + (select count(*) from import_steps)
             + (select count(*) from import_mappings)
             + (select count(*) from life_events) + (select count(*) from life_changes)
             + (select count(*) from person_merges) + (select count(*) from kin) + (select count(*) from merged_persons)
             + (select count(*) from merge_moves) + (select count(*) from not_same_persons)
             + (select count(*) from bodies) + (select count(*) from posts_held)
             + (select count(*) from body_ends)
             + (select count(*) from items) + (select count(*) from item_versions)
             + (select count(*) from item_publications) + (select count(*) from item_words)
             + (select count(*) from consents) + (select count(*) from drafts)
             + (select count(*) from cases) + (select count(*) from case_events)
             + (select count(*) from case_materials) + (select count(*) from ratings)
             + (select count(*) from bank_cards) + (select count(*) from looks)
             + (select count(*) from person_requests) + (select count(*) from request_answers)
             + (select count(*) from messages) + (select count(*) from deliveries)
             + (select count(*) from delivery_attempts) + (select count(*) from visits)
             + (select count(*) from tellings) + (select count(*) from message_choices)
             + (select count(*) from mail_addresses)
             + (select count(*) from files) + (select count(*) from file_uses)
             + (select count(*) from case_file_flaws)
             + (select count(*) from log_leaves) + (select count(*) from log_hashes)
             + (select count(*) from log_heads) + (select count(*) from log_keys)
             + (select count(*) from log_checkpoints) + (select count(*) from log_cosignatures)
             + (select count(*) from log_witnesses) + (select count(*) from log_witness_ends)
             + (select count(*) from disclosure_items) + (select count(*) from disclosure_item_versions)
             + (select count(*) from disclosure_item_publications) + (select count(*) from heavy_traffic)
             + (select count(*) from disclosure_drafts) + (select count(*) from disclosure_events)
             + (select count(*) from ledger_imports) + (select count(*) from disclosures)
             + (select count(*) from ledger_lines) + (select count(*) from disclosure_rows)
             + (select count(*) from questions) + (select count(*) from question_events)
             + (select count(*) from findings) + (select count(*) from finding_steps)
             + (select count(*) from appraisals) + (select count(*) from appraised_people)
             + (select count(*) from appraisal_counts) + (select count(*) from appraisal_ends)
             + (select count(*) from work_plan_lines) + (select count(*) from work_plan_ends)
             + (select count(*) from work_meetings) + (select count(*) from purchases)
             + (select count(*) from purchase_observations)";
    FULL_DISK: "pragma max_page_count = 1" postgres "select cast(0 as bigint)";
    ROOM_ON_DISK: "pragma max_page_count = 1000000" postgres "select cast(0 as bigint)";
}

static PROBE: Part = Part {
    name: "probe",
    migrations: &[],
    statements: &[STATEMENTS],
    listeners: &[],
    jobs: &[],
    personal: platform::Personal::NONE,
    located: &[],
    logged: &[],
};

static PROBE_MODULE: Module = Module {
    part: &PROBE,
    english: "",
    routes: Routes::new,
    work: |_| Vec::new(),
    landing: |_| None,
    acts: &[],
    panels: |_, _, _| Ok(Vec::new()),
    samples: |_| Ok(Vec::new()),
};

static MODULES: [&Module; 4] =
    [&registry::MODULE, &sunshine::MODULE, &window::MODULE, &PROBE_MODULE];

/// A county with the areas of [`LIST`].
pub struct County {
    app: TestApp,
}

impl Deref for County {
    type Target = TestApp;

    fn deref(&self) -> &TestApp {
        &self.app
    }
}

impl County {
    /// With no row in any table.
    pub fn empty() -> Self {
        let modules = xiangyue::modules::MODULES;
        let all = modules
            .iter()
            .all(|module| MODULES.iter().any(|known| known.part.name == module.part.name));
        assert!(all, "a module of the program is missing in the tests of the whole");
        Self { app: TestApp::new(&MODULES, registry::REGISTRAR) }
    }

    /// With the areas of [`LIST`].
    pub async fn new() -> Self {
        let county = Self::empty();
        let done = actions::import_divisions(&county, &administrator(), LIST).await.unwrap();
        assert_eq!((done.new, done.problems.len()), (7, 0));
        county
    }

    /// All areas, the county first.
    pub async fn areas(&self) -> Vec<Area> {
        self.db.read(|tx| registry::areas_within(tx, &AreaPath::county(), 100)).await.unwrap()
    }

    /// How many rows stand in all tables, but for those that note who knocks at the door.
    pub async fn rows(&self) -> i64 {
        self.db.read(|tx| tx.value::<i64>(&ROWS, &[])).await.unwrap()
    }

    /// Lets the embedded database grow by not one page more, as on a full disk; or grow again.
    pub async fn disk(&self, full: bool) {
        let sql = if full { &FULL_DISK } else { &ROOM_ON_DISK };
        self.db.write(move |tx| tx.value::<i64>(sql, &[])).await.unwrap();
    }

    /// How many statements have run.
    pub fn statements_run(&self) -> u64 {
        self.db.surroundings().statements.run()
    }

    /// A person of the first village without any post.
    pub async fn villager(&self) -> PersonId {
        let village = AreaPath::county().child(1).child(1);
        let new = self.new_person(&village);
        actions::add_person(self, &holder("village_clerk", village), new).await.unwrap()
    }

    /// The facts of a person who may be added there.
    pub fn new_person(&self, village: &AreaPath) -> NewPerson {
        NewPerson {
            name: "周小禾".into(),
            sex: Sex::Female,
            born_on: Some(jiff::civil::date(1956, 3, 12)),
            identity_number: None,
            phone: Some("13900000001".into()),
            no_phone: false,
            household_number: Some("12".into()),
            area_path: village.clone(),
            residence: Residence::HukouHere,
            resident_since_on: None,
        }
    }
}

/// Somebody who may bring in the areas.
pub fn administrator() -> Actor {
    holder("administrator", AreaPath::county())
}

/// Somebody who holds a post at an area.
pub fn holder(post: &str, area_path: AreaPath) -> Actor {
    let held = PostHeld {
        post: post.into(),
        body_id: BodyId(Uuid::nil()),
        body_name: "测试".into(),
        area_id: AreaId(Uuid::nil()),
        area_path,
        limited_to: None,
    };
    let person_id = Some(PersonId(Uuid::from_u128(1)));
    Actor { person_id, posts: vec![held], name: "测试员".into(), ..Actor::program() }
}
