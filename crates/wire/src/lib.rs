//! The words spoken between the window and the core: the command table, the views
//! that are shown, the events that are pushed, and the one shape of a fault.
//!
//! The window gets verdicts, never secrets: no type here can hold a token, a
//! connect link or a key on its way out, but for the squares of a QR code that somebody
//! asked to see. The one way in is [`SecretInput`].

pub mod access;
pub mod appearance;
pub mod choosing;
pub mod cleanup;
pub mod commands;
pub mod doctor;
pub mod drills;
pub mod event;
pub mod fault;
pub mod help;
pub mod logs;
pub mod network;
pub mod projects;
pub mod requests;
pub mod secret_input;
pub mod sending;
pub mod triage;
pub mod views;

pub use access::*;
pub use appearance::{Appearance, Density, Quit, SetAppearance, Stay, UnderWay, Zoom};
pub use cleanup::*;

pub use choosing::*;
pub use commands::{COMMANDS, Command, Handle};
pub use doctor::*;
pub use drills::*;
pub use event::Event;
pub use fault::{Code, Fault, Remedy};
pub use help::{CopyHelp, HelpText};
pub use logs::*;
pub use network::*;
pub use projects::*;
pub use requests::*;
pub use secret_input::SecretInput;
pub use sending::*;
pub use triage::*;
pub use views::*;
