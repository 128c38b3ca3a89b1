use jiff::civil::date;

use super::*;
use crate::sunshine::blocked;

fn line(number: u32, day: i8, payee: &'static str, income: i64, expense: i64) -> Line<'static> {
    Line {
        number,
        on: Some(date(2026, 11, day)),
        summary: "",
        payee,
        income,
        expense,
        attached: true,
        attachment_required: false,
    }
}

/// A small month that adds up: 1,000 in the chest, 500 in, 320.50 out.
const BOOK: Ledger<'static> = Ledger {
    from: date(2026, 11, 1),
    to: date(2026, 11, 30),
    previous_closing: Some(100_000),
    opening: 100_000,
    closing: 117_950,
    income: Some(50_000),
    expense: Some(32_050),
    lines: &[],
    note: "",
    attachment_from: Some(30_000),
};

fn lines() -> [Line<'static>; 3] {
    [
        line(1, 3, "某某农机站", 0, 12_050),
        line(2, 9, "某某镇财政所", 50_000, 0),
        line(3, 30, "某某建材店", 0, 20_000),
    ]
}

fn found(ledger: &Ledger<'_>) -> Vec<(Flaw, String)> {
    let place = |place: &Place| match place {
        Place::Line { number, column } => format!("{number}.{column}"),
        Place::Field(field) => field.clone(),
    };
    check_ledger(ledger).iter().map(|one| (one.flaw, place(&one.place))).collect()
}

/// The book with one change to its lines.
fn with(change: impl FnOnce(&mut [Line<'static>; 3])) -> Vec<(Flaw, String)> {
    let mut lines = lines();
    change(&mut lines);
    let income: i64 = lines.iter().map(|line| line.income).sum();
    let expense: i64 = lines.iter().map(|line| line.expense).sum();
    found(&Ledger {
        lines: &lines,
        income: Some(income),
        expense: Some(expense),
        closing: BOOK.opening + income - expense,
        ..BOOK
    })
}

#[test]
fn a_book_that_adds_up_is_left_alone() {
    assert_eq!(found(&Ledger { lines: &lines(), ..BOOK }), []);
    let lines = lines();
    let bare = Ledger { previous_closing: None, income: None, expense: None, ..BOOK };
    assert_eq!(found(&Ledger { lines: &lines, ..bare }), []);
}

#[test]
fn each_wrong_number_is_found_with_the_right_one() {
    let lines = lines();
    let book = Ledger { lines: &lines, ..BOOK };
    for (case, ledger, flaw, stated, right) in [
        (
            "opening",
            Ledger { opening: 100_100, closing: 118_050, ..book },
            Flaw::OpeningDiffers,
            100_100,
            100_000,
        ),
        ("closing", Ledger { closing: 117_959, ..book }, Flaw::ClosingDiffers, 117_959, 117_950),
        ("income", Ledger { income: Some(5_000), ..book }, Flaw::IncomeDiffers, 5_000, 50_000),
        ("expense", Ledger { expense: Some(0), ..book }, Flaw::ExpenseDiffers, 0, 32_050),
    ] {
        let expected = Finding {
            flaw,
            place: Place::Field(case.into()),
            stated: Some(stated),
            found: Some(right),
        };
        assert_eq!(check_ledger(&ledger), [expected], "{case}");
    }
}

#[test]
fn each_wrong_line_is_found_in_its_column() {
    use Flaw::*;
    let one = |flaw, place: &str| vec![(flaw, place.to_string())];
    assert_eq!(with(|lines| lines[1].income = -5), one(NegativeAmount, "2.income"));
    assert_eq!(with(|lines| lines[0].expense = -5), one(NegativeAmount, "1.expense"));
    assert_eq!(with(|lines| lines[0].income = 1), one(BothSides, "1.expense"));
    assert_eq!(with(|lines| lines[2].expense = 0), one(AmountMissing, "3.expense"));
    assert_eq!(with(|lines| lines[0].on = None), one(DateMissing, "1.on"));
    assert_eq!(with(|lines| lines[2].on = Some(date(2026, 12, 1))), one(AfterPeriod, "3.on"));
    let before = with(|lines| lines[0].on = Some(date(2026, 10, 31)));
    assert_eq!(before, one(BeforePeriod, "1.on"));
    assert_eq!(
        with(|lines| lines[2].summary = "转账至6222020000000007"),
        one(BankCard, "3.summary")
    );
    assert_eq!(with(|lines| lines[2].payee = "电话13800138000"), one(Telephone, "3.payee"));
}

#[test]
fn a_voucher_is_missing_from_an_amount_on_or_where_the_item_asks() {
    use Flaw::AttachmentMissing;
    let missing = |expense, asked: bool| {
        with(|lines| {
            (lines[0].attached, lines[0].expense, lines[0].attachment_required) =
                (false, expense, asked);
        })
    };
    let wanted = vec![(AttachmentMissing, "1.attachment".to_string())];
    assert_eq!(missing(29_999, false), []);
    assert_eq!(missing(30_000, false), wanted);
    assert_eq!(missing(1, true), wanted);
    let mut lines = lines();
    lines.iter_mut().for_each(|line| line.attached = false);
    let unset = Ledger { lines: &lines, attachment_from: None, ..BOOK };
    assert_eq!(found(&unset), [], "nobody confirmed an amount");
    let zero = Ledger { attachment_from: Some(0), ..unset };
    assert_eq!(found(&zero).len(), 2, "income has no voucher of ours");
}

#[test]
fn the_same_amount_twice_is_a_reason_to_look() {
    let mut lines = lines();
    (lines[2].payee, lines[2].expense) = ("某某 农机站", 12_050);
    let twice = Ledger { lines: &lines, expense: None, closing: 125_900, ..BOOK };
    assert_eq!(found(&twice), [(Flaw::PaidTwice, "3.payee".to_string())]);
    assert!(!blocked(&check_ledger(&twice)));
    assert_eq!(check_ledger(&twice)[0].stated, Some(12_050));
    lines[2].payee = "另一家";
    let other = Ledger { lines: &lines, expense: None, closing: 125_900, ..BOOK };
    assert_eq!(found(&other), []);
    (lines[0].payee, lines[2].payee) = ("", " ");
    let unnamed = Ledger { lines: &lines, expense: None, closing: 125_900, ..BOOK };
    assert_eq!(found(&unnamed), [], "who is not named is not compared");
}

#[test]
fn an_empty_book_says_so() {
    let quiet = Ledger { closing: 100_000, income: Some(0), expense: Some(0), ..BOOK };
    let note = |flaw| vec![(flaw, "note".to_string())];
    assert_eq!(found(&quiet), note(Flaw::EmptyUnexplained));
    assert_eq!(found(&Ledger { note: "本月无收支。", ..quiet }), []);
    let lines = lines();
    let both = Ledger { lines: &lines, note: "无收支", ..BOOK };
    assert_eq!(found(&both), note(Flaw::EmptyButLines));
    let told = Ledger { lines: &lines, note: "有事找13800138000", ..BOOK };
    assert_eq!(found(&told), note(Flaw::Telephone));
}

#[test]
fn no_book_is_too_large() {
    let lines = [line(1, 1, "甲", i64::MAX, 0), line(2, 1, "乙", i64::MAX, 0)];
    let wide = Ledger { lines: &lines, income: None, expense: None, closing: 0, ..BOOK };
    let finding = &check_ledger(&wide)[0];
    assert_eq!((finding.flaw, finding.found), (Flaw::ClosingDiffers, None));
}

#[test]
fn the_amount_is_the_countys_to_set() {
    let on = date(2026, 11, 25);
    assert_eq!(attachment_from(on, &[]), Answer::NeedsConfirmation { parameter: ATTACHMENT_FROM });
    let local = [Setting {
        key: ATTACHMENT_FROM.into(),
        value: 500,
        in_force_from: on,
        source: "县里的办法".into(),
        confirmed_by: "县农业农村局".into(),
        confirmed_on: on,
    }];
    let set = Answer::Known { value: 50_000, source: "县里的办法", in_force_from: on };
    assert_eq!(attachment_from(on, &local), set);
}
