//! The desktop that nobody sees: Xvfb, a session bus, a keychain, a window manager and a sound server.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader, Write},
    os::unix::{fs::DirBuilderExt, net::UnixStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};

use crate::{
    project::{Project, find_on_path, is_on_path},
    setup,
};

/// The name of the sound device; what it plays can be recorded from `SINK.monitor`.
const SINK: &str = "balados";

/// Room for a window of 1280×800 and its frame.
const SCREEN: &str = "1400x1000x24";

/// A shared machine may be slow to start things.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) struct Desktop {
    /// Ended in reverse: nobody loses the screen while still drawing on it.
    services: Vec<Service>,
    environment: Vec<(&'static str, String)>,
    folder: Folder,
    logs: PathBuf,
    driver: PathBuf,
}

impl Desktop {
    pub(crate) fn start(project: &Project) -> Result<Self> {
        let logs = project.artefacts().join("desktop");
        fs::create_dir_all(&logs)?;
        let mut desktop = Self {
            services: Vec::new(),
            environment: Vec::new(),
            folder: Folder::make()?,
            logs,
            driver: setup::tauri_driver(project),
        };
        desktop.separate_from_the_developer()?;
        desktop.start_screen()?;
        desktop.start_bus()?;
        desktop.start_keychain()?;
        desktop.start_window_manager()?;
        desktop.start_sound()?;
        Ok(desktop)
    }

    /// Makes `command` run on this desktop.
    pub(crate) fn enter(&self, command: &mut Command) {
        command
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("DBUS_STARTER_ADDRESS")
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .env("TAURI_DRIVER", &self.driver);
    }

    fn set(&mut self, name: &'static str, value: impl Into<String>) {
        self.environment.push((name, value.into()));
    }

    /// What the app writes outside its data folder must not end up in the developer's own.
    fn separate_from_the_developer(&mut self) -> Result<()> {
        for (name, folder) in [
            ("XDG_RUNTIME_DIR", "run"),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_DATA_HOME", "data"),
            ("XDG_CACHE_HOME", "cache"),
        ] {
            let path = self.folder.join(folder);
            fs::DirBuilder::new().mode(0o700).create(&path)?;
            self.set(name, path.display().to_string());
        }
        self.set("LANG", "C.UTF-8");
        self.set("XDG_SESSION_TYPE", "x11");
        self.set("GDK_BACKEND", "x11");
        // There is no graphics card, and no screen reader to answer.
        self.set("LIBGL_ALWAYS_SOFTWARE", "1");
        self.set("NO_AT_BRIDGE", "1");
        Ok(())
    }

    fn start_screen(&mut self) -> Result<()> {
        // The server picks a free number and prints it once it is ready.
        let arguments = ["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"];
        let number = self.start_and_read_line("Xvfb", &arguments)?;
        self.set("DISPLAY", format!(":{number}"));
        Ok(())
    }

    fn start_bus(&mut self) -> Result<()> {
        let address = format!("unix:path={}", self.folder.join("run/bus").display());
        let listen = format!("--address={address}");
        let arguments = ["--session", "--nofork", "--nopidfile", "--print-address=1", &listen];
        let address = self.start_and_read_line("dbus-daemon", &arguments)?;
        self.set("DBUS_SESSION_BUS_ADDRESS", address);
        Ok(())
    }

    /// An empty keychain that is open.
    fn start_keychain(&mut self) -> Result<()> {
        let arguments = ["--foreground", "--components=secrets", "--unlock"];
        let mut service = self.spawn("gnome-keyring-daemon", &arguments, Stdio::null())?;
        // Its end is the end of the password.
        service.process.stdin.take().context("its input is piped")?.write_all(b"balados")?;
        let socket = self.folder.join("run/keyring/control");
        service.wait_for(&socket)?;
        self.services.push(service);
        Ok(())
    }

    fn start_window_manager(&mut self) -> Result<()> {
        let service = self.spawn("openbox", &[], Stdio::null())?;
        self.services.push(service);
        Ok(())
    }

    fn start_sound(&mut self) -> Result<()> {
        let socket = self.folder.join("run/pulse.sock");
        let protocol = format!(
            "--load=module-native-protocol-unix socket={} auth-anonymous=1",
            socket.display()
        );
        let sink = format!("--load=module-null-sink sink_name={SINK} rate=44100 channels=2");
        let arguments = [
            "-n",
            "--daemonize=no",
            "--exit-idle-time=-1",
            "--use-pid-file=no",
            "--disable-shm=yes",
            &protocol,
            &sink,
        ];
        let mut service = self.spawn("pulseaudio", &arguments, Stdio::null())?;
        service.wait_for(&socket)?;
        self.services.push(service);
        let alsa = self.folder.join("asound.conf");
        fs::write(
            &alsa,
            "</usr/share/alsa/alsa.conf>\npcm.!default { type pulse }\nctl.!default { type pulse }\n",
        )?;
        self.set("PULSE_SERVER", format!("unix:{}", socket.display()));
        self.set("PULSE_SINK", SINK);
        self.set("ALSA_CONFIG_PATH", alsa.display().to_string());
        Ok(())
    }

    /// Starts a service that prints one line when it is ready.
    fn start_and_read_line(&mut self, program: &'static str, arguments: &[&str]) -> Result<String> {
        let mut service = self.spawn(program, arguments, Stdio::piped())?;
        let stdout = service.process.stdout.take().context("its output is piped")?;
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line)?;
        if line.trim().is_empty() {
            bail!("{program} ended at once; see {}", service.log.display());
        }
        self.services.push(service);
        Ok(line.trim().to_owned())
    }

    fn spawn(&self, program: &'static str, arguments: &[&str], stdout: Stdio) -> Result<Service> {
        if !is_on_path(program) {
            bail!("there is no `{program}` on this machine: `cargo xtask setup` installs it");
        }
        let log = self.logs.join(format!("{program}.log"));
        let mut command = dying_with_its_parent(program);
        self.enter(&mut command);
        let process = command
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(stdout)
            .stderr(File::create(&log)?)
            .spawn()
            .with_context(|| format!("{program} did not start"))?;
        Ok(Service { program, process, log })
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        while self.services.pop().is_some() {}
    }
}

/// Even a killed `xtask` leaves no screen behind.
fn dying_with_its_parent(program: &str) -> Command {
    match find_on_path("setpriv") {
        Some(setpriv) => {
            let mut command = Command::new(setpriv);
            command.args(["--pdeathsig", "TERM", "--", program]);
            command
        }
        None => Command::new(program),
    }
}

/// A running program of the desktop.
struct Service {
    program: &'static str,
    process: Child,
    log: PathBuf,
}

impl Service {
    /// Waits until it listens there.
    fn wait_for(&mut self, socket: &Path) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        while UnixStream::connect(socket).is_err() {
            self.must_live(deadline)?;
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    fn must_live(&mut self, deadline: Instant) -> Result<()> {
        if let Some(status) = self.process.try_wait()? {
            bail!("{} ended ({status}); see {}", self.program, self.log.display());
        }
        if Instant::now() > deadline {
            bail!("{} is not ready after {PATIENCE:?}; see {}", self.program, self.log.display());
        }
        Ok(())
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // Politely first: a killed X server leaves its lock file behind.
        if let Some(pid) = i32::try_from(self.process.id()).ok().and_then(Pid::from_raw) {
            let _ = kill_process(pid, Signal::TERM);
        }
        let deadline = Instant::now() + Duration::from_secs(5);
        while matches!(self.process.try_wait(), Ok(None)) && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(20));
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A folder of this run alone. Its path is short: a socket's may have 107 bytes.
struct Folder(PathBuf);

impl Folder {
    fn make() -> Result<Self> {
        let path = std::env::temp_dir().join(format!("balados-{}", std::process::id()));
        fs::DirBuilder::new()
            .mode(0o700)
            .create(&path)
            .with_context(|| path.display().to_string())?;
        Ok(Self(path))
    }

    fn join(&self, name: impl AsRef<Path>) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
