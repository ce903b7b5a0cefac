//! `bench sync` against a server that it did not start.
#![expect(clippy::unwrap_used, reason = "a test ends where something is missing")]

use std::path::Path;
use std::process::Output;

use serde_json::Value;
use simulator::{Config, Fault, Running, Simulator};

const ACCOUNTS: usize = 300;

async fn server() -> Running {
    let config = Config {
        tenants: 60,
        integrations: ACCOUNTS,
        ..Config::default()
    };
    Simulator::start(config).await.unwrap()
}

/// One round of ours and of the floors, with the key in that file.
async fn sync(base_url: &str, key: &Path) -> Output {
    rounds(1, base_url, key).await
}

/// So many rounds of them.
async fn rounds(rounds: usize, base_url: &str, key: &Path) -> Output {
    tokio::process::Command::new(env!("CARGO_BIN_EXE_bench"))
        .args(["sync", "--rounds", &rounds.to_string()])
        .args(["--no-peers", "--json"])
        .args(["--base-url", base_url, "--api-key-file"])
        .arg(key)
        .output()
        .await
        .unwrap()
}

fn key_file(directory: &tempfile::TempDir, key: &str) -> std::path::PathBuf {
    let file = directory.path().join("key");
    std::fs::write(&file, key).unwrap();
    file
}

fn said(output: &Output) -> String {
    let all = [&output.stdout[..], &output.stderr].concat();
    String::from_utf8(all).unwrap()
}

#[tokio::test]
async fn a_key_file_that_is_not_there_is_named_before_any_server_is_asked() {
    let server = server().await;
    let directory = tempfile::tempdir().unwrap();
    let missing = directory.path().join("no-such-key");
    let output = sync(&server.base_url(), &missing).await;
    assert!(!output.status.success());
    assert!(said(&output).contains("no-such-key"), "{}", said(&output));
    assert!(server.requests().is_empty(), "a server was asked");
}

#[tokio::test]
async fn a_key_that_is_refused_ends_it_and_is_not_repeated() {
    const WRONG: &str = "ak_wrong_canary_0001";
    let server = server().await;
    let directory = tempfile::tempdir().unwrap();
    let output = sync(&server.base_url(), &key_file(&directory, WRONG)).await;
    assert!(!output.status.success());
    assert!(
        said(&output).contains("could not be read"),
        "{}",
        said(&output)
    );
    assert!(!said(&output).contains(WRONG), "the key was repeated");
}

#[tokio::test]
async fn every_contender_reads_all_accounts_and_those_that_decode_them_agree() {
    let server = server().await;
    let directory = tempfile::tempdir().unwrap();
    let key = server.api_key();
    let output = sync(&server.base_url(), &key_file(&directory, &key)).await;
    assert!(output.status.success(), "{}", said(&output));
    assert!(!said(&output).contains(&key), "the key was repeated");

    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    let contenders = told["contenders"].as_array().unwrap();
    let named = |name: &str| {
        contenders
            .iter()
            .find(|it| it["contender"] == name)
            .unwrap()
    };
    for name in ["ours", "core", "json"] {
        assert_eq!(named(name)["rows"], ACCOUNTS, "{name}");
    }
    assert_eq!(named("ours")["digest"], named("json")["digest"]);
    assert!(named("ours")["digest"].is_string());
    let ratios = told["ratios"].as_array().unwrap();
    assert!(
        ratios
            .iter()
            .any(|it| it["ours"] == "core" && it["anchor"] == "raw")
    );
}

#[tokio::test]
async fn an_older_server_that_asks_for_a_pause_is_read_by_everybody() {
    let server = server().await;
    let older = Fault {
        route: "GET /api/v3.1/connected_accounts".into(),
        status: Some(404),
        body: Some("html".into()),
        nth: 1,
        times: Some(0),
        ..Fault::default()
    };
    let busy = Fault {
        route: "GET /api/v3/connected_accounts".into(),
        status: Some(429),
        retry_after: Some("1".into()),
        nth: 2,
        times: Some(1),
        ..Fault::default()
    };
    server.faults(vec![older, busy]).unwrap();
    let directory = tempfile::tempdir().unwrap();
    let output = sync(&server.base_url(), &key_file(&directory, &server.api_key())).await;
    assert!(output.status.success(), "{}", said(&output));
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    let contenders = told["contenders"].as_array().unwrap();
    for name in ["ours", "core", "json"] {
        let one = contenders.iter().find(|it| it["contender"] == name);
        assert_eq!(one.unwrap()["rows"], ACCOUNTS, "{name}");
    }
}

/// Of the list, the fifth page that is asked for tells other statuses than the same page does to
/// everybody else: as if these had changed and changed back. The first floor, which looks at none,
/// asks for three or four pages, so it is another contender that reads them.
fn one_pass_reads_other_statuses(server: &Running) {
    let other = Fault {
        route: "GET /api/v3.1/connected_accounts".into(),
        mutate: Some("unknown_status".into()),
        nth: 5,
        times: Some(1),
        ..Fault::default()
    };
    server.faults(vec![other]).unwrap();
}

#[tokio::test]
async fn a_round_in_which_accounts_changed_is_left_out_and_the_others_are_told() {
    let server = server().await;
    one_pass_reads_other_statuses(&server);
    let directory = tempfile::tempdir().unwrap();
    let key = key_file(&directory, &server.api_key());
    let output = rounds(2, &server.base_url(), &key).await;
    assert!(output.status.success(), "{}", said(&output));
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(told["rounds_left_out"], 1);
    assert_eq!(
        told["left_out"],
        "1 of 2 rounds left out: accounts changed meanwhile"
    );
    for contender in told["contenders"].as_array().unwrap() {
        assert_eq!(contender["rounds"], 1, "{}", contender["contender"]);
    }
}

#[tokio::test]
async fn where_accounts_changed_in_every_round_there_are_no_figures() {
    let server = server().await;
    one_pass_reads_other_statuses(&server);
    let directory = tempfile::tempdir().unwrap();
    let output = sync(&server.base_url(), &key_file(&directory, &server.api_key())).await;
    assert!(!output.status.success());
    assert!(output.stdout.is_empty(), "figures were told");
    assert!(
        said(&output).contains("none of 1 rounds counts"),
        "{}",
        said(&output)
    );
}
