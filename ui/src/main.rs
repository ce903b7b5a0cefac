//! The window's entry.

fn main() {
    #[cfg(target_arch = "wasm32")]
    ui::run();
}
