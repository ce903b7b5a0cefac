//! How connecting is set up: suggested auth configs, several accounts or one.

use domain::ToolkitSlug;
use wire::{Code, ConnectOptions, SetAllowMultiple, SetAuthDefault, ShowConnectSettings};

use crate::desk::Desk;

fn gmail() -> ToolkitSlug {
    ToolkitSlug::parse("gmail").unwrap()
}

#[tokio::test]
async fn only_an_auth_config_of_the_toolkit_is_suggested() {
    let desk = Desk::open().await;
    for id in [
        desk.auth_config("slack", true).await,
        domain::AuthConfigId::parse("ac_nobody").unwrap(),
    ] {
        let ask = SetAuthDefault {
            toolkit: gmail(),
            tenant: None,
            auth_config: Some(id),
        };
        let fault = desk.app.run(ask).await.unwrap_err();
        assert_eq!(fault.code, Code::BadInput);
    }
    let settings = desk.app.run(ShowConnectSettings {}).await.unwrap();
    assert!(settings.defaults.is_empty());
}

#[tokio::test]
async fn a_suggestion_is_shown_with_the_toolkit_and_taken_away_again() {
    let desk = Desk::open().await;
    let id = desk.auth_config("gmail", true).await;
    let suggested = async || {
        let options = desk.app.run(ConnectOptions {}).await.unwrap();
        let choice = options.toolkits.into_iter().find(|it| it.slug == gmail());
        choice.unwrap().suggested
    };
    for wanted in [Some(id), None] {
        let ask = SetAuthDefault {
            toolkit: gmail(),
            tenant: None,
            auth_config: wanted.clone(),
        };
        desk.app.run(ask).await.unwrap();
        assert_eq!(suggested().await, wanted);
    }
    assert_eq!(desk.audit().await.len(), 2);
}

#[tokio::test]
async fn several_accounts_are_allowed_by_choice_and_the_choice_is_audited_once() {
    let desk = Desk::open().await;
    let allowed = async |desk: &Desk| {
        let settings = desk.app.run(ShowConnectSettings {}).await.unwrap();
        settings.allow_multiple
    };
    assert!(!allowed(&desk).await);
    for _ in 0..2 {
        desk.app
            .run(SetAllowMultiple { allow: true })
            .await
            .unwrap();
    }
    assert!(allowed(&desk).await);
    assert_eq!(desk.audit().await.len(), 1);
    let desk = desk.restart().await;
    assert!(allowed(&desk).await);
}
