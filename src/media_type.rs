//! What kind of file a browser takes one for, by its name, as a server tells it.
//! It must not know who serves it.

pub const HTML: &str = "text/html; charset=utf-8";
pub const TEXT: &str = "text/plain; charset=utf-8";
pub const JSON: &str = "application/json";
pub const PDF: &str = "application/pdf";

/// What a browser only keeps.
const OTHER: &str = "application/octet-stream";

/// Returns the media type of a file with a name or path; texts are UTF-8.
pub fn from_path(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => HTML,
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => JSON,
        "xml" => "application/xml",
        "txt" => TEXT,
        "csv" => "text/csv; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "pdf" => PDF,
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => OTHER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_told_by_its_ending_alone() {
        assert_eq!(from_path("2025-2026/v1/index.html"), HTML);
        assert_eq!(from_path("disclosure.pdf"), PDF);
        for other in ["html", "a.html/b", ".htaccess", "a.docx", ""] {
            assert_eq!(from_path(other), OTHER, "{other}");
        }
    }
}
