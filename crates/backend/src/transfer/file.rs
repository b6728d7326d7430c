//! Files that the listener chose.

use std::{
    io,
    path::{Path, PathBuf},
};

use balados_protocol::ErrorClass;
use tokio::{
    fs::{self, File},
    io::{AsyncReadExt, AsyncWriteExt},
};

use crate::{Error, Result};

/// The largest file that is read, in bytes.
const LIMIT: u64 = 32_000_000;

/// As people read it.
pub(super) fn name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

pub(super) async fn read(path: &Path) -> Result<Vec<u8>> {
    let failed = |error: io::Error| {
        Error::new("file-not-read", ErrorClass::Local, &error).with("file", name(path))
    };
    // A pipe or a device may never end.
    if !fs::metadata(path).await.map_err(failed)?.is_file() {
        return Err(failed(io::Error::other("not a file")));
    }
    let mut bytes = Vec::new();
    let file = File::open(path).await.map_err(failed)?;
    file.take(LIMIT + 1).read_to_end(&mut bytes).await.map_err(failed)?;
    if bytes.len() as u64 > LIMIT {
        return Err(balados_feeds::OpmlError::TooLarge { limit: LIMIT }.into());
    }
    Ok(bytes)
}

/// Written beside, brought to the disk, then put in place: what was there stays whole until the new one is.
pub(super) async fn write(path: &Path, text: String) -> Result<()> {
    let draft = draft_of(path);
    let written = async {
        let mut file = File::create(&draft).await?;
        file.write_all(text.as_bytes()).await?;
        file.sync_all().await?;
        fs::rename(&draft, path).await
    };
    if let Err(error) = written.await {
        // It may never have been made.
        let _ = fs::remove_file(&draft).await;
        return Err(
            Error::new("file-not-written", ErrorClass::Local, &error).with("file", name(path))
        );
    }
    Ok(())
}

fn draft_of(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    path.with_file_name(name)
}
