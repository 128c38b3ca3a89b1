//! What a module hands to the program.

use platform::{Actor, AreaId, AreaPath, Part, Result, Text, Tx};

use crate::routes::Routes;
use crate::ui::Ui;

/// One module: a folder under `modules/`.
pub struct Module {
    /// Its tables, statements, listeners and jobs.
    pub part: &'static Part,
    /// Its English sentences, `locales/en.toml`.
    pub english: &'static str,
    /// Its addresses and who may open them.
    pub routes: fn() -> Routes,
    /// What a signed-in official finds on the workbench.
    pub work: fn(&Actor) -> Vec<WorkLink>,
    /// Where an official lands after signing in, if this module has the person's daily work.
    pub landing: fn(&Actor) -> Option<&'static str>,
    /// What the acts in its journal entries are called: `("window.case_accepted", text("受理"))`.
    pub acts: &'static [(&'static str, Text)],
    /// What the module shows on the public page of an area.
    pub panels: fn(&mut Tx<'_>, &Ui, &Place) -> Result<Vec<Panel>>,
    /// Every page with made-up content: for the tests and for the pictures.
    pub samples: fn(&Ui) -> Result<Vec<Sample>>,
}

/// The area whose public page is being made.
#[derive(Debug, Clone)]
pub struct Place {
    /// The area.
    pub id: AreaId,
    /// Where it lies.
    pub path: AreaPath,
}

/// A sheet that a module adds to the public page of an area.
#[derive(Debug, Clone)]
pub struct Panel {
    /// The narrow column beside the news, for what people come to do.
    pub aside: bool,
    /// The sheet's HTML, rendered by the module.
    pub html: String,
}

/// An entry of the workbench.
#[derive(Debug, Clone, Copy)]
pub struct WorkLink {
    /// Where it leads.
    pub href: &'static str,
    /// What one does there.
    pub title: Text,
    /// A line on what for.
    pub hint: Text,
}

/// A page rendered with made-up content.
pub struct Sample {
    /// The template's path, for example `window/case.html`.
    pub template: &'static str,
    /// The whole page.
    pub html: String,
}

impl Sample {
    /// Renders a page template with made-up content.
    pub fn page(template: &'static str, ui: &Ui, page: &impl askama::Template) -> Result<Self> {
        Ok(Self { template, html: crate::answer::render(ui, page)? })
    }
}
