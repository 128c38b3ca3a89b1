//! One appraisal: counting, what two counts come to, publishing the result.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use platform::authorisation::post_title;
use platform::{Actor, App, Result, Tx};
use registry::merging;
use web::components::{Crumbs, ErrorSummary, Facts, Field, Tag};
use web::{Access, Answer, Errors, Form, Routes, Signed, Ui, page, see_other};

use super::shown;
use crate::actions::appraisals;
use crate::appraisal::{AppraisalId, Counting, Heap, Session};
use crate::powers::{COUNT, SUPERVISION, WATCH};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/desk/appraisals/{id}", Access::WithAny(SUPERVISION), show)
        .post("/desk/appraisals/{id}/counts", Access::With(COUNT), count)
        .post("/desk/appraisals/{id}/publication", Access::With(WATCH), publication)
        .post("/desk/appraisals/{id}/disposal", Access::With(WATCH), disposal)
}

/// What is counted about each: the field, and the word on the slip.
const HEAPS: [(&str, &str); 4] =
    [("competent", "称职"), ("fair", "基本称职"), ("incompetent", "不称职"), ("void", "作废")];

/// One appraisal.
#[derive(Template)]
#[template(path = "sunshine/supervision/appraisal.html")]
pub(crate) struct AppraisalPage {
    pub(crate) ui: Ui,
    pub(crate) session: Session,
    pub(crate) village: String,
    /// Where everybody reads the result.
    pub(crate) public: String,
    pub(crate) may: May,
    /// Which form came back with errors.
    pub(crate) at: &'static str,
    pub(crate) typed: Form,
    pub(crate) errors: Errors,
}

/// What the reader may do now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct May {
    pub(crate) count: bool,
    /// The reader has counted, and waits for the other.
    pub(crate) waits: bool,
    pub(crate) publish: bool,
    pub(crate) give_up: bool,
}

/// The boxes about one person.
pub(crate) struct Boxes {
    pub(crate) title: String,
    pub(crate) fields: Vec<Field>,
}

impl AppraisalPage {
    fn id(&self) -> String {
        self.session.appraisal.id.to_string()
    }

    fn crumbs(&self) -> Crumbs {
        let ui = &self.ui;
        Crumbs::new(ui).to(ui.t("村务监督"), "/desk/village-supervision").here(ui.t("民主评议"))
    }

    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.ui, &self.errors)
    }

    fn tag(&self) -> Tag {
        let ui = &self.ui;
        match (self.session.appraisal.published, &self.session.counting) {
            (Some(1), _) => Tag::ok(ui.t("已公布")),
            (Some(_), _) => Tag::plain(ui.t("已作废")),
            (None, Counting::Agreed(_)) => Tag::go(ui.t("两人数的一样，等公布")),
            (None, Counting::First(faults)) if !faults.is_empty() => {
                Tag::late(ui.t("对不上，重新清点"))
            }
            (None, Counting::First(_)) => Tag::warn(ui.t("等清点")),
            (None, Counting::Second { .. }) => Tag::warn(ui.t("一个人数过了，等另一个人数")),
        }
    }

    fn facts(&self) -> Facts {
        let (ui, held) = (&self.ui, &self.session.appraisal);
        let facts = Facts::new(ui)
            .fact(ui.t("村"), &self.village)
            .fact(ui.t("评议日期"), ui.date_long(held.held_on))
            .fact(ui.t("对每个人发出"), ui.t1("{1} 张", held.slips_out))
            .name(ui.t("登记的人"), &held.noted_by);
        let facts = match &held.ended_words {
            Some(words) if !words.is_empty() => facts.fact(ui.t("为什么作废"), words),
            _ => facts,
        };
        match self.session.counting {
            Counting::Agreed(_) => facts.name(ui.t("清点的人"), self.counters()),
            Counting::First(_) | Counting::Second { .. } => facts,
        }
    }

    /// The two whose counts agree.
    fn counters(&self) -> String {
        let last = self.session.counts.chunks(2).last().unwrap_or_default();
        last.iter().map(|one| one.counter_name.as_str()).collect::<Vec<_>>().join("、")
    }

    fn title(&self, at: usize) -> String {
        let ui = &self.ui;
        self.session.people.get(at).map_or_else(String::new, |one| {
            format!("{}（{}）", one.name, ui.t(&post_title(&one.post)))
        })
    }

    /// About whom the two counts before differ; the numbers stay hidden, so that both count again.
    fn faults(&self) -> Vec<(String, String)> {
        match &self.session.counting {
            Counting::First(faults) => faults
                .iter()
                .map(|(at, fault)| (self.title(*at), self.ui.t(fault.sentence()).into_owned()))
                .collect(),
            Counting::Second { .. } | Counting::Agreed(_) => Vec::new(),
        }
    }

    fn boxes(&self) -> Vec<Boxes> {
        let ui = &self.ui;
        let boxes = |at: usize| Boxes {
            title: self.title(at),
            fields: HEAPS
                .map(|(key, word)| {
                    Field::number(ui, format!("{key}-{}", at + 1), ui.t(word))
                        .unit(ui.t("张"))
                        .typed(&self.typed)
                        .errors(&self.errors)
                })
                .to_vec(),
        };
        (0..self.session.people.len()).map(boxes).collect()
    }

    fn basis(&self) -> String {
        self.ui.cite(law::sunshine::appraisal_cite(self.session.appraisal.held_on))
    }

    fn results(&self) -> Vec<shown::Result> {
        shown::results(&self.ui, &self.session)
    }

    fn unconfirmed(&self) -> Vec<String> {
        shown::unconfirmed(&self.ui, &self.session)
    }

    fn reason(&self) -> Field {
        let ui = &self.ui;
        let field = Field::text(ui, "words", ui.t("为什么作废"));
        if self.at == "disposal" { field.typed(&self.typed).errors(&self.errors) } else { field }
    }

    fn is_at(&self, at: &str) -> bool {
        self.at == at
    }
}

fn read(tx: &mut Tx<'_>, ui: &Ui, actor: &Actor, id: AppraisalId) -> Result<AppraisalPage> {
    let session = appraisals::appraisal(tx, actor, id)?;
    let path = session.appraisal.area_path.clone();
    let village = registry::area_at(tx, &path)?;
    let open = session.appraisal.is_open();
    let counts = open && actor.may(COUNT, &path);
    let waits = match session.counting {
        Counting::Second { by: Some(by) } => merging::is_among(tx, actor, &[by])?,
        _ => false,
    };
    let agreed = matches!(session.counting, Counting::Agreed(_));
    let watches = open && actor.may(WATCH, &path);
    let may = May {
        count: counts && !agreed && !waits,
        waits: counts && waits,
        publish: watches && agreed,
        give_up: watches,
    };
    Ok(AppraisalPage {
        ui: ui.clone(),
        session,
        village: village.name.clone(),
        public: format!("/villages/{}/supervision", village.id),
        may,
        at: "",
        typed: Form::default(),
        errors: Errors::new(),
    })
}

async fn show(
    State(app): State<App>,
    Signed { ui, actor }: Signed,
    Path(id): Path<String>,
) -> Answer {
    let (id, seen) = (id.parse()?, ui.clone());
    let shown = app.db.read(move |tx| read(tx, &seen, &actor, id)).await?;
    page(&ui, &shown)
}

async fn again(
    app: &App,
    Signed { ui, actor }: Signed,
    id: AppraisalId,
    (at, typed, errors): (&'static str, Form, Errors),
) -> Answer {
    let seen = ui.clone();
    let shown = app.db.read(move |tx| read(tx, &seen, &actor, id)).await?;
    let mut answer = page(&ui, &AppraisalPage { at, typed, errors, ..shown })?;
    *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(answer)
}

async fn finish(
    app: &App,
    signed: Signed,
    id: AppraisalId,
    (at, typed): (&'static str, Form),
    done: Result<()>,
) -> Answer {
    match done {
        Ok(()) => see_other(&format!("/desk/appraisals/{id}")),
        Err(error) => {
            let errors = Errors::of(&signed.ui, error)?;
            again(app, signed, id, (at, typed, errors)).await
        }
    }
}

async fn count(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = id.parse()?;
    let (actor, ui) = (signed.actor.clone(), signed.ui.clone());
    let session = app.db.read(move |tx| appraisals::appraisal(tx, &actor, id)).await?;
    let mut errors = Errors::new();
    let mut heaps = Vec::new();
    for number in 1..=session.people.len() {
        heaps.push(heap(&ui, &form, number, &mut errors));
    }
    if !errors.is_empty() {
        return again(&app, signed, id, ("count", form, errors)).await;
    }
    let done = appraisals::count_slips(&app, &signed.actor, id, heaps).await;
    finish(&app, signed, id, ("count", form), done).await
}

/// The numbers about one person; each box must have one.
fn heap(ui: &Ui, form: &Form, number: usize, errors: &mut Errors) -> Heap {
    let mut get = |key: &str| {
        let name = format!("{key}-{number}");
        form.compact(&name).parse::<u32>().unwrap_or_else(|_| {
            errors.add(name, ui.t("每一格都要写数字，没有就写 0"));
            0
        })
    };
    Heap {
        competent: get("competent"),
        fair: get("fair"),
        incompetent: get("incompetent"),
        void: get("void"),
    }
}

async fn publication(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = id.parse()?;
    let done = appraisals::publish_appraisal(&app, &signed.actor, id).await;
    finish(&app, signed, id, ("publication", form), done).await
}

async fn disposal(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = id.parse()?;
    let words = form.get("words").to_owned();
    let done = appraisals::give_up_appraisal(&app, &signed.actor, id, words).await;
    finish(&app, signed, id, ("disposal", form), done).await
}
