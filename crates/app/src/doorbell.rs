//! A callback came: by deep link or by the loopback page. It proves nothing and
//! changes nothing but when the next look happens. Without an attempt of ours and
//! its state, which is used once, nothing at all happens: no window, no request.

use domain::links::Callback;
use sha2::{Digest, Sha256};
use wire::{AttemptTrouble, Event};

use crate::fault::chain;
use crate::workspace::Workspace;

impl Workspace {
    /// Takes a callback; `true` when it was for an attempt of ours.
    pub(crate) async fn ring(&self, callback: &Callback) -> bool {
        let Some(row) = self
            .live()
            .get(&callback.attempt)
            .map(|live| live.record.attempt.integration.clone())
        else {
            tracing::info!("a callback for no attempt of ours was dropped");
            return false;
        };
        let hash: [u8; 32] = Sha256::digest(callback.state).into();
        match self
            .store
            .consume_state(&callback.attempt, &hash, self.now())
            .await
        {
            Ok(true) => {}
            Ok(false) => {
                tracing::info!(attempt = %callback.attempt, "a callback that was used, forged or late was dropped");
                return false;
            }
            Err(error) => {
                tracing::warn!(error = %chain(&error), "a callback could not be checked");
                return false;
            }
        }
        self.with_live(&callback.attempt, |live| {
            if callback.other_browser {
                live.trouble = Some(AttemptTrouble::OtherBrowser);
            }
            live.wake.notify_one();
        });
        tracing::info!(attempt = %callback.attempt, "a callback rang its attempt");
        self.host.raise();
        self.publish(&Event::Focus {
            integration: row,
            asked: false,
        });
        true
    }
}
