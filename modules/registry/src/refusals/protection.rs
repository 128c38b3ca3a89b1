//! The no of what protects people's data.

use platform::Refusal;

/// A bank's name that is empty or too long.
pub(crate) fn bank() -> Refusal {
    Refusal::new("registry.bank", "请填开户银行，例如“农村商业银行”").at("bank")
}

/// The card that is noted already.
pub(crate) fn card_same() -> Refusal {
    Refusal::new("registry.card_same", "登记的就是这张卡，不用再填").at("card_number")
}

/// No reason was chosen.
pub(crate) fn why_missing() -> Refusal {
    Refusal::new("registry.why_missing", "请选为什么要看").at("why")
}

/// A reason of a letter or two.
pub(crate) fn words_missing() -> Refusal {
    let sentence = "请写几个字说明是为了办什么事，至少 4 个字，本人看得到";
    Refusal::new("registry.words_missing", sentence).at("words")
}

/// A reason or a request that goes on and on.
pub(crate) fn words_long() -> Refusal {
    Refusal::new("registry.words_long", "请写短一些，最多 300 个字").at("words")
}

/// A number where only a reason belongs.
pub(crate) fn words_with_number() -> Refusal {
    let sentence = "说明里不要写身份证号、电话或卡号，写办什么事就行";
    Refusal::new("registry.words_with_number", sentence).at("words")
}

/// Nothing was chosen to be seen.
pub(crate) fn field_missing() -> Refusal {
    Refusal::new("registry.field_missing", "请选要看哪个号码").at("field")
}

/// There is no such number.
pub(crate) fn nothing_to_show() -> Refusal {
    Refusal::new("registry.nothing_to_show", "这一项没有登记").at("field")
}

/// Nothing was chosen to be corrected or erased.
pub(crate) fn about_missing() -> Refusal {
    Refusal::new("registry.about_missing", "请选是哪一项").at("about")
}

/// How the person asked is not known.
pub(crate) fn given_how_missing() -> Refusal {
    Refusal::new("registry.given_how_missing", "请选本人是怎样提出的").at("given_how")
}

/// What stays by law.
pub(crate) fn kept_by_law(cite: law::Cite, reason: &'static str) -> Refusal {
    Refusal::new("registry.kept_by_law", "这一项不能删：{1}").with(reason).citing(cite).at("about")
}

/// The same was asked and is not answered yet.
pub(crate) fn asked_already() -> Refusal {
    let sentence = "同样的请求已经提过，还在处理";
    Refusal::new("registry.asked_already", sentence).at("about")
}

/// A request that was answered already, or that is not at this step.
pub(crate) fn not_this_step() -> Refusal {
    let sentence = "这个请求刚刚有人处理过，请看看最新情况";
    Refusal::new("registry.not_this_step", sentence)
}

/// Nobody decides about their own request.
pub(crate) fn own_request() -> Refusal {
    Refusal::new("registry.own_request", "这是您本人的请求，请同事来处理")
}

/// Who agreed to an erasure does not carry it out.
pub(crate) fn same_eyes() -> Refusal {
    let sentence = "提出或者同意删除的人不能自己执行，删了就找不回来，请另一个人来办";
    Refusal::new("registry.same_eyes", sentence)
}

/// A no without its reason.
pub(crate) fn reason_missing() -> Refusal {
    Refusal::new("registry.reason_missing", "不同意的，请写明理由，本人看得到")
        .citing(law::privacy::REQUESTS)
        .at("reason")
}

/// An answer that is none.
pub(crate) fn answer_missing() -> Refusal {
    Refusal::new("registry.answer_missing", "请选同意还是不同意").at("answer")
}
