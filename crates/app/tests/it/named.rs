//! A key that was pasted where a name belongs.

use domain::LifecycleName;
use wire::{Code, Colour, EditProfile, ProjectSettings, SaveTenant, SetAlias, SetLabels};

use crate::desk::Desk;

const KEY: &str = "ak_8f3b17e6a905c4d2";

#[tokio::test]
async fn a_key_pasted_as_a_name_is_kept_nowhere_and_not_repeated() {
    let desk = Desk::open().await;
    let rows = desk.rows("").await;
    let row = rows
        .iter()
        .find(|row| row.state == LifecycleName::Active)
        .unwrap();
    let tenant = SaveTenant {
        tenant: None,
        user: "acme-new".into(),
        name: "Acme".into(),
        contact: String::new(),
        expected: String::new(),
        tags: Vec::new(),
    };
    let project = EditProfile {
        profile: desk.snapshot().profiles[0].id.clone(),
        name: KEY.into(),
        production: false,
        settings: ProjectSettings {
            colour: Colour::default(),
            wait_seconds: None,
        },
    };
    let named = SaveTenant {
        name: KEY.into(),
        ..tenant.clone()
    };
    let tagged = SaveTenant {
        tags: vec![KEY.into()],
        ..tenant
    };
    let alias = SetAlias {
        integration: row.id.clone(),
        alias: KEY.into(),
    };
    let labels = SetLabels {
        integration: row.id.clone(),
        labels: vec![KEY.into()],
    };
    desk.sim.clear_requests();
    let before = desk.audit().await.len();
    let app = &desk.app;
    for (what, fault) in [
        ("a project", app.run(project).await.unwrap_err()),
        ("a tenant", app.run(named).await.unwrap_err()),
        ("a tag", app.run(tagged).await.unwrap_err()),
        ("an alias", app.run(alias).await.unwrap_err()),
        ("a label", app.run(labels).await.unwrap_err()),
    ] {
        assert_eq!(fault.code, Code::BadInput, "{what}");
        assert!(!format!("{fault:?}").contains(KEY), "{what}");
    }
    assert_eq!(desk.audit().await.len(), before);
    assert!(desk.sim.requests().iter().all(|it| it["method"] == "GET"));
}
