//! The project's settings: masking switched on knowingly, a change made elsewhere
//! noticed, and everything refused while Composio cannot be reached.

use anyhow::Result;
use e2e::{Desk, Simulator, Window, hook};
use serde_json::json;

use crate::steps::{gone, said, see, set_up, wait_for};

const KEY: &str = "ak_sim_CANARYproject9d2e";

async fn opened(desk: &Desk, simulator: &Simulator) -> Result<Window> {
    let window = desk.start_app().await?;
    window.find(&hook("setup")).await?;
    set_up(&window, simulator, KEY).await?;
    Ok(window)
}

fn switched(on: bool) -> String {
    format!("{}[data-on=\"{on}\"]", hook("masking-switch"))
}

#[tokio::test]
async fn masking_is_switched_knowingly_and_a_change_from_outside_is_noticed() -> Result<()> {
    let desk = Desk::new().await?;
    let arguments = ["--scenario", "demo", "--api-key", KEY, "--for", "600s"];
    let simulator = Simulator::start(desk.root(), &arguments)?;
    let window = opened(&desk, &simulator).await?;
    window.record_answers().await?;
    window.click(&hook("nav-settings")).await?;
    window.click(&hook("settings-masking")).await?;

    // It is on in the demo: one press turns it off.
    window.find(&switched(true)).await?;
    wait_for(&window, &hook("masking-lines"), "Composio owns the app").await?;
    window.picture("settings-masking").await?;
    window.picture("settings-masking@1024").await?;
    window.click(&hook("masking-confirm")).await?;
    window.find(&switched(false)).await?;
    wait_for(&window, &hook("masking-report"), "Readable").await?;
    window.picture("masking-report").await?;
    window.picture("masking-report@1024").await?;

    turned_on_again(&window).await?;

    // Somebody else turns it off; the next look says so, wherever the person is.
    window.click(&hook("nav-integrations")).await?;
    simulator
        .post("/_sim/sabotage", &json!({ "masking": false }))
        .await?;
    window.click(&hook("sync-now")).await?;
    window
        .find(&format!("{}[data-on=\"false\"]", hook("masking-drift")))
        .await?;
    window.picture("masking-drift").await?;
    window.picture("masking-drift@1024").await?;
    window.click(&hook("drift-review")).await?;
    window.find(&switched(false)).await?;
    wait_for(&window, &hook("masking-changes"), "outside Switchboard").await?;
    window.click(&hook("drift-dismiss")).await?;

    window.click(&hook("nav-activity")).await?;
    for words in [
        "Masking turned off",
        "Turn masking on",
        "Outside Switchboard",
    ] {
        wait_for(&window, &hook("grid"), words).await?;
    }
    let heard = window.answers().await?;
    assert!(
        !heard.contains("ya29."),
        "no character of a token came through"
    );
    window.close().await
}

/// On again takes the number that it breaks.
async fn turned_on_again(window: &Window) -> Result<()> {
    let wanted = said(window, &hook("masking-wanted")).await?;
    assert!(wanted.starts_with("break "), "{wanted}");
    let off = format!("{}[aria-disabled=\"true\"]", hook("masking-confirm"));
    window.find(&off).await?;
    window
        .type_into(&hook("masking-phrase"), wanted.trim())
        .await?;
    window
        .find(&format!(
            "{}[aria-disabled=\"false\"]",
            hook("masking-confirm")
        ))
        .await?;
    window.picture("masking-confirm").await?;
    small_with_the_button_in_view(window).await?;
    window.picture("masking-confirm@1024").await?;
    window.click(&hook("masking-confirm")).await?;
    window.find(&switched(true)).await?;
    wait_for(window, &hook("masking-report"), "First four and dots").await
}

/// In the smallest window the table is longer, and what ends it would lie below.
async fn small_with_the_button_in_view(window: &Window) -> Result<()> {
    window.client().set_window_size(1024, 640).await?;
    let shown = "if (outerWidth !== 1024 || outerHeight !== 640) return false;\
        const button = document.querySelector('[data-test=masking-confirm]');\
        button.scrollIntoView({ block: 'end' });\
        return button.getBoundingClientRect().bottom <= innerHeight;";
    window.until_true("the button to be in view", shown).await
}

#[tokio::test]
async fn when_some_requests_fail_the_share_is_told_and_the_list_is_kept() -> Result<()> {
    let desk = Desk::new().await?;
    let arguments = ["--scenario", "demo", "--api-key", KEY, "--for", "600s"];
    let simulator = Simulator::start(desk.root(), &arguments)?;
    let window = opened(&desk, &simulator).await?;
    gone(&window, "degraded").await?;

    // The first two tries of a read fail; the third is answered, and so is the read.
    let failing = json!({
        "route": "GET /connected_accounts", "nth": 1, "times": 2, "status": 503, "body": "html"
    });
    simulator.post("/_sim/faults", &failing).await?;
    window.click(&hook("sync-now")).await?;
    wait_for(&window, &hook("degraded"), "fails").await?;
    wait_for(&window, &hook("status-latency"), "% errors").await?;
    window
        .find(&format!("{}[data-phase=\"idle\"]", hook("status-sync")))
        .await?;
    window.find(&hook("row")).await?;
    window.picture("degraded").await?;
    window.picture("degraded@1024").await?;
    window.close().await
}

#[tokio::test]
async fn without_composio_the_list_stays_dated_and_changes_are_refused_until_it_is_back()
-> Result<()> {
    let desk = Desk::new().await?;
    let arguments = ["--scenario", "demo", "--api-key", KEY, "--for", "600s"];
    let simulator = Simulator::start(desk.root(), &arguments)?;
    let address = simulator.base().authority().to_owned();
    let window = opened(&desk, &simulator).await?;

    // A tile of the overview opens the list that it counts.
    window.click(&hook("nav-overview")).await?;
    see(&window, "overview-failure").await?;
    window.picture("overview").await?;
    window.picture("overview@1024").await?;
    see(&window, "overview-step").await?;
    let tile = format!("{}[data-state=\"expired\"]", hook("overview-tile"));
    window.click(&tile).await?;
    wait_for(&window, &hook("grid"), "Expired").await?;
    assert!(!said(&window, &hook("grid")).await?.contains("Active"));
    window.click(&hook("row")).await?;
    window.find(&hook("action-reconnect")).await?;

    drop(simulator);
    window.click(&hook("sync-now")).await?;
    window.find(&hook("sync-failed")).await?;
    wait_for(&window, &hook("sync-failed"), "as it was at").await?;
    let off = format!("{}[aria-disabled=\"true\"]", hook("action-reconnect"));
    window.find(&off).await?;
    // Neither a driver nor its keyboard presses what says that it is off; a person may.
    let press = "document.querySelector('[data-test=action-reconnect]').click()";
    window.run(press, Vec::new()).await?;
    wait_for(&window, &hook("fault-message"), "Nothing is queued").await?;
    window.picture("offline-refused").await?;
    window.click(&hook("fault-dismiss")).await?;
    // It has gone with its note, and the keyboard is on what that stood in.
    window.focused(".pane__b").await?;
    window.picture("offline").await?;
    what_writes_is_off(&window, true).await?;
    wait_for(&window, &hook("grid"), "Expired").await?;
    window.click(&hook("nav-settings")).await?;
    window.click(&hook("settings-masking")).await?;
    wait_for(&window, &hook("fault-message"), "could not be reached").await?;
    window.picture("settings-unreachable").await?;

    let back = Simulator::start_at(desk.root(), &address, &arguments)?;
    window.click(&hook("sync-now")).await?;
    window
        .find(&format!("{}[data-phase=\"idle\"]", hook("status-sync")))
        .await?;
    window.find(&switched(true)).await?;
    // What was off came back by itself, and nothing of it was sent meanwhile.
    what_writes_is_off(&window, false).await?;
    let heard = back.requests().await?.to_string();
    for write in ["PATCH", "DELETE", "connected_accounts/link"] {
        anyhow::ensure!(!heard.contains(write), "{write} was sent afterwards");
    }
    window.close().await
}

/// Every control that would change something at Composio is off with the reason, or is on.
async fn what_writes_is_off(window: &Window, off: bool) -> Result<()> {
    window.click(&hook("nav-integrations")).await?;
    window.click(&hook("row")).await?;
    for control in [
        "connect-account",
        "clean-up",
        "action-reconnect",
        "action-send-link",
        "action-check",
        "action-disconnect",
        "alias-box",
    ] {
        stands(window, control, off).await?;
    }
    window.click(&hook("nav-triage")).await?;
    stands(window, "check-all", off).await?;
    window.click(&hook("nav-tenants")).await?;
    window.click_row("acme").await?;
    stands(window, "connect-another", off).await?;
    stands(window, "connect-account", off).await?;
    stands(window, "tenant-delete", false).await
}

async fn stands(window: &Window, control: &str, off: bool) -> Result<()> {
    let css = format!("{}[aria-disabled=\"{off}\"]", hook(control));
    window.find(&css).await?;
    let script = "return document.querySelector(arguments[0]).title";
    let title = window.run(script, vec![css.into()]).await?.to_string();
    anyhow::ensure!(
        title.contains("Nothing is queued") == off,
        "`{control}` says {title}"
    );
    Ok(())
}
