//! A policy as a file, in the words of `c2sp.org/tlog-policy`, so that other programs read it: one
//! log, its witnesses, and how many of them are needed.
//!
//! ```text
//! log log.example.org/450328+1f2e3d4c+AX…
//! witness library.example.org library.example.org+5a6b7c8d+BK…
//! witness school.example.org school.example.org+9e8f7a6b+BM…
//! group +witnesses 1 library.example.org school.example.org
//! quorum +witnesses
//! ```
//!
//! Of groups of groups only one kind is known here: any of the keys that one witness had.

use std::collections::BTreeMap;
use std::str::FromStr;

use crate::key::VerifierKey;
use crate::policy::Policy;
use crate::{Fault, text};

/// No name of a key has a plus, so none is ever that of a group.
const GROUP: &str = "+witnesses";

impl Policy {
    /// The policy as a file. The keys of the log must bear its name.
    pub fn to_text(&self) -> Result<String, Fault> {
        if self.log_keys().iter().any(|key| key.name() != self.origin()) {
            return Err(Fault::PolicyUnsound("the keys of the log do not bear its name"));
        }
        let mut lines: Vec<String> =
            self.log_keys().iter().map(|key| format!("log {key}")).collect();
        let mut by_name: BTreeMap<&str, Vec<&VerifierKey>> = BTreeMap::new();
        for key in self.witnesses() {
            by_name.entry(key.name()).or_default().push(key);
        }
        for (name, keys) in &by_name {
            if let [key] = keys.as_slice() {
                lines.push(format!("witness {name} {key}"));
                continue;
            }
            let labels: Vec<String> = (1..=keys.len()).map(|n| format!("{name}+{n}")).collect();
            let each = labels.iter().zip(keys);
            lines.extend(each.map(|(label, key)| format!("witness {label} {key}")));
            lines.push(format!("group {name} any {}", labels.join(" ")));
        }
        if self.quorum() == 0 {
            lines.push("quorum none".to_owned());
        } else {
            let names: Vec<&str> = by_name.into_keys().collect();
            lines.push(format!("group {GROUP} {} {}", self.quorum(), names.join(" ")));
            lines.push(format!("quorum {GROUP}"));
        }
        Ok(lines.join("\n") + "\n")
    }
}

/// What a name in the file stands for.
#[derive(Clone)]
enum Named {
    Witness(VerifierKey),
    Group(usize, Vec<Named>),
}

#[derive(Default)]
struct Lines<'a> {
    logs: Vec<VerifierKey>,
    names: BTreeMap<&'a str, Named>,
    /// What the quorum is; `None` inside where none is needed.
    quorum: Option<Option<Named>>,
}

impl FromStr for Policy {
    type Err = Fault;

    fn from_str(file: &str) -> Result<Policy, Fault> {
        let mut lines = Lines::default();
        for line in file.split('\n').map(|line| line.trim_matches([' ', '\t'])) {
            if !line.is_empty() && !line.starts_with('#') {
                let words = line.split([' ', '\t']).filter(|word| !word.is_empty());
                lines.read(&words.collect::<Vec<&str>>())?;
            }
        }
        let all = lines.names.into_values().filter_map(|named| match named {
            Named::Witness(key) => Some(key),
            Named::Group(..) => None,
        });
        let (quorum, witnesses) = match lines.quorum.ok_or(unreadable())? {
            None => (0, all.collect()),
            Some(Named::Witness(key)) => (1, vec![key]),
            Some(Named::Group(quorum, members)) => {
                let keys = members.into_iter().map(keys_of_one).collect::<Result<Vec<_>, _>>()?;
                (quorum, keys.concat())
            }
        };
        let origin = lines.logs.first().ok_or(unreadable())?.name().to_owned();
        if lines.logs.iter().any(|key| key.name() != origin) {
            return Err(Fault::PolicyUnsound("it names more than one log"));
        }
        Policy::new(&origin, lines.logs, witnesses, quorum)
    }
}

impl<'a> Lines<'a> {
    fn read(&mut self, words: &[&'a str]) -> Result<(), Fault> {
        match words {
            // An address may follow; it is for those who fetch.
            ["log", key] | ["log", key, _] => self.logs.push(key.parse()?),
            ["witness", name, key] | ["witness", name, key, _] => {
                self.name(name, Named::Witness(key.parse()?))?;
            }
            ["group", name, needed, members @ ..] => {
                let found = members.iter().map(|member| self.names.get(member).cloned());
                let found: Vec<Named> = found.collect::<Option<_>>().ok_or(unreadable())?;
                let needed = match *needed {
                    "any" => 1,
                    "all" => found.len(),
                    number => usize::try_from(text::number(number)?).unwrap_or(usize::MAX),
                };
                if needed == 0 || needed > found.len() {
                    return Err(unreadable());
                }
                self.name(name, Named::Group(needed, found))?;
            }
            ["quorum", name] if self.quorum.is_none() => {
                let named = self.names.get(name).cloned();
                self.quorum = Some(match named {
                    None if *name != "none" => return Err(unreadable()),
                    named => named,
                });
            }
            _ => return Err(unreadable()),
        }
        Ok(())
    }

    fn name(&mut self, name: &'a str, named: Named) -> Result<(), Fault> {
        let free = name != "none" && self.names.insert(name, named).is_none();
        if free { Ok(()) } else { Err(unreadable()) }
    }
}

/// The keys of one witness: one, or any of those that it had.
fn keys_of_one(member: Named) -> Result<Vec<VerifierKey>, Fault> {
    let nested = Fault::PolicyUnsound("groups of groups are not known here");
    let members = match member {
        Named::Witness(key) => return Ok(vec![key]),
        Named::Group(1, members) => members,
        Named::Group(..) => return Err(nested),
    };
    let keys = members.into_iter().map(|member| match member {
        Named::Witness(key) => Some(key),
        Named::Group(..) => None,
    });
    let keys: Vec<VerifierKey> = keys.collect::<Option<_>>().ok_or(nested.clone())?;
    let one = keys.windows(2).all(|two| match two {
        [a, b] => a.name() == b.name(),
        _ => true,
    });
    if one { Ok(keys) } else { Err(nested) }
}

fn unreadable() -> Fault {
    Fault::PolicyUnsound("a line cannot be read, or one is missing")
}

#[cfg(test)]
#[path = "policy_file_tests.rs"]
mod tests;
