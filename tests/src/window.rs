//! The program's real window, driven through WebKitWebDriver.

use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, Result, anyhow, ensure};
use fantoccini::{
    Client,
    elements::{Element, ElementRef},
};
use serde_json::{Value, json};

use crate::{
    desk::Desk,
    driver::session,
    poll::{PATIENCE, until},
    process::Started,
};

/// What fades or slides in has arrived; then two frames: the picture that the driver takes is the
/// last one presented, which right after a click is the one from before it. A journey that holds
/// the frames of the page leaves `frameOfOurs` for this.
const AT_REST: &str = "const done = arguments[arguments.length - 1];\
    const frame = window.frameOfOurs || requestAnimationFrame;\
    const passing = document.getAnimations()\
        .filter(a => a.effect && a.effect.getComputedTiming().endTime !== Infinity);\
    Promise.allSettled(passing.map(a => a.finished)).then(() =>\
        frame(() => frame(() => done(true))));";

/// Answers and events reach the page through a map of callbacks, so each is wrapped on its way in.
const RECORD: &str = "if (window.answers) return;\
    window.answers = [];\
    const callbacks = window.__TAURI_INTERNALS__.callbacks;\
    const text = data => data instanceof ArrayBuffer ? new TextDecoder().decode(data) : JSON.stringify(data);\
    const wrap = callback => data => { window.answers.push(text(data) || ''); return callback(data); };\
    const set = callbacks.set.bind(callbacks);\
    for (const [id, callback] of [...callbacks]) set(id, wrap(callback));\
    callbacks.set = (id, callback) => set(id, wrap(callback));";

/// WebDriver's own test for being displayed takes parts of a sheet for hidden, so it is not asked.
pub(crate) const FIRST_SHOWN: &str = "return [...document.querySelectorAll(arguments[0])].find(e =>\
    e.getClientRects().length > 0 && getComputedStyle(e).visibility !== 'hidden') || null;";

/// Where the standard puts an element's id in an answer.
const ELEMENT_KEY: &str = "element-6066-11e4-a52e-4f735466cecf";

/// The selector of an element by its `data-test`; the list of them is in `ui/README.md`.
pub fn hook(name: &str) -> String {
    format!("[data-test=\"{name}\"]")
}

/// An open window. Dropping it ends the driver and the program.
#[derive(Debug)]
pub struct Window {
    client: Client,
    /// Everything is pressed with keys alone.
    no_mouse: bool,
    /// Nothing may move: the desktop wants no animation.
    still: bool,
    _driver: Started,
}

impl Window {
    pub(crate) async fn open(desk: &Desk) -> Result<Self> {
        let window = Self::begin(desk).await?;
        window.resize(1280, 800).await?;
        window.loaded().await
    }

    /// Opened in the size that the program gives it.
    pub(crate) async fn open_as_left(desk: &Desk) -> Result<Self> {
        Self::begin(desk).await?.loaded().await
    }

    #[expect(
        clippy::print_stderr,
        reason = "whoever runs the tests is to know that it took two tries"
    )]
    async fn begin(desk: &Desk) -> Result<Self> {
        let (client, driver) = match session(desk).await {
            Ok(session) => session,
            Err(error) => {
                // On a busy machine the driver now and then never hears from the web view that
                // it started. That is between those two; it is told, and tried once more.
                let found = desk.instances().await?;
                eprintln!(
                    "{error:#}; on the bus: {found:?}; printed: {}",
                    desk.printed()
                );
                if !found.is_empty() {
                    desk.kill_app().await?;
                }
                session(desk).await?
            }
        };
        Ok(Self {
            client,
            no_mouse: desk.has_no_mouse(),
            still: desk.still,
            _driver: driver,
        })
    }

    async fn loaded(self) -> Result<Self> {
        let loaded = "return document.readyState === 'complete'";
        self.until_true("the page to be loaded", loaded).await?;
        if self.still {
            self.watch_for_motion().await?;
        }
        Ok(self)
    }

    /// The WebDriver client, for what has no word here.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Whether everything is pressed with keys alone.
    pub const fn has_no_mouse(&self) -> bool {
        self.no_mouse
    }

    /// Runs a script in the page.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        self.in_time(self.client.execute(script, arguments)).await
    }

    /// Runs a script that calls its last argument when it is done.
    pub async fn run_async(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        self.in_time(self.client.execute_async(script, arguments))
            .await
    }

    /// Waits until `script` returns true.
    pub async fn until_true(&self, what: &str, script: &str) -> Result<()> {
        let came = until(what, || async {
            Ok((self.run(script, Vec::new()).await? == Value::Bool(true)).then_some(()))
        })
        .await;
        match came {
            Ok(()) => Ok(()),
            Err(error) => Err(self.with_picture(error).await),
        }
    }

    /// Waits until the keyboard is on what `css` selects. `:focus` would ask for more: that the
    /// desktop gives its keys to this window, which another one may take at any moment.
    pub async fn focused(&self, css: &str) -> Result<()> {
        let script = format!(
            "return document.activeElement?.matches({}) === true",
            json!(css)
        );
        self.until_true(&format!("the focus on `{css}`"), &script)
            .await
    }

    /// Waits for the first element that `css` selects and that takes up room on the page.
    pub async fn find(&self, css: &str) -> Result<Element> {
        let found = until(&format!("`{css}`"), || async {
            let shown = match self.run(FIRST_SHOWN, vec![json!(css)]).await {
                // It was replaced between the page's answer and the driver's.
                Err(error) if format!("{error:#}").contains("Stale element") => return Ok(None),
                other => other?,
            };
            Ok(shown[ELEMENT_KEY].as_str().map(|id| {
                let reference = ElementRef::from(id.to_owned());
                Element::from_element_id(self.client.clone(), reference)
            }))
        })
        .await;
        match found {
            Ok(element) => Ok(element),
            Err(error) => Err(self.with_picture(error).await),
        }
    }

    /// The same error, with where to see what a person would have seen.
    pub(crate) async fn with_picture(&self, error: anyhow::Error) -> anyhow::Error {
        static PICTURES: AtomicU32 = AtomicU32::new(1);
        let number = PICTURES.fetch_add(1, Ordering::Relaxed);
        let name = format!("switchboard-e2e-{}-{number}.png", std::process::id());
        let path = std::env::temp_dir().join(name);
        let kept = match self.png().await {
            Ok(png) => std::fs::write(&path, png).is_ok(),
            Err(_) => false,
        };
        if kept {
            return error.context(format!("the window is pictured in {}", path.display()));
        }
        error
    }

    /// What the page says to a person.
    pub async fn text(&self) -> Result<String> {
        let text = self
            .run("return document.body.innerText", Vec::new())
            .await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until the page says `text`.
    pub async fn wait_for_text(&self, text: &str) -> Result<()> {
        let waited = until(&format!("the page to say `{text}`"), || async {
            Ok(self.text().await?.contains(text).then_some(()))
        })
        .await;
        match waited {
            Ok(()) => Ok(()),
            Err(error) => Err(anyhow!("{error:#}; it says: {}", self.text().await?)),
        }
    }

    /// Waits until the page no longer says `text`.
    pub async fn wait_until_gone(&self, text: &str) -> Result<()> {
        until(&format!("the page to stop saying `{text}`"), || async {
            Ok((!self.text().await?.contains(text)).then_some(()))
        })
        .await
    }

    /// Calls a command of the core as the page does, and returns `{ok}` or `{err}`.
    pub async fn invoke(&self, command: &str, arguments: Value) -> Result<Value> {
        self.run_async(
            "const done = arguments[arguments.length - 1];\
             window.__TAURI_INTERNALS__.invoke(arguments[0], arguments[1])\
                .then(ok => done({ ok }), err => done({ err }));",
            vec![json!(command), arguments],
        )
        .await
    }

    /// From now on keeps every answer and every event that the core sends the page.
    pub async fn record_answers(&self) -> Result<()> {
        self.run(RECORD, Vec::new()).await?;
        Ok(())
    }

    /// What was kept, one JSON text a line.
    pub async fn answers(&self) -> Result<String> {
        let kept = self
            .run("return (window.answers || []).join('\\n')", Vec::new())
            .await?;
        Ok(kept.as_str().unwrap_or_default().to_owned())
    }

    /// Waits for the page to come to rest.
    pub async fn rest(&self) -> Result<()> {
        self.run_async(AT_REST, Vec::new()).await?;
        Ok(())
    }

    /// Waits for the page to come to rest and returns its picture as PNG.
    pub async fn png(&self) -> Result<Vec<u8>> {
        self.rest().await?;
        let png = self.in_time(self.client.screenshot()).await?;
        ensure!(png.starts_with(b"\x89PNG"), "this is not a picture");
        Ok(png)
    }

    /// Makes the window so large, and waits until the page knows.
    pub(crate) async fn resize(&self, width: u32, height: u32) -> Result<()> {
        self.in_time(self.client.set_window_size(width, height))
            .await?;
        // A zoomed page has fewer of its own pixels, in the same proportion.
        let fits = format!(
            "return outerWidth === {width} && outerHeight === {height}
                 && Math.abs(innerWidth * {height} - innerHeight * {width}) < 2 * {width}"
        );
        self.until_true(&format!("a window of {width} by {height}"), &fits)
            .await
    }

    /// Whether nothing may move.
    pub(crate) const fn is_still(&self) -> bool {
        self.still
    }

    /// Closes the window as a person does, and waits for the program to end.
    pub async fn close(self) -> Result<()> {
        self.nothing_moves("the whole walk").await?;
        self.in_time(self.client.clone().close()).await
    }

    pub(crate) async fn in_time<T>(
        &self,
        asked: impl Future<Output = Result<T, fantoccini::error::CmdError>>,
    ) -> Result<T> {
        tokio::time::timeout(PATIENCE, asked)
            .await
            .context("the driver does not answer")?
            .map_err(Into::into)
    }
}
