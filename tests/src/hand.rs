//! What a hand does in the window: with the mouse, or on a desk without one with keys alone.

use std::time::Duration;

use anyhow::Result;
use serde_json::{Value, json};

use crate::{
    poll::until,
    window::{FIRST_SHOWN, Window},
};

/// The button, link, tab, option or row that carries a text; the whole text before a part of it.
const BY_TEXT: &str = "const wanted = arguments[0];\
    const all = [...document.querySelectorAll('button, a, summary, [role=button], [role=tab], [role=option], [role=menuitem], [role=row], label')];\
    const seen = e => e.getClientRects().length > 0 && !e.disabled;\
    const name = e => (e.getAttribute('aria-label') || e.innerText || '').trim();\
    return all.find(e => seen(e) && name(e) === wanted)\
        || all.find(e => seen(e) && name(e).includes(wanted)) || null;";

/// The first row of the list that says everything asked for.
const ROW: &str = "const rows = [...document.querySelectorAll('[data-test=\"grid\"] [data-test=\"row\"]')];\
    return rows.find(row => [...arguments].every(text => row.innerText.includes(text))) || null;";

/// The select with this value among its options.
const SELECT: &str = "const select = document.querySelector(arguments[0]);\
    return select && [...select.options].some(o => o.value === arguments[1]) ? select : null;";

/// Whether an element stays where it is for two frames: the driver aims once, and misses what the page
/// scrolls or moves after that. What the page has put off comes before the answer: a menu that opens is
/// brought into view with its second frame.
const STAYS: &str = "const [element, done] = arguments;\
    const frame = window.frameOfOurs || requestAnimationFrame;\
    const place = () => { const box = element.getBoundingClientRect();\
        return element.isConnected && [box.x, box.y, box.width, box.height].join(); };\
    const before = place();\
    frame(() => frame(() => done(before !== false && before === place())));";

impl Window {
    /// Clicks on what `css` selects, when it is there, enabled, and where it is to stay.
    pub async fn click(&self, css: &str) -> Result<()> {
        if self.has_no_mouse() {
            return self.press_key_of(css, FIRST_SHOWN, vec![json!(css)]).await;
        }
        until(&format!("`{css}` to take a click"), || async {
            let element = self.find(css).await?;
            let off = element.attr("aria-disabled").await.unwrap_or(None);
            if !element.is_enabled().await.unwrap_or(false) || off.as_deref() == Some("true") {
                return Ok(None);
            }
            // One that is gone by now cannot be handed over.
            let at = vec![serde_json::to_value(&element)?];
            let stays = self.run_async(STAYS, at).await.unwrap_or_default();
            if stays != Value::Bool(true) {
                return Ok(None);
            }
            Ok(element.click().await.ok())
        })
        .await
    }

    /// Clicks on the button, link, tab, option or row that carries `text`.
    pub async fn click_text(&self, text: &str) -> Result<()> {
        let what = format!("something to click that says `{text}`");
        self.click_found(&what, BY_TEXT, vec![json!(text)]).await
    }

    /// Clicks on the first row of the list that says `text`.
    pub async fn click_row(&self, text: &str) -> Result<()> {
        let what = format!("a row that says `{text}`");
        self.click_found(&what, ROW, vec![json!(text)]).await
    }

    /// Clicks on the first row of the list that says both.
    pub async fn click_row_of(&self, this: &str, that: &str) -> Result<()> {
        let what = format!("a row with `{this}` and `{that}`");
        self.click_found(&what, ROW, vec![json!(this), json!(that)])
            .await
    }

    /// Chooses one of a select by its value.
    pub async fn choose(&self, css: &str, value: &str) -> Result<()> {
        let what = format!("`{css}` to offer `{value}`");
        if self.has_no_mouse() {
            return self.choose_by_key(&what, SELECT, css, value).await;
        }
        // Whoever has a mouse cannot choose what is off, nor again what is chosen.
        let set = "if (!found || found.disabled) return false;\
            if (found.value === arguments[1]) return true;\
            found.value = arguments[1];\
            found.dispatchEvent(new Event('change', { bubbles: true }));\
            return true;";
        self.with_found(&what, SELECT, set, vec![json!(css), json!(value)])
            .await
    }

    /// Clicks on what `css` selects without aiming at it: the driver misses what lies under an edge,
    /// or on a page that is zoomed.
    pub async fn click_unaimed(&self, css: &str) -> Result<()> {
        let what = format!("`{css}` to click on");
        self.click_found(&what, FIRST_SHOWN, vec![json!(css)]).await
    }

    /// Clicks on the element that the script `find` returns, as soon as it returns one.
    pub async fn click_found(&self, what: &str, find: &str, arguments: Vec<Value>) -> Result<()> {
        if self.has_no_mouse() {
            return self.press_key_of(what, find, arguments).await;
        }
        let click = "if (!found) return false;\
            found.scrollIntoView({ block: 'nearest' });\
            found.click();\
            return true;";
        self.with_found(what, find, click, arguments).await
    }

    /// Runs `then` with what `find` finds as `found`, until it returns true.
    async fn with_found(
        &self,
        what: &str,
        find: &str,
        then: &str,
        arguments: Vec<Value>,
    ) -> Result<()> {
        let script =
            format!("const found = (function () {{ {find} }}).apply(null, arguments); {then}");
        until(what, || async {
            let done = self.run(&script, arguments.clone()).await?;
            Ok((done == Value::Bool(true)).then_some(()))
        })
        .await
    }

    /// Types into what `css` selects, after emptying it, and waits until it holds the text: keys
    /// are still on their way when the driver has answered, and a page that just came up may
    /// take the focus away in the middle of a word.
    pub async fn type_into(&self, css: &str, text: &str) -> Result<()> {
        if self.has_no_mouse() {
            self.go_to(css).await?;
        }
        let typed = until(&format!("`{css}` to hold what was typed"), || async {
            let field = self.find(css).await?;
            // A page that is still coming up may replace the field under the driver's hands.
            if field.clear().await.is_err() || field.send_keys(text).await.is_err() {
                return Ok(None);
            }
            for _ in 0..20 {
                match field.prop("value").await {
                    Ok(value) if value.as_deref() == Some(text) => return Ok(Some(())),
                    Ok(_) => tokio::time::sleep(Duration::from_millis(25)).await,
                    Err(_) => return Ok(None),
                }
            }
            Ok(None)
        })
        .await;
        match typed {
            Ok(()) => Ok(()),
            Err(error) => Err(self.with_picture(error).await),
        }
    }
}
