//! How connecting is set up, and what a person says of a tenant.

use domain::{AuthConfigId, Expected, TenantDetails, ToolkitSlug};
use store::{AuthDefault, Change, Error};

use crate::fixtures::{Home, first_fill, integration_id, tenant};

fn default(tenant_number: Option<usize>, config: Option<&str>) -> AuthDefault {
    AuthDefault {
        toolkit: ToolkitSlug::parse("gmail").unwrap(),
        tenant: tenant_number.map(|n| tenant(n).id),
        auth_config: config.map(|id| AuthConfigId::parse(id).unwrap()),
    }
}

fn of(defaults: Vec<AuthDefault>) -> Change {
    Change {
        auth_defaults: defaults,
        ..Change::default()
    }
}

#[tokio::test]
async fn a_tenant_with_rows_is_not_deleted() {
    let home = Home::new();
    let store = home.open().await;
    store.settle(&first_fill(2)).await.unwrap();
    let alone = Change {
        removed_tenants: vec![tenant(1).id],
        ..Change::default()
    };
    let told = store.settle(&alone).await;
    assert!(matches!(told, Err(Error::Missing)), "{told:?}");
    let with_row = Change {
        removed: vec![integration_id(1)],
        ..alone
    };
    store.settle(&with_row).await.unwrap();
    let left = store.roster().await.unwrap();
    assert_eq!((left.tenants.len(), left.integrations.len()), (1, 1));
}

#[tokio::test]
async fn what_a_person_says_of_a_tenant_comes_back() {
    let home = Home::new();
    let store = home.open().await;
    let mut said = tenant(1);
    said.details = TenantDetails {
        contact: Some("maya@acme.example".to_owned()),
        expected: Expected::parse("acme.example"),
        tags: vec!["EU".to_owned(), "\"beta\"".to_owned()],
    };
    let change = Change {
        tenants: vec![said.clone()],
        ..Change::default()
    };
    store.settle(&change).await.unwrap();
    assert_eq!(store.roster().await.unwrap().tenants, [said]);
}

#[tokio::test]
async fn a_suggestion_is_one_per_toolkit_and_tenant_and_goes_with_the_tenant() {
    let home = Home::new();
    let store = home.open().await;
    store.settle(&first_fill(1)).await.unwrap();
    let both = of(vec![
        default(None, Some("ac_1")),
        default(Some(1), Some("ac_2")),
    ]);
    store.settle(&both).await.unwrap();
    store
        .settle(&of(vec![default(None, Some("ac_3"))]))
        .await
        .unwrap();
    let held = store.roster().await.unwrap().connecting.defaults;
    assert_eq!(
        held,
        [default(None, Some("ac_3")), default(Some(1), Some("ac_2"))]
    );

    store.settle(&of(vec![default(None, None)])).await.unwrap();
    let gone = Change {
        removed: vec![integration_id(1)],
        removed_tenants: vec![tenant(1).id],
        ..Change::default()
    };
    store.settle(&gone).await.unwrap();
    assert_eq!(store.roster().await.unwrap().connecting.defaults, []);
}

#[tokio::test]
async fn one_account_only_is_what_holds_until_somebody_says_otherwise() {
    let home = Home::new();
    let store = home.open().await;
    assert!(!store.roster().await.unwrap().connecting.allow_multiple);
    let change = Change {
        allow_multiple: Some(true),
        ..Change::default()
    };
    store.settle(&change).await.unwrap();
    store.close().await;
    let again = home.open().await;
    assert!(again.roster().await.unwrap().connecting.allow_multiple);
}
