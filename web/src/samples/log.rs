//! The public log with made-up leaves and witnesses.

use platform::Result;
use platform::id::Uuid;
use platform::log::Leaf;
use platform::log::witnesses::{Witness, WitnessId};

use super::this_morning;
use crate::components::{LogProof, Seen};
use crate::form::{Errors, Form};
use crate::module::Sample;
use crate::pages::log::{CheckPage, LeafPage, Line, LogPage, SignedHead, Watching, WitnessesPage};
use crate::ui::Ui;

const KEY: &str =
    "library.example.cn/witness+5a1b2c3d+BEfVMwsDmzTBoYzPXqo2fMMhUqVnvZF6bnTSlvFqSmQ=";
const ROOT: &str = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";

pub(super) fn samples(ui: &Ui) -> Result<Vec<Sample>> {
    let watched = LogPage {
        ui: ui.clone(),
        origin: "yunhe.example.cn/log".into(),
        signed: Some(SignedHead { size: 1_284, root: ROOT.into(), signed_at: this_morning(9, 31) }),
        witnesses: vec![
            watching("石桥镇人民政府", true, Some((1_284, this_morning(9, 31)))),
            watching("云川县图书馆", false, Some((1_260, this_morning(8, 2)))),
            watching("云禾晚报", false, None),
        ],
        keys: vec![("yunhe.example.cn/log+0a1b2c3d+AQ==".into(), this_morning(8, 0))],
        leaves: vec![line(1_283), line(1_282)],
        address: "https://yunhe.example.cn".into(),
    };
    let unwatched = LogPage { witnesses: Vec::new(), ..watched_by_nobody(ui) };
    let under = LogPage {
        witnesses: vec![watching("石桥镇人民政府", true, None)],
        ..watched_by_nobody(ui)
    };
    let seen = |by| Seen {
        size: 1_284,
        signed_at: this_morning(9, 31),
        by,
        watching: 3,
        steps: 11,
        address: format!("https://yunhe.example.cn/log/check#{}", "WFkB".repeat(300)),
    };
    let two = vec![
        ("石桥镇人民政府".into(), true, this_morning(9, 31)),
        ("云川县图书馆".into(), false, this_morning(9, 40)),
    ];
    let one = |seen| LeafPage {
        ui: ui.clone(),
        number: 1_283,
        leaf: leaf(1_283),
        content: leaf(1_283).content().unwrap_or_default(),
        proof: LogProof::new(ui, 1_283, seen),
    };
    let check = CheckPage {
        ui: ui.clone(),
        origin: "yunhe.example.cn/log".into(),
        keys: "yunhe.example.cn/log+0a1b2c3d+AQ==".into(),
        witnesses: vec![watching("云川县图书馆", false, None)],
    };
    let mut errors = Errors::new();
    errors.add("under_county", ui.t("请选一项"));
    let witnesses = WitnessesPage {
        ui: ui.clone(),
        witnesses: vec![witness(1, "云川县图书馆", false), witness(2, "石桥镇人民政府", true)],
        errors,
        typed: Form::of(&[("name", "云禾晚报")]),
    };
    Ok(vec![
        Sample::page("site/log.html", ui, &watched)?,
        Sample::page("site/log.html", ui, &unwatched)?,
        Sample::page("site/log.html", ui, &under)?,
        Sample::page("site/log_leaf.html", ui, &one(Some(seen(two))))?,
        Sample::page("site/log_leaf.html", ui, &one(Some(seen(Vec::new()))))?,
        Sample::page("site/log_leaf.html", ui, &one(None))?,
        Sample::page("site/log_check.html", ui, &check)?,
        Sample::page("site/log_witnesses.html", ui, &witnesses)?,
    ])
}

fn watched_by_nobody(ui: &Ui) -> LogPage {
    LogPage {
        ui: ui.clone(),
        origin: String::new(),
        signed: None,
        witnesses: Vec::new(),
        keys: Vec::new(),
        leaves: Vec::new(),
        address: "https://yunhe.example.cn".into(),
    }
}

fn watching(name: &str, under_county: bool, last: Option<(i64, jiff::Timestamp)>) -> Watching {
    Watching { name: name.into(), verifier_key: KEY.into(), under_county, last }
}

fn witness(number: u128, name: &str, ended: bool) -> Witness {
    Witness {
        id: WitnessId(Uuid::from_u128(number)),
        name: name.into(),
        verifier_key: KEY.into(),
        under_county: ended,
        added_at: this_morning(8, 0),
        ended_at: ended.then(|| this_morning(9, 0)),
        reason: ended.then(|| "机构合并".into()),
    }
}

fn line(number: u64) -> Line {
    Line { number, leaf: leaf(number) }
}

fn leaf(number: u64) -> Leaf {
    let (org, id) = (Uuid::from_u128(7), Uuid::from_u128(u128::from(number)));
    let at = this_morning(9, 30);
    Leaf::new("xiangyue/disclosure/v1", org, ("finance.ledger", id), [7; 32], at)
}
