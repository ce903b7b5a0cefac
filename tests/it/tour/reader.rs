//! The window as a screen reader has it: what a list, a field with suggestions and whatever changes
//! by itself is called, and whether it is announced.

use anyhow::{Result, ensure};
use e2e::{Desk, Window, hook};
use serde_json::{Value, json};

use crate::steps::{demo, find_row, gone, name_tenant, press, press_with_control, see, wait_for};

/// What is wrong with the names and relations of everything that is on the page, in words.
///
/// A list says how many rows it has and each row which it is, since only some of them are drawn. A
/// field whose suggestions are in a list of their own says which list, and which of it is marked;
/// the keyboard stays in the field. Two lists of one screen do not share a name.
const WRONG: &str = "const wrong = [];\
    const shown = css => [...document.querySelectorAll(css)].filter(e => e.getClientRects().length > 0);\
    const text = ids => (ids || '').split(' ').map(id => document.getElementById(id)?.innerText || '').join(' ').trim();\
    const name = e => e.getAttribute('aria-label')?.trim() || text(e.getAttribute('aria-labelledby'))\
        || (e.labels && [...e.labels].map(l => l.innerText).join(' ').trim()) || '';\
    const say = (e, what) => wrong.push((name(e) || e.dataset.test || e.className || e.tagName) + ': ' + what);\
    for (const grid of shown('[role=grid]')) {\
        if (!name(grid)) say(grid, 'a grid without a name');\
        const rows = [...grid.querySelectorAll('[role=row][data-index]')];\
        const count = Number(grid.getAttribute('aria-rowcount'));\
        if (!(count === -1 || count > rows.length)) say(grid, 'counts ' + count + ' rows and shows ' + rows.length);\
        for (const row of rows) {\
            if (Number(row.getAttribute('aria-rowindex')) !== Number(row.dataset.index) + 2) say(row, 'does not say which row it is');\
            if (!row.querySelector('[role=gridcell]')) say(row, 'a row without cells');\
        }\
        for (const head of grid.querySelectorAll('[role=columnheader]'))\
            if (!head.innerText.trim() && !name(head)) say(head, 'a column without a name');\
        const stops = grid.querySelectorAll('[role=row][tabindex=\"0\"]').length;\
        if (rows.length && stops !== 1) say(grid, stops + ' rows in the order of Tab');\
    }\
    for (const list of shown('[role=listbox]')) {\
        if (!name(list)) say(list, 'a list without a name');\
        const marked = list.querySelectorAll('[role=option][aria-selected=true]').length;\
        if (marked > 1) say(list, marked + ' options are marked');\
        for (const option of list.querySelectorAll('[role=option]'))\
            if (!option.innerText.trim() && !name(option)) say(option, 'an option without words');\
    }\
    for (const field of shown('[role=combobox]')) {\
        if (!name(field)) say(field, 'a field without a name');\
        const list = document.getElementById(field.getAttribute('aria-controls'));\
        const open = field.getAttribute('aria-expanded') !== 'false';\
        if (open && !list) say(field, 'its list is not there');\
        const at = document.getElementById(field.getAttribute('aria-activedescendant'));\
        if (open && list && list.querySelector('[role=option]') && !(at && list.contains(at) && at.matches('[role=option]')))\
            say(field, 'does not say which suggestion is marked');\
        if (!at && field.hasAttribute('aria-activedescendant')) say(field, 'marks a suggestion that is not there');\
    }\
    const named = css => shown(css).map(name).filter(Boolean);\
    for (const css of ['[role=grid]', '[role=listbox]', '[role=region], section[aria-label]']) {\
        const names = named(css);\
        for (const twice of new Set(names.filter((n, at) => names.indexOf(n) !== at))) wrong.push(twice + ': twice');\
    }\
    for (const live of document.querySelectorAll('[role=status], [role=alert], [aria-live]'))\
        if (live.closest('[aria-hidden=true]')) say(live, 'changes, and nobody hears it');\
    return wrong;";

/// Says what a person would hear of `css` when it changes: words put into a region that was there
/// before. One that comes together with its words is heard by some readers only.
const ANNOUNCED: &str = "window.heard = [];\
    const regions = new Set(document.querySelectorAll('[role=status], [role=alert], [aria-live]'));\
    new MutationObserver(changes => changes.forEach(change => {\
        const at = (change.target.closest ? change.target : change.target.parentElement)?.closest('[role=status], [role=alert], [aria-live]');\
        if (at && regions.has(at)) window.heard.push(at.innerText);\
        for (const node of change.addedNodes)\
            if (node.matches?.('[role=alert]') || node.querySelector?.('[role=alert]')) window.heard.push(node.innerText);\
    })).observe(document.body, { subtree: true, childList: true, characterData: true });";

async fn names(window: &Window, where_: &str) -> Result<()> {
    let wrong = window.run(WRONG, Vec::new()).await?;
    ensure!(wrong == json!([]), "{where_}: {wrong:#}");
    window.nothing_moves(where_).await
}

#[tokio::test]
async fn lists_fields_with_suggestions_and_regions_have_names_and_say_where_one_is() -> Result<()> {
    let desk = Desk::new().await?.without_animation()?;
    let window = demo(&desk).await?;
    for (place, there) in [
        ("nav-overview", "overview-failure"),
        ("nav-integrations", "row"),
        ("nav-triage", "cause-fix"),
        ("nav-tenants", "row"),
        ("nav-activity", "empty-new"),
        ("nav-settings", "settings-appearance"),
    ] {
        window.click(&hook(place)).await?;
        see(&window, there).await?;
        names(&window, place).await?;
    }
    window.click(&hook("nav-integrations")).await?;
    find_row(&window, "Acme", "Gmail").await?;
    names(&window, "the pane").await?;
    a_list_whose_cursor_is_filtered_away_is_reached(&window).await?;

    window.click(&hook("connect-account")).await?;
    name_tenant(&window, "a").await?;
    names(&window, "tenants to choose from").await?;
    window.click(&hook("connect-tenant")).await?;
    let search = hook("connect-toolkit-search");
    window.type_into(&search, "no such thing").await?;
    wait_for(&window, &hook("connect-nothing"), "No toolkit matches").await?;
    names(&window, "toolkits, of which none is called so").await?;
    window.click(&hook("sheet-close")).await?;
    gone(&window, "connect-sheet").await?;
    the_palette_says_what_it_offers(&window).await?;

    window.click(&hook("nav-help")).await?;
    see(&window, "help-choice").await?;
    window.type_into(&hook("help-search"), "key").await?;
    names(&window, "help").await?;

    what_is_missing_would_be_found(&window).await?;
    window.close().await
}

/// A grid, a list, a field and a region that say less than they must.
const PLANT: &str = "document.body.insertAdjacentHTML('beforeend', '<div id=planted>\
    <div role=grid aria-rowcount=1><div role=row data-index=0>a row</div></div>\
    <div role=listbox><div role=option></div></div>\
    <input role=combobox aria-expanded=true>\
    <div aria-hidden=true><p role=status>a word</p></div></div>')";

async fn what_is_missing_would_be_found(window: &Window) -> Result<()> {
    window.run(PLANT, Vec::new()).await?;
    let wrong = window.run(WRONG, Vec::new()).await?.to_string();
    for words in [
        "a grid without a name",
        "counts 1 rows and shows 1",
        "does not say which row it is",
        "a row without cells",
        "0 rows in the order of Tab",
        "a list without a name",
        "an option without words",
        "a field without a name",
        "its list is not there",
        "changes, and nobody hears it",
    ] {
        ensure!(wrong.contains(words), "no `{words}`: {wrong}");
    }
    let uproot = "document.getElementById('planted').remove()";
    window.run(uproot, Vec::new()).await?;
    names(window, "help without what was planted").await
}

/// A key brings it, from wherever one is: with what can be done from anywhere, with what was typed
/// for, and with nothing.
async fn the_palette_says_what_it_offers(window: &Window) -> Result<()> {
    press_with_control(window, "k").await?;
    let search = hook("recent-search");
    window.focused(&search).await?;
    see(window, "recent-command").await?;
    names(window, "the palette").await?;
    window.type_into(&search, "acme").await?;
    see(window, "recent-row").await?;
    names(window, "the palette with tenants and rows").await?;
    window.type_into(&search, "no such thing anywhere").await?;
    gone(window, "recent-row").await?;
    gone(window, "recent-tenant").await?;
    names(window, "the palette with nothing").await?;
    press(window, "Escape").await?;
    gone(window, "recent").await
}

/// The cursor is on a row that the filter takes away: Tab still comes to a row, and a letter means
/// that one.
async fn a_list_whose_cursor_is_filtered_away_is_reached(window: &Window) -> Result<()> {
    window.click(&hook("pane-close")).await?;
    gone(window, "pane").await?;
    window
        .type_into(&hook("filter"), "Blue Harbor Coffee")
        .await?;
    // Whole: what the first letters found may be forty and more.
    wait_for(window, &hook("rows"), "1–4 of 4").await?;
    names(window, "a list without the row of its cursor").await?;
    let in_a_row = "return document.activeElement?.matches('[role=row][data-index]') === true";
    for _ in 0..20 {
        if window.run(in_a_row, Vec::new()).await? == json!(true) {
            break;
        }
        window
            .client()
            .active_element()
            .await?
            .send_keys("\u{e004}")
            .await?;
        window.rest().await?;
    }
    let held = "return document.activeElement?.dataset.id ?? null";
    let row = window.run(held, Vec::new()).await?;
    ensure!(row.is_string(), "no Tab came to a row");
    // The cursor comes along when Tab is let go.
    window.focused(".is-focus").await?;
    press(window, "Enter").await?;
    see(window, "pane").await?;
    let open = "return document.querySelector('[data-test=pane]').dataset.id";
    ensure!(
        window.run(open, Vec::new()).await? == row,
        "another row opened"
    );
    Ok(())
}

/// Waits until a person would have heard `what`.
async fn heard(window: &Window, what: &str) -> Result<()> {
    let script = format!(
        "return (window.heard || []).some(words => words.includes({}))",
        Value::from(what)
    );
    let said = format!("`{what}` to be announced");
    window.until_true(&said, &script).await
}

#[tokio::test]
async fn what_changes_by_itself_is_announced() -> Result<()> {
    let desk = Desk::new().await?.without_animation()?;
    let window = demo(&desk).await?;
    window.run(ANNOUNCED, Vec::new()).await?;
    window.type_into(&hook("filter"), "acme").await?;
    heard(&window, "of 5").await?;
    window
        .type_into(&hook("filter"), "nobody is called that")
        .await?;
    heard(&window, "No rows").await?;
    window.type_into(&hook("filter"), "acme").await?;
    window.click_row_of("Acme", "Slack").await?;
    see(&window, "diagnosis").await?;
    // The regions of the pane are there now.
    window.run(ANNOUNCED, Vec::new()).await?;
    window.click(&hook("demo-withdraw")).await?;
    wait_for(&window, &hook("demo-said"), "done").await?;
    heard(&window, "done").await?;
    window.click(&hook("action-check")).await?;
    heard(&window, "Error: ").await?;
    window.close().await
}

#[tokio::test]
async fn a_toast_and_a_step_of_a_sign_in_are_announced() -> Result<()> {
    let desk = Desk::new().await?.without_animation()?;
    let window = demo(&desk).await?;
    window.run(ANNOUNCED, Vec::new()).await?;
    // Slow enough to go on with something else.
    window.click(&hook("demo-slow")).await?;
    wait_for(&window, &hook("demo-said"), "Slow network: done").await?;
    window.click(&hook("clean-up")).await?;
    window.click(&hook("cleanup-confirm")).await?;
    window.click(&hook("cleanup-hide")).await?;
    gone(&window, "cleanup").await?;
    window.click(&hook("demo-repair")).await?;
    heard(&window, "Clean-up is over").await?;

    find_row(&window, "Acme", "Gmail").await?;
    window.click(&hook("action-send-link")).await?;
    see(&window, "message-preview").await?;
    // The steps of the sheet are there now.
    window.run(ANNOUNCED, Vec::new()).await?;
    window.click(&hook("message-copy")).await?;
    heard(&window, "Handed over by you").await?;
    window.click(&hook("attempt-cancel")).await?;
    window.click(&hook("attempt-close")).await?;
    gone(&window, "connect-sheet").await?;
    window.close().await
}
