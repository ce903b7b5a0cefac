//! The log: bounded, private, read backwards a page at a time, detailed for a while.

use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};

use app::{LogFiles, LogLimits};
use domain::Timestamp;
use wire::{FindLogs, LogLevel, LogPage, SetDetailedLogs};

use crate::desk::Desk;

const DAY: i64 = 24 * 60 * 60 * 1_000;

fn write(log: &LogFiles, line: &str) {
    log.writer().write_all(line.as_bytes()).unwrap();
}

fn sizes(directory: &Path) -> Vec<u64> {
    let files = std::fs::read_dir(directory).unwrap().flatten();
    files.map(|file| file.metadata().unwrap().len()).collect()
}

#[test]
fn the_log_never_takes_more_than_its_cap_and_no_file_more_than_its_size() {
    let home = tempfile::tempdir().unwrap();
    let limits = LogLimits {
        file: 2_000,
        total: 10_000,
        days: 14,
    };
    let log = LogFiles::open(home.path(), limits, || Timestamp::from_millis(0)).unwrap();
    for number in 0..1_000 {
        write(&log, &format!("{{\"message\":\"line {number}\"}}\n"));
        let sizes = sizes(home.path());
        assert!(sizes.iter().sum::<u64>() <= limits.total, "{sizes:?}");
        assert!(
            sizes.iter().all(|size| *size <= limits.file + 100),
            "{sizes:?}"
        );
    }
    let newest = read(home.path(), &FindLogs::default_for_tests());
    assert_eq!(newest.first().map(String::as_str), Some("line 999"));
}

#[test]
fn a_file_is_for_this_user_only_even_if_it_was_not() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let old = home.path().join("switchboard.1970-01-01.0000.log");
    std::fs::write(&old, "{}\n").unwrap();
    std::fs::set_permissions(&old, std::fs::Permissions::from_mode(0o644)).unwrap();
    let log = LogFiles::open(home.path(), LogLimits::default(), || {
        Timestamp::from_millis(0)
    })
    .unwrap();
    write(&log, "{}");
    for file in std::fs::read_dir(home.path()).unwrap().flatten() {
        let mode = file.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{:?}", file.path());
    }
}

#[test]
fn a_new_day_begins_a_file_and_two_weeks_later_it_is_gone() {
    static NOW: AtomicI64 = AtomicI64::new(0);
    let home = tempfile::tempdir().unwrap();
    let clock = || Timestamp::from_millis(NOW.load(Ordering::Relaxed));
    let log = LogFiles::open(home.path(), LogLimits::default(), clock).unwrap();
    for day in 0..20 {
        NOW.store(day * DAY, Ordering::Relaxed);
        write(&log, "{\"message\":\"a day\"}");
    }
    assert_eq!(
        sizes(home.path()).len(),
        15,
        "today and fourteen days before it"
    );
    assert!(!home.path().join("switchboard.1970-01-05.0000.log").exists());
    assert!(home.path().join("switchboard.1970-01-20.0000.log").exists());
}

#[test]
fn a_log_that_cannot_be_written_says_later_how_much_is_missing() {
    let home = tempfile::tempdir().unwrap();
    let logs = home.path().join("logs");
    static NOW: AtomicI64 = AtomicI64::new(0);
    let clock = || Timestamp::from_millis(NOW.load(Ordering::Relaxed));
    let log = LogFiles::open(&logs, LogLimits::default(), clock).unwrap();
    std::fs::remove_dir_all(&logs).unwrap();
    NOW.store(DAY, Ordering::Relaxed);
    write(&log, "{\"message\":\"one\"}");
    write(&log, "{\"message\":\"two\"}");
    std::fs::create_dir(&logs).unwrap();
    write(&log, "{\"message\":\"three\"}");
    assert_eq!(
        read(&logs, &FindLogs::default_for_tests()),
        ["three", "lines of the log could not be written"]
    );
}

trait ForTests {
    fn default_for_tests() -> Self;
}

impl ForTests for FindLogs {
    fn default_for_tests() -> Self {
        Self {
            before: None,
            level: LogLevel::Trace,
            text: String::new(),
            limit: 200,
        }
    }
}

/// Messages, newest first, read without the app.
fn read(directory: &Path, _: &FindLogs) -> Vec<String> {
    let mut names: Vec<_> = std::fs::read_dir(directory)
        .unwrap()
        .flatten()
        .map(|file| file.path())
        .collect();
    names.sort();
    let text: String = names
        .iter()
        .map(|name| std::fs::read_to_string(name).unwrap())
        .collect();
    let message = |line: &str| {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        value["message"].as_str().unwrap().to_owned()
    };
    text.lines().rev().map(message).collect()
}

/// A desk whose log is this.
async fn with_log(lines: &[String]) -> Desk {
    let desk = Desk::unread(simulator::Config::default()).await;
    let logs = desk.home.path().join("logs");
    std::fs::create_dir_all(&logs).unwrap();
    let (early, late) = lines.split_at(lines.len() / 2);
    std::fs::write(
        logs.join("switchboard.2026-11-27.0000.log"),
        early.join("\n"),
    )
    .unwrap();
    std::fs::write(
        logs.join("switchboard.2026-11-28.0000.log"),
        late.join("\n"),
    )
    .unwrap();
    desk
}

fn line(number: usize) -> String {
    let level = ["DEBUG", "INFO", "WARN", "ERROR"][number % 4];
    let at = format!("2026-11-28T07:00:{:02}.000000Z", number % 60);
    serde_json::json!({
        "timestamp": at, "level": level, "message": format!("line {number}"),
        "target": "app::test", "number": number,
    })
    .to_string()
}

async fn find(desk: &Desk, ask: FindLogs) -> LogPage {
    desk.app.run(ask).await.unwrap()
}

#[tokio::test]
async fn pages_go_backwards_over_files_without_a_gap_or_a_double() {
    let desk = with_log(&(0..500).map(line).collect::<Vec<_>>()).await;
    let mut ask = FindLogs {
        limit: 73,
        ..FindLogs::default_for_tests()
    };
    let mut seen = Vec::new();
    loop {
        let page = find(&desk, ask.clone()).await;
        seen.extend(page.lines.into_iter().map(|line| line.message));
        match page.older {
            Some(older) => ask.before = Some(older),
            None => break,
        }
    }
    let wanted: Vec<String> = (0..500)
        .rev()
        .map(|number| format!("line {number}"))
        .collect();
    assert_eq!(seen, wanted);
}

#[tokio::test]
async fn a_filter_looks_at_level_message_and_fields() {
    let desk = with_log(&(0..200).map(line).collect::<Vec<_>>()).await;
    let errors = FindLogs {
        level: LogLevel::Error,
        ..FindLogs::default_for_tests()
    };
    let page = find(&desk, errors).await;
    assert_eq!(page.lines.len(), 50);
    assert!(
        page.lines
            .iter()
            .all(|line| line.level == Some(LogLevel::Error))
    );
    for (text, count) in [
        ("LINE 19", 11),
        ("app::test", 200),
        ("number", 200),
        ("nowhere", 0),
    ] {
        let ask = FindLogs {
            text: text.into(),
            ..FindLogs::default_for_tests()
        };
        assert_eq!(find(&desk, ask).await.lines.len(), count, "{text}");
    }
    let shown = &find(&desk, FindLogs::default_for_tests()).await.lines[0];
    assert_eq!(shown.fields, [("number".to_owned(), "199".to_owned())]);
    assert!(shown.at.is_some());
}

#[tokio::test]
async fn what_is_no_json_is_shown_and_an_old_secret_still_is_not() {
    let lines = [
        "half a li".to_owned(),
        "{\"message\":\"key ak_CANARY12345\"}".to_owned(),
    ];
    let desk = with_log(&lines).await;
    let page = find(&desk, FindLogs::default_for_tests()).await;
    assert_eq!(page.lines[1].message, "half a li");
    assert_eq!(page.lines[0].message, "key [redacted]");
}

#[tokio::test]
async fn a_log_that_is_not_there_is_empty_and_one_that_is_no_folder_is_told() {
    let desk = Desk::unread(simulator::Config::default()).await;
    let page = find(&desk, FindLogs::default_for_tests()).await;
    assert_eq!(page.lines, []);
    std::fs::write(desk.home.path().join("logs"), "").unwrap();
    let fault = desk
        .app
        .run(FindLogs::default_for_tests())
        .await
        .unwrap_err();
    assert_eq!(fault.code, wire::Code::StoreUnavailable);
}

#[tokio::test]
async fn detailed_logs_end_by_themselves() {
    let desk = Desk::unread(simulator::Config::default()).await;
    desk.app.run(SetDetailedLogs { on: true }).await.unwrap();
    assert_eq!(desk.host.detailed.lock().unwrap().last(), Some(&true));
    let page = find(&desk, FindLogs::default_for_tests()).await;
    assert!(page.detailed_until.is_some());
    *desk.host.ahead.lock().unwrap() += 15 * 60_000 + 1;
    desk.until("the detail ends", |desk| {
        desk.host.detailed.lock().unwrap().last() == Some(&false)
    })
    .await;
    let page = find(&desk, FindLogs::default_for_tests()).await;
    assert_eq!(page.detailed_until, None);
}

#[tokio::test]
async fn a_crash_neither_ends_the_detail_nor_leaves_it_on() {
    let desk = Desk::unread(simulator::Config::default()).await;
    desk.app.run(SetDetailedLogs { on: true }).await.unwrap();
    let desk = desk.restart().await;
    assert_eq!(desk.host.detailed.lock().unwrap().last(), Some(&true));
    *desk.host.ahead.lock().unwrap() += 16 * 60_000;
    let desk = desk.restart().await;
    assert_eq!(desk.host.detailed.lock().unwrap().last(), Some(&false));
    *desk.host.ahead.lock().unwrap() -= 16 * 60_000;
    desk.app.run(SetDetailedLogs { on: true }).await.unwrap();
    *desk.host.ahead.lock().unwrap() -= 24 * 60 * 60_000;
    let desk = desk.restart().await;
    assert_eq!(
        desk.host.detailed.lock().unwrap().last(),
        Some(&false),
        "a clock that was set back does not make it a day"
    );
}

#[tokio::test]
async fn a_person_may_end_the_detail_early() {
    let desk = Desk::unread(simulator::Config::default()).await;
    desk.app.run(SetDetailedLogs { on: true }).await.unwrap();
    desk.app.run(SetDetailedLogs { on: false }).await.unwrap();
    assert_eq!(*desk.host.detailed.lock().unwrap(), [true, false]);
}
