//! A long full pass, and the button that ends it.

use anyhow::Result;
use e2e::{Desk, Simulator, hook};

use crate::steps::{enter, see, synced, wait_for};

const KEY: &str = "ak_sim_reading_000000001";

#[tokio::test]
async fn a_slow_pass_is_stopped_and_taken_up_again() -> Result<()> {
    let desk = Desk::new().await?;
    let words = [
        "--scenario",
        "fleet",
        "--integrations",
        "1200",
        "--latency",
        "700ms",
        "--api-key",
        KEY,
        "--for",
        "600s",
    ];
    let simulator = Simulator::start(desk.root(), &words)?;
    let window = desk.start_app().await?;
    enter(&window, &simulator, KEY).await?;
    let phase = |phase: &str| format!("{}[data-phase=\"{phase}\"]", hook("status-sync"));
    window.find(&phase("reading")).await?;
    see(&window, "row").await?;
    window.picture("integrations-reading").await?;
    window.click(&hook("sync-stop")).await?;
    window.find(&phase("stopped")).await?;
    wait_for(&window, &hook("status-sync"), "Stopped at").await?;
    window.picture("integrations-stopped").await?;
    window.click(&hook("sync-now")).await?;
    window.find(&phase("reading")).await?;
    synced(&window).await?;
    wait_for(&window, &hook("rows"), "of 1,200").await?;
    window.close().await
}
