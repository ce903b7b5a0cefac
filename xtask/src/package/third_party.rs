//! Whose work is linked into the program: each crate with its version and its licence.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    path::Path,
};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::{cargo, sh};

/// The list, as text.
pub(super) fn list(root: &Path) -> Result<String> {
    let host = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
    let mut linked = BTreeSet::new();
    for (package, target) in [
        (super::NAME, host.as_str()),
        ("ui", "wasm32-unknown-unknown"),
    ] {
        let metadata = sh::output(
            cargo::cargo()?
                .current_dir(root)
                .args(["metadata", "--format-version=1", "--locked"])
                .args(["--filter-platform", target]),
        )?;
        linked.extend(linked_into(package, &serde_json::from_str(&metadata)?)?);
    }
    let mut text = String::from(
        "Crates linked into the program and its window, with their licences. The sources of each\n\
         are on crates.io under its name and version.\n\n",
    );
    for line in linked {
        let _ = writeln!(text, "{line}");
    }
    Ok(text)
}

/// What `package` links, itself and the workspace left out: what builds it is not in it.
fn linked_into(package: &str, metadata: &Value) -> Result<BTreeSet<String>> {
    let array = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let packages: BTreeMap<String, Value> = array(&metadata["packages"])
        .into_iter()
        .map(|package| (text(&package["id"]), package))
        .collect();
    let nodes: BTreeMap<String, Value> = array(&metadata["resolve"]["nodes"])
        .into_iter()
        .map(|node| (text(&node["id"]), node))
        .collect();
    let start = packages
        .iter()
        .find(|(_, found)| found["name"] == package && found["source"].is_null())
        .map(|(id, _)| id.clone())
        .with_context(|| format!("no package {package}"))?;
    let (mut seen, mut open) = (BTreeSet::new(), vec![start]);
    while let Some(id) = open.pop() {
        let Some(node) = nodes.get(&id) else { continue };
        if !seen.insert(id) {
            continue;
        }
        for dependency in array(&node["deps"]) {
            let normal = array(&dependency["dep_kinds"])
                .iter()
                .any(|kind| kind["kind"].is_null());
            if normal {
                open.push(text(&dependency["pkg"]));
            }
        }
    }
    let foreign = seen
        .iter()
        .filter_map(|id| packages.get(id))
        .filter(|package| !package["source"].is_null());
    Ok(foreign
        .map(|package| {
            let licence = package["license"].as_str().unwrap_or("see its sources");
            format!(
                "{} {}: {licence}",
                text(&package["name"]),
                text(&package["version"])
            )
        })
        .collect())
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
