//! A small old document, whole and with lies in it.

use std::io::Write;

use super::parts::{CHARACTERS, FONTS, PARAGRAPHS, PIECES};
use super::*;

fn put(bytes: &mut [u8], at: usize, value: &[u8]) {
    bytes[at..at + value.len()].copy_from_slice(value);
}

fn little_endian(values: &[u32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

/// A document of one row with two cells and a line below: 甲 with a tick, 乙, 丙.
fn document() -> Vec<u8> {
    const TEXT: usize = 0x800;
    let text: Vec<u16> = "(甲\u{7}乙\u{7}\u{7}丙\r".encode_utf16().collect();
    let place = |letter: usize| (TEXT + letter * 2) as u32;
    let mut main = vec![0; 0x1400];
    put(&mut main, 0, &[0xec, 0xa5, 0xc1, 0]);
    put(&mut main, 10, &[0, 2]);
    put(&mut main, 0x4c, &little_endian(&[text.len() as u32]));
    let units: Vec<u8> = text.iter().flat_map(|unit| unit.to_le_bytes()).collect();
    put(&mut main, TEXT, &units);
    let mut table = Vec::new();
    let mut told = |main: &mut Vec<u8>, number: usize, part: Vec<u8>| {
        put(main, 0x9a + number * 8, &little_endian(&[table.len() as u32, part.len() as u32]));
        table.extend(part);
    };
    let mut pieces = vec![2];
    pieces.extend(little_endian(&[16, 0, text.len() as u32]));
    pieces.extend([0, 0]);
    pieces.extend(little_endian(&[TEXT as u32]));
    pieces.extend([0, 0]);
    told(&mut main, PIECES, pieces);
    told(&mut main, PARAGRAPHS, little_endian(&[place(0), place(8), 8]));
    told(&mut main, CHARACTERS, little_endian(&[place(0), place(1), 9]));
    let mut font = vec![1, 0, 0, 0, 39 + 24];
    font.extend([0; 39]);
    font.extend("Wingdings 2\0".encode_utf16().flat_map(u16::to_le_bytes));
    told(&mut main, FONTS, font);
    // Paragraphs: two cells, the end of their row, a line.
    let page = 8 * 512;
    put(&mut main, page, &little_endian(&[place(0), place(3), place(5), place(6), place(8)]));
    main[page + 511] = 4;
    for (run, half) in [(0, 100), (1, 100), (2, 110)] {
        main[page + 20 + run * 13] = half;
    }
    put(&mut main, page + 200, &[3, 0, 0, 0x16, 0x24, 1]);
    let mut row = vec![30, 0, 0, 0x16, 0x24, 1, 0x17, 0x24, 1, 0x08, 0xd6, 48, 0, 2];
    row.extend([0, 0, 0xe8, 3, 0xd0, 7]);
    put(&mut main, page + 220, &row);
    // The bracket is a tick of a symbol font.
    let page = 9 * 512;
    put(&mut main, page, &little_endian(&[place(0), place(1)]));
    main[page + 8] = 50;
    main[page + 511] = 1;
    put(&mut main, page + 100, &[6, 0x09, 0x6a, 0, 0, 0x52, 0xf0]);
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (name, bytes) in [("/WordDocument", &main), ("/1Table", &table)] {
        file.create_stream(name).unwrap().write_all(bytes).unwrap();
    }
    file.into_inner().into_inner()
}

#[test]
fn cells_and_ticks_of_an_old_document_are_read() {
    let paper = read(&document()).unwrap();
    let table = paper.blocks[0].table().unwrap();
    assert_eq!((table.shown(0, 0), table.shown(0, 1)), ("☑甲".to_owned(), "乙".to_owned()));
    assert_eq!(paper.blocks[1].lines(), ["丙"]);
}

#[test]
fn an_old_document_with_lies_in_it_does_not_panic() {
    let whole = document();
    for at in (512..whole.len()).step_by(3) {
        for value in [0, 0x7f, 0xff] {
            let mut bytes = whole.clone();
            bytes[at] = value;
            let _ = read(&bytes);
        }
    }
}
