//! Ways through lists: crumbs, filters, pages; and lists of facts and of people.

use std::fmt::Display;

use askama::Template;

use super::writes_html;
use crate::ui::Ui;

/// Where the page lies.
#[derive(Clone, Debug, Template)]
#[template(path = "components/crumbs.html")]
pub struct Crumbs {
    ui: Ui,
    links: Vec<(String, String)>,
    here: String,
}

impl Crumbs {
    /// No crumbs yet.
    pub fn new(ui: &Ui) -> Self {
        Self { ui: ui.clone(), links: Vec::new(), here: String::new() }
    }

    /// A page above this one.
    pub fn to(mut self, label: impl Display, href: impl Display) -> Self {
        self.links.push((label.to_string(), href.to_string()));
        self
    }

    /// This page.
    pub fn here(mut self, label: impl Display) -> Self {
        self.here = label.to_string();
        self
    }
}

/// Which part of a list is shown, and a box to search it.
#[derive(Clone, Debug, Template)]
#[template(path = "components/filters.html")]
pub struct Filters {
    ui: Ui,
    tabs: Vec<FilterTab>,
    search: Option<Search>,
    kept: Vec<(String, String)>,
}

#[derive(Clone, Debug)]
struct FilterTab {
    label: String,
    count: Option<String>,
    href: String,
    current: bool,
}

#[derive(Clone, Debug)]
struct Search {
    action: String,
    name: String,
    value: String,
    label: String,
}

impl Filters {
    /// No filters yet.
    pub fn new(ui: &Ui) -> Self {
        Self { ui: ui.clone(), tabs: Vec::new(), search: None, kept: Vec::new() }
    }

    /// A part of the list.
    pub fn tab(self, label: impl Display, href: impl Display, current: bool) -> Self {
        self.push(label, None, href, current)
    }

    /// A part of the list with how many it holds.
    pub fn counted(
        self,
        label: impl Display,
        count: u64,
        href: impl Display,
        current: bool,
    ) -> Self {
        let count = self.ui.number(i64::try_from(count).unwrap_or(i64::MAX));
        self.push(label, Some(count), href, current)
    }

    fn push(
        mut self,
        label: impl Display,
        count: Option<String>,
        href: impl Display,
        current: bool,
    ) -> Self {
        let (label, href) = (label.to_string(), href.to_string());
        self.tabs.push(FilterTab { label, count, href, current });
        self
    }

    /// A box whose words go to `action` as `name`.
    pub fn search(
        mut self,
        action: impl Display,
        name: impl Display,
        value: impl Display,
        label: impl Display,
    ) -> Self {
        self.search = Some(Search {
            action: action.to_string(),
            name: name.to_string(),
            value: value.to_string(),
            label: label.to_string(),
        });
        self
    }

    /// What the search keeps of the page's other choices.
    pub fn keep(mut self, name: impl Display, value: impl Display) -> Self {
        self.kept.push((name.to_string(), value.to_string()));
        self
    }
}

/// The way to the other pages of a list. Empty when there is one page.
#[derive(Clone, Debug, Template)]
#[template(path = "components/pager.html")]
pub struct Pager {
    ui: Ui,
    previous: String,
    next: String,
    /// Numbers with their address; a gap is an empty address.
    pages: Vec<(u64, String)>,
    page: u64,
    summary: String,
}

impl Pager {
    /// Page `page` (from 1) of a list of `total` rows, `size` to a page. `address` is the list's
    /// address with its other choices; the page is added to it as `page=`.
    pub fn new(ui: &Ui, address: impl Display, page: u64, size: u64, total: u64) -> Self {
        let address = address.to_string();
        let last = total.div_ceil(size.max(1)).max(1);
        let page = page.clamp(1, last);
        let to = |page: u64| {
            let join = if address.contains('?') { '&' } else { '?' };
            format!("{address}{join}page={page}")
        };
        let pages = numbers(page, last);
        let first = (page - 1) * size + 1;
        let summary = ui.t3("第 {1} 至 {2} 条，共 {3} 条", first, (page * size).min(total), total);
        Self {
            ui: ui.clone(),
            previous: if page > 1 { to(page - 1) } else { String::new() },
            next: if page < last { to(page + 1) } else { String::new() },
            pages: pages
                .into_iter()
                .map(|at| (at.unwrap_or(0), at.map(&to).unwrap_or_default()))
                .collect(),
            page,
            summary: if last > 1 { summary } else { String::new() },
        }
    }

    fn is_here(&self, number: &u64) -> bool {
        *number == self.page
    }

    /// The way on through a list that is too long to count; empty where it ends.
    pub fn steps(ui: &Ui, previous: impl Display, next: impl Display) -> Self {
        Self {
            ui: ui.clone(),
            previous: previous.to_string(),
            next: next.to_string(),
            pages: Vec::new(),
            page: 0,
            summary: String::new(),
        }
    }
}

/// First, last and the neighbours; a gap between them is none.
fn numbers(page: u64, last: u64) -> Vec<Option<u64>> {
    let mut shown = Vec::new();
    let mut before = 0;
    for at in (1..=last).filter(|at| *at == 1 || *at == last || at.abs_diff(page) <= 1) {
        if at > before + 2 {
            shown.push(None);
        } else if at == before + 2 {
            shown.push(Some(at - 1));
        }
        shown.push(Some(at));
        before = at;
    }
    shown
}

/// Facts with their names.
#[derive(Clone, Debug, Template)]
#[template(path = "components/facts.html")]
pub struct Facts {
    ui: Ui,
    rows: Vec<Fact>,
}

#[derive(Clone, Debug)]
struct Fact {
    label: String,
    value: String,
    href: String,
    is_name: bool,
    html: String,
}

impl Facts {
    /// No facts yet.
    pub fn new(ui: &Ui) -> Self {
        Self { ui: ui.clone(), rows: Vec::new() }
    }

    /// A fact; an empty one says so.
    pub fn fact(self, label: impl Display, value: impl Display) -> Self {
        self.push(label, value, "", false)
    }

    /// The name of a person.
    pub fn name(self, label: impl Display, value: impl Display) -> Self {
        self.push(label, value, "", true)
    }

    /// A fact that leads somewhere.
    pub fn link(self, label: impl Display, value: impl Display, href: impl Display) -> Self {
        self.push(label, value, href, false)
    }

    /// A telephone number that a phone can call.
    pub fn phone(self, label: impl Display, number: impl Display) -> Self {
        let number = number.to_string();
        let href = tel(&number);
        self.push(label, number, href, false)
    }

    /// Another piece, such as a [`super::Tag`].
    pub fn piece(mut self, label: impl Display, piece: &impl askama::filters::HtmlSafe) -> Self {
        self = self.push(label, "", "", false);
        if let Some(row) = self.rows.last_mut() {
            row.html = piece.to_string();
        }
        self
    }

    fn push(
        mut self,
        label: impl Display,
        value: impl Display,
        href: impl Display,
        is_name: bool,
    ) -> Self {
        self.rows.push(Fact {
            label: label.to_string(),
            value: value.to_string(),
            href: href.to_string(),
            is_name,
            html: String::new(),
        });
        self
    }
}

/// Whom to turn to: people, not offices.
#[derive(Clone, Debug, Template)]
#[template(path = "components/contacts.html")]
pub struct Contacts {
    ui: Ui,
    people: Vec<Contact>,
}

#[derive(Clone, Debug)]
struct Contact {
    post: String,
    name: String,
    note: String,
    phone: String,
}

impl Contact {
    fn tel(&self) -> String {
        tel(&self.phone)
    }
}

writes_html!(Crumbs, Filters, Pager, Facts, Contacts);

impl Contacts {
    /// Nobody yet.
    pub fn new(ui: &Ui) -> Self {
        Self { ui: ui.clone(), people: Vec::new() }
    }

    /// Who holds which post, when they are there, how to call them; the last two may be empty.
    pub fn person(
        mut self,
        post: impl Display,
        name: impl Display,
        note: impl Display,
        phone: impl Display,
    ) -> Self {
        self.people.push(Contact {
            post: post.to_string(),
            name: name.to_string(),
            note: note.to_string(),
            phone: phone.to_string(),
        });
        self
    }
}

/// The link that calls a number; none for one that is masked.
fn tel(number: &str) -> String {
    let callable =
        number.len() >= 3 && number.chars().all(|c| c.is_ascii_digit() || " -+()".contains(c));
    if !callable {
        return String::new();
    }
    let digits: String = number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    format!("tel:{digits}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pager_shows_ends_and_neighbours() {
        let some = |pages: &[u64]| -> Vec<Option<u64>> {
            pages.iter().map(|at| (*at > 0).then_some(*at)).collect()
        };
        assert_eq!(numbers(1, 1), some(&[1]));
        assert_eq!(numbers(1, 3), some(&[1, 2, 3]));
        assert_eq!(numbers(5, 9), some(&[1, 0, 4, 5, 6, 0, 9]));
        assert_eq!(numbers(4, 7), some(&[1, 2, 3, 4, 5, 6, 7]));
        assert_eq!(numbers(9, 9), some(&[1, 0, 8, 9]));
    }

    #[test]
    fn a_masked_number_is_not_called() {
        assert_eq!(tel("0550-123 4567"), "tel:05501234567");
        assert_eq!(tel("138****2210"), "");
    }
}
