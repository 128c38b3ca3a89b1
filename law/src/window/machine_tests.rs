use jiff::civil::date;

use super::*;

/// From each state, with nothing special about the case, where each permitted act leads. What is
/// not in the table is refused.
const TABLE: &str = "
draft               submit               submitted
draft               receive              received
submitted           return_at_precheck   precheck_returned
submitted           receive              received
submitted           find_not_applicable  not_applicable
submitted           refuse_acceptance    acceptance_refused
submitted           hand_over            submitted
submitted           ask_withdrawal       withdrawal_asked
precheck_returned   submit               submitted
precheck_returned   ask_withdrawal       withdrawal_asked
received            give_notice          awaiting_correction
received            accept               accepted
received            deem_accepted        accepted
received            find_not_applicable  not_applicable
received            refuse_acceptance    acceptance_refused
received            hand_over            received
received            ask_withdrawal       withdrawal_asked
awaiting_correction take_materials       received
awaiting_correction deem_accepted        accepted
awaiting_correction ask_withdrawal       withdrawal_asked
accepted            hand_over            in_process
accepted            opine_investigation  in_process
accepted            suspend              accepted
accepted            ask_withdrawal       withdrawal_asked
not_applicable      rate                 not_applicable
acceptance_refused  rate                 acceptance_refused
in_process          hand_over            in_process
in_process          opine_investigation  in_process
in_process          opine_review         in_process
in_process          opine_approval       in_process
in_process          suspend              in_process
in_process          grant                granted
in_process          deny                 denied
in_process          ask_withdrawal       withdrawal_asked
withdrawal_asked    decline_withdrawal   in_process
withdrawal_asked    confirm_withdrawal   withdrawn
withdrawn           rate                 withdrawn
granted             deliver              granted
granted             rate                 granted
denied              deliver              denied
denied              rate                 denied
";

/// A case in a state, with one opinion where there can be one.
fn plain(state: State) -> Standing {
    Standing { state, opinions: u32::from(state == State::InProcess), ..Standing::default() }
}

#[test]
fn every_state_and_every_act() {
    let rows: Vec<Vec<&str>> = TABLE
        .lines()
        .map(|row| row.split_whitespace().collect())
        .filter(|row: &Vec<_>| !row.is_empty())
        .collect();
    for row in &rows {
        assert!(State::from_key(row[0]).is_some() && Act::from_key(row[1]).is_some(), "{row:?}");
    }
    for state in State::ALL {
        for act in Act::ALL {
            let row = rows.iter().find(|row| (row[0], row[1]) == (state.key(), act.key()));
            let expected = row.map(|row| State::from_key(row[2]).unwrap());
            assert_eq!(next(&plain(state), act).ok(), expected, "{state:?} {act:?}");
        }
    }
}

#[test]
fn obstacles_say_why() {
    let day = Some(date(2026, 9, 1));
    let running = || vec![Suspension { from: date(2026, 9, 1), to: None }];
    let in_process = plain(State::InProcess);
    for (standing, act, obstacle) in [
        (
            Standing { notice_on: day, ..plain(State::Received) },
            Act::GiveNotice,
            Obstacle::SecondNotice,
        ),
        (plain(State::AwaitingCorrection), Act::GiveNotice, Obstacle::SecondNotice),
        (
            Standing { opinions: 0, ..in_process.clone() },
            Act::Opine(Stage::Review),
            Obstacle::OpinionFirst,
        ),
        (plain(State::Accepted), Act::Opine(Stage::Approval), Obstacle::OpinionFirst),
        (plain(State::Accepted), Act::Grant, Obstacle::OpinionFirst),
        (Standing { opinions: 0, ..in_process.clone() }, Act::Deny, Obstacle::OpinionFirst),
        (Standing { opinions: 0, ..in_process.clone() }, Act::Grant, Obstacle::OpinionFirst),
        (
            Standing { suspensions: running(), ..in_process.clone() },
            Act::Grant,
            Obstacle::ResumeFirst,
        ),
        (
            Standing { suspensions: running(), ..in_process.clone() },
            Act::Suspend,
            Obstacle::AlreadySuspended,
        ),
        (in_process, Act::Resume, Obstacle::NotSuspended),
        (
            Standing { delivered_on: day, ..plain(State::Granted) },
            Act::Deliver,
            Obstacle::AlreadyDelivered,
        ),
        (Standing { rated_on: day, ..plain(State::Denied) }, Act::Rate, Obstacle::AlreadyRated),
        (
            plain(State::Draft),
            Act::Grant,
            Obstacle::NotFromHere { state: State::Draft, act: Act::Grant },
        ),
    ] {
        assert_eq!(next(&standing, act), Err(obstacle));
        assert!(!obstacle.sentence().is_empty() && !obstacle.key().is_empty());
    }
}

/// A story: an act and the day of September 2026.
fn story(acts: &[(Act, i8)]) -> Result<Standing, Obstacle> {
    let events: Vec<Event> =
        acts.iter().map(|(act, day)| Event { act: *act, on: date(2026, 9, *day) }).collect();
    standing(&events)
}

#[test]
fn a_whole_life() {
    use Act::*;
    let case = story(&[
        (Submit, 1),
        (ReturnAtPrecheck, 2),
        (Submit, 3),
        (Receive, 4),
        (GiveNotice, 7),
        (TakeMaterials, 9),
        (Accept, 10),
        (HandOver, 10),
        (Opine(Stage::Investigation), 14),
        (Suspend, 15),
        (Resume, 18),
        (Opine(Stage::Review), 21),
        (Opine(Stage::Approval), 22),
        (Grant, 22),
        (Deliver, 24),
        (Rate, 25),
    ])
    .unwrap();
    let on = |day| Some(date(2026, 9, day));
    assert_eq!(
        case,
        Standing {
            state: State::Granted,
            stage: Some(Stage::Approval),
            opinions: 3,
            submitted_on: on(3),
            prechecked_on: on(4),
            received_on: on(4),
            notice_on: on(7),
            materials_in_on: on(9),
            accepted_on: on(10),
            decided_on: on(22),
            delivered_on: on(24),
            rated_on: on(25),
            last_on: on(25),
            suspensions: vec![Suspension { from: date(2026, 9, 15), to: on(18) }],
            ..Standing::default()
        }
    );
}

#[test]
fn whose_turn_it_is() {
    use Act::*;
    let mut acts = vec![(Receive, 1), (Accept, 1)];
    for (act, stage) in [
        (HandOver, Stage::Investigation),
        (Opine(Stage::Investigation), Stage::Review),
        (HandOver, Stage::Review),
        (Opine(Stage::Review), Stage::Approval),
        (Opine(Stage::Investigation), Stage::Review),
        (Opine(Stage::Approval), Stage::Approval),
    ] {
        acts.push((act, 2));
        assert_eq!(story(&acts).unwrap().stage, Some(stage), "after {act:?}");
    }
}

#[test]
fn declining_a_withdrawal_returns_to_where_the_case_was() {
    use Act::*;
    for (before, state) in [
        (vec![(Submit, 1)], State::Submitted),
        (vec![(Receive, 1)], State::Received),
        (vec![(Receive, 1), (GiveNotice, 2)], State::AwaitingCorrection),
        (vec![(Receive, 1), (Accept, 2)], State::Accepted),
        (vec![(Receive, 1), (Accept, 2), (HandOver, 2)], State::InProcess),
    ] {
        let mut acts = before.clone();
        acts.extend([(AskWithdrawal, 3), (DeclineWithdrawal, 4)]);
        assert_eq!(story(&acts).unwrap().state, state);
        let mut acts = before;
        acts.extend([(AskWithdrawal, 3), (ConfirmWithdrawal, 4)]);
        let case = story(&acts).unwrap();
        assert_eq!((case.state, case.withdrawn_on), (State::Withdrawn, Some(date(2026, 9, 4))));
        let code = if case.accepted_on.is_some() { 14 } else { 2 };
        assert_eq!(case.export_code(), Some(code));
    }
}

#[test]
fn what_a_story_may_not_contain() {
    use Act::*;
    for (acts, obstacle) in [
        (vec![(Receive, 2), (Accept, 1)], Obstacle::OutOfOrder),
        (
            vec![(Receive, 1), (GiveNotice, 2), (TakeMaterials, 3), (GiveNotice, 4)],
            Obstacle::SecondNotice,
        ),
        (
            vec![(Receive, 1), (Receive, 1)],
            Obstacle::NotFromHere { state: State::Received, act: Receive },
        ),
    ] {
        assert_eq!(story(&acts), Err(obstacle));
    }
}

#[test]
fn nothing_is_recorded_before_the_day_of_what_it_follows() {
    let received = story(&[(Act::Receive, 2)]).unwrap();
    let earlier = Event { act: Act::Accept, on: date(2026, 9, 1) };
    assert_eq!(received.clone().after(earlier), Err(Obstacle::OutOfOrder));
    let same_day = Event { act: Act::Accept, on: date(2026, 9, 2) };
    assert_eq!(received.after(same_day).unwrap().last_on, Some(date(2026, 9, 2)));
}

#[test]
fn tv_158_a_matter_that_needs_no_licence_is_answered_at_once() {
    use Act::*;
    // At the counter no case is opened at all; online the answer needs no receipt.
    assert!(story(&[(FindNotApplicable, 1)]).is_err());
    let case = story(&[(Submit, 1), (FindNotApplicable, 1)]).unwrap();
    assert_eq!((case.state, case.received_on), (State::NotApplicable, None));
}

#[test]
fn a_deemed_acceptance_counts_from_the_receipt() {
    use Act::*;
    let case = story(&[(Receive, 1), (DeemAccepted, 9)]).unwrap();
    assert_eq!((case.deemed, case.accepted_on), (true, Some(date(2026, 9, 1))));
    let case = story(&[(Receive, 1), (GiveNotice, 2), (TakeMaterials, 3), (DeemAccepted, 14)]);
    assert_eq!(case.unwrap().accepted_on, Some(date(2026, 9, 3)));
}
