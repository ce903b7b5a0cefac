//! A long full pass, and the button that ends it.

use anyhow::Result;
use e2e::{Desk, Simulator, hook};
use serde_json::json;

use crate::steps::{enter, name_tenant, see, synced, wait_for};

const KEY: &str = "ak_sim_reading_000000001";

#[tokio::test]
async fn a_slow_pass_is_stopped_and_taken_up_again() -> Result<()> {
    let desk = Desk::new().await?.without_animation()?;
    let words = [
        "--scenario",
        "fleet",
        "--integrations",
        "2000",
        "--api-key",
        KEY,
        "--for",
        "600s",
    ];
    let simulator = Simulator::start(desk.root(), &words)?;
    // One of the first pages does not come for as long as it is looked at.
    let held = json!({
        "route": "GET /connected_accounts", "nth": 4, "times": 0, "hang": "before"
    });
    simulator.post("/_sim/faults", &held).await?;
    let window = desk.start_app().await?;
    enter(&window, &simulator, KEY).await?;
    let phase = |phase: &str| format!("{}[data-phase=\"{phase}\"]", hook("status-sync"));
    window.find(&phase("reading")).await?;
    see(&window, "row").await?;
    window.picture("integrations-reading").await?;
    simulator.clear_faults().await?;
    window.click(&hook("sync-stop")).await?;
    window.find(&phase("stopped")).await?;
    wait_for(&window, &hook("status-sync"), "Stopped at").await?;
    window.picture("integrations-stopped").await?;
    // The buttons take each other's place, and the keyboard is on the one that is there.
    window.focused(&hook("sync-now")).await?;
    // Long enough to be seen, and far from as long as anything is waited for.
    let late = json!({
        "route": "GET /connected_accounts", "nth": 3, "times": 1, "latency_ms": 8_000
    });
    simulator.post("/_sim/faults", &late).await?;
    window.click(&hook("sync-now")).await?;
    window.find(&phase("reading")).await?;
    window.focused(&hook("sync-stop")).await?;
    synced(&window).await?;
    wait_for(&window, &hook("rows"), "of 2,000").await?;
    window.close().await
}

#[tokio::test]
async fn while_the_first_page_is_on_its_way_the_list_has_its_shape_already() -> Result<()> {
    let desk = Desk::new().await?.without_animation()?;
    let words = ["--scenario", "demo", "--api-key", KEY, "--for", "600s"];
    let simulator = Simulator::start(desk.root(), &words)?;
    // Which kind of server it is, then the first page.
    let late = json!({
        "route": "GET /connected_accounts", "nth": 1, "times": 2, "latency_ms": 4_000
    });
    simulator.post("/_sim/faults", &late).await?;
    let window = desk.start_app().await?;
    enter(&window, &simulator, KEY).await?;
    see(&window, "skeleton").await?;
    wait_for(&window, &hook("rows"), "Reading the first page").await?;
    window.picture("integrations-first-page").await?;
    synced(&window).await?;
    see(&window, "row").await?;
    window.close().await
}

#[tokio::test]
async fn what_can_be_connected_comes_into_a_sheet_that_was_opened_before_it_was_read() -> Result<()>
{
    let desk = Desk::new().await?.without_animation()?;
    let words = ["--scenario", "demo", "--api-key", KEY, "--for", "600s"];
    let simulator = Simulator::start(desk.root(), &words)?;
    // As many toolkits as there are come before any account. It is long enough to open the sheet and
    // to type in it, also where others are at work.
    let late = json!({ "route": "GET /auth_configs", "times": 1, "latency_ms": 15_000 });
    simulator.post("/_sim/faults", &late).await?;
    let window = desk.start_app().await?;
    enter(&window, &simulator, KEY).await?;
    window.click(&hook("connect-account")).await?;
    name_tenant(&window, "northern-lights").await?;
    window.click(&hook("connect-new-tenant")).await?;
    let reading = "Reading what can be connected";
    wait_for(&window, &hook("connect-nothing"), reading).await?;
    see(&window, "connect-toolkit").await?;
    window.close().await
}
