//! The people whom a visitor of the demo may be, one click each.

use platform::{BodyId, PersonId, Result, Text, Tx, text};
use web::DemoRole;

/// A role: its account, the post behind it, what it is called, what to try.
struct Role {
    user_name: &'static str,
    post: &'static str,
    title: Text,
    hint: Text,
}

const VILLAGER: &str = "villager";

const ROLES: [Role; 15] = [
    Role {
        user_name: VILLAGER,
        post: "",
        title: text("村民"),
        hint: text("申请一件事，例如医保参保登记，再看办到哪一步了"),
    },
    Role {
        user_name: "clerk",
        post: "village_clerk",
        title: text("村代办员"),
        hint: text("替一位没有手机的老人递一份申请，先记下他的委托"),
    },
    Role {
        user_name: "window",
        post: "window_clerk",
        title: text("乡镇综合窗口"),
        hint: text("看今天要办的，收件、一次性告知、受理"),
    },
    Role {
        user_name: "handler",
        post: "department_handler",
        title: text("县民政局承办人"),
        hint: text("审材料，写承办意见"),
    },
    Role {
        user_name: "reviewer",
        post: "department_reviewer",
        title: text("县民政局审核人"),
        hint: text("复核承办意见"),
    },
    Role {
        user_name: "approver",
        post: "department_approver",
        title: text("县民政局批准人"),
        hint: text("作决定。经手过的件不能自己批准"),
    },
    Role {
        user_name: "township",
        post: "township_handler",
        title: text("乡镇承办人"),
        hint: text("办乡镇决定的件"),
    },
    Role {
        user_name: "leader",
        post: "township_leader",
        title: text("乡镇分管领导"),
        hint: text("批准乡镇决定的件；工作台里有本镇的操作记录"),
    },
    Role {
        user_name: "director",
        post: "village_director",
        title: text("村委会主任"),
        hint: text("批准村里决定的件；工作台里有本村的操作记录"),
    },
    Role {
        user_name: "watcher",
        post: "supervision_director",
        title: text("村务监督委员会主任"),
        hint: text("审核送来的账，签署或者退回"),
    },
    Role {
        user_name: "secretary",
        post: "party_secretary",
        title: text("党支部书记"),
        hint: text("登记联席会议审定，公布村务"),
    },
    Role {
        user_name: "supervisor",
        post: "supervisor",
        title: text("县督办员"),
        hint: text("看全县哪里超期"),
    },
    Role {
        user_name: "editor",
        post: "catalogue_editor",
        title: text("县事项编辑员"),
        hint: text("起草事项的新版本"),
    },
    Role {
        user_name: "publisher",
        post: "catalogue_reviewer",
        title: text("县事项审核员"),
        hint: text("核对并发布事项，起草人不能自己发布"),
    },
    Role {
        user_name: "admin",
        post: "administrator",
        title: text("系统管理员"),
        hint: text("导入区划、任命、开账号、录入明年的放假安排"),
    },
];

/// The accounts: the first holder of each role's post, and the villager.
pub fn accounts(
    posts: &[(BodyId, String, PersonId)],
    villager: Option<PersonId>,
) -> Vec<(&'static str, PersonId)> {
    ROLES
        .iter()
        .filter_map(|role| {
            let holder = posts.iter().find(|(_, post, _)| post == role.post);
            let person = if role.user_name == VILLAGER {
                villager
            } else {
                holder.map(|(_, _, person)| *person)
            };
            person.map(|person| (role.user_name, person))
        })
        .collect()
}

/// The roles for the sign-in page, each with its person.
pub fn roles(tx: &mut Tx<'_>) -> Result<Vec<DemoRole>> {
    let today = tx.today();
    let mut roles = Vec::new();
    for role in &ROLES {
        let Some(person) = platform::identity::person_of(tx, role.user_name)? else { continue };
        let (name, home) = (registry::REGISTRAR.person)(tx, person)?;
        let posts = (registry::REGISTRAR.posts_held)(tx, person, today)?;
        let place = match posts.iter().find(|held| held.post == role.post) {
            Some(held) => held.body_name.clone(),
            None => registry::area_at(tx, &home)?.name,
        };
        roles.push(DemoRole {
            user_name: role.user_name.to_owned(),
            title: role.title,
            who: format!("{name} · {place}"),
            hint: role.hint,
        });
    }
    Ok(roles)
}
