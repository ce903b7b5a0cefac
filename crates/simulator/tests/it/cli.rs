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

#[test]
fn an_address_that_others_can_reach_is_refused() {
    let mut child = program(&["serve", "--listen", "0.0.0.0:0"]);
    assert!(!ended(&mut child).success());
    let mut text = String::new();
    child.stderr.unwrap().read_to_string(&mut text).unwrap();
    assert!(text.contains("loopback only"), "{text}");
}

#[test]
fn flags_that_mean_nothing_are_refused() {
    for flags in [
        ["--scenario", "moon"],
        ["--rate-limit", "many"],
        ["--consent", "allow-after-polls=0"],
        ["--latency", "slow"],
        ["--masking-era", "none"],
        ["--initiate", "maybe"],
    ] {
        let mut child = program(&["serve", flags[0], flags[1]]);
        assert!(!ended(&mut child).success(), "{flags:?}");
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
