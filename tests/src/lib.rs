//! The harness of the journeys: a desk of its own for each test (directories, session bus,
//! keyring, default browser), the built program in its real window, and the built simulator.
//!
//! It knows no internals. What a person cannot see on the screen, in a file, in the browser or
//! at Composio, a journey cannot assert.
//!
//! At its named moments ([`Window::picture`], the names are in `tests/pictures.txt`) nothing on the
//! screen may stick out, be cut off, lie where nothing scrolls to or be read aloud twice, and axe-core
//! may find no barrier in either theme. `cargo xtask screenshots DIR` runs the
//! same journeys with `SWITCHBOARD_PICTURES` set, and then each such moment is a picture too.
//!
//! Every wait is a poll with a deadline, every process is ended by its own id; when a test is killed,
//! by a guard that outlives it.

mod album;
mod axe;
mod binaries;
mod browser;
mod bus;
mod canary;
mod clipboard;
mod cold;
mod crowd;
mod desk;
mod driver;
mod hand;
mod handler;
mod hostile;
mod http;
mod keyboard;
mod left_out;
mod notifications;
mod opening;
mod page;
mod poll;
mod press_close;
mod process;
mod prompter;
mod simulator;
mod starter;
mod still;
mod suspended;
mod window;

pub use crate::{
    browser::{Browser, Decision, Script, Visit, record as record_visit},
    canary::{Canary, TOKENS},
    clipboard::{Copied, copied},
    cold::Cold,
    desk::Desk,
    hostile::{Hostile, all as hostile_texts, is_odd},
    http::{Answer, Http},
    left_out::left_out,
    notifications::{Notifications, Shown},
    page::{Button, Field, Form, forms},
    poll::{PATIENCE, until},
    process::{Ended, Started},
    prompter::Prompter,
    simulator::Simulator,
    suspended::Suspended,
    window::{Window, hook},
};
