//! Articles that a page, a printed notice or a refusal cites, without a rule of their own here.

use crate::{Cite, cite};

/// 《行政许可法》第二十九条第二款: somebody else may apply for the applicant.
pub const APPLY_THROUGH_ANOTHER: Cite = cite("administrative-licensing-law", 29, 2);
/// 《行政许可法》第三十条第一款: the guide is posted where people come.
pub const POSTED_GUIDE: Cite = cite("administrative-licensing-law", 30, 1);
/// 《行政许可法》第三十二条第一款第（三）项: what can be put right on the spot is put right there.
pub const PUT_RIGHT_ON_THE_SPOT: Cite = cite("administrative-licensing-law", 32, 1).item(3);
/// 《行政许可法》第三十二条第一款第（五）项: complete applications are accepted.
pub const ACCEPT_WHAT_IS_COMPLETE: Cite = cite("administrative-licensing-law", 32, 1).item(5);
/// 《行政许可法》第三十二条第二款: a stamped and dated slip, either way.
pub const WRITTEN_SLIP: Cite = cite("administrative-licensing-law", 32, 2);
/// 《行政许可法》第三十八条第一款: a grant is made in writing.
pub const GRANT_IN_WRITING: Cite = cite("administrative-licensing-law", 38, 1);
/// 《行政许可法》第五十八条第一款: no fee without a law that sets one.
pub const NO_FEE: Cite = cite("administrative-licensing-law", 58, 1);
/// 《优化营商环境条例》第三十五条: one published guide, no conditions added.
pub const STANDARD_GUIDE: Cite = cite("business-environment-regulations", 35, 0);
/// 《优化营商环境条例》第三十六条第一款: for every kind of item, what is missing is told once.
pub const TELL_ONCE: Cite = cite("business-environment-regulations", 36, 1);
/// 《优化营商环境条例》第三十七条第四款: the applicant chooses how to apply.
pub const CHOICE_OF_CHANNEL: Cite = cite("business-environment-regulations", 37, 4);
/// 《国务院关于在线政务服务的若干规定》第八条: a reliable electronic signature is a signature.
pub const ELECTRONIC_SIGNATURE: Cite = cite("online-government-services-provisions", 8, 0);
