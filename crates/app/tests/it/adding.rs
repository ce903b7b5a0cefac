//! Add, then connect: two phases, one row; a second account by choice only.

use domain::{AttemptState, AuthConfigId, IntegrationId, LifecycleName, UserId, Way};
use secrecy::SecretString;
use wire::{AddIntegrations, AddedView, Code, Connect, DeleteTenant, Filled, SetAllowMultiple};

use crate::canary::Canary;
use crate::desk::{Desk, connect};

fn user() -> UserId {
    UserId::parse("two-phases").unwrap()
}

async fn add(desk: &Desk, toolkits: &[&str]) -> AddedView {
    let mut auth_configs = Vec::new();
    for toolkit in toolkits {
        auth_configs.push(desk.auth_config(toolkit, true).await);
    }
    let ask = AddIntegrations {
        user: user(),
        auth_configs,
    };
    desk.app.run(ask).await.unwrap()
}

fn filled(auth_config: AuthConfigId) -> Connect {
    connect(user(), auth_config, domain::Way::Here)
}

/// The one account of the tenant, signed in to by this person.
async fn connected(desk: &Desk, who: &str) -> IntegrationId {
    let attempt = desk.begin(user().as_str(), "gmail").await;
    desk.allow(&attempt, who);
    desk.ended(&attempt.id).await;
    attempt.integration
}

#[tokio::test]
async fn an_unknown_auth_config_and_an_empty_choice_add_nothing_not_even_a_tenant() {
    let desk = Desk::open().await;
    let all = desk.all().await;
    for auth_configs in [vec![], vec![AuthConfigId::parse("ac_nobody").unwrap()]] {
        let ask = AddIntegrations {
            user: user(),
            auth_configs,
        };
        let fault = desk.app.run(ask).await.unwrap_err();
        assert_eq!(fault.code, Code::BadInput);
    }
    assert_eq!(desk.all().await, all);
    assert!(desk.audit().await.is_empty());
}

#[tokio::test]
async fn adding_twice_finds_the_row_that_is_there() {
    let desk = Desk::open().await;
    let first = add(&desk, &["gmail"]).await;
    assert_eq!(first.rows[0].existing, None);
    let again = add(&desk, &["gmail", "gmail", "slack"]).await;
    let states: Vec<_> = again.rows.iter().map(|row| row.existing).collect();
    let added = Some(LifecycleName::Added);
    assert_eq!(states, [added, added, None]);
    assert_eq!(again.rows[0].integration, first.rows[0].integration);
    assert_eq!(desk.rows(user().as_str()).await.len(), 2);
}

#[tokio::test]
async fn adding_opens_no_browser_and_makes_nothing_at_composio() {
    let desk = Desk::open().await;
    desk.sim.clear_requests();
    let view = add(&desk, &["gmail", "slack"]).await;
    for row in &view.rows {
        let pane = desk.show(&row.integration).await;
        assert_eq!(pane.row.state, LifecycleName::Added);
        assert_eq!(pane.timeline[0].title, "Added");
    }
    assert!(desk.host.opened.lock().unwrap().is_empty());
    assert!(desk.remote(user().as_str()).await.is_empty());
    let desk = desk.restart().await;
    assert_eq!(desk.rows(user().as_str()).await.len(), 2);
}

#[tokio::test]
async fn connecting_uses_the_row_that_was_added_with_whatever_auth_config() {
    let desk = Desk::open().await;
    let added = add(&desk, &["gmail"]).await;
    let row = &added.rows[0].integration;
    let custom = desk.auth_config("gmail", false).await;
    let attempt = desk.app.run(filled(custom.clone())).await.unwrap();
    assert_eq!(attempt.integration, *row);
    desk.until("the browser is opened", |desk| {
        !desk.host.opened.lock().unwrap().is_empty()
    })
    .await;
    let attempt = desk.attempt(&attempt.id);
    assert_eq!(desk.show(row).await.row.state, LifecycleName::Pending);
    desk.allow(&attempt, "maya@acme.example");
    desk.ended(&attempt.id).await;
    let rows = desk.rows(user().as_str()).await;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].state, LifecycleName::Active);
    assert_eq!(desk.show(row).await.auth_config, custom);
}

#[tokio::test]
async fn a_tenant_with_rows_that_were_only_added_is_deleted_with_them() {
    let desk = Desk::open().await;
    let all = desk.all().await;
    let added = add(&desk, &["gmail", "slack"]).await;
    let ask = DeleteTenant {
        tenant: added.tenant,
    };
    desk.app.run(ask).await.unwrap();
    assert_eq!(desk.all().await, all);
}

#[tokio::test]
async fn a_second_account_is_refused_until_an_admin_allows_it_and_it_has_a_label() {
    let desk = Desk::open().await;
    connected(&desk, "maya@acme.example").await;
    let auth_config = desk.auth_config("gmail", true).await;
    let plain = desk.app.run(filled(auth_config.clone())).await.unwrap_err();
    assert_eq!(plain.code, Code::AlreadyConnected);
    let second = |label: &str| Connect {
        second: Some(label.into()),
        ..filled(auth_config.clone())
    };
    let fault = desk.app.run(second("billing")).await.unwrap_err();
    assert_eq!(fault.code, Code::BadInput);
    desk.app
        .run(SetAllowMultiple { allow: true })
        .await
        .unwrap();
    let fault = desk.app.run(second(" ")).await.unwrap_err();
    assert_eq!(fault.code, Code::BadInput);
    assert_eq!(desk.rows(user().as_str()).await.len(), 1);
    assert_eq!(desk.remote(user().as_str()).await.len(), 1);
}

#[tokio::test]
async fn a_second_account_has_a_slot_and_a_label_of_its_own_and_the_first_stays() {
    let desk = Desk::open().await;
    let first = connected(&desk, "maya@acme.example").await;
    desk.app
        .run(SetAllowMultiple { allow: true })
        .await
        .unwrap();
    let opened = desk.host.opened.lock().unwrap().len();
    let ask = Connect {
        second: Some("billing".into()),
        ..filled(desk.auth_config("gmail", true).await)
    };
    let attempt = desk.app.run(ask).await.unwrap();
    desk.until("the browser is opened", |desk| {
        desk.host.opened.lock().unwrap().len() > opened
    })
    .await;
    let attempt = desk.attempt(&attempt.id);
    desk.allow(&attempt, "billing@acme.example");
    desk.ended(&attempt.id).await;
    let pane = desk.show(&attempt.integration).await;
    assert_eq!(
        (pane.slot, pane.labels.as_slice()),
        (2, &["billing".to_owned()][..])
    );
    for row in [&first, &attempt.integration] {
        assert_eq!(desk.show(row).await.row.state, LifecycleName::Active);
    }
    assert_eq!(desk.remote(user().as_str()).await.len(), 2);
}

#[tokio::test]
async fn a_field_that_the_auth_config_does_not_know_is_not_sent() {
    let desk = Desk::open().await;
    let ask = Connect {
        fields: vec![Filled {
            name: "password".into(),
            value: SecretString::from("not-a-real-one").into(),
        }],
        ..filled(desk.auth_config("gmail", true).await)
    };
    let fault = desk.app.run(ask).await.unwrap_err();
    assert_eq!(fault.code, Code::BadInput);
    assert!(desk.remote(user().as_str()).await.is_empty());
}

#[tokio::test]
async fn what_was_filled_in_is_asked_for_by_the_next_link_too() {
    let desk = Desk::open().await;
    let filled = Connect {
        way: Way::Sent,
        fields: vec![Filled {
            name: "shop".into(),
            value: SecretString::from("acme-shop").into(),
        }],
        ..filled(desk.auth_config("shopify", false).await)
    };
    let old = desk.app.run(filled).await.unwrap();
    desk.until("the first link is made", |desk| {
        desk.attempt(&old.id).state == AttemptState::Waiting
    })
    .await;
    let ask = wire::RenewLink { attempt: old.id };
    let new = desk.app.run(ask).await.unwrap();
    desk.until("the next link is made", |desk| {
        desk.attempt(&new.id).state == AttemptState::Waiting
    })
    .await;
    desk.allow(&desk.attempt(&new.id), "maya@acme.example");
    desk.ended(&new.id).await;
    let accounts = desk.remote(user().as_str()).await;
    let working = accounts.iter().find(|it| it.status.to_string() == "ACTIVE");
    let shop = working.and_then(|it| it.state.parameters.get("shop"));
    assert_eq!(shop.map(String::as_str), Some("acme-shop"));
}

#[tokio::test]
async fn what_is_filled_in_reaches_composio_and_stays_out_of_the_files() {
    let desk = Desk::open().await;
    let auth_config = desk.auth_config("shopify", false).await;
    let canary = "canary-shop-4711";
    let ask = Connect {
        fields: vec![Filled {
            name: "shop".into(),
            value: SecretString::from(canary).into(),
        }],
        ..filled(auth_config)
    };
    let attempt = desk.app.run(ask).await.unwrap();
    desk.until("the browser is opened", |desk| {
        !desk.host.opened.lock().unwrap().is_empty()
    })
    .await;
    let attempt = desk.attempt(&attempt.id);
    desk.allow(&attempt, "maya@acme.example");
    desk.ended(&attempt.id).await;
    let account = desk.remote(user().as_str()).await.remove(0);
    let reached = account.state.parameters.get("shop").map(String::as_str);
    assert_eq!(reached, Some(canary));
    desk.app
        .run(wire::UseProfile { profile: None })
        .await
        .unwrap();
    // A project's own files lie deeper than the desk's, and who signed in is in them.
    let files = |text: &str| Canary::new(text).files(desk.home.path()).unwrap();
    assert!(!files(user().as_str()).is_empty(), "the files are read");
    let found = files(canary);
    assert!(found.is_empty(), "{found:?}");
}

#[tokio::test]
async fn of_two_rows_that_wait_the_one_that_was_looked_at_is_connected() {
    let desk = Desk::open().await;
    let first = connected(&desk, "maya@acme.example").await;
    desk.app
        .run(SetAllowMultiple { allow: true })
        .await
        .unwrap();
    let auth_config = desk.auth_config("gmail", true).await;
    let ask = Connect {
        second: Some("billing".into()),
        ..filled(auth_config.clone())
    };
    let begun = desk.app.run(ask).await.unwrap();
    let (second, attempt) = (begun.integration, begun.id);
    desk.app.run(wire::CancelAttempt { attempt }).await.unwrap();
    let both = wire::Disconnect {
        integration: first.clone(),
        withdraw: true,
        delete: true,
        reason: "ticket 7".into(),
    };
    desk.app.run(both).await.unwrap();

    let again = Connect {
        row: Some(second.clone()),
        ..filled(auth_config)
    };
    let begun = desk.app.run(again).await.unwrap();
    assert_eq!(begun.integration, second);
    assert_ne!(begun.integration, first);
}
