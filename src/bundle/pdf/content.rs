//! Reads what a page draws, operation by operation, as our own writer writes it.
//! It must not know what an operation means; from what it does not know on, the general reader reads.

use lopdf::{Dictionary, Object, StringFormat};

/// Values nested deeper than this are not ours.
const DEEPEST: usize = 8;

/// The operations of a content stream, one after another.
pub struct Operations<'a> {
    reader: Reader<'a>,
    operands: Vec<Object>,
}

impl<'a> Operations<'a> {
    pub fn new(content: &'a [u8]) -> Self {
        Self { reader: Reader { rest: content }, operands: Vec::new() }
    }

    /// Returns the next operator with its operands; nothing at the end, and before an operation in
    /// which anything is not as our writer writes it, such as a comment or a picture within.
    pub fn next(&mut self) -> Option<(&'a str, &[Object])> {
        self.operands.clear();
        let before = self.reader.rest;
        let operator = self.operator();
        if operator.is_none() {
            self.reader.rest = before;
        }
        Some((operator?, &self.operands))
    }

    /// Returns what was not read.
    pub fn rest(&self) -> &'a [u8] {
        self.reader.rest
    }

    fn operator(&mut self) -> Option<&'a str> {
        loop {
            let operand = match self.reader.next()? {
                first if is_operator(first) => match self.reader.word() {
                    b"BI" => return None,
                    b"true" => Object::Boolean(true),
                    b"false" => Object::Boolean(false),
                    b"null" => Object::Null,
                    word => return std::str::from_utf8(word).ok(),
                },
                _ => self.reader.value(0)?,
            };
            self.operands.push(operand);
        }
    }
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Passes over white space; returns the byte that follows, which it leaves.
    fn next(&mut self) -> Option<u8> {
        let at = self.rest.iter().position(|&byte| !is_white(byte))?;
        self.rest = &self.rest[at..];
        Some(self.rest[0])
    }

    fn take(&mut self, length: usize) -> &'a [u8] {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }

    /// Takes all up to the next white space or delimiter.
    fn word(&mut self) -> &'a [u8] {
        let ends = |&byte: &u8| is_white(byte) || is_delimiter(byte);
        let length = self.rest.iter().position(ends).unwrap_or(self.rest.len());
        self.take(length)
    }

    fn value(&mut self, depth: usize) -> Option<Object> {
        if depth > DEEPEST {
            return None;
        }
        match self.next()? {
            b'/' => self.name().map(Object::Name),
            b'(' => self.literal(),
            b'<' if self.rest.get(1) == Some(&b'<') => self.dictionary(depth),
            b'<' => self.hexadecimal(),
            b'[' => self.array(depth),
            b'0'..=b'9' | b'+' | b'-' | b'.' => number(self.word()),
            first if is_operator(first) => match self.word() {
                b"true" => Some(Object::Boolean(true)),
                b"false" => Some(Object::Boolean(false)),
                b"null" => Some(Object::Null),
                _ => None,
            },
            _ => None,
        }
    }

    fn name(&mut self) -> Option<Vec<u8>> {
        self.take(1);
        let word = self.word();
        (!word.contains(&b'#')).then(|| word.to_vec())
    }

    /// Reads a string in brackets; one with a line end in it is left.
    fn literal(&mut self) -> Option<Object> {
        self.take(1);
        let mut bytes = Vec::new();
        let mut open = 1;
        loop {
            let (&byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            match byte {
                b'(' => open += 1,
                b')' => {
                    open -= 1;
                    if open == 0 {
                        return Some(Object::String(bytes, StringFormat::Literal));
                    }
                }
                b'\r' | b'\n' => return None,
                b'\\' => {
                    let (&escaped, rest) = self.rest.split_first()?;
                    self.rest = rest;
                    bytes.push(match escaped {
                        b'n' => b'\n',
                        b'r' => b'\r',
                        b't' => b'\t',
                        b'b' => 8,
                        b'f' => 12,
                        b'(' | b')' | b'\\' => escaped,
                        b'0'..=b'7' => self.octal(escaped - b'0')?,
                        _ => return None,
                    });
                    continue;
                }
                _ => {}
            }
            bytes.push(byte);
        }
    }

    /// Reads the rest of an octal number of at most three digits.
    fn octal(&mut self, first: u8) -> Option<u8> {
        let mut number = u16::from(first);
        for _ in 0..2 {
            let Some(&digit @ b'0'..=b'7') = self.rest.first() else { break };
            number = 8 * number + u16::from(digit - b'0');
            self.take(1);
        }
        u8::try_from(number).ok()
    }

    fn hexadecimal(&mut self) -> Option<Object> {
        self.take(1);
        let length = self.rest.iter().position(|&byte| byte == b'>')?;
        let digits = self.take(length);
        self.take(1);
        let byte = |pair: &[u8]| Some(16 * digit(pair[0])? + digit(*pair.get(1)?)?);
        let bytes: Option<Vec<u8>> = digits.chunks(2).map(byte).collect();
        Some(Object::String(bytes?, StringFormat::Hexadecimal))
    }

    fn array(&mut self, depth: usize) -> Option<Object> {
        self.take(1);
        let mut items = Vec::new();
        while self.next()? != b']' {
            items.push(self.value(depth + 1)?);
        }
        self.take(1);
        Some(Object::Array(items))
    }

    fn dictionary(&mut self, depth: usize) -> Option<Object> {
        self.take(2);
        let mut entries = Dictionary::new();
        while self.next()? == b'/' {
            let key = self.name()?;
            entries.set(key, self.value(depth + 1)?);
        }
        if !self.rest.starts_with(b">>") {
            return None;
        }
        self.take(2);
        Some(Object::Dictionary(entries))
    }
}

fn number(word: &[u8]) -> Option<Object> {
    let word = std::str::from_utf8(word).ok()?;
    match word.contains('.') {
        true => word.parse().ok().map(Object::Real),
        false => word.parse().ok().map(Object::Integer),
    }
}

fn digit(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

fn is_operator(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, b'\'' | b'"')
}

fn is_white(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 12 | b'\r' | b' ')
}

fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

#[cfg(test)]
mod tests {
    use lopdf::Object;
    use lopdf::content::Content;

    use super::Operations;

    #[test]
    fn it_reads_what_the_general_reader_reads() {
        let content =
            b"q\n1 0 0 -1 72.5 .25 cm\n/P <</MCID 3 /Lang (zh) /A [1 [true null]]>> BDC\n\
            BT /F0 15.79 Tf 0 Tr\n<0012ABcd> Tj [<0001> -12.5 (a\\(b\\)c\\\\) 3] TJ ET EMC\n\
            (x(y)z) ' (\\000\\1015 \\7\\18) Tj 0.1 g f* T*\nQ";
        let mut ours = Operations::new(content);
        let general = Content::decode(content).unwrap().operations;
        assert_eq!(general.len(), 16);
        for general in general {
            let (operator, operands) = ours.next().unwrap();
            assert_eq!((operator, operands), (general.operator.as_str(), &general.operands[..]));
        }
        assert!(ours.next().is_none());
        assert!(ours.rest().trim_ascii().is_empty());
    }

    #[test]
    fn from_what_it_does_not_know_on_all_is_left() {
        for content in [
            &b"% a comment\nQ"[..],
            b"BI /W 1 /H 1 ID x EI",
            b"/A#20B gs",
            b"(\\777) Tj",
            b"(a\nb) Tj",
            b"(a Tj",
            b"<012> Tj",
            b"[1 2 TJ",
            b"1 2",
            b"<</A 1 gs",
            b"1-2 g",
            b"{ } x",
        ] {
            let shown = String::from_utf8_lossy(content);
            let behind = [b"0 g ", content].concat();
            let mut ours = Operations::new(&behind);
            assert_eq!(ours.next(), Some(("g", &[Object::Integer(0)][..])), "{shown}");
            while ours.next().is_some() {}
            assert!(ours.rest().trim_ascii_start().starts_with(content), "{shown}");
        }
    }
}
