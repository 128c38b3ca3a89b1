//! The servers under test are processes of their own, so that their time and memory can be told.

use std::fs;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use platform::storage::Place;
use platform::{Error, Result};

use super::plain::Plain;
use crate::sample;
use crate::settings::{Chosen, Given};

/// A server that is not there after so long is not coming.
const START_SECONDS_MAX: u64 = 120;

/// A sample county for the bench.
pub struct County {
    /// Its settings.
    pub chosen: Chosen,
}

impl County {
    /// Makes one with so many residents, in a file or in a schema of its own of `database`, where
    /// one that an earlier run left behind is dropped.
    pub fn make(folder: &Path, residents: u32, database: Option<&str>) -> Result<Self> {
        let name = format!("county_{residents}");
        let given = Given {
            data: Some(folder.join(&name)),
            listen: Some(free_address()?),
            database: database.map(str::to_owned),
            schema: database.map(|_| format!("bench_{name}")),
            ..Given::default()
        };
        let chosen = given.choose()?;
        if let Place::Postgres { url, schema } = &chosen.place {
            Plain::drop_schema(url, schema)?;
        }
        sample::make_if_missing(&chosen, residents, &mut |_| {})?;
        Ok(Self { chosen })
    }

    /// The folder of the bench.
    pub fn folder(&self) -> &Path {
        self.chosen.folder.parent().unwrap_or(Path::new("."))
    }

    /// The words with which a command is told where the county is.
    pub fn words(&self) -> Vec<String> {
        let Chosen { folder, place, .. } = &self.chosen;
        let mut words = vec!["--data".to_owned(), folder.display().to_string()];
        if let Place::Postgres { url, schema } = place {
            let database = ["--database", url, "--schema", schema];
            words.extend(database.map(str::to_owned));
        }
        words
    }

    /// Which engine holds it.
    pub const fn engine(&self) -> &'static str {
        match self.chosen.place {
            Place::File(_) => "sqlite",
            Place::Postgres { .. } => "postgres",
        }
    }
}

/// A server that ends with this value.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// How long it took from being asked to taking a connection.
    pub started_in: Duration,
}

impl Server {
    /// Serves the county.
    pub fn of(county: &County) -> Result<Self> {
        let listen = &county.chosen.listen;
        let program = std::env::current_exe()?;
        let mut command = Command::new(program);
        command.arg("serve").args(county.words()).args(["--listen", &listen.to_string()]);
        command.env("XIANGYUE_LOG", "error");
        Self::start(command, *listen)
    }

    /// Serves one file with nginx, plain.
    pub fn nginx(folder: &Path, page: &[u8]) -> Result<Self> {
        let address = free_address()?;
        let root = folder.join("nginx");
        fs::create_dir_all(root.join("html"))?;
        fs::write(root.join("html/index.html"), page)?;
        let config = format!(
            "daemon off; worker_processes 2; error_log stderr crit; pid {root}/nginx.pid;\n\
             events {{ worker_connections 256; }}\n\
             http {{ access_log off; keepalive_requests 1000000; client_body_temp_path {root}/a;\n\
             proxy_temp_path {root}/b; fastcgi_temp_path {root}/c; uwsgi_temp_path {root}/d;\n\
             scgi_temp_path {root}/e;\n\
             server {{ listen {address}; root {root}/html; }} }}\n",
            root = root.display()
        );
        fs::write(root.join("nginx.conf"), config)?;
        let mut command = Command::new("nginx");
        command.arg("-p").arg(&root).arg("-c").arg(root.join("nginx.conf"));
        Self::start(command, address)
    }

    fn start(mut command: Command, address: SocketAddr) -> Result<Self> {
        let begun = Instant::now();
        let child =
            command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().map_err(|error| {
                Error::fault(format!("{}: {error}", command.get_program().display()))
            })?;
        let mut server = Self { child, address, started_in: Duration::ZERO };
        while TcpStream::connect(address).is_err() {
            if begun.elapsed() > Duration::from_secs(START_SECONDS_MAX) {
                return Err(Error::fault("a server did not start"));
            }
            std::thread::yield_now();
        }
        server.started_in = begun.elapsed();
        Ok(server)
    }

    /// Processor time so far of the process and its workers, in microseconds. A database server
    /// beside it is not counted.
    pub fn cpu_us(&self) -> u64 {
        self.processes().iter().filter_map(|pid| cpu_us(*pid)).sum()
    }

    /// Memory in use, in megabytes.
    pub fn rss_mb(&self) -> u64 {
        let kilobytes: u64 = self.processes().iter().filter_map(|pid| rss_kb(*pid)).sum();
        kilobytes / 1024
    }

    fn processes(&self) -> Vec<u32> {
        let own = self.child.id();
        let children = fs::read_to_string(format!("/proc/{own}/task/{own}/children"));
        let children = children.unwrap_or_default();
        std::iter::once(own)
            .chain(children.split_whitespace().filter_map(|pid| pid.parse().ok()))
            .collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // nginx ends its workers when asked politely; both servers end when killed.
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}

/// A clock tick of the kernel's accounts.
const TICK_US: u64 = 10_000;

fn cpu_us(pid: u32) -> Option<u64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, after_name) = stat.rsplit_once(')')?;
    let mut fields = after_name.split_whitespace().skip(11);
    let (user, system): (u64, u64) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    Some((user + system) * TICK_US)
}

fn rss_kb(pid: u32) -> Option<u64> {
    status_kb(pid, "VmRSS:")
}

/// The most memory that a process has held so far, in megabytes.
pub fn peak_mb(pid: u32) -> u64 {
    status_kb(pid, "VmHWM:").unwrap_or(0) / 1024
}

fn status_kb(pid: u32, name: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with(name))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}
