//! Detailed logs: for a quarter of an hour, then off by themselves. Until when is
//! written to disk before they begin, so that a crash neither ends them early without a
//! word nor leaves them on.

use std::sync::{Arc, Weak};
use std::time::Duration;

use domain::Timestamp;
use wire::Fault;

use crate::core::{App, Inner};
use crate::error::Error;

const SETTING: &str = "detailed_logs_until";
/// How long detailed logs last.
const MINUTES: i64 = 15;
const MILLIS: i64 = MINUTES * 60_000;
/// How often the clock is looked at: a computer may sleep, and its clock may be set.
const LOOK: Duration = Duration::from_secs(1);

/// Whether detailed logs that are to end at `until` go on.
const fn goes_on(until: Timestamp, now: Timestamp) -> bool {
    let left = until.since(now);
    // A clock that was set back must not make it longer.
    left > 0 && left <= MILLIS
}

impl App {
    /// Until when the log is detailed; `None` when it is not.
    pub(crate) fn detailed_until(&self) -> Option<Timestamp> {
        self.state().detailed_until
    }

    /// Begins a quarter of an hour, or ends it.
    pub(crate) async fn set_detailed_logs(&self, on: bool) -> Result<(), Fault> {
        let until = on.then(|| self.0.host.now().plus_millis(MILLIS));
        let kept = until.map(|until| until.millis().to_string());
        self.desk()?
            .set_setting(SETTING, &kept.unwrap_or_default())
            .await
            .map_err(Error::from)?;
        match until {
            Some(until) => self.detail(until),
            None => self.end_detail(),
        }
        Ok(())
    }

    /// Goes on with what a crash or an end interrupted.
    pub(crate) async fn resume_detail(&self) {
        let Ok(desk) = self.desk() else { return };
        let kept = desk.setting(SETTING).await.ok().flatten();
        let until = kept.and_then(|kept| kept.parse().ok());
        match until.map(Timestamp::from_millis) {
            Some(until) if goes_on(until, self.0.host.now()) => self.detail(until),
            _ => self.0.host.log_in_detail(false),
        }
    }

    fn detail(&self, until: Timestamp) {
        let running = self.state().detailed_until.replace(until).is_some();
        self.0.host.log_in_detail(true);
        tracing::info!(minutes = MINUTES, "detailed logs are on");
        if !running {
            tokio::spawn(watch(Arc::downgrade(&self.0)));
        }
    }

    fn end_detail(&self) {
        if self.state().detailed_until.take().is_some() {
            tracing::info!("detailed logs are off");
        }
        self.0.host.log_in_detail(false);
    }
}

/// Ends the detail when its time is over; ends itself with the app.
async fn watch(app: Weak<Inner>) {
    loop {
        tokio::time::sleep(LOOK).await;
        let Some(app) = app.upgrade().map(App) else {
            return;
        };
        let Some(until) = app.detailed_until() else {
            return;
        };
        if !goes_on(until, app.0.host.now()) {
            // Written first: what is read at the next start must not be longer.
            if let Ok(desk) = app.desk()
                && let Err(error) = desk.set_setting(SETTING, "").await
            {
                tracing::warn!(%error, "the end of the detailed logs could not be kept");
            }
            app.end_detail();
            return;
        }
    }
}
