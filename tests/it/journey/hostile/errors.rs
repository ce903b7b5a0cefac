//! The words of an error, as Composio or a provider sends them: they stand where the error is
//! told, whole, and are words.

use anyhow::{Context as _, Result, ensure};
use e2e::{Desk, Hostile, Simulator, Window, hook, hostile_texts, is_odd, until};
use serde_json::json;

use super::alive::nothing_of_it_came_alive;
use super::{KEY, opened, signed_in};
use crate::steps::{click_row, fill_in, press_enter, said, see, wait_for};

/// The longest message of somebody else's that is kept, in letters.
const LONGEST: usize = 2_000;

/// What is to be read of a message, without what stands between words: where a line ends is
/// up to the page.
fn read(text: &str) -> String {
    let letters = |c: &char| !is_odd(*c) && !c.is_whitespace();
    text.chars().filter(letters).collect()
}

/// The same of what is sent, which is cut where it is too long for anybody.
fn sent(text: &str) -> String {
    let seen = text.chars().filter(|c| c.is_control() || !is_odd(*c));
    let all: Vec<char> = seen.collect();
    let cut: String = all.iter().take(LONGEST).collect();
    let cut = read(&cut);
    match all.len() > LONGEST {
        true => format!("{cut}…"),
        false => cut.trim_end_matches('.').to_owned(),
    }
}

/// A row of a project whose Composio is about to refuse, in its pane.
async fn row(desk: &Desk, toolkit: &str) -> Result<(Simulator, Window)> {
    let arguments = ["--scenario", "empty", "--api-key", KEY, "--for", "600s"];
    let simulator = Simulator::start(desk.root(), &arguments)?;
    let allow = json!({ "decision": "allow", "account": "jane@example.com" });
    signed_in(&simulator, toolkit, "acme", &allow).await?;
    let window = opened(desk, &simulator).await?;
    click_row(&window, "acme", "").await?;
    see(&window, "pane").await?;
    Ok((simulator, window))
}

/// The next call of this is refused with the text.
async fn refuse(simulator: &Simulator, route: &str, hostile: &Hostile) -> Result<()> {
    let fault = json!({ "route": route, "status": 400, "message": hostile.text });
    simulator.post("/_sim/faults", &fault).await?;
    Ok(())
}

#[tokio::test]
async fn ninety_hostile_errors_are_text_and_whole_where_they_are_told() -> Result<()> {
    let desk = Desk::new().await?;
    let (simulator, window) = row(&desk, "slack").await?;
    for (at, hostile) in hostile_texts().iter().enumerate() {
        refuse(&simulator, "PATCH /connected_accounts/{id}", hostile).await?;
        match at {
            0 => fill_in(&window, "alias-box", "main").await?,
            _ => press_enter(&window, &hook("alias-box")).await?,
        }
        let told = format!("Composiorefused:{}.Nothingchanged.", sent(&hostile.text));
        let message = hook("fault-message");
        until(&format!("`{}` to be told", hostile.name), || async {
            Ok((read(&said(&window, &message).await?) == told).then_some(()))
        })
        .await?;
        nothing_of_it_came_alive(&window).await?;
    }
    // The last is the longest; its raw words are as long.
    window.click(&format!("{} summary", hook("fault"))).await?;
    nothing_of_it_came_alive(&window).await?;
    window.picture("fault-hostile-long").await?;
    window.close().await
}

#[tokio::test]
async fn a_sign_in_that_is_refused_in_hostile_words_says_them_as_text() -> Result<()> {
    let desk = Desk::new().await?;
    let (simulator, window) = row(&desk, "gmail").await?;
    let texts = hostile_texts();
    for name in [
        "an image",
        "a frame",
        "a terminal",
        "a picture with a link",
        "lines",
    ] {
        let hostile = texts.iter().find(|one| one.name == name).context(name)?;
        refuse(&simulator, "POST /connected_accounts/link", hostile).await?;
        window.click(&hook("action-reconnect")).await?;
        see(&window, "attempt-lost").await?;
        until(&format!("`{name}` to be told"), || async {
            let told = read(&said(&window, &hook("attempt-lost")).await?);
            Ok(told.contains(&sent(&hostile.text)).then_some(()))
        })
        .await?;
        nothing_of_it_came_alive(&window).await?;
        window.click(&hook("attempt-close")).await?;
    }
    window.close().await
}

#[tokio::test]
async fn a_read_that_is_refused_in_hostile_words_says_them_as_text_in_the_pane() -> Result<()> {
    let desk = Desk::new().await?;
    let (simulator, window) = row(&desk, "gmail").await?;
    let texts = hostile_texts();
    for name in [
        "an image",
        "a drawing with a script",
        "turned letters",
        "a style",
    ] {
        let hostile = texts.iter().find(|one| one.name == name).context(name)?;
        simulator.clear_faults().await?;
        let refused = json!({
            "route": "POST /tools/*", "times": 0, "status": 400, "message": hostile.text,
        });
        simulator.post("/_sim/faults", &refused).await?;
        window.click(&hook("action-check")).await?;
        until(&format!("`{name}` to be told"), || async {
            let told = read(&said(&window, &hook("pane")).await?);
            Ok(told.contains(&sent(&hostile.text)).then_some(()))
        })
        .await?;
        nothing_of_it_came_alive(&window).await?;
    }
    ensure!(!said(&window, &hook("pane")).await?.is_empty());
    wait_for(&window, &hook("composio-status"), "ACTIVE").await?;
    window.close().await
}
