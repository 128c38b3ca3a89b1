//! An answer, and what a person sees of it.

use axum::http::{HeaderMap, StatusCode, header};
use scraper::{ElementRef, Html, Node, Selector};

/// How much of a page a failing test quotes.
const EXCERPT_LETTERS: usize = 1200;

/// A page as it came back.
pub struct Page {
    path: String,
    status: StatusCode,
    headers: HeaderMap,
    bytes: Vec<u8>,
}

impl Page {
    pub(crate) fn new(path: &str, status: StatusCode, headers: HeaderMap, bytes: Vec<u8>) -> Self {
        Self { path: path.to_owned(), status, headers, bytes }
    }

    /// The path that was asked for.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The status.
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// A header's value; empty without one.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// What came, byte for byte: for downloads.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What came, as text.
    pub fn html(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// Where the answer sends the browser.
    #[track_caller]
    pub fn location(&self) -> &str {
        let location = self.header(header::LOCATION.as_str());
        assert!(!location.is_empty(), "no redirect: {}", self.excerpt());
        location
    }

    /// Asserts a page that is there and has no fault.
    #[track_caller]
    pub fn is_ok(&self) -> &Self {
        assert!(self.status.is_success(), "not there: {}", self.excerpt());
        self
    }

    /// Asserts that nothing is there, or nothing for this person.
    #[track_caller]
    pub fn is_missing(&self) -> &Self {
        assert_eq!(self.status, StatusCode::NOT_FOUND, "{}", self.excerpt());
        self
    }

    /// Asserts a redirect to exactly this path.
    #[track_caller]
    pub fn goes_to(&self, path: &str) -> &Self {
        assert!(self.status.is_redirection(), "no redirect: {}", self.excerpt());
        assert_eq!(self.location(), path, "{} leads elsewhere", self.path);
        self
    }

    /// Asserts the no with this code.
    #[track_caller]
    pub fn is_refused(&self, code: &str) -> &Self {
        let found = self.code();
        assert_eq!(found, code, "another answer: {}", self.excerpt());
        assert!(self.status.is_client_error(), "a no with the status {}", self.status);
        self
    }

    /// Asserts that people can read these words on the page.
    #[track_caller]
    pub fn shows(&self, words: &str) -> &Self {
        let found = self.text().contains(&squeeze(words));
        assert!(found, "“{words}” does not stand there: {}", self.excerpt());
        self
    }

    /// Asserts that these words do not stand on the page.
    #[track_caller]
    pub fn lacks(&self, words: &str) -> &Self {
        let found = self.text().contains(&squeeze(words));
        assert!(!found, "“{words}” stands there: {}", self.excerpt());
        self
    }

    /// Whether some element matches.
    #[track_caller]
    pub fn has(&self, css: &str) -> bool {
        self.parsed().select(&selector(css)).next().is_some()
    }

    /// How many elements match.
    #[track_caller]
    pub fn count(&self, css: &str) -> usize {
        self.parsed().select(&selector(css)).count()
    }

    /// The text of the first element that matches.
    #[track_caller]
    pub fn text_of(&self, css: &str) -> String {
        let html = self.parsed();
        let found = html.select(&selector(css)).next().map(visible);
        found.unwrap_or_else(|| panic!("nothing is {css}: {}", self.excerpt()))
    }

    /// The text of each element that matches.
    #[track_caller]
    pub fn texts_of(&self, css: &str) -> Vec<String> {
        self.parsed().select(&selector(css)).map(visible).collect()
    }

    /// An attribute of the first element that matches and has it.
    #[track_caller]
    pub fn attribute(&self, css: &str, name: &str) -> Option<String> {
        let html = self.parsed();
        html.select(&selector(css)).find_map(|element| element.attr(name).map(str::to_owned))
    }

    /// An attribute of every element that matches and has it.
    #[track_caller]
    pub fn attributes(&self, css: &str, name: &str) -> Vec<String> {
        let (html, css) = (self.parsed(), selector(css));
        html.select(&css).filter_map(|found| found.attr(name).map(str::to_owned)).collect()
    }

    /// The code of a no, of a page or of a call; empty where there is none.
    pub fn code(&self) -> String {
        let called = serde_json::from_slice::<serde_json::Value>(&self.bytes).ok();
        let called = called.and_then(|json| Some(json.get("code")?.as_str()?.to_owned()));
        called.or_else(|| self.attribute("[data-code]", "data-code")).unwrap_or_default()
    }

    /// Where the link with this text leads; its text may be longer.
    #[track_caller]
    pub fn link(&self, text: &str) -> String {
        let html = self.parsed();
        let links: Vec<ElementRef<'_>> = html.select(&selector("a[href]")).collect();
        let whole = links.iter().find(|link| visible(**link) == squeeze(text));
        let part = || links.iter().find(|link| visible(**link).contains(&squeeze(text)));
        whole
            .or_else(part)
            .and_then(|link| link.attr("href"))
            .unwrap_or_else(|| panic!("no link “{text}”: {}", self.excerpt()))
            .to_owned()
    }

    /// What stands in a field of a form: typed, chosen or ticked. Empty when nothing does.
    #[track_caller]
    pub fn value_of(&self, field: &str) -> String {
        let html = self.parsed();
        let fields: Vec<ElementRef<'_>> =
            html.select(&selector(&format!("[name=\"{field}\"]"))).collect();
        assert!(!fields.is_empty(), "no field {field}: {}", self.excerpt());
        fields.into_iter().find_map(value).unwrap_or_default()
    }

    /// The page's title.
    pub fn title(&self) -> String {
        let html = self.parsed();
        html.select(&selector("title")).next().map(|title| visible(title)).unwrap_or_default()
    }

    /// Everything that people can read below the head, with single spaces.
    pub fn text(&self) -> String {
        if !self.header(header::CONTENT_TYPE.as_str()).starts_with("text/html") {
            return squeeze(&self.html());
        }
        self.parsed().select(&selector("body")).next().map(visible).unwrap_or_default()
    }

    /// The beginning of the main part, for the sentence of a failing test.
    pub fn excerpt(&self) -> String {
        let html = self.parsed();
        let main = html.select(&selector("main")).next().map(visible);
        let words: String =
            main.unwrap_or_else(|| self.text()).chars().take(EXCERPT_LETTERS).collect();
        let location = self.header(header::LOCATION.as_str());
        format!("{} answered {} {location}\n{words}", self.path, self.status)
    }

    fn parsed(&self) -> Html {
        Html::parse_document(&self.html())
    }
}

fn value(field: ElementRef<'_>) -> Option<String> {
    match field.value().name() {
        "textarea" => Some(field.text().collect()),
        "select" => field
            .select(&selector("option[selected]"))
            .next()
            .and_then(|option| option.attr("value"))
            .map(str::to_owned),
        _ if matches!(field.attr("type"), Some("radio" | "checkbox")) => {
            field.attr("checked").map(|_| field.attr("value").unwrap_or("on").to_owned())
        }
        _ => field.attr("value").map(str::to_owned),
    }
}

fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap_or_else(|error| panic!("{css} is no selector: {error}"))
}

fn squeeze(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn visible(element: ElementRef<'_>) -> String {
    let mut words = String::new();
    gather(element, &mut words);
    squeeze(&words)
}

/// Text that is on the screen; elements that stand by themselves keep their words apart.
fn gather(element: ElementRef<'_>, words: &mut String) {
    const INLINE: [&str; 14] = [
        "a", "abbr", "b", "bdi", "code", "em", "i", "mark", "small", "span", "strong", "sub",
        "sup", "time",
    ];
    let name = element.value().name();
    let unseen = matches!(name, "script" | "style" | "template" | "textarea" | "svg");
    if unseen || element.attr("hidden").is_some() {
        return;
    }
    let apart = !INLINE.contains(&name);
    if apart {
        words.push(' ');
    }
    for child in element.children() {
        match child.value() {
            Node::Text(text) => words.push_str(text),
            _ => ElementRef::wrap(child).into_iter().for_each(|inner| gather(inner, words)),
        }
    }
    if apart {
        words.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(html: &str) -> Page {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, "text/html; charset=utf-8".parse().unwrap());
        Page::new("/", StatusCode::OK, headers, html.as_bytes().to_vec())
    }

    #[test]
    fn what_people_read_is_what_counts() {
        let page = page(
            "<title>一页</title><body><p>最迟 <b>11月30日</b> 前</p><p hidden>藏着</p>
             <script>脚本</script><table><td>甲</td><td>乙</td></table></body>",
        );
        page.shows("最迟 11月30日 前").shows("甲 乙").lacks("藏着").lacks("脚本").lacks("一页");
        assert_eq!(page.title(), "一页");
    }

    #[test]
    fn fields_links_and_refusals_can_be_asked() {
        let page = page(
            "<main data-code='x.no'><a href='/a'>办理</a><input name=n value=王><textarea name=t>
             话</textarea><select name=s><option value=1>一<option value=2 selected>二</select>
             <input type=radio name=r value=a><input type=radio name=r value=b checked></main>",
        );
        assert_eq!(page.link("办理"), "/a");
        let values: Vec<String> = ["n", "s", "r"].map(|field| page.value_of(field)).into();
        assert_eq!(values, ["王", "2", "b"]);
        assert!(page.value_of("t").contains('话'));
        assert_eq!(page.attribute("main", "data-code").as_deref(), Some("x.no"));
    }

    #[test]
    #[should_panic(expected = "“乙” does not stand there")]
    fn words_that_are_not_there_end_the_test() {
        page("<body>甲</body>").shows("乙");
    }
}
