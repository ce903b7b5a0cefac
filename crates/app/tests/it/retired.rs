//! The account that a reconnect replaced and that cannot be deleted, since something hangs on it:
//! what Composio denies is no proof that it is there.

use simulator::Fault;

use crate::connect::{fault, kept_for_its_trigger, reconnected, who_is, with_a_trigger};
use crate::desk::Desk;

const SWITCH: &str = "PATCH /connected_accounts/{nanoid}/status";

fn denied(route: &str, times: u32) -> Fault {
    Fault {
        status: Some(404),
        times: Some(times),
        ..fault(route)
    }
}

#[tokio::test]
async fn a_replaced_account_that_is_gone_when_it_is_switched_off_is_not_told_as_still_there() {
    let desk = Desk::open().await;
    let (row, _, _, old) = with_a_trigger(&desk).await;
    let who = who_is(&desk, &row.id).await;
    let gone = denied(&format!("GET /connected_accounts/{old}"), 0);
    desk.sim.faults(vec![denied(SWITCH, 0), gone]).unwrap();
    reconnected(&desk, &row.id, &who).await;
    let told = std::cell::RefCell::new(String::new());
    desk.swept("what became of it is told", || async {
        let history = desk.show(&row.id).await.timeline;
        let line = history
            .into_iter()
            .find(|line| line.title == "Old account retired");
        let detail = line.and_then(|line| line.detail);
        let known = detail.is_some();
        *told.borrow_mut() = detail.unwrap_or_default();
        known
    })
    .await;
    let told = told.into_inner();
    assert!(told.contains("gone at Composio already"), "{told}");
    assert!(!told.contains("still"), "{told}");
}

#[tokio::test]
async fn a_replaced_account_that_is_denied_once_is_switched_off_all_the_same() {
    let desk = Desk::open().await;
    let (row, user, trigger, old) = with_a_trigger(&desk).await;
    desk.sim.faults(vec![denied(SWITCH, 1)]).unwrap();
    kept_for_its_trigger(&desk, row, &user, &trigger, &old).await;
}
