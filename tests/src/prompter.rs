//! Whoever asks the person for the password of a locked keyring: on a desktop a dialog of its own,
//! here one that is answered when the test says so.
//!
//! The password goes to the keyring as gcr's `sx-aes-1` wants it: each side sends a public key of
//! Diffie and Hellman's, and what follows from both encrypts it. Our private key is 1, so our public
//! one is the group's generator, and what both sides share is the keyring's public one. There is
//! nothing to hide here.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use aes::{
    Aes128, Block,
    cipher::{BlockCipherEncrypt, KeyInit},
};
use anyhow::{Context, Result};
use base64::{Engine, engine::general_purpose::STANDARD};
use hkdf::Hkdf;
use sha2::Sha256;
use zbus::{
    connection::Builder,
    interface,
    zvariant::{OwnedObjectPath, OwnedValue, Value},
};

use crate::{bus::PASSWORD, poll::until};

const PATH: &str = "/org/gnome/keyring/Prompter";
const CALLBACK: &str = "org.gnome.keyring.internal.Prompter.Callback";

/// Our part of the exchange: the generator, which is 2.
const OURS: &str = "[sx-aes-1]\npublic=Ag==\n";
/// Sixteen bytes of nothing: a key is used once, so each block may begin alike.
const IV: &str = "AAAAAAAAAAAAAAAAAAAAAA==";
/// How many bytes a number of the group takes.
const GROUP: usize = 192;

/// What the keyring asked so far.
#[derive(Debug, Default)]
struct Asked {
    /// Where it waits for an answer.
    callback: Option<OwnedObjectPath>,
    /// Its part of the exchange, which it sends once it has ours.
    exchange: Option<String>,
}

#[derive(Debug, Clone, Default)]
struct Dialog(Arc<Mutex<Asked>>);

impl Dialog {
    fn asked(&self) -> MutexGuard<'_, Asked> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[interface(name = "org.gnome.keyring.internal.Prompter")]
impl Dialog {
    fn begin_prompting(&self, callback: OwnedObjectPath) {
        self.asked().callback = Some(callback);
    }

    fn perform_prompt(
        &self,
        _callback: OwnedObjectPath,
        _kind: String,
        _properties: HashMap<String, OwnedValue>,
        exchange: String,
    ) {
        self.asked().exchange = Some(exchange);
    }

    fn stop_prompting(&self, _callback: OwnedObjectPath) {}
}

/// The dialog on a desk's bus. It is gone when dropped.
#[derive(Debug)]
pub struct Prompter {
    bus: zbus::Connection,
    dialog: Dialog,
}

impl Prompter {
    pub(crate) async fn start(address: &str) -> Result<Self> {
        let dialog = Dialog::default();
        let bus = Builder::address(address)?
            .name("org.gnome.keyring.SystemPrompter")?
            .serve_at(PATH, dialog.clone())?
            .build()
            .await
            .context("nobody asks for the password of the keyring")?;
        Ok(Self { bus, dialog })
    }

    /// Waits until the keyring wants its password.
    pub async fn asked(&self) -> Result<()> {
        self.callback().await.map(|_| ())
    }

    /// The person types the password.
    pub async fn answer(&self) -> Result<()> {
        let callback = self.callback().await?;
        self.tell(&callback, "", OURS).await?;
        let theirs = until("the keyring's part of the exchange", || async {
            Ok(self.dialog.asked().exchange.take())
        })
        .await?;
        let secret = encrypted(&theirs)?;
        let exchange = format!("{OURS}secret={secret}\niv={IV}\n");
        self.tell(&callback, "yes", &exchange).await
    }

    async fn callback(&self) -> Result<OwnedObjectPath> {
        until("the keyring to ask for its password", || async {
            Ok(self.dialog.asked().callback.clone())
        })
        .await
    }

    async fn tell(&self, callback: &OwnedObjectPath, reply: &str, exchange: &str) -> Result<()> {
        let properties: HashMap<&str, Value<'_>> = HashMap::new();
        self.bus
            .call_method(
                Some("org.freedesktop.secrets"),
                callback.as_str(),
                Some(CALLBACK),
                "PromptReady",
                &(reply, properties, exchange),
            )
            .await
            .context("the keyring does not hear the answer")?;
        Ok(())
    }
}

/// The password, for who sent this part of the exchange.
fn encrypted(exchange: &str) -> Result<String> {
    let theirs = exchange
        .lines()
        .find_map(|line| line.strip_prefix("public="))
        .context("the keyring sent no public key")?;
    let theirs = STANDARD.decode(theirs)?;
    let start = GROUP.checked_sub(theirs.len());
    let mut shared = [0; GROUP];
    shared[start.context("the keyring's key is of another group")?..].copy_from_slice(&theirs);
    let mut key = [0; 16];
    Hkdf::<Sha256>::new(None, &shared).expand(&[], &mut key)?;
    // It fits into one block, whose last four bytes say that they are four too many.
    let mut text = [4; 16];
    text[..PASSWORD.len()].copy_from_slice(PASSWORD);
    let mut block = Block::from(text);
    Aes128::new(&key.into()).encrypt_block(&mut block);
    Ok(STANDARD.encode(block))
}
