//! Building the window: Rust to WebAssembly, its glue by wasm-bindgen as a library, and the
//! hand-written pages beside it. No JavaScript tool takes part.

use std::{
    collections::BTreeSet,
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::{Context, Result, ensure};

use crate::{cargo, sh, sheet};

/// How the module is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Small.
    Release,
    /// Soon, and with names for the debugger.
    Dev,
}

/// Starts the module; a file of its own, because the policy forbids scripts in the page.
const BOOT: &str = "import init from './ui.js';\n\
    await init({ module_or_path: new URL('./ui_bg.wasm', import.meta.url) });\n";

/// How the compiler is asked for the window, between U+001F. Leptos then forgets the type of
/// every part of a view where it is put together: one third less code for the same window, and
/// a shorter build (docs/performance.md).
pub(crate) const FLAGS: &str = "--cfg\u{1f}erase_components";

/// What is copied from `ui/` as it is.
const PAGES: &[&str] = &["css", "html", "ico", "png", "svg", "woff2"];

/// Builds `ui/dist`.
pub(crate) fn build(profile: Profile) -> Result<()> {
    build_at(profile, &cargo::root()?, &cargo::target_directory()?, None)
}

/// Builds the `ui/dist` of the sources in `root`, with the compiler's `flags` between U+001F.
pub(crate) fn build_at(
    profile: Profile,
    root: &Path,
    target: &Path,
    flags: Option<&str>,
) -> Result<()> {
    let start = Instant::now();
    let module = compile(profile, root, target, flags)?;
    let fresh = target.join("ui-dist");
    if fresh.exists() {
        fs::remove_dir_all(&fresh)?;
    }
    fs::create_dir_all(&fresh)?;
    bind(profile, &module, &fresh)?;
    fs::write(fresh.join("boot.js"), BOOT)?;
    for page in pages(&root.join("ui"))? {
        let name = page.file_name().context("a page without a name")?;
        fs::copy(&page, fresh.join(name))?;
    }
    fs::write(
        fresh.join("style.css"),
        sheet::joined(&root.join("ui/style"))?,
    )?;
    ensure!(
        fresh.join("index.html").is_file(),
        "ui/index.html is missing"
    );
    let changed = mirror(&fresh, &root.join("ui/dist"))?;
    let size = fs::metadata(fresh.join("ui_bg.wasm"))?.len();
    println!(
        "ui: {} KiB of wasm in {:.1} s, {changed} files changed",
        size / 1024,
        start.elapsed().as_secs_f32()
    );
    Ok(())
}

fn compile(profile: Profile, root: &Path, target: &Path, flags: Option<&str>) -> Result<PathBuf> {
    let (name, directory) = match profile {
        Profile::Release => ("wasm-release", "wasm-release"),
        Profile::Dev => ("dev", "debug"),
    };
    let mut command = cargo::cargo()?;
    command
        .current_dir(root)
        .args(["build", "--locked", "--package", "ui", "--bin", "ui"])
        .args(["--target", "wasm32-unknown-unknown", "--profile", name])
        .arg("--target-dir")
        .arg(target)
        // Flags meant for this machine's own code are wrong for the browser's.
        .env_remove("RUSTFLAGS")
        .env("CARGO_ENCODED_RUSTFLAGS", all_flags(flags));
    sh::run(&mut command)?;
    Ok(target
        .join("wasm32-unknown-unknown")
        .join(directory)
        .join("ui.wasm"))
}

fn all_flags(more: Option<&str>) -> String {
    [Some(FLAGS), more.filter(|more| !more.is_empty())]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("\u{1f}")
}

fn bind(profile: Profile, module: &Path, out: &Path) -> Result<()> {
    let dev = profile == Profile::Dev;
    wasm_bindgen_cli_support::Bindgen::new()
        .input_path(module)
        .out_name("ui")
        .web(true)?
        .typescript(false)
        .omit_default_module_path(false)
        .debug(dev)
        .keep_debug(dev)
        .remove_name_section(!dev)
        .remove_producers_section(!dev)
        .generate(out)
        .context("wasm-bindgen refused the module")
}

fn pages(ui: &Path) -> Result<Vec<PathBuf>> {
    let mut pages = Vec::new();
    for directory in [ui.to_owned(), ui.join("assets")] {
        if !directory.is_dir() {
            continue;
        }
        for entry in fs::read_dir(directory)? {
            let path = entry?.path();
            let wanted = path
                .extension()
                .and_then(OsStr::to_str)
                .is_some_and(|extension| PAGES.contains(&extension));
            if wanted && path.is_file() {
                pages.push(path);
            }
        }
    }
    Ok(pages)
}

/// Makes `to` hold the files of `from`, touching only what differs: the shell embeds them and
/// would otherwise be compiled again.
fn mirror(from: &Path, to: &Path) -> Result<usize> {
    fs::create_dir_all(to)?;
    let mut changed = 0;
    let mut names = BTreeSet::new();
    for entry in walk(from)? {
        let name = entry.strip_prefix(from)?.to_owned();
        let (old, new) = (to.join(&name), fs::read(&entry)?);
        if fs::read(&old).ok().as_deref() != Some(&new[..]) {
            if let Some(parent) = old.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(&old, new)?;
            changed += 1;
        }
        names.insert(name);
    }
    for entry in walk(to)? {
        if !names.contains(entry.strip_prefix(to)?) {
            fs::remove_file(&entry)?;
            changed += 1;
        }
    }
    Ok(changed)
}

fn walk(directory: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(walk(&path)?);
        } else {
            files.push(path);
        }
    }
    Ok(files)
}
