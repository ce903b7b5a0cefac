//! The lists, what their filters leave, and the menus of the frame.

use anyhow::Result;
use e2e::{Desk, Window, hook};

use crate::steps::{demo, gone, see, wait_for};

#[tokio::test]
async fn every_list_says_when_nothing_matches_and_comes_back() -> Result<()> {
    let desk = Desk::new().await?.without_animation()?;
    let window = demo(&desk).await?;
    let nothing = "no such thing anywhere";
    window.type_into(&hook("filter"), nothing).await?;
    see(&window, "empty-match").await?;
    window.picture("integrations-no-match").await?;
    window.click(&hook("clear-filter")).await?;
    wait_for(&window, &hook("rows"), "of 21").await?;

    // What a hand chose is taken off as well, and the boxes say so.
    window.choose(&hook("view"), "connected").await?;
    window.choose(&hook("filter-toolkit"), "gmail").await?;
    window.type_into(&hook("filter"), nothing).await?;
    // Each part of it is named, and can be left out by itself.
    let leave_out = |part: &str| format!("{}[data-id={part}]", hook("leave-out"));
    window.find(&leave_out("view")).await?;
    window.find(&leave_out("toolkit")).await?;
    window.picture("integrations-no-match-parts").await?;
    window.click(&leave_out("text")).await?;
    gone(&window, "empty-match").await?;
    window.focused(&hook("filter")).await?;
    let kept = "const value = name => document.querySelector(`[data-test=${name}]`).value;\
        return value('view') === 'connected' && value('filter-toolkit') === 'gmail'";
    window.until_true("the other parts to stay", kept).await?;
    window.type_into(&hook("filter"), nothing).await?;
    window.click(&hook("clear-filter")).await?;
    let boxes = "const value = name => document.querySelector(`[data-test=${name}]`).value;\
        return value('view') === 'all' && value('filter-toolkit') === ''";
    window.until_true("the boxes to say so", boxes).await?;

    window.click(&hook("nav-tenants")).await?;
    window.type_into(&hook("filter"), nothing).await?;
    see(&window, "empty-match").await?;
    window.picture("tenants-no-match").await?;
    window.click(&hook("clear-filter")).await?;
    // The button has gone, and the keyboard is where the filter is typed.
    window.focused(&hook("filter")).await?;
    // Those of whom something is broken can be listed alone.
    let need = format!("{}[data-id=true]", hook("tenant-need"));
    window.click(&need).await?;
    window.find(&format!("{need}[aria-pressed=true]")).await?;
    let works = "Blue Harbor Coffee";
    let alone = format!(
        "const rows = [...document.querySelectorAll('[data-test=row]')];\
         return rows.length > 0 && !rows.some(row => row.innerText.includes('{works}'))"
    );
    window
        .until_true("who works to be left out", &alone)
        .await?;
    window
        .click(&format!("{}[data-id=false]", hook("tenant-need")))
        .await?;
    wait_for(&window, &hook("grid"), works).await?;
    window.click_row("Acme").await?;
    wait_for(&window, &hook("tenant-name"), "Acme").await?;
    window.picture("tenants").await?;
    window.picture("tenants@1024").await?;

    window.click(&hook("nav-activity")).await?;
    window.type_into(&hook("filter"), nothing).await?;
    see(&window, "empty-match").await?;
    window.picture("activity-no-match").await?;
    window.click(&hook("clear-filter")).await?;
    wait_for(&window, &hook("empty-new"), "Nothing has happened yet").await?;
    window.close().await
}

#[tokio::test]
async fn the_theme_is_chosen_in_the_menu_and_kept() -> Result<()> {
    let desk = Desk::new().await?.without_animation()?;
    let window = demo(&desk).await?;
    window.click(&hook("person-menu")).await?;
    see(&window, "theme-system").await?;
    window.picture("menu-person").await?;
    let of_desktop = background(&window).await?;
    window.click(&hook("theme-light")).await?;
    theme_is(&window, "light").await?;
    let light = background(&window).await?;
    choose(&window, "theme-dark").await?;
    theme_is(&window, "dark").await?;
    let dark = background(&window).await?;
    assert_ne!(light, dark, "the page really changes");
    window.close().await?;

    let window = desk.start_app().await?;
    theme_is(&window, "dark").await?;
    choose(&window, "theme-system").await?;
    window
        .until_true(
            "the theme of the desktop",
            "return !document.documentElement.dataset.theme",
        )
        .await?;
    assert_eq!(background(&window).await?, of_desktop);

    window.click(&hook("switcher")).await?;
    see(&window, "profile").await?;
    window.picture("menu-projects").await?;
    window.close().await
}

async fn choose(window: &Window, theme: &str) -> Result<()> {
    window.click(&hook("person-menu")).await?;
    window.click(&hook(theme)).await
}

async fn theme_is(window: &Window, theme: &str) -> Result<()> {
    let chosen = format!("return document.documentElement.dataset.theme === '{theme}'");
    window
        .until_true(&format!("the {theme} theme"), &chosen)
        .await
}

async fn background(window: &Window) -> Result<String> {
    let script = "return getComputedStyle(document.body).backgroundColor";
    Ok(window.run(script, Vec::new()).await?.to_string())
}
