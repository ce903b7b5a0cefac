//! Where the key of a project lies: in the keyring or, when a person says so, in memory until the
//! app closes. The row of the project is written before the keyring is: whatever a crash leaves in
//! there then has a name here, by which it is forgotten or deleted.

use domain::ProfileId;
use secrecy::SecretString;
use store::{Desk, ProfileRecord};
use wire::{Event, Fault, KeyPlace, Notice};

use crate::core::App;
use crate::desk_deed::{self, DeskDeed};
use crate::error::Error;
use crate::key_probe;
use crate::network::Network;

/// A key as it was typed.
pub(crate) struct Typed {
    pub(crate) secret: SecretString,
    pub(crate) memory_only: bool,
}

/// Where a key was put.
pub(crate) struct Placed {
    pub(crate) place: KeyPlace,
    /// Why the keyring still holds the key before it.
    pub(crate) left: Option<vault::Error>,
}

/// Under which name it is noted that the keyring holds a key which a project does not use any
/// more.
fn left_setting(profile: &ProfileId) -> String {
    format!("key_left:{profile}")
}

async fn is_left(desk: &Desk, profile: &ProfileId) -> Result<bool, store::Error> {
    let noted = desk.setting(&left_setting(profile)).await?;
    Ok(noted.is_some_and(|noted| !noted.is_empty()))
}

/// The keyring holds no such key any more. A note that stays is no harm: the keyring is asked
/// once more than it needs to be.
async fn is_gone(desk: &Desk, profile: &ProfileId) {
    let struck = match is_left(desk, profile).await {
        Ok(true) => desk.set_setting(&left_setting(profile), "").await,
        Ok(false) => Ok(()),
        Err(error) => Err(error),
    };
    if let Err(error) = struck {
        tracing::warn!(%error, "that a key left the keyring could not be noted");
    }
}

impl App {
    /// Keeps a key that works with the network it was tried by, and says so in the audit list.
    pub(crate) async fn keep_on_record(
        &self,
        before: Option<&ProfileRecord>,
        profile: &ProfileRecord,
        network: &Network,
        key: Typed,
    ) -> Result<Placed, Fault> {
        let deed = match before {
            Some(_) => DeskDeed::new("Replace an API key", &profile.name),
            None => DeskDeed::new("Add a project", &profile.name),
        };
        let way = match before {
            Some(_) => self.network_of(&profile.id).await.ok(),
            None => None,
        };
        let intent = self.intend_on_desk(&deed).await?;
        let kept = match self.keep_network(&profile.id, network).await {
            Ok(()) => self.keep(before, profile, key).await,
            Err(error) => Err(error),
        };
        if kept.is_err() {
            self.go_back_to(before, &profile.id, way).await;
        }
        let said = match &kept {
            Ok(Placed {
                left: Some(error), ..
            }) => format!("done; the keyring still holds the key before it: {error}"),
            other => desk_deed::words(other),
        };
        self.said_on_desk(&deed, intent, said).await;
        Ok(kept?)
    }

    /// The network as it was before a key that could not be kept. What came of the key is told
    /// whatever becomes of this.
    async fn go_back_to(
        &self,
        before: Option<&ProfileRecord>,
        profile: &ProfileId,
        way: Option<Network>,
    ) {
        let gone_back = match (before, way) {
            (Some(_), Some(way)) => self.keep_network(profile, &way).await,
            // What could not be read cannot be put back.
            (Some(_), None) => Ok(()),
            // There is no project that it could be the network of.
            (None, _) => self.forget_network(profile).await,
        };
        if let Err(error) = gone_back {
            tracing::warn!(error = %crate::fault::chain(&error), "the network of a project is not as before");
        }
    }

    /// The row first, then the key; when the key cannot be kept, the row is as before.
    async fn keep(
        &self,
        before: Option<&ProfileRecord>,
        profile: &ProfileRecord,
        key: Typed,
    ) -> Result<Placed, Error> {
        let desk = self.0.desk.as_ref().map_err(|_| Error::NoWorkspace)?;
        let replaced = match before {
            Some(before) => before.key_in_keyring || is_left(desk, &profile.id).await?,
            None => false,
        };
        if replaced && key.memory_only {
            // Before the row says that nothing of it is in the keyring.
            desk.set_setting(&left_setting(&profile.id), "1").await?;
        }
        desk.save_profile(profile).await?;
        match self.put(desk, profile, key, replaced).await {
            Ok(placed) => {
                self.list(profile);
                Ok(placed)
            }
            Err(error) => {
                self.take_back(desk, before, profile, &error).await;
                Err(error)
            }
        }
    }

    async fn put(
        &self,
        desk: &Desk,
        profile: &ProfileRecord,
        key: Typed,
        replaced: bool,
    ) -> Result<Placed, Error> {
        // What the key before this one could do says nothing of this one.
        desk.set_setting(&key_probe::setting(&profile.id), "")
            .await?;
        if !key.memory_only {
            self.0.vault.save(profile.id.as_str(), &key.secret).await?;
            // In place of whatever the keyring had held on to.
            is_gone(desk, &profile.id).await;
            self.state().keys.remove(&profile.id);
            return Ok(Placed {
                place: KeyPlace::Keyring,
                left: None,
            });
        }
        let mut left = None;
        // A key that was replaced must not come back at the next start.
        if replaced {
            match self.0.vault.forget(profile.id.as_str()).await {
                Ok(()) => is_gone(desk, &profile.id).await,
                Err(error) => left = Some(error),
            }
        }
        self.state().keys.insert(profile.id.clone(), key.secret);
        Ok(Placed {
            place: KeyPlace::Memory,
            left,
        })
    }

    /// The row as it was before a key that the keyring did not take.
    async fn take_back(
        &self,
        desk: &Desk,
        before: Option<&ProfileRecord>,
        profile: &ProfileRecord,
        why: &Error,
    ) {
        // An answer that is not understood may hide that it was taken all the same. Any other is
        // of a keyring that would only ask the person a second time.
        if before.is_none() && matches!(why, Error::Vault(vault::Error::Refused { .. })) {
            let _it_said_no_before = self.0.vault.forget(profile.id.as_str()).await;
        }
        let taken_back = match before {
            Some(before) => desk.save_profile(before).await,
            None => desk.delete_profile(&profile.id).await,
        };
        if let Err(error) = taken_back {
            tracing::error!(%error, "the row of a project whose key was not kept stays");
            self.list(profile);
        }
    }

    /// Shows a project as it is now.
    pub(crate) fn list(&self, profile: &ProfileRecord) {
        let mut state = self.state();
        let known = |known: &&mut ProfileRecord| known.id == profile.id;
        match state.profiles.iter_mut().find(known) {
            Some(known) => *known = profile.clone(),
            None => state.profiles.push(profile.clone()),
        }
    }

    /// Takes the key of a project out of the keyring, wherever it is said to be: one in memory may
    /// have taken the place of one in there, and a row that was rescued may not know. Fails where
    /// there certainly is one and the keyring does not let go of it; says why where nobody knows.
    pub(crate) async fn take_out(
        &self,
        known: &ProfileRecord,
    ) -> Result<Option<vault::Error>, Error> {
        if known.demo {
            return Ok(None);
        }
        let desk = self.0.desk.as_ref().map_err(|_| Error::NoWorkspace)?;
        match self.0.vault.forget(known.id.as_str()).await {
            Ok(()) => {
                is_gone(desk, &known.id).await;
                Ok(None)
            }
            Err(error) if known.key_in_keyring || is_left(desk, &known.id).await? => {
                Err(error.into())
            }
            Err(error) => Ok(Some(error)),
        }
    }

    /// Tells that the keyring holds on to a key that was replaced.
    pub(crate) fn tell_of_left(&self, profile: &ProfileRecord, why: &vault::Error) {
        self.tell(format!(
            "The new key of {} is in memory, and the one before it is still in the keyring: {why}. Once the keyring answers, forget the key here, or enter it again for the keyring.",
            profile.name
        ));
    }

    /// Tells that nobody knows whether the keyring holds a key of a project.
    pub(crate) fn tell_of_unasked(&self, profile: &ProfileRecord, why: &vault::Error) {
        self.tell(format!(
            "Whether an older key of {} is in the keyring could not be found out: {why}. It would be there as dev.switchboard.desktop, {}.",
            profile.name, profile.id
        ));
    }

    /// Tells that a key is of a project that was here already.
    pub(crate) fn tell_of_twin(&self, name: &str) {
        self.tell(format!(
            "This API key is of the project that is on this computer already as {name}, and now it is here twice. Both show the same accounts: delete one in Settings, unless you want two."
        ));
    }

    fn tell(&self, text: String) {
        self.0.hub.publish(&Event::Notice(Notice {
            good: false,
            text,
            integration: None,
        }));
    }
}
