//! The job with keys alone: whatever is pressed is reached with Tab and arrows first. `cargo xtask
//! keyboard` walks every other journey so as well; where a script presses something there all the
//! same, a comment says why.

use anyhow::Result;
use e2e::{Script, Simulator};

use super::job::{Breaking, Job, WHO};
use crate::steps::{desk_with_browser, find_row, set_up};

const KEY: &str = "ak_sim_keyboard_0000000001";

#[tokio::test]
async fn the_whole_job_is_done_without_a_mouse() -> Result<()> {
    let (desk, browser) = desk_with_browser(&Script::allow(WHO)).await?;
    let desk = desk.without_mouse();
    let arguments = ["--scenario", "demo", "--api-key", KEY, "--for", "600s"];
    let simulator = Simulator::start(desk.root(), &arguments)?;
    let window = desk.start_app().await?;
    set_up(&window, &simulator, KEY).await?;
    find_row(&window, "acme", "Gmail").await?;
    let job = Job {
        window: &window,
        desk: &desk,
        browser: &browser,
        breaking: Breaking::Simulator(&simulator, KEY),
    };
    job.whole().await?;
    window.close().await
}
