//! Papers and their files, with made-up content.

use platform::files::{FileUse, Kind, UseId};
use platform::id::Uuid;
use platform::{PersonId, Result};
use web::{Errors, Form, Sample, Ui};

use super::made_up::{self, Story};
use super::public::on_the_way;
use crate::actions::papers::{Attached, OTHER};
use crate::pages::papers::Taken;
use crate::pages::papers::desk::{DeskPapersPage, LookPage};
use crate::pages::papers::draft::PapersPage;
use crate::pages::papers::own::OwnPapersPage;
use crate::store::files::Flaw;

/// Files of a case: an earlier one that cannot be read, a better one, and what an office added.
pub(super) fn files() -> Vec<Attached> {
    let at = |hour| platform::clock::instant_of(made_up::TODAY.at(hour, 20, 0, 0));
    let used = |id, place: i64, name: &str, kind, hour| FileUse {
        id: UseId(Uuid::from_u128(id)),
        sha256: "0".repeat(64),
        kind,
        bytes: 1_887_437,
        place: place.to_string(),
        number: i64::try_from(id).unwrap_or_default(),
        name: name.into(),
        note: if id == 82 { "这是重新拍的".into() } else { String::new() },
        made_by_id: Some(PersonId(Uuid::from_u128(12))),
        made_by: "王小芳".into(),
        made_at: at(hour),
    };
    let file = |used: FileUse, by_applicant| {
        let number = used.place.parse().unwrap_or(OTHER);
        Attached { used, number, flaw: None, by_applicant }
    };
    let flaw = Flaw {
        use_id: UseId(Uuid::from_u128(81)),
        words: "卡号看不清，请重新拍".into(),
        noted_by: "李小兰".into(),
        noted_at: at(9),
    };
    let first = file(used(81, 1, "IMG_0312.jpg", Kind::Jpeg, 8), true);
    vec![
        Attached { flaw: Some(flaw), ..first },
        file(used(82, 1, "社保卡.jpg", Kind::Jpeg, 10), true),
        file(used(83, OTHER, "入户核实表.docx", Kind::Docx, 11), false),
    ]
}

fn not_taken(ui: &Ui) -> Taken {
    let sentence = ui
        .t("这是 HEIC 照片，别的电脑打不开。请在手机“相机”设置里选“兼容性最佳”再拍，或截图后再传");
    let mut errors = Errors::new();
    errors.add("file-1", ui.t2("{1}：{2}", "IMG_0313.heic", &sentence));
    let not_taken = vec![(1, "IMG_0313.heic".to_owned(), sentence.into_owned())];
    Taken { errors, not_taken, count: 0 }
}

/// Every page of papers.
pub(super) fn samples(ui: &Ui) -> Result<Vec<Sample>> {
    let draft = |taken: Taken| -> Result<Sample> {
        let Taken { errors, not_taken, .. } = taken;
        let (ui, journey) = (ui.clone(), on_the_way()?);
        let page = PapersPage { ui: ui.clone(), journey, errors, not_taken, checking: false };
        Sample::page("window/papers.html", &ui, &page)
    };
    let own = |story, taken, done| -> Result<Sample> {
        let (file, files) = (made_up::file(story)?, files());
        let (ui, typed) = (ui.clone(), Form::default());
        let page = OwnPapersPage { ui: ui.clone(), file, files, taken, typed, done };
        Sample::page("window/own_papers.html", &ui, &page)
    };
    let desk = |may_add, done| -> Result<Sample> {
        let (file, files) = (made_up::file(Story::Noticed)?, files());
        let (ui, taken) = (ui.clone(), Taken::default());
        let page = DeskPapersPage { ui: ui.clone(), file, files, may_add, taken, done };
        Sample::page("window/staff/files.html", &ui, &page)
    };
    let look = |at: usize| -> Result<Option<Sample>> {
        let Some(one) = files().into_iter().nth(at) else { return Ok(None) };
        let page = LookPage {
            ui: ui.clone(),
            file: made_up::file(Story::Noticed)?,
            one,
            before: (at > 0).then(|| "/cases/3/files/81".into()),
            after: Some("/cases/3/files/83".into()),
            may_note: at == 1,
            errors: Errors::new(),
            refused: "",
            typed: Form::default(),
        };
        Sample::page("window/staff/file.html", ui, &page).map(Some)
    };
    let mut samples = vec![
        draft(Taken::default())?,
        draft(not_taken(ui))?,
        own(Story::Noticed, Taken::default(), 0)?,
        own(Story::Noticed, not_taken(ui), 1)?,
        own(Story::Delivered, Taken::default(), 0)?,
        desk(true, 2)?,
        desk(false, 0)?,
    ];
    for at in 0..3 {
        samples.extend(look(at)?);
    }
    Ok(samples)
}
