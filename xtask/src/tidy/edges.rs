//! Who may depend on whom. The table is the one in ARCHITECTURE.md; a new edge is a decision and
//! is made here, where a reviewer sees it.

use std::fmt;

use anyhow::{Result, bail};
use serde_json::Value;

use crate::cargo;

/// How a package leans on another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Normal,
    Dev,
    Build,
}

/// One dependency, as written in a manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Edge {
    from: String,
    to: String,
    kind: Kind,
}

/// The rooms, each with those it may use, in the program and in its own tests.
const ROOMS: &[(&str, &[&str], &[&str])] = &[
    ("domain", &[], &[]),
    ("wire", &["domain"], &[]),
    ("composio", &[], &["simulator"]),
    ("store", &["domain"], &[]),
    ("vault", &[], &[]),
    ("simulator", &[], &[]),
    ("checker", &[], &[]),
    (
        "app",
        &["domain", "wire", "composio", "store", "vault"],
        &["checker", "simulator"],
    ),
    ("ui", &["domain", "wire"], &[]),
    ("switchboard", &["app", "wire", "simulator"], &[]),
    ("e2e", &["simulator"], &["checker"]),
    ("xtask", &["wire"], &[]),
    (
        "bench",
        &["app", "composio", "domain", "simulator", "wire"],
        &[],
    ),
];

/// Outsiders that only one room may name, by how their name begins.
const FENCES: &[(&str, &[&str])] = &[
    ("sqlx", &["store", "checker"]),
    ("keyring", &["vault"]),
    ("zbus-secret-service", &["vault"]),
    ("reqwest", &["composio", "bench"]),
    ("leptos", &["ui"]),
    ("tauri", &["switchboard"]),
    ("axum", &["simulator"]),
    ("fantoccini", &["e2e"]),
];

/// Rooms whose rules must not even be able to reach the world.
const PURE: (&str, &[&str]) = (
    "domain",
    &[
        "tokio",
        "reqwest",
        "sqlx",
        "tracing",
        "futures-util",
        "getrandom",
        "rand",
        "jiff",
        "chrono",
    ],
);

/// Reads the manifests and compares.
pub(super) fn check() -> Result<()> {
    let edges = edges(&cargo::metadata()?);
    let faults = faults(&edges);
    if faults.is_empty() {
        return Ok(());
    }
    bail!("{}", faults.join("\n"))
}

fn edges(metadata: &Value) -> Vec<Edge> {
    let mut edges = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let from = package["name"].as_str().unwrap_or_default();
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            edges.push(Edge {
                from: from.to_owned(),
                to: dependency["name"].as_str().unwrap_or_default().to_owned(),
                kind: match dependency["kind"].as_str() {
                    Some("dev") => Kind::Dev,
                    Some("build") => Kind::Build,
                    _ => Kind::Normal,
                },
            });
        }
    }
    edges
}

fn faults(edges: &[Edge]) -> Vec<String> {
    edges.iter().filter_map(fault).collect()
}

fn fault(edge: &Edge) -> Option<String> {
    let Some((_, normal, dev)) = ROOMS.iter().find(|(name, ..)| *name == edge.from) else {
        return Some(format!("`{}` has no row in the table of rooms", edge.from));
    };
    let to = edge.to.as_str();
    let is_room = ROOMS.iter().any(|(name, ..)| *name == to);
    let allowed = normal.contains(&to) || (edge.kind == Kind::Dev && dev.contains(&to));
    if is_room && !allowed {
        return Some(format!("{edge}: no such edge in the table of rooms"));
    }
    if edge.from == PURE.0 && edge.kind != Kind::Dev && PURE.1.contains(&to) {
        return Some(format!(
            "{edge}: the rules do no I/O, read no clock and log nothing"
        ));
    }
    let fence = FENCES
        .iter()
        .find(|(start, _)| to == *start || to.starts_with(&format!("{start}-")));
    let (_, inside) = fence?;
    if inside.contains(&edge.from.as_str()) || edge.kind == Kind::Dev {
        return None;
    }
    Some(format!("{edge}: only {} may", inside.join(", ")))
}

impl fmt::Display for Edge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let how = match self.kind {
            Kind::Normal => "depends on",
            Kind::Dev => "is tested with",
            Kind::Build => "is built with",
        };
        write!(f, "`{}` {how} `{}`", self.from, self.to)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn edge(from: &str, to: &str, kind: Kind) -> Edge {
        Edge {
            from: from.to_owned(),
            to: to.to_owned(),
            kind,
        }
    }

    #[test]
    fn a_wrong_edge_is_named() {
        for (from, to) in [
            ("domain", "wire"),
            ("store", "vault"),
            ("store", "composio"),
            ("composio", "domain"),
            ("ui", "app"),
            ("switchboard", "store"),
            ("simulator", "composio"),
            ("app", "simulator"),
        ] {
            let fault = fault(&edge(from, to, Kind::Normal)).expect("must be refused");
            assert!(fault.contains(from) && fault.contains(to), "{fault}");
        }
    }

    #[test]
    fn an_outsider_stays_behind_its_fence() {
        for (from, to) in [
            ("app", "sqlx"),
            ("app", "keyring-core"),
            ("vault", "reqwest"),
            ("app", "tauri-plugin-opener"),
            ("domain", "leptos"),
            ("domain", "tokio"),
            ("composio", "axum"),
        ] {
            assert!(
                fault(&edge(from, to, Kind::Normal)).is_some(),
                "{from} -> {to}"
            );
        }
    }

    #[test]
    fn the_simulator_serves_tests_and_the_demo_only() {
        assert!(
            fault(&edge("app", "simulator", Kind::Dev)).is_none(),
            "in tests"
        );
        assert!(
            fault(&edge("switchboard", "simulator", Kind::Normal)).is_none(),
            "demo"
        );
    }

    #[test]
    fn a_new_package_needs_a_row() {
        assert!(fault(&edge("helpers", "serde", Kind::Normal)).is_some());
    }

    #[test]
    fn a_manifest_is_read_with_its_kinds() {
        let metadata = json!({ "packages": [{ "name": "app", "dependencies": [
            { "name": "domain", "kind": null },
            { "name": "simulator", "kind": "dev" },
            { "name": "x", "kind": "build" },
        ]}]});
        assert_eq!(
            edges(&metadata),
            [
                edge("app", "domain", Kind::Normal),
                edge("app", "simulator", Kind::Dev),
                edge("app", "x", Kind::Build),
            ]
        );
    }

    #[test]
    fn this_house_keeps_its_own_table() {
        check().expect("every edge is in the table");
    }
}
