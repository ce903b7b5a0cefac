//! The key of a project that is opened. A keyring answers within milliseconds, or it asks a person
//! for its password first, for as long as that takes. The rows do not wait for that, and neither
//! does whoever wants to open something else.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use composio::Client;
use secrecy::SecretString;
use store::ProfileRecord;
use tokio::time::timeout;
use wire::{Fault, KeyPlace};

use crate::core::App;
use crate::error::Error;
use crate::workspace::Workspace;

/// How long a workspace stays closed for its key: longer than a keyring takes that asks nobody,
/// so that mostly nothing is shown twice.
const PATIENCE: Duration = Duration::from_millis(300);

/// A key and where it was; where there is none at hand, why.
type Answer = (Option<SecretString>, KeyPlace, Option<Fault>);

impl App {
    /// Opens a project with the key that it has. Without its key or its network it is open for
    /// reading, and says why.
    pub(crate) async fn use_project(&self, profile: ProfileRecord) -> Result<(), Fault> {
        let one = self.0.switching.lock().await;
        let mut asked = pin!(self.key_of(&profile));
        let Ok(answer) = timeout(PATIENCE, &mut asked).await else {
            self.move_on().await;
            self.enter(profile.clone(), KeyPlace::Asked, None, None)
                .await?;
            let waiting = self.workspace()?;
            drop(one);
            let answer = asked.await;
            let _one = self.0.switching.lock().await;
            return self.hand_over(&waiting, answer).await;
        };
        let (client, place, trouble) = self.client_with(&profile, answer).await;
        self.move_on().await;
        self.enter(profile.clone(), place, client, None).await?;
        if trouble.is_some() {
            self.state().trouble = trouble;
            self.publish_snapshot();
        }
        self.rescue_is_shown().await;
        Ok(())
    }

    /// Gives a workspace the key that came for it, unless it was closed, or the key forgotten,
    /// meanwhile.
    async fn hand_over(&self, waiting: &Arc<Workspace>, answer: Answer) -> Result<(), Fault> {
        let wanted = {
            let state = self.state();
            let open = state.workspace.as_ref();
            let mut profiles = state.profiles.iter();
            open.is_some_and(|open| Arc::ptr_eq(open, waiting))
                && profiles.any(|it| it.id == waiting.profile.id && it.key_in_keyring)
        };
        if !wanted {
            return Ok(());
        }
        let (client, place, trouble) = self.client_with(&waiting.profile, answer).await;
        let begun = match client {
            Some(client) => {
                waiting.work_with(client);
                self.work_in(waiting).await
            }
            None => Ok(()),
        };
        if let Err(error) = begun {
            return self.came_of(waiting.profile.id.clone(), Err(error.into()));
        }
        // Not before what was under way is followed again: until then callbacks wait.
        waiting.key_is(place);
        if trouble.is_some() {
            self.state().trouble = trouble;
        }
        self.opened();
        self.rescue_is_shown().await;
        Ok(())
    }

    /// The key of a project; where there is none at hand, why.
    async fn key_of(&self, profile: &ProfileRecord) -> Answer {
        let memory = self.state().keys.get(&profile.id).cloned();
        let missing = |error| {
            let fault = Fault::from(Error::Vault(error));
            (None, KeyPlace::Missing, Some(fault))
        };
        match memory {
            Some(key) => (Some(key), KeyPlace::Memory, None),
            None if !profile.key_in_keyring => missing(vault::Error::Missing),
            None => match self.0.vault.load(profile.id.as_str()).await {
                Ok(key) => (Some(key), KeyPlace::Keyring, None),
                Err(error) => missing(error),
            },
        }
    }

    /// A client with that key, by the network of the project.
    async fn client_with(
        &self,
        profile: &ProfileRecord,
        (key, place, trouble): Answer,
    ) -> (Option<Client>, KeyPlace, Option<Fault>) {
        let Some(key) = key else {
            return (None, place, trouble);
        };
        match self.client_of(profile, key).await {
            Ok(client) => (Some(client), place, trouble),
            Err(error) => (None, place, Some(Fault::from(error))),
        }
    }

    async fn client_of(&self, profile: &ProfileRecord, key: SecretString) -> Result<Client, Error> {
        let network = self.network_of(&profile.id).await?;
        network.client(self.clock(), &profile.base_url, key)
    }
}
