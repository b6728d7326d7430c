use tauri_build::{AppManifest, Attributes};

/// What windows may call: `permissions` groups the app's commands, `capabilities` gives groups to windows.
/// A command that is in neither is refused.
const PERMISSIONS: &str = "./src-tauri/permissions/**/*";
const CAPABILITIES: &str = "./src-tauri/capabilities/**/*";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-changed=src-tauri/permissions");
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    let attributes = Attributes::new()
        .capabilities_path_pattern(CAPABILITIES)
        .app_manifest(AppManifest::new().permissions_path_pattern(PERMISSIONS));
    tauri_build::try_build(attributes)?;
    Ok(())
}
