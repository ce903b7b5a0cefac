//! A link of ours finds the program, running or not, and nobody else's program.

use anyhow::{Context as _, Result};
use e2e::{Desk, Script, until};

const LINK: &str = "dev.switchboard.desktop://oauth/callback?attempt=at_unknown&state=CANARY-state";

async fn a_link_starts_the_program(opener: &str, arguments: &[&str]) -> Result<()> {
    let desk = Desk::new().await?;
    desk.register_scheme().await?;
    let mut words = arguments.to_vec();
    words.push(LINK);
    // xdg-open stays until the program that it started ends; the log tells when it is there.
    let _opener = e2e::Started::new(desk.command(opener).args(&words))?;
    desk.wait_for_log(&["a deep link arrived", "cold"]).await?;
    desk.wait_for_log(&["the window is open"]).await?;
    assert_eq!(desk.instances().await?.len(), 1, "one program is running");
    assert!(
        !desk.log()?.contains("CANARY"),
        "the state stays out of the log"
    );
    desk.kill_app().await
}

#[tokio::test]
async fn gio_starts_the_program_with_a_link() -> Result<()> {
    a_link_starts_the_program("gio", &["open"]).await
}

#[tokio::test]
async fn xdg_open_starts_the_program_with_a_link() -> Result<()> {
    a_link_starts_the_program("xdg-open", &[]).await
}

async fn a_link_reaches_the_running_program(opener: &str, arguments: &[&str]) -> Result<()> {
    let desk = Desk::new().await?;
    desk.register_scheme().await?;
    let _window = desk.start_app().await?;
    let first = desk.app_pid().await?;
    let mut words = arguments.to_vec();
    words.push(LINK);
    let opened = desk.run(opener, &words).await?;
    assert_eq!(opened.code, Some(0), "{}", opened.stderr);
    desk.wait_for_log(&["a deep link arrived", "warm"]).await?;
    assert_eq!(desk.app_pid().await?, first, "the first program has it");
    assert!(
        !desk.log()?.contains("CANARY"),
        "the state stays out of the log"
    );
    Ok(())
}

#[tokio::test]
async fn gio_reaches_the_running_program() -> Result<()> {
    a_link_reaches_the_running_program("gio", &["open"]).await
}

#[tokio::test]
async fn xdg_open_reaches_the_running_program() -> Result<()> {
    a_link_reaches_the_running_program("xdg-open", &[]).await
}

#[tokio::test]
async fn a_second_start_hands_over_and_ends() -> Result<()> {
    let desk = Desk::new().await?;
    let _window = desk.start_app().await?;
    let first = desk.app_pid().await?;
    for arguments in [vec![], vec![LINK], vec!["--unknown", LINK]] {
        let mut second = desk.start_plain(&arguments)?;
        assert_eq!(second.exit_code().await?, Some(0), "with {arguments:?}");
    }
    assert_eq!(
        desk.app_pid().await?,
        first,
        "the first program is still the one"
    );
    desk.wait_for_log(&["a second start was forwarded here", "\"bare\":true"])
        .await?;
    let links = desk.log()?.matches("a deep link arrived").count();
    assert_eq!(links, 1, "a link among other arguments is no link");
    Ok(())
}

#[tokio::test]
async fn a_start_in_the_moment_of_a_crash_opens_all_the_same() -> Result<()> {
    let desk = Desk::new().await?;
    for crashes in 1..6 {
        let mut first = desk.start_plain(&[])?;
        until("the window", || async {
            Ok(
                (desk.log()?.matches("the window is open").count() == 2 * crashes - 1)
                    .then_some(()),
            )
        })
        .await?;
        // Its threads end one after the other, and with the last its name on the bus.
        first.send_kill()?;
        let second = desk.start_plain(&[])?;
        until("the window of the next start", || async {
            Ok((desk.log()?.matches("the window is open").count() == 2 * crashes).then_some(()))
        })
        .await
        .with_context(|| {
            format!(
                "after {crashes} crashes: {:?}\n{}",
                desk.log(),
                desk.printed()
            )
        })?;
        drop(second);
    }
    Ok(())
}

#[tokio::test]
async fn two_homes_do_not_see_each_other() -> Result<()> {
    let mut desk = Desk::new().await?;
    let _first = desk.start_app().await?;
    let first_log = desk.home().join("logs");
    desk.move_home("another")?;
    let mut second = desk.start_plain(&[LINK])?;
    desk.wait_for_log(&["a deep link arrived", "cold"]).await?;
    until("both programs on the bus", || async {
        Ok((desk.instances().await?.len() == 2).then_some(()))
    })
    .await?;
    assert!(second.is_running()?, "the second program is its own");
    for file in std::fs::read_dir(first_log)? {
        let text = std::fs::read_to_string(file?.path())?;
        assert!(
            !text.contains("forwarded"),
            "the first program heard nothing"
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_decoy_that_takes_the_scheme_is_noticed() -> Result<()> {
    let desk = Desk::new().await?;
    assert!(
        !desk.handler_registered().await?,
        "nobody has registered yet"
    );
    desk.register_scheme().await?;
    assert!(desk.handler_registered().await?, "now it is us");
    let decoy = "decoy.desktop";
    std::fs::write(
        desk.root().join("data/applications").join(decoy),
        "[Desktop Entry]\nType=Application\nName=Decoy\nExec=/bin/true %u\nMimeType=x-scheme-handler/dev.switchboard.desktop;\n",
    )?;
    let scheme = "x-scheme-handler/dev.switchboard.desktop";
    desk.run("xdg-mime", &["default", decoy, scheme]).await?;
    assert!(!desk.handler_registered().await?, "now it is the decoy");
    Ok(())
}

#[tokio::test]
async fn what_registering_wrote_is_taken_back_and_nothing_else() -> Result<()> {
    let desk = Desk::new().await?;
    let list = desk.root().join("config/mimeapps.list");
    let applications = desk.root().join("data/applications");
    let mail = "mail.desktop";
    std::fs::create_dir_all(&applications)?;
    std::fs::write(
        applications.join(mail),
        "[Desktop Entry]\nType=Application\nName=Mail\nExec=/bin/true %u\n",
    )?;
    let scheme = "x-scheme-handler/mailto";
    desk.run("xdg-mime", &["default", mail, scheme]).await?;
    desk.register_scheme().await?;
    assert!(std::fs::read_to_string(&list)?.contains("dev.switchboard"));
    desk.unregister_scheme().await?;
    assert!(!desk.handler_registered().await?);
    let left = std::fs::read_to_string(&list)?;
    assert!(!left.contains("dev.switchboard"), "{left}");
    assert!(left.contains(mail), "{left}");
    let entries = std::fs::read_dir(&applications)?;
    for entry in entries {
        let name = entry?.file_name();
        assert!(!name.to_string_lossy().starts_with("dev."), "{name:?}");
    }
    desk.unregister_scheme().await
}

#[tokio::test]
async fn the_default_browser_hands_a_redirect_to_the_program() -> Result<()> {
    let desk = Desk::new().await?;
    desk.register_scheme().await?;
    let _window = desk.start_app().await?;
    let provider = redirecting_to(LINK)?;
    for (opener, links) in [("gio", 1), ("xdg-open", 2)] {
        let browser = desk.install_browser().await?;
        browser.follow(&Script {
            opener: opener.to_owned(),
            ..Script::default()
        })?;
        let opened = desk.run("xdg-open", &[&provider]).await?;
        assert_eq!(opened.code, Some(0), "{}", opened.stderr);
        browser
            .wait_for_visit("our link", |visit| visit.url.starts_with("dev.switchboard"))
            .await?;
        until("the link in the program", || async {
            Ok((desk.log()?.matches("a deep link arrived").count() == links).then_some(()))
        })
        .await?;
    }
    Ok(())
}

/// A server on loopback that sends every caller on to `target`.
fn redirecting_to(target: &'static str) -> Result<String> {
    use std::io::{Read, Write};
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    let url = format!("http://{}/authorize", listener.local_addr()?);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut asked = [0_u8; 2048];
            let _ = stream.read(&mut asked);
            let answer = format!(
                "HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            );
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    Ok(url)
}
