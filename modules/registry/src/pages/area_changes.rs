//! Noting what a government decided about where an area lies.

use askama::Template;
use axum::extract::{Path, State};
use jiff::civil::Date;
use law::village::Place;
use platform::area::Level;
use platform::{App, AreaId, Error, Result, Text, Tx, text};
use web::components::{DateField, ErrorSummary, Field, Select, Ticks};
use web::{Answer, Errors, Form, Signed, Ui, page, see_other};

use super::life::{ChoicesPage, LifeFormPage};
use super::person_form::date;
use crate::actions::{self, Fate, fate};
use crate::model::{AREAS_CHANGE, Area, Decision, Founding, Merging, Moving, Share};
use crate::{areas, bodies, people, refusals};

/// Areas below one.
const BELOW_MAX: u32 = 2_000;

/// What can become of an area, by its word in the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Move,
    Merger,
    Division,
    Founding,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Move, Self::Merger, Self::Division, Self::Founding];

    const fn word(self) -> &'static str {
        match self {
            Self::Move => "move",
            Self::Merger => "merger",
            Self::Division => "division",
            Self::Founding => "founding",
        }
    }

    fn from_word(word: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word).ok_or(Error::NotFound)
    }

    /// Whether it can happen to an area of that level.
    fn fits(self, level: Level) -> bool {
        match self {
            Self::Move => level >= Level::Village,
            Self::Merger | Self::Division => level > Level::County,
            Self::Founding => level < Level::Group,
        }
    }

    /// Whether it may change the extent of a village, for which its assembly is asked. What was
    /// chosen decides; the question stands wherever it can matter.
    fn may_change_a_village(self, level: Level) -> bool {
        match self {
            Self::Move => level == Level::Group,
            Self::Merger => level >= Level::Village,
            Self::Division => level == Level::Village,
            Self::Founding => level == Level::Township,
        }
    }

    const fn title(self) -> Text {
        match self {
            Self::Move => text("划到别处"),
            Self::Merger => text("并入别处"),
            Self::Division => text("分出新的"),
            Self::Founding => text("在下面新设"),
        }
    }

    const fn hint(self) -> Text {
        match self {
            Self::Move => text("换一个上级，里面的人、户、组织都跟着走"),
            Self::Merger => text("撤销它，人、户和没办完的事归到另一个"),
            Self::Division => text("一部分小组或者户划出来，成立新的"),
            Self::Founding => text("还没有人的新村、新小组；几个村合并成新村的，先在这里新设"),
        }
    }
}

/// What a form needs to know about the area.
pub(crate) struct Subject {
    pub(crate) area: Area,
    /// Id and name of each area that may be chosen.
    pub(crate) places: Vec<(String, String)>,
    /// Id and name of each group.
    pub(crate) groups: Vec<(String, String)>,
    /// What a merger does, in sentences.
    pub(crate) effects: Vec<String>,
}

/// The sentences about a merger, above its questions.
#[derive(Template)]
#[template(path = "registry/_effects.html")]
struct Effects {
    ui: Ui,
    effects: Vec<String>,
}

pub(crate) async fn choose(
    State(app): State<App>,
    signed: Signed,
    Path(id): Path<String>,
) -> Answer {
    let (id, Signed { ui, actor }) = (id.parse::<AreaId>()?, signed.clone());
    let read = app.db.read(move |tx| {
        let area = areas::area(tx, id)?;
        actor.scope(AREAS_CHANGE)?.admit(&area.path, ())?;
        Ok(choices_page(&ui, &area))
    });
    page(&signed.ui, &read.await?)
}

/// What can become of an area; a new name is one of them.
pub(crate) fn choices_page(ui: &Ui, area: &Area) -> ChoicesPage {
    let back = format!("/areas/{}", area.id);
    let rename = (format!("{back}/renames"), text("改名"), text("换一个名称，别的都不变"));
    let kinds = Kind::ALL.into_iter().filter(|kind| kind.fits(area.level()));
    let kinds =
        kinds.map(|kind| (format!("{back}/changes/{}", kind.word()), kind.title(), kind.hint()));
    ChoicesPage {
        ui: ui.clone(),
        title: text("登记区划调整"),
        name: area.name.clone(),
        choices: std::iter::once(rename).chain(kinds).collect(),
        none: text("这里没有可以登记的调整。"),
        hint: text("按批准文件登记，从生效那天算。以前的名称、归属和人都按日期查得到。"),
        back,
    }
}

pub(crate) async fn ask(
    State(app): State<App>,
    signed: Signed,
    Path((id, kind)): Path<(String, String)>,
) -> Answer {
    let (id, kind) = (id.parse::<AreaId>()?, Kind::from_word(&kind)?);
    ask_again(&app, &signed, (id, kind), Form::default(), Errors::new()).await
}

async fn ask_again(
    app: &App,
    signed: &Signed,
    (id, kind): (AreaId, Kind),
    form: Form,
    errors: Errors,
) -> Answer {
    let Signed { ui, actor } = signed.clone();
    let read = app.db.read(move |tx| {
        let area = areas::area(tx, id)?;
        actor.scope(AREAS_CHANGE)?.admit(&area.path, ())?;
        let area = areas::standing(tx, id).map_err(|_| Error::NotFound)?;
        if !kind.fits(area.level()) {
            return Err(Error::NotFound);
        }
        let subject = subject(tx, &ui, area, kind)?;
        Ok(form_page(&ui, kind, &subject, &form, &errors))
    });
    page(&signed.ui, &read.await?)
}

pub(crate) async fn save(
    State(app): State<App>,
    signed: Signed,
    Path((id, kind)): Path<(String, String)>,
    form: Form,
) -> Answer {
    let (id, kind) = (id.parse::<AreaId>()?, Kind::from_word(&kind)?);
    let mut errors = Errors::new();
    if let Some(decision) = decision(&signed.ui, &form, &mut errors)? {
        match noted(&app, &signed, (id, kind), &form, decision).await {
            Ok(area) => return see_other(&format!("/areas/{area}")),
            Err(error) => errors.take(&signed.ui, error)?,
        }
    }
    ask_again(&app, &signed, (id, kind), form, errors).await
}

async fn noted(
    app: &App,
    signed: &Signed,
    (area_id, kind): (AreaId, Kind),
    form: &Form,
    decision: Decision,
) -> Result<AreaId> {
    let actor = &signed.actor;
    let name = form.get("name").to_owned();
    match kind {
        Kind::Move => {
            let to = form.get("to").parse().map_err(|_| refusals::wrong_level_above())?;
            actions::move_area(app, actor, Moving { area_id, to, decision }).await
        }
        Kind::Merger => {
            let into = form.get("to").parse().map_err(|_| refusals::wrong_successor())?;
            if !form.ticked("sure") {
                return Err(refusals::not_sure().into());
            }
            actions::merge_area(app, actor, Merging { area_id, into, decision }).await
        }
        Kind::Division => {
            let above = app.db.read(move |tx| areas::area(tx, area_id)).await?.parent_id;
            let above = above.ok_or(Error::NotFound)?;
            let groups = form.all("groups").map(str::parse).collect::<Result<Vec<AreaId>>>()?;
            let households = numbers(form.get("households"));
            let divided = Some(Share { from: area_id, groups, households });
            actions::found_area(app, actor, Founding { above, name, divided, decision }).await
        }
        Kind::Founding => {
            let new = Founding { above: area_id, name, divided: None, decision };
            actions::found_area(app, actor, new).await
        }
    }
}

/// The decision that was typed; what is wrong with it stands at its fields.
fn decision(ui: &Ui, form: &Form, errors: &mut Errors) -> Result<Option<Decision>> {
    if form.get("document").is_empty() {
        errors.take(ui, refusals::document_missing().into())?;
    }
    let on = date(ui, form, "changed_on", errors);
    if on.is_none() && errors.at("changed_on").is_none() {
        errors.take(ui, refusals::date_missing("changed_on").into())?;
    }
    let agreed_on: Option<Date> = date(ui, form, "agreed_on", errors);
    let document = form.get("document").to_owned();
    let on = on.filter(|_| errors.is_empty());
    Ok(on.map(|on| Decision { on, document, agreed_on }))
}

/// Household numbers and spans of them as people write them: 3、5、12—15.
fn numbers(typed: &str) -> Vec<String> {
    let typed: String = typed.chars().map(platform::code::half_width).collect();
    let apart =
        |letter: char| letter.is_whitespace() || matches!(letter, '、' | '，' | ',' | ';' | '；');
    typed.split(apart).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn subject(tx: &mut Tx<'_>, ui: &Ui, area: Area, kind: Kind) -> Result<Subject> {
    let (mut places, mut groups) = (Vec::new(), Vec::new());
    let wanted = match kind {
        Kind::Move => area.path.parent().map(|above| above.level()),
        Kind::Merger => Some(area.level()),
        Kind::Division | Kind::Founding => None,
    };
    if let Some(level) = wanted {
        let other = |one: &Area| {
            one.level() == level && one.id != area.id && Some(one.id) != area.parent_id
        };
        let all = areas::with_full_names(tx, level)?.into_iter();
        let others = all.filter(|(one, _)| other(one));
        places = others.map(|(one, name)| (one.id.to_string(), name)).collect();
    }
    if kind == Kind::Division {
        let below = areas::areas_below(tx, area.id, BELOW_MAX)?;
        groups = below.into_iter().map(|one| (one.id.to_string(), one.name)).collect();
    }
    let effects = if kind == Kind::Merger { effects(tx, ui, &area)? } else { Vec::new() };
    Ok(Subject { area, places, groups, effects })
}

/// What a merger does to those who belong to the area.
fn effects(tx: &mut Tx<'_>, ui: &Ui, area: &Area) -> Result<Vec<String>> {
    let (households, persons) = people::counts(tx, &area.path)?;
    let below = areas::areas_below(tx, area.id, BELOW_MAX)?.len();
    let mut effects = vec![ui.t2(
        "{1} 户、{2} 人归到那里；户号有重复的，前面加上原来的名称。",
        households,
        persons,
    )];
    if below > 0 {
        effects.push(ui.t1("下面的 {1} 个区域划到那里；名称重复的，前面加上原来的名称。", below));
    }
    for (which, sentence) in [
        (Fate::Ends, text("随之终止，任职一起结束：{1}。")),
        (Fate::OneEach, text("那里已经有同类的就终止，没办完的事交过去；没有的就转过去：{1}。")),
        (Fate::Goes, text("转过去，任职不变：{1}。")),
    ] {
        let all = bodies::bodies_at(tx, &area.path)?.into_iter();
        let names: Vec<String> =
            all.filter(|body| fate(body.kind) == which).map(|body| body.name).collect();
        if !names.is_empty() {
            effects.push(ui.t1(sentence.0, names.join("、")));
        }
    }
    Ok(effects)
}

/// The questions about one change.
pub(crate) fn form_page(
    ui: &Ui,
    kind: Kind,
    subject: &Subject,
    form: &Form,
    errors: &Errors,
) -> LifeFormPage {
    let area = &subject.area;
    let places = subject.places.iter().map(|(id, name)| (id, name));
    let mut pieces = Vec::new();
    match kind {
        Kind::Move => {
            let label = if area.level() == Level::Group {
                ui.t("划到哪个村")
            } else {
                ui.t("划到哪个乡镇")
            };
            let select = Select::new(ui, "to", label).options(places);
            pieces.push(select.typed(form).errors(errors).to_string());
        }
        Kind::Merger => {
            let select = Select::new(ui, "to", ui.t("并入哪里")).options(places);
            pieces.push(select.typed(form).errors(errors).to_string());
            let effects = Effects { ui: ui.clone(), effects: subject.effects.clone() };
            pieces.push(effects.to_string());
        }
        Kind::Division => pieces.extend(division(ui, subject, form, errors)),
        Kind::Founding => pieces.push(name(ui, form, errors)),
    }
    pieces.extend(decided(ui, (kind, area), form, errors));
    if kind == Kind::Merger {
        let sure = Ticks::one(ui, "sure", ui.t("已经和批准文件核对过。并入以后不能一键撤销"));
        pieces.push(sure.typed(form).errors(errors).to_string());
    }
    let hint = match kind {
        Kind::Move => ui.t("人、户、组织、任职和没办完的事都跟着走。以前归谁管，按日期查得到。"),
        Kind::Merger => ui.t("撤销以后还查得到：它的页面会写明并到了哪里，那一天以前的名册照旧。"),
        Kind::Division if area.level() == Level::Village => {
            ui.t("没有选的留在原处。新的村选出村委会以前，请先登记便民服务站和代办员。")
        }
        Kind::Division => ui.t("没有选的留在原处。"),
        Kind::Founding => ui.t("新设以后，可以登记组织和人，也可以把别的村并进来。"),
    };
    let address = format!("/areas/{}/changes", area.id);
    LifeFormPage {
        ui: ui.clone(),
        title: ui.t2("{1}：{2}", &area.name, ui.say(kind.title())),
        name: String::new(),
        action: format!("{address}/{}", kind.word()),
        back: address,
        summary: ErrorSummary::new(ui, errors),
        pieces,
        relations: None,
        hint: hint.into_owned(),
        button: ui.t("保存").into_owned(),
    }
}

fn name(ui: &Ui, form: &Form, errors: &Errors) -> String {
    let field = Field::text(ui, "name", ui.t("新的名称"));
    field.hint(ui.t("照批准文件写，例如：新柳村")).typed(form).errors(errors).to_string()
}

fn division(ui: &Ui, subject: &Subject, form: &Form, errors: &Errors) -> Vec<String> {
    let mut pieces = vec![name(ui, form, errors)];
    if !subject.groups.is_empty() {
        let groups = subject.groups.iter().map(|(id, name)| (id, name));
        let ticks = Ticks::new(ui, "groups", ui.t("哪些划出来")).options(groups).optional();
        pieces.push(ticks.typed(form).errors(errors).to_string());
    }
    if subject.area.level() == Level::Township {
        return pieces;
    }
    // Without groups, or where none is chosen, the answer is wanted here.
    let at = if subject.groups.is_empty() { errors.at("groups") } else { None };
    let field = Field::long(ui, "households", ui.t("没有分组的户，写户号"))
        .hint(ui.t("例如：3、5、12-15"))
        .rows(2)
        .typed(form)
        .errors(errors);
    let field = if subject.groups.is_empty() { field } else { field.optional() };
    let field = match at {
        Some(sentence) => field.error(sentence),
        None => field,
    };
    pieces.push(field.to_string());
    pieces
}

/// The questions about the decision.
fn decided(ui: &Ui, (kind, area): (Kind, &Area), form: &Form, errors: &Errors) -> Vec<String> {
    let on = DateField::new(ui, "changed_on", ui.t("从哪天起生效")).typed(form).errors(errors);
    let document = Field::text(ui, "document", ui.t("批准文件的文号"))
        .hint(ui.t("例如：清政发〔2026〕12号"))
        .typed(form)
        .errors(errors);
    let mut pieces = vec![document.to_string(), on.to_string()];
    if kind.may_change_a_village(area.level()) {
        let agreed = DateField::new(ui, "agreed_on", ui.t("村民会议哪天讨论同意的"))
            .hint(ui.t("村的设立、撤销、范围调整都要先经村民会议同意；社区和同村的小组不用填"))
            .typed(form)
            .errors(errors);
        // Elsewhere it depends on what is chosen and typed.
        let certain = actions::place(area) == Place::Village && kind != Kind::Founding;
        let agreed = if certain { agreed } else { agreed.optional() };
        pieces.push(agreed.to_string());
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn household_numbers_are_read_as_people_write_them() {
        for (typed, expected) in [
            ("", vec![]),
            ("3、5，12", vec!["3", "5", "12"]),
            ("０３ 5;7", vec!["03", "5", "7"]),
            ("12-15 甲5", vec!["12-15", "甲5"]),
        ] {
            assert_eq!(numbers(typed), expected, "{typed}");
        }
    }
}
