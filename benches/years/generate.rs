//! Writes a site of any number of years, each like the sample's newest but for its dates and rounds.
//! It must not know what the years say; it moves every year number it sees.

use std::fs;
use std::path::Path;

/// The sample year that is multiplied.
const MODEL: i32 = 2025;

/// When the congress before met: in a copy of a year, on the day of the year copied.
const LAST_CONGRESS: (&str, &str) = ("上次日期: 2024-10-19", "上次日期: 2024-10-18");

/// Writes `content/` with `count` years below `root`, from the project's sample.
pub fn site(sample: &Path, root: &Path, count: i32) -> std::io::Result<()> {
    let content = root.join("content");
    fs::create_dir_all(&content)?;
    fs::copy(sample.join("site.yaml"), content.join("site.yaml"))?;
    let model = sample.join(format!("{MODEL}-{}", MODEL + 1));
    for shift in 0..count {
        let start = MODEL + shift;
        let folder = content.join(format!("{start}-{}", start + 1));
        fs::create_dir_all(&folder)?;
        // Its rounds speak of people of the year before, whom a copy does not have.
        for entry in fs::read_dir(&model)? {
            let entry = entry?;
            if entry.file_type()?.is_file() {
                let mut text = fs::read_to_string(entry.path())?;
                if shift > 0 {
                    text = text.replace(LAST_CONGRESS.0, LAST_CONGRESS.1);
                }
                fs::write(folder.join(entry.file_name()), moved(&text, shift))?;
            }
        }
    }
    Ok(())
}

/// Moves the numbers 2019 to 2027 on by some years, each looked at once.
fn moved(text: &str, shift: i32) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("20") {
        out.push_str(&rest[..at]);
        let year = rest.get(at..at + 4).and_then(|digits| digits.parse::<i32>().ok());
        let alone = !rest[..at].ends_with(|c: char| c.is_ascii_digit())
            && !rest[at..].chars().nth(4).is_some_and(|c| c.is_ascii_digit());
        match year.filter(|year| alone && (2019..=2027).contains(year)) {
            Some(year) => {
                out.push_str(&(year + shift).to_string());
                rest = &rest[at + 4..];
            }
            None => {
                out.push_str("20");
                rest = &rest[at + 2..];
            }
        }
    }
    out.push_str(rest);
    out
}
