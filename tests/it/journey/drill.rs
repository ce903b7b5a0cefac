//! A drill of the demo: the ticket, steps that tick themselves, and once more from the start.

use anyhow::Result;
use e2e::{Script, Window, hook};

use super::job::connected_as;
use crate::steps::{check, demo, desk_with_browser, find_row, wait_for};

/// The owner of the calendar in the demo: the same person signs in again.
const OWNER: &str = "pierre.sato@acme-field-services.example.com";

#[tokio::test]
async fn a_trainee_solves_the_stopped_calendar_and_starts_it_again() -> Result<()> {
    let (desk, _browser) = desk_with_browser(&Script::allow(OWNER)).await?;
    let window = demo(&desk).await?;

    window.click(&hook("drill-menu")).await?;
    window.find(&hook("drill-start")).await?;
    window.picture("menu-drills").await?;
    window
        .click(&format!("{}[data-id=\"Calendar\"]", hook("drill-start")))
        .await?;
    wait_for(&window, &hook("drill-ticket"), "Acme Field Services").await?;
    done(&window, 0).await?;
    window.picture("drill").await?;
    window.picture("drill@1024").await?;

    find_row(&window, "Acme", "Google Calendar").await?;
    done(&window, 1).await?;
    check(&window).await?;
    done(&window, 2).await?;
    window.click(&hook("action-reconnect")).await?;
    connected_as(&window, OWNER).await?;
    check(&window).await?;
    done(&window, 4).await?;
    wait_for(&window, &hook("drill-lesson"), "not proof").await?;
    window.picture("drill-done").await?;

    window.click(&hook("drill-restart")).await?;
    window
        .find(&format!("{}[data-over=\"false\"]", hook("drill")))
        .await?;
    check(&window).await?;
    window
        .find(&format!("{}[data-verified=\"refused\"]", hook("verified")))
        .await?;
    window.click(&hook("drill-end")).await?;
    window
        .until_true(
            "the drill is gone",
            "return document.querySelector('[data-test=drill]') === null;",
        )
        .await?;
    window.close().await
}

pub(super) async fn done(window: &Window, steps: usize) -> Result<()> {
    window
        .until_true(
            &format!("{steps} steps are done"),
            &format!(
                "return document.querySelectorAll('[data-test=drill-step][data-done=true]').length === {steps};"
            ),
        )
        .await
}
