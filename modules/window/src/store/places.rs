//! SQL that follows an area to another place, and bodies that end with their village.

use platform::area::Located;
use platform::{BodyId, Result, Tx, sql};

sql! {
    CASES: "update cases set area_path = ?2 || substr(area_path, length(?1) + 1)
            where area_path between ?1 and ?3";
    RATINGS: "update ratings set area_path = ?2 || substr(area_path, length(?1) + 1)
              where area_path between ?1 and ?3";
    OPEN_AT: "select count(*) from cases where holder_id = ?1 and open = 1";
    HAND_ON: "update cases set holder_id = ?2 where holder_id = ?1 and open = 1";
}

/// Every column of the window that says where something lies. Ratings stay with what was rated.
pub(crate) const LOCATED: &[Located] = &[
    Located { column: "cases.area_path", carry: &CASES, with_people: true },
    Located { column: "ratings.area_path", carry: &RATINGS, with_people: false },
];

/// How many cases a body has to work on.
pub(crate) fn open_at(tx: &mut Tx<'_>, body: BodyId) -> Result<i64> {
    tx.value(&OPEN_AT, &[&body])
}

/// Hands what a body has to work on to another.
pub(crate) fn hand_on(tx: &mut Tx<'_>, from: BodyId, to: BodyId) -> Result<()> {
    tx.run(&HAND_ON, &[&from, &to]).map(drop)
}
