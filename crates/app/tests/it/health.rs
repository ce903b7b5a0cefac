//! The card of a token, in each era of masking, and what never may be on it.

use domain::{Cause, Expiry, Held, LifecycleName, TokenShape, TokenTrouble, Verdict};
use serde_json::json;
use simulator::{MaskingEra, Sabotage};
use wire::{CheckToken, FindIntegrations, IntegrationView, Narrow, Sort, SortBy, TokenView};

use crate::desk::Desk;

fn era(era: MaskingEra) -> simulator::Config {
    simulator::Config {
        masking_era: era,
        ..Default::default()
    }
}

async fn connected(desk: &Desk) -> wire::AttemptView {
    let view = desk.begin("new-tenant", "gmail").await;
    desk.allow(&view, "jane@example.com");
    desk.ended(&view.id).await
}

async fn checked(desk: &Desk, view: &wire::AttemptView) -> IntegrationView {
    let integration = view.integration.clone();
    desk.app.run(CheckToken { integration }).await.unwrap();
    desk.show(&view.integration).await
}

/// What the card says when the project's settings are known.
async fn card(desk: &Desk, view: &wire::AttemptView) -> TokenView {
    desk.until("the settings are read", |desk| {
        let events = desk.events.lock().unwrap();
        events.iter().any(
            |event| matches!(event, wire::Event::Project(project) if project.masking.is_some()),
        )
    })
    .await;
    checked(desk, view).await.token
}

fn lay(desk: &Desk, view: &wire::AttemptView, data: serde_json::Value) {
    let serde_json::Value::Object(data) = data else {
        panic!("members")
    };
    desk.sim.sabotage(Sabotage::TokenData {
        connected_account_id: view.account.clone().unwrap().to_string(),
        data,
    });
}

#[tokio::test]
async fn each_era_of_masking_is_recognised_and_health_needs_no_token() {
    for (masking, shape, trouble) in [
        (MaskingEra::Plain, TokenShape::Readable, None),
        (
            MaskingEra::Redacted,
            TokenShape::Redacted,
            Some(TokenTrouble::RedactedManaged),
        ),
        (
            MaskingEra::Four,
            TokenShape::Masked,
            Some(TokenTrouble::MaskedByProject),
        ),
        (
            MaskingEra::ManagedRedacted,
            TokenShape::Redacted,
            Some(TokenTrouble::RedactedManaged),
        ),
    ] {
        let desk = Desk::with(era(masking)).await;
        let view = connected(&desk).await;
        let card = card(&desk, &view).await;
        assert_eq!((card.shape, card.trouble), (shape, trouble), "{masking:?}");
        assert_eq!(
            card.fingerprint.is_some(),
            shape == TokenShape::Readable,
            "only what is readable has one: {masking:?}"
        );
        let read = card.read.unwrap();
        assert_eq!(read.verdict, Verdict::Good, "{masking:?}");
        assert_eq!(read.account.as_deref(), Some("jane@example.com"));
        assert!(read.way.is_some());
        assert_eq!(card.refresh, Held::Yes);
        assert_eq!(card.token_type.as_deref(), Some("Bearer"));
        assert_eq!(card.expiry, Expiry::LengthOnly(3_599));
        assert!(card.scopes.iter().all(|it| it.granted == Some(true)));
        assert!(!card.scopes.is_empty());
    }
}

#[tokio::test]
async fn a_long_prefix_an_empty_token_and_an_end_that_is_told_are_read_as_they_are() {
    let desk = Desk::with(era(MaskingEra::Plain)).await;
    let view = connected(&desk).await;
    lay(
        &desk,
        &view,
        json!({ "access_token": "ya29.a0AfB_CANARY..." }),
    );
    let told = card(&desk, &view).await;
    assert_eq!(told.shape, TokenShape::MaskedLong);
    assert_eq!(told.trouble, Some(TokenTrouble::MaskedByProject));
    lay(
        &desk,
        &view,
        json!({ "access_token": "", "expires_at": "2031-05-05T14:05:00Z" }),
    );
    let told = card(&desk, &view).await;
    assert_eq!(told.trouble, Some(TokenTrouble::Empty));
    let at = domain::Timestamp::from_millis(1_935_756_300_000);
    assert_eq!(told.expiry, Expiry::At(at));
    assert_eq!(told.read.unwrap().verdict, Verdict::Good);
}

#[tokio::test]
async fn a_token_is_the_same_until_it_is_another_also_after_a_restart() {
    let desk = Desk::with(era(MaskingEra::Plain)).await;
    let view = connected(&desk).await;
    let first = checked(&desk, &view).await.token.fingerprint.unwrap();
    *desk.host.ahead.lock().unwrap() += 60_000;
    let again = checked(&desk, &view).await.token.fingerprint.unwrap();
    assert_eq!((&again.mark, again.first), (&first.mark, first.first));
    assert!(again.last > first.last);
    let desk = desk.restart().await;
    lay(&desk, &view, json!({ "access_token": "ya29.sim-another" }));
    let other = checked(&desk, &view).await.token.fingerprint.unwrap();
    assert_ne!(other.mark, first.mark);
    assert!(other.changed_after >= Some(again.last));
}

#[tokio::test]
async fn malformed_token_data_are_typed_and_shown_by_name_and_type_only() {
    let desk = Desk::with(era(MaskingEra::Plain)).await;
    let view = connected(&desk).await;
    lay(
        &desk,
        &view,
        json!({ "access_token": { "inner": "CANARY-token" }, "scope": "CANARY-scope" }),
    );
    // The provider answers: the account works, whatever the data look like.
    let pane = checked(&desk, &view).await;
    assert_eq!(pane.row.state, LifecycleName::Active);
    assert_eq!(pane.token.trouble, Some(TokenTrouble::Malformed));
    let outline = &pane.token.outline;
    assert!(outline.contains(&("access_token".to_owned(), "object".to_owned())));
    assert!(!format!("{outline:?}").contains("CANARY"));
    // Nothing proves that it works any more: that is held against it.
    desk.sim.sabotage(Sabotage::ProviderOutage(true));
    let pane = checked(&desk, &view).await;
    assert_eq!(pane.row.state, LifecycleName::Error);
    assert_eq!(pane.diagnosis.unwrap().cause, Cause::TokenMalformed);
    assert_eq!(pane.status.as_deref(), Some("ACTIVE"));
    // A good read clears it.
    desk.sim.sabotage(Sabotage::ProviderOutage(false));
    let pane = checked(&desk, &view).await;
    assert_eq!(pane.row.state, LifecycleName::Active);
}

#[tokio::test]
async fn a_row_without_a_known_end_is_checked_like_any_other() {
    let desk = Desk::open().await;
    let rows = desk.rows("").await;
    let mut unknown = 0;
    for row in &rows {
        let pane = desk.show(&row.id).await;
        unknown +=
            usize::from(pane.account.is_some() && !matches!(pane.token.expiry, Expiry::At(_)));
    }
    assert!(unknown > 0, "the project has accounts without a known end");
    // Every connected row breaks at once; the run over what is unwell has all of them.
    let broken: Vec<_> = rows
        .iter()
        .filter(|row| row.state == LifecycleName::Active)
        .collect();
    desk.sim.sabotage(Sabotage::ProviderOutage(true));
    for row in &broken {
        let integration = row.id.clone();
        desk.app.run(CheckToken { integration }).await.unwrap();
    }
    desk.sim.sabotage(Sabotage::ProviderOutage(false));
    let narrow = Narrow {
        cause: Some(Cause::ProviderSilent),
        ..Narrow::default()
    };
    desk.app
        .run(wire::CheckTokens {
            narrow: narrow.clone(),
            toolkit: None,
        })
        .await
        .unwrap();
    desk.until("the run is over", |desk| {
        let events = desk.events.lock().unwrap();
        events.iter().rev().any(|event| {
            matches!(event, wire::Event::Checks(view) if !view.running && view.done == view.total)
        })
    })
    .await;
    let left = FindIntegrations {
        text: String::new(),
        state: None,
        toolkit: None,
        narrow,
        sort: Sort::default(),
        offset: 0,
        limit: 0,
        locate: None,
    };
    // Of two accounts the provider itself is down, and of one nothing can be read.
    let left = desk.app.run(left).await.unwrap().total;
    assert!(left <= 3, "{left} were skipped");
}

#[tokio::test]
async fn the_list_is_ordered_by_what_is_the_matter_with_the_token() {
    let desk = Desk::with(era(MaskingEra::Plain)).await;
    let view = connected(&desk).await;
    lay(&desk, &view, json!({ "access_token": 7 }));
    checked(&desk, &view).await;
    let ask = |descending| FindIntegrations {
        text: String::new(),
        state: None,
        toolkit: None,
        narrow: Narrow::default(),
        sort: Sort {
            by: SortBy::Token,
            descending,
        },
        offset: 0,
        limit: 500,
        locate: None,
    };
    let rows = desk.app.run(ask(false)).await.unwrap().rows;
    assert_eq!(rows[0].id, view.integration);
    assert_eq!(rows[0].token, Some(TokenTrouble::Malformed));
    let ranks: Vec<_> = rows
        .iter()
        .map(|row| (row.token.is_none(), row.token))
        .collect();
    assert!(ranks.is_sorted(), "{ranks:?}");
    let last = desk.app.run(ask(true)).await.unwrap().rows.pop().unwrap();
    assert_eq!(last.id, view.integration);
}
