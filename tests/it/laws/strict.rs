//! Which texts are well-formed (design section 5), decided apart from the crate and from any JSON library.

use serde_json::{Map, Number, Value};

const FRAME_LIMIT: usize = 1024 * 1024;
const DEPTH_LIMIT: usize = 128;

/// The value of a well-formed text; `None` for every other text.
pub(crate) fn read(text: &str) -> Option<Value> {
    let line = text.strip_suffix('\n').unwrap_or(text);
    if line.len() + 1 > FRAME_LIMIT {
        return None;
    }
    let mut reader = Reader { bytes: line.as_bytes(), at: 0, depth: 0 };
    let value = reader.value()?;
    reader.skip_space();
    (reader.at == reader.bytes.len()).then_some(value)
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn take(&mut self, wanted: u8) -> Option<()> {
        (self.peek()? == wanted).then(|| self.at += 1)
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    fn value(&mut self) -> Option<Value> {
        self.skip_space();
        match self.peek()? {
            b'{' => self.nested(Self::object),
            b'[' => self.nested(Self::array),
            b'"' => self.string().map(Value::String),
            b'n' => self.word("null", Value::Null),
            b't' => self.word("true", Value::Bool(true)),
            b'f' => self.word("false", Value::Bool(false)),
            _ => self.number(),
        }
    }

    fn nested(&mut self, read: fn(&mut Self) -> Option<Value>) -> Option<Value> {
        self.depth += 1;
        if self.depth > DEPTH_LIMIT {
            return None;
        }
        self.at += 1;
        self.skip_space();
        let value = read(self)?;
        self.depth -= 1;
        Some(value)
    }

    fn object(&mut self) -> Option<Value> {
        let mut members = Map::new();
        if self.take(b'}').is_some() {
            return Some(members.into());
        }
        loop {
            self.skip_space();
            let key = self.string()?;
            self.skip_space();
            self.take(b':')?;
            let value = self.value()?;
            if members.insert(key, value).is_some() {
                return None;
            }
            self.skip_space();
            if self.take(b',').is_none() {
                self.take(b'}')?;
                return Some(members.into());
            }
        }
    }

    fn array(&mut self) -> Option<Value> {
        let mut elements = Vec::new();
        if self.take(b']').is_some() {
            return Some(elements.into());
        }
        loop {
            elements.push(self.value()?);
            self.skip_space();
            if self.take(b',').is_none() {
                self.take(b']')?;
                return Some(elements.into());
            }
        }
    }

    fn word(&mut self, word: &str, value: Value) -> Option<Value> {
        let found = self.bytes[self.at..].starts_with(word.as_bytes());
        self.at += word.len();
        found.then_some(value)
    }

    fn string(&mut self) -> Option<String> {
        self.take(b'"')?;
        let mut bytes = Vec::new();
        loop {
            let byte = self.peek()?;
            self.at += 1;
            match byte {
                b'"' => return String::from_utf8(bytes).ok(),
                b'\\' => {
                    let letter = self.escape()?;
                    bytes.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
                }
                0..=0x1f => return None,
                _ => bytes.push(byte),
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        let byte = self.peek()?;
        self.at += 1;
        Some(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let high = self.code_unit()?;
                let mut units = vec![high];
                if (0xd800..0xdc00).contains(&high) {
                    self.take(b'\\')?;
                    self.take(b'u')?;
                    units.push(self.code_unit()?);
                }
                char::decode_utf16(units).next()?.ok()?
            }
            _ => return None,
        })
    }

    fn code_unit(&mut self) -> Option<u16> {
        let digits = self.bytes.get(self.at..self.at + 4)?;
        self.at += 4;
        let all_hex = digits.iter().all(u8::is_ascii_hexdigit);
        let digits = std::str::from_utf8(digits).ok().filter(|_| all_hex)?;
        u16::from_str_radix(digits, 16).ok()
    }

    fn number(&mut self) -> Option<Value> {
        let start = self.at;
        let minus = self.take(b'-').is_some();
        match self.peek()? {
            b'0' => self.at += 1,
            b'1'..=b'9' => self.digits()?,
            _ => return None,
        }
        let mut is_whole = true;
        if self.take(b'.').is_some() {
            is_whole = false;
            self.digits()?;
        }
        if self.take(b'e').or_else(|| self.take(b'E')).is_some() {
            is_whole = false;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        let text = std::str::from_utf8(&self.bytes[start..self.at]).ok()?;
        let whole = || {
            let signed = text.parse::<i64>().ok().filter(|_| is_whole).map(Number::from);
            signed.or_else(|| text.parse::<u64>().ok().filter(|_| is_whole && !minus).map(Number::from))
        };
        whole().or_else(|| Number::from_f64(text.parse().ok()?)).map(Value::Number)
    }

    /// At least one digit.
    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }
}
