//! Files in the places where they are installed.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};

use super::{
    Build,
    layout::{Entry, Format, Kind, Product, entries},
    mode,
};
use crate::project::succeed;

/// A folder that looks like the root of a system with `product` alone in it.
pub(super) fn stage(build: &Build<'_>, product: Product, format: Format) -> Result<PathBuf> {
    let root = build.work.join(format!("{}-{format:?}", product.name()).to_lowercase());
    put(build, product, format, &root)?;
    Ok(root)
}

/// Puts `product` below `prefix`, which may have more in it.
pub(super) fn install(
    build: &Build<'_>,
    product: Product,
    format: Format,
    prefix: &Path,
) -> Result<()> {
    put(build, product, format, prefix)
}

fn put(build: &Build<'_>, product: Product, format: Format, root: &Path) -> Result<()> {
    let mut entries = entries(build, product, format);
    entries.extend(manual_pages(build, product)?);
    for entry in &entries {
        let to = match format {
            Format::Prefix => entry.to.strip_prefix("usr/").unwrap_or(&entry.to),
            Format::Deb | Format::Rpm => &entry.to,
        };
        place(entry, &root.join(to)).with_context(|| entry.from.display().to_string())?;
    }
    Ok(())
}

fn manual_pages(build: &Build<'_>, product: Product) -> Result<Vec<Entry>> {
    let mut pages = Vec::new();
    for program in product.programs().filter(|program| program.has_manual) {
        for entry in fs::read_dir(build.made().join(program.name))? {
            let from = entry?.path();
            if let Some(name) = from.file_name().and_then(|name| name.to_str())
                && name.ends_with(".1")
            {
                let to = format!("usr/share/man/man1/{name}.gz");
                pages.push(Entry { from, to, kind: Kind::Packed });
            }
        }
    }
    pages.sort_by(|a, b| a.to.cmp(&b.to));
    Ok(pages)
}

fn place(entry: &Entry, to: &Path) -> Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    match entry.kind {
        Kind::Packed => pack(&entry.from, to)?,
        Kind::Unit => {
            let unit = fs::read_to_string(&entry.from)?;
            let (by_hand, packaged) = ("/usr/local/bin/", "/usr/bin/");
            ensure!(unit.contains(by_hand), "it does not start its program from {by_hand}");
            fs::write(to, unit.replace(by_hand, packaged))?;
        }
        Kind::Program | Kind::Data => {
            fs::copy(&entry.from, to)?;
        }
    }
    let mode = if entry.kind == Kind::Program { 0o755 } else { 0o644 };
    mode::set(to, mode)?;
    if entry.kind == Kind::Program {
        // A development build is ten times as large as what it does.
        succeed(Command::new("strip").arg(to))?;
    }
    Ok(())
}

/// Without name and time, so that the same text packs to the same bytes.
fn pack(from: &Path, to: &Path) -> Result<()> {
    let mut gzip = Command::new("gzip");
    gzip.args(["-9", "--no-name", "--stdout"]).stdin(File::open(from)?);
    succeed(gzip.stdout(Stdio::from(File::create(to)?)))
}
