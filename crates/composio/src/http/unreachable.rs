//! Why no answer came, as far as the layers below say.

use std::error::Error;

use crate::error::Cause;

/// What a failure of the network was, by the words of the layers below.
pub(crate) fn cause(error: &reqwest::Error) -> Cause {
    if error.is_connect() {
        return connect_cause(error.source());
    }
    if error.is_timeout() {
        return Cause::Timeout;
    }
    if error.is_decode() || error.is_body() {
        return Cause::Truncated;
    }
    if error.is_builder() {
        return Cause::Config("the request cannot be built");
    }
    Cause::Reset
}

/// Why no connection came about. The layers below give few public types for
/// this, so their texts decide too; a wrong guess changes only the wording.
fn connect_cause(mut next: Option<&(dyn Error + 'static)>) -> Cause {
    while let Some(layer) = next {
        let text = layer.to_string().to_ascii_lowercase();
        // Before anything else: behind it is why the proxy, not Composio, is out of reach.
        if text.contains("tunnel error") {
            return match text.contains("authorization required") {
                true => Cause::ProxySignIn,
                false => Cause::Proxy,
            };
        }
        if text.contains("dns error") || text.contains("failed to lookup") {
            return Cause::Dns;
        }
        if speaks_of_tls(layer) || text.contains("certificate") || text.contains("tls handshake") {
            return Cause::Tls;
        }
        next = layer.source();
    }
    Cause::Connect
}

/// The TLS layer reports everything that it dislikes as invalid data, wrapped
/// in further I/O errors, which hide what they wrap from `source`.
fn speaks_of_tls(layer: &(dyn Error + 'static)) -> bool {
    let Some(io) = layer.downcast_ref::<std::io::Error>() else {
        return false;
    };
    io.kind() == std::io::ErrorKind::InvalidData
        || io.get_ref().is_some_and(|inner| speaks_of_tls(inner))
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    /// What a layer says, over what the layer below it says.
    #[derive(Debug, thiserror::Error)]
    #[error("{0}")]
    struct Layer(&'static str, #[source] Option<Box<dyn Error + Send + Sync>>);

    fn told(layers: &[&'static str]) -> Cause {
        let over = |below, says: &&'static str| -> Option<Box<dyn Error + Send + Sync>> {
            Some(Box::new(Layer(says, below)))
        };
        let all = layers.iter().rev().fold(None, over);
        connect_cause(all.as_deref().map(|layer| layer as &(dyn Error + 'static)))
    }

    #[test]
    fn each_of_the_words_that_are_known_is_enough() {
        for (layers, cause) in [
            (
                &["tcp connect error", "connection refused"][..],
                Cause::Connect,
            ),
            (&[], Cause::Connect),
            (&["dns error"], Cause::Dns),
            (
                &["client error", "failed to lookup address information"],
                Cause::Dns,
            ),
            (&["invalid peer certificate"], Cause::Tls),
            (&["error", "TLS handshake eof"], Cause::Tls),
            (&["tunnel error: unsuccessful"], Cause::Proxy),
            (
                &["tunnel error: proxy authorization required"],
                Cause::ProxySignIn,
            ),
            (&["tunnel error: failed", "dns error"], Cause::Proxy),
        ] {
            assert_eq!(told(layers), cause, "{layers:?}");
        }
    }

    #[test]
    fn what_the_layer_of_tls_dislikes_is_found_under_other_errors_of_the_system() {
        let disliked = || io::Error::new(io::ErrorKind::InvalidData, "alert");
        for (error, cause) in [
            (disliked(), Cause::Tls),
            (io::Error::other(disliked()), Cause::Tls),
            (io::Error::other(Layer("alert", None)), Cause::Connect),
            (
                io::Error::from(io::ErrorKind::ConnectionRefused),
                Cause::Connect,
            ),
        ] {
            assert_eq!(connect_cause(Some(&error)), cause, "{error:?}");
        }
    }
}
