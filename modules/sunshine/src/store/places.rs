//! SQL that follows an area to another place. What was published keeps its words; only where it
//! lies is another path.

use platform::area::Located;
use platform::sql;

sql! {
    ITEMS: "update disclosure_items set area_path = ?2 || substr(area_path, length(?1) + 1)
            where area_path between ?1 and ?3 and area_path <> ''";
    TRAFFIC: "update heavy_traffic set area_path = ?2 || substr(area_path, length(?1) + 1)
              where area_path between ?1 and ?3";
    DRAFTS: "update disclosure_drafts set area_path = ?2 || substr(area_path, length(?1) + 1)
             where area_path between ?1 and ?3";
    PUBLISHED: "update disclosures set area_path = ?2 || substr(area_path, length(?1) + 1)
                where area_path between ?1 and ?3";
}

/// Every column here that says where something lies. The books of a village that went into another
/// stay with what they are the books of.
pub(crate) const LOCATED: &[Located] = &[
    Located { column: "disclosure_items.area_path", carry: &ITEMS, with_people: false },
    Located { column: "heavy_traffic.area_path", carry: &TRAFFIC, with_people: false },
    Located { column: "disclosure_drafts.area_path", carry: &DRAFTS, with_people: false },
    Located { column: "disclosures.area_path", carry: &PUBLISHED, with_people: false },
    super::questions::LOCATED,
    super::findings::LOCATED,
    super::appraisals::LOCATED,
    super::watching::LINES_LOCATED,
    super::watching::MEETINGS_LOCATED,
    super::purchases::LOCATED,
];
