//! How the registry says no to relatives and to offices that do not go together.

use platform::Refusal;
use platform::authorisation::post_title;

use crate::watch::Conflict;

/// Somebody is no relative of themselves.
pub(crate) fn kin_of_oneself() -> Refusal {
    Refusal::new("registry.kin_of_oneself", "选的就是本人，请选另一位").at("person")
}

/// By whose word is not said.
pub(crate) fn kin_source() -> Refusal {
    Refusal::new("registry.kin_source", "请写明根据什么登记的，例如本人说的、户口簿").at("source")
}

/// Said twice.
pub(crate) fn kin_known() -> Refusal {
    Refusal::new("registry.kin_known", "这两个人的近亲属关系已经登记过了").at("person")
}

/// Not said how.
pub(crate) fn kin_kind() -> Refusal {
    Refusal::new("registry.kin_kind", "请选他们是什么关系").at("kind")
}

/// A parent who was born after the child.
pub(crate) fn parent_younger(name: &str) -> Refusal {
    let sentence = "{1}比孩子还小，不会是父亲或母亲，请重新选";
    Refusal::new("registry.parent_younger", sentence).with(name).at("mother")
}

/// Two offices that do not go together: it names the one that is held already, whose record has an
/// id, whichever term began first.
pub(crate) fn conflict(found: &Conflict) -> Refusal {
    let new_first = found.one.id.0.is_nil();
    let (new, with) =
        if new_first { (&found.one, &found.other) } else { (&found.other, &found.one) };
    let over = with.ends_on().is_some_and(|until| until < new.held_from);
    let refusal = match (found.kin, over) {
        (Some(kin), false) => {
            Refusal::new("registry.relatives_in_office", "这个人和{1}（{2}）是{3}，不能同时任职")
                .with(&with.name)
                .with(post_title(&with.post))
                .with(kin.label())
        }
        (Some(kin), true) => Refusal::new(
            "registry.relatives_in_office",
            "这个人和{1}（{2}）是{3}，不能同时任职。那一位任期到了，还没有人接任；已经卸任的，先登记离任",
        )
        .with(&with.name)
        .with(post_title(&with.post))
        .with(kin.label()),
        (None, false) => Refusal::new(
            "registry.both_offices",
            "这个人已经担任{1}，村委会和村务监督委员会的职务不能一人兼任",
        )
        .with(post_title(&with.post)),
        (None, true) => Refusal::new(
            "registry.both_offices",
            "这个人担任的{1}任期到了，还没有人接任，两个职务不能一人兼任；已经卸任的，先登记离任",
        )
        .with(post_title(&with.post)),
    };
    refusal.citing(found.cite).at("person")
}
