//! Identifiers: UUIDv7 newtypes, so that a person is never taken for an area.

/// Declares an identifier type, stored as 16 bytes.
#[macro_export]
macro_rules! id_type {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[derive(serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub $crate::id::Uuid);

        impl From<$crate::id::Uuid> for $name {
            fn from(uuid: $crate::id::Uuid) -> Self {
                Self(uuid)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.0.simple(), out)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(out, "{}({})", stringify!($name), self.0.simple())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::Error;

            /// An address that is no identifier leads nowhere: not found.
            fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
                $crate::id::Uuid::try_parse(text).map(Self).map_err(|_| $crate::Error::NotFound)
            }
        }

        impl $crate::storage::ToValue for $name {
            fn to_value(&self) -> $crate::storage::Value<'_> {
                $crate::storage::Value::Blob(std::borrow::Cow::Borrowed(self.0.as_bytes()))
            }
        }

        impl $crate::storage::FromValue for $name {
            fn from_value(value: $crate::storage::ValueRef<'_>) -> Option<Self> {
                match value {
                    $crate::storage::ValueRef::Blob(bytes) => {
                        $crate::id::Uuid::from_slice(bytes).ok().map(Self)
                    }
                    _ => None,
                }
            }
        }
    )+};
}

pub use uuid::Uuid;

id_type! {
    /// A county, township, village or village group.
    AreaId,
    /// A person of the registry.
    PersonId,
    /// A committee, department, station or other body.
    BodyId,
    /// An account with which a person signs in.
    AccountId,
    /// A sign-in that has not been ended.
    SessionId,
    /// A token by which a program acts as a person.
    TokenId,
    /// One line of the journal.
    EntryId,
    /// Something the journal tells of; the kind says what.
    SubjectId,
}
