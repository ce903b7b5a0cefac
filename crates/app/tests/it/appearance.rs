//! How the window looks is kept, and closing asks only while something goes on.

use simulator::Fault;
use wire::{
    Appearance, CheckTokens, CleanUp, Density, Event, Narrow, PlanCleanup, Quit, SetAppearance,
    Stay, StopChecks, StopCleanup, UnderWay, Zoom,
};

use crate::desk::Desk;

fn last(desk: &Desk) -> Appearance {
    let events = desk.events.lock().unwrap();
    let found = events.iter().rev().find_map(|event| match event {
        Event::Snapshot(snapshot) => Some(snapshot.appearance),
        _ => None,
    });
    found.unwrap()
}

fn asked(desk: &Desk) -> Vec<Option<UnderWay>> {
    let events = desk.events.lock().unwrap();
    let asked = events.iter().filter_map(|event| match event {
        Event::Leaving { under_way } => Some(*under_way),
        _ => None,
    });
    asked.collect()
}

/// From now on this takes so long that nobody sees its end.
fn slow(desk: &Desk, route: &str) {
    let fault = Fault {
        route: route.into(),
        times: Some(0),
        latency_ms: 2_000,
        ..Fault::default()
    };
    desk.sim.faults(vec![fault]).unwrap();
}

#[tokio::test]
async fn what_was_chosen_is_there_after_a_restart() {
    let desk = Desk::open().await;
    let appearance = Appearance {
        density: Density::Compact,
        zoom: Zoom::from(150),
        single_keys: false,
    };
    desk.app.run(SetAppearance { appearance }).await.unwrap();
    assert_eq!(last(&desk), appearance);
    assert_eq!(*desk.host.zoomed.lock().unwrap(), [150]);
    let desk = desk.restart().await;
    assert_eq!(last(&desk), appearance);
    desk.app.dress();
    assert_eq!(*desk.host.zoomed.lock().unwrap(), [150, 150]);
}

#[tokio::test]
async fn nothing_is_asked_when_nothing_goes_on() {
    let desk = Desk::open().await;
    assert!(desk.app.may_close());
    assert_eq!(asked(&desk), []);
}

#[tokio::test]
async fn a_watched_sign_in_makes_closing_a_question_and_the_second_close_an_answer() {
    let desk = Desk::open().await;
    desk.begin("acme-field-services", "github").await;
    assert!(!desk.app.may_close(), "it asks first");
    let watched = UnderWay {
        watched: 1,
        ..UnderWay::default()
    };
    assert_eq!(asked(&desk), [Some(watched)]);
    desk.app.run(Stay {}).await.unwrap();
    assert_eq!(asked(&desk), [Some(watched), None]);
    assert!(!desk.app.may_close(), "it asks again");
    assert!(desk.app.may_close(), "a window that cannot ask must close");
    assert_eq!(*desk.host.left.lock().unwrap(), 0);
    desk.app.run(Quit {}).await.unwrap();
    assert_eq!(*desk.host.left.lock().unwrap(), 1);
}

#[tokio::test]
async fn a_clean_up_makes_closing_a_question_until_it_is_stopped() {
    let desk = Desk::open().await;
    let plan = desk.app.run(PlanCleanup {}).await.unwrap();
    let accounts: Vec<_> = plan.unused.into_iter().map(|one| one.account).collect();
    let left = u32::try_from(accounts.len()).unwrap();
    assert!(left > 1, "the demo has some");
    slow(&desk, "DELETE /connected_accounts/{id}");
    desk.app.run(CleanUp { accounts }).await.unwrap();
    assert!(
        !desk.app.may_close(),
        "it ends with the app, without a word"
    );
    let cleanup = UnderWay {
        cleanup: left,
        ..UnderWay::default()
    };
    assert_eq!(asked(&desk), [Some(cleanup)]);
    desk.app.run(Stay {}).await.unwrap();
    desk.app.run(StopCleanup {}).await.unwrap();
    assert!(desk.app.may_close(), "a person ended it themselves");
    assert_eq!(asked(&desk).len(), 2);
}

#[tokio::test]
async fn a_run_of_checks_makes_closing_a_question_until_it_is_stopped() {
    let desk = Desk::open().await;
    slow(&desk, "POST /tools/execute/*");
    let everything = CheckTokens {
        narrow: Narrow::default(),
        toolkit: None,
    };
    desk.app.run(everything).await.unwrap();
    assert!(
        !desk.app.may_close(),
        "it ends with the app, without a word"
    );
    let told = asked(&desk)[0].unwrap();
    assert!(told.checks > 0, "{told:?}");
    assert_eq!((told.watched, told.cleanup), (0, 0));
    desk.app.run(Stay {}).await.unwrap();
    desk.app.run(StopChecks {}).await.unwrap();
    assert!(desk.app.may_close(), "a person ended it themselves");
}
