//! A witness of somebody else's log: a folder with a key and with the last head of each log that
//! was looked at. It needs no county, no database and no address of its own.

use std::fs;
use std::path::{Path, PathBuf};

use platform::app::Sources;
use platform::calls::Caller;
use platform::privacy::hex;
use platform::private::replace_file;
use platform::{Error, Result};
use tlog::Head;
use tlog::checkpoint::Checkpoint;
use tlog::key::{KeyKind, SigningKey, VerifierKey};
use tlog::note::Note;
use tlog::witness::{Request, Witness};

/// The witness's own key.
const KEY_FILE: &str = "witness.key";

const HEAD: &str = "\
# 见证方的签名密钥，不要给别人。/ The witness's key; keep it to yourself.
";

/// What became of a look at a log.
#[derive(Debug, PartialEq, Eq)]
pub struct Cosigned {
    /// The log's name.
    pub origin: String,
    /// How many leaves it had the last time; 0 when it had never been looked at.
    pub before: u64,
    /// How many it has now.
    pub now: u64,
}

/// The folder of a witness.
pub struct Folder(PathBuf);

impl Folder {
    /// A folder, which need not be there yet.
    pub fn new(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// Makes the witness's key, or reads the one that is there, and says what others check it with.
    pub fn key(&self, name: Option<&str>, sources: &Sources) -> Result<VerifierKey> {
        if let Some(key) = self.read_key()? {
            return Ok(key.verifier().clone());
        }
        let name = name.ok_or_else(|| {
            Error::fault(
                "请用 --name 起一个名字，例如 library.example.cn/witness / give it a name with --name",
            )
        })?;
        let key = SigningKey::from_seed(KeyKind::Witness, name, &sources.bytes())?;
        self.write(KEY_FILE, &format!("{HEAD}{}\n", key.to_text()), sources)?;
        Ok(key.verifier().clone())
    }

    /// Looks at a log: whether it grew out of what was seen last. If it did, remembers its head,
    /// and only then signs it and tells the log.
    pub fn cosign(
        &self,
        url: &str,
        keys: &[VerifierKey],
        now: u64,
        sources: &Sources,
    ) -> Result<Cosigned> {
        let caller = Caller::default();
        let note: Note = text(&caller, &format!("{url}/checkpoint"))?.parse()?;
        let checkpoint: Checkpoint = note.text().parse()?;
        let origin = checkpoint.origin.clone();
        let key = self.read_key()?.ok_or_else(no_key)?;
        let mut witness = Witness::new(key)?;
        witness.follow(&origin, self.log_keys(&origin, keys, sources)?)?;
        let known = self.known(&origin)?;
        let before = known.map_or(0, |head| head.size);
        let new = checkpoint.head.size;
        if new < before {
            return Err(alarm(&origin, &format!("{before} > {new}")));
        }
        let path = if before == 0 || before == new {
            Vec::new()
        } else {
            let lines = text(&caller, &format!("{url}/consistency/{before}/{new}"))?;
            let path: std::result::Result<_, _> = lines.lines().map(str::parse).collect();
            path?
        };
        let request = Request::new(before, path, note.clone())?;
        let accepted = witness
            .add_checkpoint(known.as_ref(), &request, now)
            .map_err(|conflict| alarm(&origin, &conflict.to_string()))?;
        self.remember(&origin, &checkpoint, accepted.head, sources)?;
        let mut cosigned: Note = Note::new(note.text())?;
        for signature in note.signatures() {
            cosigned.add(signature.clone());
        }
        cosigned.add(accepted.signature);
        let answered = caller.send_text(&format!("{url}/cosignatures"), &cosigned.to_string())?;
        if !answered.is_taken() {
            return Err(Error::fault(format!(
                "日志没有收下签名（{}）：请县里先登记这个见证方的公钥 / the log did not take the cosignature; is this witness registered?",
                answered.status
            )));
        }
        Ok(Cosigned { origin, before, now: new })
    }

    /// The log's keys: those named now, and those that were named the first time. A log whose key
    /// was not named is not followed on its own word.
    fn log_keys(
        &self,
        origin: &str,
        named: &[VerifierKey],
        sources: &Sources,
    ) -> Result<Vec<VerifierKey>> {
        let file = format!("{}.keys", file_name(origin));
        let kept = self.read(&file)?.unwrap_or_default();
        let kept: std::result::Result<Vec<VerifierKey>, _> = kept.lines().map(str::parse).collect();
        let mut keys = kept?;
        let new: Vec<VerifierKey> =
            named.iter().filter(|key| !keys.contains(key)).cloned().collect();
        if !new.is_empty() {
            keys.extend(new);
            let lines: String = keys.iter().map(|key| format!("{key}\n")).collect();
            self.write(&file, &lines, sources)?;
        }
        if keys.is_empty() {
            return Err(Error::fault(
                "第一次看这个日志，请用 --log-key 写上它的公钥（从公告栏或可靠的人那里抄） / name the log's key with --log-key the first time",
            ));
        }
        Ok(keys)
    }

    fn known(&self, origin: &str) -> Result<Option<Head>> {
        let Some(text) = self.read(&format!("{}.head", file_name(origin)))? else {
            return Ok(None);
        };
        let checkpoint: Checkpoint = text.parse()?;
        Ok(Some(checkpoint.head))
    }

    fn remember(
        &self,
        origin: &str,
        checkpoint: &Checkpoint,
        head: Head,
        sources: &Sources,
    ) -> Result<()> {
        let seen = Checkpoint { head, ..checkpoint.clone() };
        self.write(&format!("{}.head", file_name(origin)), &seen.to_string(), sources)
    }

    fn read_key(&self) -> Result<Option<SigningKey>> {
        let Some(text) = self.read(KEY_FILE)? else { return Ok(None) };
        let line = text.lines().find(|line| !line.starts_with('#')).unwrap_or_default();
        Ok(Some(SigningKey::from_text(line)?))
    }

    fn read(&self, name: &str) -> Result<Option<String>> {
        match fs::read_to_string(self.0.join(name)) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::fault(format!("{name}: {error}"))),
        }
    }

    fn write(&self, name: &str, text: &str, sources: &Sources) -> Result<()> {
        Ok(replace_file(&self.0.join(name), text, &hex(&sources.bytes::<6>()))?)
    }
}

/// What a log's name is as the name of a file.
fn file_name(origin: &str) -> String {
    origin.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' }).collect()
}

fn text(caller: &Caller, url: &str) -> Result<String> {
    let answered = caller.get(url)?;
    if !answered.is_taken() {
        return Err(Error::fault(format!("{url}: {}", answered.status)));
    }
    String::from_utf8(answered.body).map_err(|_| Error::fault(format!("{url}: not text")))
}

fn no_key() -> Error {
    Error::fault(
        "这个文件夹里还没有密钥，先运行 xiangyue witness key / no key here: run xiangyue witness key first",
    )
}

/// What a witness is for.
fn alarm(origin: &str, what: &str) -> Error {
    Error::fault(format!(
        "{origin}：日志和上次看到的对不上，有人改过记录。不签名。请保留这个文件夹，告诉别的见证方和上级 / the log does not continue what was seen before; it is not cosigned ({what})"
    ))
}
