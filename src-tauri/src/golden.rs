//! What the window is allowed is written twice: once where it takes effect, once in
//! `src-tauri/golden` with its reason. A change of one alone fails here.

use std::collections::BTreeMap;

use serde_json::{Value, json};

const PERMISSIONS: &str = include_str!("../golden/permissions.txt");
const CSP: &str = include_str!("../golden/csp.txt");
const CONFIG: &str = include_str!("../../tauri.conf.json");
/// What the build made of every capability file that it found.
const CAPABILITIES: &str = include_str!(concat!(env!("OUT_DIR"), "/capabilities.json"));
/// What each permission means, ours, Tauri's and the plugins'.
const MANIFESTS: &str = include_str!(concat!(env!("OUT_DIR"), "/acl-manifests.json"));

fn read(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Every command of the golden list with who may give it; each with a reason.
fn wanted() -> BTreeMap<String, String> {
    let mut wanted = BTreeMap::new();
    for line in lines(PERMISSIONS) {
        let mut columns = line.splitn(3, "  ");
        let mut next = || columns.next().unwrap_or_default().trim().to_owned();
        let (command, role, reason) = (next(), next(), next());
        assert!(reason.len() > 10, "`{command}` is allowed without a reason");
        let twice = wanted.insert(command, role);
        assert_eq!(twice, None, "{line}");
    }
    wanted
}

/// The commands that a permission of ours lets through.
fn allowed(permission: &str) -> Vec<String> {
    let manifests = read(MANIFESTS);
    let meaning = &manifests["__app-acl__"]["permissions"][permission];
    assert_eq!(meaning["commands"]["deny"], json!([]), "{permission}");
    assert!(meaning["scope"].is_null(), "{permission} has no scope");
    serde_json::from_value(meaning["commands"]["allow"].clone())
        .unwrap_or_else(|_| panic!("`{permission}` is no permission of ours"))
}

#[test]
fn the_window_has_these_permissions_and_no_other() {
    let capabilities = read(CAPABILITIES);
    let all = capabilities.as_object().expect("capabilities");
    assert_eq!(all.len(), 1, "one capability: {:?}", all.keys());
    let main = &all["main"];
    assert_eq!(main["windows"], json!(["main"]));
    assert_eq!(main["local"], json!(true));
    for wider in ["remote", "webviews", "platforms"] {
        assert!(main[wider].is_null(), "{wider}: {}", main[wider]);
    }
    let mut granted: Vec<String> = Vec::new();
    for permission in main["permissions"].as_array().expect("permissions") {
        let name = permission.as_str().expect("a name, never a scope");
        granted.extend(allowed(name));
    }
    granted.sort();
    let wanted: Vec<String> = wanted().into_keys().collect();
    assert_eq!(granted, wanted);
}

#[test]
fn each_permission_is_for_the_role_that_the_core_asks_for() {
    let wanted = wanted();
    let mut seen = 0;
    macro_rules! roles {
        ($($name:ident($request:ident) -> $reply:ident, $role:ident;)*) => {
            $(
                let role = stringify!($role).to_lowercase();
                assert_eq!(wanted.get(stringify!($name)), Some(&role), stringify!($name));
                seen += 1;
            )*
        };
    }
    wire::with_commands!(roles);
    assert_eq!(
        wanted.len(),
        seen + 1,
        "`subscribe` is the only one without a role"
    );
}

#[test]
fn the_page_may_load_and_reach_this_and_nothing_else() {
    let config = read(CONFIG);
    let security = config["app"]["security"].as_object().expect("security");
    let names: Vec<&str> = security.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        ["capabilities", "csp", "freezePrototype"],
        "nothing is switched off or opened beside the policy"
    );
    assert_eq!(security["capabilities"], json!(["main"]));
    assert_eq!(security["freezePrototype"], json!(true));
    assert_eq!(config["app"]["withGlobalTauri"], json!(false));

    let policy = security["csp"].as_str().expect("one policy as text");
    let mut given: Vec<&str> = policy.split(';').map(str::trim).collect();
    let mut wanted: Vec<&str> = lines(CSP)
        .map(|line| {
            let (directive, reason) = line.split_once("  # ").expect("a reason");
            assert!(reason.len() > 8, "{directive} has a reason");
            directive.trim()
        })
        .collect();
    given.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(given, wanted);
}
