//! Writes the HTML pages of a `document.json` and a list of years into a folder, for people who
//! work on a theme: `cargo run --release --example pages -- document.json OUT`.

use std::error::Error;
use std::fs;
use std::path::Path;

use gongkai::document::Document;
use gongkai::manifest::Artifact;
use gongkai::render::html;
use gongkai::site::{self, Fact, Searchable, Site, YearEntry};
use gongkai::theme::Theme;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(document), Some(out)) = (arguments.next(), arguments.next()) else {
        return Err("usage: pages document.json OUT".into());
    };
    let document: Document = serde_json::from_slice(&fs::read(document)?)?;
    let theme = Theme::built_in();
    let out = Path::new(&out);
    let bundle = out.join(&document.year);
    write(&bundle, html::pages(&document, &theme)?)?;
    // What other parts of the program put beside the pages; here they only stand in for links.
    for name in ["disclosure.pdf", "document.json", "document.schema.json", "manifest.json"] {
        write(&bundle, vec![Artifact::new(name, "{}\n")])?;
    }
    let site = Site {
        language: document.language.clone(),
        college: document.college.clone(),
        title: format!("{}改革情况公开", document.organisation),
        description: format!("{}各学年{}改革情况。", document.college, document.organisation),
        rare_style: None,
        has_changes: false,
        feed: None,
    };
    let entry = YearEntry {
        year: document.year.clone(),
        label: document.year_label.clone(),
        title: document.title.clone(),
        published: document.published.clone(),
        facts: vec![
            Fact { label: "工作人员".into(), value: "24人".into() },
            Fact { label: "工作部门".into(), value: "5个".into() },
            Fact { label: "代表".into(), value: "120名".into() },
        ],
        pdf: Some("disclosure.pdf".into()),
        older: Vec::new(),
    };
    write(out, site::pages(&site, &[entry], &[Searchable::of(&document)], &theme)?)?;
    Ok(())
}

fn write(folder: &Path, artifacts: Vec<Artifact>) -> Result<(), Box<dyn Error>> {
    for artifact in artifacts {
        let path = folder.join(&artifact.path);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, artifact.bytes)?;
    }
    Ok(())
}
