//! Every page of the site with made-up content, in each language and type size.

use std::collections::{BTreeMap, BTreeSet};

use scraper::{ElementRef, Html, Selector};
use web::ui::Lang;
use web::{Sample, Ui};

use crate::county::County;

/// What no page holds: the content security policy would not run it, or it is a slip.
const BANNED: [(&str, &str); 4] = [
    ("[style]", "a style of its own"),
    ("script:not([src])", "a script in the page"),
    ("[href^='javascript:']", "a script in a link"),
    ("form[method=post]:not(:has([name=form_token]))", "a form without its token"),
];

/// The gallery shows the page that says “sent”, with its own first heading.
const SEVERAL_HEADINGS: [&str; 1] = ["site/gallery.html"];

/// Letters that are right as they stand, though the converter takes them further: 准許, 批准.
const RIGHT_BOTH_WAYS: [(char, char); 1] = [('准', '準')];

fn samples(ui: &Ui) -> Vec<Sample> {
    let mut samples = web::pages::samples(ui).expect("the site's own pages");
    for module in xiangyue::modules::MODULES {
        let name = module.part.name;
        let own = (module.samples)(ui).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(!own.is_empty(), "{name} has no samples");
        samples.extend(own);
    }
    samples
}

/// Runs a check over all pages and shows every page that does not pass.
fn over_all(check: impl Fn(Lang, &Sample, &Html) -> Vec<String>) {
    let _county = County::empty(); // It brings the English sentences.
    let mut faults = BTreeSet::new();
    for lang in Lang::ALL {
        for elder in [false, true] {
            for sample in samples(&Ui::sample(lang, elder)) {
                let html = Html::parse_document(&sample.html);
                for fault in check(lang, &sample, &html) {
                    faults.insert(format!("{} ({}): {fault}", sample.template, lang.key()));
                }
            }
        }
    }
    let faults: Vec<String> = faults.into_iter().collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap()
}

/// A piece of a page, such as `window/_panel_track.html`.
fn is_piece(template: &str) -> bool {
    template.rsplit('/').next().is_some_and(|name| name.starts_with('_'))
}

fn text(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_says_its_language_its_title_and_one_heading() {
    over_all(|lang, sample, html| {
        let mut faults = Vec::new();
        if is_piece(sample.template) {
            return faults;
        }
        if html.root_element().attr("lang") != Some(lang.key()) {
            faults.push("the element html does not name the language".to_owned());
        }
        let titles: Vec<String> = html.select(&selector("head > title")).map(text).collect();
        if titles.len() != 1 || titles.iter().any(|title| title.starts_with('·')) {
            faults.push(format!("its titles are {titles:?}"));
        }
        let headings: Vec<String> = html.select(&selector("h1")).map(text).collect();
        let several = SEVERAL_HEADINGS.contains(&sample.template);
        if (headings.len() != 1 && !several) || headings.iter().any(String::is_empty) {
            faults.push(format!("its first headings are {headings:?}"));
        }
        faults
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn no_place_of_a_sentence_is_left_unfilled() {
    over_all(|_, sample, _| {
        (1..=4)
            .map(|number| format!("{{{number}}}"))
            .filter(|place| sample.html.contains(place))
            .map(|place| {
                let at = sample.html.find(&place).unwrap_or(0);
                let around: String = sample
                    .html
                    .get(..at)
                    .unwrap_or_default()
                    .chars()
                    .rev()
                    .take(40)
                    .collect::<Vec<_>>()
                    .into_iter()
                    .rev()
                    .collect();
                format!("{place} after “{around}”")
            })
            .collect()
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_holds_what_the_browser_may_not_run() {
    over_all(|_, _, html| banned(html));
}

#[test]
fn a_planted_page_with_what_may_not_run_is_found() {
    let planted = "<p style='color:red' onclick='x()'>甲</p><script>x()</script>
                   <form method=post action=/x></form>";
    assert_eq!(banned(&Html::parse_document(planted)).len(), 4);
    assert!(banned(&Html::parse_document("<p>甲</p>")).is_empty());
}

/// What the content security policy would not run, and other slips.
fn banned(html: &Html) -> Vec<String> {
    let mut faults = Vec::new();
    for (css, what) in BANNED {
        for element in html.select(&selector(css)) {
            let name = element.value().name();
            faults.push(format!("{what}: {name} {:?}", element.value().attrs().next()));
        }
    }
    for element in html.select(&selector("*")) {
        let own = |(name, _): &(&str, &str)| name.starts_with("on");
        if let Some((name, _)) = element.value().attrs().find(own) {
            faults.push(format!("{name} on {}", element.value().name()));
        }
    }
    faults
}

#[tokio::test(flavor = "multi_thread")]
async fn every_id_stands_once_and_every_reference_leads_to_one() {
    const REFERENCES: [(&str, &str); 4] = [
        ("label[for]", "for"),
        ("[aria-describedby]", "aria-describedby"),
        ("[aria-labelledby]", "aria-labelledby"),
        ("a[href^='#']", "href"),
    ];
    over_all(|_, _, html| {
        let mut ids: BTreeMap<&str, usize> = BTreeMap::new();
        for element in html.select(&selector("[id]")) {
            *ids.entry(element.attr("id").unwrap_or_default()).or_default() += 1;
        }
        let twice = ids.iter().filter(|(_, times)| **times > 1);
        let mut faults: Vec<String> =
            twice.map(|(id, times)| format!("the id {id} stands {times} times")).collect();
        for (css, name) in REFERENCES {
            for element in html.select(&selector(css)) {
                for id in element.attr(name).unwrap_or_default().split_whitespace() {
                    let id = id.trim_start_matches('#');
                    if !id.is_empty() && !ids.contains_key(id) {
                        faults.push(format!("{name}={id} leads nowhere"));
                    }
                }
            }
        }
        faults
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn every_field_has_a_label_and_every_picture_words() {
    over_all(|_, _, html| {
        let mut faults = Vec::new();
        let labelled: BTreeSet<&str> =
            html.select(&selector("label[for]")).filter_map(|label| label.attr("for")).collect();
        let fields = "input:not([type=hidden]):not([type=submit]), select, textarea";
        for field in html.select(&selector(fields)) {
            let own = field.attr("id").is_some_and(|id| labelled.contains(id));
            let said = field.attr("aria-label").or(field.attr("aria-labelledby")).is_some();
            let inside = field.ancestors().filter_map(ElementRef::wrap);
            let inside = inside.into_iter().any(|above| above.value().name() == "label");
            let unseen = field.attr("hidden").is_some();
            if !(own || said || inside || unseen) {
                faults.push(format!("{:?} has no label", field.attr("name")));
            }
        }
        for picture in html.select(&selector("img:not([alt])")) {
            faults.push(format!("{:?} has no words", picture.attr("src")));
        }
        faults
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn the_traditional_pages_are_traditional_through_and_through() {
    over_all(|lang, sample, _| {
        if lang != Lang::Hant {
            return Vec::new();
        }
        let again = web::derived::to_traditional(&sample.html);
        if again.chars().count() != sample.html.chars().count() {
            return vec!["converting once more changes its length".to_owned()];
        }
        let pairs = sample.html.chars().zip(again.chars()).enumerate();
        let left =
            pairs.filter(|(_, (old, new))| old != new && !RIGHT_BOTH_WAYS.contains(&(*old, *new)));
        left.map(|(at, (old, new))| {
            let around: String = sample.html.chars().skip(at.saturating_sub(8)).take(16).collect();
            format!("“{old}” would become “{new}” in “{around}”")
        })
        .collect()
    });
}
