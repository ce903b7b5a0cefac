//! The window for people who see it larger, want nothing to move, or use no mouse.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};
use e2e::{Desk, Window, hook, until};
use serde_json::{Value, json};

use crate::steps::{demo, find_row, open_row, press_enter, press_with_control, see, wait_for};

/// The places in the sidebar, and the hook that is there when one of them is open.
const PLACES: [(&str, &str, &str); 6] = [
    ("nav-overview", "overview-failure", "overview@200"),
    ("nav-integrations", "row", "integrations@200"),
    ("nav-triage", "cause-fix", "triage@200"),
    ("nav-tenants", "row", "tenants@200"),
    ("nav-activity", "empty-new", "activity@200"),
    ("nav-settings", "settings-appearance", "settings@200"),
];

/// The driver aims beside what it presses on a page that is zoomed; a press is a press.
pub(super) async fn press(window: &Window, name: &str) -> Result<()> {
    window.click_unaimed(&hook(name)).await
}

/// Waits until what has this hook is there, can be scrolled to, and lies within the width of the window: a
/// sheet comes in from the side.
pub(super) async fn within_reach(window: &Window, name: &str) -> Result<()> {
    let script = format!(
        "const e = document.querySelector('{}');\
         if (!e) return false;\
         e.scrollIntoView({{ block: 'nearest' }});\
         const box = e.getBoundingClientRect();\
         const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);\
         return box.left >= 0 && box.right <= innerWidth && e.contains(hit);",
        hook(name).replace('"', "")
    );
    let what = format!("`{name}` to be within reach at 200 %");
    window.until_true(&what, &script).await
}

/// Makes everything twice as large.
pub(super) async fn zoom_to_twice(window: &Window) -> Result<()> {
    press(window, "nav-settings").await?;
    press(window, "settings-appearance").await?;
    for percent in ["110", "125", "150", "175", "200"] {
        press(window, "zoom-larger").await?;
        wait_for(window, &hook("zoom"), &format!("{percent} %")).await?;
    }
    window
        .until_true("half as many pixels", "return innerWidth === 640")
        .await
}

/// Waits until this is what the pointer is told over Triage in the sidebar.
async fn the_pointer_is_told(window: &Window, words: &str) -> Result<()> {
    let script = format!(
        "return document.querySelector('[data-test=nav-triage]').title === {}",
        json!(words)
    );
    let what = format!("a tooltip `{words}` over Triage");
    window.until_true(&what, &script).await
}

/// Opens the row of Acme's Gmail, whose sign-in has expired.
pub(super) async fn open_acmes_gmail(window: &Window) -> Result<()> {
    press(window, "nav-integrations").await?;
    let type_in = "const field = document.querySelector('[data-test=filter]');\
        field.value = 'Acme';\
        field.dispatchEvent(new Event('input', { bubbles: true }));";
    window.run(type_in, Vec::new()).await?;
    open_row(window, "Acme", "Gmail").await
}

#[tokio::test]
async fn at_twice_the_size_all_is_in_one_column_and_nothing_is_lost() -> Result<()> {
    let desk = Desk::new().await?.without_animation()?;
    let window = demo(&desk).await?;
    the_pointer_is_told(&window, "").await?;
    zoom_to_twice(&window).await?;
    // There is room for icons alone.
    the_pointer_is_told(&window, "Triage").await?;
    for (place, there, picture) in PLACES {
        press(&window, place).await?;
        see(&window, there).await?;
        window.run("scrollTo(0, 0)", Vec::new()).await?;
        window.picture(picture).await?;
        within_reach(&window, "person-menu").await?;
        within_reach(&window, "all-keys").await?;
        within_reach(&window, place).await?;
    }

    open_acmes_gmail(&window).await?;
    let one_column = "const box = e => document.querySelector(e).getBoundingClientRect();\
        const [list, pane] = [box('.list'), box('.pane')];\
        return pane.top >= list.bottom - 1 && Math.abs(pane.width - list.width) < 2;";
    window
        .until_true("the pane to stand under the list", one_column)
        .await?;
    for part in ["action-reconnect", "action-disconnect", "pane-close"] {
        within_reach(&window, part).await?;
    }
    window.picture("integration-expired@200").await?;

    press(&window, "action-disconnect").await?;
    for part in [
        "disconnect-reason",
        "disconnect-cancel",
        "disconnect-confirm",
    ] {
        see(&window, part).await?;
        within_reach(&window, part).await?;
    }
    window.picture("confirm-disconnect@200").await?;
    press(&window, "disconnect-cancel").await?;
    press(&window, "connect-account").await?;
    see(&window, "connect-user").await?;
    within_reach(&window, "connect-user").await?;
    within_reach(&window, "sheet-close").await?;
    window.picture("connect-choose@200").await?;
    window.close().await
}

#[tokio::test]
async fn where_the_desktop_wants_no_animation_nothing_moves() -> Result<()> {
    let desk = Desk::new().await?.without_animation()?;
    let window = demo(&desk).await?;
    for (place, there, _) in PLACES {
        window.click(&hook(place)).await?;
        see(&window, there).await?;
        window.nothing_moves(place).await?;
    }
    window.click(&hook("nav-integrations")).await?;
    find_row(&window, "Acme", "Slack").await?;
    // The row changes and is tinted, the sheet comes, its ring stands still.
    window.click(&hook("demo-withdraw")).await?;
    wait_for(&window, &hook("demo-said"), "done").await?;
    window.click(&hook("action-check")).await?;
    window
        .find(&format!("{}[data-verified=\"refused\"]", hook("verified")))
        .await?;
    window.nothing_moves("a row that changed").await?;
    window.click(&hook("action-reconnect")).await?;
    see(&window, "attempt-state").await?;
    window.nothing_moves("the sheet of a sign-in").await?;
    window.click(&hook("attempt-cancel")).await?;
    window.click(&hook("attempt-close")).await?;
    window.click(&hook("nav-help")).await?;
    see(&window, "help-choice").await?;
    window.nothing_moves("help").await?;
    window.close().await
}

#[tokio::test]
async fn what_moves_against_the_wish_of_the_desktop_would_be_found() -> Result<()> {
    let desk = Desk::new().await?.without_animation()?;
    let window = demo(&desk).await?;
    window.nothing_moves("the list").await?;
    for (way, found) in [
        (
            "button.style.setProperty('transition', 'opacity 9s', 'important')",
            "has a transition of 9s",
        ),
        (
            "button.style.setProperty('animation', 'spin 9s', 'important')",
            "is animated: spin",
        ),
        (
            "button.animate([{ opacity: 0 }, { opacity: 1 }], 60000)",
            "an animation of connect-account",
        ),
    ] {
        let script = format!("const button = document.querySelector(arguments[0]); {way};");
        let at = vec![hook("connect-account").into()];
        window.run(&script, at).await?;
        let motion = window.motion().await?.to_string();
        ensure!(motion.contains(found), "{way}: {motion}");
    }
    // What was over long ago is remembered.
    let over = "const button = document.querySelector(arguments[0]);\
        button.getAnimations().forEach(animation => animation.cancel());\
        button.style = '';";
    window
        .until_true("it to be remembered", "return window.moved.length > 0")
        .await?;
    window
        .run(over, vec![hook("connect-account").into()])
        .await?;
    let motion = window.motion().await?.to_string();
    ensure!(
        motion.contains("animationstart of spin on connect-account"),
        "{motion}"
    );
    // And is what the window would not be closed with.
    ensure!(window.nothing_moves("the list").await.is_err());
    window.run("window.moved = []", Vec::new()).await?;
    window.close().await
}

#[tokio::test]
async fn whatever_tab_reaches_shows_that_it_has_the_focus() -> Result<()> {
    let desk = Desk::new().await?.without_animation()?;
    let window = demo(&desk).await?;
    find_row(&window, "Acme", "Gmail").await?;
    assert_eq!(window.run(RINGS, Vec::new()).await?, json!(["", true]));
    for (place, there, _) in PLACES {
        window.click(&hook(place)).await?;
        see(&window, there).await?;
        let reached = tab_through(&window).await?;
        window.nothing_moves(place).await?;
        ensure!(reached.len() > 10, "`{place}`: {reached:?}");
    }
    window.click(&hook("nav-integrations")).await?;
    window.click(&hook("connect-account")).await?;
    see(&window, "connect-user").await?;
    tab_through(&window).await?;
    window.close().await
}

/// The ring is taken from nothing but what shows the focus in another way: the field of a palette,
/// whose whole panel does, and the list of causes, which no Tab reaches.
const RINGS: &str = "const rules = [...document.styleSheets].flatMap(sheet => [...sheet.cssRules]);\
    const styled = rules.filter(rule => rule.style && rule.style.outlineStyle);\
    const bare = styled.filter(rule => rule.style.outlineStyle === 'none').map(rule => rule.selectorText);\
    const ring = rules.find(rule => rule.selectorText === ':focus-visible, .is-focus');\
    const known = [':focus', '.palette__i input:focus-visible', '.causes'];\
    return [bare.filter(css => !known.includes(css)).join('; '), ring !== undefined && ring.cssText.includes('2px solid')];";

/// Presses Tab until it comes round; each stop has a ring of two pixels. A window that has lost the
/// focus to another test's shows none; what is in the stylesheet holds for it too.
async fn tab_through(window: &Window) -> Result<BTreeSet<String>> {
    // A key is still on its way when the driver has answered.
    let look = "const e = document.activeElement;\
        if (e === window.focusBefore) return null;\
        const style = getComputedStyle(e);\
        const name = e.dataset.test || e.getAttribute('aria-label') || e.innerText || e.tagName;\
        window.focusBefore = e;\
        return [name + ' ' + (e.dataset.id || e.dataset.state || e.dataset.index || ''),\
            e === document.body || !document.hasFocus() || style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2];";
    let here = "window.focusBefore = document.activeElement";
    window.run(here, Vec::new()).await?;
    let mut reached = BTreeSet::new();
    for _ in 0..80 {
        let focused = window.client().active_element().await?;
        focused.send_keys("\u{e004}").await?;
        let seen = until("Tab to go on", || async {
            let seen = window.run(look, Vec::new()).await?;
            Ok((!seen.is_null()).then_some(seen))
        })
        .await?;
        let name = seen[0].as_str().unwrap_or_default().to_owned();
        ensure!(seen[1] == Value::Bool(true), "`{name}` has no ring");
        if !reached.insert(name) && reached.len() > 10 {
            break;
        }
    }
    Ok(reached)
}

/// Closes what lies over the list and is in the filter at once, before the next frame: quicker than
/// any hand. Then says what has the keyboard three frames later.
const GO_ON_TYPING: &str = "const done = arguments[arguments.length - 1];\
    const filter = document.querySelector('[data-test=filter]');\
    document.querySelector('[data-test=tenant-cancel]').click();\
    let tries = 0;\
    const into = () => {\
        filter.focus();\
        if (document.activeElement !== filter && tries++ < 5000) return queueMicrotask(into);\
        const first = document.activeElement === filter;\
        let frames = 3;\
        const wait = () => frames-- > 0\
            ? requestAnimationFrame(wait)\
            : done([first, document.activeElement.dataset.test]);\
        wait();\
    };\
    into();";

#[tokio::test]
async fn whoever_types_on_when_a_sheet_closes_keeps_the_keyboard() -> Result<()> {
    let desk = Desk::new().await?.without_animation()?;
    let window = demo(&desk).await?;
    window.click(&hook("nav-tenants")).await?;
    window.click(&hook("add-tenant")).await?;
    window.focused(&hook("tenant-user")).await?;
    let held = window.run_async(GO_ON_TYPING, Vec::new()).await?;
    ensure!(held == json!([true, "filter"]), "{held}");

    // Whoever does not is where the sheet was opened.
    window.click(&hook("add-tenant")).await?;
    window.focused(&hook("tenant-user")).await?;
    window.click(&hook("tenant-cancel")).await?;
    window.focused(&hook("add-tenant")).await?;

    // Nor is the place lost where the palette is on the way to the sheet.
    window.click(&hook("filter")).await?;
    press_with_control(&window, "k").await?;
    let search = hook("recent-search");
    window.type_into(&search, "add tenant").await?;
    press_enter(&window, &search).await?;
    window.focused(&hook("tenant-user")).await?;
    window.click(&hook("tenant-cancel")).await?;
    window.focused(&hook("filter")).await?;
    window.close().await
}
