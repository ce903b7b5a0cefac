//! The journeys.

mod consent;
mod fences;
mod figures;
mod journey;
mod keyring;
mod links;
mod steps;
mod tour;
