//! The program itself: its commands, where its settings come from, how it ends.

use std::{
    io::Write,
    path::Path,
    process::{Output, Stdio},
};

use tempfile::TempDir;

use crate::support::{Reply, Serving, program};

const PASSWORD: &str = "Correct-horse-7-battery!";

pub(crate) fn run(folder: &Path, args: &[&str]) -> (bool, String) {
    said(program(folder, args).output().unwrap())
}

fn run_with_password(folder: &Path, args: &[&str], password: &str) -> (bool, String) {
    let mut command = program(folder, args);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    writeln!(child.stdin.take().unwrap(), "{password}").unwrap();
    said(child.wait_with_output().unwrap())
}

fn said(output: Output) -> (bool, String) {
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(text).unwrap())
}

async fn is_well(base: &str) -> bool {
    let health = reqwest::get(format!("{base}/api/v1/health")).await.unwrap();
    Reply::of(health).await.expect(200)["ok"] == true
}

#[tokio::test(flavor = "multi_thread")]
async fn it_serves_with_nothing_but_a_folder_and_ends_when_asked() {
    let folder = TempDir::new().unwrap();
    let server = Serving::start(program(folder.path(), &["--listen", "127.0.0.1:0"]));
    assert!(is_well(&server.base).await);
    assert!(folder.path().join("data/balados.sqlite").is_file());
    server.stop();
    let again = Serving::start(program(folder.path(), &["serve", "--listen", "127.0.0.1:0"]));
    assert!(is_well(&again.base).await);
    again.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn flags_go_before_the_environment_and_that_before_the_file() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("server.toml");
    std::fs::write(&file, "data = \"of-file\"\nlisten = \"127.0.0.1:0\"\n[limits]\nbody = 5000\n")
        .unwrap();
    let config = file.to_str().unwrap();
    for (args, environment, wanted) in [
        (vec!["--config", config], None, "of-file"),
        (vec!["--config", config], Some("of-environment"), "of-environment"),
        (vec!["--config", config, "--data", "of-flag"], Some("of-environment"), "of-flag"),
    ] {
        let mut command = program(folder.path(), &args);
        if let Some(value) = environment {
            command.env("BALADOS_DATA", value);
        }
        let server = Serving::start(command);
        assert!(folder.path().join(wanted).join("balados.sqlite").is_file(), "{wanted}");
        server.stop();
    }
}

#[test]
fn settings_that_do_not_fit_are_named() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("server.toml");
    for (text, wanted) in [
        ("listne = \"127.0.0.1:0\"", "listne"),
        ("listen = 7", "listen"),
        ("public-url = \"https://example.com/path\"", "public-url"),
        ("[limits]\nbodies = 1", "bodies"),
    ] {
        std::fs::write(&file, text).unwrap();
        let (is_done, said) = run(folder.path(), &["--config", file.to_str().unwrap()]);
        assert!(!is_done && said.contains(wanted), "{text}: {said}");
    }
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let (is_done, said) = run(folder.path(), &["--listen", &address]);
    assert!(!is_done && said.contains(&address), "{said}");
}

#[test]
fn accounts_are_looked_after() {
    let folder = TempDir::new().unwrap();
    let here = folder.path();
    let (is_done, said) = run_with_password(here, &["user", "add", "ada"], "short");
    assert!(!is_done && said.contains("12 to 72"), "{said}");
    assert!(!run_with_password(here, &["user", "add", "a b"], PASSWORD).0);
    let (is_done, said) = run_with_password(here, &["user", "add", "ada", "--admin"], PASSWORD);
    assert!(is_done && said.contains("user id"), "{said}");
    let (is_done, said) = run_with_password(here, &["user", "add", "ADA"], PASSWORD);
    assert!(!is_done && said.contains("already"), "{said}");
    assert!(run_with_password(here, &["user", "passwd", "ada"], "Another-horse-8-battery!").0);
    assert!(run(here, &["user", "lock", "ada"]).0);
    assert!(run(here, &["user", "list"]).1.contains("ada admin locked"));
    assert!(run(here, &["user", "unlock", "ada"]).0);
    assert!(run(here, &["user", "list"]).1.contains("ada admin\n"));
    assert!(!run(here, &["user", "delete", "ada"]).0, "not without --yes");
    assert!(run(here, &["user", "delete", "ada", "--yes"]).0);
    let (is_done, said) = run(here, &["user", "lock", "ada"]);
    assert!(!is_done && said.contains("nobody has the name ada"), "{said}");
}

#[test]
fn a_copy_is_whole_and_numbers_its_changes_anew() {
    let folder = TempDir::new().unwrap();
    let here = folder.path();
    assert!(run_with_password(here, &["user", "add", "ada"], PASSWORD).0);
    assert!(run(here, &["check"]).1.contains("sound"));
    std::fs::create_dir(here.join("restored")).unwrap();
    let (is_done, said) = run(here, &["backup", "restored/balados.sqlite"]);
    assert!(is_done, "{said}");
    let (is_done, said) = run(here, &["backup", "restored/balados.sqlite"]);
    assert!(!is_done && said.contains("already"), "{said}");
    assert!(run(here, &["check", "--data", "restored"]).1.contains("sound"));
    assert!(run(here, &["user", "list", "--data", "restored"]).1.contains("ada"));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_never_share_one_folder_nor_an_old_one_a_newer_database() {
    let folder = TempDir::new().unwrap();
    let first = Serving::start(program(folder.path(), &["--listen", "127.0.0.1:0"]));
    let (is_done, said) = run(folder.path(), &["--listen", "127.0.0.1:0"]);
    assert!(!is_done && said.contains("another balados-server"), "{said}");
    assert!(run(folder.path(), &["user", "list"]).0, "commands work beside the server");
    assert!(is_well(&first.base).await);
    first.kill();
    let again = Serving::start(program(folder.path(), &["--listen", "127.0.0.1:0"]));
    again.stop();

    sqlx::any::install_default_drivers();
    let file = folder.path().join("data/balados.sqlite");
    let sql = sqlx::AnyPool::connect(&format!("sqlite://{}", file.display())).await.unwrap();
    let newer =
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
                 values (99999999, 'of the future', 1, x'00', 0)";
    sqlx::query(newer).execute(&sql).await.unwrap();
    sql.close().await;
    let (is_done, said) = run(folder.path(), &["--listen", "127.0.0.1:0"]);
    assert!(!is_done && said.contains("newer balados-server"), "{said}");
}

/// The file that is handed out with it, also with all that is commented out in it.
#[test]
fn the_settings_that_are_handed_out_fit() {
    let example = include_str!("../../dist/balados-server.toml");
    let all: Vec<&str> = example
        .lines()
        .filter(|line| !line.starts_with("#database-url"))
        .map(|line| line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')).unwrap_or(line))
        .collect();
    let folder = TempDir::new().unwrap();
    for text in [example.to_owned(), all.join("\n")] {
        std::fs::write(folder.path().join("server.toml"), &text).unwrap();
        let args = ["check", "--config", "server.toml", "--data", "data"];
        let (is_done, said) = run(folder.path(), &args);
        assert!(is_done && said.contains("sound"), "{said}");
    }
}

mod shut {
    use crate::support::{Live, on_both};

    on_both! {
        /// Guesses lock the browser only: no stranger can shut a listener's apps out.
        async fn a_lock_of_the_administrator_shuts_apps_out_and_one_of_guesses_does_not(home: Home) {
            let ada = home.listener("ada").await;
            let desk = home.device(&ada, "desk").await;
            let set = async |failures: i64| {
                sqlx::query("update account set locked_ms = 1, failed_logins = $2 where id = $1")
                    .bind(ada.id).bind(failures).execute(&home.sql).await.unwrap();
            };
            set(5).await;
            assert_eq!(desk.get("/api/v1/subscriptions").await.status, 200);
            set(0).await;
            let phone = home.device(&ada, "phone").await;
            let refused = phone.get("/api/v1/subscriptions").await.expect(401);
            assert_eq!(refused["code"], "TOKEN_REVOKED");
            let mut live = Live::open(&home.base).await;
            let answer = live.ask(&serde_json::json!({"type": "auth", "token": phone.token()})).await;
            assert_eq!(answer["error"]["code"], "INVALID_TOKEN");
        }
    }
}
