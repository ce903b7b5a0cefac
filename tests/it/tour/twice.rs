//! What there is at 200 % besides the places: the sections of the settings, set-up, what lies over
//! the frame, and a sign-in under way.

use anyhow::Result;
use e2e::{Decision, Desk, Script, Window, hook};

use super::comfort::{open_acmes_gmail, press, within_reach, zoom_to_twice};
use crate::steps::{self, demo, desk_with_browser, gone, see, wait_for};

/// The sections of the settings, and what is there when one of them is open; the appearance is
/// among the places. The picture is called as the section is.
const SECTIONS: [(&str, &str); 8] = [
    ("settings-projects", "project"),
    ("settings-role", "desk-record"),
    ("settings-masking", "masking-switch"),
    ("settings-connecting", "several-now"),
    ("settings-links", "template-preview"),
    ("settings-project", "setting"),
    ("settings-network", "network"),
    ("settings-logs", "logs-line"),
];

/// Takes the picture at 200 % as soon as `there` is, and sees that each of `controls` can be got to.
async fn look(window: &Window, picture: &str, there: &str, controls: &[&str]) -> Result<()> {
    see(window, there).await?;
    window.picture(&format!("{picture}@200")).await?;
    for control in controls {
        within_reach(window, control).await?;
    }
    Ok(())
}

#[tokio::test]
async fn at_twice_the_size_every_section_and_set_up_hold_what_is_in_them() -> Result<()> {
    let desk = Desk::new().await?.without_animation()?;
    let window = demo(&desk).await?;
    zoom_to_twice(&window).await?;
    for (section, there) in SECTIONS {
        press(&window, section).await?;
        window.run("scrollTo(0, 0)", Vec::new()).await?;
        look(&window, section, there, &[section]).await?;
    }
    press(&window, "switcher").await?;
    press(&window, "add-project").await?;
    let controls = ["setup-key", "setup-advanced", "setup-save", "setup-cancel"];
    look(&window, "setup", "setup-key", &controls).await?;
    press(&window, "setup-cancel").await?;
    see(&window, "settings").await?;
    window.close().await
}

#[tokio::test]
async fn at_twice_the_size_what_lies_over_the_frame_is_within_reach() -> Result<()> {
    let desk = Desk::new().await?.without_animation()?;
    let window = demo(&desk).await?;
    zoom_to_twice(&window).await?;
    // The appearance has the same switch of single keys as the list of shortcuts.
    press(&window, "nav-integrations").await?;
    see(&window, "row").await?;
    press(&window, "finder").await?;
    let controls = ["recent-search", "recent-command"];
    look(&window, "recent", "recent-command", &controls).await?;
    steps::press(&window, "Escape").await?;
    gone(&window, "recent").await?;

    press(&window, "nav-help").await?;
    let controls = ["help-search", "help-choice", "help-page", "help-close"];
    look(&window, "help", "help-choice", &controls).await?;
    press(&window, "help-close").await?;
    gone(&window, "help").await?;
    press(&window, "all-keys").await?;
    let controls = ["single-keys", "shortcuts-close"];
    look(&window, "shortcuts", "shortcuts", &controls).await?;
    press(&window, "shortcuts-close").await?;

    press(&window, "nav-tenants").await?;
    press(&window, "add-tenant").await?;
    let controls = ["tenant-user", "tenant-tags", "tenant-save", "tenant-cancel"];
    look(&window, "tenant-form", "tenant-form", &controls).await?;
    press(&window, "tenant-cancel").await?;
    press(&window, "nav-integrations").await?;
    press(&window, "clean-up").await?;
    let controls = ["cleanup-list", "cleanup-confirm", "cleanup-cancel"];
    look(&window, "cleanup", "cleanup-confirm", &controls).await?;
    press(&window, "cleanup-cancel").await?;
    gone(&window, "cleanup").await?;
    window.close().await
}

#[tokio::test]
async fn at_twice_the_size_no_menu_is_cut_off() -> Result<()> {
    let desk = Desk::new().await?.without_animation()?;
    let window = demo(&desk).await?;
    zoom_to_twice(&window).await?;
    press(&window, "nav-integrations").await?;
    see(&window, "row").await?;
    for (menu, picture) in [
        ("switcher", "menu-projects@200"),
        ("person-menu", "menu-person@200"),
        ("chip-more", "menu-more@200"),
        ("drill-menu", "menu-drills@200"),
    ] {
        press(&window, menu).await?;
        window.find("[role=menu]").await?;
        window.picture(picture).await?;
        steps::press(&window, "Escape").await?;
        let closed = "return !document.querySelector('[role=menu]')";
        window.until_true("the menu to close", closed).await?;
    }
    window.close().await
}

#[tokio::test]
async fn at_twice_the_size_a_sign_in_and_a_link_that_was_sent_are_followed() -> Result<()> {
    let (desk, _browser) = desk_with_browser(&Script::only(Decision::Away)).await?;
    let desk = desk.without_animation()?;
    let window = demo(&desk).await?;
    zoom_to_twice(&window).await?;
    open_acmes_gmail(&window).await?;
    press(&window, "action-reconnect").await?;
    wait_for(&window, &hook("step"), "Waiting for the sign-in page").await?;
    let controls = ["attempt-copy", "attempt-open", "attempt-check"];
    look(&window, "connect-waiting", "attempt-link", &controls).await?;
    given_up(&window).await?;
    window.picture("connect-cancelled@200").await?;
    closed(&window).await?;

    press(&window, "action-send-link").await?;
    wait_for(&window, &hook("message-preview"), "Acme Field Services").await?;
    let controls = ["message-edit", "message-copy", "message-draft", "qr-toggle"];
    look(&window, "sent-link", "attempt-renew", &controls).await?;
    given_up(&window).await?;
    closed(&window).await?;
    window.close().await
}

/// Gives the sign-in up by the buttons at the foot of its sheet.
async fn given_up(window: &Window) -> Result<()> {
    for control in ["attempt-keep", "attempt-cancel", "sheet-close"] {
        within_reach(window, control).await?;
    }
    press(window, "attempt-cancel").await?;
    see(window, "attempt-close").await
}

async fn closed(window: &Window) -> Result<()> {
    press(window, "attempt-close").await?;
    gone(window, "connect-sheet").await
}
