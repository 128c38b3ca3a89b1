//! SQL of what is counted for open data. A township is the first level of an area's path.

use jiff::Timestamp;
use platform::{AreaPath, Result, Tx, record, sql};

use crate::model::StoredState;

sql! {
    CASES: "select i.code as item, c.state, substr(c.area_path, 1, 4) as township,
              count(*) as number
            from cases c join items i on i.id = c.item_id
            where c.opened_at >= ?1 and c.opened_at < ?2
            group by i.code, c.state, substr(c.area_path, 1, 4)
            order by i.code, c.state, substr(c.area_path, 1, 4) limit 50000";
    RATINGS: "select i.code as item, r.level, substr(r.area_path, 1, 4) as township,
                count(*) as number
              from ratings r join items i on i.id = r.item_id
              where r.rated_at >= ?1 and r.rated_at < ?2
              group by i.code, r.level, substr(r.area_path, 1, 4)
              order by i.code, r.level, substr(r.area_path, 1, 4) limit 50000";
}

record! {
    /// Cases of one item in one state in one township.
    pub struct CasesCounted {
        /// The item's code.
        pub item: String,
        /// Where they stand now.
        pub state: StoredState,
        /// The township.
        pub township: AreaPath,
        /// How many.
        pub number: i64,
    }
}

record! {
    /// Ratings of one level for one item in one township.
    pub struct RatingsCounted {
        /// The item's code.
        pub item: String,
        /// From 1 to 5.
        pub level: u8,
        /// The township.
        pub township: AreaPath,
        /// How many.
        pub number: i64,
    }
}

/// The cases that were opened between two moments.
pub(crate) fn cases(tx: &mut Tx<'_>, from: Timestamp, to: Timestamp) -> Result<Vec<CasesCounted>> {
    tx.query(&CASES, &[&from, &to])
}

/// The ratings that were given between two moments.
pub(crate) fn ratings(
    tx: &mut Tx<'_>,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<RatingsCounted>> {
    tx.query(&RATINGS, &[&from, &to])
}
