//! What the desktop lends an app in a test: it does nothing, and remembers what it was asked.

use std::net::{Ipv4Addr, TcpListener};
use std::sync::{Arc, Mutex};

use app::{DemoServer, Future, Host, HostError};
use domain::Timestamp;

use super::demo;

/// A host that remembers what it was asked.
#[derive(Default)]
pub(crate) struct Recording {
    pub(crate) opened: Mutex<Vec<String>>,
    pub(crate) copied: Mutex<Vec<String>>,
    pub(crate) raised: Mutex<u32>,
    pub(crate) alerts: Mutex<Vec<app::Alert>>,
    pub(crate) no_browser: Mutex<bool>,
    pub(crate) no_handler: Mutex<bool>,
    pub(crate) no_port: Mutex<bool>,
    pub(crate) zoomed: Mutex<Vec<u16>>,
    pub(crate) left: Mutex<u32>,
    pub(crate) detailed: Mutex<Vec<bool>>,
    /// What was copied and is to be in no history of the clipboard.
    pub(crate) unrecorded: Mutex<Vec<String>>,
    pub(super) demo: Mutex<Option<Arc<demo::Demo>>>,
    /// How far the clock on the wall is ahead, in milliseconds.
    pub(crate) ahead: Mutex<i64>,
}

impl Host for Recording {
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap();
        let ahead = *self.ahead.lock().unwrap();
        Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap() + ahead)
    }
    fn open_url(&self, url: &str) -> Result<(), HostError> {
        self.opened.lock().unwrap().push(url.to_owned());
        let broken = *self.no_browser.lock().unwrap();
        if broken {
            Err(HostError("no browser".into()))
        } else {
            Ok(())
        }
    }
    fn copy(&self, text: &str) -> Result<(), HostError> {
        self.copied.lock().unwrap().push(text.to_owned());
        Ok(())
    }
    fn copy_unrecorded(&self, text: &str) -> Result<(), HostError> {
        self.unrecorded.lock().unwrap().push(text.to_owned());
        Ok(())
    }
    fn handles_links(&self) -> bool {
        !*self.no_handler.lock().unwrap()
    }
    fn door(&self) -> std::io::Result<TcpListener> {
        if *self.no_port.lock().unwrap() {
            return Err(std::io::ErrorKind::PermissionDenied.into());
        }
        TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
    }
    fn raise(&self) {
        *self.raised.lock().unwrap() += 1;
    }
    fn alert(&self, alert: app::Alert) {
        self.alerts.lock().unwrap().push(alert);
    }
    fn zoom(&self, percent: u16) {
        self.zoomed.lock().unwrap().push(percent);
    }
    fn quit(&self) {
        *self.left.lock().unwrap() += 1;
    }
    fn log_in_detail(&self, on: bool) {
        self.detailed.lock().unwrap().push(on);
    }
    fn system(&self) -> app::SystemFacts {
        app::SystemFacts {
            os: "Test OS 1".into(),
            webview: "2.0".into(),
            display: "none".into(),
        }
    }
    fn start_demo(&self, _: wire::DemoSize) -> Future<'_, Result<Arc<dyn DemoServer>, HostError>> {
        Box::pin(demo::Demo::start(&self.demo))
    }
}
