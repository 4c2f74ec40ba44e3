//! Prints a document as one PDF, by Typst, after the theme's templates.
//! It must not know what any template looks like, nor read a file, a clock or a network.

mod amendments;
mod code;
mod fault;
mod fonts;
mod overflow;
mod sheets;
mod world;

pub use amendments::amendments;
pub use fonts::{Fonts, Uncovered};
pub use sheets::sheets;

use serde_json::{Value, json};
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::document::{Document, Imprint, Kind};
use crate::failure::Failure;
use crate::theme::Theme;
use crate::theme::watch::{Bounds, watched};
use world::TemplateWorld;

/// The template that is read first.
const MAIN: &str = "pdf/main.typ";
/// The same of a notice.
const NOTICE: &str = "pdf/notice.typ";

/// Returns the PDF of a document: PDF/A-2a and PDF/UA-1 at once, the same bytes for the same input.
/// With `document.json` attached it is PDF/A-3a and PDF/UA-1.
///
/// The theme's files under `pdf/` are the templates. They read two files besides:
/// `/document.json`, the document as it is published, and `/settings.json`, which holds the
/// content digest as `digest`, under `fonts` the families that serve as `song`, `title`, `hei`
/// and `kai`, best first, the `address` of the year's page and the QR `code` that leads there as
/// rows of `0` and `1` (both `null` where there is none), whether `document.json` is to be
/// `attached`, and the released `version` (`null` where there is none).
///
/// Fails where a template is at fault, where no font has a character, and where words run off the
/// page; it never prints an empty box.
pub fn pdf(
    document: &Document,
    theme: &Theme,
    fonts: &Fonts,
    content_digest: &str,
    imprint: &Imprint,
) -> Result<Vec<u8>, Failure> {
    if let Some(first) = fonts.uncovered(document).first() {
        return Err(first.failure());
    }
    let options = options(&document.published, content_digest, imprint.attached)?;
    let Imprint { address, attached, version } = imprint;
    let code = match address {
        Some(address) => Some(code::rows(&format!("{address}#sha256-{content_digest}"))?),
        None => None,
    };
    let settings = json!({
        "digest": content_digest,
        "fonts": fonts.roles(),
        "address": address,
        "code": code,
        "attached": attached,
        "version": version,
    });
    let main = match document.kind {
        Kind::Disclosure => MAIN,
        Kind::Notice => NOTICE,
    };
    set(main, ("document.json", document.to_json()), &settings, &options, theme, fonts)
}

/// Sets one template with one file of data, and settings beside it.
fn set(
    main: &str,
    (name, data): (&str, Vec<u8>),
    settings: &Value,
    options: &PdfOptions,
    theme: &Theme,
    fonts: &Fonts,
) -> Result<Vec<u8>, Failure> {
    let mut files = theme.below("pdf/");
    files.insert(name.into(), data);
    files.insert("settings.json".into(), settings.to_string().into_bytes());
    let world = TemplateWorld::new(main, files, fonts)?;
    let typeset = || typeset(&world, options);
    let bytes = watched(&theme.place(main), Bounds::PDF, typeset);
    // Without this, Typst keeps what it learnt of every document: 1.4 GB after a hundred years.
    comemo::evict(0);
    bytes
}

fn typeset(world: &TemplateWorld, options: &PdfOptions) -> Result<Vec<u8>, Failure> {
    let laid_out = typst::compile::<PagedDocument>(world);
    let document = laid_out.output.map_err(|errors| fault::failure(world, &errors))?;
    // A warning is a font not found, a layout that does not settle: nothing to publish with.
    if !laid_out.warnings.is_empty() {
        return Err(fault::failure(world, &laid_out.warnings));
    }
    overflow::check(&document)?;
    typst_pdf::pdf(&document, options).map_err(|errors| fault::failure(world, &errors))
}

fn options(published: &str, digest: &str, attached: bool) -> Result<PdfOptions, Failure> {
    // Only the third part lets a file carry another of any kind.
    let archive = if attached { PdfStandard::A_3a } else { PdfStandard::A_2a };
    let standards = PdfStandards::new(&[archive, PdfStandard::Ua_1])
        .expect("PDF/A-2a, PDF/A-3a and PDF/UA-1 share PDF 1.7");
    Ok(PdfOptions {
        ident: Smart::Custom(digest.to_owned()),
        creator: Smart::Custom(Some("gongkai".to_owned())),
        timestamp: Some(timestamp(published)?),
        standards,
        ..PdfOptions::default()
    })
}

/// Returns the start of an ISO date's day in Beijing.
fn timestamp(date: &str) -> Result<Timestamp, Failure> {
    let parts: Vec<&str> = date.split('-').collect();
    let day = match parts[..] {
        [year, month, day] => year.parse().ok().zip(month.parse().ok()).zip(day.parse().ok()),
        _ => None,
    };
    day.and_then(|((year, month), day)| Datetime::from_ymd_hms(year, month, day, 0, 0, 0))
        .and_then(|midnight| Timestamp::new_local(midnight, 8 * 60))
        .ok_or_else(|| Failure::new("document.json", format!("公开日期“{date}”不是日期")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_is_none_is_refused() {
        for date in ["", "2026-02-30", "2026年10月16日", "2026-10", "2026-10-16-1"] {
            assert!(timestamp(date).is_err(), "{date}");
        }
        assert!(timestamp("2026-10-16").is_ok());
    }
}
