//! The journeys.

mod consent;
mod fences;
mod figures;
mod journey;
mod keyring;
mod links;
mod starting;
mod steps;
mod tour;
