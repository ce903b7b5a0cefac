//! The connectivity doctor: goes the way, says where it ends, and only reads.

use wire::{CallDoctor, Checkup, DoctorView, Event, StopDoctor, Verdict};

use crate::desk::Desk;

fn views(desk: &Desk) -> Vec<DoctorView> {
    let events = desk.events.lock().unwrap();
    let views = events.iter().filter_map(|event| match event {
        Event::Doctor(view) => Some((**view).clone()),
        _ => None,
    });
    views.collect()
}

/// Calls the doctor and waits for the end of the visit.
pub(crate) async fn visit(desk: &Desk) -> DoctorView {
    let not_of_a_visit = |event: &wire::Event| !matches!(event, wire::Event::Doctor(_));
    desk.events.lock().unwrap().retain(not_of_a_visit);
    desk.app.run(CallDoctor {}).await.unwrap();
    desk.until("the doctor is done", |desk| {
        views(desk).last().is_some_and(|view| !view.running)
    })
    .await;
    views(desk).pop().unwrap()
}

pub(crate) fn verdict(view: &DoctorView, of: Checkup) -> Verdict {
    let check = view.checks.iter().find(|check| check.of == of).unwrap();
    check.verdict
}

#[tokio::test]
async fn a_healthy_way_is_good_all_along_and_nothing_is_written() {
    let desk = Desk::open().await;
    desk.sim.clear_requests();
    let audit = desk.audit().await.len();
    let view = visit(&desk).await;
    for check in &view.checks {
        assert_eq!(check.verdict, Verdict::Good, "{check:?}");
        assert!(check.fix.is_none() && !check.said.is_empty());
    }
    for request in desk.sim.requests() {
        assert_eq!(request["method"], "GET", "{request}");
    }
    assert_eq!(desk.audit().await.len(), audit);
    let seen = views(&desk);
    assert!(
        Checkup::ALL.iter().all(|of| seen
            .iter()
            .any(|view| verdict(view, *of) == Verdict::Running)),
        "each step is shown while it runs"
    );
}

#[tokio::test]
async fn a_refused_key_ends_the_way_at_the_key_and_says_what_to_do() {
    let desk = Desk::open().await;
    desk.sim.sabotage(simulator::Sabotage::RejectApiKey(true));
    let view = visit(&desk).await;
    assert_eq!(verdict(&view, Checkup::Trust), Verdict::Good);
    assert_eq!(verdict(&view, Checkup::Key), Verdict::Bad);
    assert_eq!(verdict(&view, Checkup::Permission), Verdict::Unknown);
    let key = view
        .checks
        .iter()
        .find(|check| check.of == Checkup::Key)
        .unwrap();
    assert!(key.fix.as_deref().unwrap().contains("Projects and keys"));
}

#[tokio::test]
async fn a_key_of_little_power_is_told_by_what_it_may_not_read() {
    let desk = Desk::open().await;
    let forbidden = simulator::Fault {
        route: "GET /api/v3/org/project/config".into(),
        nth: 1,
        times: Some(0),
        status: Some(403),
        ..simulator::Fault::default()
    };
    desk.sim.faults(vec![forbidden]).unwrap();
    let view = visit(&desk).await;
    assert_eq!(verdict(&view, Checkup::Key), Verdict::Good);
    let check = view
        .checks
        .iter()
        .find(|check| check.of == Checkup::Permission)
        .unwrap();
    assert_eq!(check.verdict, Verdict::Bad);
    assert!(check.said.contains("project settings"), "{}", check.said);
}

#[tokio::test]
async fn when_nobody_answers_the_first_step_that_fails_is_named_and_the_rest_is_not_known() {
    let mut desk = Desk::open().await;
    let sim = simulator::Simulator::start(simulator::Config::default())
        .await
        .unwrap();
    std::mem::replace(&mut desk.sim, sim).shutdown().await;
    let view = visit(&desk).await;
    assert_eq!(verdict(&view, Checkup::Trust), Verdict::Bad);
    for of in [
        Checkup::Clock,
        Checkup::Key,
        Checkup::Permission,
        Checkup::Limit,
    ] {
        assert_eq!(verdict(&view, of), Verdict::Unknown, "{of:?}");
    }
    assert!(!view.stopped);
}

#[tokio::test]
async fn without_a_key_the_way_is_still_gone() {
    let desk = Desk::open().await;
    let profile = desk.snapshot().profiles[0].id.clone();
    desk.app.run(wire::ForgetKey { profile }).await.unwrap();
    let view = visit(&desk).await;
    assert_eq!(verdict(&view, Checkup::Trust), Verdict::Good);
    assert_eq!(verdict(&view, Checkup::Key), Verdict::Bad);
}

/// A visit that has come to the key, whose answer never comes.
async fn a_visit_that_waits() -> Desk {
    let desk = Desk::open().await;
    let slow = simulator::Fault {
        route: "GET /api/v3.1/connected_accounts".into(),
        nth: 1,
        times: Some(0),
        latency_ms: 600_000,
        ..simulator::Fault::default()
    };
    desk.sim.faults(vec![slow]).unwrap();
    desk.app.run(CallDoctor {}).await.unwrap();
    desk.until("the key is being tried", |desk| {
        views(desk)
            .last()
            .is_some_and(|view| verdict(view, Checkup::Key) == Verdict::Running)
    })
    .await;
    desk
}

#[tokio::test]
async fn a_visit_is_one_at_a_time_and_ends_when_a_person_says_so() {
    let desk = a_visit_that_waits().await;
    desk.app.run(CallDoctor {}).await.unwrap_err();
    desk.app.run(StopDoctor {}).await.unwrap();
    desk.until("the visit is over", |desk| {
        views(desk)
            .last()
            .is_some_and(|view| view.stopped && !view.running)
    })
    .await;
    let view = views(&desk).pop().unwrap();
    assert_eq!(verdict(&view, Checkup::Trust), Verdict::Good);
    assert_eq!(verdict(&view, Checkup::Key), Verdict::Waiting);
}

#[tokio::test]
async fn a_visit_ends_with_its_project_and_the_next_one_can_begin() {
    let desk = a_visit_that_waits().await;
    let size = wire::DemoSize::Small;
    desk.app.run(wire::OpenDemo { size }).await.unwrap();
    // The one that was left needs a moment to hear it; its answer would come in ten minutes.
    while desk.app.run(CallDoctor {}).await.is_err() {
        tokio::task::yield_now().await;
    }
    desk.until("the demo's own visit comes to its end", |desk| {
        views(desk)
            .last()
            .is_some_and(|view| !view.running && !view.stopped)
    })
    .await;
    let view = views(&desk).pop().unwrap();
    assert_eq!(verdict(&view, Checkup::Key), Verdict::Good);
}
