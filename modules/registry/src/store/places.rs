//! SQL that follows an area to another place, for every column here that says where something lies.

use platform::area::Located;

platform::sql! {
    AREAS: "update areas set path = ?2 || substr(path, length(?1) + 1) where path between ?1 and ?3";
    HOUSEHOLDS: "update households set area_path = ?2 || substr(area_path, length(?1) + 1)
                 where area_path between ?1 and ?3";
    PERSONS: "update persons set area_path = ?2 || substr(area_path, length(?1) + 1)
              where area_path between ?1 and ?3";
    BODIES: "update bodies set area_path = ?2 || substr(area_path, length(?1) + 1)
             where area_path between ?1 and ?3";
    IMPORTS: "update imports set area_path = ?2 || substr(area_path, length(?1) + 1)
              where area_path between ?1 and ?3";
    LIFE_EVENTS: "update life_events set area_path = ?2 || substr(area_path, length(?1) + 1)
                  where area_path between ?1 and ?3";
    LIFE_CHANGES: "update life_changes set area_before = ?2 || substr(area_before, length(?1) + 1)
                   where area_before between ?1 and ?3";
    MERGED_PERSONS: "update merged_persons set area_path = ?2 || substr(area_path, length(?1) + 1)
                     where area_path between ?1 and ?3";
    REQUESTS: "update person_requests set area_path = ?2 || substr(area_path, length(?1) + 1)
               where area_path between ?1 and ?3";
}

/// Every column of the registry that says where something lies. To which area people belonged
/// before stays with that area when it is abolished; bodies have their own fate.
pub(crate) const LOCATED: &[Located] = &[
    Located { column: "areas.path", carry: &AREAS, with_people: false },
    Located { column: "households.area_path", carry: &HOUSEHOLDS, with_people: true },
    Located { column: "persons.area_path", carry: &PERSONS, with_people: true },
    Located { column: "bodies.area_path", carry: &BODIES, with_people: false },
    Located { column: "imports.area_path", carry: &IMPORTS, with_people: true },
    Located { column: "life_events.area_path", carry: &LIFE_EVENTS, with_people: true },
    Located { column: "life_changes.area_before", carry: &LIFE_CHANGES, with_people: false },
    Located { column: "merged_persons.area_path", carry: &MERGED_PERSONS, with_people: true },
    Located { column: "person_requests.area_path", carry: &REQUESTS, with_people: true },
];
