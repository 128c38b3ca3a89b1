//! The papers of an application with their files: while it is filled in, once it is sent, and at
//! the desk.

pub(crate) mod desk;
pub(crate) mod draft;
pub(crate) mod own;

use std::future::Future;

use platform::Error;
use platform::files::{Allowed, Kept};
use web::components::{Tag, Upload};
use web::files::Sent;
use web::{Errors, Routes, Ui};

use super::guides::note;
use crate::actions::papers::{Attached, OTHER};
use crate::item::Item;
use crate::model::{CaseMaterial, File, MaterialState};

/// The addresses of this folder.
pub(crate) fn routes() -> Routes {
    Routes::new().and(draft::routes()).and(own::routes()).and(desk::routes())
}

/// One paper and its files.
pub(crate) struct Block {
    pub(crate) number: i64,
    pub(crate) name: String,
    pub(crate) note: String,
    pub(crate) state: Option<Tag>,
    /// Whether it is at hand, where that is asked.
    pub(crate) at_hand: Option<bool>,
    /// What is here and stays.
    pub(crate) files: Vec<FileLine>,
    /// How to add more.
    pub(crate) upload: Option<Upload>,
}

/// A file in a list.
pub(crate) struct FileLine {
    pub(crate) href: String,
    pub(crate) name: String,
    /// How large, from whom, when, and what was said with it.
    pub(crate) said: String,
    /// What the window found wrong with it.
    pub(crate) flaw: String,
    /// A later file stands for it.
    pub(crate) earlier: bool,
}

/// A file that was not taken: of which paper, its name, why.
pub(crate) type NotTaken = (i64, String, String);

/// What came of a form with files.
#[derive(Default)]
pub(crate) struct Taken {
    pub(crate) errors: Errors,
    pub(crate) not_taken: Vec<NotTaken>,
    pub(crate) count: usize,
}

/// The field of a paper's files.
pub(crate) fn field(number: i64) -> String {
    if number == OTHER { "file-other".to_owned() } else { format!("file-{number}") }
}

/// The papers of an item that people hand in: number, name, and what matters about them.
fn papers_of<'a>(ui: &'a Ui, item: &'a Item) -> impl Iterator<Item = (i64, String, String)> + 'a {
    item.papers().map(|(number, paper)| {
        let number = i64::try_from(number).unwrap_or(OTHER);
        (number, paper.name.clone(), note(ui, paper))
    })
}

/// Whatever else belongs to the application.
fn other(ui: &Ui) -> (i64, String, String) {
    let hint = ui.t("清单里没有、窗口另外要的，或者您觉得有用的");
    (OTHER, ui.t("其他材料").into_owned(), hint.into_owned())
}

/// Where to choose files for a paper, with those that were not taken.
fn upload(ui: &Ui, number: i64, not_taken: &[NotTaken]) -> Upload {
    let upload = Upload::new(ui, field(number), ui.t("拍照，或选照片、PDF")).several();
    let mine = not_taken.iter().filter(|(of, ..)| *of == number);
    mine.fold(upload, |upload, (_, name, sentence)| upload.failed(name, sentence))
}

/// The lines of the files of one paper, the latest first: it is the one to look at.
fn lines(
    ui: &Ui,
    files: &[Attached],
    number: i64,
    href: impl Fn(&Attached) -> String,
) -> Vec<FileLine> {
    let of_paper: Vec<&Attached> = files.iter().filter(|file| file.number == number).collect();
    let flawed_at = of_paper.iter().rposition(|file| file.flaw.is_some());
    let newer = |at: usize| flawed_at.is_some_and(|flawed| at <= flawed);
    let sound_after = flawed_at.is_some_and(|at| at + 1 < of_paper.len());
    let mut lines: Vec<FileLine> = of_paper
        .iter()
        .enumerate()
        .map(|(at, file)| FileLine {
            href: href(file),
            name: file.used.name.clone(),
            said: said(ui, file),
            flaw: file.flaw.as_ref().map(|flaw| flaw.words.clone()).unwrap_or_default(),
            earlier: newer(at) && sound_after,
        })
        .collect();
    lines.reverse();
    lines
}

fn said(ui: &Ui, file: &Attached) -> String {
    let size = ui.bytes(u64::try_from(file.used.bytes).unwrap_or(0));
    let from = if file.by_applicant { ui.t("申请人交") } else { ui.t("窗口添加") };
    let mut said = format!("{size} · {} · {from}", ui.moment(file.used.made_at));
    if !file.used.note.is_empty() {
        said.push_str(" · ");
        said.push_str(&file.used.note);
    }
    said
}

/// The papers of a case with their files, and how to add more where the reader may.
fn blocks_of_case(
    ui: &Ui,
    (file, files): (&File, &[Attached]),
    href: impl Fn(&Attached) -> String,
    add: Option<impl Fn(i64) -> Upload>,
) -> Vec<Block> {
    let block = |(number, name, note)| {
        let paper = file.materials.iter().find(|paper| paper.number == number);
        Block {
            number,
            name,
            note,
            state: paper.map(|paper| state_tag(ui, paper)),
            at_hand: None,
            files: lines(ui, files, number, &href),
            upload: add.as_ref().map(|add| add(number)),
        }
    };
    let all = papers_of(ui, &file.item).chain([other(ui)]).map(block);
    all.filter(|block| add.is_some() || !block.files.is_empty()).collect()
}

/// Where a paper stands, in a word.
pub(crate) fn state_tag(ui: &Ui, paper: &CaseMaterial) -> Tag {
    let word = ui.say(paper.state.label());
    match paper.state {
        MaterialState::Missing | MaterialState::Flawed => Tag::warn(word),
        MaterialState::Verified => Tag::ok(word),
        MaterialState::HandedIn => Tag::go(word),
        MaterialState::Shared | MaterialState::NotNeeded => Tag::plain(word),
    }
}

/// [`take`] for all papers of a case and whatever else belongs to it; somebody who chose no file is
/// told so.
async fn take_some<F, Done>(
    at: (&platform::App, &Ui),
    sent: &mut Sent,
    (item, allowed): (&Item, Allowed),
    act: F,
) -> platform::Result<Taken>
where
    F: Fn(i64, Vec<Kept>) -> Done,
    Done: Future<Output = platform::Result<()>>,
{
    let ui = at.1;
    let numbers: Vec<i64> =
        papers_of(ui, item).chain([other(ui)]).map(|(number, ..)| number).collect();
    let first = numbers.first().copied().unwrap_or(OTHER);
    let mut taken = take(at, sent, (numbers, allowed), act).await?;
    if taken.count == 0 && taken.errors.is_empty() {
        taken.errors.add(field(first), ui.t("还没有选文件，请拍照或选一个"));
    }
    Ok(taken)
}

/// Looks at the files of each paper and gives those that will do to the act. What is wrong with
/// one spoils none of the others.
async fn take<F, Done>(
    (app, ui): (&platform::App, &Ui),
    sent: &mut Sent,
    (numbers, allowed): (Vec<i64>, Allowed),
    act: F,
) -> platform::Result<Taken>
where
    F: Fn(i64, Vec<Kept>) -> Done,
    Done: Future<Output = platform::Result<()>>,
{
    let mut taken = Taken::default();
    for number in numbers {
        let field = field(number);
        if !sent.has(&field) {
            continue;
        }
        let (kept, failed) = sent.keep(app, &field, allowed).await?;
        for (name, refusal) in failed {
            let sentence = ui.refusal(&refusal);
            taken.errors.add(field.clone(), ui.t2("{1}：{2}", &name, &sentence));
            taken.not_taken.push((number, name, sentence));
        }
        let many = kept.len();
        match if many == 0 { Ok(()) } else { act(number, kept).await } {
            Ok(()) => taken.count += many,
            Err(Error::Refused(refusal)) => {
                let sentence = ui.refusal(&refusal);
                taken.errors.add(field, sentence.clone());
                taken.not_taken.push((number, String::new(), sentence));
            }
            Err(other) => return Err(other),
        }
    }
    Ok(taken)
}
