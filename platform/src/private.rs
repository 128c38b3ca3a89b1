//! Files and folders that are their owner's alone.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{Result, Write};
use std::path::Path;

/// Makes a folder, and those above it, for its owner alone. One that is there stays as it is.
pub fn make_folder(path: &Path) -> Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// A new file that only its owner may read; one that is there is not touched.
pub fn new_file(path: &Path) -> Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Puts a file with this text in the place of the one that is there: it is whole at every moment,
/// and durable when this is done. `mark` makes the name under which it is written apart from
/// those of others who do the same.
pub fn replace_file(path: &Path, text: &str, mark: &str) -> Result<()> {
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    make_folder(folder)?;
    let mut name = path.as_os_str().to_owned();
    name.push("-");
    name.push(mark);
    let beside = Path::new(&name);
    let written = new_file(beside)
        .and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()
        })
        .and_then(|()| std::fs::rename(beside, path));
    if written.is_err() {
        // What is left beside the file would be a secret that nobody looks after.
        let _ = std::fs::remove_file(beside);
    }
    written?;
    // The new name is durable only with the folder that holds it.
    File::open(folder)?.sync_all()
}
