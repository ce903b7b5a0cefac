//! The vault on a real Secret Service.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot be set up has to stop there"
)]
#![expect(clippy::print_stdout, reason = "a test that is skipped says so")]

#[cfg(target_os = "linux")]
mod bus;
#[cfg(target_os = "linux")]
mod secret_service;
