use super::*;

const NUMBER: &str = "341125194503121018";

/// A folder that goes away with the test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let name = hex(&Sources::secret().unwrap().bytes::<8>());
        Self(std::env::temp_dir().join(format!("xiangyue-keys-{name}")))
    }

    fn file(&self) -> PathBuf {
        self.0.join("county.key")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn vault(folder: &Folder) -> Vault {
    Vault::open_or_make(&folder.file(), &Sources::secret().unwrap(), Timestamp::UNIX_EPOCH).unwrap()
}

/// A value as it was sealed before keys had numbers.
fn old_value(key: [u8; 32], plain: &[u8]) -> Vec<u8> {
    let cipher = Aes256Gcm::new(&keyed(&key, b"seal").into());
    let nonce = [9; NONCE_BYTES];
    [nonce.as_slice(), &cipher.encrypt(&Nonce::from(nonce), plain).unwrap()].concat()
}

#[test]
fn what_is_sealed_opens_again_and_shows_nothing() {
    let vault = Vault::new([7; 32]);
    let sources = Sources::seeded(1);
    let sealed = vault.seal(&sources, NUMBER.as_bytes()).unwrap();
    assert_eq!(vault.open(&sealed).unwrap(), NUMBER.as_bytes());
    assert!(!sealed.windows(6).any(|part| part == b"341125"));
    assert_ne!(sealed, vault.seal(&sources, NUMBER.as_bytes()).unwrap());
    assert!(Vault::new([8; 32]).open(&sealed).is_err());
    assert_eq!(vault.blind_index("1"), vault.blind_index("1"));
    assert_ne!(vault.blind_index("1"), Vault::new([8; 32]).blind_index("1"));
}

#[test]
fn a_changed_byte_is_noticed_everywhere() {
    let vault = Vault::new([7; 32]);
    let sealed = vault.seal(&Sources::seeded(1), NUMBER.as_bytes()).unwrap();
    for place in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[place] ^= 1;
        assert!(vault.open(&changed).is_err(), "byte {place}");
    }
    assert!(vault.open(&[]).is_err());
}

#[test]
fn values_from_before_keys_had_numbers_open() {
    let (folder, key) = (Folder::new(), [5; 32]);
    fs::create_dir_all(&folder.0).unwrap();
    fs::write(folder.file(), key).unwrap();
    let (vault, sources) = (vault(&folder), Sources::seeded(1));
    let old = old_value(key, NUMBER.as_bytes());
    assert_eq!(vault.open_with(&old).unwrap(), (1, NUMBER.as_bytes().to_vec()));
    let (index, token) = (vault.blind_index(NUMBER), vault.tag("form", "x"));
    assert_eq!(token, hex(&keyed(&keyed(&key, b"index"), b"form\nx")), "open forms stay good");
    vault.add_key(&sources, Timestamp::UNIX_EPOCH).unwrap();
    assert_eq!(vault.open(&old).unwrap(), NUMBER.as_bytes());
    assert_eq!(vault.tag("form", "x"), token);
    let indexes = vault.blind_indexes(NUMBER);
    assert!(indexes.len() == 2 && indexes[1] == index && indexes[0] != index);
    vault.forget_old_keys(&sources).unwrap();
    assert!(vault.open(&old).is_err());
    assert_eq!(vault.tag("form", "x"), token);
}

#[test]
fn a_running_server_takes_up_keys_that_a_command_made() {
    let folder = Folder::new();
    let (server, sources) = (vault(&folder), Sources::seeded(1));
    let before = server.seal(&sources, b"a").unwrap();
    let command = vault(&folder);
    command.add_key(&sources, Timestamp::UNIX_EPOCH).unwrap();
    let by_command = command.seal(&sources, b"b").unwrap();
    assert_eq!(server.open_with(&by_command).unwrap(), (2, b"b".to_vec()));
    let after = server.seal(&sources, b"c").unwrap();
    assert_eq!(command.open_with(&after).unwrap(), (2, b"c".to_vec()));
    assert_eq!(command.open_with(&before).unwrap(), (1, b"a".to_vec()));
    let ids: Vec<(u32, bool)> = server.keys().iter().map(|key| (key.id, key.active)).collect();
    assert_eq!(ids, [(1, false), (2, true)]);
}

#[test]
fn the_key_file_is_its_owners_alone_and_nothing_is_left_beside_it() {
    let folder = Folder::new();
    let opened = vault(&folder);
    let sealed = opened.seal(&Sources::seeded(1), b"a").unwrap();
    opened.add_key(&Sources::seeded(2), Timestamp::UNIX_EPOCH).unwrap();
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 1);
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::mode(
            &fs::metadata(folder.file()).unwrap().permissions(),
        );
        assert_eq!(mode & 0o777, 0o600);
    }
    assert_eq!(vault(&folder).open(&sealed).unwrap(), b"a", "the file holds all keys");
}

#[test]
fn two_do_not_change_the_keys_at_once() {
    let folder = Folder::new();
    let (one, other) = (vault(&folder), vault(&folder));
    let claim = one.claim().unwrap();
    assert!(claim.is_some() && other.claim().is_err());
    drop(claim);
    assert!(other.claim().is_ok());
}

#[test]
fn a_damaged_key_file_is_never_replaced_by_a_new_one() {
    let folder = Folder::new();
    drop(vault(&folder));
    for text in ["", "tags = \"00\"\nkey = []", "[[key]]"] {
        fs::write(folder.file(), text).unwrap();
        let again = Vault::open_or_make(&folder.file(), &Sources::seeded(1), Timestamp::UNIX_EPOCH);
        assert!(again.is_err(), "{text}");
        assert_eq!(fs::read_to_string(folder.file()).unwrap(), text);
    }
}
