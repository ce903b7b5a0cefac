//! A project of one's own: empty at first, then with accounts whose names are not meant well,
//! then out of reach.

use anyhow::{Result, ensure};
use e2e::{Desk, Http, Simulator, Window, hook};
use serde_json::{Value, json};

use crate::steps::{enter, gone, press, said, see, synced, wait_for};

const KEY: &str = "ak_sim_project_000000001";

/// Names as an attacker, a joker and a careless importer would choose them.
const HOSTILE: [(&str, &str); 5] = [
    (
        "<img src=x onerror=\"document.title='broken'\">",
        "<script>document.title='broken'</script>",
    ),
    ("\u{202e}live.tnanet-nimda", "\u{202e}gnol si siht\u{202c}"),
    (
        "zalgo-t\u{0300}\u{0301}\u{0302}\u{0303}\u{0304}\u{0305}\u{0306}\u{0307}e\u{0308}\u{0309}\u{030a}nant",
        "👩‍👩‍👧‍👦🏴‍☠️ family",
    ),
    ("עברית-العربية", "مرحبا بالعالم"),
    (
        "'; DROP TABLE integrations; --",
        "\"{{alias}}\" ${alias} %s",
    ),
];

#[tokio::test]
async fn a_project_is_empty_then_full_of_hostile_names_then_out_of_reach() -> Result<()> {
    let desk = Desk::new().await?.without_animation()?;
    let words = ["--scenario", "empty", "--api-key", KEY, "--for", "600s"];
    let simulator = Simulator::start(desk.root(), &words)?;
    let window = desk.start_app().await?;
    window.click(&hook("setup-production")).await?;
    enter(&window, &simulator, KEY).await?;
    synced(&window).await?;
    see(&window, "empty-new").await?;
    see(&window, "production-mark").await?;
    window.picture("integrations-empty").await?;

    fill(&simulator).await?;
    window.click(&hook("sync-now")).await?;
    wait_for(&window, &hook("rows"), "of 7").await?;
    // A question names the project, and that it is production.
    window.click(&hook("clean-up")).await?;
    wait_for(&window, &hook("meant"), "Production").await?;
    press(&window, "Escape").await?;
    gone(&window, "cleanup").await?;
    hostile_names_are_text(&window).await?;

    let refuse = json!({ "reject_api_key": true });
    simulator.post("/_sim/sabotage", &refuse).await?;
    window.click(&hook("sync-now")).await?;
    let refused = format!(
        "{}[data-code=\"composio.unauthorized\"]",
        hook("project-refused")
    );
    window.find(&refused).await?;
    let words = said(&window, &hook("project-refused")).await?;
    for part in ["What happened", "last good sync", "Why", "What to do"] {
        ensure!(words.contains(part), "{words}");
    }
    window.picture("key-refused").await?;
    window.click(&hook("show-old-list")).await?;
    see(&window, "sync-failed").await?;
    wait_for(&window, &hook("rows"), "of 7").await?;
    window.focused("[data-index]").await?;
    window.picture("key-refused-old-list").await?;
    window.click(&hook("sync-remedy")).await?;
    see(&window, "setup-cancel").await?;
    window.picture("setup-new-key").await?;
    window.click(&hook("setup-cancel")).await?;

    drop(simulator);
    window.click(&hook("sync-now")).await?;
    let gone = format!(
        "{}:not([data-code=\"composio.unauthorized\"])",
        hook("sync-failed")
    );
    window.find(&gone).await?;
    wait_for(&window, &hook("status-sync"), "Offline since").await?;
    wait_for(&window, &hook("status-next"), "Next try in").await?;
    window.picture("unreachable").await?;
    window.close().await
}

/// Makes an account for each name, and one whose names are as long as they may be.
async fn fill(simulator: &Simulator) -> Result<()> {
    let state = simulator.state().await?;
    let config = auth_config(&state, "tavily");
    let long = format!("tenant-{}", "very-long-".repeat(20));
    let endless = "M".repeat(200);
    signed_in_as(simulator, &state, "\"<b>eve</b>\"\u{202e}@example.com").await?;
    let names = HOSTILE.into_iter().chain([(&*long, &*endless)]);
    for (user, alias) in names {
        let body = json!({
            "auth_config": { "id": config },
            "connection": {
                "user_id": user,
                "alias": alias,
                "state": { "authScheme": "API_KEY", "val": { "generic_api_key": "not-a-secret" } },
            },
        });
        let url = simulator.base().join("/api/v3/connected_accounts")?;
        let answer = Http::new().post_json_as(KEY, &url, &body).await?;
        assert!(answer.status < 300, "{}: {}", answer.status, answer.body);
    }
    Ok(())
}

fn auth_config(state: &Value, toolkit: &str) -> Value {
    state["auth_configs"]
        .as_array()
        .and_then(|configs| configs.iter().find(|config| config["toolkit"] == toolkit))
        .map_or(Value::Null, |config| config["id"].clone())
}

/// Has somebody connect a Notion under a name of their own making.
async fn signed_in_as(simulator: &Simulator, state: &Value, name: &str) -> Result<()> {
    let config = auth_config(state, "notion");
    let url = simulator.base().join("/api/v3/connected_accounts/link")?;
    let body = json!({ "auth_config_id": config, "user_id": "eve" });
    let answer = Http::new().post_json_as(KEY, &url, &body).await?;
    let made: Value = serde_json::from_str(&answer.body)?;
    let account = made["connected_account_id"].as_str().unwrap_or_default();
    let decision = json!({ "decision": "allow", "account": name });
    simulator
        .post(&format!("/_sim/consent/{account}"), &decision)
        .await?;
    Ok(())
}

/// Every name stands in the list as it was written, in rows of one height, and in the pane.
async fn hostile_names_are_text(window: &Window) -> Result<()> {
    for (user, _) in HOSTILE {
        // What turns the letters round is left out: one name must not look like another.
        let shown = user.replace('\u{202e}', "");
        wait_for(window, &hook("grid"), &shown).await?;
    }
    wait_for(window, &hook("grid"), "\"<b>eve</b>\"@example.com").await?;
    let heights = "return new Set([...document.querySelectorAll('[data-test=\"row\"]')]\
        .map(row => row.getBoundingClientRect().height)).size";
    assert_eq!(window.run(heights, Vec::new()).await?, json!(1));
    window.click_row("onerror").await?;
    wait_for(window, &hook("pane-tenant"), "onerror").await?;
    window.picture("integrations-hostile").await?;
    let made = "return document.querySelectorAll('[data-test=\"frame\"] img, [data-test=\"frame\"] script').length";
    assert_eq!(window.run(made, Vec::new()).await?, json!(0));
    let title = window.client().title().await?;
    assert!(!title.contains("broken"), "something was run: {title}");

    window.click(&hook("nav-tenants")).await?;
    window.click_row("very-long").await?;
    see(window, "tenant-pane").await?;
    window.picture("tenants-hostile").await?;
    window.click(&hook("nav-integrations")).await
}
