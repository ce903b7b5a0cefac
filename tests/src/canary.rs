//! Looking for a secret where it must not be, also in disguise.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Result;
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};

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
        let wide = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut forms = vec![
            bytes.to_vec(),
            hex.to_uppercase().into_bytes(),
            hex.into_bytes(),
            url.into_bytes(),
            serde_json::Value::from(secret)
                .to_string()
                .trim_matches('"')
                .as_bytes()
                .to_vec(),
            wide,
        ];
        forms.extend((0..3).map(|offset| base64_inside(bytes, offset)));
        forms.sort();
        forms.dedup();
        Self { forms }
    }

    /// Whether it is in `bytes`.
    pub fn is_in(&self, bytes: &[u8]) -> bool {
        self.forms
            .iter()
            .any(|form| !form.is_empty() && bytes.windows(form.len()).any(|window| window == form))
    }

    /// The files under `directory` that hold it.
    pub fn files(&self, directory: &Path) -> Result<Vec<PathBuf>> {
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

/// The part of the base64 text that is the same whatever follows, when `offset` bytes went before.
fn base64_inside(bytes: &[u8], offset: usize) -> Vec<u8> {
    let mut padded = vec![0; offset];
    padded.extend_from_slice(bytes);
    let whole = padded.len() / 3 * 3;
    let text = STANDARD_NO_PAD.encode(&padded[..whole]);
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
        let wide: Vec<u8> = SECRET.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for disguise in [
            SECRET.as_bytes().to_vec(),
            STANDARD_NO_PAD.encode(SECRET).into_bytes(),
            STANDARD_NO_PAD.encode(format!("x{SECRET}y")).into_bytes(),
            STANDARD_NO_PAD.encode(format!("xx{SECRET}")).into_bytes(),
            serde_json::json!({ "k": SECRET }).to_string().into_bytes(),
            url::form_urlencoded::byte_serialize(SECRET.as_bytes())
                .collect::<String>()
                .into_bytes(),
            wide,
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
    fn a_file_deep_down_is_found() -> Result<()> {
        let root = tempfile::tempdir()?;
        fs::create_dir_all(root.path().join("a/b"))?;
        fs::write(root.path().join("a/b/c"), SECRET)?;
        fs::write(root.path().join("a/d"), "nothing")?;
        let found = Canary::new(SECRET).files(root.path())?;
        assert_eq!(found, [root.path().join("a/b/c")]);
        Ok(())
    }
}
