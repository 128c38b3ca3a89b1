//! Checks a log, or a proof, without the program that keeps the log. After
//! `cargo run -p tlog --example check --` stand the words:
//!
//! ```text
//! check proof POLICY ENTRY PROOF         one entry, by a .tlog-proof file
//! check code POLICY CODE                 one entry, by the letters of a QR code
//! check log POLICY FOLDER [SIZE ROOT]    all of a copied log
//! ```
//!
//! POLICY is a file as `c2sp.org/tlog-policy` has it: whom you believe. With the SIZE and ROOT that
//! an earlier check printed, the log must also continue what it was then.
#![expect(clippy::print_stdout, reason = "it speaks to the terminal")]

use std::error::Error;
use std::fmt;
use std::path::Path;

use tlog::audit::audit;
use tlog::compact::Compact;
use tlog::policy::{Policy, Seen};
use tlog::proof::{Proof, verify};
use tlog::{Fault, Head};

const HELP: &str =
    "check proof POLICY ENTRY PROOF | code POLICY CODE | log POLICY FOLDER [SIZE ROOT]";

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["proof", policy, entry, proof] => {
            let proof: Proof = std::fs::read_to_string(proof)?.parse()?;
            let seen = verify(&std::fs::read(entry)?, &proof, &policy_of(policy)?)?;
            println!("entry {} is in the log", proof.index);
            say(&seen);
        }
        ["code", policy, code] => {
            let compact: Compact = std::fs::read_to_string(code)?.trim_end().parse()?;
            let seen = compact.verify(&policy_of(policy)?)?;
            println!("entry {} is in the log:", compact.index());
            println!("{}", String::from_utf8_lossy(compact.leaf()));
            say(&seen);
        }
        ["log", policy, folder, known @ ..] => {
            let known = match known {
                [] => None,
                [size, root] => Some(Head { size: size.parse()?, root: root.parse()? }),
                _ => return Err(HELP.into()),
            };
            let read = |path: &str| {
                std::fs::read(Path::new(folder).join(path))
                    .map_err(|why| Trouble(format!("{path}: {why}")))
            };
            let found = audit(read, &policy_of(policy)?, known.as_ref(), |_, _| {})?;
            println!("{} tiles and {} bundles agree", found.tiles, found.bundles);
            say(&found.seen);
        }
        _ => return Err(HELP.into()),
    }
    Ok(())
}

fn policy_of(path: &str) -> Result<Policy, Box<dyn Error>> {
    Ok(std::fs::read_to_string(path)?.parse()?)
}

fn say(seen: &Seen) {
    let Head { size, root } = seen.checkpoint.head;
    println!("log {}: {size} entries, root {root}", seen.checkpoint.origin);
    for one in &seen.cosigned {
        println!("seen by {} at second {} since 1970", one.witness, one.at);
    }
}

/// A file that cannot be read, or a log that is refused.
#[derive(Debug)]
struct Trouble(String);

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Trouble {
        Trouble(fault.to_string())
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl Error for Trouble {}
