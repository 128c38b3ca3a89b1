//! A list that is brought in stages.

use jiff::Timestamp;
use platform::storage::Json;
use platform::{AreaPath, PersonId};

use super::kinds::ImportState;
use crate::roster::{Counts, Layout};

platform::id_type! {
    /// A list that was brought.
    ImportId,
    /// A step of it.
    ImportStepId,
}

platform::record! {
    /// A list that was brought, and how far it is.
    pub struct Import {
        /// Its id; the files of it lie in a folder of that name.
        pub id: ImportId,
        /// What kind of list, for example `roster`.
        pub kind: String,
        /// Where it was brought.
        pub area_path: AreaPath,
        /// By whom.
        pub brought_by: Option<PersonId>,
        /// By whom, by name.
        pub brought_by_name: String,
        /// The file's own name.
        pub file_name: String,
        /// How large it was.
        pub file_bytes: i64,
        /// Its digest, by which the same file is known again.
        pub file_sha256: String,
        /// How far it is.
        pub state: ImportState,
        /// Which columns are which.
        pub layout: Option<Json<Layout>>,
        /// What was found and done.
        pub counts: Json<Counts>,
        /// Whether facts of persons who are there already are changed as well.
        pub with_changes: bool,
        /// Who confirmed.
        pub confirmed_by: Option<PersonId>,
        /// How far the work is, in thousandths.
        pub thousandths: u32,
        /// Rows that the work has passed.
        pub rows_done: u32,
        /// Chunks that are saved.
        pub frames_done: u32,
        /// When it was brought.
        pub created_at: Timestamp,
    }
}

platform::record! {
    /// Who brought an import to a state, and when.
    pub struct ImportStep {
        /// The id of the record.
        pub id: ImportStepId,
        /// The import.
        pub import_id: ImportId,
        /// The state.
        pub step: ImportState,
        /// Who; none for the program.
        pub actor_id: Option<PersonId>,
        /// Who, by name.
        pub actor_name: String,
        /// When.
        pub noted_at: Timestamp,
    }
}

impl Import {
    /// Whether the program is working on it.
    pub const fn is_running(&self) -> bool {
        matches!(self.state, ImportState::Checking | ImportState::Saving)
    }
}
