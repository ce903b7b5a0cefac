//! A window with one line in it: what Tauri and the web view need at least. `cargo xtask figures`
//! holds the start, the memory and the rest of the real program against it.

fn main() -> tauri::Result<()> {
    tauri::Builder::default().run(tauri::generate_context!(
        "src-tauri/examples/bare/tauri.conf.json"
    ))
}
