//! The document of the API (OpenAPI 3.1), made from the list of addresses.

use std::collections::{BTreeMap, BTreeSet};

use platform::files::Kind;
use platform::{Text, text};
use serde_json::{Map, Value, json};
use utoipa::openapi::{RefOr, Schema};

use super::call::{Call, Shape};
use super::wrong::{Wrong, say};
use crate::routes::{Access, Route};
use crate::ui::Ui;

const TITLE: Text = text("乡约接口");
const ABOUT: Text = text(
    "和网页办同样的事，守同样的规矩：同一个人、同样的权力、同样的拒绝。要登录的地址带上令牌：Authorization: Bearer xy_…，令牌在“我的账号”里自己建。每个 POST 可以带 Idempotency-Key：同样的键、同样的内容只办一次，重试得到同样的答复，保留 48 小时。出错的答复都是同一种 JSON。",
);

/// The document in the language of the reader.
pub fn document(ui: &Ui, routes: &[Route]) -> Value {
    let calls: Vec<&Call> = routes.iter().filter_map(|route| route.call.as_ref()).collect();
    let mut paths: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    let mut schemas: BTreeMap<String, Value> = BTreeMap::new();
    let mut sections: Vec<Text> = Vec::new();
    collect(&mut schemas, Shape::of::<Wrong>());
    for call in calls {
        for shape in [call.takes, call.answers].into_iter().flatten() {
            collect(&mut schemas, shape);
        }
        if !sections.contains(&call.section) {
            sections.push(call.section);
        }
        let method = call.method.as_str().to_ascii_lowercase();
        paths.entry(call.path).or_default().insert(method, operation(ui, call));
    }
    let tags: Vec<Value> =
        sections.into_iter().map(|section| json!({ "name": say(ui, section) })).collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": say(ui, TITLE),
            "version": env!("CARGO_PKG_VERSION"),
            "description": say(ui, ABOUT),
        },
        "servers": [{ "url": "/" }],
        "tags": tags,
        "paths": paths,
        "components": {
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
            "schemas": schemas,
        },
    })
}

/// Names that two different shapes bear: the document would describe one of them by the other.
pub fn names_of_two(routes: &[Route]) -> BTreeSet<String> {
    let calls = routes.iter().filter_map(|route| route.call.as_ref());
    let mut seen: BTreeMap<String, Value> = BTreeMap::new();
    let mut twice = BTreeSet::new();
    for shape in calls.flat_map(|call| [call.takes, call.answers]).flatten() {
        let mut found: Vec<(String, RefOr<Schema>)> = Vec::new();
        (shape.collect)(&mut found);
        for (name, schema) in found {
            let schema = serde_json::to_value(schema).unwrap_or_default();
            if *seen.entry(name.clone()).or_insert_with(|| schema.clone()) != schema {
                twice.insert(name);
            }
        }
    }
    twice
}

fn collect(schemas: &mut BTreeMap<String, Value>, shape: Shape) {
    if shape.list {
        schemas.entry(name_of(shape)).or_insert_with(|| list_of(shape));
    }
    let mut found: Vec<(String, RefOr<Schema>)> = Vec::new();
    (shape.collect)(&mut found);
    for (name, schema) in found {
        schemas.entry(name).or_insert_with(|| serde_json::to_value(schema).unwrap_or_default());
    }
}

fn name_of(shape: Shape) -> String {
    let name = (shape.name)();
    if shape.list { format!("ListOf{name}") } else { name.into_owned() }
}

/// [`List`](super::List) with its lines.
fn list_of(shape: Shape) -> Value {
    let lines = reference(Shape { list: false, ..shape });
    json!({
        "type": "object",
        "description": "清单的一段 / One part of a list",
        "required": ["items", "next"],
        "properties": {
            "items": {
                "type": "array", "items": lines,
                "description": "这一段的内容 / The lines of this part",
            },
            "next": {
                "type": ["string", "null"],
                "description":
                    "下一段从哪里接着读，放进 after；没有就读完了 / Where the next part begins, for `after`; none at the end",
            },
        },
    })
}

fn operation(ui: &Ui, call: &Call) -> Value {
    let mut operation = json!({
        "tags": [say(ui, call.section)],
        "summary": say(ui, call.title),
        "operationId": id(call),
        "parameters": parameters(ui, call),
        "responses": responses(ui, call),
    });
    let Some(fields) = operation.as_object_mut() else { return operation };
    let who = who(call.access);
    let mut says: Vec<String> = call.says.iter().map(|says| say(ui, *says)).collect();
    if let Some(powers) = &who {
        fields.insert("security".into(), json!([{ "token": [] }]));
        fields.insert("x-scopes".into(), json!(powers));
        if !powers.is_empty() {
            says.push(super::derived(ui, ui.t1("令牌要有：{1}", powers.join(" / "))));
        }
    }
    if !says.is_empty() {
        fields.insert("description".into(), says.join("\n\n").into());
    }
    if let Some(takes) = call.takes {
        let schema = json!({ "schema": reference(takes) });
        let content = Map::from_iter([(media_type(call).to_owned(), schema)]);
        let body = json!({ "required": true, "content": content });
        fields.insert("requestBody".into(), body);
    }
    operation
}

const fn media_type(call: &Call) -> &'static str {
    if call.takes_files { "multipart/form-data" } else { "application/json" }
}

/// The scopes of which one is needed; none where a token is enough; `None` where none is asked.
fn who(access: Access) -> Option<Vec<&'static str>> {
    match access {
        Access::Anyone | Access::AnyoneSlowly => None,
        Access::Person => Some(Vec::new()),
        Access::Own(own) => Some(vec![own.word()]),
        Access::With(power) => Some(vec![power.word()]),
        Access::WithAny(powers) => Some(powers.iter().map(|power| power.word()).collect()),
    }
}

fn id(call: &Call) -> String {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '_' };
    let path = call.path.strip_prefix(super::PREFIX).unwrap_or(call.path);
    let words: String = path.chars().map(plain).collect();
    let words: Vec<&str> = words.split('_').filter(|word| !word.is_empty()).collect();
    format!("{}_{}", call.method.as_str().to_ascii_lowercase(), words.join("_"))
}

fn parameters(ui: &Ui, call: &Call) -> Vec<Value> {
    let mut parameters: Vec<Value> = Vec::new();
    for part in call.path.split('/') {
        let Some(name) = part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) else {
            continue;
        };
        let schema = match name {
            "id" | "file" => json!({ "type": "string", "pattern": "^[0-9a-f]{32}$" }),
            _ => json!({ "type": "string", "minLength": 1, "maxLength": 60 }),
        };
        parameters.push(json!({ "name": name, "in": "path", "required": true, "schema": schema }));
    }
    if let Some(asks) = call.asks {
        parameters.extend(asks().into_iter().filter_map(|asked| serde_json::to_value(asked).ok()));
    }
    if call.acts() {
        let says = say(ui, text("同样的键、同样的内容只办一次；内容不同会被拒绝"));
        parameters.push(json!({
            "name": "Idempotency-Key", "in": "header", "required": false, "description": says,
            "schema": { "type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$" },
        }));
    }
    parameters
}

fn reference(shape: Shape) -> Value {
    json!({ "$ref": format!("#/components/schemas/{}", name_of(shape)) })
}

fn responses(ui: &Ui, call: &Call) -> Value {
    let mut responses = Map::new();
    let mut content = match call.answers {
        _ if call.answers_file => any_file(),
        Some(shape) => json!({ "application/json": { "schema": reference(shape) } }),
        None => json!({ "application/json": { "schema": { "type": "object" } } }),
    };
    if call.csv
        && let Some(kinds) = content.as_object_mut()
    {
        kinds.insert("text/csv".into(), json!({ "schema": { "type": "string" } }));
    }
    let done = json!({ "description": say(ui, text("成了")), "content": content });
    responses.insert(call.status.to_string(), done);
    let closed = who(call.access).is_some();
    let has_body = call.method == axum::http::Method::POST;
    let noes: [(u16, bool, Text); 11] = [
        (400, true, text("请求不完整")),
        (401, true, text("没有令牌，或者令牌不能用")),
        (403, closed, text("没有这项权力")),
        (404, true, text("没有找到，或者不是您能看的")),
        (413, has_body, text("内容太大")),
        (415, has_body && !call.takes_files, text("不是 JSON")),
        (415, call.takes_files, text("不是 multipart/form-data")),
        (422, true, text("这一步不行，原因和怎么办见答复")),
        (429, true, text("太勤了，按 Retry-After 等一等")),
        (500, true, text("程序出了错，编号见答复")),
        (503, true, text("现在太忙，没有办，按 Retry-After 等一等再来")),
    ];
    for (status, possible, words) in noes {
        if possible {
            let schema = json!({ "$ref": "#/components/schemas/Wrong" });
            let no = json!({
                "description": say(ui, words),
                "content": { "application/json": { "schema": schema } },
            });
            responses.insert(status.to_string(), no);
        }
    }
    Value::Object(responses)
}

/// A file of any kind that is kept.
fn any_file() -> Value {
    let file = json!({ "schema": { "type": "string", "format": "binary" } });
    let kinds = Kind::ALL.map(|kind| (kind.media_type().to_owned(), file.clone()));
    Value::Object(Map::from_iter(kinds))
}
