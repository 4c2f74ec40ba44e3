//! DEFLATE (RFC 1951) → bytes, so that a part of a workbook can be looked at before it is believed.
//! It must not yield more than it is asked for, whatever the packed bytes say.

/// Lengths and distances: the least that a symbol stands for, and how many bits add to it.
const LENGTHS: [(u16, u8); 29] = [
    (3, 0),
    (4, 0),
    (5, 0),
    (6, 0),
    (7, 0),
    (8, 0),
    (9, 0),
    (10, 0),
    (11, 1),
    (13, 1),
    (15, 1),
    (17, 1),
    (19, 2),
    (23, 2),
    (27, 2),
    (31, 2),
    (35, 3),
    (43, 3),
    (51, 3),
    (59, 3),
    (67, 4),
    (83, 4),
    (99, 4),
    (115, 4),
    (131, 5),
    (163, 5),
    (195, 5),
    (227, 5),
    (258, 0),
];
const DISTANCES: [(u16, u8); 30] = [
    (1, 0),
    (2, 0),
    (3, 0),
    (4, 0),
    (5, 1),
    (7, 1),
    (9, 2),
    (13, 2),
    (17, 3),
    (25, 3),
    (33, 4),
    (49, 4),
    (65, 5),
    (97, 5),
    (129, 6),
    (193, 6),
    (257, 7),
    (385, 7),
    (513, 8),
    (769, 8),
    (1025, 9),
    (1537, 9),
    (2049, 10),
    (3073, 10),
    (4097, 11),
    (6145, 11),
    (8193, 12),
    (12289, 12),
    (16385, 13),
    (24577, 13),
];

/// The order in which the lengths of the code for code lengths are written.
const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/// Unpacks; nothing when the bytes are no such stream or come to more than `most`.
pub fn inflate(packed: &[u8], most: usize) -> Option<Vec<u8>> {
    let mut bits = Bits { bytes: packed, at: 0 };
    let mut out = Vec::new();
    loop {
        let is_last = bits.take(1)? == 1;
        match bits.take(2)? {
            0 => stored(&mut bits, &mut out)?,
            1 => block(&mut bits, &Code::literals(), &Code::of(&[5; 30]), most, &mut out)?,
            2 => {
                let (literals, distances) = codes(&mut bits)?;
                block(&mut bits, &literals, &distances, most, &mut out)?;
            }
            _ => return None,
        }
        if out.len() > most {
            return None;
        }
        if is_last {
            return Some(out);
        }
    }
}

/// Bits, the lowest of each byte first.
struct Bits<'a> {
    bytes: &'a [u8],
    /// How many bits were taken.
    at: usize,
}

impl Bits<'_> {
    fn take(&mut self, count: u8) -> Option<u16> {
        let mut value = 0;
        for place in 0..count {
            let bit = self.bytes.get(self.at / 8)? >> (self.at % 8) & 1;
            value |= u16::from(bit) << place;
            self.at += 1;
        }
        Some(value)
    }
}

/// A Huffman code: how many symbols have each length, and the symbols in order.
struct Code {
    counts: [u16; 16],
    symbols: Vec<u16>,
}

impl Code {
    fn of(lengths: &[u8]) -> Self {
        let mut counts = [0; 16];
        let mut symbols: Vec<u16> = Vec::new();
        for length in 1..16 {
            let having = (0..).zip(lengths).filter(|(_, of)| **of == length);
            symbols.extend(having.map(|(symbol, _)| symbol));
            counts[usize::from(length)] = lengths.iter().filter(|of| **of == length).count() as u16;
        }
        Self { counts, symbols }
    }

    /// The code of literals and lengths that a block may use without writing it out.
    fn literals() -> Self {
        let lengths: Vec<u8> = (0..288)
            .map(|s| match s {
                0..144 => 8,
                144..256 => 9,
                256..280 => 7,
                _ => 8,
            })
            .collect();
        Self::of(&lengths)
    }

    fn read(&self, bits: &mut Bits) -> Option<u16> {
        let (mut code, mut first, mut index) = (0_u32, 0_u32, 0_u32);
        for count in self.counts[1..].iter().map(|count| u32::from(*count)) {
            code |= u32::from(bits.take(1)?);
            if code < first + count {
                return self.symbols.get((index + code.checked_sub(first)?) as usize).copied();
            }
            index += count;
            first = (first + count) << 1;
            code <<= 1;
        }
        None
    }
}

fn stored(bits: &mut Bits, out: &mut Vec<u8>) -> Option<()> {
    let at = bits.at.div_ceil(8);
    let length = u16::from_le_bytes(bits.bytes.get(at..at + 2)?.try_into().ok()?);
    let end = at + 4 + usize::from(length);
    out.extend_from_slice(bits.bytes.get(at + 4..end)?);
    bits.at = end * 8;
    Some(())
}

/// Reads the two codes that a block writes out before its data.
fn codes(bits: &mut Bits) -> Option<(Code, Code)> {
    let literals = usize::from(bits.take(5)?) + 257;
    let distances = usize::from(bits.take(5)?) + 1;
    let count = usize::from(bits.take(4)?) + 4;
    let mut lengths = [0; 19];
    for at in &ORDER[..count] {
        lengths[*at] = bits.take(3)? as u8;
    }
    let code = Code::of(&lengths);
    let mut lengths: Vec<u8> = Vec::new();
    while lengths.len() < literals + distances {
        let (length, times) = match code.read(bits)? {
            symbol @ 0..16 => (symbol as u8, 1),
            16 => (*lengths.last()?, bits.take(2)? + 3),
            17 => (0, bits.take(3)? + 3),
            _ => (0, bits.take(7)? + 11),
        };
        lengths.extend(std::iter::repeat_n(length, times.into()));
    }
    let (of_literals, of_distances) = lengths.split_at(literals);
    Some((Code::of(of_literals), Code::of(of_distances)))
}

fn block(
    bits: &mut Bits,
    literals: &Code,
    distances: &Code,
    most: usize,
    out: &mut Vec<u8>,
) -> Option<()> {
    loop {
        match literals.read(bits)? {
            literal @ 0..256 => out.push(literal as u8),
            256 => return Some(()),
            symbol => {
                let (least, more) = *LENGTHS.get(usize::from(symbol - 257))?;
                let length = usize::from(least + bits.take(more)?);
                let (least, more) = *DISTANCES.get(usize::from(distances.read(bits)?))?;
                let back = usize::from(least) + usize::from(bits.take(more)?);
                let from = out.len().checked_sub(back)?;
                for at in from..from + length {
                    out.push(out[at]);
                }
            }
        }
        if out.len() > most {
            return None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::inflate;

    #[test]
    fn blocks_of_each_kind_are_unpacked() {
        // As zlib packs them: stored, and by the code that is not written out.
        let stored = b"\x01\x03\x00\xfc\xffabc";
        assert_eq!(inflate(stored, 9).as_deref(), Some(&b"abc"[..]));
        let fixed = b"KLJN\x84!\x00";
        assert_eq!(inflate(fixed, 99).as_deref(), Some(&b"abcabcabcabc"[..]));
        assert_eq!(inflate(fixed, 11), None);
    }

    #[test]
    fn what_is_cut_or_no_such_stream_is_nothing() {
        for bytes in [&b""[..], b"\x07", b"KLJN", b"\x01\x03\x00\xfc\xffab", b"\xff\xff\xff\xff"] {
            assert_eq!(inflate(bytes, 99), None);
        }
    }
}
