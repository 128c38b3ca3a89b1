//! `xiangyue import divisions|roster|items FILE`

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use platform::{Actor, App, Error, Result, Uuid};
use registry::{Preview, Source};

use super::{block_on, say};
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
    #[command(flatten)]
    given: Given,
}

#[derive(ValueEnum, Debug, Clone, Copy)]
enum What {
    /// 区划名单（CSV）/ A list of divisions
    Divisions,
    /// 居民名册（CSV）/ A roster of residents
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
            What::Roster => roster(&app, &actor, &self.file, self.dry_run),
            What::Items => items(&app, &actor, &self.file, self.dry_run),
        }
    }
}

fn divisions(app: &App, actor: &Actor, file: &Path, dry_run: bool) -> Result<()> {
    let list = read(file)?;
    let preview = if dry_run {
        block_on(registry::actions::preview_divisions(app, actor, &list))?
    } else {
        block_on(registry::actions::import_divisions(app, actor, &list))?
    };
    report(&preview, dry_run, "区划", "areas")
}

fn roster(app: &App, actor: &Actor, file: &Path, dry_run: bool) -> Result<()> {
    let source = Source::file(file);
    let preview = if dry_run {
        block_on(registry::actions::preview_roster(app, actor, &source))?
    } else {
        block_on(registry::actions::import_roster(app, actor, &source))?
    };
    report(&preview, dry_run, "居民", "residents")
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

fn report(preview: &Preview, dry_run: bool, zh: &str, en: &str) -> Result<()> {
    for problem in &preview.problems {
        say(&format!("第 {} 行 / row {}：{}", problem.row, problem.row, problem.refusal.zh()));
    }
    if preview.problems_more > 0 {
        say(&format!("还有 {} 行有问题 / more bad rows", preview.problems_more));
    }
    if !preview.is_clean() {
        let sentence = "文件里有不对的行，什么都没有导入，请改好再来 / nothing was imported";
        return Err(Error::fault(sentence));
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
