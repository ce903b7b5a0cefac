//! The window: Leptos in WebAssembly. It shows what the core says and asks for what
//! a person wants; it holds no rule, no secret and no list.
//!
//! What can be tested without a window is: [`console`] (the one copy of what the
//! core said), [`chosen`] (a control between its change and the answer), [`rows`]
//! (the arithmetic of long lists) and [`text`] (words and times). The rest exists
//! in WebAssembly only; `bridge` is the one file that knows the shell.
#![cfg_attr(
    target_arch = "wasm32",
    expect(
        unreachable_pub,
        reason = "#[component] writes public types into private rooms"
    )
)]

pub mod chosen;
pub mod console;
pub mod rows;
pub mod text;

#[cfg(test)]
mod controls;

#[cfg(target_arch = "wasm32")]
mod act;
#[cfg(target_arch = "wasm32")]
mod app;
#[cfg(target_arch = "wasm32")]
mod bridge;
#[cfg(target_arch = "wasm32")]
mod clicks;
#[cfg(target_arch = "wasm32")]
mod desk;
#[cfg(target_arch = "wasm32")]
mod dom;
#[cfg(target_arch = "wasm32")]
mod hotkeys;
#[cfg(target_arch = "wasm32")]
mod listing;
#[cfg(target_arch = "wasm32")]
mod looks;
#[cfg(target_arch = "wasm32")]
mod parts;
#[cfg(target_arch = "wasm32")]
mod reading;
#[cfg(target_arch = "wasm32")]
mod screens;

/// Opens the window's content.
#[cfg(target_arch = "wasm32")]
pub fn run() {
    // A panic leaves a dead window; at least it says where.
    std::panic::set_hook(Box::new(|panic| {
        web_sys::console::error_1(&panic.to_string().into());
    }));
    leptos::mount::mount_to_body(app::App);
}
