//! Asking about a line of what was published, answering, and taking it to the township.

use jiff::Span;
use law::sunshine::{
    QuestionAct, QuestionBar, Severity, answer_due, may_follow, personal, waiting,
};
use platform::{Actor, App, AreaPath, Entry, Error, PersonId, Power, Result, Tx};
use registry::{Person, merging};
use serde_json::json;

use crate::item::Shape;
use crate::messages::questions as messages;
use crate::model::Disclosure;
use crate::powers::{ANSWER, ASSIST, SUPERVISE};
use crate::question::{ActWord, GivenHow, Question, Tally, Thread};
use crate::refusals::questions as refusals;
use crate::store::questions::NewQuestion;
use crate::store::{published, questions};

/// Letters of a question or an answer.
pub const LETTERS_MAX: usize = 500;
/// Fewer letters ask nothing.
const LETTERS_MIN: usize = 4;
/// Questions of one person that may wait at a time.
const WAITING_MAX: i64 = 10;
/// So far back questions are counted.
const MONTHS_BACK: i64 = 12;

/// A question as it is asked.
#[derive(Debug, Clone)]
pub struct Asking {
    /// About which line; none for the whole.
    pub line: Option<i64>,
    /// What.
    pub words: String,
    /// For whom a clerk writes it down, and how that person gave the word.
    pub for_somebody: Option<Word>,
}

/// A villager's word to a clerk.
#[derive(Debug, Clone)]
pub struct Word {
    /// Whose.
    pub person: PersonId,
    /// How it was given.
    pub how: GivenHow,
    /// Who saw it.
    pub witness: String,
}

/// A villager asks, or the clerk for one who gave the word. Gives the code of the question.
pub async fn ask(app: &App, actor: &Actor, disclosure: &str, asking: Asking) -> Result<String> {
    let (actor, disclosure) = (actor.clone(), disclosure.to_owned());
    let code = platform::code::new(app.sources());
    app.db
        .write(move |tx| {
            ask_in(tx, &actor, (&code, &disclosure), &asking)?;
            Ok(code.clone())
        })
        .await
}

fn ask_in(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (code, disclosure): (&str, &str),
    asking: &Asking,
) -> Result<()> {
    let disclosure = published_under(tx, disclosure)?;
    let asker = match &asking.for_somebody {
        Some(word) => with_word(tx, actor, &disclosure, word)?,
        None => asking_oneself(tx, actor, &disclosure)?,
    };
    let words = said(&asking.words)?;
    if let Some(number) = asking.line
        && !has_line(tx, &disclosure, number)?
    {
        return Err(refusals::no_such_line().into());
    }
    if questions::unanswered(tx, asker.id)? >= WAITING_MAX {
        return Err(refusals::too_many(WAITING_MAX).into());
    }
    let clerk = asking.for_somebody.as_ref();
    let new = NewQuestion {
        code,
        disclosure: disclosure.id,
        line: asking.line,
        area: &disclosure.area_path,
        asker: asker.id,
        words,
        given_how: clerk.map_or("", |word| word.how.key()),
        witness: clerk.map_or("", |word| word.witness.trim()),
    };
    let id = questions::insert(tx, clerk.map(|_| actor), &new)?;
    let today = tx.today();
    let mut entry = Entry::new("sunshine.question_asked", "question", id.0, &disclosure.area_path)
        .citing(law::sunshine::truth_cite(today))
        .facts(json!({ "code": code, "disclosure": disclosure.code, "line": asking.line }));
    if clerk.is_some() {
        entry = entry.on_behalf_of("提问人");
    }
    tx.journal(actor, entry)?;
    let due_on = answer_due(today, &*tx.calendar()?, &[]).ok().flatten();
    let question = questions::by_code(tx, code)?;
    messages::asked(tx, actor, &question, due_on)
}

/// Whoever signed in asks about the own village.
fn asking_oneself(tx: &mut Tx<'_>, actor: &Actor, disclosure: &Disclosure) -> Result<Person> {
    let person = registry::person(tx, actor.person()?)?;
    if lives_there(&person, disclosure) {
        Ok(person)
    } else {
        Err(refusals::not_of_village().into())
    }
}

/// The clerk asks for a villager who gave the word.
fn with_word(
    tx: &mut Tx<'_>,
    actor: &Actor,
    disclosure: &Disclosure,
    word: &Word,
) -> Result<Person> {
    actor.permit(ASSIST, &disclosure.area_path)?;
    let person = registry::person(tx, word.person)?;
    if !lives_there(&person, disclosure) {
        return Err(Error::NotFound);
    }
    let witness = word.witness.trim();
    if word.how == GivenHow::Spoken && witness.is_empty() {
        return Err(refusals::witness_missing().into());
    }
    if witness == actor.name {
        return Err(refusals::own_witness().into());
    }
    Ok(person)
}

fn lives_there(person: &Person, disclosure: &Disclosure) -> bool {
    let here = disclosure.area_path.contains(&person.area_path);
    here && person.died_on.is_none() && person.left_on.is_none()
}

/// Whether the actor may ask about it: a living villager of that village.
pub(crate) fn may_ask(tx: &mut Tx<'_>, actor: &Actor, disclosure: &Disclosure) -> Result<bool> {
    let Some(person) = actor.person_id else { return Ok(false) };
    Ok(lives_there(&registry::person(tx, person)?, disclosure))
}

fn has_line(tx: &mut Tx<'_>, disclosure: &Disclosure, number: i64) -> Result<bool> {
    let many = match disclosure.shape {
        Shape::Ledger => published::lines_of(tx, disclosure.id)?.len(),
        Shape::Table => published::rows_of(tx, disclosure.id)?.len(),
        Shape::Text => 0,
    };
    Ok(usize::try_from(number).is_ok_and(|number| (1..=many).contains(&number)))
}

/// What was published under a code that somebody typed or followed.
pub(crate) fn published_under(tx: &mut Tx<'_>, code: &str) -> Result<Disclosure> {
    let code = platform::code::read(code).ok_or(Error::NotFound)?;
    published::by_code(tx, &code)
}

/// Words that will be public: long enough to say something, and without anybody's numbers.
fn said(words: &str) -> Result<&str> {
    let words = words.trim();
    let letters = words.chars().count();
    if letters < LETTERS_MIN {
        return Err(refusals::words_missing().into());
    }
    if letters > LETTERS_MAX {
        return Err(refusals::words_too_long(LETTERS_MAX).into());
    }
    match personal(words).into_iter().find(|flaw| flaw.severity() == Severity::Blocks) {
        Some(flaw) => Err(refusals::words_personal(flaw).into()),
        None => Ok(words),
    }
}

/// What somebody does with a question.
struct Following<'a> {
    act: QuestionAct,
    entry: &'static str,
    words: &'a str,
}

/// The village answers.
pub async fn answer(app: &App, actor: &Actor, code: &str, words: &str) -> Result<()> {
    let (actor, code, words) = (actor.clone(), code.to_owned(), words.to_owned());
    app.db
        .write(move |tx| {
            let question = seen(tx, &actor, &code)?;
            actor.permit(ANSWER, &question.area_path)?;
            let words = said(&words)?;
            let (act, entry) = (QuestionAct::Answer, "sunshine.question_answered");
            follow(tx, &actor, &question, &Following { act, entry, words })?;
            messages::answered(tx, &question)
        })
        .await
}

/// Whoever asked takes it to the township, or the clerk who wrote it down does.
pub async fn escalate(app: &App, actor: &Actor, code: &str, words: &str) -> Result<()> {
    let (actor, code, words) = (actor.clone(), code.to_owned(), words.to_owned());
    app.db
        .write(move |tx| {
            let question = seen(tx, &actor, &code)?;
            if !speaks_for_asker(tx, &actor, &question)? {
                return Err(refusals::not_the_asker().into());
            }
            let words = said(&words)?;
            let (act, entry) = (QuestionAct::Escalate, "sunshine.question_escalated");
            follow(tx, &actor, &question, &Following { act, entry, words })?;
            messages::escalated(tx, &actor, &question)
        })
        .await
}

/// The township answers, which ends it here.
pub async fn end(app: &App, actor: &Actor, code: &str, words: &str) -> Result<()> {
    let (actor, code, words) = (actor.clone(), code.to_owned(), words.to_owned());
    app.db
        .write(move |tx| {
            let question = seen(tx, &actor, &code)?;
            actor.permit(SUPERVISE, &question.area_path)?;
            let words = said(&words)?;
            let (act, entry) = (QuestionAct::End, "sunshine.question_ended");
            follow(tx, &actor, &question, &Following { act, entry, words })?;
            messages::ended(tx, &question)
        })
        .await
}

fn follow(
    tx: &mut Tx<'_>,
    actor: &Actor,
    question: &Question,
    following: &Following<'_>,
) -> Result<()> {
    let (today, calendar) = (tx.today().max(last_day(question)), tx.calendar()?);
    let cite = may_follow(&question.asked(), following.act, today, &calendar, &[])
        .map_err(refusals::bar)?;
    let act = (ActWord(following.act), today);
    if questions::follow(tx, question, act, actor, following.words)? == 0 {
        return Err(refusals::bar(QuestionBar::AlreadyAnswered));
    }
    let mut entry =
        Entry::new(following.entry, "question", question.id.0, &question.area_path).citing(cite);
    entry = entry.facts(json!({ "code": question.code, "disclosure": question.disclosure_code }));
    tx.journal(actor, entry)
}

/// Nothing happens before what it follows, also when the machine's clock goes back.
fn last_day(question: &Question) -> jiff::civil::Date {
    let later = [question.answered_on, question.escalated_on, question.ended_on];
    later.into_iter().flatten().fold(question.asked_on, jiff::civil::Date::max)
}

/// Whether the actor is the one who asked, or the clerk who has the word.
fn speaks_for_asker(tx: &mut Tx<'_>, actor: &Actor, question: &Question) -> Result<bool> {
    if merging::is_among(tx, actor, &[question.asker_id])? {
        return Ok(true);
    }
    let wrote = question.written_by_id.is_some() && question.written_by_id == actor.person_id;
    Ok(wrote && actor.may(ASSIST, &question.area_path))
}

/// A question, for who asked, wrote it down, answers or sees to the answers.
fn seen(tx: &mut Tx<'_>, actor: &Actor, code: &str) -> Result<Question> {
    let code = platform::code::read(code).ok_or(Error::NotFound)?;
    let question = questions::by_code(tx, &code)?;
    let works = [ANSWER, SUPERVISE].iter().any(|power| actor.may(*power, &question.area_path));
    if works || speaks_for_asker(tx, actor, &question)? {
        Ok(question)
    } else {
        Err(Error::NotFound)
    }
}

/// What the reader may do with a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct May {
    /// Answer for the village.
    pub answer: bool,
    /// Take it to the township.
    pub escalate: bool,
    /// Answer for the township.
    pub end: bool,
    /// The reader asked, or has the asker's word.
    pub asker: bool,
}

/// A question with what followed, and what the reader may do with it.
pub fn one(tx: &mut Tx<'_>, actor: &Actor, code: &str) -> Result<(Thread, May)> {
    let question = seen(tx, actor, code)?;
    let asker = speaks_for_asker(tx, actor, &question)?;
    let (calendar, today) = (tx.calendar()?, tx.today().max(last_day(&question)));
    let open = |act| may_follow(&question.asked(), act, today, &calendar, &[]).is_ok();
    let may = May {
        answer: actor.may(ANSWER, &question.area_path) && open(QuestionAct::Answer),
        escalate: asker && open(QuestionAct::Escalate),
        end: actor.may(SUPERVISE, &question.area_path) && open(QuestionAct::End),
        asker,
    };
    Ok((thread(tx, question)?, may))
}

fn thread(tx: &mut Tx<'_>, question: Question) -> Result<Thread> {
    let replies = questions::replies_of(tx, question.id)?;
    bare(tx, question).map(|thread| Thread { replies, ..thread })
}

fn bare(tx: &mut Tx<'_>, question: Question) -> Result<Thread> {
    let (calendar, today) = (tx.calendar()?, tx.today());
    let waiting = waiting(&question.asked(), &calendar, &[], today).ok();
    Ok(Thread { question, replies: Vec::new(), waiting })
}

/// All that waits anywhere and is late, for those who are told of it.
pub(crate) fn late(tx: &mut Tx<'_>) -> Result<Vec<Thread>> {
    let mut late = Vec::new();
    for question in questions::open_within(tx, &AreaPath::county())? {
        late.push(bare(tx, question)?);
    }
    late.retain(Thread::is_late);
    Ok(late)
}

/// All questions about a disclosure, in the order in which they were asked.
pub fn about(tx: &mut Tx<'_>, disclosure: &Disclosure) -> Result<Vec<Thread>> {
    let asked = questions::of_disclosure(tx, disclosure.id)?;
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let replies = questions::replies_in(tx, disclosure.id)?;
    let (calendar, today) = (tx.calendar()?, tx.today());
    let with = |question: Question| Thread {
        replies: replies.iter().filter(|one| one.question_id == question.id).cloned().collect(),
        waiting: waiting(&question.asked(), &calendar, &[], today).ok(),
        question,
    };
    Ok(asked.into_iter().map(with).collect())
}

/// What somebody asked, and what a clerk wrote down for others, the newest first; without what
/// followed.
pub fn own(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Thread>> {
    let person = actor.person()?;
    let mut asked = questions::of_asker(tx, person)?;
    asked.extend(questions::written_by(tx, person)?);
    asked.sort_by_key(|question| std::cmp::Reverse((question.asked_at, question.id)));
    asked.dedup_by_key(|question| question.id);
    asked.into_iter().map(|question| bare(tx, question)).collect()
}

/// What waits in the areas where the actor answers or sees to the answers, without what followed:
/// what is late first.
pub fn desk(tx: &mut Tx<'_>, actor: &Actor) -> Result<Vec<Thread>> {
    let mut found = Vec::new();
    for area in areas_of(actor) {
        for question in questions::open_within(tx, &area)? {
            found.push(bare(tx, question)?);
        }
    }
    found.sort_by_key(|one| (std::cmp::Reverse(one.days_late()), one.question.asked_at));
    Ok(found)
}

/// The areas where the actor answers or sees to the answers.
pub(crate) fn areas_of(actor: &Actor) -> Vec<AreaPath> {
    let scope = |power: Power| actor.scope(power).ok();
    let scopes = [ANSWER, SUPERVISE].into_iter().filter_map(scope);
    let areas: Vec<AreaPath> = scopes.flat_map(|scope| scope.areas().to_vec()).collect();
    platform::Scope::of(areas).areas().to_vec()
}

/// How an area stood with its questions in the last twelve months: one definition for the board,
/// the desk and programs.
pub fn tally(tx: &mut Tx<'_>, area: &AreaPath) -> Result<Tally> {
    let today = tx.today();
    let from = today.saturating_sub(Span::new().months(MONTHS_BACK));
    let calendar = tx.calendar()?;
    let mut tally = Tally::default();
    for days in questions::days_since(tx, area, from)? {
        tally.asked += 1;
        let due_on = answer_due(days.asked_on, &calendar, &[]).ok().flatten();
        if let Some(on) = days.answered_on {
            tally.answered += 1;
            tally.in_time += usize::from(due_on.is_none_or(|due_on| on <= due_on));
        }
        let (waits, late) = match waiting(&days.asked(), &calendar, &[], today) {
            Ok(law::sunshine::Waiting::Village { late_by, .. }) => (&mut tally.waiting, late_by),
            Ok(law::sunshine::Waiting::Township { late_by, .. }) => {
                (&mut tally.at_township, late_by)
            }
            Ok(law::sunshine::Waiting::Asker | law::sunshine::Waiting::Nobody) => continue,
            // Without its year in the calendar nobody is late; what waits is counted all the same.
            Err(_) if days.escalated_on.is_some() => (&mut tally.at_township, 0),
            Err(_) => (&mut tally.waiting, 0),
        };
        *waits += 1;
        tally.late += usize::from(late > 0);
    }
    Ok(tally)
}
