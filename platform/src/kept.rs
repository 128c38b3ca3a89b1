//! Values that are costly to make from data and cheap to know to be current.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use crate::error::Result;

/// One value of each type, with the version of the data that it was made from.
#[derive(Default)]
pub struct Kept(RwLock<HashMap<TypeId, Entry>>);

/// The version, and the value made from it.
type Entry = (String, Arc<dyn Any + Send + Sync>);

impl Kept {
    /// The value of this version; made when the data has another version than before.
    ///
    /// The caller reads the version in the same transaction as it makes the value. Something that
    /// is made in an act that fails is kept under a version that no later reader sees.
    pub fn get<T, F>(&self, version: &str, make: F) -> Result<Arc<T>>
    where
        T: Send + Sync + 'static,
        F: FnOnce() -> Result<T>,
    {
        let kind = TypeId::of::<T>();
        let found = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&kind).cloned();
        if let Some((of, value)) = found
            && of == version
            && let Ok(value) = value.downcast::<T>()
        {
            return Ok(value);
        }
        let made = Arc::new(make()?);
        let entry = (version.to_owned(), made.clone() as Arc<dyn Any + Send + Sync>);
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(kind, entry);
        Ok(made)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_made_once_a_version() {
        let kept = Kept::default();
        let mut made = 0;
        for version in ["1", "1", "2", "2", "1"] {
            kept.get(version, || {
                made += 1;
                Ok(made)
            })
            .unwrap();
        }
        assert_eq!(made, 3);
    }
}
