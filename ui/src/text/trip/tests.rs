use domain::{AttemptId, Identity, IdentitySource, IntegrationId, Lost, ToolkitSlug};

use super::*;

fn attempt(state: AttemptState) -> AttemptView {
    let at = |millis| Some(Timestamp::from_millis(millis));
    AttemptView {
        id: AttemptId::parse("at_1").unwrap(),
        integration: IntegrationId::parse("int_1").unwrap(),
        tenant_name: "Acme".to_owned(),
        toolkit: ToolkitSlug::parse("gmail").unwrap(),
        toolkit_name: "Gmail".to_owned(),
        reconnect: false,
        way: Way::Here,
        state,
        stage: AttemptStage::Waiting,
        planned_at: Timestamp::from_millis(0),
        link_at: at(1),
        opened_at: at(2),
        handed_at: None,
        started_at: None,
        confirmed_at: None,
        ended_at: None,
        looked_at: None,
        expires_at: None,
        account: None,
        link_shortened: None,
        identity: None,
        previous_identity: None,
        expected: None,
        missing_scopes: Vec::new(),
        trouble: None,
        lost: None,
        explanation: None,
        refusal: None,
        verified: VerifiedView::Never,
        unnamed: None,
        allow_multiple: false,
        failed_looks: 0,
    }
}

fn states(attempt: &AttemptView) -> Vec<StepState> {
    trip_steps(attempt).iter().map(|step| step.state).collect()
}

#[test]
fn every_way_to_lose_has_words_of_its_own() {
    let mut titles = Vec::new();
    for lost in Lost::ALL.iter().copied() {
        let end = ending(&AttemptView {
            lost: Some(lost),
            ..attempt(AttemptState::Lost)
        })
        .expect("a lost attempt has an end");
        titles.push(end.title);
    }
    titles.sort_unstable();
    titles.dedup();
    assert_eq!(titles.len(), Lost::ALL.len());
}

#[test]
fn a_look_that_failed_is_looking_again_and_never_an_end() {
    let view = AttemptView {
        failed_looks: 5,
        ..attempt(AttemptState::Opened)
    };
    assert_eq!(ending(&view), None);
    let front = &trip_steps(&view)[2];
    assert_eq!(front.state, StepState::Now);
    assert!(
        front
            .detail
            .as_ref()
            .is_some_and(|words| words.contains("Looking again"))
    );
}

#[test]
fn a_declined_consent_marks_the_step_it_ended_at_also_when_no_look_saw_the_page() {
    let view = AttemptView {
        lost: Some(Lost::Declined),
        ..attempt(AttemptState::Lost)
    };
    use StepState::{Bad, Done, Todo};
    assert_eq!(states(&view), [Done, Done, Done, Bad, Todo, Todo]);
}

#[test]
fn consent_between_two_looks_leaves_no_step_open() {
    let view = AttemptView {
        confirmed_at: Some(Timestamp::from_millis(9)),
        stage: AttemptStage::Identifying,
        ..attempt(AttemptState::Opened)
    };
    use StepState::{Done, Now};
    assert_eq!(states(&view), [Done, Done, Done, Done, Done, Now]);
}

#[test]
fn what_was_undone_because_of_whose_it_is_was_found_out() {
    let view = AttemptView {
        confirmed_at: Some(Timestamp::from_millis(9)),
        lost: Some(Lost::SomebodyElse),
        ..attempt(AttemptState::Lost)
    };
    assert!(states(&view).iter().all(|state| *state == StepState::Done));
}

#[test]
fn a_win_without_an_e_mail_is_told_as_normal() {
    let bare = attempt(AttemptState::Won);
    let last = |view: &AttemptView| trip_steps(view)[5].detail.clone().unwrap();
    assert!(last(&bare).contains("normal"));
    let named = AttemptView {
        identity: Some(Identity {
            name: "maya@acme.example".to_owned(),
            source: IdentitySource::Tool,
        }),
        ..bare
    };
    assert_eq!(last(&named), "maya@acme.example");
}

#[test]
fn a_step_to_come_never_reads_as_if_it_were_over() {
    let titles: Vec<&str> = trip_steps(&attempt(AttemptState::Opened))
        .iter()
        .filter(|step| step.state != StepState::Done)
        .map(|step| step.title)
        .collect();
    for (_, _, over, _) in TITLES {
        assert!(!titles.contains(&over), "{over} is not over");
    }
}

#[test]
fn a_link_opened_elsewhere_shows_the_page_though_no_browser_opened_here() {
    let view = AttemptView {
        opened_at: None,
        started_at: Some(Timestamp::from_millis(3)),
        ..attempt(AttemptState::Waiting)
    };
    assert_eq!(states(&view)[1..3], [StepState::Now, StepState::Done]);
}

#[test]
fn a_sent_link_waits_for_us_first_and_then_for_the_customer() {
    use StepState::{Done, Now, Todo};
    let made = AttemptView {
        way: Way::Sent,
        opened_at: None,
        ..attempt(AttemptState::Waiting)
    };
    assert_eq!(states(&made)[..3], [Done, Now, Todo]);
    let handed = AttemptView {
        handed_at: Some(Timestamp::from_millis(2)),
        ..made.clone()
    };
    assert_eq!(states(&handed)[..3], [Done, Done, Now]);
    let opened = AttemptView {
        started_at: Some(Timestamp::from_millis(3)),
        ..made
    };
    assert_eq!(
        states(&opened)[..4],
        [Done, Done, Done, Now],
        "whoever opened it was given it"
    );
}
