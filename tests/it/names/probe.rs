//! What a document of names comes to: `names.rs` builds and runs this.

use relay_contract::frame::{ConnectorFrame, Decoded, Frame, GatewayFrame, decode, encode};
use relay_contract::schema;
use serde_json::Value;

#[test]
fn what_a_reader_accepts_is_read_and_written_again() {
    let parse = schema::read(include_str!("../../docs/relay-connector-contract.md"));
    let mut count = 0;
    for file in schema::vectors(&parse.contract) {
        let vector: Value = serde_json::from_str(&file.text).expect("a vector is JSON");
        let Some(frame) = vector.get("frame") else { continue };
        // On the wire a result is that of any action.
        if vector.get("answers").is_some() {
            continue;
        }
        // A refusal is explained by validators, which are made of the whole schema when they are first needed.
        if vector["expected"]["reader"]["valid"] != Value::Bool(true) {
            continue;
        }
        let read = match vector["writer"].as_str() {
            Some("gateway") => is_read::<GatewayFrame>(frame),
            _ => is_read::<ConnectorFrame>(frame),
        };
        assert!(read, "{}", file.path);
        count += 1;
    }
    println!("vectors: {count}");
    assert!(count > 0);
}

#[test]
fn no_key_comes_twice_however_many_fields_there_are() {
    let parse = schema::read(include_str!("../../docs/relay-connector-contract.md"));
    let mut count = 0;
    let many = |file: &&schema::File| {
        file.path.ends_with("/accept-full.json")
            && ["\"field63\"", "\"field64\""].iter().all(|field| file.text.contains(field))
    };
    for file in schema::vectors(&parse.contract).iter().filter(many) {
        let vector: Value = serde_json::from_str(&file.text).expect("a vector is JSON");
        let line = vector["frame"].to_string();
        assert!(decode::<GatewayFrame>(&line).is_ok(), "{}", file.path);
        for field in ["\"field0\":", "\"field63\":", "\"field64\":"] {
            let twice = line.replacen(field, &format!("{field}1,{field}"), 1);
            assert!(twice.len() > line.len() && decode::<GatewayFrame>(&twice).is_err(), "{}", file.path);
        }
        count += 1;
    }
    println!("many fields: {count}");
}

/// Whether a frame is read; what is written of it must be the same again.
fn is_read<F: Frame>(frame: &Value) -> bool {
    match decode::<F>(&frame.to_string()) {
        Ok(Decoded::Known(read)) => {
            // An action of a later revision cannot be written.
            if let Ok(line) = encode(&read) {
                let again = decode::<F>(&line).map(|again| matches!(again, Decoded::Known(again) if encode(&again).is_ok_and(|twice| twice == line)));
                assert_eq!(again, Ok(true));
            }
            true
        }
        Ok(Decoded::Unknown { .. }) => true,
        Err(_) => false,
    }
}
