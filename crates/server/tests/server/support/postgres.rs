//! A PostgreSQL of the tests' own, from the system's packages, that ends with the test program.

use std::{
    io::{BufRead, BufReader},
    net::TcpListener,
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

/// It lives as long as somebody holds its standard input: also when the test program is killed.
const SCRIPT: &str = r#"
set -e
dir=$(mktemp -d)
"$BIN/initdb" -D "$dir/data" -U balados --auth=trust -E UTF8 --locale=C --no-sync >/dev/null
"$BIN/postgres" -D "$dir/data" -p "$PORT" -c listen_addresses=127.0.0.1 -c unix_socket_directories="$dir" \
  -c fsync=off -c max_connections=400 -c shared_buffers=64MB >"$dir/log" 2>&1 </dev/null &
postgres=$!
until "$BIN/pg_isready" -q -h 127.0.0.1 -p "$PORT"; do
  kill -0 $postgres 2>/dev/null || { cat "$dir/log" >&2; exit 1; }
  sleep 0.05
done
echo ready
cat >/dev/null
kill -INT $postgres
wait $postgres || true
rm -rf "$dir"
"#;

struct Postgres {
    port: u16,
    // Holds the standard input.
    _script: Child,
}

static SHARED: OnceLock<Postgres> = OnceLock::new();
static DATABASES: AtomicU32 = AtomicU32::new(0);

/// The address of a new, empty database.
pub(crate) async fn new_database() -> String {
    let postgres = tokio::task::spawn_blocking(|| SHARED.get_or_init(start)).await.unwrap();
    let base = format!("postgres://balados@127.0.0.1:{}", postgres.port);
    let name = format!("test_{}", DATABASES.fetch_add(1, Ordering::Relaxed));
    let mut connection = PgConnection::connect(&format!("{base}/postgres")).await.unwrap();
    connection.execute(AssertSqlSafe(format!("create database {name}"))).await.unwrap();
    connection.close().await.unwrap();
    format!("{base}/{name}")
}

fn start() -> Postgres {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut script = command()
        .args(["-c", SCRIPT])
        .env("BIN", bin())
        .env("PORT", port.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a shell");
    let mut line = String::new();
    BufReader::new(script.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(line, "ready\n", "PostgreSQL did not start");
    Postgres { port, _script: script }
}

/// PostgreSQL refuses to run as root; its package brings a user for it.
fn command() -> Command {
    let is_root = Command::new("id").arg("-u").output().unwrap().stdout == b"0\n";
    if !is_root {
        return Command::new("sh");
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "sh"]);
    command.current_dir("/");
    command
}

/// Debian keeps the server's programs out of the path.
fn bin() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = versions
        .map(|entry| entry.path().join("bin"))
        .filter(|bin| bin.join("initdb").exists())
        .collect();
    found.sort();
    found.pop().unwrap_or_else(|| {
        let path = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&path)
            .find(|dir| dir.join("initdb").exists())
            .expect("PostgreSQL is not installed: `cargo xtask setup` installs it")
    })
}
