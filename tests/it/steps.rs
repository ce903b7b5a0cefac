//! What journeys have in common: how they begin, and what a person does over and over.

use anyhow::{Context as _, Result, ensure};
pub(super) use e2e::TOKENS;
use e2e::{Browser, Canary, Desk, Script, Simulator, Window, hook, until};
use serde_json::{Value, json};

/// A desk whose links lead to the program, and whose browser follows `script`.
pub(super) async fn desk_with_browser(script: &Script) -> Result<(Desk, Browser)> {
    let desk = Desk::new().await?;
    desk.register_scheme().await?;
    let browser = desk.install_browser().await?;
    browser.follow(script)?;
    Ok((desk, browser))
}

/// Opens the program and in it the demo workspace.
pub(super) async fn demo(desk: &Desk) -> Result<Window> {
    let window = desk.start_app().await?;
    window.click(&hook("setup-demo")).await?;
    synced(&window).await?;
    Ok(window)
}

/// Types address and key and opens the workspace.
pub(super) async fn set_up(window: &Window, simulator: &Simulator, key: &str) -> Result<()> {
    enter(window, simulator, key).await?;
    synced(window).await
}

/// Types address and key and sends them off.
pub(super) async fn enter(window: &Window, simulator: &Simulator, key: &str) -> Result<()> {
    window.click(&hook("setup-advanced")).await?;
    window
        .type_into(&hook("setup-url"), simulator.base().as_str())
        .await?;
    window.type_into(&hook("setup-key"), key).await?;
    // Asked at the first run only.
    let without = hook("setup-without");
    let asked = "return document.querySelector(arguments[0]) !== null";
    if window.run(asked, vec![without.clone().into()]).await? == Value::Bool(true) {
        window.click(&without).await?;
    }
    window.click(&hook("setup-save")).await
}

/// Waits until the whole project has been read. Before the first pass begins it is idle too.
pub(super) async fn synced(window: &Window) -> Result<()> {
    let idle = format!("{}[data-phase=\"idle\"]", hook("status-sync"));
    wait_for(window, &idle, "Synced ").await
}

/// Presses "Check now" where a sign-in is waited for, unless the app has looked by itself and it
/// is over. What came of it is for the caller to wait for. By a script on a desk without a mouse
/// too: the button may go while the keyboard is on its way.
pub(super) async fn look_now(window: &Window) -> Result<()> {
    let script = "document.querySelector(arguments[0])?.click()";
    let check = hook("attempt-check").into();
    window.run(script, vec![check]).await.map(|_| ())
}

/// Waits until the element with this hook is there.
pub(super) async fn see(window: &Window, name: &str) -> Result<()> {
    window.find(&hook(name)).await.map(|_| ())
}

/// The row of the list that says both.
pub(super) async fn open_row(window: &Window, tenant: &str, toolkit: &str) -> Result<()> {
    click_row(window, tenant, toolkit).await?;
    see(window, "pane").await?;
    wait_for(window, &hook("pane-tenant"), tenant).await
}

/// Waits until what `css` selects lies whole within the window, with nothing over it: an answer
/// beyond the edge is none to whoever pressed something.
pub(super) async fn in_view(window: &Window, css: &str) -> Result<()> {
    let script = format!(
        "const e = document.querySelector({});\
         if (!e) return false;\
         const box = e.getBoundingClientRect();\
         const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);\
         return box.top >= 0 && box.bottom <= innerHeight\
             && box.left >= 0 && box.right <= innerWidth && e.contains(hit);",
        json!(css)
    );
    window
        .until_true(&format!("`{css}` to be in view"), &script)
        .await
}

/// Waits until no element with this hook is there.
pub(super) async fn gone(window: &Window, name: &str) -> Result<()> {
    let script = "return !document.querySelector(arguments[0])";
    until(&format!("`{name}` to be gone"), || async {
        let gone = window.run(script, vec![hook(name).into()]).await?;
        Ok((gone == Value::Bool(true)).then_some(()))
    })
    .await
}

/// Clicks on the first row of a list that says both.
pub(super) async fn click_row(window: &Window, this: &str, that: &str) -> Result<()> {
    window.click_row_of(this, that).await
}

/// Types for whom it is to be connected, and waits until the lines are for that: those for a part of
/// it name others, and go under the mouse.
pub(super) async fn name_tenant(window: &Window, words: &str) -> Result<()> {
    window.type_into(&hook("connect-user"), words).await?;
    window.find("#tenant-list[aria-busy=false]").await?;
    Ok(())
}

/// Begins a connect for a tenant that there is not.
pub(super) async fn connect_new(window: &Window, tenant: &str) -> Result<()> {
    window.click(&hook("connect-account")).await?;
    name_tenant(window, tenant).await?;
    take_tenant(window, "connect-new-tenant", tenant).await?;
    window
        .click(&format!("{}[data-id=\"gmail\"]", hook("connect-toolkit")))
        .await?;
    window.click(&hook("connect-config")).await?;
    window.click(&hook("connect-submit")).await?;
    Ok(())
}

/// Takes what is offered first for the tenant that was typed: one that is known, or a new one, by
/// its hook. Until the answer is there the lines of before stand above the new one: the first of
/// them is another tenant, and the new one moves up from under the hand when they go.
pub(super) async fn take_tenant(window: &Window, line: &str, tenant: &str) -> Result<()> {
    let first = format!("#tenant-0{}", hook(line));
    wait_for(window, &first, tenant).await?;
    window.click(&first).await
}

/// Finds a tenant by typing, and opens its integration.
pub(super) async fn find_row(window: &Window, tenant: &str, toolkit: &str) -> Result<()> {
    window.type_into(&hook("filter"), tenant).await?;
    open_row(window, tenant, toolkit).await
}

/// Waits until what `css` selects says `text`.
pub(super) async fn wait_for(window: &Window, css: &str, text: &str) -> Result<()> {
    let waited = until(&format!("`{css}` to say `{text}`"), || async {
        Ok(said(window, css).await?.contains(text).then_some(()))
    })
    .await;
    let Err(error) = waited else { return Ok(()) };
    let there = said(window, css).await.unwrap_or_default();
    let page = said(window, "body").await.unwrap_or_default();
    Err(error.context(format!("it says `{there}`, on a page that says `{page}`")))
}

/// How many `css` selects.
pub(super) async fn count(window: &Window, css: &str) -> Result<u64> {
    let script = "return document.querySelectorAll(arguments[0]).length";
    let found = window.run(script, vec![css.into()]).await?;
    found.as_u64().context("a number")
}

/// Checks the token of the row that is open, and waits until its history tells of that check: what
/// the row said before may be the same. A press while one goes on would be none.
pub(super) async fn check(window: &Window) -> Result<()> {
    let button = format!("{}[aria-busy=\"false\"]", hook("action-check"));
    window.find(&button).await?;
    let told = format!("{}[data-kind=\"check\"]", hook("timeline-item"));
    let before = count(window, &told).await?;
    window.click(&button).await?;
    until("the history to tell of the check", || async {
        Ok((count(window, &told).await? > before).then_some(()))
    })
    .await
}

/// Presses a key where the keyboard is.
pub(super) async fn press(window: &Window, key: &str) -> Result<()> {
    if window.has_no_mouse() {
        return window.press_key(key).await;
    }
    let script = "const at = document.activeElement || document.body;\
        at.dispatchEvent(new KeyboardEvent('keydown', { key: arguments[0], bubbles: true, cancelable: true }))";
    window.run(script, vec![key.into()]).await?;
    Ok(())
}

/// The same with Ctrl held.
pub(super) async fn press_with_control(window: &Window, key: &str) -> Result<()> {
    if window.has_no_mouse() {
        return window.press_with_control(key).await;
    }
    let script = "const at = document.activeElement || document.body;\
        at.dispatchEvent(new KeyboardEvent('keydown',\
        { key: arguments[0], ctrlKey: true, bubbles: true, cancelable: true }));";
    window.run(script, vec![key.into()]).await?;
    Ok(())
}

/// Waits until the field with this hook holds this and nothing more.
pub(super) async fn holds(window: &Window, field: &str, text: &str) -> Result<()> {
    let script = "return document.querySelector(arguments[0])?.value ?? null";
    until(&format!("`{field}` to hold `{text}`"), || async {
        let held = window.run(script, vec![hook(field).into()]).await?;
        Ok((held.as_str() == Some(text)).then_some(()))
    })
    .await
}

/// Presses Enter in a field.
pub(super) async fn press_enter(window: &Window, css: &str) -> Result<()> {
    if window.has_no_mouse() {
        window.go_to(css).await?;
        return window.press_key("Enter").await;
    }
    let script = "document.querySelector(arguments[0]).dispatchEvent(\
        new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));";
    window.run(script, vec![css.into()]).await?;
    Ok(())
}

/// Presses Ctrl+Enter in the field with this hook.
pub(super) async fn press_ctrl_enter(window: &Window, name: &str) -> Result<()> {
    let field = hook(name);
    if window.has_no_mouse() {
        window.go_to(&field).await?;
    } else {
        let script = "document.querySelector(arguments[0]).focus()";
        window.run(script, vec![field.into()]).await?;
    }
    press_with_control(window, "Enter").await
}

/// Types into the field with this hook, and presses Enter there.
pub(super) async fn fill_in(window: &Window, name: &str, text: &str) -> Result<()> {
    let field = hook(name);
    window.type_into(&field, text).await?;
    press_enter(window, &field).await
}

/// Chooses one of a select by its value.
pub(super) async fn choose(window: &Window, css: &str, value: &str) -> Result<()> {
    window.choose(css, value).await
}

/// What all that `css` selects says.
pub(super) async fn said(window: &Window, css: &str) -> Result<String> {
    let script =
        "return [...document.querySelectorAll(arguments[0])].map(e => e.innerText).join('\\n')";
    let text = window.run(script, vec![css.into()]).await?;
    Ok(text.as_str().unwrap_or_default().to_owned())
}

/// What the window was told since [`Window::record_answers`], and what is in its page now: every
/// attribute, and what the fields hold.
pub(super) async fn heard(window: &Window) -> Result<String> {
    let page = "const fields = [...document.querySelectorAll('input, textarea, select')];\
        return document.documentElement.outerHTML + '\\n' + fields.map(e => e.value).join('\\n');";
    let page = window.run(page, Vec::new()).await?;
    let page = page.as_str().unwrap_or_default();
    let answers = window.answers().await?;
    ensure!(!answers.is_empty(), "no answer was recorded");
    Ok(format!("{answers}\n{page}"))
}

/// Neither what the window was told nor anything on the desk holds one of the secrets. The program
/// must have ended: what it has written is in files then.
pub(super) fn leave_no_trace(desk: &Desk, heard: &str, secrets: &[&str]) -> Result<()> {
    // Where nothing was written nothing is found either.
    let written = desk.traces(&Canary::new("SQLite format 3"))?;
    let settings = desk.home().join("desk.db");
    ensure!(written.contains(&settings), "no database: {written:?}");
    let logged = desk.log()?.contains("the window is open");
    ensure!(logged, "the program has logged nothing");
    let profile = desk.home().join("webview");
    let kept = std::fs::read_dir(&profile)?.next().is_some();
    ensure!(kept, "the web view has its profile elsewhere");
    for secret in secrets {
        let canary = Canary::new(secret);
        ensure!(
            !canary.is_in(heard.as_bytes()),
            "the window was told `{secret}`"
        );
        let found = desk.traces(&canary)?;
        ensure!(found.is_empty(), "`{secret}` is on disk: {found:?}");
    }
    Ok(())
}
