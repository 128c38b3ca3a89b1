//! What the fuzzer found worth keeping, given to the reader of lists again.
#![expect(clippy::panic, reason = "a test ends with a sentence")]

#[path = "../../fuzz/targets/lists.rs"]
mod targets;

use std::path::Path;

#[test]
fn every_kept_input_is_read_as_it_must_be() {
    for name in targets::NAMES {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus").join(name);
        let mut count = 0;
        for file in std::fs::read_dir(&folder).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            count += u32::from(targets::run(name, &bytes));
        }
        assert!(count > 0, "nothing in {} was read", folder.display());
    }
}
