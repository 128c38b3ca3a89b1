use jiff::civil::date;

use super::*;

fn on(day: i8) -> Date {
    date(2026, 12, day)
}

fn taken(step: Step, day: i8, by: &'static str) -> StepTaken<&'static str> {
    StepTaken { step, on: on(day), by }
}

/// Where the steps lead that the clerk 文 began; each with its day and who took it.
fn led(steps: &[(Step, i8, &'static str)]) -> Result<Stage, Hindrance> {
    let steps: Vec<_> = steps.iter().map(|(step, day, by)| taken(*step, *day, by)).collect();
    progress("文", &steps).map(|progress| progress.stage)
}

#[test]
fn the_whole_way() {
    use Step::*;
    let way = [
        (Submit, 1, "文", Stage::UnderReview),
        (Return, 2, "监", Stage::Returned),
        (Submit, 3, "文", Stage::UnderReview),
        (Sign, 4, "监", Stage::Reviewed),
        (Settle, 5, "主", Stage::Settled),
        (Publish, 6, "主", Stage::Published),
        (Post, 6, "文", Stage::Published),
        (Post, 9, "文", Stage::Published),
        (TakeDown, 22, "文", Stage::TakenDown),
        (File, 23, "文", Stage::Filed),
    ];
    let mut steps = Vec::new();
    for (step, day, by, stage) in way {
        steps.push((step, day, by));
        assert_eq!(led(&steps), Ok(stage), "{step:?}");
    }
    let steps: Vec<_> = way.iter().map(|(step, day, by, _)| taken(*step, *day, by)).collect();
    let whole = progress("文", &steps).unwrap();
    assert_eq!((whole.signed_by, whole.signed_on), (Some("监"), Some(on(4))));
    assert_eq!((whole.settled_on, whole.published_on), (Some(on(5)), Some(on(6))));
    assert_eq!(whole.posted_on, Some(on(6)), "the first time on the board counts");
    assert_eq!((whole.taken_down_on, whole.filed_on), (Some(on(22)), Some(on(23))));
    assert_eq!(whole.drafters, ["文", "文", "文"]);
    assert!(whole.offers(on(24)).is_empty());
}

#[test]
fn nothing_is_published_without_review_and_meeting() {
    use Hindrance::*;
    use Step::*;
    for (case, steps, hindrance) in [
        ("TV-138", vec![(Publish, 1, "主")], ReviewFirst),
        ("TV-138, submitted", vec![(Submit, 1, "文"), (Publish, 1, "主")], ReviewFirst),
        ("a meeting first", vec![(Submit, 1, "文"), (Settle, 1, "主")], ReviewFirst),
        ("no meeting", vec![(Submit, 1, "文"), (Sign, 1, "监"), (Publish, 1, "主")], SettleFirst),
        ("who wrote it", vec![(Submit, 1, "会"), (Sign, 1, "文")], DrafterSigns),
        ("who sent it on", vec![(Submit, 1, "会"), (Sign, 1, "会")], DrafterSigns),
        (
            "who signed it",
            vec![(Submit, 1, "文"), (Sign, 1, "监"), (Settle, 1, "主"), (Publish, 1, "监")],
            SignerPublishes,
        ),
        (
            "what was sent back is reviewed again",
            vec![
                (Submit, 1, "文"),
                (Sign, 1, "监"),
                (Settle, 2, "主"),
                (Return, 2, "主"),
                (Publish, 3, "主"),
            ],
            ReviewFirst,
        ),
        ("before it", vec![(Submit, 2, "文"), (Sign, 1, "监")], OutOfOrder),
        ("nothing to send back", vec![(Return, 1, "监")], NotFromHere),
    ] {
        assert_eq!(led(&steps), Err(hindrance), "{case}");
    }
    let finance = ReviewFirst.cite(Class::Finance);
    assert_eq!(finance, Some(FINANCE_REVIEW));
    assert_eq!(ReviewFirst.cite(Class::Village), Some(PROCEDURE));
    assert_eq!(DrafterSigns.cite(Class::Finance), None, "the house's own rule");
}

#[test]
fn a_return_takes_the_signature_and_the_meeting_back() {
    let steps = [
        taken(Step::Submit, 1, "文"),
        taken(Step::Sign, 1, "监"),
        taken(Step::Settle, 2, "主"),
        taken(Step::Return, 3, "主"),
    ];
    let returned = progress("文", &steps).unwrap();
    assert_eq!((returned.signed_by, returned.signed_on), (None, None));
    assert_eq!((returned.settled_on, returned.last_on), (None, Some(on(3))));
}

#[test]
fn it_hangs_for_fifteen_days_before_it_comes_down() {
    use Step::*;
    let until = |more: &[(Step, i8, &'static str)]| {
        let mut steps =
            vec![(Submit, 1, "文"), (Sign, 1, "监"), (Settle, 1, "主"), (Publish, 1, "主")];
        steps.extend(more);
        led(&steps)
    };
    // TV-130, TV-132, TV-136
    assert_eq!(until(&[(Post, 1, "文"), (TakeDown, 17, "文")]), Ok(Stage::TakenDown));
    assert_eq!(until(&[(Post, 1, "文"), (TakeDown, 15, "文")]), Err(Hindrance::DisplayTooShort));
    assert_eq!(until(&[(TakeDown, 17, "文")]), Err(Hindrance::NotOnTheBoard));
    assert_eq!(until(&[(Return, 2, "监")]), Err(Hindrance::NotFromHere), "published is published");
    assert_eq!(until(&[(File, 2, "文")]), Err(Hindrance::NotFromHere));
}

#[test]
fn every_pair_of_stage_and_step_has_its_answer() {
    let mut allowed = 0;
    for stage in Stage::ALL {
        let progress = Progress {
            stage,
            published_on: Some(on(1)),
            posted_on: Some(on(1)),
            ..Progress::drafted("文")
        };
        assert_eq!(stage.editable(), progress.offers(on(20)).contains(&Step::Submit));
        assert_eq!(Stage::from_key(stage.key()), Some(stage));
        allowed += progress.offers(on(20)).len();
    }
    assert_eq!(allowed, 11, "submit 2, return 3, sign, settle, publish, post, take down, file");
    assert!(Step::ALL.iter().all(|step| Step::from_key(step.key()) == Some(*step)));
    assert!(Stage::Published.public() && Stage::Filed.public() && !Stage::Settled.public());
}

#[test]
fn a_joint_meeting_joins_two() {
    use Hindrance::{CommitteeAbsent, PartyAbsent};
    use Seat::{Both, Committee, Party};
    for (present, found) in [
        (vec![Committee, Party], Ok(())),
        (vec![Both], Ok(())),
        (vec![Party], Err(CommitteeAbsent)),
        (vec![Committee, Committee], Err(PartyAbsent)),
        (vec![], Err(CommitteeAbsent)),
    ] {
        assert_eq!(joint_meeting(&present), found, "{present:?}");
    }
}

#[test]
fn books_wait_and_a_return_says_why() {
    let november = Period::from_key("2026-11").unwrap();
    for (told, on, found) in [
        (Told::After, date(2026, 11, 30), Err(Hindrance::PeriodRuns)),
        (Told::After, date(2026, 12, 1), Ok(())),
        (Told::During, date(2026, 11, 1), Ok(())),
        (Told::During, date(2026, 10, 31), Err(Hindrance::PeriodRuns)),
    ] {
        assert_eq!(period_over(november, told, on), found, "{told:?} {on}");
    }
    assert_eq!(reason_given(Step::Return, " "), Err(Hindrance::ReasonMissing));
    assert_eq!(reason_given(Step::Return, "第三笔没有发票"), Ok(()));
    assert_eq!(reason_given(Step::Sign, ""), Ok(()));
}
