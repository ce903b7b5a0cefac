//! Help: found from the error that is on the screen, by words and by a pasted error; and
//! back to what was open, with nothing lost.

use anyhow::{Context as _, Result, ensure};
use e2e::{Decision, Desk, Script, Simulator, Window, hook};

use crate::steps::{demo, desk_with_browser, enter, find_row, gone, press, said, see, wait_for};

const KEY: &str = "ak_sim_CANARYhelp77aa01";
const WRONG: &str = "ak_sim_CANARYwrong0001";

/// The help button inside what `css` selects.
async fn ask(window: &Window, css: &str) -> Result<()> {
    window.click(&format!("{css} {}", hook("open-help"))).await
}

/// Waits for the page, with the focus in it and the app behind it out of reach.
async fn reads(window: &Window, page: &str) -> Result<()> {
    // Of several windows on a screen one has the focus; in each, one element would.
    let css = format!("{}[data-id=\"{page}\"]", hook("help-page"));
    let script = format!("return document.activeElement?.matches('{css}') === true");
    window
        .until_true("the focus to be on the page of help", &script)
        .await?;
    // What has no box of its own cannot be found as shown.
    window
        .until_true(
            "the app behind it to be out of reach",
            "return document.querySelector('.stage').inert",
        )
        .await
}

async fn leave(window: &Window) -> Result<()> {
    press(window, "Escape").await?;
    gone(window, "help").await
}

#[tokio::test]
async fn a_refused_key_leads_to_its_page_and_back_to_the_form() -> Result<()> {
    let desk = Desk::new().await?;
    let simulator = Simulator::start(desk.root(), &["--api-key", KEY, "--for", "300s"])?;
    let window = desk.start_app().await?;
    enter(&window, &simulator, WRONG).await?;
    ask(&window, &hook("setup-refused")).await?;
    reads(&window, "errors#composiounauthorized").await?;
    let words = said(&window, &hook("help-page")).await?;
    for part in ["What to do", "What did not change", "composio.unauthorized"] {
        ensure!(words.contains(part), "{words}");
    }
    window.click(".help__h .btn--icon").await?;
    gone(&window, "help").await?;
    let key = "return document.querySelector(arguments[0]).value";
    let typed = window.run(key, vec![hook("setup-key").into()]).await?;
    ensure!(typed == WRONG, "the form kept what was typed");
    window.close().await
}

#[tokio::test]
async fn what_is_wrong_leads_to_help_and_nothing_that_was_open_is_lost() -> Result<()> {
    let desk = Desk::new().await?;
    let window = demo(&desk).await?;

    // From the diagnosis of an expired row.
    find_row(&window, "Acme", "Gmail").await?;
    ask(&window, &hook("diagnosis")).await?;
    reads(&window, "causes#grant_refused").await?;
    wait_for(&window, &hook("help-page"), "Words for the customer").await?;
    window.picture("help").await?;
    window.picture("help@1024").await?;
    window.click(&hook("help-copy")).await?;
    wait_for(&window, &hook("help-said"), "Words copied").await?;
    leave(&window).await?;
    see(&window, "pane").await?;
    window
        .focused(&format!("{} {}", hook("diagnosis"), hook("open-help")))
        .await?;

    // From the error of the whole project.
    window.click(&hook("demo-reject-key")).await?;
    window.click(&hook("sync-now")).await?;
    see(&window, "project-refused").await?;
    ask(&window, &hook("project-refused")).await?;
    reads(&window, "errors#composiounauthorized").await?;
    leave(&window).await?;
    window.click(&hook("demo-repair")).await?;
    wait_for(&window, &hook("demo-said"), "Repair: done").await?;

    // From a group of Triage; and the group's rows from the page.
    window.click(&hook("nav-triage")).await?;
    let group = format!("{}[data-code=\"secret_expired\"]", hook("cause"));
    // The group may lie under the edge of the list.
    window.find(&group).await?;
    let expand = format!("{group} {}", hook("cause-expand"));
    let show = "document.querySelector(arguments[0]).scrollIntoView({ block: 'center' })";
    window.run(show, vec![expand.clone().into()]).await?;
    window.click_unaimed(&expand).await?;
    ask(&window, &group).await?;
    reads(&window, "causes#secret_expired").await?;
    let playbook = "providers#microsoft-a-client-secret-that-expired";
    window
        .click(&format!("{}[data-to=\"{playbook}\"]", hook("help-link")))
        .await?;
    reads(&window, playbook).await?;
    window.click(&hook("help-back")).await?;
    reads(&window, "causes#secret_expired").await?;
    window.click(&hook("help-rows")).await?;
    gone(&window, "help").await?;
    wait_for(&window, &hook("grid"), "Client secret expired").await?;
    window.close().await
}

#[tokio::test]
async fn the_end_of_a_sign_in_leads_to_help_over_its_sheet() -> Result<()> {
    let (desk, _browser) = desk_with_browser(&Script::only(Decision::Deny)).await?;
    let window = demo(&desk).await?;
    find_row(&window, "Acme", "Gmail").await?;
    window.click(&hook("action-reconnect")).await?;
    see(&window, "attempt-lost").await?;
    ask(&window, &hook("connect-sheet")).await?;
    reads(&window, "causes#consent_declined").await?;
    // The sheet under it hears no key.
    press(&window, "n").await?;
    leave(&window).await?;
    see(&window, "attempt-lost").await?;
    press(&window, "Escape").await?;
    gone(&window, "connect-sheet").await?;
    window.close().await
}

#[tokio::test]
async fn a_pasted_error_finds_its_page_by_the_keyboard_alone() -> Result<()> {
    let desk = Desk::new().await?;
    let window = demo(&desk).await?;
    press(&window, "F1").await?;
    window.focused(&hook("help-search")).await?;
    wait_for(&window, &hook("help-heading"), "Start here").await?;

    let exact = "TypeError: got unexpected keyword argument";
    window.type_into(&hook("help-search"), exact).await?;
    wait_for(&window, &hook("help-heading"), exact).await?;
    window.picture("help-search").await?;

    // Whole, with its rows and ids.
    let paste = "const field = document.querySelector(arguments[0]); field.value = arguments[1];\
        field.dispatchEvent(new Event('input', { bubbles: true }))";
    let trace = "Traceback (most recent call last):\n  File \"/srv/jobs.py\", line 4\n\
        openai.AuthenticationError: Incorrect API key provided: sk-proj-****41d7";
    window
        .run(paste, vec![hook("help-search").into(), trace.into()])
        .await?;
    wait_for(&window, &hook("help-heading"), "OpenAI").await?;
    let first = said(&window, &hook("help-choice")).await?;
    ensure!(
        first
            .lines()
            .next()
            .context("a page")?
            .starts_with("OpenAI"),
        "{first}"
    );

    // What nobody wrote about is said; Esc takes it away, a second one closes.
    window.type_into(&hook("help-search"), "zzqx").await?;
    see(&window, "help-nothing").await?;
    press(&window, "Escape").await?;
    gone(&window, "help-nothing").await?;
    press(&window, "ArrowDown").await?;
    press(&window, "ArrowDown").await?;
    let chosen = format!("{}[aria-selected=\"true\"]", hook("help-choice"));
    let title = said(&window, &chosen).await?;
    wait_for(&window, &hook("help-heading"), title.trim()).await?;
    press(&window, "Enter").await?;
    window.focused(&hook("help-page")).await?;
    leave(&window).await?;
    see(&window, "grid").await?;
    window.close().await
}
