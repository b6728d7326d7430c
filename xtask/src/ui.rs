//! The UI's packages, its build and the generated bindings; each is done only when it has to be.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::{
    project::{Project, succeed},
    setup::{self, Purpose},
};

/// Folders in `ui/` that are made from the rest.
const MADE: [&str; 3] = ["node_modules", "dist", ".vite"];

/// Installs the UI's packages when the lock file is not the one that was installed last.
pub(crate) fn install(project: &Project) -> Result<()> {
    let lock = project.ui().join("package-lock.json");
    let fresh = fingerprint(&[lock])?;
    let stamp = Stamp::new(project, "ui-packages");
    if project.ui().join("node_modules").is_dir() && stamp.says(&fresh) {
        return Ok(());
    }
    println!("Installing the packages of the UI");
    stamp.remove();
    succeed(&mut project.npm(&["ci", "--no-audit", "--no-fund", "--loglevel=error"]))?;
    stamp.write(&fresh)
}

/// Builds `ui/dist`, which the desktop embeds, when a source of it has changed.
pub(crate) fn build(project: &Project) -> Result<()> {
    install(project)?;
    let fresh = fingerprint(&sources(&project.ui())?)?;
    let stamp = Stamp::new(project, "ui-build");
    if project.ui().join("dist/index.html").is_file() && stamp.says(&fresh) {
        return Ok(());
    }
    println!("Building the UI");
    stamp.remove();
    succeed(&mut project.npm(&["run", "build"]))?;
    stamp.write(&fresh)
}

/// Writes `ui/src/backend/bindings.ts` from the Rust declarations.
pub(crate) fn write_bindings(project: &Project) -> Result<()> {
    setup::prepare(project, Purpose::Run)?;
    build(project)?;
    let mut cargo = project.cargo(&["test", "--package", "balados-desktop", "--test", "bindings"]);
    succeed(cargo.env("BALADOS_WRITE_BINDINGS", "1"))
}

/// What was done last, kept as a file.
struct Stamp(PathBuf);

impl Stamp {
    fn new(project: &Project, name: &str) -> Self {
        Self(project.stamps().join(name))
    }

    fn says(&self, fresh: &str) -> bool {
        fs::read_to_string(&self.0).is_ok_and(|kept| kept == fresh)
    }

    fn remove(&self) {
        // It may not be there; a stamp that stays would be overwritten anyway.
        let _ = fs::remove_file(&self.0);
    }

    fn write(&self, fresh: &str) -> Result<()> {
        if let Some(folder) = self.0.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&self.0, fresh).with_context(|| self.0.display().to_string())
    }
}

/// Every file of the UI that a person wrote, in a stable order.
fn sources(ui: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![ui.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let entry = entry?;
            if !entry.file_type()?.is_dir() {
                files.push(entry.path());
            } else if !MADE.iter().any(|made| entry.file_name() == *made) {
                folders.push(entry.path());
            }
        }
    }
    files.sort();
    Ok(files)
}

fn fingerprint(files: &[PathBuf]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.hash(&mut hasher);
        fs::read(file).with_context(|| file.display().to_string())?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_is_no_source() {
        let ui = tempfile::tempdir().unwrap();
        for file in ["src/App.tsx", "index.html", "node_modules/a/index.js", "dist/index.html"] {
            let path = ui.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, file).unwrap();
        }
        let found = sources(ui.path()).unwrap();
        assert_eq!(found, [ui.path().join("index.html"), ui.path().join("src/App.tsx")]);
    }

    #[test]
    fn a_change_shows_in_the_fingerprint() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a");
        fs::write(&file, "one").unwrap();
        let before = fingerprint(std::slice::from_ref(&file)).unwrap();
        assert_eq!(before, fingerprint(std::slice::from_ref(&file)).unwrap());
        fs::write(&file, "two").unwrap();
        assert_ne!(before, fingerprint(&[file]).unwrap());
    }
}
