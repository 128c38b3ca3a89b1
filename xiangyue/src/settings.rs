//! Settings by flag, then environment, then file. `docs/operating/settings.md` lists them all.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::Args;
use platform::calls::Endpoint;
use platform::messages::channels::{MailServer, MailTls, Outside, Secret};
use platform::privacy::digest;
use platform::settings::{API_CALLS_PER_MINUTE, Settings};
use platform::storage::{Engine, Place};
use platform::{Error, Result};
use serde::Deserialize;

/// Where a county listens when nothing is said: only this machine can reach it.
const LISTEN: &str = "127.0.0.1:8080";
/// The folder of the data when nothing is said.
const FOLDER: &str = "xiangyue-data";
/// The database file in that folder.
const FILE: &str = "county.db";
/// The schema of the county in a PostgreSQL database when nothing is said.
const SCHEMA: &str = "county";

/// A shorter token could be guessed.
const TOKEN_LETTERS_MIN: usize = 20;

/// The settings that all commands share.
#[derive(Args, Debug, Clone, Default)]
pub struct Given {
    /// 数据文件夹 / Folder of the data
    #[arg(long, env = "XIANGYUE_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// PostgreSQL 地址（代替文件夹里的数据库）/ Address of a PostgreSQL database, instead of the file
    #[arg(long, env = "XIANGYUE_DATABASE", value_name = "URL", hide_env_values = true)]
    pub database: Option<String>,
    /// PostgreSQL 里这个县的 schema / The county's schema in it
    #[arg(long, env = "XIANGYUE_SCHEMA", value_name = "NAME")]
    pub schema: Option<String>,
    /// 监听地址 / Address to listen on
    #[arg(long, env = "XIANGYUE_LISTEN", value_name = "ADDR")]
    pub listen: Option<SocketAddr>,
    /// 群众看到的网址，用于链接和二维码 / The address people see, for links and QR codes
    #[arg(long, env = "XIANGYUE_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// 本机有反向代理，信它报的来访地址 / A proxy on this machine names the client's address
    #[arg(long, env = "XIANGYUE_BEHIND_PROXY", value_name = "BOOL")]
    pub behind_proxy: Option<bool>,
    /// 接口每分钟最多调用次数（每个令牌）/ Calls of the API a minute, by token
    #[arg(long, env = "XIANGYUE_API_CALLS_PER_MINUTE", value_name = "NUMBER")]
    pub api_calls_per_minute: Option<u32>,
    /// 看运行数字的口令，至少 20 个字 / Token that opens /metrics from elsewhere, 20 letters or more
    #[arg(long, env = "XIANGYUE_METRICS_TOKEN", value_name = "TOKEN", hide_env_values = true)]
    pub metrics_token: Option<String>,
    /// 订阅的通知可以发到本机和内网 / News may go to this machine and the networks behind it
    #[arg(long, env = "XIANGYUE_CALLS_INSIDE", value_name = "BOOL")]
    pub calls_inside: Option<bool>,
    /// 设置文件（TOML）/ File with settings
    #[arg(long, env = "XIANGYUE_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// How people are told.
    #[command(flatten)]
    pub messaging: Messaging,
}

/// How people are told: by the environment or by the file, for these are no words for a command
/// line that others on the machine can read.
#[derive(Args, Debug, Clone, Default)]
pub struct Messaging {
    /// 短信平台的地址 / Address of the gateway for text messages
    #[arg(long, env = "XIANGYUE_SMS_GATEWAY_URL", value_name = "URL", hide_env_values = true)]
    pub sms_gateway_url: Option<String>,
    /// 短信平台的密钥文件 / File with the secret that the gateway shares
    #[arg(long, env = "XIANGYUE_SMS_GATEWAY_SECRET_FILE", value_name = "FILE")]
    pub sms_gateway_secret_file: Option<PathBuf>,
    /// 邮件服务器 / Mail server
    #[arg(long, env = "XIANGYUE_SMTP_HOST", value_name = "HOST")]
    pub smtp_host: Option<String>,
    /// 邮件服务器的端口 / Its port
    #[arg(long, env = "XIANGYUE_SMTP_PORT", value_name = "PORT")]
    pub smtp_port: Option<u16>,
    /// 加密方式：tls、starttls、none / How the way to it is protected
    #[arg(long, env = "XIANGYUE_SMTP_TLS", value_name = "MODE")]
    pub smtp_tls: Option<String>,
    /// 邮件服务器的用户 / User there
    #[arg(long, env = "XIANGYUE_SMTP_USER", value_name = "USER")]
    pub smtp_user: Option<String>,
    /// 邮件密码文件 / File with the password there
    #[arg(long, env = "XIANGYUE_SMTP_PASSWORD_FILE", value_name = "FILE")]
    pub smtp_password_file: Option<PathBuf>,
    /// 发件人 / Address in whose name mail is sent
    #[arg(long, env = "XIANGYUE_SMTP_FROM", value_name = "MAIL")]
    pub smtp_from: Option<String>,
}

/// The same in a file.
#[derive(Deserialize, Debug, Default)]
#[serde(deny_unknown_fields)]
struct InFile {
    data: Option<PathBuf>,
    database: Option<String>,
    schema: Option<String>,
    listen: Option<SocketAddr>,
    public_url: Option<String>,
    behind_proxy: Option<bool>,
    api_calls_per_minute: Option<u32>,
    metrics_token: Option<String>,
    calls_inside: Option<bool>,
    sms_gateway_url: Option<String>,
    sms_gateway_secret_file: Option<PathBuf>,
    smtp_host: Option<String>,
    smtp_port: Option<u16>,
    smtp_tls: Option<String>,
    smtp_user: Option<String>,
    smtp_password_file: Option<PathBuf>,
    smtp_from: Option<String>,
}

/// All settings, each with a value.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// Where the data lives.
    pub place: Place,
    /// The folder of the key file.
    pub folder: PathBuf,
    /// Where to listen.
    pub listen: SocketAddr,
    /// The address people see.
    pub public_url: String,
    /// A proxy names the client's address.
    pub behind_proxy: bool,
    /// Calls of the API a minute, by token or by address.
    pub api_calls_per_minute: u32,
    /// Opens the figures from elsewhere than this machine.
    pub metrics_token: Option<String>,
    /// News may go inside.
    pub calls_inside: bool,
    /// The gateway and the mail server.
    pub outside: Outside,
}

impl Given {
    /// Flag, then environment (both are in `self` already), then file, then what is usual.
    pub fn choose(self) -> Result<Chosen> {
        let file = self.config.as_deref().map_or(Ok(InFile::default()), read)?;
        let outside = self.messaging.clone().or(&file).open()?;
        let listen = self.listen.or(file.listen);
        let listen = match listen {
            Some(listen) => listen,
            None => LISTEN.parse().map_err(|_| Error::fault("the usual address"))?,
        };
        let folder = self.data.or(file.data).unwrap_or_else(|| PathBuf::from(FOLDER));
        let place = match self.database.or(file.database) {
            Some(url) => {
                let schema = self.schema.or(file.schema).unwrap_or_else(|| SCHEMA.to_owned());
                Place::Postgres { url, schema }
            }
            None => Place::File(folder.join(FILE)),
        };
        let metrics_token = self.metrics_token.or(file.metrics_token);
        if metrics_token.as_ref().is_some_and(|token| token.len() < TOKEN_LETTERS_MIN) {
            return Err(Error::fault(
                "metrics_token 太短，至少 20 个字 / metrics_token is too short",
            ));
        }
        let public_url = self.public_url.or(file.public_url);
        let public_url = public_url.unwrap_or_else(|| format!("http://{listen}"));
        Ok(Chosen {
            place,
            folder,
            listen,
            public_url: public_url.trim_end_matches('/').to_owned(),
            behind_proxy: self.behind_proxy.or(file.behind_proxy).unwrap_or(false),
            api_calls_per_minute: self
                .api_calls_per_minute
                .or(file.api_calls_per_minute)
                .unwrap_or(API_CALLS_PER_MINUTE),
            metrics_token,
            calls_inside: self.calls_inside.or(file.calls_inside).unwrap_or(false),
            outside,
        })
    }
}

fn read(path: &Path) -> Result<InFile> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Error::fault(format!("{}: {error}", path.display())))?;
    toml::from_str(&text).map_err(|error| Error::fault(format!("{}: {error}", path.display())))
}

impl Messaging {
    /// What is not said by flag or environment, as the file says it.
    fn or(self, file: &InFile) -> Self {
        Self {
            sms_gateway_url: self.sms_gateway_url.or(file.sms_gateway_url.clone()),
            sms_gateway_secret_file: self
                .sms_gateway_secret_file
                .or(file.sms_gateway_secret_file.clone()),
            smtp_host: self.smtp_host.or(file.smtp_host.clone()),
            smtp_port: self.smtp_port.or(file.smtp_port),
            smtp_tls: self.smtp_tls.or(file.smtp_tls.clone()),
            smtp_user: self.smtp_user.or(file.smtp_user.clone()),
            smtp_password_file: self.smtp_password_file.or(file.smtp_password_file.clone()),
            smtp_from: self.smtp_from.or(file.smtp_from.clone()),
        }
    }

    /// Reads the secrets and checks what belongs together.
    fn open(self) -> Result<Outside> {
        let mut outside = Outside::default();
        if let Some(url) = &self.sms_gateway_url {
            let secret =
                secret(self.sms_gateway_secret_file.as_deref(), "sms_gateway_secret_file")?;
            outside.sms = Some(Endpoint::new(url, &secret)?);
            outside.sms_secret = Secret(secret);
        }
        if let Some(host) = self.smtp_host {
            let tls = self.smtp_tls.as_deref().unwrap_or("tls");
            let tls = MailTls::from_key(tls)
                .ok_or_else(|| Error::fault("smtp_tls: tls, starttls, none"))?;
            let usual = match tls {
                MailTls::Tls => 465,
                MailTls::StartTls => 587,
                MailTls::None => 25,
            };
            let user = self.smtp_user.unwrap_or_default();
            let password = if user.is_empty() {
                String::new()
            } else {
                secret(self.smtp_password_file.as_deref(), "smtp_password_file")?
            };
            let from = self.smtp_from.ok_or_else(|| Error::fault("smtp_from: ?"))?;
            outside.mail = Some(MailServer {
                host,
                port: self.smtp_port.unwrap_or(usual),
                tls,
                user,
                password: Secret(password),
                from,
            });
        }
        Ok(outside)
    }
}

/// The one line of a file that only the program may read.
fn secret(path: Option<&Path>, name: &str) -> Result<String> {
    let path = path.ok_or_else(|| Error::fault(format!("{name}: ?")))?;
    let text = std::fs::read_to_string(path)
        .map_err(|error| Error::fault(format!("{}: {error}", path.display())))?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

impl Chosen {
    /// The engine that holds the data.
    pub fn engine(&self) -> Engine {
        match self.place {
            Place::File(_) => Engine::Sqlite,
            Place::Postgres { .. } => Engine::Postgres,
        }
    }

    /// Whether others than this machine can reach it, through a proxy on it too.
    pub fn is_open(&self) -> bool {
        let (_, host) = self.public_url.split_once("://").unwrap_or(("", &self.public_url));
        let local = ["127.0.0.1", "localhost", "[::1]"].iter().any(|own| host.starts_with(own));
        !self.listen.ip().is_loopback() || self.behind_proxy || !local
    }

    /// What the platform needs of them.
    pub fn for_app(&self, demo: bool) -> Settings {
        Settings {
            place: self.place.clone(),
            folder: self.folder.clone(),
            public_url: self.public_url.clone(),
            metrics_token_digest: self.metrics_token.as_ref().map(|t| digest(t.as_bytes())),
            demo,
            api_calls_per_minute: self.api_calls_per_minute,
            calls_inside: self.calls_inside,
            outside: self.outside.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_is_stronger_than_the_file() {
        let path = std::env::temp_dir().join(format!("xiangyue-settings-{}", std::process::id()));
        std::fs::write(&path, "listen = \"127.0.0.1:9000\"\npublic_url = \"https://a.example/\"\n")
            .unwrap();
        let given = Given {
            config: Some(path.clone()),
            listen: Some("127.0.0.1:9100".parse().unwrap()),
            ..Given::default()
        };
        let chosen = given.choose().unwrap();
        std::fs::remove_file(&path).unwrap();
        assert_eq!(chosen.listen.port(), 9100);
        assert_eq!(chosen.public_url, "https://a.example");
    }
}
