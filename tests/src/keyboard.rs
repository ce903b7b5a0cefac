//! A window without a mouse: what is to be pressed is reached key by key, and then pressed.
//!
//! Tab goes from one control to the next, arrows go about inside a list, a menu or a group of
//! radio buttons. What Tab does not come to after going all the way round is out of reach.

use anyhow::{Result, bail};
use serde_json::{Value, json};

use crate::{
    poll::until,
    window::{FIRST_SHOWN, Window},
};

const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
const SPACE: &str = " ";
const UP: &str = "\u{e013}";
const DOWN: &str = "\u{e015}";
const RIGHT: &str = "\u{e014}";
const CONTROL: &str = "\u{e009}";

/// The other keys that are no letters, by the names that a page knows them under.
const NAMED: [(&str, &str); 7] = [
    ("ArrowDown", DOWN),
    ("ArrowUp", UP),
    ("End", "\u{e010}"),
    ("Enter", ENTER),
    ("Escape", "\u{e00c}"),
    ("F1", "\u{e031}"),
    ("Home", "\u{e011}"),
];

/// A key as the driver is to be told of it.
fn for_driver(name: &str) -> &str {
    NAMED
        .iter()
        .find(|(known, _)| *known == name)
        .map_or(name, |(_, key)| *key)
}

/// More than there are controls on any screen.
const LONGEST_WAY: usize = 300;

/// Counts the keys that the page hears, since one is still on its way when the driver has answered.
const LISTEN: &str = "if (!window.keysHeard) {\
        window.keysHeard = { count: 0 };\
        window.addEventListener('keyup', () => window.keysHeard.count++, true);\
    }";

/// How many keys were heard while the keyboard is where letters are typed, and nothing elsewhere.
const IN_FIELD: &str = "const fields = 'input:not([type=checkbox]):not([type=radio]), textarea, select';\
    return document.activeElement?.matches(fields) ? window.keysHeard.count : null;";

/// The key that leads towards `found`, `here` when the keyboard is on it, `wait` while it is not
/// there or off.
const WAY: &str = "const step = way => [way, window.keysHeard.count];\
    if (!found) return step('wait');\
    const labelled = found.closest('label');\
    const target = labelled && labelled.control\
        || found.closest('a[href], button, input, select, textarea, summary, [tabindex], [role=option]') || found;\
    if (target.disabled || target.getAttribute('aria-disabled') === 'true' || target.closest('[inert]'))\
        return step('wait');\
    const here = document.activeElement;\
    const kind = target.matches('select, textarea, input:not([type=checkbox]):not([type=radio])') ? 'field'\
        : target.matches('[type=checkbox], [type=radio]') ? 'box' : 'button';\
    const top = e => e.getBoundingClientRect().top;\
    const arrow = from => step(top(target) > top(from) ? 'down' : 'up');\
    if (target === here) return step(kind);\
    if (target.getAttribute('role') === 'option') {\
        const marked = document.getElementById(here.getAttribute('aria-activedescendant'));\
        if (marked) return marked === target ? step(kind) : arrow(marked);\
    }\
    const group = target.closest('[role=grid], [role=menu], [role=listbox]');\
    const roving = target.tabIndex < 0 || group && group.matches('[role=menu]');\
    const head = '.row--head';\
    if (target.closest(head) && here.closest(head)) return step('right');\
    if (roving && group && group.contains(here)) return arrow(here);\
    if (target.type === 'radio' && here.type === 'radio' && here.name === target.name) return arrow(here);\
    return step('tab');";

/// Where a select stands beside the option that is wanted.
const BESIDE: &str = "const wanted = [...found.options].findIndex(o => o.value === arguments[1]);\
    return Math.sign(wanted - found.selectedIndex);";

impl Window {
    /// Goes to what `find` finds, and presses it.
    pub(crate) async fn press_key_of(
        &self,
        what: &str,
        find: &str,
        arguments: Vec<Value>,
    ) -> Result<()> {
        let key = match self.reach(what, find, arguments).await?.as_str() {
            "field" => return Ok(()),
            "box" => SPACE,
            _ => ENTER,
        };
        self.send(key).await?;
        // A menu takes the keyboard a frame after it came. There may be no page any more.
        let _gone = self.rest().await;
        Ok(())
    }

    /// What has the keyboard may be replaced between the driver's two questions.
    async fn send(&self, key: &str) -> Result<()> {
        until("a key to be taken", || async {
            let Ok(at) = self.client().active_element().await else {
                return Ok(None);
            };
            Ok(at.send_keys(key).await.ok())
        })
        .await
    }

    /// Goes to what `find` finds; of which kind it is.
    pub(crate) async fn reach(
        &self,
        what: &str,
        find: &str,
        arguments: Vec<Value>,
    ) -> Result<String> {
        let script = format!(
            "{LISTEN} const found = (function () {{ {find} }}).apply(null, arguments); {WAY}"
        );
        let mut arrived = false;
        for _ in 0..LONGEST_WAY {
            let step = until(what, || async {
                let step = self.run(&script, arguments.clone()).await?;
                let way = step[0].as_str().unwrap_or("wait").to_owned();
                Ok((way != "wait").then_some((way, step[1].clone())))
            })
            .await;
            let (way, heard) = match step {
                Ok(step) => step,
                Err(error) => return Err(self.with_picture(error).await),
            };
            match way.as_str() {
                "tab" => self.strike(TAB, &heard).await?,
                "up" => self.strike(UP, &heard).await?,
                "down" => self.strike(DOWN, &heard).await?,
                "right" => self.strike(RIGHT, &heard).await?,
                _ if arrived => return Ok(way),
                // A list that was just filtered may put other rows there: nobody presses
                // anything before it has come to rest.
                _ => {
                    self.rest().await?;
                    arrived = true;
                    continue;
                }
            }
            arrived = false;
        }
        let lost = anyhow::anyhow!("{what}: no key leads there");
        Err(self.with_picture(lost).await)
    }

    /// Takes the keyboard to what `css` selects.
    pub async fn go_to(&self, css: &str) -> Result<()> {
        let arguments = vec![json!(css)];
        self.reach(css, FIRST_SHOWN, arguments).await.map(|_| ())
    }

    /// Goes on with Tab until no letter is typed into a field any more.
    pub async fn leave_field(&self) -> Result<()> {
        let script = format!("{LISTEN} {IN_FIELD}");
        for _ in 0..LONGEST_WAY {
            let heard = self.run(&script, Vec::new()).await?;
            if heard.is_null() {
                return Ok(());
            }
            self.strike(TAB, &heard).await?;
        }
        bail!("no key leads out of the field")
    }

    /// Presses a key where the keyboard is. It has the name that a page knows it under.
    pub async fn press_key(&self, name: &str) -> Result<()> {
        self.press_keys(for_driver(name)).await
    }

    /// The same with Ctrl held, which the driver lets go of by itself.
    pub async fn press_with_control(&self, name: &str) -> Result<()> {
        let keys = format!("{CONTROL}{}", for_driver(name));
        self.press_keys(&keys).await
    }

    async fn press_keys(&self, keys: &str) -> Result<()> {
        let count = format!("{LISTEN} return window.keysHeard.count");
        let heard = self.run(&count, Vec::new()).await?;
        self.strike(keys, &heard).await?;
        // What the key did is drawn a frame later.
        self.rest().await
    }

    /// Presses a key, and waits until the page has heard it.
    async fn strike(&self, key: &str, heard: &Value) -> Result<()> {
        self.send(key).await?;
        let count = "return !window.keysHeard || window.keysHeard.count !== arguments[0]";
        until("a key to be heard", || async {
            let done = self.run(count, vec![heard.clone()]).await?;
            Ok((done == Value::Bool(true)).then_some(()))
        })
        .await
    }

    /// Goes to a select and steps through it with arrows.
    pub(crate) async fn choose_by_key(
        &self,
        what: &str,
        find: &str,
        css: &str,
        value: &str,
    ) -> Result<()> {
        let arguments = vec![json!(css), json!(value)];
        self.reach(what, find, arguments.clone()).await?;
        let beside = format!(
            "const found = (function () {{ {find} }}).apply(null, arguments);\
             if (!found) return null; {BESIDE}"
        );
        for _ in 0..LONGEST_WAY {
            let heard = self
                .run("return window.keysHeard.count", Vec::new())
                .await?;
            match self.run(&beside, arguments.clone()).await?.as_i64() {
                Some(0) => return Ok(()),
                Some(1) => self.strike(DOWN, &heard).await?,
                Some(_) => self.strike(UP, &heard).await?,
                None => self
                    .reach(what, find, arguments.clone())
                    .await
                    .map(|_| ())?,
            }
        }
        bail!("{what}: no key leads there")
    }
}
