//! Finding out what is wrong and telling somebody who helps: the doctor, the log, and
//! diagnostics that are shown before they are copied.

use anyhow::Result;
use e2e::{Canary, Desk, Simulator, Window, hook};

use crate::steps::{choose, demo, said, see, set_up, wait_for};

async fn open(window: &Window, section: &str) -> Result<()> {
    window.click(&hook("nav-settings")).await?;
    window.click(&hook(section)).await
}

#[tokio::test]
async fn the_log_is_read_and_filtered_and_diagnostics_are_copied_as_shown() -> Result<()> {
    let desk = Desk::new().await?;
    let window = demo(&desk).await?;
    open(&window, "settings-logs").await?;
    wait_for(&window, &hook("logs-line"), "the window is open").await?;
    window.picture("settings-logs").await?;

    window
        .type_into(&hook("logs-filter"), "no such words")
        .await?;
    see(&window, "logs-empty").await?;
    window.click(&hook("clear-filter")).await?;
    window
        .type_into(&hook("logs-filter"), "window is open")
        .await?;
    wait_for(&window, &hook("logs-rows"), "1 line,").await?;
    choose(&window, &hook("logs-level"), "ERROR").await?;
    see(&window, "logs-empty").await?;
    window.click(&hook("clear-filter")).await?;

    // A press while another answer is still out is dropped, as a person would press again. Looked at
    // and pressed at once, by a script: one that comes a moment late would turn it off again.
    window
        .until_true(
            "the detailed log to be on",
            "const on = document.querySelector('[data-test=logs-detail][data-on=true]');
             if (!on) document.querySelector('[data-test=logs-detail-switch]')?.click();
             return on !== null;",
        )
        .await?;
    wait_for(&window, &hook("logs-detail"), "End now").await?;
    window.click(&hook("logs-newest")).await?;
    wait_for(&window, &hook("logs-line"), "a command was answered").await?;
    window.click(&hook("logs-copy-folder")).await?;
    wait_for(&window, &hook("logs-folder-said"), "Path copied").await?;

    window.click(&hook("diagnostics-open")).await?;
    wait_for(&window, &hook("diagnostics-text"), "Last lines of the log").await?;
    window.picture("diagnostics").await?;
    let shown = said(&window, &hook("diagnostics-text")).await?;
    window.click(&hook("diagnostics-copy")).await?;
    wait_for(&window, &hook("diagnostics-said"), "exactly as shown").await?;
    window.click(&hook("diagnostics-save")).await?;
    wait_for(&window, &hook("diagnostics-said"), "Saved as").await?;
    let told = said(&window, &hook("diagnostics-said")).await?;
    let path = told.trim().trim_start_matches("Saved as ").to_owned();
    assert_eq!(words(&std::fs::read_to_string(path)?), words(&shown));
    window.click(&hook("diagnostics-close")).await?;
    window.close().await
}

/// Without white space, of which a field of one line keeps none.
fn words(text: &str) -> String {
    text.split_whitespace().collect()
}

#[tokio::test]
async fn the_doctor_says_where_the_way_ends() -> Result<()> {
    let desk = Desk::new().await?;
    let window = demo(&desk).await?;
    open(&window, "settings-logs").await?;
    window.click(&hook("doctor-run")).await?;
    wait_for(&window, &hook("doctor-done"), "Everything is in order").await?;
    // The buttons took each other's place twice, and the keyboard is on the one that is there.
    window.focused(&hook("doctor-run")).await?;

    // An outage of the providers is not in the way to Composio; a refused key is.
    window.click(&hook("demo-outage")).await?;
    window.click(&hook("demo-reject-key")).await?;
    window.click(&hook("doctor-run")).await?;
    wait_for(&window, &hook("doctor-done"), "Not in order: 1 of 7").await?;
    for (step, verdict) in [("trust", "good"), ("key", "bad"), ("permission", "unknown")] {
        let css = format!(
            "{}[data-id={step}][data-verdict={verdict}]",
            hook("doctor-check")
        );
        window.find(&css).await?;
    }
    wait_for(&window, &hook("doctor-fix"), "Projects and keys").await?;
    window.picture("doctor").await?;
    window.picture("doctor@1024").await?;
    window.close().await
}

#[tokio::test]
async fn a_proxy_and_a_certificate_are_tried_before_they_are_kept() -> Result<()> {
    const KEY: &str = "ak_sim_CANARYnet5e2f";
    let desk = Desk::new().await?;
    let arguments = ["--api-key", KEY, "--for", "300s"];
    let simulator = Simulator::start(desk.root(), &arguments)?;
    let window = desk.start_app().await?;
    set_up(&window, &simulator, KEY).await?;
    open(&window, "settings-network").await?;
    see(&window, "network-loopback").await?;

    window.click(&hook("proxy-typed")).await?;
    window
        .type_into(&hook("proxy-url"), "http://jane:secret@proxy.example:3128")
        .await?;
    window.click(&hook("network-save")).await?;
    wait_for(&window, &hook("fault-message"), "is not taken").await?;
    window
        .type_into(&hook("proxy-url"), "proxy.example:3128")
        .await?;

    window.click(&hook("certificates-file")).await?;
    window
        .type_into(&hook("certificates-path"), "/nowhere/ca.pem")
        .await?;
    window.click(&hook("certificates-check")).await?;
    wait_for(&window, &hook("network"), "cannot be read").await?;
    let file = desk.root().join("ca.pem");
    std::fs::write(&file, AUTHORITY)?;
    window
        .type_into(&hook("certificates-path"), &file.display().to_string())
        .await?;
    window.click(&hook("certificates-check")).await?;
    wait_for(&window, &hook("certificates-read"), "Example Inspection CA").await?;
    window.picture("settings-network").await?;
    window.picture("settings-network@1024").await?;
    window.click(&hook("network-save")).await?;
    wait_for(&window, &hook("network-said"), "Saved").await?;
    wait_for(&window, &hook("network-kept"), "Example Inspection CA").await?;
    window.close().await?;
    let found = desk.traces(&Canary::new(KEY))?;
    assert_eq!(found, Vec::<std::path::PathBuf>::new(), "on disk");
    Ok(())
}

/// A certificate of an authority that signs nothing: its key was thrown away.
const AUTHORITY: &str = include_str!("authority.pem");
