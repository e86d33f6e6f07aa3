#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    relay_contract_fuzz::laws::round_trip(data);
});
