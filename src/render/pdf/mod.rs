//! Prints a document as one PDF, by Typst, after the theme's templates.
//! It must not know what any template looks like, nor read a file, a clock or a network.

mod amendments;
mod certificate;
mod code;
mod fault;
mod flow;
mod fonts;
mod layout;
mod overflow;
mod press;
mod sheets;
mod world;

pub use amendments::amendments;
pub use certificate::{Certificate, certificate};
pub use fonts::{Fonts, Uncovered};
pub use press::Press;
pub use sheets::sheets;

use serde::Serialize;
use serde_json::{Value, json};
use typst::foundations::{Bytes, Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::document::{Document, Imprint, Json, Kind};
use crate::failure::Failure;
use crate::render::history::Drawings;
use crate::theme::watch::{Bounds, watched};
use flow::Head;
use world::TemplateWorld;

/// The template that is read first.
const MAIN: &str = "pdf/main.typ";
/// The same of a notice.
const NOTICE: &str = "pdf/notice.typ";

/// What is read first for a draft, by what it sets behind every sheet: a mark, then the template.
const DRAFTS: [(&str, &str); 2] = [
    (DRAFT_OF_MAIN, include_str!("draft-main.typ")),
    (DRAFT_OF_NOTICE, include_str!("draft-notice.typ")),
];
const DRAFT_OF_MAIN: &str = "pdf/_draft-main.typ";
const DRAFT_OF_NOTICE: &str = "pdf/_draft-notice.typ";

impl Press {
    /// Returns the PDF of a document: PDF/A-2a and PDF/UA-1 at once, the same bytes for the same
    /// input, whatever was set before. With `document.json` attached it is PDF/A-3a and PDF/UA-1.
    ///
    /// The theme's files under `pdf/` are the templates. They read five files besides:
    /// `/head.json`, what the document says of itself, `/parts.json`, its text part by part,
    /// `/drawings.json`, the measures of what is drawn of a year (`null` where nothing is),
    /// `/document.json`, the document as it is published, and `/settings.json`, which holds the
    /// content digest as `digest`, under `fonts` the families that serve as `song`, `title`, `hei`
    /// and `kai`, best first, the `address` of the year's page and the QR `code` that leads there as
    /// rows of `0` and `1` (both `null` where there is none), whether `document.json` is to be
    /// `attached`, and whether the signature is `sealed`.
    ///
    /// Fails where a template is at fault, where no font has a character, and where words run off
    /// the page; it never prints an empty box.
    pub fn pdf(
        &self,
        document: &Document,
        json: &Json,
        imprint: &Imprint,
    ) -> Result<Vec<u8>, Failure> {
        if let Some(first) = self.fonts.uncovered(document).first() {
            return Err(first.failure());
        }
        if let Some(uncovered) = self.fonts.uncovered_in(imprint) {
            return Err(uncovered.failure());
        }
        let options = options(&document.published, &json.digest, imprint.attached)?;
        let main = match document.kind {
            Kind::Disclosure => MAIN,
            Kind::Notice => NOTICE,
        };
        self.printed(main, document, json, imprint, &options)
    }

    /// Returns the PDF of a draft, with its mark behind every sheet; it is for no archive, and has no
    /// address or digest to be checked by.
    ///
    /// Fails where [`Press::pdf`] does, but for what is wrong with the day of publication.
    pub fn draft(&self, document: &Document, json: &Json) -> Result<Vec<u8>, Failure> {
        if let Some(first) = self.fonts.uncovered(document).first() {
            return Err(first.failure());
        }
        let main = match document.kind {
            Kind::Disclosure => DRAFT_OF_MAIN,
            Kind::Notice => DRAFT_OF_NOTICE,
        };
        let options = PdfOptions {
            creator: Smart::Custom(Some("gongkai".to_owned())),
            timestamp: timestamp(&document.published).ok(),
            ..PdfOptions::default()
        };
        self.printed(main, document, json, &Imprint::default(), &options)
    }

    fn printed(
        &self,
        main: &'static str,
        document: &Document,
        json: &Json,
        imprint: &Imprint,
        options: &PdfOptions,
    ) -> Result<Vec<u8>, Failure> {
        let Imprint { address, attached, sealed, .. } = imprint;
        let code = match address {
            Some(address) => Some(code::rows(&format!("{address}#sha256-{}", json.digest))?),
            None => None,
        };
        let settings = json!({
            "digest": json.digest,
            "fonts": self.fonts.roles(),
            "address": address,
            "code": code,
            "attached": attached,
            "sealed": sealed,
        });
        let drawings = match document.kind {
            Kind::Disclosure => Drawings::measure(document),
            Kind::Notice => None,
        };
        let files = [
            ("head.json", plain(&Head::describe(document, imprint))),
            ("parts.json", plain(&flow::parts(document, imprint))),
            ("drawings.json", plain(&drawings)),
            ("document.json", Bytes::new(json.bytes.clone())),
        ];
        self.set(main, files, &settings, options)
    }

    /// Sets one template with its files of data, and settings beside them.
    fn set<const N: usize>(
        &self,
        main: &'static str,
        files: [(&'static str, Bytes); N],
        settings: &Value,
        options: &PdfOptions,
    ) -> Result<Vec<u8>, Failure> {
        let settings = ("settings.json", plain(settings));
        let own = files.into_iter().chain([settings]).collect();
        let world = TemplateWorld::new(main, own, self)?;
        watched(&self.folder.join(main), Bounds::PDF, || self.typeset(main, &world, options))
    }

    fn typeset(
        &self,
        main: &'static str,
        world: &TemplateWorld,
        options: &PdfOptions,
    ) -> Result<Vec<u8>, Failure> {
        let begun_from = self.last(main);
        let document = match layout::laid_out(world, begun_from.as_deref()) {
            Ok(Some(document)) => document,
            // What is wrong is said by Typst itself, which knows how.
            Ok(None) | Err(_) => compiled(world)?,
        };
        overflow::check(&document)?;
        // What was learnt long before is let go first: writing takes as much room again.
        self.remember(main, document.introspector());
        typst_pdf::pdf(&document, options).map_err(|errors| fault::failure(world, &errors))
    }
}

/// Lays a document out from nothing.
fn compiled(world: &TemplateWorld) -> Result<PagedDocument, Failure> {
    let laid_out = typst::compile::<PagedDocument>(world);
    let document = laid_out.output.map_err(|errors| fault::failure(world, &errors))?;
    // A warning is a font not found, a layout that does not settle: nothing to publish with.
    match laid_out.warnings.is_empty() {
        true => Ok(document),
        false => Err(fault::failure(world, &laid_out.warnings)),
    }
}

/// Returns what a template is given as JSON.
fn plain(data: &impl Serialize) -> Bytes {
    Bytes::new(serde_json::to_vec(data).expect("what templates are given is plain data"))
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
