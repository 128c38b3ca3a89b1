//! Which post gives which powers, for everybody to read.

use askama::Template;
use platform::area::Level;
use platform::authorisation::post_kinds;
use platform::{Text, text};

use crate::answer::{Answer, page};
use crate::ui::Ui;
use crate::visit::Visit;

/// The powers of `posts.toml` in people's words.
const POWERS: [(&str, Text); 38] = [
    ("log.manage", text("登记日志的见证方")),
    ("accounts.manage", text("管理账号")),
    ("areas.import", text("导入区划名单")),
    ("areas.change", text("登记区划调整")),
    ("people.import", text("导入人口名册")),
    ("people.read", text("查人口登记")),
    ("people.edit", text("改人口登记")),
    ("people.unmask", text("查看完整号码")),
    ("people.erase", text("执行删除个人信息")),
    ("people.merge", text("合并重复的登记")),
    ("posts.appoint", text("登记任职和离任")),
    ("posts.watch", text("看任期和回避")),
    ("calendar.edit", text("录入放假安排")),
    ("journal.read", text("看操作记录")),
    ("webhooks.manage", text("管理给别的程序的通知")),
    ("items.edit", text("编写办事事项")),
    ("items.publish", text("审核公布办事事项")),
    ("cases.assist", text("替人代办")),
    ("cases.receive", text("收件和受理")),
    ("cases.investigate", text("承办，写出意见")),
    ("cases.review", text("审核")),
    ("cases.approve", text("批准")),
    ("cases.deliver", text("送达")),
    ("cases.supervise", text("督办")),
    ("messages.tell", text("打电话或上门告诉群众")),
    ("messages.manage", text("管消息发送")),
    ("disclosures.draft", text("起草公开稿")),
    ("disclosures.review", text("审核公开稿")),
    ("disclosures.sign", text("为监督委员会签署公开稿")),
    ("disclosures.settle", text("登记联席会议审定")),
    ("disclosures.publish", text("公布村务")),
    ("disclosures.answer", text("答复村民提问")),
    ("disclosures.assist", text("替村民提问")),
    ("disclosures.supervise", text("督促各村公开")),
    ("disclosures.edit_catalogue", text("编写公开目录")),
    ("disclosures.publish_catalogue", text("审核公布公开目录")),
    ("supervision.work", text("监督村务、主持民主评议")),
    ("appraisals.count", text("清点民主评议的票")),
];

/// The posts, level by level.
#[derive(Template)]
#[template(path = "site/posts.html")]
pub(crate) struct PostsPage {
    pub(crate) ui: Ui,
    pub(crate) levels: Vec<(Text, Vec<Kind>)>,
}

/// A kind of post.
pub(crate) struct Kind {
    pub(crate) title: String,
    pub(crate) powers: Vec<Text>,
}

pub(super) async fn show(visit: Visit) -> Answer {
    let posts = PostsPage { ui: visit.ui, levels: levels()? };
    page(&posts.ui, &posts)
}

/// The kinds of posts of each level; those that give most come first.
pub(crate) fn levels() -> platform::Result<Vec<(Text, Vec<Kind>)>> {
    let named = [
        (Level::County, text("县")),
        (Level::Township, text("乡镇、街道")),
        (Level::Village, text("村、社区")),
    ];
    let mut levels = Vec::new();
    for (level, name) in named {
        let kinds = post_kinds()?.iter().filter(|(_, kind)| kind.level == level.key());
        let mut kinds: Vec<Kind> = kinds
            .map(|(word, kind)| Kind { title: kind.title.clone(), powers: powers(word) })
            .collect();
        kinds.sort_by_key(|kind| std::cmp::Reverse(kind.powers.len()));
        levels.push((name, kinds));
    }
    Ok(levels)
}

/// What a post lets its holder do.
pub(crate) fn powers(post: &str) -> Vec<Text> {
    let kind = post_kinds().ok().and_then(|kinds| kinds.get(post));
    let words = kind.into_iter().flat_map(|kind| &kind.powers);
    words
        .filter_map(|word| POWERS.iter().find(|(known, _)| known == word))
        .map(|(_, title)| *title)
        .collect()
}

/// A power in people's words.
pub(crate) fn power_title(power: &str) -> Option<Text> {
    POWERS.iter().find(|(known, _)| *known == power).map(|(_, title)| *title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_power_has_a_name_that_people_understand() {
        for (post, kind) in post_kinds().unwrap() {
            assert_eq!(powers(post).len(), kind.powers.len(), "{post}: {:?}", kind.powers);
        }
    }
}
