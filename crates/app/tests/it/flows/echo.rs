//! Somebody in Composio's place who says back everything that he is told, the key too.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// Listens until the test ends; gives the address.
pub(crate) async fn start(status: u16) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = vec![0; 16 * 1024];
            let length = stream.read(&mut head).await.unwrap_or_default();
            let heard = String::from_utf8_lossy(&head[..length]).into_owned();
            let key = heard
                .lines()
                .find_map(|line| line.strip_prefix("x-api-key: "))
                .unwrap_or_default();
            let said = serde_json::json!({
                "error": {
                    "message": format!("no such key {key}; you said {heard}"),
                    "code": 10_401, "slug": key, "suggested_fix": format!("replace {key}"),
                    "errors": [heard, { "x-api-key": key }],
                },
                "items": [], key: key,
            });
            let body = said.to_string();
            let answer = format!(
                "HTTP/1.1 {status} Said\r\ncontent-type: application/json\r\n\
                 x-request-id: {key}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                body.len()
            );
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    base
}
