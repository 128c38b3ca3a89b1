//! Percentages: what is printed against what the amounts say, in whole numbers.

use super::{Finding, Flaw, Place};

/// A part of a whole and the percentage that somebody printed beside it.
#[derive(Debug, Clone, Copy)]
pub struct Share<'a> {
    /// Which field it is.
    pub field: &'a str,
    /// The part, in fen or in any other unit.
    pub part: i64,
    /// The whole, in the same unit.
    pub whole: i64,
    /// As it is printed: 94.44%.
    pub printed: &'a str,
}

/// More digits than this are no percentage on a notice board.
const DECIMALS_MAX: usize = 6;

/// Every percentage that is not what the amounts say. As many digits are compared as are printed:
/// rounded and cut off are both right.
pub fn check_shares(shares: &[Share<'_>]) -> Vec<Finding> {
    shares.iter().filter_map(check).collect()
}

fn check(share: &Share<'_>) -> Option<Finding> {
    let place = || Place::Field(share.field.to_string());
    let Some((digits, scale)) = read(share.printed) else {
        return Some(Finding::at(Flaw::ShareUnreadable, place()));
    };
    if share.whole <= 0 {
        return Some(Finding::at(Flaw::ShareOfNothing, place()));
    }
    let whole = i128::from(share.whole);
    // Both sides times the whole and times the scale: what is printed, and what is true.
    let printed = digits * whole;
    let exact = i128::from(share.part) * 100 * scale;
    let short_by = exact - printed;
    let rounded = 2 * short_by.abs() <= whole;
    let cut_off = (0..whole).contains(&short_by);
    if rounded || cut_off {
        return None;
    }
    Some(Finding {
        flaw: Flaw::ShareDiffers,
        place: place(),
        stated: i64::try_from(digits * 100 / scale).ok(),
        found: i64::try_from(nearest(i128::from(share.part) * 10_000, whole)).ok(),
    })
}

/// `94.44%` as 9444 and 100: the digits, and what they are divided by.
fn read(printed: &str) -> Option<(i128, i128)> {
    let number = printed.trim().trim_end_matches(['%', '％']).trim_end();
    let (ones, decimals) = number.split_once('.').unwrap_or((number, ""));
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let readable = !ones.is_empty()
        && ones.len() <= 9
        && decimals.len() <= DECIMALS_MAX
        && plain(ones)
        && plain(decimals)
        && !number.ends_with('.');
    let digits = readable.then(|| format!("{ones}{decimals}").parse().ok()).flatten()?;
    Some((digits, 10_i128.pow(u32::try_from(decimals.len()).ok()?)))
}

/// The quotient, rounded to the nearest; the divisor is above zero.
fn nearest(dividend: i128, divisor: i128) -> i128 {
    (2 * dividend + divisor).div_euclid(2 * divisor)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flaw(part: i64, whole: i64, printed: &str) -> Option<Flaw> {
        let share = Share { field: "rate", part, whole, printed };
        check_shares(&[share]).first().map(|finding| finding.flaw)
    }

    /// A notice of a county whose execution rate was printed as 96.23 %.
    #[test]
    fn a_slip_in_a_rate_is_found() {
        let share = Share { field: "rate", part: 102, whole: 108, printed: "96.23%" };
        let found = check_shares(&[share]);
        assert_eq!(
            found,
            [Finding {
                flaw: Flaw::ShareDiffers,
                place: Place::Field("rate".into()),
                stated: Some(9_623),
                found: Some(9_444),
            }]
        );
    }

    #[test]
    fn as_many_digits_as_are_printed() {
        use Flaw::{ShareDiffers, ShareOfNothing, ShareUnreadable};
        for (part, whole, printed, finding) in [
            (102, 108, "94.44%", None),
            (102, 108, "94.444", None),
            (102, 108, "94.4％", None),
            (102, 108, "94 %", None),
            (102, 108, "94.45%", Some(ShareDiffers)),
            (102, 108, "94.43%", Some(ShareDiffers)),
            (102, 108, "95%", Some(ShareDiffers)),
            // Two thirds, rounded and cut off.
            (2, 3, "66.67%", None),
            (2, 3, "66.66%", None),
            (2, 3, "66.68%", Some(ShareDiffers)),
            (1, 8, "12.5%", None),
            (1, 8, "12.50%", None),
            (1, 8, "13%", None),
            (1, 8, "12%", None),
            (0, 7, "0%", None),
            (9, 8, "112.5%", None),
            (i64::MAX, i64::MAX, "100.00%", None),
            (5, 0, "0%", Some(ShareOfNothing)),
            (5, -5, "100%", Some(ShareOfNothing)),
            (-1, 8, "12.5%", Some(ShareDiffers)),
            (1, 8, "", Some(ShareUnreadable)),
            (1, 8, "约12%", Some(ShareUnreadable)),
            (1, 8, "-12.5%", Some(ShareUnreadable)),
            (1, 8, "12.5.0%", Some(ShareUnreadable)),
            (1, 8, "12.%", Some(ShareUnreadable)),
            (1, 8, "12.5000000%", Some(ShareUnreadable)),
            (1, 8, "9999999999", Some(ShareUnreadable)),
        ] {
            assert_eq!(flaw(part, whole, printed), finding, "{part}/{whole} as {printed}");
        }
    }
}
