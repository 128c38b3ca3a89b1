#![no_main]

#[path = "../targets/log.rs"]
#[expect(dead_code, reason = "the names are for the replay")]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    targets::run("key", bytes);
});
