//! The two drills that need a colleague, who is played by a press, each to its lesson.

use anyhow::{Context as _, Result};
use e2e::{Desk, Window, hook, until};

use super::drill::done;
use crate::steps::{choose, demo, find_row, gone, open_row, said, see, wait_for};

async fn start(window: &Window, id: &str) -> Result<()> {
    window.click(&hook("drill-menu")).await?;
    let drill = format!("{}[data-id=\"{id}\"]", hook("drill-start"));
    window.click(&drill).await
}

/// Checks the row that is open, and waits for what comes of it.
async fn checked(window: &Window, verdict: &str) -> Result<()> {
    window.click(&hook("action-check")).await?;
    let verdict = format!("{}[data-verified=\"{verdict}\"]", hook("verified"));
    window.find(&verdict).await.map(|_| ())
}

#[tokio::test]
async fn a_trainee_finds_the_same_cause_twice_and_calls_the_admin_who_enters_the_secret()
-> Result<()> {
    let desk = Desk::new().await?;
    let window = demo(&desk).await?;
    start(&window, "ClientSecret").await?;
    wait_for(&window, &hook("drill-ticket"), "sign in again").await?;
    let first = named(&window).await?;

    choose(&window, &hook("view"), "connected").await?;
    choose(&window, &hook("filter-toolkit"), "slack").await?;
    open_row(&window, &first, "Slack").await?;
    done(&window, 1).await?;
    checked(&window, "refused").await?;
    wait_for(&window, &hook("diagnosis"), "Client secret rejected").await?;
    done(&window, 2).await?;
    window.click(&hook("pane-close")).await?;
    open_another(&window, &first).await?;
    checked(&window, "refused").await?;
    wait_for(&window, &hook("diagnosis"), "No customer has to sign in").await?;
    done(&window, 3).await?;
    window.picture("drill-secret").await?;

    // Nothing works again before the colleague did their part.
    window.click(&hook("drill-help")).await?;
    done(&window, 4).await?;
    gone(&window, "drill-help").await?;
    checked(&window, "good").await?;
    done(&window, 5).await?;
    see(&window, "drill-lesson").await?;
    window.picture("drill-secret-done").await?;

    // Once more: it is broken again, and no step is done yet.
    window.click(&hook("drill-restart")).await?;
    done(&window, 0).await?;
    gone(&window, "drill-lesson").await?;
    checked(&window, "refused").await?;
    see(&window, "drill-help").await?;
    window.close().await
}

#[tokio::test]
async fn a_trainee_finds_that_masking_hides_tokens_and_breaks_nothing() -> Result<()> {
    let desk = Desk::new().await?;
    let window = demo(&desk).await?;
    start(&window, "Masking").await?;
    wait_for(&window, &hook("drill-ticket"), "nightly export").await?;
    done(&window, 0).await?;
    window.click(&hook("sync-now")).await?;
    done(&window, 1).await?;
    window
        .find(&format!("{}[data-on=\"true\"]", hook("masking-drift")))
        .await?;
    window.click(&hook("drift-dismiss")).await?;
    find_row(&window, "Acme", "Google Calendar").await?;
    checked(&window, "good").await?;
    done(&window, 2).await?;
    window.click(&hook("drill-help")).await?;
    done(&window, 3).await?;
    see(&window, "drill-lesson").await?;
    gone(&window, "toast").await?;
    window.picture("drill-masking-done").await?;

    window.click(&hook("drill-restart")).await?;
    done(&window, 0).await?;
    window.click(&hook("drill-end")).await?;
    gone(&window, "drill").await?;
    window.close().await
}

/// The tenant that the ticket names.
async fn named(window: &Window) -> Result<String> {
    let ticket = said(window, &hook("drill-ticket")).await?;
    let (before, _) = ticket.split_once(" among them").context("a tenant")?;
    let (_, named) = before.rsplit_once(", ").context("a tenant")?;
    Ok(named.to_owned())
}

/// Opens the Slack of another tenant that has the team's own app: its token is not hidden.
async fn open_another(window: &Window, first: &str) -> Result<()> {
    let script = "const rows = [...document.querySelectorAll('[data-test=grid] [data-test=row]')];\
        const own = rows.filter(row => row.querySelector('[data-token=readable]'));\
        const row = own.find(row => !row.innerText.includes(arguments[0]));\
        return row ? row.dataset.id : null;";
    let id = until("another tenant's", || async {
        let id = window.run(script, vec![first.into()]).await?;
        Ok(id.as_str().map(str::to_owned))
    })
    .await?;
    window
        .click_unaimed(&format!("{}[data-id=\"{id}\"]", hook("row")))
        .await?;
    window
        .find(&format!("{}[data-id=\"{id}\"]", hook("pane")))
        .await
        .map(|_| ())
}
