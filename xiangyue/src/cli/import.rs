//! `xiangyue import divisions|roster|items FILE`

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};
use platform::{Actor, App, Error, Result, Uuid};
use registry::actions::{Choice, Progress, import_roster_with};
use registry::{Preview, Source};

use super::{block_on, say, say_again};
use crate::county;
use crate::settings::Given;

/// 导入 / Import
#[derive(Args, Debug)]
pub struct Import {
    /// 导入什么 / What
    #[arg(value_enum)]
    what: What,
    /// 文件 / File
    file: PathBuf,
    /// 只看不存 / Only look, save nothing
    #[arg(long)]
    dry_run: bool,
    /// 名册：第几张工作表（从 1 数）/ Roster: which sheet of the workbook, counted from 1
    #[arg(long)]
    sheet: Option<usize>,
    /// 名册：有错的行不管，只导入对的 / Roster: save the good rows although others are bad
    #[arg(long)]
    good_only: bool,
    /// 名册：已登记的人内容不同的，也更正 / Roster: correct persons who are there already
    #[arg(long)]
    with_changes: bool,
    #[command(flatten)]
    given: Given,
}

#[derive(ValueEnum, Debug, Clone, Copy)]
enum What {
    /// 区划名单（XLSX、CSV）/ A list of divisions
    Divisions,
    /// 居民名册（XLSX、CSV）/ A roster of residents
    Roster,
    /// 事项（TOML）/ Service items
    Items,
}

impl Import {
    pub fn run(self) -> Result<()> {
        let chosen = self.given.choose()?;
        // A long list would keep a server's acts waiting until they gave up: while one runs, lists
        // come in by the browser, in the server's own line.
        let (app, _hold) = if self.dry_run {
            (county::open(&chosen)?, None)
        } else {
            let (app, hold) = county::open_alone(&chosen)?;
            (app, Some(hold))
        };
        let actor = app.db.read_now(|tx| {
            let county = registry::county(tx)?.map(|county| county.id);
            Ok(Actor::operator(county.unwrap_or(platform::AreaId(Uuid::nil()))))
        })?;
        match self.what {
            What::Divisions => divisions(&app, &actor, &self.file, self.dry_run),
            What::Roster => {
                let choice = Choice {
                    sheet: self.sheet.map(|number| number.saturating_sub(1)),
                    good_only: self.good_only,
                    with_changes: self.with_changes,
                    dry_run: self.dry_run,
                };
                roster(&app, &actor, &self.file, choice)
            }
            What::Items => items(&app, &actor, &self.file, self.dry_run),
        }
    }
}

fn divisions(app: &App, actor: &Actor, file: &Path, dry_run: bool) -> Result<()> {
    let list = platform::table::to_commas(&list(file)?)?;
    let preview = if dry_run {
        block_on(registry::actions::preview_divisions(app, actor, &list))?
    } else {
        block_on(registry::actions::import_divisions(app, actor, &list))?
    };
    report(&preview, dry_run, "区划", "areas")
}

/// A list in a file that can be read.
fn list(file: &Path) -> Result<Source> {
    std::fs::File::open(file)
        .map(|_| Source::file(file))
        .map_err(|error| Error::fault(format!("{}: {error}", file.display())))
}

fn roster(app: &App, actor: &Actor, file: &Path, choice: Choice) -> Result<()> {
    let source = list(file)?;
    let (dry_run, good_only) = (choice.dry_run, choice.good_only);
    let watch = Arc::new(|far: Progress| {
        let what = if far.saving { "保存 / saving" } else { "检查 / checking" };
        let share = far.thousandths / 10;
        say_again(&format!("{what}：{} 行 / rows, {share}%", far.rows));
        Ok(true)
    });
    let done = block_on(import_roster_with(app, actor, &source, choice, watch));
    say_again("");
    let preview = done?;
    say_problems(&preview);
    if !preview.is_clean() && !good_only {
        return Err(nothing_imported());
    }
    let (new, unchanged, changed) = (preview.new, preview.unchanged, preview.changed);
    say(&format!(
        "居民 / residents: 新增 new {new}，更正 changed {changed}，不变 unchanged {unchanged}"
    ));
    if dry_run {
        say("只看不存 / nothing was saved");
    }
    Ok(())
}

fn items(app: &App, actor: &Actor, file: &Path, dry_run: bool) -> Result<()> {
    let list = window::parse(&read(file)?)?;
    let done = block_on(window::import(app, actor, list, dry_run))?;
    say(&format!(
        "事项 / items: 新增 new {}，新版本 changed {}，不变 unchanged {}",
        done.new, done.changed, done.unchanged
    ));
    say("都是草稿，县里审核发布后群众才看得到 / All are drafts until the county publishes them");
    if dry_run {
        say("只看不存 / nothing was saved");
    }
    Ok(())
}

fn say_problems(preview: &Preview) {
    for problem in &preview.problems {
        say(&format!("第 {} 行 / row {}：{}", problem.row, problem.row, problem.refusal.zh()));
    }
    if preview.problems_more > 0 {
        say(&format!("还有 {} 行有问题 / more bad rows", preview.problems_more));
    }
}

fn nothing_imported() -> Error {
    Error::fault("文件里有不对的行，什么都没有导入，请改好再来 / nothing was imported")
}

fn report(preview: &Preview, dry_run: bool, zh: &str, en: &str) -> Result<()> {
    say_problems(preview);
    if !preview.is_clean() {
        return Err(nothing_imported());
    }
    say(&format!(
        "{zh} / {en}: 新增 new {}，补记编码 coded {}，不变 unchanged {}",
        preview.new, preview.coded, preview.unchanged
    ));
    if dry_run {
        say("只看不存 / nothing was saved");
    }
    Ok(())
}

fn read(file: &Path) -> Result<String> {
    let bytes = std::fs::read(file)
        .map_err(|error| Error::fault(format!("{}: {error}", file.display())))?;
    String::from_utf8(bytes).map_err(|_| {
        Error::fault("文件不是 UTF-8 编码，请另存为 UTF-8 再导入 / the file is not UTF-8")
    })
}
