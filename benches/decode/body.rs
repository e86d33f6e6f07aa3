//! The two decoders of base64, on the bodies of the forwards: why the crate uses the one it uses.

use std::hint::black_box;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::corpus::bytes;
use super::measure::best;

/// Bodies in bytes: 1 KB, 64 KB and 1 MB of text.
const BODIES: [usize; 3] = [768, 48 << 10, 768 << 10];

#[allow(clippy::print_stdout, reason = "the table is what it is for")]
pub(crate) fn print_table() {
    println!("\n| base64 text | `base64` | `base64-simd` | faster |");
    println!("| ---: | ---: | ---: | ---: |");
    for length in BODIES {
        let body = bytes(length);
        let text = STANDARD.encode(&body);
        let decoded = [STANDARD.decode(&text).ok(), base64_simd::STANDARD.decode_to_vec(&text).ok()];
        assert_eq!(decoded, [Some(body.clone()), Some(body)]);
        let [plain, simd] = best([
            Box::new(|| drop(black_box(STANDARD.decode(black_box(&text))))),
            Box::new(|| drop(black_box(base64_simd::STANDARD.decode_to_vec(black_box(&text))))),
        ]);
        println!("| {} | {plain:.0} ns | {simd:.0} ns | {:.1} times |", text.len(), plain / simd);
    }
}
