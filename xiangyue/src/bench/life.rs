//! The life of a case over HTTP, in a county that holds more and more of them: taken in at the
//! counter, accepted and handed to the department, two opinions, the decision, and a stranger who
//! looks it up by its code.

use std::sync::Arc;
use std::time::Duration;

use platform::area::Level;
use platform::{Error, PersonId, Result};

use super::client::{self, Answer, Ask, CONNECTIONS, Script, Scripts, Signed, encoded, header};
use super::plain::Plain;
use super::process::{County, Server};
use super::report::{Row, row};
use crate::cli::block_on;
use crate::county;
use crate::sample;

/// The item, decided by the department whose people the sample county offers.
const ITEM: &str = "old-age-allowance";
/// Lives that warm the server up, and lives that are measured.
const WARM: u64 = 200;
const LIVES: u64 = 6_000;
const PATIENCE: Duration = Duration::from_secs(600);

/// A whole life, in a county filled up to so many cases before.
pub fn measure(county: &County, cases: u64) -> Result<Row> {
    Plain::to(county)?.fill_cases(cases)?;
    let (applicants, form) = applicants(county)?;
    let server = Server::of(county)?;
    let lives = Lives::of(&server, applicants, form)?;
    let go = |lives: Scripts| block_on(client::run(server.address, lives, CONNECTIONS, PATIENCE));
    go(lives.clone().scripts(0, WARM))?;
    let before = server.cpu_us();
    let run = go(lives.scripts(WARM, LIVES))?;
    if run.count != LIVES {
        return Err(Error::fault("not every case was lived through"));
    }
    Ok(row(&server, county.engine(), "case_life_cycle", cases, &run, before))
}

/// Whom the lives are about, and who helps them.
#[derive(Clone)]
pub struct Lives(Arc<Office>);

struct Office {
    window: Signed,
    handler: Signed,
    reviewer: Signed,
    approver: Signed,
    applicants: Vec<PersonId>,
    form: Forms,
}

/// The forms of the window, filled in.
pub struct Forms {
    counter: String,
    acceptance: String,
}

impl Lives {
    /// Signs the officials in.
    pub fn of(server: &Server, applicants: Vec<PersonId>, form: Forms) -> Result<Self> {
        let role = |name| block_on(Signed::as_role(server.address, name));
        Ok(Self(Arc::new(Office {
            window: role("window")?,
            handler: role("handler")?,
            reviewer: role("reviewer")?,
            approver: role("approver")?,
            applicants,
            form,
        })))
    }

    /// The lives from one number on, so many.
    pub fn scripts(self, first: u64, count: u64) -> Scripts {
        Arc::new(move |number| {
            let office = self.0.clone();
            let at = usize::try_from(first + number).ok()? % office.applicants.len();
            let applicant = *office.applicants.get(at)?;
            let life = Life { office, applicant, case: String::new(), step: 0 };
            (number < count).then(|| Box::new(life) as Box<dyn Script>)
        })
    }
}

/// Where one life has got to.
struct Life {
    office: Arc<Office>,
    applicant: PersonId,
    /// The address of the case.
    case: String,
    step: u8,
}

impl Script for Life {
    fn next(&mut self, last: Option<&Answer>) -> Result<Option<Ask>> {
        let Office { window, handler, reviewer, approver, form, .. } = &*self.office;
        self.step += 1;
        let case = |noun: &str| format!("{}/{noun}", self.case);
        let opinion = encoded(&[("opinions-agrees", "yes"), ("opinions-words", "材料齐全")]);
        Ok(Some(Ask::Kept(match (self.step, last) {
            (1, _) => {
                window.post(&format!("/desk/counter/{ITEM}/{}", self.applicant), &form.counter)
            }
            (2, Some(taken)) => {
                let to = header(&taken.with(303)?.head, "location").unwrap_or_default();
                self.case = to.trim_end_matches("/papers/receipt").to_owned();
                window.get(to)
            }
            (3, Some(receipt)) => {
                let code = code_in(&receipt.with(200)?.body)?;
                return Ok(Some(Ask::Fresh(client::get(
                    &format!("/track/{code}"),
                    "xiangyue_visit=bench",
                ))));
            }
            (4, Some(found)) => {
                found.with(200)?;
                window.post(&case("acceptance"), &form.acceptance)
            }
            (5, Some(accepted)) => {
                accepted.with(303)?;
                handler.post(&case("opinions"), &opinion)
            }
            (6, Some(opined)) => {
                opined.with(303)?;
                reviewer.post(&case("opinions"), &opinion)
            }
            (7, Some(reviewed)) => {
                reviewed.with(303)?;
                approver.post(&case("decision"), "decision-verdict=grant")
            }
            (_, Some(decided)) => {
                decided.with(303)?;
                return Ok(None);
            }
            (_, None) => return Err(Error::fault("an answer is missing")),
        })))
    }
}

/// The code on a receipt: four letters, a dash, four letters.
fn code_in(page: &[u8]) -> Result<String> {
    let page = String::from_utf8_lossy(page);
    let words = page.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-');
    let code = words.filter(|word| word.len() == 9).find_map(platform::code::read);
    code.ok_or_else(|| Error::fault("a receipt without a code"))
}

/// People of the window's township, and the forms as their window fills them in.
pub fn applicants(county: &County) -> Result<(Vec<PersonId>, Forms)> {
    let app = county::open(&county.chosen)?;
    let (persons, item) = app.db.read_now(|tx| {
        let window = platform::identity::person_of(tx, "window")?.ok_or(Error::NotFound)?;
        let window = sample::actor_of(tx, window)?;
        let post = window.posts.first().ok_or(Error::NotFound)?;
        let township = post.area_path.at(Level::Township);
        let scope = platform::Scope::of(vec![township]);
        let mut persons = Vec::new();
        for family in ["王", "李", "张", "刘", "陈"] {
            let found = registry::find_people(tx, &scope, family, 200)?;
            persons.extend(found.iter().filter(|one| one.died_on.is_none()).map(|one| one.id));
        }
        persons.retain(|person| *person != window.person_id.unwrap_or(*person));
        Ok((persons, window::guide(tx, ITEM)?.content.0))
    })?;
    let sealed = sample::answered(&item);
    let questions: Vec<(String, String)> =
        sealed.answers.iter().map(|(key, value)| (format!("q-{key}"), value.clone())).collect();
    let papers: Vec<String> = sealed.papers.iter().map(ToString::to_string).collect();
    let mut fields: Vec<(&str, &str)> = vec![("delivery", sealed.delivery.as_str())];
    fields.extend(questions.iter().map(|(key, value)| (key.as_str(), value.as_str())));
    fields.extend(papers.iter().map(|paper| ("papers", paper.as_str())));
    let found_right: Vec<(&str, &str)> =
        papers.iter().map(|paper| ("acceptance-papers", paper.as_str())).collect();
    Ok((persons, Forms { counter: encoded(&fields), acceptance: encoded(&found_right) }))
}
