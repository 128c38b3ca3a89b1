//! A text with signatures under it, as `c2sp.org/signed-note` has it.

use std::fmt;
use std::str::FromStr;

use crate::key::check_name;
use crate::{Fault, text};

/// More signatures than anybody needs under one text; who sends more wants us to be busy.
pub const SIGNATURES_MAX: usize = 64;

/// One signature. As text it is a line: `— name base64`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Whose key is said to have made it.
    pub name: String,
    /// The identifier of that key.
    pub key_id: u32,
    /// What the key made of the text; a cosignature begins with its time.
    pub bytes: Vec<u8>,
}

impl fmt::Display for Signature {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [self.key_id.to_be_bytes().as_slice(), &self.bytes].concat();
        write!(out, "— {} {}", self.name, text::to_base64(&bytes))
    }
}

impl FromStr for Signature {
    type Err = Fault;

    fn from_str(line: &str) -> Result<Signature, Fault> {
        let malformed = || Fault::NoteMalformed("a line under the text is not a signature");
        let (name, rest) =
            line.strip_prefix("— ").and_then(|rest| rest.split_once(' ')).ok_or_else(malformed)?;
        check_name(name)?;
        let bytes = text::from_base64(rest).ok_or_else(malformed)?;
        let (id, bytes) = bytes.split_first_chunk().ok_or_else(malformed)?;
        if bytes.is_empty() {
            return Err(malformed());
        }
        let (name, bytes) = (name.to_owned(), bytes.to_vec());
        Ok(Signature { name, key_id: u32::from_be_bytes(*id), bytes })
    }
}

/// Signature lines by themselves, each ended: what a witness answers.
pub fn signatures(lines: &str) -> Result<Vec<Signature>, Fault> {
    let lines = lines.strip_suffix('\n').ok_or(Fault::NoteMalformed("the last line has no end"))?;
    if lines.split('\n').count() > SIGNATURES_MAX {
        return Err(Fault::NoteMalformed("it has too many signatures"));
    }
    lines.split('\n').map(str::parse).collect()
}

/// A text and what was signed under it. Who reads it has verified nothing yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<Signature>,
}

impl Note {
    /// A text that nobody has signed yet. It ends with its last line.
    pub fn new(text: &str) -> Result<Note, Fault> {
        if !text.ends_with('\n') {
            return Err(Fault::NoteMalformed("the text's last line has no end"));
        }
        if text::has_control(text) {
            return Err(Fault::NoteMalformed("it has control characters"));
        }
        Ok(Note { text: text.to_owned(), signatures: Vec::new() })
    }

    /// What is signed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The signatures, in the order in which they stand.
    pub fn signatures(&self) -> &[Signature] {
        &self.signatures
    }

    /// Puts a signature under the others.
    pub fn add(&mut self, signature: Signature) {
        self.signatures.push(signature);
    }
}

impl fmt::Display for Note {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{}", self.text)?;
        self.signatures.iter().try_for_each(|signature| writeln!(out, "{signature}"))
    }
}

impl FromStr for Note {
    type Err = Fault;

    fn from_str(whole: &str) -> Result<Note, Fault> {
        // The text may have empty lines: the last one divides it from the signatures.
        let divide = whole.rfind("\n\n").ok_or(Fault::NoteMalformed("it has no signatures"))?;
        let (text, lines) = whole.split_at(divide + 1);
        let mut note = Note::new(text)?;
        note.signatures = signatures(lines.get(1..).unwrap_or_default())?;
        Ok(note)
    }
}

#[cfg(test)]
#[path = "note_tests.rs"]
mod tests;
