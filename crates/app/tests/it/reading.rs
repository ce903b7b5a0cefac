//! Reading the project: a full pass that can be stopped, then looks at what changed.

use domain::{LifecycleName, Timestamp};
use simulator::{Fault, Sabotage};
use wire::{Event, StopSync, SyncNow, SyncPhase, SyncView};

use crate::desk::Desk;

fn last(desk: &Desk) -> Option<SyncView> {
    let events = desk.events.lock().unwrap();
    events.iter().rev().find_map(|event| match event {
        Event::Sync(sync) => Some(sync.clone()),
        _ => None,
    })
}

async fn phase(desk: &Desk, phase: SyncPhase) {
    desk.until("the reading gets there", |desk| {
        last(desk).is_some_and(|sync| sync.phase == phase)
    })
    .await;
}

#[tokio::test]
async fn a_pass_that_a_person_stopped_keeps_what_it_read_and_goes_on_when_asked() {
    let slow = simulator::Config {
        scenario: simulator::Scenario::Fleet,
        tenants: 300,
        integrations: 1_500,
        latency: std::time::Duration::from_millis(60),
        ..Default::default()
    };
    let desk = Desk::unread(slow).await;
    desk.until("some pages are read", |desk| {
        last(desk).is_some_and(|sync| sync.read >= 200)
    })
    .await;
    desk.app.run(StopSync {}).await.unwrap();
    phase(&desk, SyncPhase::Stopped).await;
    let kept = desk.all().await;
    assert!((200..1_500).contains(&kept), "{kept} rows");
    desk.app.run(SyncNow {}).await.unwrap();
    phase(&desk, SyncPhase::Idle).await;
    assert_eq!(last(&desk).unwrap().read, 1_500);
    assert!(desk.all().await > kept);
}

#[tokio::test]
async fn a_look_finds_what_changed_without_reading_everything() {
    let desk = Desk::open().await;
    let rows = desk.rows("").await;
    let row = rows
        .iter()
        .find(|row| row.state == LifecycleName::Active)
        .unwrap();
    let account = desk.show(&row.id).await.account.unwrap().to_string();
    desk.sim.sabotage(Sabotage::Expire {
        connected_account_id: account,
    });
    desk.sim.clear_requests();
    desk.app.run(SyncNow {}).await.unwrap();
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(10);
    while desk.show(&row.id).await.row.state != LifecycleName::Expired {
        assert!(tokio::time::Instant::now() < deadline, "the look finds it");
        tokio::task::yield_now().await;
    }
    let requests = desk.sim.requests();
    let lists = requests
        .iter()
        .filter(|request| request.to_string().contains("connected_accounts"))
        .count();
    assert!(lists <= 2, "{lists} requests for one change");
}

#[tokio::test]
async fn an_empty_or_failed_list_never_takes_a_row_away() {
    let desk = Desk::open().await;
    let before = desk.all().await;
    let list = |status| Fault {
        route: "GET /connected_accounts".into(),
        nth: 1,
        times: Some(3),
        status: Some(status),
        ..Fault::default()
    };
    desk.sim.faults(vec![list(500)]).unwrap();
    desk.app.run(SyncNow {}).await.unwrap();
    phase(&desk, SyncPhase::Failed).await;
    assert_eq!(desk.all().await, before);
    let fault = last(&desk).unwrap().fault.unwrap();
    assert_eq!(fault.code, wire::Code::ComposioUnavailable);
}

#[tokio::test]
async fn a_failed_look_says_since_when_and_when_it_is_tried_again() {
    let desk = Desk::open().await;
    let failing = Fault {
        route: "GET /connected_accounts".into(),
        nth: 1,
        times: Some(3),
        status: Some(503),
        ..Fault::default()
    };
    desk.sim.faults(vec![failing]).unwrap();
    let before = Timestamp::from_millis(jiff::Timestamp::now().as_millisecond());
    desk.app.run(SyncNow {}).await.unwrap();
    phase(&desk, SyncPhase::Failed).await;
    let sync = last(&desk).unwrap();
    let since = sync.failing_since.expect("since when");
    assert!(since >= before);
    assert_eq!(sync.next_try_at, Some(since.plus_millis(5_000)));
    let how = sync.degraded.expect("three tries of a few failed");
    assert_eq!(how.failed, 3, "{how:?}");
}

#[tokio::test]
async fn with_a_refused_key_nothing_is_tried_until_a_person_acts() {
    let desk = Desk::open().await;
    desk.sim.sabotage(Sabotage::RejectApiKey(true));
    desk.app.run(SyncNow {}).await.unwrap();
    phase(&desk, SyncPhase::Failed).await;
    let sync = last(&desk).unwrap();
    assert_eq!(sync.next_try_at, None);
    assert!(sync.failing_since.is_some());
}
