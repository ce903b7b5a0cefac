//! Disconnect: two halves, each told as it came out.

use domain::LifecycleName;
use simulator::Fault;
use wire::{Code, Disconnect, Half, PlanDisconnect, RemoveRow, RowAction};

use crate::desk::Desk;

async fn connected(desk: &Desk) -> wire::AttemptView {
    let view = desk.begin("new-tenant", "gmail").await;
    desk.allow(&view, "jane@example.com");
    desk.ended(&view.id).await
}

fn both(view: &wire::AttemptView) -> Disconnect {
    Disconnect {
        integration: view.integration.clone(),
        withdraw: true,
        delete: true,
        reason: "asked for in ticket 7".into(),
    }
}

#[tokio::test]
async fn what_was_never_connected_cannot_be_disconnected() {
    let desk = Desk::open().await;
    let view = desk.begin("new-tenant", "gmail").await;
    desk.app
        .run(wire::CancelAttempt {
            attempt: view.id.clone(),
        })
        .await
        .unwrap();
    let fault = desk.app.run(both(&view)).await.unwrap_err();
    assert_eq!(fault.code, Code::ActionRefused);
}

#[tokio::test]
async fn a_delete_without_an_answer_is_proven_by_reading_back() {
    let desk = Desk::open().await;
    let view = connected(&desk).await;
    let route = "DELETE /connected_accounts/{id}".to_owned();
    desk.sim
        .faults(vec![Fault {
            route,
            nth: 1,
            times: Some(1),
            drop: Some("after".into()),
            ..Fault::default()
        }])
        .unwrap();
    let report = desk.app.run(both(&view)).await.unwrap();
    assert_eq!(report.deleted, Half::Done);
    assert!(desk.remote("new-tenant").await.is_empty());
}

#[tokio::test]
async fn a_withdrawal_without_an_answer_is_written_down_as_it_was_read_back() {
    let desk = Desk::open().await;
    let view = connected(&desk).await;
    let lost = Fault {
        route: "POST /connected_accounts/{id}/revoke".into(),
        drop: Some("after".into()),
        ..Fault::default()
    };
    desk.sim.faults(vec![lost]).unwrap();
    let ask = Disconnect {
        delete: false,
        ..both(&view)
    };
    let report = desk.app.run(ask).await.unwrap();
    assert_eq!(report.withdrawn, Half::Done);
    let said = desk.outcome("Withdraw access").await.unwrap();
    assert!(said.starts_with("unknown"), "{said}");
    assert!(said.ends_with("; read back as REVOKED"), "{said}");
}

#[tokio::test]
async fn what_half_a_disconnect_left_at_composio_is_told_and_deleted_by_another_one() {
    let desk = Desk::open().await;
    let view = connected(&desk).await;
    desk.sim
        .faults(vec![Fault {
            route: "DELETE /connected_accounts/{id}".to_owned(),
            nth: 1,
            times: Some(1),
            status: Some(403),
            ..Fault::default()
        }])
        .unwrap();
    let report = desk.app.run(both(&view)).await.unwrap();
    assert_eq!(report.withdrawn, Half::Done);
    let Half::Failed(fault) = report.deleted else {
        panic!("{:?}", report.deleted);
    };
    let why = fault.message;
    assert!(why.contains("still at Composio"), "{why}");
    assert!(
        !why.contains("Nothing changed"),
        "the access is gone: {why}"
    );

    let pane = desk.show(&view.integration).await;
    assert_eq!(pane.row.state, LifecycleName::Revoked);
    assert!(pane.actions.contains(&RowAction::Disconnect));
    let report = desk.app.run(both(&view)).await.unwrap();
    assert_eq!(report.deleted, Half::Done);
    assert!(desk.remote("new-tenant").await.is_empty());
    let pane = desk.show(&view.integration).await;
    assert!(
        !pane.actions.contains(&RowAction::Disconnect),
        "nothing is left"
    );
    let fault = desk.app.run(both(&view)).await.unwrap_err();
    assert_eq!(fault.code, Code::ActionRefused);
}

#[tokio::test]
async fn what_could_not_be_withdrawn_is_not_deleted_so_that_it_can_be_tried_again() {
    let desk = Desk::open().await;
    let view = connected(&desk).await;
    let refused = Fault {
        route: "POST /connected_accounts/{id}/revoke".into(),
        nth: 1,
        times: Some(1),
        status: Some(403),
        ..Fault::default()
    };
    desk.sim.faults(vec![refused]).unwrap();
    let report = desk.app.run(both(&view)).await.unwrap();
    assert!(matches!(report.withdrawn, Half::Failed(_)), "{report:?}");
    assert!(
        matches!(&report.deleted, Half::Skipped(why) if why.contains("tried again")),
        "{report:?}"
    );
    assert_eq!(
        desk.show(&view.integration).await.row.state,
        LifecycleName::Active
    );
    let report = desk.app.run(both(&view)).await.unwrap();
    assert_eq!((report.withdrawn, report.deleted), (Half::Done, Half::Done));
}

#[tokio::test]
async fn a_deletion_that_is_refused_leaves_the_row_as_it_was() {
    let desk = Desk::open().await;
    let view = connected(&desk).await;
    let refused = Fault {
        route: "DELETE /connected_accounts/{id}".into(),
        nth: 1,
        times: Some(1),
        status: Some(403),
        ..Fault::default()
    };
    desk.sim.faults(vec![refused]).unwrap();
    let ask = Disconnect {
        withdraw: false,
        ..both(&view)
    };
    let report = desk.app.run(ask).await.unwrap();
    assert!(matches!(report.deleted, Half::Failed(_)), "{report:?}");
    assert_eq!(
        desk.show(&view.integration).await.row.state,
        LifecycleName::Active
    );
}

#[tokio::test]
async fn a_deletion_that_cannot_be_read_back_is_not_told_as_done_and_leaves_the_row_as_it_was() {
    let desk = Desk::open().await;
    let view = connected(&desk).await;
    let fault = |route: &str, status: u16, body: Option<&str>| Fault {
        route: route.into(),
        nth: 1,
        times: Some(0),
        status: Some(status),
        body: body.map(str::to_owned),
        ..Fault::default()
    };
    desk.sim
        .faults(vec![
            fault("DELETE /connected_accounts/{id}", 200, Some("object")),
            fault("GET /connected_accounts/{id}", 403, None),
        ])
        .unwrap();
    let ask = Disconnect {
        withdraw: false,
        ..both(&view)
    };
    let report = desk.app.run(ask).await.unwrap();
    let Half::Failed(fault) = &report.deleted else {
        panic!("{report:?}");
    };
    assert_eq!(fault.code, Code::OutcomeUnknown);
    assert_eq!(
        desk.show(&view.integration).await.row.state,
        LifecycleName::Active
    );
}

#[tokio::test]
async fn a_disconnect_is_planned_done_proven_and_written_down() {
    let desk = Desk::open().await;
    let view = connected(&desk).await;
    let plan = desk
        .app
        .run(PlanDisconnect {
            integration: view.integration.clone(),
        })
        .await
        .unwrap();
    assert!(plan.can_withdraw, "{plan:?}");
    let report = desk.app.run(both(&view)).await.unwrap();
    assert_eq!((report.withdrawn, report.deleted), (Half::Done, Half::Done));
    let pane = desk.show(&view.integration).await;
    assert_eq!(
        pane.row.state,
        LifecycleName::Revoked,
        "the row stays with its history"
    );
    assert!(desk.remote("new-tenant").await.is_empty());
    let audit = desk.audit().await;
    let last: Vec<(&str, &str)> = audit
        .iter()
        .take(4)
        .rev()
        .map(|row| (row.kind.as_str(), row.action.as_str()))
        .collect();
    assert_eq!(
        last,
        [
            ("intent", "Withdraw access"),
            ("outcome", "Withdraw access"),
            ("intent", "Delete at Composio"),
            ("outcome", "Delete at Composio"),
        ]
    );
    assert_eq!(audit[1].reason.as_deref(), Some("asked for in ticket 7"));
    let verdict = desk.app.run(wire::VerifyAudit {}).await.unwrap();
    assert_eq!(verdict.project.broken_at, None);
}

#[tokio::test]
async fn a_removed_row_is_off_the_list_and_nothing_changed_at_composio() {
    let desk = Desk::open().await;
    let row = desk
        .rows("")
        .await
        .into_iter()
        .find(|row| row.state == LifecycleName::Expired)
        .unwrap();
    let before = desk.sim.requests().len();
    desk.app
        .run(RemoveRow {
            integration: row.id.clone(),
        })
        .await
        .unwrap();
    assert!(desk.rows("").await.iter().all(|other| other.id != row.id));
    assert_eq!(desk.sim.requests().len(), before);
}
