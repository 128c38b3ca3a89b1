//! What an editor typed, as an item, or everything that is wrong with it.

use law::window::{Limit, LimitUnit, LocalLimits};
use platform::{Text, text};
use web::{Errors, Form, Ui};

use super::fields::Rows;
use super::read_rows;
use crate::item::{Channel, Confidence, Item, Kind, Place, PowerSource, ResultKind, StationMode};

/// Letters of the plain words; they fit on one sheet.
pub(crate) const PLAIN_LETTERS_MAX: usize = 300;
/// Letters of the name in people's words; it fits into one line of a phone.
const PLAIN_NAME_LETTERS_MAX: usize = 20;
/// Rows of one kind that a form may have.
const ROWS_MAX: usize = 60;
/// Words that are addresses of this module already.
const CODES_TAKEN: [&str; 2] = ["new", "import"];

/// Reads a form field by field and remembers what is wrong.
pub(super) struct Reader<'a> {
    pub(super) ui: &'a Ui,
    pub(super) form: &'a Form,
    pub(super) errors: Errors,
}

impl Reader<'_> {
    pub(super) fn wrong(&mut self, field: impl Into<String>, sentence: Text) {
        let sentence = self.ui.say(sentence);
        self.errors.add(field, sentence);
    }

    /// Words that may be left out.
    pub(super) fn words(&self, name: &str) -> String {
        self.form.get(name).replace("\r\n", "\n")
    }

    /// Words that must be there.
    pub(super) fn needed(&mut self, name: &str) -> String {
        let words = self.words(name);
        if words.is_empty() {
            self.wrong(name, text("这一项是指南必须有的，请填上"));
        }
        words
    }

    fn at_most(&mut self, name: &str, letters_max: usize) -> String {
        let words = self.needed(name);
        let letters = words.chars().count();
        if letters > letters_max {
            let most = letters_max;
            let sentence = self.ui.t2("写了 {1} 个字，最多 {2} 个字，请写短一点", letters, most);
            self.errors.add(name, sentence);
        }
        words
    }

    /// One entry a line.
    pub(super) fn lines(&self, name: &str) -> Vec<String> {
        let lines = self.form.get(name).lines().map(str::trim);
        lines.filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    fn needed_lines(&mut self, name: &str) -> Vec<String> {
        let lines = self.lines(name);
        if lines.is_empty() {
            self.wrong(name, text("请至少写一条"));
        }
        lines
    }

    /// A word of a closed list. The first one stands in while the form is not yet right.
    pub(super) fn word<T: Copy>(
        &mut self,
        name: &str,
        all: &[T],
        from_key: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let found = from_key(self.form.get(name));
        if found.is_none() {
            self.wrong(name, text("请选一个"));
        }
        found.or_else(|| all.first().copied())
    }

    /// A whole number that must be there.
    pub(super) fn number(&mut self, name: &str) -> u32 {
        let typed = self.form.compact(name);
        typed.parse().ok().filter(|number| *number <= 9999).unwrap_or_else(|| {
            self.wrong(name, text("请只填数字，例如 3"));
            0
        })
    }

    /// Days and their unit; nothing when no days were typed.
    fn limit(&mut self, name: &str) -> Option<Limit> {
        let (days_field, unit_field) = (format!("{name}_days"), format!("{name}_unit"));
        let typed = self.form.compact(&days_field);
        let unit = LimitUnit::from_key(self.form.get(&unit_field));
        if unit == Some(LimitUnit::SameDay) {
            return Some(Limit::same_day());
        }
        if typed.is_empty() {
            return None;
        }
        let days = self.number(&days_field);
        if days == 0 && typed.parse() == Ok(0_u32) {
            self.wrong(days_field, text("至少 1 天；当天就办好的，单位选“当天办好”"));
        }
        if unit.is_none() {
            self.wrong(unit_field, text("请选工作日还是自然日"));
        }
        unit.map(|unit| Limit { days, unit })
    }

    /// How many rows of a kind the form has.
    pub(super) fn rows(&self, rows: &Rows) -> std::ops::Range<usize> {
        0..count(self.form, rows)
    }
}

/// How many rows of a kind a form has.
pub(super) fn count(form: &Form, rows: &Rows) -> usize {
    form.get(&rows.count_field()).parse::<usize>().unwrap_or_default().min(ROWS_MAX)
}

/// The item that a form describes. `code` is that of an item that exists already.
pub(crate) fn item_of(ui: &Ui, form: &Form, code: Option<&str>) -> Result<Item, Errors> {
    let mut reader = Reader { ui, form, errors: Errors::new() };
    let item = read(&mut reader, code);
    match item {
        Some(item) if reader.errors.is_empty() => Ok(item),
        _ => Err(reader.errors),
    }
}

/// The fields are read in the order of the page, which is that of the error summary.
fn read(reader: &mut Reader<'_>, known: Option<&str>) -> Option<Item> {
    let code = known.map_or_else(|| read_code(reader), str::to_owned);
    let number = reader.number("number");
    let name = reader.needed("name");
    let plain_name = reader.at_most("plain_name", PLAIN_NAME_LETTERS_MAX);
    let kind = reader.word("kind", Kind::ALL, Kind::from_key);
    let department = read_department(reader);
    let acceptance_level = reader.word("acceptance_level", Place::ALL, Place::from_key);
    let deciding_level = reader.word("deciding_level", Place::ALL, Place::from_key);
    let power_source = reader.word("power_source", PowerSource::ALL, PowerSource::from_key);
    let basis = reader.needed_lines("basis");
    let served = reader.needed("served");
    let legal_limit = reader.limit("legal");
    let promised_limit = read_promise(reader);
    let publicity_days = reader.number("publicity_days");
    let channels = read_channels(reader);
    let station_mode = reader.word("station_mode", StationMode::ALL, StationMode::from_key);
    let visits = reader.number("visits");
    let fee = reader.needed("fee");
    let result = reader.needed("result");
    let result_kind = reader.word("result_kind", ResultKind::ALL, ResultKind::from_key);
    let delivery = reader.needed_lines("delivery");
    let consult = reader.needed("consult");
    let plain_text = reader.at_most("plain_text", PLAIN_LETTERS_MAX);
    let keywords = read_keywords(reader);
    let local_limits = read_local_limits(reader);
    let confidence = reader.word("confidence", Confidence::ALL, Confidence::from_key);
    let source = reader.needed("source");
    let material = read_rows::materials(reader);
    let question = read_rows::questions(reader);
    let faq = read_rows::faqs(reader);
    Some(Item {
        code,
        number,
        name,
        plain_name,
        kind: kind?,
        department,
        joint_with: reader.form.all("joint_with").map(str::to_owned).collect(),
        acceptance_level: acceptance_level?,
        deciding_level: deciding_level?,
        power_source: power_source?,
        basis,
        served,
        conditions: reader.lines("conditions"),
        not_accepted_when: reader.lines("not_accepted_when"),
        outcome_elsewhere: reader.words("outcome_elsewhere"),
        legal_limit,
        legal_limit_note: reader.words("legal_limit_note"),
        promised_limit: promised_limit?,
        publicity_days,
        on_the_spot: reader.form.ticked("on_the_spot"),
        channels,
        station_mode: station_mode?,
        visits,
        fee,
        result,
        result_kind: result_kind?,
        delivery,
        consult,
        keywords,
        plain_text,
        confidence: confidence?,
        source,
        station_note: reader.words("station_note"),
        local_limits,
        material,
        question,
        faq,
    })
}

/// The word in the addresses of a new item.
fn read_code(reader: &mut Reader<'_>) -> String {
    let code = reader.words("code");
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let written = !code.is_empty() && code.len() <= 60 && code.bytes().all(plain);
    if !written {
        reader.wrong("code", text("请只用小写字母、数字和短横，例如 old-age-card"));
    } else if CODES_TAKEN.contains(&code.as_str()) {
        reader.wrong("code", text("这个网址词已经有了，请换一个"));
    }
    code
}

fn read_department(reader: &mut Reader<'_>) -> String {
    let known = registry::Department::from_word;
    let found = reader.word("department", registry::Department::ALL, known);
    found.map_or_else(String::new, |department| department.word().to_owned())
}

fn read_promise(reader: &mut Reader<'_>) -> Option<Limit> {
    let wrong_before = reader.errors.0.len();
    let limit = reader.limit("promised");
    if limit.is_none() && reader.errors.0.len() == wrong_before {
        reader.wrong("promised_days", text("请写承诺几天办好"));
    }
    limit
}

fn read_local_limits(reader: &mut Reader<'_>) -> LocalLimits {
    LocalLimits {
        precheck: reader.limit("precheck"),
        acceptance: reader.limit("acceptance"),
        delivery: reader.limit("delivery_limit"),
    }
}

fn read_channels(reader: &mut Reader<'_>) -> Vec<Channel> {
    let channels: Vec<Channel> =
        reader.form.all("channels").filter_map(Channel::from_key).collect();
    if channels.is_empty() {
        reader.wrong("channels", text("请至少选一种"));
    }
    channels
}

fn read_keywords(reader: &mut Reader<'_>) -> Vec<String> {
    let words = reader.form.get("keywords");
    let words = words.split(['、', '，', ',', '\n']).map(str::trim);
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}
