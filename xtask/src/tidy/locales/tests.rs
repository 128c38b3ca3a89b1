//! Planted faults.

use super::*;

const PAGE: &str = "modules/window/templates/window/case.html";
const CODE: &str = "modules/window/src/actions.rs";
const ENGLISH: &str = "modules/window/locales/en.toml";

fn words(files: &[(&str, &str)]) -> Vec<String> {
    check(&Tree::of(files)).iter().map(Fault::to_string).collect()
}

#[test]
fn a_sentence_with_its_english_is_in_order() {
    let code =
        "fn f() { Refusal::new(\n  \"window.no\",\n  \"不行\") }\nconst A: Text = text(\"受理\");";
    let page =
        "{# 注 #}<p>{{ ui.t1(\"还有 {1} 天\", n) }}</p>约<b lang=zh translate=\"no\">中文</b>";
    let english =
        "\"不行\" = \"No\"\n\"受理\" = \"Accepted\"\n\"还有 {1} 天\" = \"{1} days left\"\n";
    assert_eq!(words(&[(CODE, code), (PAGE, page), (ENGLISH, english)]), Vec::<String>::new());
}

#[test]
fn planted_sentences_without_english_are_found() {
    for (path, text) in [
        (CODE, "const A: Text = text(\"受理\");"),
        (CODE, "fn f() { ui.t(\"受理\") }"),
        (CODE, "fn f() { Refusal::new(\"window.no\", \"受理\") }"),
        (CODE, "fn f() { let s = \"受理\"; Refusal::new(\"window.no\", s) }"),
        (CODE, "fn f() { Refusal::new(\"window.no\", NO) }\nconst NO: &str = \"受理\";"),
        (PAGE, "<p>{{ ui.rich1(\"受理 {1}\", x)|safe }}</p>"),
        (PAGE, "{% call field(\"受理\") %}{% endcall %}"),
        ("law/src/window.rs", "fn f() { match x { A => \"受理\" } }"),
        ("platform/posts.toml", "[a]\ntitle = \"受理\"\n"),
    ] {
        let found = words(&[(path, text)]);
        assert!(found.iter().any(|f| f.contains("has no English")), "{path}: {text}: {found:?}");
    }
}

#[test]
fn the_english_stands_at_or_below_the_crate() {
    let code = ("web/src/ui.rs", "fn f() { ui.t(\"受理\") }");
    let line = "\"受理\" = \"Accepted\"\n";
    assert!(words(&[code, ("platform/locales/en.toml", line)]).is_empty());
    assert_eq!(words(&[code, (ENGLISH, line)]).len(), 1);
    let label = ("law/src/window.rs", "fn f() { match x { A => \"受理\" } }");
    assert!(words(&[label, (ENGLISH, line)]).is_empty());
}

#[test]
fn planted_faults_in_the_english_are_found() {
    let code = (CODE, "const A: Text = text(\"还有 {1} 天\");");
    let found = words(&[code, (ENGLISH, "\n\"还有 {1} 天\" = \"some days left\"\n")]);
    assert!(found[0].starts_with("modules/window/locales/en.toml:2: "), "{found:?}");
    assert!(found[0].contains("the same places"));
    let found = words(&[(ENGLISH, "\"没人说\" = \"Unsaid\"\n")]);
    assert!(found[0].contains("nothing says “没人说”"));
    let found = words(&[code, (ENGLISH, "\"还有 {1} 天\" = \"还有 {1} 天\"\n")]);
    assert!(found[0].contains("not in English yet"));
    assert!(words(&[(ENGLISH, "\"a\" = ")])[0].contains("not TOML"));
}

#[test]
fn a_planted_contradiction_is_found() {
    let code = (CODE, "const A: Text = text(\"受理\");");
    let below = ("platform/locales/en.toml", "\"受理\" = \"Taken on\"\n");
    let found = words(&[code, below, (ENGLISH, "\"受理\" = \"Accepted\"\n")]);
    assert_eq!(found.len(), 1);
    assert!(found[0].contains("one sentence has one English"));
}

#[test]
fn a_planted_wrong_number_of_arguments_is_found() {
    let english = (ENGLISH, "\"还有 {1} 天\" = \"{1} days left\"\n");
    for call in ["ui.t(\"还有 {1} 天\")", "ui.t2(\"还有 {1} 天\", a, b)"] {
        let found = words(&[(PAGE, &format!("{{{{ {call} }}}}")), english]);
        assert!(found.iter().any(|fault| fault.contains("arguments")), "{call}: {found:?}");
    }
}

#[test]
fn planted_bare_chinese_is_found() {
    let found = words(&[(PAGE, "<h1>\n受理</h1>")]);
    assert_eq!(found, [format!("{PAGE}:2: “受理” stands bare; write {{{{ ui.t(\"…\") }}}}")]);
    assert_eq!(words(&[(PAGE, "<b translate=\"no\">中文</b>受理")]).len(), 1);
    assert_eq!(words(&[(PAGE, "<img alt=\"受理\">")]).len(), 1);
}
