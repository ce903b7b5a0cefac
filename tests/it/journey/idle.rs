//! An admin who leaves the desk: it locks by itself, and what was open stays open.

use anyhow::{Result, ensure};
use e2e::{Desk, hook, until};
use serde_json::json;

use crate::steps::{demo, gone, heard, leave_no_trace, said, see, wait_for};

const PASSPHRASE: &str = "a desk that is left alone";

#[tokio::test]
async fn a_desk_that_is_left_alone_locks_and_says_so() -> Result<()> {
    let desk = Desk::new().await?;
    let window = demo(&desk).await?;
    window.record_answers().await?;
    window.click(&hook("nav-settings")).await?;
    window.click(&hook("settings-role")).await?;
    window
        .type_into(&hook("passphrase-new"), PASSPHRASE)
        .await?;
    window.click(&hook("passphrase-set")).await?;
    see(&window, "passphrase-current").await?;

    // The window offers five minutes at least; the core takes one, which is enough to wait for.
    let ask = json!({ "request": { "minutes": 1 } });
    let answer = window.invoke("set_idle_lock", ask).await?;
    ensure!(answer.get("ok").is_some(), "{answer}");
    let locked = || async {
        let role = said(&window, &hook("person-role")).await?;
        Ok(role.contains("Support").then_some(()))
    };
    // Longer than anything else is waited for, and ended as soon as it is so.
    let mut waits = 0;
    while let Err(error) = until("the desk to lock itself", locked).await {
        waits += 1;
        ensure!(waits < 5, "{error:#}");
    }
    wait_for(&window, &hook("role-now"), "Support").await?;
    window.click(&hook("role-unlock")).await?;
    window
        .type_into(&hook("unlock-passphrase"), PASSPHRASE)
        .await?;
    window.click(&hook("unlock-confirm")).await?;
    gone(&window, "unlock").await?;
    wait_for(&window, &hook("person-role"), "Admin").await?;
    let heard = heard(&window).await?;
    window.close().await?;
    leave_no_trace(&desk, &heard, &[PASSPHRASE])
}
