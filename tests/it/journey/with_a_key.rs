//! The same with an API key typed in, against a separate simulator; and then the key
//! and every token are looked for where they must not be.

use anyhow::{Context as _, Result, ensure};
use e2e::{Canary, Desk, Script, Simulator, hook};

use super::job::{Breaking, Job, WHO};
use crate::steps::{
    TOKENS, desk_with_browser, enter, find_row, heard, in_view, leave_no_trace, set_up, synced,
};

const KEY: &str = "ak_sim_CANARYkey4f1c9e7b20d8";

#[tokio::test]
async fn a_key_lives_in_the_keyring_and_no_secret_is_left_anywhere_else() -> Result<()> {
    let (desk, browser) = desk_with_browser(&Script::allow(WHO)).await?;
    let simulator = Simulator::start(
        desk.root(),
        &[
            "--scenario",
            "demo",
            "--api-key",
            KEY,
            "--masking-era",
            "plain",
            "--for",
            "600s",
        ],
    )?;
    let window = desk.start_app().await?;
    window.find(&hook("setup")).await?;
    window.record_answers().await?;
    set_up(&window, &simulator, KEY).await?;

    assert!(
        in_the_keyring(&desk).await?.contains(KEY),
        "the Secret Service has it"
    );

    find_row(&window, "acme", "Gmail").await?;
    let job = Job {
        window: &window,
        desk: &desk,
        browser: &browser,
        breaking: Breaking::Simulator(&simulator, KEY),
    };
    job.whole().await?;
    let heard = heard(&window).await?;
    assert!(heard.contains("jane@example.com"), "the answers were kept");
    window.close().await?;

    let visits = browser.visits()?;
    let behind = |mark: &str| {
        let tail = visits.iter().find_map(|visit| visit.url.split(mark).nth(1));
        tail.and_then(|tail| tail.split(['/', '?', '&']).next())
    };
    let link = behind("/link/").expect("the browser was on the link page");
    let state = behind("state=").expect("the browser was sent home");
    leave_no_trace(&desk, &heard, &[KEY, link, state])?;
    leave_no_trace(&desk, &heard, &TOKENS)?;
    taken_out_as_the_readme_says(&desk).await
}

/// Whoever takes the program off has one command for the keys that were left.
async fn taken_out_as_the_readme_says(desk: &Desk) -> Result<()> {
    let readme = include_str!("../../../README.md");
    let mut lines = readme.lines();
    let command = lines.find_map(|line| line.strip_prefix("secret-tool "));
    let words: Vec<&str> = command.context("no command")?.split(' ').collect();
    ensure!(in_the_keyring(desk).await?.contains(KEY), "it is left");
    let ended = desk.run("secret-tool", &words).await?;
    ensure!(ended.code == Some(0), "{words:?}: {}", ended.stderr);
    ensure!(!in_the_keyring(desk).await?.contains(KEY), "it stays");
    Ok(())
}

/// What the Secret Service holds for us.
pub(super) async fn in_the_keyring(desk: &Desk) -> Result<String> {
    let words = ["search", "--all", "service", "dev.switchboard.desktop"];
    let kept = desk.run("secret-tool", &words).await?;
    Ok(format!("{}{}", kept.stdout, kept.stderr))
}

#[tokio::test]
async fn a_key_that_composio_refuses_is_said_and_not_kept() -> Result<()> {
    let desk = Desk::new().await?;
    let simulator = Simulator::start(desk.root(), &["--api-key", KEY, "--for", "300s"])?;
    let window = desk.start_app().await?;
    enter(&window, &simulator, "ak_sim_wrong").await?;
    // With the advanced fields open, the button lies far below the key.
    in_view(&window, &hook("setup-refused")).await?;
    window.picture("setup-refused").await?;
    assert!(!in_the_keyring(&desk).await?.contains("ak_sim_wrong"));
    window.close().await
}

#[tokio::test]
async fn without_a_keyring_the_key_stays_in_memory_only_when_a_person_says_so() -> Result<()> {
    let desk = Desk::without_keyring()?;
    let simulator = Simulator::start(desk.root(), &["--api-key", KEY, "--for", "300s"])?;
    let window = desk.start_app().await?;
    enter(&window, &simulator, KEY).await?;
    window.find("[data-code=\"vault.unavailable\"]").await?;
    window.picture("setup-no-keyring").await?;
    window.click(&hook("fault-also")).await?;
    synced(&window).await?;
    window.picture("key-in-memory").await?;
    assert_eq!(
        desk.traces(&Canary::new(KEY))?,
        Vec::<std::path::PathBuf>::new()
    );
    window.close().await
}
