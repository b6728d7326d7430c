//! Schemathesis against the description that the server publishes: `cargo xtask test --only fuzz`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{
    env,
    process::{Command, Stdio},
};

use support::{Home, Reply};

#[path = "../server/support/mod.rs"]
#[allow(dead_code, unused_imports, unused_macros, reason = "the other tests need more of it")]
mod support;

/// What an answer must be, whatever was asked. What is refused and what is not is protocol.md's to say, and is
/// tested elsewhere: one bad record among good ones is a 200.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
    response_headers_conformance,response_schema_conformance,unsupported_method,\
    allow_header_conformance,ignored_auth,use_after_free";

#[tokio::test(flavor = "multi_thread")]
async fn the_server_answers_as_it_is_described() {
    let program =
        env::var_os("BALADOS_SCHEMATHESIS").expect("`cargo xtask test` names the program");
    let home = Home::sqlite().await;
    let device = home.device(&home.listener("ada").await, "fuzz").await;
    let mut command = Command::new(program);
    command
        .arg("run")
        .arg(format!("{}/api/v1/openapi.json", home.base))
        .args(["--header", &format!("Authorization: Bearer {}", device.token())])
        .args(["--checks", CHECKS, "--max-examples", "40"])
        .args(["--generation-deterministic"])
        .args(["--continue-on-failure", "--no-color", "--warnings", "off"])
        .current_dir(&home.config.data)
        .stdin(Stdio::null());
    let status = tokio::task::spawn_blocking(move || command.status()).await.unwrap().unwrap();
    assert!(status.success(), "see above");
    let health = reqwest::get(format!("{}/api/v1/health", home.base)).await.unwrap();
    assert_eq!(Reply::of(health).await.expect(200)["ok"], true);
}
