//! A desktop that wants no animation, and whether anything moves in a window on it.

use std::fs;

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use crate::{desk::Desk, window::Window};

/// From now on remembers whatever begins to move, however short.
const WATCH: &str = "if (window.moved) return;\
    window.moved = [];\
    const name = e => e.dataset?.test || e.id || String(e.className?.baseVal ?? e.className) || e.tagName;\
    for (const kind of ['animationstart', 'transitionrun'])\
        document.addEventListener(kind, event =>\
            window.moved.push(kind + ' of ' + (event.animationName || event.propertyName) + ' on ' + name(event.target)), true);";

/// What has moved, moves, or would as soon as something changed.
const MOVING: &str = "const wrong = new Set(window.moved || ['nobody watched']);\
    const name = e => e?.dataset?.test || e?.id || String(e?.className?.baseVal ?? e?.className) || e?.tagName;\
    for (const animation of document.getAnimations()) wrong.add('an animation of ' + name(animation.effect?.target));\
    const long = times => times.split(',').some(time => parseFloat(time) > 0);\
    for (const e of document.querySelectorAll('*')) for (const part of [null, '::before', '::after']) {\
        const style = getComputedStyle(e, part);\
        const what = name(e) + (part || '');\
        if (part && style.content === 'none') continue;\
        if (style.animationName !== 'none' && long(style.animationDuration)) wrong.add(what + ' is animated: ' + style.animationName);\
        if (long(style.transitionDuration)) wrong.add(what + ' has a transition of ' + style.transitionDuration);\
        if (style.scrollBehavior === 'smooth') wrong.add(what + ' scrolls smoothly');\
    }\
    return [...wrong].slice(0, 20);";

impl Desk {
    /// The desktop wants no animation, from the next start on. In a window on it nothing may
    /// move: that is looked at with every picture, and once more when the window is closed.
    pub fn without_animation(mut self) -> Result<Self> {
        let settings = self.root().join("config/gtk-3.0");
        fs::create_dir_all(&settings)?;
        fs::write(
            settings.join("settings.ini"),
            "[Settings]\ngtk-enable-animations=0\n",
        )?;
        self.still = true;
        Ok(self)
    }
}

impl Window {
    /// Waits until the page knows what the desktop wants, and remembers what moves all the same.
    pub(crate) async fn watch_for_motion(&self) -> Result<()> {
        let wanted = "return matchMedia('(prefers-reduced-motion: reduce)').matches";
        self.until_true("the page to know that nothing may move", wanted)
            .await?;
        self.run(WATCH, Vec::new()).await?;
        Ok(())
    }

    /// What moves, has moved since the window came up, or would, in words.
    pub async fn motion(&self) -> Result<Value> {
        self.run(MOVING, Vec::new()).await
    }

    /// Where the desktop wants no animation nothing moves here, nor has since the window came up.
    pub async fn nothing_moves(&self, place: &str) -> Result<()> {
        if self.is_still() {
            let moving = self.motion().await?;
            ensure!(moving == json!([]), "`{place}` moves: {moving:#}");
        }
        Ok(())
    }
}
