//! How the program comes up under a driver: as it is, or by a script that first takes something
//! away from it, such as a right or the room on its disk.

use std::{fs, os::unix::fs::PermissionsExt, path::PathBuf};

use anyhow::Result;

use crate::{binaries, desk::Desk};

impl Desk {
    /// From the next start on a shell script starts the program, which is `"$@"` in it; without
    /// one the program is started as it is.
    pub fn start_by(&mut self, script: Option<&str>) -> Result<()> {
        self.starter = None;
        if let Some(script) = script {
            let path = self.root().join("bin/starter");
            let program = binaries::switchboard()?;
            let text = format!(
                "#!/bin/sh\nset -- '{}' \"$@\"\n{script}\n",
                program.display()
            );
            fs::write(&path, text)?;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o700))?;
            self.starter = Some(path);
        }
        Ok(())
    }

    /// What the driver starts.
    pub(crate) fn program(&self) -> Result<PathBuf> {
        match &self.starter {
            Some(script) => Ok(script.clone()),
            None => binaries::switchboard(),
        }
    }
}
