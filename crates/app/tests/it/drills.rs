//! Drills: a situation is set up, and its steps tick themselves from facts.

use domain::IntegrationId;
use wire::{
    CheckToken, Code, DemoSize, DrillId, EndDrill, HelpDrill, OpenDemo, RunningDrill, ShowDrill,
    StartDrill, SyncNow,
};

use crate::desk::Desk;

async fn in_the_demo() -> Desk {
    let desk = Desk::open().await;
    desk.events.lock().unwrap().clear();
    let size = DemoSize::Small;
    desk.app.run(OpenDemo { size }).await.unwrap();
    desk.synced().await;
    desk
}

async fn start(desk: &Desk, drill: DrillId) -> RunningDrill {
    let view = desk.app.run(StartDrill { drill }).await.unwrap();
    view.running.unwrap()
}

async fn steps(desk: &Desk) -> Vec<bool> {
    let view = desk.app.run(ShowDrill {}).await.unwrap();
    let steps = view.running.unwrap().steps;
    steps.into_iter().map(|step| step.done).collect()
}

async fn check(desk: &Desk, row: &IntegrationId) {
    let integration = row.clone();
    desk.app.run(CheckToken { integration }).await.unwrap();
}

#[tokio::test]
async fn drills_exist_in_the_demo_only() {
    let desk = Desk::open().await;
    let drill = DrillId::Calendar;
    let fault = desk.app.run(StartDrill { drill }).await.unwrap_err();
    assert_eq!(fault.code, Code::DemoOnly);
    let fault = desk.app.run(ShowDrill {}).await.unwrap_err();
    assert_eq!(fault.code, Code::DemoOnly);
}

#[tokio::test]
async fn the_calendar_s_steps_tick_in_the_order_in_which_they_come_true() {
    let desk = in_the_demo().await;
    let drill = start(&desk, DrillId::Calendar).await;
    assert_eq!(steps(&desk).await, [false; 4]);
    desk.show(&drill.row).await;
    assert_eq!(steps(&desk).await, [true, false, false, false]);
    check(&desk, &drill.row).await;
    assert_eq!(steps(&desk).await, [true, true, false, false]);

    let again = start(&desk, DrillId::Calendar).await;
    assert_eq!(steps(&desk).await, [false; 4], "from the start");
    assert_ne!(again.row, drill.row, "that one is broken already");
    let ended = desk.app.run(EndDrill {}).await.unwrap();
    assert_eq!(ended.running, None);
}

#[tokio::test]
async fn a_rotated_secret_is_found_by_two_customers_and_mended_by_one_admin() {
    let desk = in_the_demo().await;
    let drill = start(&desk, DrillId::ClientSecret).await;
    let first = desk.show(&drill.row).await;
    let other = {
        let rows = desk.rows("").await;
        let mut kin = Vec::new();
        for row in rows.iter().filter(|row| row.toolkit == first.row.toolkit) {
            let seen = desk.show(&row.id).await;
            let works = seen.row.state == domain::LifecycleName::Active;
            if works && seen.auth_config == first.auth_config && row.id != drill.row {
                kin.push(row.id.clone());
            }
        }
        kin.into_iter().next().unwrap()
    };
    check(&desk, &drill.row).await;
    assert_eq!(steps(&desk).await, [true, true, false, false, false]);
    check(&desk, &other).await;
    assert_eq!(steps(&desk).await, [true, true, true, false, false]);
    desk.app.run(HelpDrill {}).await.unwrap();
    assert_eq!(steps(&desk).await, [true, true, true, true, false]);
    check(&desk, &other).await;
    let view = desk.app.run(ShowDrill {}).await.unwrap().running.unwrap();
    assert!(view.steps.iter().all(|step| step.done), "{:?}", view.steps);
    assert!(view.lesson.is_some(), "the lesson comes at the end");
}

#[tokio::test]
async fn masking_is_over_when_somebody_switches_it_off() {
    let desk = in_the_demo().await;
    let drill = start(&desk, DrillId::Masking).await;
    assert_eq!(steps(&desk).await, [false; 3]);
    check(&desk, &drill.row).await;
    assert_eq!(steps(&desk).await, [false, true, false]);
    desk.app.run(HelpDrill {}).await.unwrap();
    assert_eq!(steps(&desk).await, [false, true, true]);
    desk.events.lock().unwrap().clear();
    desk.app.run(SyncNow {}).await.unwrap();
    desk.synced().await;
    assert_eq!(steps(&desk).await, [true; 3]);
}
