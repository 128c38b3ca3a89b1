//! An item as the form shows it, and as people read it for review.

use law::window::Limit;
use web::{Form, Ui};

use super::fields::{Ask, FAQS, How, MATERIALS, QUESTIONS, ROWS, Rows, SECTIONS, units};
use crate::item::{Faq, Item, Material, Question};

/// Rows a fresh form offers besides those that are filled in.
const SPARE_ROWS: usize = 2;

/// The fields of a form that is being filled with an item.
#[derive(Default)]
struct Fields(Vec<(String, String)>);

impl Fields {
    fn put(&mut self, name: impl Into<String>, value: impl ToString) {
        self.0.push((name.into(), value.to_string()));
    }

    fn tick(&mut self, name: impl Into<String>, ticked: bool) {
        if ticked {
            self.put(name, "yes");
        }
    }

    fn lines(&mut self, name: &str, lines: &[String]) {
        self.put(name, lines.join("\n"));
    }

    fn limit(&mut self, name: &str, limit: Option<Limit>) {
        let Some(limit) = limit else { return };
        self.put(format!("{name}_days"), limit.days);
        self.put(format!("{name}_unit"), limit.unit.key());
    }

    fn rows<T>(&mut self, rows: &Rows, list: &[T], put: impl Fn(&mut Self, usize, &T)) {
        self.put(rows.count_field(), list.len() + SPARE_ROWS);
        for (row, one) in list.iter().enumerate() {
            put(self, row, one);
        }
    }

    fn form(self) -> Form {
        let pairs: Vec<(&str, &str)> =
            self.0.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        Form::of(&pairs)
    }
}

/// The form of a new item.
pub(crate) fn blank() -> Form {
    let mut fields = Fields::default();
    for (name, value) in [
        ("publicity_days", "0"),
        ("visits", "1"),
        ("fee", "不收费"),
        ("promised_unit", "working_days"),
        ("legal_unit", "working_days"),
        ("power_source", "statutory"),
        ("confidence", "plausible"),
    ] {
        fields.put(name, value);
    }
    for rows in &ROWS {
        fields.put(rows.count_field(), SPARE_ROWS);
    }
    fields.form()
}

/// The form, filled with an item.
pub(crate) fn form_of(item: &Item) -> Form {
    let mut fields = Fields::default();
    put_words(&mut fields, item);
    fields.limit("legal", item.legal_limit);
    fields.limit("promised", Some(item.promised_limit));
    fields.limit("precheck", item.local_limits.precheck);
    fields.limit("acceptance", item.local_limits.acceptance);
    fields.limit("delivery_limit", item.local_limits.delivery);
    fields.put("publicity_days", item.publicity_days);
    fields.tick("on_the_spot", item.on_the_spot);
    for channel in &item.channels {
        fields.put("channels", channel.key());
    }
    for department in &item.joint_with {
        fields.put("joint_with", department);
    }
    fields.rows(&MATERIALS, &item.material, put_material);
    fields.rows(&QUESTIONS, &item.question, |fields, row, one| {
        put_question(fields, row, one, &item.question);
    });
    fields.rows(&FAQS, &item.faq, put_faq);
    fields.form()
}

fn put_words(fields: &mut Fields, item: &Item) {
    fields.put("code", &item.code);
    fields.put("number", item.number);
    fields.put("visits", item.visits);
    for (name, value) in [
        ("name", item.name.as_str()),
        ("plain_name", &item.plain_name),
        ("kind", item.kind.key()),
        ("department", &item.department),
        ("acceptance_level", item.acceptance_level.key()),
        ("deciding_level", item.deciding_level.key()),
        ("power_source", item.power_source.key()),
        ("served", &item.served),
        ("outcome_elsewhere", &item.outcome_elsewhere),
        ("legal_limit_note", &item.legal_limit_note),
        ("station_mode", item.station_mode.key()),
        ("station_note", &item.station_note),
        ("fee", &item.fee),
        ("result", &item.result),
        ("result_kind", item.result_kind.key()),
        ("consult", &item.consult),
        ("plain_text", &item.plain_text),
        ("confidence", item.confidence.key()),
        ("source", &item.source),
    ] {
        fields.put(name, value);
    }
    fields.lines("basis", &item.basis);
    fields.lines("conditions", &item.conditions);
    fields.lines("not_accepted_when", &item.not_accepted_when);
    fields.lines("delivery", &item.delivery);
    fields.lines("keywords", &item.keywords);
}

fn put_material(fields: &mut Fields, row: usize, one: &Material) {
    let name = |name| MATERIALS.field(row, name);
    fields.put(name("name"), &one.name);
    fields.put(name("need"), one.need.key());
    fields.put(name("when"), &one.when);
    fields.put(name("form"), one.form.key());
    fields.put(name("copies"), one.copies);
    fields.put(name("origin"), one.origin.key());
    fields.put(name("check"), &one.check);
    fields.tick(name("tolerable"), one.tolerable);
}

fn put_question(fields: &mut Fields, row: usize, one: &Question, all: &[Question]) {
    let name = |name| QUESTIONS.field(row, name);
    fields.put(name("key"), &one.key);
    fields.put(name("label"), &one.label);
    fields.put(name("hint"), &one.hint);
    fields.put(name("kind"), one.kind.key());
    fields.tick(name("required"), one.required);
    fields.put(name("options"), one.options.join("\n"));
    let Some((key, value)) = one.show_if.split_once('=') else { return };
    if let Some(earlier) = all.iter().position(|question| question.key == key) {
        fields.put(name("if_row"), earlier + 1);
        fields.put(name("if_value"), value);
    }
}

fn put_faq(fields: &mut Fields, row: usize, one: &Faq) {
    fields.put(FAQS.field(row, "question"), &one.question);
    fields.put(FAQS.field(row, "answer"), &one.answer);
}

/// An item as it is read: titles with labelled values.
pub(crate) struct Told {
    pub(crate) title: String,
    pub(crate) lines: Vec<(String, String)>,
}

/// Everything that an item says, in the order of the form. What is not said is left out.
pub(crate) fn told(ui: &Ui, item: &Item) -> Vec<Told> {
    let form = form_of(item);
    let mut all = Vec::new();
    for section in SECTIONS {
        let lines = section
            .asks
            .iter()
            .map(|ask| (ui.say(ask.label).into_owned(), shown(ui, ask, ask.name, &form)));
        all.push(Told { title: ui.say(section.title).into_owned(), lines: said(lines) });
    }
    for rows in &ROWS {
        let count = form.get(&rows.count_field()).parse().unwrap_or_default();
        let lines = (0..count).map(|row| row_told(ui, rows, row, &form));
        all.push(Told { title: ui.say(rows.title).into_owned(), lines: said(lines) });
    }
    all.retain(|told| !told.lines.is_empty());
    all
}

fn said(lines: impl Iterator<Item = (String, String)>) -> Vec<(String, String)> {
    lines.filter(|(_, value)| !value.is_empty()).collect()
}

/// A row as one line: its first answer is the label, the others follow.
fn row_told(ui: &Ui, rows: &Rows, row: usize, form: &Form) -> (String, String) {
    let mut asks = rows.asks.iter();
    let first = asks.next().map(|ask| form.get(&rows.field(row, ask.name)).to_owned());
    let rest: Vec<String> = asks
        .map(|ask| (ask, shown(ui, ask, &rows.field(row, ask.name), form)))
        .filter(|(_, value)| !value.is_empty())
        .map(|(ask, value)| match ask.how {
            How::Tick => ui.say(ask.label).into_owned(),
            _ => ui.t2("{1}：{2}", ui.say(ask.label), value.replace('\n', "、")),
        })
        .collect();
    (first.unwrap_or_default(), rest.join("\n"))
}

/// The answer to a question, in words.
fn shown(ui: &Ui, ask: &Ask, name: &str, form: &Form) -> String {
    let label = |words: super::fields::Words, key: &str| {
        let known = words(ui).into_iter().find(|(word, _)| *word == key);
        known.map_or_else(|| key.to_owned(), |(_, label)| label)
    };
    match ask.how {
        How::Line | How::Long(_) | How::Number => form.get(name).to_owned(),
        How::Select(words) | How::Choice(words) => label(words, form.get(name)),
        How::Ticks(words) => {
            form.all(name).map(|key| label(words, key)).collect::<Vec<_>>().join("、")
        }
        How::Tick if form.ticked(name) => ui.t("是").into_owned(),
        How::Tick => String::new(),
        How::Limit => {
            let (days, unit) = (form.get(&format!("{name}_days")), format!("{name}_unit"));
            match form.get(&unit) {
                "" => String::new(),
                "same_day" => label(units, "same_day"),
                "working_days" => ui.workdays(days.parse().unwrap_or_default()),
                _ => ui.days(days.parse().unwrap_or_default()),
            }
        }
    }
}

/// What one version says and another does not: label, before, now.
pub(crate) struct Change {
    pub(crate) label: String,
    pub(crate) before: String,
    pub(crate) now: String,
}

/// The changed fields from one version to another.
pub(crate) fn changes(ui: &Ui, before: &Item, now: &Item) -> Vec<Change> {
    let flat = |item| -> Vec<(String, String)> {
        let one = |told: Told| {
            let title = told.title;
            told.lines
                .into_iter()
                .map(move |(label, value)| (ui.t2("{1}：{2}", &title, label), value))
        };
        told(ui, item).into_iter().flat_map(one).collect()
    };
    let (old, new) = (flat(before), flat(now));
    let at = |list: &[(String, String)], label: &str| {
        list.iter().find(|(known, _)| known == label).map(|(_, value)| value.clone())
    };
    let mut changes: Vec<Change> = new
        .iter()
        .map(|(label, now)| Change {
            label: label.clone(),
            before: at(&old, label).unwrap_or_default(),
            now: now.clone(),
        })
        .filter(|change| change.before != change.now)
        .collect();
    let gone = old.iter().filter(|(label, _)| at(&new, label).is_none());
    changes.extend(gone.map(|(label, before)| Change {
        label: label.clone(),
        before: before.clone(),
        now: String::new(),
    }));
    changes
}
