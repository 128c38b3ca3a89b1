//! The forms on a case's page: one for each act that the reader may do.

use law::window::{Act, Stage, State as CaseState};
use platform::{Text, text};
use web::components::{Choice, Field, Select, Ticks, anchor};
use web::{Errors, Form, Ui};

use super::acts::Noun;
use super::case::Opened;
use crate::item::{Need, Origin};
use crate::model::{CaseMaterial, File, MaterialState};

/// A form on the case's page.
pub(crate) struct Card {
    pub(crate) noun: Noun,
    pub(crate) action: String,
    pub(crate) title: String,
    pub(crate) lead: String,
    pub(crate) pieces: Vec<String>,
    pub(crate) button: String,
    /// Unfolded.
    pub(crate) open: bool,
    /// What is wrong with the act as a whole, and its anchor.
    pub(crate) error: String,
    pub(crate) anchor: String,
}

/// The forms of a page: what the reader may do, the first unfolded, and what was just tried.
pub(crate) fn cards(
    ui: &Ui,
    opened: &Opened,
    tried: Option<Noun>,
    form: &Form,
    errors: &Errors,
) -> Vec<Card> {
    let mut nouns: Vec<Noun> = opened.acts.iter().filter_map(|act| Noun::of(*act)).collect();
    nouns.dedup();
    if let Some(noun) = tried.filter(|noun| !nouns.contains(noun)) {
        nouns.insert(0, noun);
    }
    let unfolded = tried.or_else(|| nouns.first().copied());
    nouns
        .into_iter()
        .map(|noun| {
            let typed = (tried == Some(noun)).then_some(form);
            let maker = Maker { ui, noun, typed, errors };
            let whole = maker.name("act");
            Card {
                noun,
                action: format!("/cases/{}/{}", opened.file.case.id, noun.key()),
                title: maker.title(&opened.file),
                lead: ui.say(lead(noun, &opened.file)).into_owned(),
                pieces: maker.pieces(opened),
                button: ui.say(noun.button()).into_owned(),
                open: unfolded == Some(noun),
                error: errors.at(&whole).unwrap_or_default().to_owned(),
                anchor: anchor(&whole),
            }
        })
        .collect()
}

fn lead(noun: Noun, file: &File) -> Text {
    if noun == Noun::Acceptance && file.standing.state == CaseState::Accepted {
        return text("受理期限已过，依法已经视为受理。核对材料后移交决定机关。");
    }
    noun.lead()
}

/// Makes the fields of one act. Their names begin with its noun: a page has many forms.
struct Maker<'a> {
    ui: &'a Ui,
    noun: Noun,
    /// What was typed, where this is the act that was tried.
    typed: Option<&'a Form>,
    errors: &'a Errors,
}

impl Maker<'_> {
    fn name(&self, field: &str) -> String {
        format!("{}-{field}", self.noun.key())
    }

    fn title(&self, file: &File) -> String {
        if self.noun != Noun::Opinion {
            return self.ui.say(self.noun.title()).into_owned();
        }
        let stage = file.standing.stage.unwrap_or(Stage::Investigation);
        self.ui.t(Act::Opine(stage).label()).into_owned()
    }

    fn pieces(&self, opened: &Opened) -> Vec<String> {
        let (ui, file) = (self.ui, &opened.file);
        match self.noun {
            Noun::Receipt => Vec::new(),
            Noun::PrecheckReturn => vec![self.words(ui.t("要改什么"))],
            Noun::Notice => {
                let wanting = [MaterialState::Missing, MaterialState::Flawed];
                let missing = |paper: &CaseMaterial| wanting.contains(&paper.state);
                let ticks = self.ticks("materials", ui.t("缺哪些材料"), file, missing);
                vec![ticks, self.optional_words(ui.t("还要改正什么"))]
            }
            Noun::Materials => {
                vec![self.ticks("papers", ui.t("收到了哪些"), file, |_| false)]
            }
            Noun::Acceptance => {
                let verified = |paper: &CaseMaterial| paper.state == MaterialState::Verified;
                vec![self.ticks("papers", ui.t("看过没有问题的材料"), file, verified)]
            }
            Noun::Refusal => self.right_organ(opened),
            Noun::NonApplicability => vec![self.words(ui.t("为什么不需要"))],
            Noun::HandOver => vec![self.organ(opened), self.optional_words(ui.t("交代什么"))],
            Noun::Opinion => {
                let choice = Choice::new(ui, self.name("agrees"), ui.t("您的意见"))
                    .option("yes", ui.t("同意"))
                    .option("no", ui.t("不同意"));
                vec![self.choose(choice), self.words(ui.t("理由和依据"))]
            }
            Noun::Decision => self.decision(),
            Noun::WithdrawalAnswer => {
                let choice = Choice::new(ui, self.name("answer"), ui.t("是否同意撤件"))
                    .option("yes", ui.t("同意，办件到此为止"))
                    .option("no", ui.t("不同意，继续办理"));
                vec![self.choose(choice), self.optional_words(ui.t("理由（不同意时必须写）"))]
            }
            Noun::Delivery => self.delivery(file),
        }
    }

    fn decision(&self) -> Vec<String> {
        let ui = self.ui;
        let choice = Choice::new(ui, self.name("verdict"), ui.t("决定"))
            .option("grant", ui.t("准予"))
            .option("deny", ui.t("不予"));
        let number = Field::text(ui, self.name("number"), ui.t("决定书文号"))
            .optional()
            .hint(ui.t("有文号的填上，没有可以空着"))
            .errors(self.errors);
        vec![
            self.choose(choice),
            self.optional_words(ui.t("理由（不予时必须写）")),
            self.field(number, ""),
        ]
    }

    fn delivery(&self, file: &File) -> Vec<String> {
        let ui = self.ui;
        let by = Field::text(ui, self.name("received_by"), ui.t("谁签收的")).errors(self.errors);
        let mut how = Choice::new(ui, self.name("how"), ui.t("怎样送达的"))
            .options(file.item.delivery.iter().map(|way| (way, way)))
            .errors(self.errors);
        how = match self.typed {
            Some(form) => how.typed(form),
            None => how.chosen(&file.case.delivery),
        };
        vec![self.field(by, &file.case.applicant_name), how.to_string()]
    }

    fn right_organ(&self, opened: &Opened) -> Vec<String> {
        let ui = self.ui;
        let organ = Select::new(ui, self.name("organ"), ui.t("应当找哪个机关"))
            .options(opened.organs.iter().map(|body| (&body.name, &body.name)))
            .errors(self.errors);
        let organ = match self.typed {
            Some(form) => organ.typed(form),
            None => organ,
        };
        let other = Field::text(ui, self.name("other_organ"), ui.t("名单里没有的，写全称"))
            .optional()
            .errors(self.errors);
        vec![self.words(ui.t("为什么不予受理")), organ.to_string(), self.field(other, "")]
    }

    fn organ(&self, opened: &Opened) -> String {
        let ui = self.ui;
        let holder = opened.file.case.holder_id;
        let others = opened.organs.iter().filter(|body| body.id != holder);
        let organ = Select::new(ui, self.name("organ"), ui.t("移交到哪个单位"))
            .options(others.map(|body| (body.id, &body.name)))
            .errors(self.errors);
        match self.typed {
            Some(form) => organ.typed(form).to_string(),
            None => organ.to_string(),
        }
    }

    fn ticks(
        &self,
        field: &str,
        legend: impl std::fmt::Display,
        file: &File,
        chosen: impl Fn(&CaseMaterial) -> bool,
    ) -> String {
        let mut ticks = Ticks::new(self.ui, self.name(field), legend).errors(self.errors);
        let mut chosen_numbers = Vec::new();
        for material in &file.materials {
            let known =
                usize::try_from(material.number).ok().and_then(|at| file.item.material.get(at));
            let Some(paper) = known.filter(|paper| paper.origin != Origin::Shared) else {
                continue;
            };
            let need = if paper.need == Need::Conditional && !paper.when.is_empty() {
                paper.when.clone()
            } else {
                self.ui.say(paper.need.label()).into_owned()
            };
            ticks = ticks.option_with(material.number, &material.name, need);
            if chosen(material) {
                chosen_numbers.push(material.number);
            }
        }
        match self.typed {
            Some(form) => ticks.typed(form),
            None => chosen_numbers.into_iter().fold(ticks, Ticks::chosen),
        }
        .to_string()
    }

    fn words(&self, label: impl std::fmt::Display) -> String {
        self.field(Field::long(self.ui, self.name("words"), label).errors(self.errors), "")
    }

    fn optional_words(&self, label: impl std::fmt::Display) -> String {
        let field = Field::long(self.ui, self.name("words"), label).rows(3);
        self.field(field.optional().errors(self.errors), "")
    }

    fn field(&self, field: Field, otherwise: &str) -> String {
        match self.typed {
            Some(form) => field.typed(form),
            None => field.value(otherwise),
        }
        .to_string()
    }

    /// Nothing is chosen for the official.
    fn choose(&self, choice: Choice) -> String {
        let choice = choice.inline().errors(self.errors);
        match self.typed {
            Some(form) => choice.typed(form).to_string(),
            None => choice.to_string(),
        }
    }
}
