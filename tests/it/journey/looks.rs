//! The window as a person likes it: every key, single letters off, rows and size kept over a
//! restart.

use anyhow::Result;
use e2e::{Desk, Window, hook, until};
use serde_json::{Value, json};

use crate::steps::{demo, wait_for};

#[tokio::test]
async fn keys_are_listed_and_switched_off_and_the_appearance_outlives_the_app() -> Result<()> {
    let desk = Desk::new().await?;
    let window = desk.start_app().await?;
    window.click(&hook("setup-demo")).await?;
    window
        .find(&format!("{}[data-phase=\"idle\"]", hook("status-sync")))
        .await?;

    for (letter, screen) in [
        ("o", "overview"),
        ("t", "triage-sub"),
        ("e", "add-tenant"),
        ("l", "audit-verify"),
        ("s", "settings"),
        ("i", "connect-account"),
    ] {
        go_to(&window, letter).await?;
        window.find(&hook(screen)).await?;
    }
    letters_are_switched_off(&window).await?;
    window.click(&hook("nav-settings")).await?;
    window.click(&hook("settings-appearance")).await?;
    window.find(&hook("density")).await?;
    window.picture("settings-appearance").await?;
    window.picture("settings-appearance@1024").await?;
    presses_that_come_together_all_count(&window).await?;
    window.close().await?;

    let window = desk.start_app().await?;
    window
        .until_true(
            "rows are compact after a restart",
            "const row = document.querySelector('[data-test=row]');
             return row !== null && document.documentElement.dataset.density === 'compact'
                 && row.offsetHeight === 28;",
        )
        .await?;
    window.close().await
}

/// One is under way still when the next one comes: in one script, since no driver is so quick.
async fn presses_that_come_together_all_count(window: &Window) -> Result<()> {
    let together = "for (const css of ['zoom-larger', 'zoom-larger', 'density][data-id=compact'])\
        document.querySelector(`[data-test=${css}]`).click();";
    window.run(together, Vec::new()).await?;
    wait_for(window, &hook("zoom"), "125 %").await?;
    let compact = format!(
        "{}[data-id=\"compact\"][aria-pressed=\"true\"]",
        hook("density")
    );
    window.find(&compact).await?;
    Ok(())
}

/// Every key is listed; then a letter does nothing any more.
async fn letters_are_switched_off(window: &Window) -> Result<()> {
    window
        .run("document.activeElement.blur()", Vec::new())
        .await?;
    press(window, "?").await?;
    window.find(&hook("shortcuts")).await?;
    wait_for(window, &hook("shortcuts"), "Reconnect").await?;
    window.picture("shortcuts").await?;
    window.picture("shortcuts@1024").await?;
    window.click(&hook("single-keys")).await?;
    window
        .until_true(
            "single keys are off",
            "return !document.querySelector('[data-test=single-keys]').checked;",
        )
        .await?;
    window.click(&hook("shortcuts-close")).await?;
    // Nothing had the keyboard when it was opened; now the list has it.
    window.focused("[data-index], #content").await?;
    // The box changes at once, the core a moment later; until then the letter still opens the
    // sheet, and a person would close it again.
    until("a letter that is off to do nothing", || async {
        press(window, "?").await?;
        window.rest().await?;
        let open = "return document.querySelector('[data-test=shortcuts-close]') !== null";
        if window.run(open, Vec::new()).await? == Value::Bool(false) {
            return Ok(Some(()));
        }
        window.click(&hook("shortcuts-close")).await?;
        Ok(None)
    })
    .await
}

/// Neither the size of a first start nor of the pictures.
const LEFT: &str = "return outerWidth === 1130 && outerHeight === 710\
    && screenX === 70 && screenY === 40;";

#[tokio::test]
async fn the_window_comes_back_where_and_as_large_as_it_was_left() -> Result<()> {
    let desk = Desk::new().await?;
    let window = demo(&desk).await?;
    window.client().set_window_rect(70, 40, 1130, 710).await?;
    window.until_true("the window to be moved", LEFT).await?;
    // By the title bar, as a person does it: a driver ends the program without asking it.
    desk.press_close().await?;
    until("the program to be gone", || async {
        Ok(desk.instances().await?.is_empty().then_some(()))
    })
    .await?;
    drop(window);
    let window = desk.start_app_as_left().await?;
    window
        .until_true("the window to be as it was", LEFT)
        .await?;
    window.close().await
}

/// Presses `g` and then the letter of a screen, in one go: the window waits for the second one no
/// longer than a person takes, and a driver on a busy machine may take longer between two.
async fn go_to(window: &Window, letter: &str) -> Result<()> {
    if window.has_no_mouse() {
        return window.press_key(&format!("g{letter}")).await;
    }
    strike(window, &["g", letter]).await
}

async fn press(window: &Window, key: &str) -> Result<()> {
    if window.has_no_mouse() {
        return window.press_key(key).await;
    }
    strike(window, &[key]).await
}

/// Tells the page of these keys, one after the other.
async fn strike(window: &Window, keys: &[&str]) -> Result<()> {
    let script = "for (const key of arguments[0])\
        window.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));";
    window.run(script, vec![json!(keys)]).await?;
    Ok(())
}
