//! The TypeScript of the IPC in the tree is that of the code.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;

/// Set by `cargo xtask bindings`: write the file instead of comparing it.
const WRITE: &str = "BALADOS_WRITE_BINDINGS";

#[test]
fn bindings_are_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/src/backend/bindings.ts");
    if std::env::var_os(WRITE).is_some() {
        balados_desktop::export_bindings(&path).expect("the bindings are written");
        return;
    }
    let scratch = tempfile::tempdir().expect("a folder");
    let fresh = scratch.path().join("bindings.ts");
    balados_desktop::export_bindings(&fresh).expect("the bindings are written");
    let read = |path: &Path| std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        read(&path) == read(&fresh),
        "ui/src/backend/bindings.ts is stale: run `cargo xtask bindings` and commit it"
    );
}
