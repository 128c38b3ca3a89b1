//! One list of the modules, in the order of the ladder.

use platform::Part;
use platform::part::PLATFORM;

/// The modules of the program.
pub static MODULES: &[&web::Module] = &[&registry::MODULE, &sunshine::MODULE, &window::MODULE];

/// The tables of the program: the platform's, then the modules'.
pub fn parts() -> Vec<&'static Part> {
    std::iter::once(&PLATFORM).chain(MODULES.iter().map(|module| module.part)).collect()
}
