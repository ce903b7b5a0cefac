//! The other way home: a page on 127.0.0.1 that exists only while its attempt is
//! open, for profiles that choose it and desktops where our scheme has no handler
//! (RFC 8252 §7.3). Like the deep link it is a doorbell and nothing more.

use std::sync::Arc;
use std::time::Duration;

use domain::{AttemptId, links};
use store::CallbackWay;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::host::Host;
use crate::workspace::Workspace;

/// The longest request head that is read, in bytes.
const MAX_HEAD: usize = 8 * 1024;
/// How long a browser may take to say what it wants.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often the listener looks whether its attempt is still open.
const TICK: Duration = Duration::from_millis(500);

/// Where the browser is to come home to for this attempt.
pub(crate) fn callback_for(
    workspace: &Workspace,
    attempt: &AttemptId,
    state: &str,
) -> Option<String> {
    let query = format!("attempt={attempt}&state={state}");
    match workspace.profile.callback {
        CallbackWay::None => None,
        CallbackWay::DeepLink if workspace.host.handles_links() => {
            Some(format!("{}://oauth/callback?{query}", links::SCHEME))
        }
        CallbackWay::DeepLink | CallbackWay::Loopback => {
            let listener = door(workspace.host.as_ref())
                .inspect_err(|error| tracing::warn!(%error, "there is no port to come home to"))
                .ok()?;
            let port = listener.local_addr().ok()?.port();
            workspace.doors().insert(attempt.clone(), listener);
            Some(format!("http://127.0.0.1:{port}/oauth/callback?{query}"))
        }
    }
}

fn door(host: &dyn Host) -> std::io::Result<TcpListener> {
    let door = host.door()?;
    door.set_nonblocking(true)?;
    TcpListener::from_std(door)
}

/// Starts answering for an attempt that is now followed.
pub(crate) fn attend(workspace: &Arc<Workspace>, attempt: &AttemptId) {
    let Some(listener) = workspace.doors().remove(attempt) else {
        return;
    };
    let task = Arc::clone(workspace);
    let id = attempt.clone();
    workspace.spawn(async move {
        while is_open(&task, &id) {
            tokio::select! {
                () = tokio::time::sleep(TICK) => {}
                accepted = listener.accept() => if let Ok((stream, _)) = accepted {
                    let rung = tokio::time::timeout(PATIENCE, answer(&task, stream)).await;
                    if let Ok(Ok(true)) = rung { return; }
                }
            }
        }
    });
}

/// An attempt that was planned before a restart has no door any more.
pub(crate) fn forget(workspace: &Workspace, attempt: &AttemptId) {
    workspace.doors().remove(attempt);
}

fn is_open(workspace: &Workspace, id: &AttemptId) -> bool {
    workspace
        .live()
        .get(id)
        .is_some_and(|live| live.record.attempt.state.is_watched())
}

/// Answers one request; `true` when it was the callback.
async fn answer(workspace: &Arc<Workspace>, mut stream: TcpStream) -> std::io::Result<bool> {
    let head = head(&mut stream).await?;
    let rung = match callback(&head, &stream.local_addr()?.to_string()) {
        Some(callback) => workspace.ring(&callback).await,
        None => false,
    };
    let (status, text) = if rung {
        (
            "200 OK",
            "Switchboard has the answer. You can close this page.",
        )
    } else {
        ("404 Not Found", "There is nothing here.")
    };
    let page =
        format!("<!doctype html><meta charset=\"utf-8\"><title>Switchboard</title><p>{text}</p>");
    let reply = format!(
        "HTTP/1.1 {status}\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {}\r\ncache-control: no-store\r\nreferrer-policy: no-referrer\r\nconnection: close\r\n\r\n{page}",
        page.len()
    );
    stream.write_all(reply.as_bytes()).await?;
    stream.shutdown().await?;
    Ok(rung)
}

async fn head(stream: &mut TcpStream) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    let mut chunk = [0_u8; 1024];
    while bytes.len() < MAX_HEAD && !bytes.windows(4).any(|end| end == b"\r\n\r\n") {
        let read = stream.read(&mut chunk).await?;
        if read == 0 {
            break;
        }
        bytes.extend_from_slice(&chunk[..read]);
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Exactly our path, on exactly our address: a page that was rebound to it by name
/// is not answered.
fn callback(head: &str, address: &str) -> Option<links::Callback> {
    let mut lines = head.split("\r\n");
    let target = lines
        .next()?
        .strip_prefix("GET ")?
        .strip_suffix(" HTTP/1.1")?;
    let host = lines.find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("host").then(|| value.trim())
    })?;
    if host != address {
        return None;
    }
    links::callback(target.strip_prefix("/oauth/callback?")?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATE: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    fn ask(path: &str, host: &str) -> bool {
        let head = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n");
        callback(&head, "127.0.0.1:5000").is_some()
    }

    #[test]
    fn only_the_exact_path_on_the_exact_address_is_a_callback() {
        let fine = format!("/oauth/callback?attempt=a1&state={STATE}&status=success");
        assert!(ask(&fine, "127.0.0.1:5000"));
        for (path, host) in [
            (fine.as_str(), "localhost:5000"),
            (fine.as_str(), "evil.example:5000"),
            (fine.as_str(), "127.0.0.1:5001"),
            ("/oauth/callback", "127.0.0.1:5000"),
            ("/", "127.0.0.1:5000"),
            ("/oauth/callback/?attempt=a1", "127.0.0.1:5000"),
            (
                "http://127.0.0.1:5000/oauth/callback?attempt=a1",
                "127.0.0.1:5000",
            ),
        ] {
            assert!(!ask(path, host), "{path} at {host}");
        }
    }

    #[test]
    fn a_request_without_a_host_is_no_callback() {
        let head = format!("GET /oauth/callback?attempt=a1&state={STATE} HTTP/1.1\r\n\r\n");
        assert!(callback(&head, "127.0.0.1:5000").is_none());
    }
}
