//! Where the data of one test lives, and how it is cleared away.

use std::path::PathBuf;

use platform::app::Sources;
use platform::privacy::hex;
use platform::storage::Place;

/// Names a PostgreSQL database; without it tests run on the embedded engine.
const DATABASE: &str = "XIANGYUE_TEST_DATABASE";

/// A place that nobody else uses. Dropping it removes it.
pub(crate) struct FreshPlace {
    pub(crate) place: Place,
    pub(crate) folder: PathBuf,
}

impl FreshPlace {
    pub(crate) fn new() -> Self {
        // From the system and not from the seed: tests run side by side.
        let name = hex(&Sources::secret().expect("randomness from the system").bytes::<8>());
        let folder = std::env::temp_dir().join(format!("xiangyue-test-{name}"));
        let place = match std::env::var(DATABASE) {
            Ok(url) => Place::Postgres { url, schema: format!("t{name}") },
            Err(_) => Place::File(folder.join("county.db")),
        };
        Self { place, folder }
    }
}

impl Drop for FreshPlace {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
        if let Place::Postgres { url, schema } = self.place.clone() {
            // The client blocks, and a test usually runs where blocking is not allowed.
            let _ = std::thread::spawn(move || drop_schema(&url, &schema)).join();
        }
    }
}

/// What is left of a schema that could not be dropped disturbs no other test.
fn drop_schema(url: &str, schema: &str) {
    if let Ok(mut client) = postgres::Client::connect(url, postgres::NoTls) {
        let _ = client.batch_execute(&format!("drop schema if exists {schema} cascade"));
    }
}
