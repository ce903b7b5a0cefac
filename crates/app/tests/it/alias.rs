//! Writes of ours at Composio around connecting: the alias, a managed auth config.

use domain::{LifecycleName, ToolkitSlug};
use simulator::Fault;
use wire::{Code, ConnectOptions, CreateManagedAuthConfig, SetAlias};

use crate::desk::Desk;

fn airtable() -> CreateManagedAuthConfig {
    CreateManagedAuthConfig {
        toolkit: ToolkitSlug::parse("airtable").unwrap(),
    }
}

#[tokio::test]
async fn an_alias_is_set_at_composio_with_an_intent_before_and_an_outcome_after() {
    let desk = Desk::open().await;
    let attempt = desk.begin("alias-tenant", "gmail").await;
    desk.allow(&attempt, "maya@acme.example");
    desk.ended(&attempt.id).await;
    let before = desk.audit().await.len();
    let ask = SetAlias {
        integration: attempt.integration.clone(),
        alias: "main mailbox".into(),
    };
    desk.app.run(ask).await.unwrap();
    let remote = desk.remote("alias-tenant").await;
    assert_eq!(remote[0].alias.as_deref(), Some("main mailbox"));
    let pane = desk.show(&attempt.integration).await;
    assert_eq!(pane.alias.as_deref(), Some("main mailbox"));
    let audit = desk.audit().await;
    let kinds: Vec<_> = audit[..audit.len() - before]
        .iter()
        .map(|row| (row.kind.as_str(), row.action.as_str()))
        .collect();
    assert_eq!(
        kinds,
        [("outcome", "Set the alias"), ("intent", "Set the alias")]
    );
}

/// An alias that is set, and whose answer is lost. With `unread` the account cannot be read either.
async fn lost(desk: &Desk, unread: bool) -> Result<wire::Receipt, wire::Fault> {
    let attempt = desk.begin("alias-tenant", "gmail").await;
    desk.allow(&attempt, "maya@acme.example");
    desk.ended(&attempt.id).await;
    let mut faults = vec![Fault {
        route: "PATCH /connected_accounts/{id}".into(),
        drop: Some("after".into()),
        ..Fault::default()
    }];
    faults.extend(unread.then(|| Fault {
        route: "GET /connected_accounts/{id}".into(),
        times: Some(0),
        status: Some(503),
        ..Fault::default()
    }));
    desk.sim.faults(faults).unwrap();
    let ask = SetAlias {
        integration: attempt.integration,
        alias: "main mailbox".into(),
    };
    desk.app.run(ask).await
}

#[tokio::test]
async fn an_alias_without_an_answer_is_written_down_as_it_was_read_back() {
    let desk = Desk::open().await;
    lost(&desk, false).await.unwrap();
    let said = desk.outcome("Set the alias").await.unwrap();
    assert!(said.starts_with("unknown"), "{said}");
    assert!(said.ends_with("; read back as set"), "{said}");
}

#[tokio::test]
async fn an_alias_that_could_not_be_read_back_is_written_down_once_the_account_is_read() {
    let desk = Desk::open().await;
    let told = lost(&desk, true).await.unwrap_err();
    assert_eq!(told.code, Code::OutcomeUnknown, "{told}");
    assert_eq!(
        desk.outcome("Set the alias").await,
        None,
        "nothing is known"
    );
    desk.sim.clear_faults();
    desk.swept("its outcome is written down", || async {
        desk.outcome("Set the alias").await.is_some()
    })
    .await;
    let said = desk.outcome("Set the alias").await.unwrap();
    assert!(said.ends_with("; read back as ACTIVE"), "{said}");
}

#[tokio::test]
async fn an_alias_without_an_account_or_too_long_is_refused_before_anything_is_sent() {
    let desk = Desk::open().await;
    let rows = desk.rows("").await;
    let active = rows
        .iter()
        .find(|row| row.state == LifecycleName::Active)
        .unwrap();
    desk.sim.clear_requests();
    let ask = SetAlias {
        integration: active.id.clone(),
        alias: "x".repeat(101),
    };
    let fault = desk.app.run(ask).await.unwrap_err();
    assert_eq!(fault.code, Code::BadInput);
    assert!(desk.audit().await.is_empty());
}

#[tokio::test]
async fn a_toolkit_that_has_an_auth_config_gets_no_second_one() {
    let desk = Desk::open().await;
    let fault = desk.app.run(airtable()).await.unwrap_err();
    assert_eq!(fault.code, Code::BadInput);
    assert!(desk.audit().await.is_empty());
}

#[tokio::test]
async fn a_managed_auth_config_is_made_where_there_is_none_and_can_be_chosen_at_once() {
    let desk = Desk::open().await;
    let old = desk.auth_config("airtable", true).await;
    desk.forget_auth_config(&old).await;

    desk.app.run(airtable()).await.unwrap();
    let options = desk.app.run(ConnectOptions {}).await.unwrap();
    let choice = options
        .toolkits
        .into_iter()
        .find(|it| it.slug.as_str() == "airtable")
        .unwrap();
    assert_eq!(choice.auth_configs.len(), 1);
    assert!(choice.auth_configs[0].managed);
    assert_ne!(choice.auth_configs[0].id, old);
    let audit = desk.audit().await;
    assert_eq!(audit[0].kind, "outcome");
    assert_eq!(audit[1].kind, "intent");
}
