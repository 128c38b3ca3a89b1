//! Who may do what, where: posts held at areas give powers.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use serde::Deserialize;

use crate::area::AreaPath;
use crate::error::{Error, Refusal, Result};
use crate::id::{AccountId, AreaId, BodyId, PersonId, SessionId, TokenId};
use crate::messages::Reach;
use crate::storage::Tx;

/// A power that some post gives and some act needs, for example `cases.receive`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Power(&'static str);

/// Reading the journal of one's areas.
pub const READ_JOURNAL: Power = Power::new("journal.read");
/// Adding a year to the working calendar.
pub const EDIT_CALENDAR: Power = Power::new("calendar.edit");
/// Opening and closing accounts.
pub const MANAGE_ACCOUNTS: Power = Power::new("accounts.manage");

/// The posts whose work can also be done by commands.
const OPERATOR_POSTS: [&str; 2] = ["administrator", "catalogue_editor"];

/// A kind of post, as `posts.toml` has it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PostKind {
    /// What people call it; a key of the locales.
    pub title: String,
    /// `county`, `township` or `village`.
    pub level: String,
    /// The powers it gives.
    pub powers: Vec<String>,
}

/// A post that a person holds today.
#[derive(Clone, Debug)]
pub struct PostHeld {
    /// The word in `posts.toml`.
    pub post: String,
    /// The body in which it is held.
    pub body_id: BodyId,
    /// That body's name.
    pub body_name: String,
    /// Where.
    pub area_id: AreaId,
    /// Where, as a path.
    pub area_path: AreaPath,
    /// Where a program acts by a token: the powers that the token leaves of this post.
    pub limited_to: Option<Arc<[String]>>,
}

/// What needs no post, and what a token must allow all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Own {
    /// Reading one's own cases.
    Read,
    /// Applying, withdrawing and rating for oneself.
    Apply,
}

/// A program acts by this token as the person who made it, and may less than the person.
#[derive(Clone, Debug)]
pub struct Token {
    /// Which one.
    pub id: TokenId,
    /// The words of the powers and of [`Own`] that it allows.
    pub scopes: Arc<[String]>,
}

/// An area and its name.
pub type NamedArea = (AreaPath, String);
/// Who holds a post at an area, and which.
pub type HoldersAt = Vec<(PersonId, String)>;

/// The questions about people that the platform asks and the registry answers.
#[derive(Clone, Copy)]
pub struct Registrar {
    /// The posts a person holds on a date.
    pub posts_held: fn(&mut Tx<'_>, PersonId, Date) -> Result<Vec<PostHeld>>,
    /// A person's name and village.
    pub person: fn(&mut Tx<'_>, PersonId) -> Result<(String, AreaPath)>,
    /// How the person can be reached.
    pub reach: fn(&mut Tx<'_>, PersonId) -> Result<Reach>,
    /// Who holds which post in a body at exactly this area today.
    pub holders_at: fn(&mut Tx<'_>, &AreaPath) -> Result<HoldersAt>,
    /// The name of an area, with those above it below the county.
    pub area_name: fn(&mut Tx<'_>, &AreaPath) -> Result<String>,
    /// The name of the county, once there is one.
    pub county_name: fn(&mut Tx<'_>) -> Result<Option<String>>,
    /// The county and its townships by name, for a choice of areas.
    pub areas: fn(&mut Tx<'_>) -> Result<Vec<NamedArea>>,
}

/// Who acts.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The person; `None` when the program acts by itself.
    pub person_id: Option<PersonId>,
    /// The account and the sign-in.
    pub session: Option<(AccountId, SessionId)>,
    /// The person's name.
    pub name: String,
    /// The person's own village.
    pub home: AreaPath,
    /// The posts held today.
    pub posts: Vec<PostHeld>,
    /// The token, when a program acts as the person.
    pub token: Option<Token>,
}

/// The areas that a reader may see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope(Vec<AreaPath>);

impl Power {
    /// Declares a power; `posts.toml` says which posts give it.
    pub const fn new(word: &'static str) -> Self {
        Self(word)
    }

    /// Its word.
    pub const fn word(self) -> &'static str {
        self.0
    }
}

/// The kinds of posts.
///
/// # Errors
/// A fault when `posts.toml` does not parse, which a test excludes.
pub fn post_kinds() -> Result<&'static BTreeMap<String, PostKind>> {
    static KINDS: OnceLock<std::result::Result<BTreeMap<String, PostKind>, String>> =
        OnceLock::new();
    KINDS
        .get_or_init(|| toml::from_str(include_str!("../posts.toml")).map_err(|e| e.to_string()))
        .as_ref()
        .map_err(|error| Error::fault(format!("posts.toml: {error}")))
}

/// The title of a kind of post; its word where there is none of that kind any more.
pub fn post_title(post: &str) -> String {
    post_kinds()
        .ok()
        .and_then(|kinds| kinds.get(post))
        .map_or_else(|| post.to_owned(), |kind| kind.title.clone())
}

impl Own {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Read, Self::Apply];

    /// Its word among the scopes of a token.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Read => "own.read",
            Self::Apply => "own.apply",
        }
    }
}

/// Whether a kind of post gives a power.
pub fn post_gives(post: &str, power: Power) -> bool {
    gives_word(post, power.0)
}

fn gives_word(post: &str, power: &str) -> bool {
    post_kinds()
        .ok()
        .and_then(|kinds| kinds.get(post))
        .is_some_and(|kind| kind.powers.iter().any(|word| word == power))
}

impl PostHeld {
    /// Whether this post gives a power, and a token leaves it.
    pub fn gives(&self, power: Power) -> bool {
        let left = |limit: &Arc<[String]>| limit.iter().any(|word| word == power.0);
        self.limited_to.as_ref().is_none_or(left) && self.has(power.0)
    }

    /// Whether a post of this kind gives a power.
    fn has(&self, power: &str) -> bool {
        gives_word(&self.post, power)
    }
}

impl Actor {
    /// The program itself, for what the law lets happen by lapse of time.
    pub fn program() -> Self {
        Self {
            person_id: None,
            session: None,
            name: "系统".into(),
            home: AreaPath::county(),
            posts: Vec::new(),
            token: None,
        }
    }

    /// Whoever may run commands on the county's own machine: what they do is noted as done there.
    pub fn operator(county: AreaId) -> Self {
        let post = |post: &str| PostHeld {
            post: post.into(),
            body_id: BodyId(crate::id::Uuid::nil()),
            body_name: "命令行".into(),
            area_id: county,
            area_path: AreaPath::county(),
            limited_to: None,
        };
        let posts = OPERATOR_POSTS.iter().map(|word| post(word)).collect();
        Self { name: "命令行".into(), posts, ..Self::program() }
    }

    /// The same person as far as a token goes: only the posts that were held when it was made, and
    /// of those only the powers that it names. A post that it takes everything from is no post.
    pub fn limited_to(mut self, token: Token, held: &[(BodyId, String)]) -> Self {
        self.posts.retain(|post| {
            held.iter().any(|(body, word)| *body == post.body_id && *word == post.post)
        });
        self.posts.retain(|post| token.scopes.iter().any(|scope| post.has(scope)));
        for post in &mut self.posts {
            post.limited_to = Some(token.scopes.clone());
        }
        self.token = Some(token);
        self
    }

    /// Whether the actor may do this for themselves: always, unless a token does not name it.
    pub fn may_own(&self, own: Own) -> bool {
        let named = |token: &Token| token.scopes.iter().any(|scope| scope == own.word());
        self.person_id.is_some() && self.token.as_ref().is_none_or(named)
    }

    /// Whether the actor is this person and acts for themselves.
    pub fn is_self(&self, person: PersonId) -> bool {
        self.person_id == Some(person) && Own::ALL.iter().any(|own| self.may_own(*own))
    }

    /// Whether any post gives the power, anywhere.
    pub fn holds(&self, power: Power) -> bool {
        self.posts.iter().any(|post| post.gives(power))
    }

    /// Whether a post gives the power at this area.
    pub fn may(&self, power: Power, area: &AreaPath) -> bool {
        self.posts.iter().any(|post| post.gives(power) && post.area_path.contains(area))
    }

    /// Lets the act go on, or refuses it.
    pub fn permit(&self, power: Power, area: &AreaPath) -> Result<()> {
        if self.may(power, area) { Ok(()) } else { Err(not_permitted().into()) }
    }

    /// Lets the act go on in the name of one body, or refuses it.
    pub fn permit_in(&self, power: Power, body: BodyId) -> Result<()> {
        let held = self.posts.iter().any(|post| post.gives(power) && post.body_id == body);
        if held { Ok(()) } else { Err(not_permitted().into()) }
    }

    /// The areas at which the actor has a power; refused when there is none.
    pub fn scope(&self, power: Power) -> Result<Scope> {
        let areas: Vec<AreaPath> = self
            .posts
            .iter()
            .filter(|post| post.gives(power))
            .map(|post| post.area_path.clone())
            .collect();
        if areas.is_empty() { Err(not_permitted().into()) } else { Ok(Scope::of(areas)) }
    }

    /// The bodies in which the actor has a power.
    pub fn bodies(&self, power: Power) -> Vec<BodyId> {
        let mut bodies: Vec<BodyId> =
            self.posts.iter().filter(|post| post.gives(power)).map(|post| post.body_id).collect();
        bodies.sort_unstable();
        bodies.dedup();
        bodies
    }

    /// The person, for acts that only a person does.
    pub fn person(&self) -> Result<PersonId> {
        self.person_id.ok_or_else(|| not_permitted().into())
    }
}

impl Scope {
    /// The widest of these areas; an area inside another adds nothing.
    pub fn of(mut areas: Vec<AreaPath>) -> Self {
        areas.sort();
        areas.dedup_by(|inner, outer| outer.contains(inner));
        Self(areas)
    }

    /// The areas, none inside another.
    pub fn areas(&self) -> &[AreaPath] {
        &self.0
    }

    /// Whether the area lies in the scope.
    pub fn contains(&self, area: &AreaPath) -> bool {
        self.0.iter().any(|own| own.contains(area))
    }

    /// The thing if the reader may see it. What lies outside is not there for the reader.
    pub fn admit<T>(&self, area: &AreaPath, thing: T) -> Result<T> {
        if self.contains(area) { Ok(thing) } else { Err(Error::NotFound) }
    }
}

/// The no of this file.
pub fn not_permitted() -> Refusal {
    Refusal::new("platform.not_permitted", "您的职务不能办这件事，请找有这项权力的人")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holder(post: &str, area: AreaPath) -> Actor {
        let held = PostHeld {
            post: post.into(),
            body_id: BodyId(crate::id::Uuid::nil()),
            body_name: "便民服务中心".into(),
            area_id: AreaId(crate::id::Uuid::nil()),
            area_path: area,
            limited_to: None,
        };
        Actor { posts: vec![held], ..Actor::program() }
    }

    #[test]
    fn a_post_reaches_its_area_and_what_lies_in_it() {
        let township = AreaPath::county().child(4);
        let clerk = holder("window_clerk", township.clone());
        let receive = Power::new("cases.receive");
        assert!(clerk.permit(receive, &township.child(1)).is_ok());
        assert!(clerk.permit(receive, &AreaPath::county().child(5)).is_err());
        assert!(clerk.permit(Power::new("cases.approve"), &township).is_err());
        assert!(!Actor::program().holds(receive));
    }

    #[test]
    fn a_token_leaves_less_of_a_post_and_never_more() {
        let township = AreaPath::county().child(4);
        let (receive, deliver) = (Power::new("cases.receive"), Power::new("cases.deliver"));
        let clerk = holder("window_clerk", township.clone());
        let held = [(BodyId(crate::id::Uuid::nil()), "window_clerk".to_owned())];
        let token = |scopes: &[&str]| Token {
            id: TokenId(crate::id::Uuid::nil()),
            scopes: scopes.iter().map(|word| (*word).to_owned()).collect(),
        };
        let limited = clerk.clone().limited_to(token(&["cases.receive", "cases.approve"]), &held);
        assert!(limited.may(receive, &township) && limited.scope(receive).is_ok());
        assert!(!limited.holds(deliver) && limited.permit(deliver, &township).is_err());
        assert!(!limited.holds(Power::new("cases.approve")), "the post does not give it");
        assert!(limited.bodies(deliver).is_empty());
        let later = clerk.clone().limited_to(token(&["cases.receive"]), &[]);
        assert!(later.posts.is_empty(), "a post that was taken up later is not in the token");
        let own = clerk.limited_to(token(&["own.read"]), &held);
        assert!(own.posts.is_empty() && !own.may_own(Own::Read), "no person, nothing of one's own");
        let person = Actor { person_id: Some(PersonId(crate::id::Uuid::nil())), ..own };
        assert!(person.may_own(Own::Read) && !person.may_own(Own::Apply));
    }

    #[test]
    fn a_scope_keeps_only_the_widest_areas() {
        let township = AreaPath::county().child(4);
        let scope = Scope::of(vec![township.child(2), township.clone(), township.child(1)]);
        assert_eq!(scope.areas(), [township]);
        assert!(scope.admit(&AreaPath::county(), ()).is_err());
    }

    #[test]
    fn every_post_stands_at_a_level() {
        for (word, kind) in post_kinds().unwrap() {
            assert!(crate::area::Level::from_key(&kind.level).is_some(), "{word}");
            assert!(!kind.title.is_empty(), "{word}");
        }
    }
}
