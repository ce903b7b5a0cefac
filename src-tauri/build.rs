//! Tells Tauri which commands exist and where the capability file is, and makes sure that there
//! is a front end to embed.

use std::{collections::BTreeSet, error::Error, fs, path::Path};

/// The rows of the command table, and `subscribe`: it takes a Tauri channel, so it cannot be one.
const COMMANDS: &[&str] = &{
    let mut names = ["subscribe"; wire::COMMANDS.len() + 1];
    let mut row = 0;
    while row < wire::COMMANDS.len() {
        names[row] = wire::COMMANDS[row];
        row += 1;
    }
    names
};

const CAPABILITY: &str = "src-tauri/capabilities/main.json";

/// Shown only when somebody builds the shell before the window.
const STUB: &str = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Switchboard</title></head><body><p>The window has not been built. Run <code>cargo xtask ui</code>.</p></body></html>\n";

fn main() -> Result<(), Box<dyn Error>> {
    stand_in_front_end()?;
    capability_names_every_command_and_no_more()?;
    tauri_build::try_build(
        tauri_build::Attributes::new()
            .capabilities_path_pattern("./src-tauri/capabilities/**/*")
            .app_manifest(tauri_build::AppManifest::new().commands(COMMANDS)),
    )?;
    Ok(())
}

/// `generate_context!` refuses to compile without a front end, which would keep `cargo check`
/// from working in a new clone.
fn stand_in_front_end() -> Result<(), Box<dyn Error>> {
    let dist = Path::new("ui/dist");
    println!("cargo:rerun-if-changed=ui/dist");
    if !dist.join("index.html").exists() {
        fs::create_dir_all(dist)?;
        fs::write(dist.join("index.html"), STUB)?;
    }
    Ok(())
}

/// The capability file is the list that a reviewer reads. It is written by hand on purpose, so
/// a new command reaches the window only when somebody has said so twice.
fn capability_names_every_command_and_no_more() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed={CAPABILITY}");
    let capability: serde_json::Value = serde_json::from_str(&fs::read_to_string(CAPABILITY)?)?;
    let granted: BTreeSet<String> = capability["permissions"]
        .as_array()
        .ok_or("the capability has no list of permissions")?
        .iter()
        .map(|permission| permission.as_str().unwrap_or_default().to_owned())
        .collect();
    let wanted: BTreeSet<String> = COMMANDS
        .iter()
        .map(|command| format!("allow-{}", command.replace('_', "-")))
        .collect();
    let missing: Vec<_> = wanted.difference(&granted).collect();
    let unknown: Vec<_> = granted.difference(&wanted).collect();
    if missing.is_empty() && unknown.is_empty() {
        return Ok(());
    }
    Err(format!(
        "{CAPABILITY} must grant exactly the commands of the table.\n  it lacks: {missing:?}\n  no command: {unknown:?}"
    )
    .into())
}
