//! What the window asks about the log.

use wire::{Code, Fault, FindLogs, Handle, LogPage, Receipt, SetDetailedLogs};

use super::{Wanted, directory, page, size};
use crate::core::App;

/// The longest page.
const MOST_LINES: u32 = 200;

impl Handle<FindLogs> for App {
    async fn handle(&self, ask: FindLogs) -> Result<LogPage, Fault> {
        let home = self.0.config.home.clone();
        let place = directory(&home);
        let wanted = Wanted {
            before: ask.before,
            level: ask.level,
            text: ask.text,
            limit: ask.limit.clamp(1, MOST_LINES) as usize,
        };
        let shown = place.display().to_string();
        let read = tokio::task::spawn_blocking(move || (page(&place, &wanted), size(&home)));
        let (read, bytes) = read.await.map_err(|error| unreadable(&error))?;
        let (lines, older) = read.map_err(|error| unreadable(&error))?;
        Ok(LogPage {
            lines,
            older,
            directory: shown,
            bytes: u32::try_from(bytes).unwrap_or(u32::MAX),
            detailed_until: self.detailed_until(),
        })
    }
}

fn unreadable(error: &dyn std::error::Error) -> Fault {
    Fault::new(
        Code::StoreUnavailable,
        "The log cannot be read. Check the rights of its folder; everything else goes on.",
    )
    .with_details(crate::redact::redact(&error.to_string()))
}

impl Handle<SetDetailedLogs> for App {
    async fn handle(&self, ask: SetDetailedLogs) -> Result<Receipt, Fault> {
        self.set_detailed_logs(ask.on).await?;
        Ok(Receipt::default())
    }
}
