//! Every body of a county, so that every post can be filled.

use std::collections::HashMap;

use platform::area::Level;
use platform::{App, AreaPath, BodyId, Error, Result, Tx};
use registry::model::NewBody;
use registry::{Area, BodyKind, Department};

use super::dice::Dice;
use super::names;

/// The bodies, by area and kind; departments by their word.
#[derive(Default, Clone)]
pub struct Offices {
    pub bodies: HashMap<(AreaPath, BodyKind), BodyId>,
    pub departments: Vec<(Department, BodyId)>,
}

const VILLAGE_KINDS: [(BodyKind, &str); 11] = [
    (BodyKind::PartyBranch, "党支部"),
    (BodyKind::VillagersCommittee, "村民委员会"),
    (BodyKind::SupervisionCommittee, "村务监督委员会"),
    (BodyKind::VillagersAssembly, "村民会议"),
    (BodyKind::RepresentativesAssembly, "村民代表会议"),
    (BodyKind::ServiceStation, "便民服务站"),
    (BodyKind::ConsultationCommittee, "协商委员会"),
    (BodyKind::Council, "议事会"),
    (BodyKind::Board, "理事会"),
    (BodyKind::Collective, "股份经济合作社"),
    (BodyKind::SocialOrganisation, "老年协会"),
];

/// Founds them all.
pub fn make(app: &App, villages: &[Area], _: &mut Dice) -> Result<Offices> {
    let villages = villages.to_vec();
    app.db.write_now(move |tx| {
        let mut offices = Offices::default();
        found_county(tx, &mut offices)?;
        let townships = registry::areas_within(tx, &AreaPath::county(), 10_000)?;
        let townships = townships.iter().filter(|area| area.path.level() == Level::Township);
        for (at, township) in townships.enumerate() {
            found_township(tx, &mut offices, township, at)?;
        }
        for (at, village) in villages.iter().enumerate() {
            for (kind, suffix) in VILLAGE_KINDS {
                let stem = village.name.trim_end_matches("社区").trim_end_matches('村');
                let name = match kind {
                    BodyKind::VillagersCommittee if village.name.ends_with("社区") => {
                        format!("{}居民委员会", village.name)
                    }
                    BodyKind::VillagersCommittee => format!("{stem}村民委员会"),
                    _ => format!("{}{suffix}", village.name),
                };
                let mut new = plain(village, kind, name);
                // Of some committees not all seats are filled.
                new.seats = match kind {
                    BodyKind::VillagersCommittee => Some(if at % 3 == 0 { 5 } else { 4 }),
                    BodyKind::SupervisionCommittee => Some(3),
                    _ => None,
                };
                if kind == BodyKind::ServiceStation {
                    new.phone = Some(names::office_phone(1000 + at));
                    new.address = Some(format!("{}村部一楼", village.name));
                    new.hours = Some("周一至周五 8:30—17:30，赶集日不休息".into());
                    new.purpose = Some("帮您办事，不收钱".into());
                }
                let id = registry::bodies::found(tx, &new)?.id;
                offices.bodies.insert((village.path.clone(), kind), id);
            }
        }
        Ok(offices)
    })
}

fn found_county(tx: &mut Tx<'_>, offices: &mut Offices) -> Result<()> {
    let county = registry::county(tx)?.ok_or_else(|| Error::fault("no county"))?;
    let mut government =
        plain(&county, BodyKind::CountyGovernment, format!("{}人民政府", county.name));
    government.phone = Some(names::office_phone(1));
    government.purpose = Some("不服下级决定的，可以向县人民政府申请行政复议".into());
    let id = registry::bodies::found(tx, &government)?.id;
    offices.bodies.insert((county.path.clone(), BodyKind::CountyGovernment), id);
    let name = format!("{}政务服务管理局", county.name);
    let mut bureau = plain(&county, BodyKind::ServiceBureau, name);
    bureau.phone = Some(names::office_phone(2));
    bureau.purpose = Some("办事指南写得不清楚、窗口办得不好，找这里".into());
    let id = registry::bodies::found(tx, &bureau)?.id;
    offices.bodies.insert((county.path.clone(), BodyKind::ServiceBureau), id);
    for (at, department) in Department::ALL.iter().enumerate() {
        let name = match department {
            Department::Health => "卫生健康委员会".to_owned(),
            Department::DisabledFederation => "残疾人联合会".to_owned(),
            Department::NaturalResources => "自然资源和规划局".to_owned(),
            other => format!("{}局", other.label()),
        };
        let mut new = plain(&county, BodyKind::Department, format!("{}{name}", county.name));
        new.department = Some(*department);
        new.phone = Some(names::office_phone(10 + at));
        let id = registry::bodies::found(tx, &new)?.id;
        offices.departments.push((*department, id));
    }
    Ok(())
}

fn found_township(
    tx: &mut Tx<'_>,
    offices: &mut Offices,
    township: &Area,
    at: usize,
) -> Result<()> {
    let government = format!("{}人民政府", township.name);
    let mut government = plain(township, BodyKind::TownshipGovernment, government);
    government.phone = Some(names::office_phone(100 + at));
    let mut center =
        plain(township, BodyKind::ServiceCenter, format!("{}便民服务中心", township.name));
    center.phone = Some(names::office_phone(200 + at));
    center.address = Some(format!("{}政府院内一楼大厅", township.name));
    center.hours = Some("周一至周五 8:30—12:00，14:00—17:30".into());
    center.purpose = Some("一个窗口收所有部门的件".into());
    for new in [government, center] {
        let id = registry::bodies::found(tx, &new)?.id;
        offices.bodies.insert((township.path.clone(), new.kind), id);
    }
    Ok(())
}

fn plain(area: &Area, kind: BodyKind, name: String) -> NewBody {
    NewBody {
        area_id: area.id,
        kind,
        name,
        department: None,
        phone: None,
        address: None,
        hours: None,
        purpose: None,
        seats: None,
    }
}
