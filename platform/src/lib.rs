//! What every module stands on: storage, identity, powers, the journal, the working calendar.
//!
//! There is no HTTP here and nothing is async except the two doors of [`storage::Db`]. The order of
//! reading is `error`, `app`, `storage`, `authorisation`, `journal`, then the rest.

pub mod app;
pub mod area;
pub mod aside;
pub mod authorisation;
pub mod calendar;
pub mod calls;
pub mod clock;
pub mod code;
pub mod error;
pub mod figures;
pub mod files;
pub mod i18n;
pub mod id;
pub mod identity;
pub mod jobs;
pub mod journal;
pub mod kept;
pub mod log;
pub mod messages;
pub mod once;
pub mod part;
pub mod personal;
pub mod privacy;
pub mod private;
pub mod sample;
pub mod sealed;
pub mod settings;
pub mod storage;
pub mod table;
pub mod tokens;
pub mod webhooks;

pub use app::App;
pub use area::AreaPath;
pub use aside::aside;
pub use authorisation::{Actor, Power, Scope};
pub use error::{Error, Fault, FaultKind, Refusal, Result};
pub use i18n::{Text, text};
pub use id::{AreaId, BodyId, PersonId, TokenId, Uuid};
pub use journal::Entry;
pub use part::Part;
pub use personal::Personal;
pub use storage::{Db, Tx};
