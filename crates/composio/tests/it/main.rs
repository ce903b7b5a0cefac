//! The client against servers: one module per resource, and one per fear.
#![cfg(test)]

mod accounts;
mod docs;
mod pages;
mod scripted;
mod transport;
