//! An item of the catalogue as a form shows it, and back.

use law::sunshine::{Class, DISPLAY_DAYS, Frequency, Told};
use web::components::{Choice, Field, Ticks};
use web::{Errors, Form, Ui};

use crate::item::{Basis, Confidence, Item, Redaction, Shape};

/// The questions of the form.
pub(crate) struct Boxes {
    pub(crate) key: Option<Field>,
    pub(crate) class: Choice,
    pub(crate) title: Field,
    pub(crate) plain: Field,
    pub(crate) frequency: Choice,
    pub(crate) told: Choice,
    pub(crate) heavy: Ticks,
    pub(crate) days: Field,
    pub(crate) drafts: Field,
    pub(crate) reviews: Field,
    pub(crate) shape: Choice,
    pub(crate) columns: Field,
    pub(crate) redaction: Choice,
    pub(crate) attachments: Field,
    pub(crate) note: Field,
    pub(crate) basis: Vec<Field>,
    pub(crate) retired: Ticks,
}

/// The questions, with what was typed. The word of an item that is there is not asked again.
pub(crate) fn boxes(ui: &Ui, known: bool, typed: &Form, errors: &Errors) -> Boxes {
    let asked =
        |name: &str, label: &str| Field::text(ui, name, ui.t(label)).typed(typed).errors(errors);
    let lines = |name: &str, label: &str| {
        Field::long(ui, name, ui.t(label)).rows(3).optional().typed(typed).errors(errors)
    };
    let choice = |name: &str, label: &str, options: Vec<(&'static str, String)>| {
        Choice::new(ui, name, ui.t(label)).inline().options(options).typed(typed).errors(errors)
    };
    let say = |label: &str| ui.t(label).into_owned();
    let key = asked("key", "代号").hint(ui.t("小写英文字母、数字、点和短横，例如 village.water"));
    Boxes {
        key: (!known).then_some(key),
        class: choice("class", "类别", Class::ALL.map(|one| (one.key(), say(one.label()))).into()),
        title: asked("title", "名称").hint(ui.t("公开栏上的标题用它")),
        plain: asked("plain", "大白话怎么说"),
        frequency: choice(
            "frequency",
            "多久公开一次",
            Frequency::ALL.map(|one| (one.key(), say(one.label()))).into(),
        ),
        told: choice(
            "told",
            "什么时候公开",
            Told::ALL.map(|one| (one.key(), say(one.label()))).into(),
        ),
        heavy: Ticks::one(ui, "heavy_monthly", ui.t("收支频繁的村改为每月一次")).typed(typed),
        days: Field::number(ui, "display_days", ui.t("张榜几天"))
            .hint(ui.t1("不少于 {1} 天", DISPLAY_DAYS))
            .typed(typed)
            .errors(errors),
        drafts: asked("drafts", "谁起草"),
        reviews: asked("reviews", "谁审核"),
        shape: choice(
            "shape",
            "用什么样子公开",
            Shape::ALL.iter().map(|one| (one.key(), say(one.label().0))).collect(),
        ),
        columns: lines("columns", "表的各列").hint(ui.t("只有表要写，一行写一列")),
        redaction: choice(
            "redaction",
            "人名怎么公布",
            Redaction::ALL.iter().map(|one| (one.key(), say(one.label().0))).collect(),
        ),
        attachments: lines("attachments", "必须附上的材料").hint(ui.t("一行写一样")),
        note: lines("note", "给起草的人的说明"),
        basis: Confidence::ALL
            .iter()
            .map(|one| {
                let label = ui.t1("依据（{1}）", ui.say(one.label()));
                let field = Field::long(ui, basis_field(*one), label).rows(2).optional();
                let error = if *one == Confidence::Verified { errors.at("basis") } else { None };
                field.hint(ui.t("一行写一个")).typed(typed).error(error.unwrap_or(""))
            })
            .collect(),
        retired: Ticks::one(ui, "retired", ui.t("不再公开这一项")).typed(typed),
    }
}

fn basis_field(confidence: Confidence) -> &'static str {
    match confidence {
        // The error about a missing basis leads here.
        Confidence::Verified => "basis",
        Confidence::Common => "basis_common",
        Confidence::Plausible => "basis_plausible",
    }
}

/// The form of a new item.
pub(crate) fn blank() -> Form {
    Form::of(&[
        ("class", "village"),
        ("frequency", "quarterly"),
        ("told", "during"),
        ("display_days", "15"),
        ("drafts", "代办员"),
        ("reviews", "村务监督委员会"),
        ("shape", "text"),
        ("redaction", "mask_persons"),
    ])
}

/// The form of an item that is there.
pub(crate) fn form_of(item: &Item) -> Form {
    let tick = |ticked: bool| if ticked { "yes" } else { "" };
    let (columns, attachments) = (item.columns.join("\n"), item.attachments.join("\n"));
    let days = item.display_days.to_string();
    let basis = Confidence::ALL.iter().map(|confidence| {
        let own = item.basis.iter().filter(|basis| basis.confidence == *confidence);
        let line = |basis: &Basis| format!("{}{}", basis.cite, basis.document);
        (basis_field(*confidence), own.map(line).collect::<Vec<_>>().join("\n"))
    });
    let basis: Vec<(&str, String)> = basis.collect();
    let mut fields = vec![
        ("key", item.key.as_str()),
        ("class", item.class.key()),
        ("title", &item.title),
        ("plain", &item.plain),
        ("frequency", item.frequency.key()),
        ("told", item.told.key()),
        ("heavy_monthly", tick(item.heavy_monthly)),
        ("display_days", &days),
        ("drafts", &item.drafts),
        ("reviews", &item.reviews),
        ("shape", item.shape.key()),
        ("columns", &columns),
        ("redaction", item.redaction.key()),
        ("attachments", &attachments),
        ("note", &item.note),
        ("retired", tick(item.retired)),
    ];
    fields.extend(basis.iter().map(|(name, lines)| (*name, lines.as_str())));
    Form::of(&fields)
}

/// The item in a sent form; what it lacks is said at its field.
pub(crate) fn item_of(
    ui: &Ui,
    form: &Form,
    known: Option<&str>,
) -> std::result::Result<Item, Errors> {
    let mut errors = Errors::new();
    let lines = |field: &str| {
        let lines = form.get(field).lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let mut missing = |field: &str| errors.add(field, ui.t("请选一个"));
    let class = Class::from_key(form.get("class"));
    let frequency = Frequency::from_key(form.get("frequency"));
    let told = Told::from_key(form.get("told"));
    let shape = Shape::from_key(form.get("shape"));
    let redaction = Redaction::from_key(form.get("redaction"));
    for (field, absent) in [
        ("class", class.is_none()),
        ("frequency", frequency.is_none()),
        ("told", told.is_none()),
        ("shape", shape.is_none()),
        ("redaction", redaction.is_none()),
    ] {
        if absent {
            missing(field);
        }
    }
    let days = form.compact("display_days").parse::<i64>();
    if days.is_err() {
        errors.add("display_days", ui.t("请写天数，例如 15"));
    }
    let basis = |confidence: &Confidence| {
        let confidence = *confidence;
        lines(basis_field(confidence)).into_iter().map(move |line| {
            let cited = Basis { cite: line.clone(), document: String::new(), confidence };
            if cited.article().is_some() {
                cited
            } else {
                Basis { cite: String::new(), document: line, confidence }
            }
        })
    };
    match (class, frequency, told, shape, redaction, days) {
        (
            Some(class),
            Some(frequency),
            Some(told),
            Some(shape),
            Some(redaction),
            Ok(display_days),
        ) => Ok(Item {
            key: known.map_or_else(|| form.get("key").to_owned(), str::to_owned),
            class,
            title: form.get("title").to_owned(),
            plain: form.get("plain").to_owned(),
            frequency,
            told,
            heavy_monthly: form.ticked("heavy_monthly"),
            display_days,
            drafts: form.get("drafts").to_owned(),
            reviews: form.get("reviews").to_owned(),
            shape,
            columns: lines("columns"),
            redaction,
            attachments: lines("attachments"),
            note: form.get("note").to_owned(),
            retired: form.ticked("retired"),
            basis: Confidence::ALL.iter().flat_map(basis).collect(),
        }),
        _ => Err(errors),
    }
}

#[cfg(test)]
mod tests {
    use web::ui::Lang;

    use super::*;
    use crate::item::bundled;

    #[test]
    fn every_item_of_the_catalogue_survives_its_form() {
        let ui = Ui::sample(Lang::Hans, false);
        for item in bundled().unwrap() {
            let mut read = item_of(&ui, &form_of(&item), Some(&item.key)).unwrap();
            // The form keeps each basis, by how sure it is.
            let sort = |item: &mut Item| {
                item.basis.sort_by_key(|basis| format!("{}{}", basis.cite, basis.document));
            };
            let mut item = item;
            sort(&mut item);
            sort(&mut read);
            assert_eq!(read, item);
        }
    }
}
