//! What a web server is to be told, as files for those that are common: which files search engines
//! shall not keep, and that a folder's address ends in `/`.
//! It must not know which file is for whom.

use std::collections::BTreeSet;

use super::crawlers::{folder_of, path_of, refused};
use crate::manifest::{Artifact, Offered};

/// The header that keeps search engines from keeping a file.
const HEADER: &str = "noindex, noarchive";

/// Makes the files, from all that a site at an address offers; they stand beside the site, not in it.
pub fn servers(address: &str, offered: &[Offered]) -> Vec<Artifact> {
    let folder = folder_of(address);
    let kept_out: Vec<&Offered> = offered.iter().filter(refused).collect();
    vec![
        Artifact::new("server/nginx.conf", nginx(folder, &kept_out)),
        Artifact::new("server/apache.htaccess", apache(&kept_out)),
        Artifact::new("server/_headers", static_host(folder, &kept_out)),
        Artifact::new("server/_redirects", redirects(folder, offered)),
        Artifact::new("server/web.config", iis(&kept_out)),
    ]
}

/// To be included in the `server` of the site.
fn nginx(folder: &str, kept_out: &[&Offered]) -> String {
    let top = folder.trim_end_matches('/');
    let mut text = String::from(
        "# 写进网站的 server { } 里：include 这个文件\n\
         # 地址末尾少了斜杠的，转到带斜杠的\n",
    );
    text.push_str(&format!("rewrite ^({}(/[^/.]+)*)$ $1/ permanent;\n", escaped(top)));
    if let Some(names) = names(kept_out) {
        text.push_str(&format!(
            "# 有姓名的 PDF 和数据，搜索引擎不收录\n\
             location ~ \"^{}/(.*/)?({names})$\" {{\n    \
             add_header X-Robots-Tag \"{HEADER}\" always;\n}}\n",
            escaped(top)
        ));
    }
    text
}

/// To lie in the site's folder as `.htaccess`, or in a `Directory` of the server's configuration.
fn apache(kept_out: &[&Offered]) -> String {
    let mut text = String::from(
        "# 存成网站文件夹里的 .htaccess（要 AllowOverride FileInfo Indexes），或写进 <Directory>\n\
         DirectoryIndex index.html\n\
         # 地址末尾少了斜杠的，转到带斜杠的\n\
         <IfModule mod_dir.c>\n  DirectorySlash On\n</IfModule>\n",
    );
    if let Some(names) = names(kept_out) {
        text.push_str(&format!(
            "# 有姓名的 PDF 和数据，搜索引擎不收录\n\
             <IfModule mod_headers.c>\n  <FilesMatch \"^({names})$\">\n    \
             Header set X-Robots-Tag \"{HEADER}\"\n  </FilesMatch>\n</IfModule>\n"
        ));
    }
    text
}

/// The form that static hosts read (Netlify, Cloudflare Pages and others), at the top of the site.
fn static_host(folder: &str, kept_out: &[&Offered]) -> String {
    let mut text = String::from("# 放在网站最上面一层，文件名就是 _headers\n");
    for file in kept_out {
        text.push_str(&format!("{folder}{}\n  X-Robots-Tag: {HEADER}\n", path_of(file)));
    }
    text
}

/// The form in which static hosts read what leads where: a folder without its `/`.
fn redirects(folder: &str, offered: &[Offered]) -> String {
    let mut text = String::from(
        "# 放在网站最上面一层，文件名就是 _redirects；地址末尾少了斜杠的，转到带斜杠的\n",
    );
    let folders: BTreeSet<&str> = offered
        .iter()
        .filter(|it| it.file == "index.html" && !it.folder.is_empty())
        .map(|it| it.folder.as_str())
        .collect();
    for below in folders {
        text.push_str(&format!("{folder}{below} {folder}{below}/ 301\n"));
    }
    text
}

/// To lie in the site's folder of IIS, which adds the `/` to a folder's address by itself.
fn iis(kept_out: &[&Offered]) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <!-- 存成网站文件夹里的 web.config；地址末尾少了斜杠的，IIS 自己转到带斜杠的 -->\n\
         <configuration>\n  <system.webServer>\n    <defaultDocument enabled=\"true\">\n      \
         <files>\n        <clear />\n        <add value=\"index.html\" />\n      </files>\n    \
         </defaultDocument>\n    <staticContent>\n      <remove fileExtension=\".woff2\" />\n      \
         <mimeMap fileExtension=\".woff2\" mimeType=\"font/woff2\" />\n    </staticContent>\n  \
         </system.webServer>\n",
    );
    for file in kept_out {
        text.push_str(&format!(
            "  <location path=\"{}\">\n    <system.webServer>\n      <httpProtocol>\n        \
             <customHeaders>\n          <add name=\"X-Robots-Tag\" value=\"{HEADER}\" />\n        \
             </customHeaders>\n      </httpProtocol>\n    </system.webServer>\n  </location>\n",
            in_xml(&below(file))
        ));
    }
    text.push_str("</configuration>\n");
    text
}

/// Returns where a file lies below the site.
fn below(file: &Offered) -> String {
    match file.folder.as_str() {
        "" => file.file.clone(),
        folder => format!("{folder}/{}", file.file),
    }
}

fn in_xml(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}

/// The names of files as one expression; none where there are none.
fn names(files: &[&Offered]) -> Option<String> {
    let names: BTreeSet<String> = files.iter().map(|it| escaped(&it.file)).collect();
    let names: Vec<String> = names.into_iter().collect();
    (!names.is_empty()).then(|| names.join("|"))
}

/// Writes a text so that an expression means it as it is.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        if c.is_ascii() && !c.is_ascii_alphanumeric() && !"-_/".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::Audience;

    #[test]
    fn what_names_people_and_is_no_page_is_kept_out_of_search_engines() {
        let offered = |path: &str, audience, page| {
            let (folder, file) = path.rsplit_once('/').unwrap();
            Offered { folder: folder.to_owned(), file: file.to_owned(), audience, page }
        };
        let files = servers(
            "https://x.example/gongkai/",
            &[
                offered("2025-2026/disclosure.pdf", Audience::NamesPeople, false),
                offered("2025-2026/roster.html", Audience::NamesPeople, true),
                offered("2025-2026/public.pdf", Audience::Public, false),
            ],
        );
        for file in files.iter().filter(|it| it.path != "server/_redirects") {
            let text = std::str::from_utf8(&file.bytes).unwrap();
            assert!(text.contains("disclosure"), "{text}");
            assert!(!text.contains("roster") && !text.contains("public"), "{text}");
        }
    }

    #[test]
    fn a_folder_is_led_to_its_slash_and_a_file_of_any_name_keeps_the_form_whole() {
        let offered = |folder: &str, file: &str| Offered {
            folder: folder.to_owned(),
            file: file.to_owned(),
            audience: Audience::NamesPeople,
            page: file.ends_with(".html"),
        };
        let all = [
            offered("2025-2026/v1", "index.html"),
            offered("", "index.html"),
            offered("2025-2026", "甲&乙\".pdf"),
        ];
        let files = servers("https://x.example/gongkai/", &all);
        let text = |name: &str| {
            let file = files.iter().find(|it| it.path == format!("server/{name}")).unwrap();
            String::from_utf8(file.bytes.to_vec()).unwrap()
        };
        let leads = text("_redirects");
        assert!(leads.ends_with("\n/gongkai/2025-2026/v1 /gongkai/2025-2026/v1/ 301\n"), "{leads}");
        assert_eq!(leads.lines().count(), 2, "{leads}");
        let iis = text("web.config");
        assert!(iis.contains("path=\"2025-2026/甲&amp;乙&quot;.pdf\""), "{iis}");
    }
}
