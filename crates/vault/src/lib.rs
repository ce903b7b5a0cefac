//! Secrets at rest: the Secret Service keyring, or memory.
