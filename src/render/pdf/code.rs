//! An address as the squares of a QR code.
//! It must not know how the squares are drawn, nor where.

use qrcode::{Color, EcLevel, QrCode};

use crate::failure::Failure;
use crate::language::both;

/// Returns the rows of a QR code, each a `1` for a dark square and a `0` for a light one.
pub fn rows(address: &str) -> Result<Vec<String>, Failure> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M).map_err(|_| {
        Failure::new(
            "content/site.yaml",
            both!("网址太长，做不成二维码", "the web address is too long for a QR code"),
        )
    })?;
    let squares = code.to_colors();
    let row = |row: &[Color]| row.iter().map(|square| square.select('1', '0')).collect();
    Ok(squares.chunks(code.width()).map(row).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_square_and_has_its_three_corners() {
        let rows = rows("https://x.example/2025-2026/index.html").unwrap();
        assert!(rows.iter().all(|row| row.len() == rows.len()));
        let last = rows.len() - 1;
        assert!(rows[0].starts_with("11111110") && rows[0].ends_with("01111111"));
        assert!(rows[last].starts_with("11111110"));
        assert!(super::rows(&"长".repeat(2000)).is_err());
    }
}
