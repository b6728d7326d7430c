//! The TypeScript of the IPC in the tree is that of the code, and so is what windows may call.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::Value;

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
    let read = |path: &Path| fs::read_to_string(path).unwrap_or_default();
    assert!(
        read(&path) == read(&fresh),
        "ui/src/backend/bindings.ts is stale: run `cargo xtask bindings` and commit it"
    );
}

#[test]
fn every_command_is_in_one_permission_and_every_permission_is_given() {
    let commands = exported_commands();
    let permissions = json("src-tauri/permissions/commands.json");
    let permissions = permissions["permission"].as_array().expect("a list");
    let allowed: Vec<&str> =
        permissions.iter().flat_map(|one| words(&one["commands"]["allow"])).collect();
    let once: BTreeSet<&str> = allowed.iter().copied().collect();
    assert_eq!(once.len(), allowed.len(), "a command is in two permissions");
    let missing: Vec<_> = commands.iter().filter(|name| !once.contains(name.as_str())).collect();
    assert!(missing.is_empty(), "add to src-tauri/permissions/commands.json: {missing:?}");
    let unknown: Vec<_> = once.iter().filter(|name| !commands.contains(**name)).collect();
    assert!(unknown.is_empty(), "no longer commands: {unknown:?}");

    let given = given_to_windows();
    let ungiven: Vec<_> = permissions
        .iter()
        .filter_map(|one| one["identifier"].as_str())
        .filter(|name| !given.contains(*name))
        .collect();
    assert!(ungiven.is_empty(), "no window has them: {ungiven:?}");
}

/// A window that may do more than call and listen is a decision, made here too.
#[test]
fn windows_have_nothing_of_tauri_but_listening() {
    let more: Vec<_> = given_to_windows()
        .into_iter()
        .filter(|name| name.contains(':'))
        .filter(|name| !matches!(&**name, "core:event:allow-listen" | "core:event:allow-unlisten"))
        .collect();
    assert!(more.is_empty(), "{more:?}");
}

/// The names that the generated TypeScript invokes.
fn exported_commands() -> BTreeSet<String> {
    let scratch = tempfile::tempdir().expect("a folder");
    let path = scratch.path().join("bindings.ts");
    balados_desktop::export_bindings(&path).expect("the bindings are written");
    let text = fs::read_to_string(path).expect("the bindings");
    text.split("__TAURI_INVOKE").skip(1).filter_map(invoked).map(str::to_owned).collect()
}

/// `play` of `<null>("play", …`; nothing where the function is only imported.
fn invoked(rest: &str) -> Option<&str> {
    let (kind, rest) = rest.split_once("(\"")?;
    let is_call = kind.is_empty() || (kind.starts_with('<') && kind.ends_with('>'));
    if is_call { rest.split('"').next() } else { None }
}

fn given_to_windows() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src-tauri/capabilities");
    let mut given = BTreeSet::new();
    for file in fs::read_dir(folder).expect("the capabilities") {
        let capability = json(file.expect("a file").path());
        given.extend(words(&capability["permissions"]).into_iter().map(str::to_owned));
    }
    given
}

fn json(path: impl AsRef<Path>) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    serde_json::from_slice(&fs::read(path).expect("the file")).expect("JSON")
}

fn words(list: &Value) -> Vec<&str> {
    list.as_array().expect("a list").iter().filter_map(Value::as_str).collect()
}
