//! What is wrong with a county and its machine, and what to do about it.
//!
//! It looks and changes nothing: no key is made, no table, no folder.

mod data;
mod machine;
mod reach;

use platform::Result;

use crate::settings::Chosen;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// In order.
    Good,
    /// It works, and somebody should see to it.
    Warning,
    /// It does not work, or people are at risk.
    Error,
}

/// One thing that was looked at.
#[derive(Debug, Clone)]
pub struct Finding {
    /// How bad it is.
    pub level: Level,
    /// What is so, and what to do, in Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
}

/// Looks at everything.
pub fn examine(chosen: &Chosen) -> Result<Vec<Finding>> {
    let mut findings = machine::examine(chosen);
    findings.extend(reach::examine(chosen));
    findings.extend(data::examine(chosen)?);
    Ok(findings)
}

fn good(zh: impl Into<String>, en: impl Into<String>) -> Finding {
    Finding { level: Level::Good, zh: zh.into(), en: en.into() }
}

fn warning(zh: impl Into<String>, en: impl Into<String>) -> Finding {
    Finding { level: Level::Warning, zh: zh.into(), en: en.into() }
}

fn error(zh: impl Into<String>, en: impl Into<String>) -> Finding {
    Finding { level: Level::Error, zh: zh.into(), en: en.into() }
}
