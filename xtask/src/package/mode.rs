//! Who may do what with a file of a package.

use std::{io, path::Path};

#[cfg(unix)]
pub(super) fn set(file: &Path, mode: u32) -> io::Result<()> {
    use std::{fs, os::unix::fs::PermissionsExt};
    fs::set_permissions(file, fs::Permissions::from_mode(mode))
}

/// These packages are made on Linux.
#[cfg(not(unix))]
pub(super) fn set(_: &Path, _: u32) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
