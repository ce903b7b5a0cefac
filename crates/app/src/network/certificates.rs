//! Reading certificates that a person gives: as a file or as a text, in PEM.

use std::path::PathBuf;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::Timestamp;
use wire::{CertificateSource, CertificateView};

use super::der;
use crate::error::Error;

/// More than this is no list of a company's certificates.
const MOST_BYTES: u64 = 1024 * 1024;
const MOST: usize = 100;

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";

/// The PEM text that is meant; `None` for no certificates.
pub(super) async fn fetch(
    source: CertificateSource,
    kept: Option<String>,
) -> Result<Option<String>, Error> {
    match source {
        CertificateSource::Keep => Ok(kept),
        CertificateSource::Remove => Ok(None),
        CertificateSource::Pasted(text) => Ok(Some(text)),
        CertificateSource::Path(path) => {
            let read = tokio::task::spawn_blocking(move || file(&path)).await;
            read.map_err(|_| Error::Input("The file cannot be read. Nothing changed."))?
                .map(Some)
        }
    }
}

fn file(typed: &str) -> Result<String, Error> {
    let path = PathBuf::from(typed.trim());
    if !path.is_absolute() {
        return Err(Error::Input(
            "Give the whole path of the file, from / on. Nothing changed.",
        ));
    }
    let cannot = |error: std::io::Error| {
        Error::Typed(format!(
            "The file {} cannot be read: {}. Nothing changed.",
            path.display(),
            error.kind()
        ))
    };
    let about = std::fs::metadata(&path).map_err(cannot)?;
    if !about.is_file() || about.len() > MOST_BYTES {
        return Err(Error::Input(
            "This is no file of certificates: it is no plain file, or too large. Nothing changed.",
        ));
    }
    let bytes = std::fs::read(&path).map_err(cannot)?;
    String::from_utf8(bytes).map_err(|_| {
        Error::Input(
            "The file is not in PEM, which is text that begins with -----BEGIN CERTIFICATE-----. Convert it first. Nothing changed.",
        )
    })
}

/// The certificates that are kept, whatever has become of them.
pub(super) fn shown(pem: &str, now: Timestamp) -> Vec<CertificateView> {
    split(pem, now).map(|(_, views)| views).unwrap_or_default()
}

/// The certificates in a text, each read; only those, as they are to be kept.
pub(super) fn read(text: &str, now: Timestamp) -> Result<(String, Vec<CertificateView>), Error> {
    if text.contains("PRIVATE KEY-----") {
        return Err(Error::Input(
            "There is a private key in this. Only certificates belong here, and nothing was kept.",
        ));
    }
    let (clean, views) = split(text, now)?;
    if views.is_empty() || views.len() > MOST {
        return Err(Error::Typed(format!(
            "There are {} certificates in this; 1 to {MOST} can be added. A certificate begins with {BEGIN}. Nothing changed.",
            views.len()
        )));
    }
    if views.iter().all(|view| view.expired) {
        return Err(Error::Input(
            "These certificates are no longer valid. Ask for current ones. Nothing changed.",
        ));
    }
    Ok((clean, views))
}

fn split(text: &str, now: Timestamp) -> Result<(String, Vec<CertificateView>), Error> {
    let mut clean = String::new();
    let mut views = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(BEGIN) {
        let number = views.len() + 1;
        let bad = || {
            Error::Typed(format!(
                "Certificate {number} cannot be read. Copy the file whole and try again. Nothing changed."
            ))
        };
        let body = &rest[at + BEGIN.len()..];
        let (body, after) = body.split_once(END).ok_or_else(bad)?;
        let packed: String = body
            .chars()
            .filter(|letter| !letter.is_whitespace())
            .collect();
        let der = STANDARD.decode(&packed).map_err(|_| bad())?;
        let facts = der::read(&der).ok_or_else(bad)?;
        views.push(CertificateView {
            subject: facts.subject,
            until: facts.until,
            expired: facts.until < now,
        });
        clean.push_str(BEGIN);
        for line in packed.as_bytes().chunks(64) {
            clean.push('\n');
            clean.push_str(&String::from_utf8_lossy(line));
        }
        clean.push('\n');
        clean.push_str(END);
        clean.push('\n');
        rest = after;
    }
    Ok((clean, views))
}
