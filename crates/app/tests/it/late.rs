//! A change of ours that Composio shows only some time after it was sent.

use simulator::{Fault, Sabotage};
use wire::ProjectSetting;

use crate::desk::Desk;
use crate::masking::{about_masking, project, set, show};
use crate::settings;

const MINUTE: i64 = 60_000;
const OUTSIDE: &str = "Outside Switchboard";

/// Nothing takes effect yet, whether Composio says yes or nothing at all.
fn not_yet() -> [Fault; 2] {
    let fault = Fault {
        route: "PATCH /org/project/config".into(),
        ..Fault::default()
    };
    let yes = Fault {
        status: Some(200),
        body: Some("object".into()),
        ..fault.clone()
    };
    let lost = Fault {
        drop: Some("before".into()),
        ..fault
    };
    [yes, lost]
}

/// Switches masking off, and is told that it is still on.
async fn sent(fault: Fault) -> Desk {
    let desk = Desk::open().await;
    desk.sim.faults(vec![fault]).unwrap();
    let told = set(&desk, false, "").await.unwrap_err();
    assert!(told.message.contains("still shows the old value"), "{told}");
    assert!(!told.message.contains("Nothing changed"), "{told}");
    assert!(show(&desk).await.on, "a look later it still stands");
    desk
}

/// It is off from now on, and that was seen.
async fn seen_off(desk: &Desk) {
    desk.sim.sabotage(Sabotage::Masking(false));
    assert!(!show(desk).await.on);
    desk.until("the window is told", |desk| {
        project(desk).masking == Some(false)
    })
    .await;
}

#[tokio::test]
async fn a_switch_that_is_shown_only_later_is_ours_and_no_drift() {
    for fault in not_yet() {
        let desk = sent(fault).await;
        *desk.host.ahead.lock().unwrap() += 9 * MINUTE;
        seen_off(&desk).await;
        assert_eq!(project(&desk).drift, None);
        let rows = about_masking(&desk).await;
        assert!(rows.iter().all(|row| row.actor == "Jo"), "{rows:?}");
        let found = rows[0].result.as_deref().unwrap_or_default();
        assert!(found.starts_with("done, found"), "{rows:?}");
    }
}

#[tokio::test]
async fn ten_minutes_after_a_switch_that_never_showed_the_same_change_is_somebody_else_s() {
    for fault in not_yet() {
        let desk = sent(fault).await;
        *desk.host.ahead.lock().unwrap() += 11 * MINUTE;
        seen_off(&desk).await;
        assert!(project(&desk).drift.is_some());
        assert_eq!(about_masking(&desk).await[0].actor, OUTSIDE);
    }
}

#[tokio::test]
async fn what_was_refused_here_and_is_switched_elsewhere_then_is_somebody_else_s() {
    let desk = Desk::open().await;
    let refused = Fault {
        route: "PATCH /org/project/config".into(),
        status: Some(403),
        ..Fault::default()
    };
    desk.sim.faults(vec![refused]).unwrap();
    set(&desk, false, "").await.unwrap_err();
    seen_off(&desk).await;
    assert!(project(&desk).drift.is_some());
    assert_eq!(about_masking(&desk).await[0].actor, OUTSIDE);
}

/// Another setting, and the same press again: what comes of these is no word about the first.
#[tokio::test]
async fn a_change_that_is_shown_later_is_ours_whatever_was_asked_for_after_it() {
    let [yes, _] = not_yet();
    for again in [false, true] {
        let desk = sent(yes.clone()).await;
        let refused = Fault {
            route: "PATCH /org/project/config".into(),
            status: Some(403),
            ..Fault::default()
        };
        desk.sim.faults(vec![refused]).unwrap();
        if again {
            set(&desk, false, "").await.unwrap_err();
        } else {
            settings::set(&desk, ProjectSetting::McpKey, "on", "off")
                .await
                .unwrap_err();
        }
        seen_off(&desk).await;
        assert_eq!(project(&desk).drift, None, "again: {again}");
        let rows = about_masking(&desk).await;
        assert!(rows.iter().all(|row| row.actor == "Jo"), "{rows:?}");
    }
}
