//! What a log says of itself at one moment, as `c2sp.org/tlog-checkpoint` has it: three lines,
//! signed as a note.

use std::fmt;
use std::str::FromStr;

use crate::key::SigningKey;
use crate::note::Note;
use crate::tree::SIZE_MAX;
use crate::{Fault, Head, text};

/// The text of a checkpoint, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log it is.
    pub origin: String,
    /// How large it is, and what it comes down to.
    pub head: Head,
    /// More lines. Ours has none, and nobody vouches for them.
    pub extensions: Vec<String>,
}

impl Checkpoint {
    /// A checkpoint of our own.
    pub fn new(origin: &str, head: Head) -> Result<Checkpoint, Fault> {
        let checkpoint = Checkpoint { origin: origin.to_owned(), head, extensions: Vec::new() };
        // What cannot be read back is not written.
        if checkpoint.to_string().parse() == Ok(checkpoint.clone()) {
            Ok(checkpoint)
        } else {
            Err(Fault::CheckpointMalformed("this origin or size cannot be written"))
        }
    }

    /// The checkpoint under the log's signature.
    pub fn sign(&self, key: &SigningKey) -> Result<Note, Fault> {
        let mut note = Note::new(&self.to_string())?;
        note.add(key.sign(note.text())?);
        Ok(note)
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{}\n{}\n{}", self.origin, self.head.size, self.head.root)?;
        self.extensions.iter().try_for_each(|line| writeln!(out, "{line}"))
    }
}

impl FromStr for Checkpoint {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Checkpoint, Fault> {
        let malformed = Fault::CheckpointMalformed;
        let text = text.strip_suffix('\n').ok_or(malformed("its last line has no end"))?;
        if text.split('\n').any(str::is_empty) || text::has_control(text) {
            return Err(malformed("a line is empty or has control characters"));
        }
        let mut lines = text.split('\n');
        let origin = lines.next().unwrap_or_default().to_owned();
        let size = text::number(lines.next().ok_or(malformed("it has no size"))?)?;
        let root = lines.next().ok_or(malformed("it has no root"))?.parse()?;
        let head = Head { size, root };
        if size > SIZE_MAX {
            return Err(Fault::SizeTooLarge);
        }
        if size == 0 && head != Head::EMPTY {
            return Err(malformed("without leaves there is only one root"));
        }
        Ok(Checkpoint { origin, head, extensions: lines.map(str::to_owned).collect() })
    }
}

#[cfg(test)]
#[path = "checkpoint_tests.rs"]
mod tests;
