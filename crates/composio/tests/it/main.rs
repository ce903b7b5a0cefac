//! The client against servers: one module per resource, and one per fear.
//!
//! `cfg(test)` tells clippy that helpers here may unwrap as tests may.

#[cfg(test)]
mod accounts;
#[cfg(test)]
mod catalogue;
#[cfg(test)]
mod docs;
#[cfg(test)]
mod errors;
#[cfg(test)]
mod every_call;
#[cfg(test)]
mod generation;
#[cfg(test)]
mod network;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod random;
#[cfg(test)]
mod schemes;
#[cfg(test)]
mod scripted;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod settings;
#[cfg(test)]
mod simulated;
#[cfg(test)]
mod transport;
#[cfg(test)]
mod ways;
#[cfg(test)]
mod weather;
#[cfg(test)]
mod writes;
