//! Triage from the keyboard, its other groupings, and a run of checks that is stopped half way.

use anyhow::{Context as _, Result, ensure};
use e2e::{Desk, Window, hook, until};
use serde_json::json;

use crate::steps::{choose, demo, find_row, gone, press, said, see, wait_for};

/// The place of a group among all.
async fn place(window: &Window, code: &str) -> Result<u64> {
    let script = "const group = document.querySelector(`[data-code=\"${arguments[0]}\"] [data-group]`);\
        return Number(group.dataset.group)";
    let at = window.run(script, vec![code.into()]).await?;
    at.as_u64().context("a place")
}

/// How many groups there are, and how many rows in all of them.
async fn groups(window: &Window) -> Result<(usize, u32)> {
    let words = said(window, &hook("cause-rows")).await?;
    let rows: Vec<u32> = words
        .split_whitespace()
        .map(|word| word.replace(',', "").parse())
        .collect::<Result<_, _>>()?;
    Ok((rows.len(), rows.iter().sum()))
}

#[tokio::test]
async fn triage_is_walked_opened_and_repaired_without_a_mouse() -> Result<()> {
    let desk = Desk::new().await?;
    let window = demo(&desk).await?;
    window.click(&hook("nav-triage")).await?;
    see(&window, "cause-fix").await?;

    press(&window, "j").await?;
    window.focused("[data-group=\"1\"]").await?;
    press(&window, "k").await?;
    window.focused("[data-group=\"0\"]").await?;
    let title = said(&window, "[data-test=cause]:has([data-group=\"0\"]) h2").await?;
    press(&window, "Enter").await?;
    wait_for(&window, &hook("diagnosis-title"), title.trim()).await?;
    the_pane_is_read(&window).await?;
    press(&window, "Escape").await?;
    gone(&window, "pane").await?;

    // The fix of the group under the cursor, whichever that is.
    let steps = place(&window, "secret_expired").await?;
    for at in 1..=steps {
        press(&window, "j").await?;
        window.focused(&format!("[data-group=\"{at}\"]")).await?;
    }
    press(&window, "f").await?;
    wait_for(&window, &hook("triage-said"), "Steps copied").await?;
    gone(&window, "connect-sheet").await?;

    // All of them are asked about, in one run.
    press(&window, "c").await?;
    let over = hook("checks-done");
    wait_for(&window, &over, "checked").await?;
    let told = said(&window, &over).await?;
    let (done, of) = told.split_once(" of ").context("how many")?;
    ensure!(
        of.starts_with(&format!("{done} checked")) && !told.contains("stopped"),
        "{told}"
    );

    grouped(&window).await?;
    window.close().await
}

/// In the pane the arrows and the blank scroll; the groups stay as they are.
async fn the_pane_is_read(window: &Window) -> Result<()> {
    // By a script: on its way there Tab comes by the other groups.
    let into = "document.querySelector('.pane__b').focus()";
    window.run(into, Vec::new()).await?;
    for key in ["ArrowDown", "ArrowDown", "End", " ", "Home", "ArrowDown"] {
        press(window, key).await?;
    }
    window.rest().await?;
    window.focused(".pane__b").await?;
    let groups = "return [document.querySelector('.cause__h.is-cursor').dataset.group,\
        document.querySelectorAll('[data-test=cause-row]').length]";
    let groups = window.run(groups, Vec::new()).await?;
    ensure!(groups == json!(["0", 0]), "{groups}");
    Ok(())
}

#[tokio::test]
async fn a_group_that_moves_keeps_the_keyboard() -> Result<()> {
    let desk = Desk::new().await?;
    let window = demo(&desk).await?;
    find_row(&window, "Acme", "Slack").await?;
    let row = "return document.querySelector('[data-test=pane]').dataset.id";
    let row = window.run(row, Vec::new()).await?;
    window.click(&hook("demo-outage")).await?;
    wait_for(&window, &hook("demo-said"), "done").await?;
    window.click(&hook("nav-triage")).await?;
    see(&window, "cause-fix").await?;
    press(&window, "End").await?;
    window
        .focused("[data-group]:not([data-group=\"0\"])")
        .await?;
    let held = "const held = document.activeElement;\
        return [held.closest('[data-test=cause]').dataset.key, Number(held.dataset.group)]";
    let held = window.run(held, Vec::new()).await?;
    let (key, at) = (held[0].as_str(), held[1].as_u64());
    let (key, at) = (key.context("a key")?, at.context("a place")?);

    // A group comes in before it, without anybody pressing anything.
    let ask = json!({ "request": { "integration": row } });
    let asked = window.invoke("check_token", ask).await?;
    ensure!(asked.get("ok").is_some(), "{asked}");
    let silent = format!("{}[data-code=\"provider_silent\"]", hook("cause"));
    window.find(&silent).await?;
    let moved = format!("[data-key=\"{key}\"] > [data-group=\"{}\"]", at + 1);
    window.focused(&moved).await?;
    window.close().await
}

/// Whether the groups stand in the order of their places.
const IN_PLACE: &str = "const groups = [...document.querySelectorAll('[data-group]')]; \
    return groups.length > 1 && groups.every((it, at) => Number(it.dataset.group) === at)";

/// How many rows Triage has, by the core's own answer: the page may still show those of a moment
/// before.
async fn listed(window: &Window) -> Result<u32> {
    let ask = json!({ "request": { "by": "cause", "state": null } });
    let answer = window.invoke("show_triage", ask).await?;
    let groups = answer["ok"]["groups"].as_array().context("no groups")?;
    let rows = groups.iter().filter_map(|group| group["rows"].as_u64());
    Ok(u32::try_from(rows.sum::<u64>())?)
}

/// However they are grouped, they are the same rows.
async fn grouped(window: &Window) -> Result<()> {
    let rows = listed(window).await?;
    let causes = until(&format!("all {rows} rows"), || async {
        let (causes, shown) = groups(window).await?;
        Ok((shown == rows).then_some(causes))
    })
    .await?;
    ensure!(causes > 3, "{causes} causes");
    for (name, word) in [
        ("Toolkit", "toolkits"),
        ("Auth config", "auth configs"),
        ("Cause", "causes"),
    ] {
        window.click_text(name).await?;
        wait_for(window, &hook("triage-sub"), word).await?;
        until(&format!("all {rows} rows by {name}"), || async {
            Ok((groups(window).await?.1 == rows).then_some(()))
        })
        .await?;
        if name == "Toolkit" {
            wait_for(window, &hook("cause-title"), "Gmail").await?;
            window.picture("triage-by-toolkit").await?;
            // Groups come, go and pass each other.
            let error = format!("{}[data-state=error]", hook("triage-state"));
            for chip in [error, hook("triage-all")] {
                window.click(&chip).await?;
                window
                    .until_true("each group in its place", IN_PLACE)
                    .await?;
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_run_of_checks_is_stopped_and_what_was_checked_by_then_stays() -> Result<()> {
    let desk = Desk::new().await?;
    let window = demo(&desk).await?;
    window.click(&hook("demo-slow")).await?;
    wait_for(&window, &hook("demo-said"), "Slow network: done").await?;
    choose(&window, &hook("view"), "connected").await?;
    window.click(&hook("check-these")).await?;
    let running = hook("checks-running");
    until("some to be checked, and others not", || async {
        let told = said(&window, &running).await?;
        Ok((!told.is_empty() && !told.starts_with("0 of")).then_some(()))
    })
    .await?;
    // The buttons take each other's place, and the keyboard is on the one that is there.
    window.focused(&hook("checks-stop")).await?;
    let heard = said(&window, &hook("checks-spoken")).await?;
    ensure!(heard.starts_with("Checking tokens, "), "heard is `{heard}`");
    window.click(&hook("checks-stop")).await?;
    let over = hook("check-these-done");
    wait_for(&window, &over, "checked").await?;
    window.focused(&hook("check-these")).await?;
    window.picture("integrations-check-stopped").await?;
    let told = said(&window, &over).await?;
    wait_for(&window, &hook("checks-spoken"), &told).await?;
    let mut numbers = told
        .split_whitespace()
        .filter_map(|word| word.parse::<u32>().ok());
    let (done, total) = (
        numbers.next().context("done")?,
        numbers.next().context("of")?,
    );
    ensure!(0 < done && done < total, "{told}");

    // As many rows of the list know when they were looked at.
    let known = format!(
        "const cells = [...document.querySelectorAll('[data-test=row] > :nth-child(5)')];\
         return cells.length > {done} && cells.filter(cell => cell.innerText !== 'Never').length === {done}"
    );
    let verified = "[role=columnheader]:nth-child(5)";
    for order in ["ascending", "descending"] {
        window.click(&format!("{verified} button")).await?;
        window
            .find(&format!("{verified}[aria-sort={order}]"))
            .await?;
    }
    window
        .until_true(&format!("{done} rows that were checked"), &known)
        .await?;

    // So do those of a run over everything.
    window.click(&hook("nav-triage")).await?;
    window.click(&hook("check-all")).await?;
    window.focused(&hook("checks-stop")).await?;
    window.click(&hook("checks-stop")).await?;
    window.focused(&hook("check-all")).await?;
    what_was_said_of_a_run_is_not_said_again(&window).await?;
    window.close().await
}

/// Who leaves Triage and comes back sees what came of the run, and hears it no second time.
async fn what_was_said_of_a_run_is_not_said_again(window: &Window) -> Result<()> {
    let (over, spoken) = (hook("checks-done"), hook("checks-spoken"));
    wait_for(window, &over, "stopped").await?;
    let told = said(window, &over).await?;
    wait_for(window, &spoken, &told).await?;
    window.click(&hook("nav-integrations")).await?;
    window.find(&hook("view")).await?;
    window.click(&hook("nav-triage")).await?;
    wait_for(window, &over, "stopped").await?;
    let heard = said(window, &spoken).await?;
    ensure!(heard.is_empty(), "heard again: `{heard}`");
    Ok(())
}
