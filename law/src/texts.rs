//! The texts of the law by article, in our own words, and where each is coded.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::Date;

/// One law, regulation or notice, in one version.
#[derive(Debug, Clone, Deserialize)]
pub struct Text {
    /// The name of its file, which a [`crate::Cite`] holds.
    #[serde(skip)]
    pub stem: &'static str,
    /// The full title.
    pub name: String,
    /// The title as a notice prints it.
    pub short_name: String,
    /// The title in English.
    pub english_name: String,
    /// The day this version was adopted.
    pub version: Date,
    /// The day it came into force.
    pub in_force_from: Date,
    /// Who published it where.
    pub source: String,
    /// When somebody last compared this file with the text in force.
    pub last_checked_on: Date,
    /// The paragraphs that matter here.
    #[serde(default, rename = "article")]
    pub articles: Vec<Article>,
}

/// One paragraph, or one numbered item of it.
#[derive(Debug, Clone, Deserialize)]
pub struct Article {
    /// 条; zero for a text without articles.
    pub number: u16,
    /// 款; zero where the article has only one.
    #[serde(default)]
    pub paragraph: u8,
    /// 项.
    #[serde(default)]
    pub item: u8,
    /// What it asks for, in our own words.
    pub says: String,
    /// The function, type or constant that does it.
    pub coded_in: Option<String>,
    /// Or why nothing does.
    pub not_coded: Option<String>,
}

/// Every text, in the order of the files.
pub fn all() -> &'static [Text] {
    &TEXTS
}

/// The text of a file.
pub fn find(stem: &str) -> Option<&'static Text> {
    TEXTS.iter().find(|text| text.stem == stem)
}

static TEXTS: LazyLock<Vec<Text>> = LazyLock::new(|| {
    FILES
        .iter()
        // A file that does not read is left out; a test reads them all.
        .filter_map(|(stem, file)| Some(Text { stem, ..toml::from_str(file).ok()? }))
        .collect()
});

macro_rules! files {
    ($($stem:literal),+ $(,)?) => {
        &[$(($stem, include_str!(concat!("../texts/", $stem, ".toml")))),+]
    };
}

const FILES: &[(&str, &str)] = files![
    "administrative-licensing-law",
    "administrative-litigation-law",
    "administrative-reconsideration-law",
    "business-environment-regulations",
    "civil-code",
    "collective-finance-publicity-rules",
    "cybersecurity-law",
    "cybersecurity-law-2016",
    "online-government-services-provisions",
    "personal-information-protection-law",
    "public-holidays-measures",
    "service-rating-opinions",
    "supervision-committee-guidance",
    "village-affairs-publicity-opinions",
    "villagers-committees-organic-law",
    "villagers-committees-organic-law-2018",
];

#[cfg(test)]
#[path = "texts_tests.rs"]
mod tests;
