//! One disclosure on its way: what it says, what the checks found, which step is next.

use askama::Template;
use axum::extract::{Path, Query, State};
use jiff::civil::Date;
use law::sunshine::{Finding, Step};
use platform::files::FileUse;
use platform::{Actor, App, Power, Result, Tx};
use serde::Deserialize;
use web::components::{
    Banner, Crumbs, DateField, ErrorSummary, Facts, Field, Mark, Tag, Ticks, Timeline, Upload,
};
use web::{Access, Answer, Errors, Form, Routes, Signed, Ui, page};

use super::shown::Shown;
use super::wording::{self, Found};
use crate::actions::reading::{self, ATTACHMENT, BOARD, File, TAKEN_DOWN};
use crate::actions::steps::display_until;
use crate::item::Shape;
use crate::model::DisclosureId;
use crate::powers::{DESK, DRAFT, GIVE_BACK, PUBLISH, SETTLE, SIGN};

pub(super) fn routes() -> Routes {
    Routes::new().get("/desk/sunshine/{id}", Access::WithAny(DESK), show)
}

/// The page of a disclosure on its way.
#[derive(Template)]
#[template(path = "sunshine/draft.html")]
pub(crate) struct DraftPage {
    pub(crate) ui: Ui,
    pub(crate) file: File,
    pub(crate) village: String,
    pub(crate) findings: Vec<Finding>,
    /// Names of the committee's and of the Party branch's members, for the joint meeting.
    pub(crate) committee: Vec<String>,
    pub(crate) party: Vec<String>,
    /// What the reader may do now.
    pub(crate) may: Vec<Step>,
    pub(crate) may_change: bool,
    /// The one that it sets right, if it does.
    pub(crate) corrects: Option<String>,
    /// What was just done.
    pub(crate) done: String,
    /// Which form came back with errors.
    pub(crate) at: &'static str,
    pub(crate) typed: Form,
    pub(crate) errors: Errors,
}

/// What the address says.
#[derive(Deserialize, Default)]
pub(crate) struct Asked {
    #[serde(default)]
    done: String,
}

impl DraftPage {
    fn id(&self) -> String {
        self.file.draft.id.to_string()
    }

    fn title(&self) -> &str {
        &self.file.draft.content.0.title
    }

    fn crumbs(&self) -> Crumbs {
        let ui = &self.ui;
        Crumbs::new(ui).to(ui.t("村务公开"), "/desk/sunshine").here(self.title())
    }

    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn stage(&self) -> Tag {
        wording::stage(&self.ui, self.file.progress.stage)
    }

    fn shown(&self) -> Shown {
        Shown::draft(&self.ui, &self.file)
    }

    fn found(&self) -> Vec<Found> {
        self.findings.iter().map(|finding| wording::found(&self.ui, finding)).collect()
    }

    fn news(&self) -> Option<Banner> {
        let ui = &self.ui;
        let words = match self.done.as_str() {
            "saved" => ui.t("存好了"),
            "submit" => ui.t("送审了，监督委员会的人会收到消息"),
            "return" => ui.t("退回了，起草的人会收到消息"),
            "sign" => ui.t("签署了，接着由联席会议审定"),
            "settle" => ui.t("审定记下了，接着公布"),
            "publish" => ui.t("公布了，网上已经看得到。还要贴到公开栏上"),
            "post" => ui.t("上墙记下了"),
            "take_down" => ui.t("撤下记下了，接着归档"),
            "file" => ui.t("归档了"),
            _ => return None,
        };
        let banner = Banner::good(ui, words);
        Some(if self.done == "publish" {
            banner.link(ui.t("看公开的页面"), self.public())
        } else {
            banner
        })
    }

    fn public(&self) -> String {
        format!("/disclosures/{}", self.file.draft.code)
    }

    fn is_public(&self) -> bool {
        self.file.progress.published_on.is_some()
    }

    fn is_ledger(&self) -> bool {
        self.file.item.shape == Shape::Ledger
    }

    /// Whether there is enough to be checked.
    fn is_complete(&self) -> bool {
        crate::checks::is_complete(&self.file.item, &self.file.draft.content.0)
    }

    /// Whether the checks that block leave the way free.
    fn is_clean(&self) -> bool {
        !law::sunshine::blocked(&self.findings)
    }

    fn offers(&self, step: &str) -> bool {
        self.may.iter().any(|one| one.key() == step)
    }

    fn facts(&self) -> Facts {
        let (ui, file) = (&self.ui, &self.file);
        let mut facts = Facts::new(ui)
            .fact(ui.t("村（社区）"), &self.village)
            .fact(ui.t("事项"), &file.item.title)
            .fact(ui.t("公开的是"), wording::period(ui, file.draft.period.0))
            .name(ui.t("起草"), &file.draft.drafted_by)
            .fact(ui.t("编号"), &file.draft.code);
        if !file.item.attachments.is_empty() {
            facts = facts.fact(ui.t("必须附上"), file.item.attachments.join("、"));
        }
        if !file.item.note.is_empty() {
            facts = facts.fact(ui.t("说明"), &file.item.note);
        }
        facts
    }

    fn basis(&self) -> Vec<String> {
        let known = |basis: &crate::item::Basis| {
            basis.article().map_or_else(|| basis.document.clone(), |cite| self.ui.cite(cite))
        };
        self.file.item.basis.iter().map(known).collect()
    }

    fn timeline(&self) -> Timeline {
        let ui = &self.ui;
        let draft = &self.file.draft;
        let mut line = Timeline::new(ui)
            .step(Mark::Done, ui.t("起草"))
            .at(ui.moment(draft.created_at))
            .note(&draft.drafted_by);
        for event in &self.file.events {
            let mark = if event.act.0 == Step::Return { Mark::Stopped } else { Mark::Done };
            line = line
                .step(mark, ui.t(event.act.0.label()))
                .at(ui.date(event.happened_on))
                .note(&event.actor_name);
            if !event.detail.0.words.is_empty() {
                line = line.note(&event.detail.0.words);
            }
            if !event.detail.0.present.is_empty() {
                line = line.note(ui.t1("到会：{1}", event.detail.0.present.join("、")));
            }
        }
        line
    }

    fn papers(&self, place: &str) -> Vec<&FileUse> {
        self.file.files.iter().filter(|used| used.place == place).collect()
    }

    fn attachments(&self) -> Vec<&FileUse> {
        self.papers(ATTACHMENT)
    }

    fn photos(&self) -> Vec<&FileUse> {
        self.papers(BOARD).into_iter().chain(self.papers(TAKEN_DOWN)).collect()
    }

    /// The first day on which it may be taken down, while that is still to come.
    fn hangs_until(&self) -> Option<String> {
        let until = display_until(&self.file.progress, self.file.item.display_days)?;
        let hangs = self.file.progress.taken_down_on.is_none() && self.ui.today() <= until;
        let first = until.tomorrow().ok()?;
        hangs.then(|| self.ui.date(first))
    }

    fn form(&self, at: &str) -> (Form, Errors) {
        if self.at == at {
            (self.typed.clone(), self.errors.clone())
        } else {
            (Form::default(), Errors::new())
        }
    }

    fn words(&self) -> Field {
        let (typed, errors) = self.form("return");
        let ui = &self.ui;
        Field::long(ui, "words", ui.t("哪里不对，要怎样改"))
            .rows(3)
            .hint(ui.t("起草的人会看到，例如：8月3日那笔没有写凭证号"))
            .typed(&typed)
            .errors(&errors)
    }

    fn on(&self, at: &'static str, legend: &str) -> DateField {
        let (typed, errors) = self.form(at);
        let field = DateField::new(&self.ui, "on", self.ui.t(legend)).errors(&errors);
        if self.at == at { field.typed(&typed) } else { field.date(self.ui.today()) }
    }

    fn met_on(&self) -> DateField {
        self.on("settle", "哪天开的会")
    }

    fn posted_on(&self) -> DateField {
        self.on("post", "哪天贴的")
    }

    fn taken_down_on(&self) -> DateField {
        self.on("take_down", "哪天撤的")
    }

    fn of_committee(&self) -> Ticks {
        self.seats("of_committee", "村委会（居委会）到会的人", &self.committee)
    }

    fn of_party(&self) -> Ticks {
        self.seats("of_party", "村党组织到会的人", &self.party)
    }

    fn seats(&self, name: &str, legend: &str, names: &[String]) -> Ticks {
        let (typed, errors) = self.form("settle");
        let options = names.iter().map(|name| (name.clone(), name.clone()));
        Ticks::new(&self.ui, name, self.ui.t(legend)).options(options).typed(&typed).errors(&errors)
    }

    fn decision(&self) -> Field {
        let (typed, errors) = self.form("settle");
        let ui = &self.ui;
        Field::text(ui, "decision", ui.t("会上怎么定的"))
            .hint(ui.t("例如：账目属实，同意公布"))
            .typed(&typed)
            .errors(&errors)
    }

    fn photo(&self) -> Upload {
        let (_, errors) = self.form("post");
        let ui = &self.ui;
        let upload = Upload::new(ui, "photo", ui.t("公开栏的照片"))
            .hint(ui.t("看得清贴在哪里、贴了什么。照片里的拍摄地点会自动去掉"))
            .accept("image/*")
            .several();
        match errors.at("photo") {
            Some(sentence) => upload.error(sentence.to_owned()),
            None => upload,
        }
    }

    fn photo_after(&self) -> Upload {
        let ui = &self.ui;
        Upload::new(ui, "photo", ui.t("撤下时的照片")).accept("image/*").several().optional()
    }

    fn place(&self) -> Field {
        let (typed, errors) = self.form("file");
        let ui = &self.ui;
        Field::text(ui, "place", ui.t("放在哪里"))
            .hint(ui.t("例如：2026年村务档案第3盒"))
            .typed(&typed)
            .errors(&errors)
    }
}

/// The page as it is now.
pub(super) fn read(tx: &mut Tx<'_>, ui: &Ui, actor: &Actor, id: DisclosureId) -> Result<DraftPage> {
    let file = reading::open(tx, actor, id)?;
    let findings = reading::findings(tx, &file)?;
    let area = &file.draft.area_path;
    let (committee, party) = reading::joint_meeting_seats(tx, area)?;
    let corrects = file.draft.corrects_id.map(|old| reading::code_of(tx, old)).transpose()?;
    let may_change = file.progress.stage.editable() && actor.may(DRAFT, area);
    let today: Date = ui.today();
    let may = file.progress.offers(today).into_iter().filter(|step| may_take(actor, &file, *step));
    Ok(DraftPage {
        ui: ui.clone(),
        village: registry::area_at(tx, area)?.name,
        may: may.collect(),
        may_change,
        findings,
        committee,
        party,
        corrects,
        done: String::new(),
        at: "",
        typed: Form::default(),
        errors: Errors::new(),
        file,
    })
}

fn may_take(actor: &Actor, file: &File, step: Step) -> bool {
    let powers: &[Power] = match step {
        Step::Submit | Step::Post | Step::TakeDown | Step::File => &[DRAFT],
        Step::Return => GIVE_BACK,
        Step::Sign => &[SIGN],
        Step::Settle => &[SETTLE],
        Step::Publish => &[PUBLISH],
    };
    // One photo of the board is enough.
    let again = step == Step::Post && file.progress.posted_on.is_some();
    !again && powers.iter().any(|power| actor.may(*power, &file.draft.area_path))
}

async fn show(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let (id, seen) = (id.parse()?, ui.clone());
    let shown = app.db.read(move |tx| read(tx, &seen, &actor, id)).await?;
    page(&ui, &DraftPage { done: asked.done, ..shown })
}
