//! The diagnostics: what is shown is what is handed on, and neither names a customer.

use wire::{
    Code, CopyDiagnostics, CopyLogFolder, DiagnosticsView, PreviewDiagnostics, SaveDiagnostics,
};

use crate::desk::Desk;

async fn preview(desk: &Desk, tenant_ids: bool) -> DiagnosticsView {
    let ask = PreviewDiagnostics { tenant_ids };
    desk.app.run(ask).await.unwrap()
}

#[tokio::test]
async fn what_is_shown_is_copied_and_saved_letter_by_letter() {
    let desk = Desk::open().await;
    let shown = preview(&desk, false).await;
    let id = shown.id.clone();
    desk.app
        .run(CopyDiagnostics { id: id.clone() })
        .await
        .unwrap();
    assert_eq!(
        *desk.host.copied.lock().unwrap(),
        std::slice::from_ref(&shown.text)
    );
    let receipt = desk.app.run(SaveDiagnostics { id }).await.unwrap();
    let said = receipt.said.unwrap();
    let path = said.strip_prefix("Saved as ").unwrap();
    assert_eq!(std::fs::read_to_string(path).unwrap(), shown.text);
    assert!(std::path::Path::new(path).starts_with(desk.home.path()));
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[tokio::test]
async fn a_preview_that_was_replaced_is_not_copied() {
    let desk = Desk::open().await;
    let first = preview(&desk, false).await;
    let second = preview(&desk, true).await;
    assert_ne!(first.id, second.id);
    let fault = desk
        .app
        .run(CopyDiagnostics { id: first.id })
        .await
        .unwrap_err();
    assert_eq!(fault.code, Code::BadInput);
    assert!(desk.host.copied.lock().unwrap().is_empty());
}

#[tokio::test]
async fn everything_that_helps_is_in_it() {
    let desk = Desk::open().await;
    // A fault with an id of Composio's, and one without.
    desk.sim
        .faults(vec![simulator::Fault {
            route: "GET /api/v3/org/project/config".into(),
            nth: 1,
            times: Some(0),
            status: Some(403),
            ..simulator::Fault::default()
        }])
        .unwrap();
    let ask = wire::ShowProjectSettings {};
    let _ = desk.app.run(ask).await;
    let gone = domain::IntegrationId::parse("int_nowhere").unwrap();
    let ask = wire::CheckToken { integration: gone };
    desk.app.run(ask).await.unwrap_err();
    let text = preview(&desk, false).await.text;
    for wanted in [
        "version: 0.0.0",
        "system: Test OS 1",
        "webkit: 2.0",
        "display: none",
        "links of our scheme: open this app",
        "role: admin, level unknown",
        "@project_id ",
        "@org_id ",
        "host: 127.0.0.1",
        "API key: in the keyring",
        "proxy: as the system says, added certificates: 0",
        "API generation: v3.1",
        "reading Composio: idle",
        "schema: ",
        "  active: ",
        "Last faults, newest first",
        "check_token row.unknown no request",
        "Last lines of the log",
    ] {
        assert!(text.contains(wanted), "`{wanted}` is missing from\n{text}");
    }
}

#[tokio::test]
async fn neither_key_nor_customer_is_in_it_unless_ids_are_wanted_and_never_an_address() {
    let key = "ak_sim_CANARY_0f8e7d6c5b4a";
    let desk = Desk::with(simulator::Config {
        api_key: key.into(),
        ..simulator::Config::default()
    })
    .await;
    let mut people = Vec::new();
    for row in desk.rows("").await {
        people.push((row.tenant_name, desk.show(&row.id).await.user));
    }
    let logs = desk.home.path().join("logs");
    std::fs::create_dir_all(&logs).unwrap();
    let lines: String = people
        .iter()
        .map(|(name, user)| {
            let said = format!("{name} failed for {user} with {key}, told jane@example.com");
            serde_json::json!({ "level": "WARN", "message": said }).to_string() + "\n"
        })
        .collect();
    std::fs::write(logs.join("switchboard.2026-11-28.0000.log"), lines).unwrap();
    let text = preview(&desk, false).await.text;
    assert!(
        text.contains("[tenant] failed for [tenant] with [redacted]"),
        "{text}"
    );
    for (name, user) in &people {
        let named = text.contains(name) || text.contains(user);
        assert!(!named, "{name} is named in\n{text}");
    }
    let text = preview(&desk, true).await.text;
    assert!(people.iter().any(|(_, user)| text.contains(user)), "{text}");
    for never in ["CANARY", "jane@example.com", "@example"] {
        assert!(!text.contains(never), "{never} in\n{text}");
    }
}

#[tokio::test]
async fn without_a_workspace_there_are_still_diagnostics() {
    let desk = Desk::bare(simulator::Config::default(), vault::Vault::memory()).await;
    let text = preview(&desk, false).await.text;
    assert!(
        text.contains("version: 0.0.0") && !text.contains("Project\n"),
        "{text}"
    );
}

#[tokio::test]
async fn the_path_of_the_log_is_copied_and_nothing_is_opened() {
    let desk = Desk::open().await;
    desk.app.run(CopyLogFolder {}).await.unwrap();
    let wanted = desk.home.path().join("logs").display().to_string();
    assert_eq!(*desk.host.copied.lock().unwrap(), [wanted]);
    assert!(desk.host.opened.lock().unwrap().is_empty());
}
