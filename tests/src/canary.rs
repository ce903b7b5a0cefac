//! Looking for a secret where it must not be, also in disguise. The tests of the core look
//! with the same eyes: `crates/app/tests/it` takes this file in.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use base64::{
    Engine,
    engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};
use memchr::memmem;

/// How what the simulator hands out begins: the access tokens and keys of its toolkits, its refresh
/// tokens and its id tokens. One that was refreshed is another one, and begins like it.
pub const TOKENS: [&str; 19] = [
    "ya29.sim",
    "xoxb-sim-",
    "xoxp-sim-",
    "gho_sim",
    "ntn_sim_",
    "lin_oauth_sim_",
    "EwB-sim-",
    "00Dsim!",
    "sl.sim-",
    "shpat_sim_",
    "sk_sim_",
    "SG.sim-",
    "sk-sim-",
    "tvly-sim-",
    "exa-sim-",
    "cal_sim_",
    "sim-access-",
    "1//0sim-",
    // `{"alg":"none`, which is how the head of an unsigned token begins.
    "eyJhbGciOiJub25l",
];

/// Less of base64 than this is found anywhere by chance.
const LEAST_BASE64: usize = 8;

/// A secret in every form in which programs leave secrets behind.
#[derive(Debug, Clone)]
pub struct Canary {
    forms: Vec<Vec<u8>>,
}

impl Canary {
    /// Prepares to look for `secret`.
    pub fn new(secret: &str) -> Self {
        let bytes = secret.as_bytes();
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let url: String = url::form_urlencoded::byte_serialize(bytes).collect();
        let percent = |upper: bool| -> String {
            let each = bytes.iter().map(|byte| match upper {
                true => format!("%{byte:02X}"),
                false => format!("%{byte:02x}"),
            });
            each.collect()
        };
        let quoted = quoted(secret);
        let escaped: String = secret
            .encode_utf16()
            .map(|unit| format!("\\u{unit:04x}"))
            .collect();
        let mut forms = vec![
            bytes.to_vec(),
            hex.to_uppercase().into_bytes(),
            hex.into_bytes(),
            url.into_bytes(),
            percent(true).into_bytes(),
            percent(false).into_bytes(),
            quoted.as_bytes().to_vec(),
            self::quoted(&quoted).into_bytes(),
            escaped.into_bytes(),
            secret.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            secret.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        ];
        for offset in 0..3 {
            let both = [&STANDARD_NO_PAD, &URL_SAFE_NO_PAD];
            let parts = both.map(|engine| base64_inside(engine, bytes, offset));
            forms.extend(parts.into_iter().filter(|part| part.len() >= LEAST_BASE64));
        }
        forms.sort();
        forms.dedup();
        Self { forms }
    }

    /// Whether it is in `bytes`.
    pub fn is_in(&self, bytes: &[u8]) -> bool {
        self.forms
            .iter()
            .any(|form| !form.is_empty() && memmem::find(bytes, form).is_some())
    }

    /// The files under `directory` that hold it.
    pub fn files(&self, directory: &Path) -> io::Result<Vec<PathBuf>> {
        let mut found = Vec::new();
        let mut open = vec![directory.to_owned()];
        while let Some(path) = open.pop() {
            let Ok(about) = fs::symlink_metadata(&path) else {
                continue;
            };
            if about.is_dir() {
                for entry in fs::read_dir(&path)? {
                    open.push(entry?.path());
                }
            } else if about.is_file() && self.is_in(&fs::read(&path).unwrap_or_default()) {
                found.push(path);
            }
        }
        found.sort();
        Ok(found)
    }
}

/// As a text inside of JSON.
fn quoted(text: &str) -> String {
    let whole = serde_json::Value::from(text).to_string();
    whole[1..whole.len() - 1].to_owned()
}

/// The part of the base64 text that is the same whatever follows, when `offset` bytes went before.
fn base64_inside(engine: &impl Engine, bytes: &[u8], offset: usize) -> Vec<u8> {
    let mut padded = vec![0; offset];
    padded.extend_from_slice(bytes);
    let whole = padded.len() / 3 * 3;
    let text = engine.encode(&padded[..whole]);
    let skip = if offset == 0 { 0 } else { 4 };
    text.as_bytes().get(skip..).unwrap_or_default().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "ak_CANARY\"0123456789";

    #[test]
    fn a_secret_is_found_in_every_disguise() {
        let canary = Canary::new(SECRET);
        let wide = |order: fn(u16) -> [u8; 2]| SECRET.encode_utf16().flat_map(order).collect();
        let inner = serde_json::json!({ "k": SECRET }).to_string();
        for disguise in [
            SECRET.as_bytes().to_vec(),
            STANDARD_NO_PAD.encode(SECRET).into_bytes(),
            STANDARD_NO_PAD.encode(format!("x{SECRET}y")).into_bytes(),
            STANDARD_NO_PAD.encode(format!("xx{SECRET}")).into_bytes(),
            URL_SAFE_NO_PAD
                .encode(format!("\u{3ff}{SECRET}"))
                .into_bytes(),
            inner.as_bytes().to_vec(),
            serde_json::json!({ "k": inner }).to_string().into_bytes(),
            url::form_urlencoded::byte_serialize(SECRET.as_bytes())
                .collect::<String>()
                .into_bytes(),
            wide(u16::to_le_bytes),
            wide(u16::to_be_bytes),
        ] {
            let mut file = b"before".to_vec();
            file.extend(&disguise);
            assert!(
                canary.is_in(&file),
                "{}",
                String::from_utf8_lossy(&disguise)
            );
        }
    }

    #[test]
    fn another_secret_is_not_taken_for_it() {
        assert!(!Canary::new(SECRET).is_in(b"ak_CANARY 0123456789"));
        assert!(!Canary::new(SECRET).is_in(b""));
    }

    #[test]
    fn four_letters_of_base64_are_no_trace_of_a_short_secret() {
        let short = Canary::new("gho_sim");
        assert!(short.is_in(STANDARD_NO_PAD.encode("gho_simA1").as_bytes()));
        // The whole groups of base64 that it makes after one byte more, without the first.
        let four = base64_inside(&STANDARD_NO_PAD, b"gho_sim", 1);
        assert_eq!(four.len(), 4);
        assert!(!short.is_in(&four));
    }

    #[test]
    fn a_file_deep_down_is_found() -> io::Result<()> {
        let root = tempfile::tempdir()?;
        fs::create_dir_all(root.path().join("a/b"))?;
        fs::write(root.path().join("a/b/c"), SECRET)?;
        fs::write(root.path().join("a/d"), "nothing")?;
        let found = Canary::new(SECRET).files(root.path())?;
        assert_eq!(found, [root.path().join("a/b/c")]);
        Ok(())
    }
}
