//! The core against everything that can go wrong: faults of the network and of Composio,
//! ends in the middle of a step, clocks that lie, floods of forged callbacks. After every
//! step an independent checker compares the database with what is true at Composio.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
#![expect(
    clippy::print_stdout,
    reason = "seeds and counts are for whoever reads the log of a run"
)]

mod afterwards;
mod apart;
mod at_once;
mod callbacks;
mod checker;
mod clock;
mod colleague;
mod crash;
mod database;
mod denied;
mod dice;
mod inputs;
mod kill;
mod life;
mod lost_link;
mod managed;
mod missing;
mod quiet;
mod readings;
mod retired;
mod rig;
mod simulation;
mod skew;
mod slips;
mod starts;
mod storm;
mod stubborn;
mod table;
