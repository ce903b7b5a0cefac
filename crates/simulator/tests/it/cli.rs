//! The program: its first line, its end, and what it refuses.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

fn program(args: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_simulator"))
        .args(args)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn address(child: &mut Child) -> String {
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap())
        .read_line(&mut line)
        .unwrap();
    let address = line
        .trim_end()
        .strip_prefix("simulator listening on http://");
    address
        .unwrap_or_else(|| panic!("first line was {line:?}"))
        .to_owned()
}

/// Waits for the end, but not forever.
fn ended(child: &mut Child) -> ExitStatus {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        assert!(Instant::now() < deadline, "the program did not end");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// What the program said to flags that it must not take, and how it ended.
fn refused(flags: &[&str]) -> String {
    let mut child = program(&[&["serve"], flags].concat());
    let status = ended(&mut child);
    let (mut out, mut text) = (String::new(), String::new());
    child.stdout.unwrap().read_to_string(&mut out).unwrap();
    child.stderr.unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(status.code(), Some(2), "{flags:?} said {text}");
    assert_eq!(out, "", "{flags:?} must not look as if it listened");
    text
}

#[test]
fn an_address_that_others_can_reach_is_refused() {
    let text = refused(&["--listen", "0.0.0.0:0"]);
    assert!(text.contains("loopback only"), "{text}");
}

#[test]
fn flags_that_mean_nothing_are_refused_by_name() {
    for (flag, value) in [
        ("--listen", "localhost"),
        ("--listen", "127.0.0.1:65536"),
        ("--scenario", "moon"),
        ("--tenants", "-1"),
        ("--tenants", "many"),
        ("--integrations", "1.5"),
        ("--seed", "-7"),
        ("--rate-limit", "many"),
        ("--rate-limit", "0/60s"),
        ("--rate-limit", "5/0s"),
        ("--consent", "allow-after-polls=0"),
        ("--consent", "allow-after-polls=4294967296"),
        ("--latency", "slow"),
        ("--latency", "99999999999999999h"),
        ("--masking-era", "none"),
        ("--initiate", "maybe"),
        ("--for", "ever"),
    ] {
        let text = refused(&[&format!("{flag}={value}")]);
        assert!(text.contains(flag), "{flag} {value}: {text}");
    }
    assert!(refused(&["--consent-typo", "manual"]).contains("--consent-typo"));
    assert!(refused(&["--seed"]).contains("--seed"));
}

#[test]
fn a_size_that_cannot_be_had_is_refused_and_never_cut() {
    for (flags, said) in [
        (["--scenario=fleet", "--integrations=500001"], "500000"),
        (["--scenario=fleet", "--tenants=500001"], "500000"),
        (
            ["--scenario=fleet", "--tenants=50001"],
            "50000 integrations",
        ),
        (["--scenario=demo", "--tenants=221"], "220 integrations"),
        (["--latency=61m", "--control"], "1h"),
        (["--api-key=", "--control"], "API key"),
        (["--api-key=two words", "--control"], "API key"),
        (
            ["--api-key=ak_sim_second_0000000000", "--control"],
            "second project",
        ),
    ] {
        let text = refused(&flags);
        assert!(text.contains(said), "{flags:?}: {text}");
    }
}

#[test]
fn every_flag_of_the_contract_is_taken() {
    let mut child = program(&[
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--scenario",
        "fleet",
        "--tenants",
        "10",
        "--integrations",
        "100",
        "--seed",
        "3",
        "--api-key",
        "ak_sim_given",
        "--latency",
        "1ms",
        "--masking-era",
        "four",
        "--initiate",
        "allowed",
        "--rate-limit",
        "2000/60s",
        "--consent",
        "allow-after-polls=2",
        "--control",
        "--for",
        "1s",
    ]);
    let address = address(&mut child);
    let mut stream = TcpStream::connect(&address).unwrap();
    stream
        .write_all(b"GET /_sim/state HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        .unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    assert!(text.contains("ak_sim_given"), "{text}");
    assert!(ended(&mut child).success(), "--for ends it by itself");
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it_even_with_a_connection_open() {
    for signal in ["-TERM", "-INT"] {
        let mut child = program(&["serve", "--scenario", "empty"]);
        let address = address(&mut child);
        let mut idle = TcpStream::connect(&address).unwrap();
        idle.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
            .unwrap();
        let mut first = [0_u8; 12];
        idle.read_exact(&mut first).unwrap();
        let half = TcpStream::connect(&address).unwrap();
        (&half).write_all(b"GET / HT").unwrap();
        let killed = Command::new("kill")
            .args([signal, &child.id().to_string()])
            .status()
            .unwrap();
        assert!(killed.success());
        assert!(ended(&mut child).success(), "{signal} is a normal end");
    }
}
