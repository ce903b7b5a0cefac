//! What the shell lends the core: a clock, the browser, the clipboard, the window, and the
//! stand-in for Composio behind the demo workspace.

use std::time::{SystemTime, UNIX_EPOCH};

use app::{Alert, App, DemoServer, Future, Host, HostError, SystemFacts, Timestamp};
use std::sync::Arc;
use tauri::{AppHandle, Manager};
use tauri_plugin_clipboard_manager::ClipboardExt;
use wire::DemoSize;

use crate::{alert, demo, home::Home, logs, scheme, system, window};

/// The desktop, as the core sees it.
pub(crate) struct Desktop {
    app: AppHandle,
    home: Home,
}

impl Desktop {
    pub(crate) fn new(app: AppHandle, home: Home) -> Self {
        Self { app, home }
    }
}

/// The error may quote what was copied.
fn taken<E>(copied: Result<(), E>) -> Result<(), HostError> {
    copied.map_err(|_| HostError("the clipboard did not take it".to_owned()))
}

impl Host for Desktop {
    fn now(&self) -> Timestamp {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }

    fn open_url(&self, url: &str) -> Result<(), HostError> {
        // The error may quote the address, which is a secret while it can still be used.
        tauri_plugin_opener::open_url(url, None::<&str>)
            .map_err(|_| HostError("no browser could be started".to_owned()))
    }

    fn copy(&self, text: &str) -> Result<(), HostError> {
        taken(self.app.clipboard().write_text(text))
    }

    fn copy_unrecorded(&self, text: &str) -> Result<(), HostError> {
        taken(self.app.clipboard().write_secret(text))
    }

    fn handles_links(&self) -> bool {
        system::has_session_bus() && scheme::is_ours(&self.home)
    }

    fn raise(&self) {
        if let Some(main) = self.app.get_webview_window(window::LABEL) {
            window::raise(&main);
        }
    }

    fn alert(&self, alert: Alert) {
        let app = self.app.clone();
        alert::tell(&self.app, alert, move |alert| {
            // It navigates and never acts, as a link into the app does; but a person asked.
            app.state::<App>().show(&alert.integration);
        });
    }

    fn zoom(&self, percent: u16) {
        if let Some(main) = self.app.get_webview_window(window::LABEL)
            && let Err(error) = main.set_zoom(f64::from(percent) / 100.0)
        {
            tracing::warn!(%error, "could not zoom");
        }
    }

    fn quit(&self) {
        self.app.exit(0);
    }

    fn log_in_detail(&self, on: bool) {
        logs::detailed(on);
    }

    fn system(&self) -> SystemFacts {
        system::facts()
    }

    fn start_demo(&self, size: DemoSize) -> Future<'_, Result<Arc<dyn DemoServer>, HostError>> {
        Box::pin(demo::start(size))
    }
}
