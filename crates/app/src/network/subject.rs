//! As much of a certificate as a person wants to know: whose it is and until when it
//! holds. Whether it is a good one is decided by the TLS layer, not here.

use domain::Timestamp;
use x509_parser::prelude::{AttributeTypeAndValue, FromDer as _, X509Certificate, X509Name};

/// What is read of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Facts {
    pub(super) subject: String,
    pub(super) until: Timestamp,
}

/// The longest name that is shown.
const LONGEST_NAME: usize = 120;

/// Reads a certificate; `None` when it is none.
pub(super) fn read(der: &[u8]) -> Option<Facts> {
    let (_, certificate) = X509Certificate::from_der(der).ok()?;
    let seconds = certificate.validity().not_after.timestamp();
    let subject = name(certificate.subject()).or_else(|| name(certificate.issuer()));
    Some(Facts {
        subject: subject.unwrap_or_else(|| "No name".to_owned()),
        until: Timestamp::from_millis(seconds.saturating_mul(1_000)),
    })
}

/// What a name is made of that says something: common name, organisation, unit.
fn name(name: &X509Name<'_>) -> Option<String> {
    let known = [
        name.iter_common_name().next(),
        name.iter_organization().next(),
        name.iter_organizational_unit().next(),
    ];
    let said: Vec<String> = known
        .into_iter()
        .flatten()
        .map(shown)
        .filter(|part| !part.is_empty())
        .collect();
    (!said.is_empty()).then(|| said.join(", "))
}

fn shown(part: &AttributeTypeAndValue<'_>) -> String {
    part.as_str()
        .unwrap_or_default()
        .chars()
        .filter(|letter| !letter.is_control())
        .take(LONGEST_NAME)
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_bytes_break_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = read(&bytes);
        }
    }
}
