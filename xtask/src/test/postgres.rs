//! A PostgreSQL server of our own, on a free loopback port, for as long as the tests run.

use crate::needs;
use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

/// The shell that keeps the server. It waits on a pipe which only we hold: when we are done, and
/// also when we are killed, the pipe closes, the server stops and its folder is removed.
/// Arguments: the folder of the server programs, the port.
const KEEPER: &str = r#"
set -eu
dir=$(mktemp -d "${TMPDIR:-/tmp}/xiangyue-postgres.XXXXXX")
trap '"$1/pg_ctl" stop -D "$dir/cluster" -m immediate >/dev/null 2>&1 || true; rm -rf "$dir"' EXIT
"$1/initdb" -D "$dir/cluster" -U postgres --auth=trust -E UTF8 --locale=C.UTF-8 --no-sync >"$dir/log" \
    || { cat "$dir/log"; exit 1; }
cat >>"$dir/cluster/postgresql.conf" <<END
listen_addresses = '127.0.0.1'
port = $2
unix_socket_directories = '$dir'
max_connections = 200
fsync = off
synchronous_commit = off
full_page_writes = off
END
"$1/pg_ctl" start -D "$dir/cluster" -l "$dir/log" -w -t 60 >/dev/null \
    || { cat "$dir/log"; exit 1; }
echo ready
read -r _ || true
"#;

/// A running server. Dropping it stops it and removes its folder.
pub struct Cluster {
    keeper: Child,
    port: u16,
}

impl Cluster {
    /// Starts a server with nothing in it. Another program may take the free port before
    /// PostgreSQL does, so it is tried three times.
    pub fn start() -> Result<Cluster, String> {
        let mut why = String::new();
        for _ in 0..3 {
            match Cluster::try_start() {
                Ok(cluster) => return Ok(cluster),
                Err(error) => why = error,
            }
        }
        Err(format!("PostgreSQL does not start: {why}"))
    }

    /// The address for `XIANGYUE_TEST_DATABASE`.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    fn try_start() -> Result<Cluster, String> {
        let programs = needs::postgresql().ok_or("its programs are not installed")?;
        let port = TcpListener::bind(("127.0.0.1", 0))
            .and_then(|listener| listener.local_addr())
            .map_err(|error| format!("no free port: {error}"))?
            .port();
        let mut command = Command::new("sh");
        command.args(["-c", KEEPER, "sh"]).arg(programs).arg(port.to_string());
        // Its own group, so that Ctrl-C reaches us alone and the keeper can tidy up after us.
        command.current_dir("/").process_group(0);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        if let Some((user, group)) = needs::unprivileged_user() {
            command.gid(group).uid(user).env_remove("TMPDIR");
        }
        let keeper = command.spawn().map_err(|error| error.to_string())?;
        let mut cluster = Cluster { keeper, port };
        let mut answer = String::new();
        if let Some(out) = cluster.keeper.stdout.take() {
            let mut out = BufReader::new(out);
            let _ = out.read_line(&mut answer);
            if answer == "ready\n" {
                return Ok(cluster);
            }
            let _ = out.read_to_string(&mut answer);
        }
        Err(answer)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpStream;

    #[test]
    #[ignore = "needs PostgreSQL: cargo xtask test"]
    fn a_server_lives_as_long_as_its_guard_on_postgresql() {
        let cluster = Cluster::start().unwrap();
        let port = cluster.port;
        assert!(cluster.url().contains(&format!("127.0.0.1:{port}/")));
        assert!(TcpStream::connect(("127.0.0.1", port)).is_ok());
        drop(cluster);
        assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
    }
}
