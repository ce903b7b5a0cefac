//! What else a desktop opens addresses with: a mail program, or nothing at all.

use std::{fs, os::unix::fs::PermissionsExt, path::PathBuf};

use anyhow::{Result, ensure};

use crate::desk::Desk;

impl Desk {
    /// Installs a mail program that keeps the last draft it was asked for in a file.
    pub async fn install_mail(&self) -> Result<PathBuf> {
        let draft = self.root().join("draft.txt");
        let program = self.root().join("mail.sh");
        fs::write(
            &program,
            format!("#!/bin/sh\nprintf '%s' \"$1\" > '{}'\n", draft.display()),
        )?;
        fs::set_permissions(&program, fs::Permissions::from_mode(0o700))?;
        let applications = self.root().join("data/applications");
        fs::create_dir_all(&applications)?;
        fs::write(
            applications.join("mail.desktop"),
            format!(
                "[Desktop Entry]\nType=Application\nName=Mail\nExec={} %u\nTerminal=false\nMimeType=x-scheme-handler/mailto;\n",
                program.display()
            ),
        )?;
        let ended = self
            .run(
                "xdg-mime",
                &["default", "mail.desktop", "x-scheme-handler/mailto"],
            )
            .await?;
        ensure!(ended.code == Some(0), "xdg-mime: {}", ended.stderr);
        Ok(draft)
    }

    /// Whether whoever asks this desk to open an address is told that nothing can.
    pub fn refuse_to_open(&self, refuse: bool) -> Result<()> {
        for opener in [
            "xdg-open",
            "gio",
            "gnome-open",
            "kde-open",
            "kde-open5",
            "kde-open6",
        ] {
            let path = self.root().join("bin").join(opener);
            if refuse {
                fs::write(&path, "#!/bin/sh\nexit 3\n")?;
                fs::set_permissions(&path, fs::Permissions::from_mode(0o700))?;
            } else {
                fs::remove_file(&path)?;
            }
        }
        Ok(())
    }
}
