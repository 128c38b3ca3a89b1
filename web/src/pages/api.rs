//! The API for people to read: made from the document for programs, in the house's own look.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use serde_json::Value;

use crate::answer::{Answer, page};
use crate::api::document;
use crate::site::Site;
use crate::ui::Ui;
use crate::visit::Visit;

/// How deep an example goes: a list in a record in a list is deep enough.
const DEPTH_MAX: u8 = 6;

/// Every call, section by section.
#[derive(Template)]
#[template(path = "site/api.html")]
pub(crate) struct ApiPage {
    pub(crate) ui: Ui,
    pub(crate) about: String,
    pub(crate) sections: Vec<Section>,
    pub(crate) errors: Vec<Line>,
    pub(crate) public_url: String,
}

/// Calls that belong together.
pub(crate) struct Section {
    pub(crate) name: String,
    pub(crate) calls: Vec<CallView>,
}

/// One call.
pub(crate) struct CallView {
    pub(crate) id: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) title: String,
    pub(crate) says: Vec<String>,
    pub(crate) signed: bool,
    pub(crate) parameters: Vec<Line>,
    pub(crate) body: Vec<Line>,
    pub(crate) answer: Vec<Line>,
    /// Of an answer that lists something: what stands in each line.
    pub(crate) columns: Vec<Line>,
    pub(crate) curl: String,
    pub(crate) example: String,
}

/// A parameter or a field.
pub(crate) struct Line {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) required: bool,
    pub(crate) says: String,
}

pub(super) async fn show(Extension(site): Extension<Arc<Site>>, visit: Visit) -> Answer {
    let public_url = site.app.settings.public_url.clone();
    let shown = ApiPage::new(visit.ui, site.routes(), public_url);
    page(&shown.ui, &shown)
}

impl ApiPage {
    pub(crate) fn new(ui: Ui, routes: &[crate::routes::Route], public_url: String) -> Self {
        let document = document(&ui, routes);
        let reader = Reader { document: &document, public_url: &public_url };
        let sections = reader.sections();
        let errors = reader.fields("Wrong");
        let about = text(document.pointer("/info/description"));
        Self { about, sections, errors, ui, public_url }
    }
}

/// Reads the document.
pub(super) struct Reader<'a> {
    pub(super) document: &'a Value,
    pub(super) public_url: &'a str,
}

fn text(value: Option<&Value>) -> String {
    value.and_then(Value::as_str).unwrap_or_default().to_owned()
}

impl Reader<'_> {
    pub(super) fn sections(&self) -> Vec<Section> {
        let tags = self.document.get("tags").and_then(Value::as_array);
        let section = |tag: &Value| {
            let name = text(tag.get("name"));
            let calls = self.calls(&name);
            Section { name, calls }
        };
        tags.into_iter().flatten().map(section).collect()
    }

    fn calls(&self, section: &str) -> Vec<CallView> {
        let paths = self.document.get("paths").and_then(Value::as_object);
        let mut calls = Vec::new();
        for (path, methods) in paths.into_iter().flatten() {
            for (method, operation) in methods.as_object().into_iter().flatten() {
                if text(operation.pointer("/tags/0")) == section {
                    calls.push(self.call(path, &method.to_ascii_uppercase(), operation));
                }
            }
        }
        calls
    }

    fn call(&self, path: &str, method: &str, operation: &Value) -> CallView {
        let body = name_in(operation.pointer("/requestBody/content/application~1json/schema"));
        let answer = ["200", "201"].into_iter().find_map(|status| {
            let content = format!("/responses/{status}/content/application~1json/schema");
            name_in(operation.pointer(&content))
        });
        let signed = operation.get("security").is_some();
        let example = answer.as_deref().map(|name| self.example(name)).unwrap_or_default();
        CallView {
            id: text(operation.get("operationId")),
            curl: self.curl(path, method, signed, body.as_deref()),
            method: method.to_owned(),
            path: path.to_owned(),
            title: text(operation.get("summary")),
            says: text(operation.get("description")).split("\n\n").map(str::to_owned).collect(),
            signed,
            parameters: parameters(operation),
            body: body.map(|name| self.fields(&name)).unwrap_or_default(),
            columns: answer.as_deref().map(|name| self.columns(name)).unwrap_or_default(),
            answer: answer.map(|name| self.fields(&name)).unwrap_or_default(),
            example,
        }
    }

    fn curl(&self, path: &str, method: &str, signed: bool, body: Option<&str>) -> String {
        let mut curl = format!("curl '{}{path}'", self.public_url);
        if signed {
            curl.push_str(" \\\n  -H 'Authorization: Bearer xy_…'");
        }
        if let Some(body) = body {
            curl.push_str(" \\\n  -H 'Content-Type: application/json'");
            if !path.ends_with("/search") && signed {
                curl.push_str(" \\\n  -H 'Idempotency-Key: …'");
            }
            curl.push_str(&format!(" \\\n  -d '{}'", self.example(body)));
        } else if method != "GET" {
            curl.push_str(" -X POST");
        }
        curl
    }

    fn schema(&self, name: &str) -> Option<&Value> {
        self.document.get("components")?.get("schemas")?.get(name)
    }

    /// The fields of the lines that an answer lists.
    fn columns(&self, name: &str) -> Vec<Line> {
        let lines = self.schema(name).and_then(|schema| schema.pointer("/properties/items/items"));
        name_in(lines).map(|name| self.fields(&name)).unwrap_or_default()
    }

    fn fields(&self, name: &str) -> Vec<Line> {
        let Some(schema) = self.schema(name) else { return Vec::new() };
        let required: Vec<String> = schema
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .map(|name| text(Some(name)))
            .collect();
        let properties = schema.get("properties").and_then(Value::as_object);
        let line = |(name, field): (&String, &Value)| Line {
            name: name.clone(),
            kind: kind_of(field),
            required: required.contains(name),
            says: text(field.get("description")),
        };
        properties.into_iter().flatten().map(line).collect()
    }

    fn example(&self, name: &str) -> String {
        let example = self.schema(name).map(|schema| self.example_of(schema, 0));
        serde_json::to_string_pretty(&example.unwrap_or_default()).unwrap_or_default()
    }

    fn example_of(&self, schema: &Value, depth: u8) -> Value {
        if let Some(example) = schema.get("example") {
            return example.clone();
        }
        if let Some(first) = schema.pointer("/enum/0") {
            return first.clone();
        }
        if let Some(name) = name_in(Some(schema)).filter(|_| depth < DEPTH_MAX) {
            return self
                .schema(&name)
                .map(|schema| self.example_of(schema, depth + 1))
                .unwrap_or_default();
        }
        match kind_word(schema) {
            "object" => {
                let fields = schema.get("properties").and_then(Value::as_object);
                let fields = fields.into_iter().flatten();
                let fields = fields
                    .map(|(name, field)| (name.clone(), self.example_of(field, depth + 1)))
                    .collect::<serde_json::Map<_, _>>();
                fields.into()
            }
            "array" if depth < DEPTH_MAX => {
                let items = schema.get("items").cloned().unwrap_or_default();
                vec![self.example_of(&items, depth + 1)].into()
            }
            "array" => Value::Array(Vec::new()),
            "integer" => 1.into(),
            "boolean" => true.into(),
            "string" => match schema.get("format").and_then(Value::as_str) {
                Some("date") => "2026-11-23".into(),
                Some("date-time") => "2026-11-23T01:00:00Z".into(),
                _ => "…".into(),
            },
            _ => Value::Null,
        }
    }
}

fn parameters(operation: &Value) -> Vec<Line> {
    let list = operation.get("parameters").and_then(Value::as_array);
    let line = |parameter: &Value| Line {
        name: text(parameter.get("name")),
        kind: parameter.get("schema").map(kind_of).unwrap_or_default(),
        required: parameter.get("required").and_then(Value::as_bool).unwrap_or(false),
        says: text(parameter.get("description")),
    };
    list.into_iter().flatten().map(line).collect()
}

/// The schema that one refers to, also where it may be missing.
fn name_in(schema: Option<&Value>) -> Option<String> {
    let own = |schema: &Value| {
        let reference = schema.get("$ref")?.as_str()?;
        reference.rsplit('/').next().map(str::to_owned)
    };
    let schema = schema?;
    own(schema).or_else(|| schema.get("oneOf")?.as_array()?.iter().find_map(own))
}

fn kind_word(schema: &Value) -> &str {
    match schema.get("type") {
        Some(Value::String(kind)) => kind,
        Some(Value::Array(kinds)) => {
            kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null").unwrap_or_default()
        }
        _ => "",
    }
}

fn kind_of(schema: &Value) -> String {
    if let Some(name) = name_in(Some(schema)) {
        return name;
    }
    let word = kind_word(schema);
    if word == "array" {
        let items = schema.get("items").map(kind_of).unwrap_or_default();
        return format!("[{items}]");
    }
    schema
        .get("format")
        .and_then(Value::as_str)
        .filter(|_| word == "string")
        .unwrap_or(word)
        .to_owned()
}
