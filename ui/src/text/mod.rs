//! How facts are put into words. Nothing here knows an element or a clock.

mod audit;
mod countdown;
mod env;
mod excluded;
mod halves;
mod keys;
mod leaving;
mod number;
mod offline;
mod time;
pub mod token;
mod told;
mod trip;
mod typed;
pub mod weather;
mod words;

pub use audit::{audit_result, chain_verdict};
pub use countdown::{Countdown, spoken_milestone};
pub use env::{EnvPlan, env_plan};
pub use excluded::{excluded, quoted};
pub use halves::{DELETED, WITHDRAWN, disconnected, next_after, outcome};
pub use keys::{KeyGroup, SHORTCUTS, Shortcut, is_single};
pub use leaving::leaving;
pub use number::{count, counted, counted_with};
pub use offline::off_because;
pub use time::{Zone, ago, clock, duration, exact, minute, moment};
pub use told::{unnamed, unticked};
pub use trip::{EndAction, Ending, Step, StepState, ending, trip_steps};
pub use typed::left_of;
pub use words::{
    capital, class_of, glyph_of, initials, is_long, label_of, next_action, next_of, remedy_label,
    roll_up, tile, user_id,
};
