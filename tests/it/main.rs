//! The journeys.

mod fences;
mod keyring;
mod links;
