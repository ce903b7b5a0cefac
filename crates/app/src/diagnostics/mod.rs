//! What somebody who helps needs to know, as one text. It is made once, shown, and then
//! copied or saved letter by letter as it was shown.

mod facts;
mod text;

use std::path::Path;

use sha2::{Digest, Sha256};
use wire::{
    Code, CopyDiagnostics, CopyLogFolder, DiagnosticsView, Fault, Handle, PreviewDiagnostics,
    Receipt, SaveDiagnostics,
};

pub(crate) use self::facts::Ring;

use crate::core::App;
use crate::error::Error;
use crate::logs;

/// Files of diagnostics that are kept; the oldest make room.
const MOST_FILES: usize = 20;

impl App {
    /// The text that was shown under this name.
    fn shown(&self, id: &str) -> Result<String, Error> {
        let state = self.state();
        let shown = state.diagnostics.as_ref().filter(|shown| shown.id == id);
        shown.map(|shown| shown.text.clone()).ok_or(Error::Input(
            "This preview is no longer the last one. Nothing was copied; make it again and look at it.",
        ))
    }
}

impl Handle<PreviewDiagnostics> for App {
    async fn handle(&self, ask: PreviewDiagnostics) -> Result<DiagnosticsView, Fault> {
        let facts = facts::gather(self, ask.tenant_ids).await;
        let text = text::text(&facts);
        let digest = Sha256::digest(text.as_bytes());
        let id = digest[..8]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let view = DiagnosticsView { id, text };
        self.state().diagnostics = Some(view.clone());
        Ok(view)
    }
}

impl Handle<CopyDiagnostics> for App {
    async fn handle(&self, ask: CopyDiagnostics) -> Result<Receipt, Fault> {
        let text = self.shown(&ask.id)?;
        self.0.host.copy(&text).map_err(Error::Clipboard)?;
        Ok(said("Copied, exactly as shown."))
    }
}

impl Handle<SaveDiagnostics> for App {
    async fn handle(&self, ask: SaveDiagnostics) -> Result<Receipt, Fault> {
        let text = self.shown(&ask.id)?;
        let directory = self.0.config.home.join("diagnostics");
        let name = format!("switchboard-{}-{}.txt", self.0.host.now().millis(), ask.id);
        let path = directory.join(name);
        let written = path.clone();
        let saved = tokio::task::spawn_blocking(move || save(&directory, &written, &text)).await;
        saved
            .map_err(std::io::Error::other)
            .and_then(|saved| saved)
            .map_err(|error| {
                Fault::new(
                    Code::StoreUnavailable,
                    "The diagnostics could not be written. Nothing was saved; copy them instead.",
                )
                .with_details(error.to_string())
            })?;
        Ok(said(&format!("Saved as {}", path.display())))
    }
}

impl Handle<CopyLogFolder> for App {
    async fn handle(&self, _: CopyLogFolder) -> Result<Receipt, Fault> {
        let folder = logs::directory(&self.0.config.home).display().to_string();
        self.0.host.copy(&folder).map_err(Error::Clipboard)?;
        Ok(said("Path copied."))
    }
}

fn said(words: &str) -> Receipt {
    Receipt {
        said: Some(words.to_owned()),
    }
}

/// Writes for this user only, and lets the oldest go. The names say which those are, as the clock
/// stood; what was just saved stays, however that stands now.
fn save(directory: &Path, path: &Path, text: &str) -> std::io::Result<()> {
    std::fs::create_dir_all(directory)?;
    crate::private::write(path, text.as_bytes())?;
    let mut names: Vec<_> = std::fs::read_dir(directory)?
        .flatten()
        .map(|entry| entry.path())
        .filter(|known| known != path && known.extension().is_some_and(|end| end == "txt"))
        .collect();
    names.sort();
    let many = (names.len() + 1).saturating_sub(MOST_FILES);
    for old in names.iter().take(many) {
        std::fs::remove_file(old)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_just_saved_stays_though_the_clock_was_set_back() {
        let home = tempfile::tempdir().unwrap();
        let at = |millis: u32| home.path().join(format!("switchboard-{millis}-ab.txt"));
        for millis in 900..930 {
            save(home.path(), &at(millis), "as it was").unwrap();
        }
        save(home.path(), &at(100), "as it is").unwrap();
        assert!(at(100).exists() && at(929).exists());
        let kept = std::fs::read_dir(home.path()).unwrap().count();
        assert_eq!(kept, MOST_FILES);
    }
}
