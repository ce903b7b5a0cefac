//! Cleaning up what nobody signed in with: seen through, told to whoever went on meanwhile,
//! and cut short by leaving the project.

use anyhow::Result;
use e2e::{Desk, Simulator, Window, hook};
use serde_json::json;

use crate::steps::{demo, gone, set_up, synced, wait_for};

const KEY: &str = "ak_sim_cleanup_000000001";
pub(super) const DELETE: &str = "DELETE /connected_accounts/{id}";
/// Longer than a person takes to go elsewhere.
pub(super) const SLOW: u32 = 10_000;

/// A project in which fourteen attempts are unused.
async fn untidy(desk: &Desk) -> Result<(Simulator, Window)> {
    let arguments = ["--scenario", "demo", "--api-key", KEY, "--for", "600s"];
    let simulator = Simulator::start(desk.root(), &arguments)?;
    let window = desk.start_app().await?;
    window.find(&hook("setup")).await?;
    set_up(&window, &simulator, KEY).await?;
    Ok((simulator, window))
}

/// Agrees to delete all of them, and goes on with something else.
pub(super) async fn begin_and_go_on(window: &Window) -> Result<()> {
    window.click(&hook("clean-up")).await?;
    let confirm = hook("cleanup-confirm");
    wait_for(window, &confirm, "Delete 14 unused attempts").await?;
    window.click(&confirm).await?;
    window.click(&hook("cleanup-hide")).await?;
    gone(window, "cleanup").await
}

#[tokio::test]
async fn unused_attempts_are_listed_counted_and_cleaned_up() -> Result<()> {
    let desk = Desk::new().await?;
    let window = demo(&desk).await?;
    wait_for(&window, &hook("rows"), "of 21").await?;
    window.click(&hook("demo-slow")).await?;
    wait_for(&window, &hook("demo-said"), "Slow network: done").await?;
    window.click(&hook("clean-up")).await?;
    wait_for(&window, &hook("cleanup-list"), "Link was not used").await?;
    let confirm = hook("cleanup-confirm");
    wait_for(&window, &confirm, "Delete 14 unused attempts").await?;
    window.picture("cleanup").await?;
    window.picture("cleanup@1024").await?;
    window.click(&confirm).await?;
    window.find(&hook("cleanup-progress")).await?;
    window.picture("cleanup-running").await?;
    window.click(&hook("cleanup-hide")).await?;
    window.click(&hook("demo-repair")).await?;
    let over = "Clean-up is over: 14 of 14 unused attempts deleted";
    wait_for(&window, &hook("toast"), over).await?;
    window.click(&hook("clean-up")).await?;
    let report = hook("cleanup-report");
    wait_for(&window, &report, "14 of 14 unused attempts deleted").await?;
    window.picture("cleanup-report").await?;
    window.click(&hook("cleanup-close")).await?;
    window.click(&hook("clean-up")).await?;
    window.find(&hook("cleanup-nothing")).await?;
    window.picture("cleanup-nothing").await?;
    window.click(&hook("cleanup-close")).await?;
    window.click(&hook("nav-activity")).await?;
    wait_for(&window, &hook("grid"), "Delete unused attempt").await?;
    window.close().await
}

#[tokio::test]
async fn what_could_not_be_cleaned_up_is_told_to_whoever_went_on_with_its_reason() -> Result<()> {
    let desk = Desk::new().await?;
    let (simulator, window) = untidy(&desk).await?;
    let refused = json!({
        "route": DELETE, "nth": 1, "times": 1, "latency_ms": SLOW, "status": 403,
        "message": "The key may not delete accounts"
    });
    simulator.post("/_sim/faults", &refused).await?;
    begin_and_go_on(&window).await?;
    window.click(&hook("nav-overview")).await?;
    wait_for(&window, &hook("toast"), "13 of 14 unused attempts").await?;
    wait_for(
        &window,
        &hook("toast"),
        "1 stayed, for the reason under Clean up",
    )
    .await?;
    window.picture("cleanup-told").await?;

    window.click(&hook("nav-integrations")).await?;
    window.click(&hook("clean-up")).await?;
    wait_for(&window, &hook("cleanup-report"), "for the reason below").await?;
    wait_for(&window, &hook("cleanup-left"), "not allowed to do this").await?;
    window.picture("cleanup-left").await?;
    window.click(&hook("cleanup-close")).await?;
    window.click(&hook("clean-up")).await?;
    wait_for(&window, &hook("cleanup-confirm"), "Delete 1 unused attempt").await?;
    window.close().await
}

#[tokio::test]
async fn a_clean_up_ends_with_its_project_and_is_taken_up_by_asking_again() -> Result<()> {
    let desk = Desk::new().await?;
    let (simulator, window) = untidy(&desk).await?;
    let slow = json!({ "route": DELETE, "times": 0, "latency_ms": SLOW });
    simulator.post("/_sim/faults", &slow).await?;
    begin_and_go_on(&window).await?;
    window.click(&hook("switcher")).await?;
    window.click(&hook("open-demo")).await?;
    window.find(&hook("demo-slow")).await?;
    simulator.clear_faults().await?;
    window.click(&hook("switcher")).await?;
    window.click_text("My project").await?;
    wait_for(&window, &hook("profile-name"), "My project").await?;
    synced(&window).await?;

    window.click(&hook("clean-up")).await?;
    window.picture("cleanup-again").await?;
    window.click(&hook("cleanup-confirm")).await?;
    wait_for(&window, &hook("cleanup-report"), "read back as gone.").await?;
    window.click(&hook("cleanup-close")).await?;
    window.click(&hook("clean-up")).await?;
    window.find(&hook("cleanup-nothing")).await?;
    window.click(&hook("cleanup-close")).await?;
    window.click(&hook("nav-activity")).await?;
    wait_for(&window, &hook("grid"), "Delete unused attempt").await?;
    window.picture("cleanup-recorded").await?;
    window.close().await
}
