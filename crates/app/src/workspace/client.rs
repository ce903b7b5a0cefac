//! With which key an open workspace speaks to Composio. It may be open without one, and the key
//! may come later.

use std::sync::PoisonError;

use composio::{Client, Generation};
use wire::KeyPlace;

use super::Workspace;
use crate::error::Error;

impl Workspace {
    /// Where the key is.
    pub(crate) fn key(&self) -> KeyPlace {
        *self.key.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The keyring that was asked for the key has answered.
    pub(crate) fn key_is(&self, place: KeyPlace) {
        *self.key.write().unwrap_or_else(PoisonError::into_inner) = place;
    }

    /// From now on Composio is spoken to, with the key that came.
    pub(crate) fn work_with(&self, client: Client) {
        let mut held = self.client.write().unwrap_or_else(PoisonError::into_inner);
        *held = Some(client);
    }

    /// The client, where there is a key.
    pub(crate) fn client(&self) -> Result<Client, Error> {
        let client = self.client.read().unwrap_or_else(PoisonError::into_inner);
        client.clone().ok_or(Error::NoKey)
    }

    /// From now on the API is spoken to in this generation.
    pub(crate) fn speak(&self, generation: Generation) {
        let mut client = self.client.write().unwrap_or_else(PoisonError::into_inner);
        *client = client
            .take()
            .map(|client| client.with_generation(generation));
    }
}
