//! Whose work is linked into the program: each crate with its version and its licence. The texts of
//! the licences are in [`super::licences`].

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::{cargo, sh};

/// One crate that is linked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Crate {
    pub(super) name: String,
    pub(super) version: String,
    pub(super) licence: String,
    pub(super) authors: Vec<String>,
    /// Where its sources are.
    pub(super) directory: PathBuf,
}

impl Crate {
    /// What the list and the texts call it.
    pub(super) fn label(&self) -> String {
        format!("{} {}", self.name, self.version)
    }
}

/// All of them, in order.
pub(super) fn crates(root: &Path) -> Result<BTreeSet<Crate>> {
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
    Ok(linked)
}

/// The list, as text.
pub(super) fn list(crates: &BTreeSet<Crate>) -> String {
    let mut text = String::from(
        "Crates linked into the program and its window, with their licences. The sources of each\n\
         are on crates.io under its name and version; the texts of the licences are in\n\
         third-party-licences.txt.gz beside this file.\n\n",
    );
    for one in crates {
        let _ = writeln!(text, "{}: {}", one.label(), one.licence);
    }
    text
}

/// What `package` links, itself and the workspace left out: what builds it is not in it.
fn linked_into(package: &str, metadata: &Value) -> Result<BTreeSet<Crate>> {
    let packages: BTreeMap<String, &Value> = array(&metadata["packages"])
        .map(|package| (text(&package["id"]), package))
        .collect();
    let nodes: BTreeMap<String, &Value> = array(&metadata["resolve"]["nodes"])
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
            if array(&dependency["dep_kinds"]).any(|kind| kind["kind"].is_null()) {
                open.push(text(&dependency["pkg"]));
            }
        }
    }
    seen.iter()
        .filter_map(|id| packages.get(id))
        .filter(|package| !package["source"].is_null())
        .map(|package| linked(package))
        .collect()
}

fn linked(package: &Value) -> Result<Crate> {
    let manifest = PathBuf::from(text(&package["manifest_path"]));
    // Whom they can be written to at is not ours to spread.
    let author = |author: &Value| {
        let author = text(author);
        let name = author.split(" <").next().unwrap_or_default();
        name.to_owned()
    };
    Ok(Crate {
        name: text(&package["name"]),
        version: text(&package["version"]),
        licence: package["license"]
            .as_str()
            .unwrap_or("see its sources")
            .to_owned(),
        authors: array(&package["authors"]).map(author).collect(),
        directory: manifest
            .parent()
            .context("a crate without a directory")?
            .to_owned(),
    })
}

fn array(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
