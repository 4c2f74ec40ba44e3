//! What a college does with a site besides building it: begin one, change its look, paste a year
//! elsewhere; and what stands beside the years.
//! It must not look at how a page is set.

mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use gongkai::bundle::audit::audit;
use gongkai::bundle::pdf::pdf_text;
use gongkai::document::{Document, Imprint, Json};
use gongkai::manifest::{Artifact, Manifest, sha256};
use gongkai::render::html;
use gongkai::render::pdf::{Fonts, Press};
use gongkai::theme::Theme;

fn gongkai(root: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
    command.args(arguments).arg("--root").arg(root).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr].concat()).into_owned()
}

fn built(root: &Path) {
    let output = gongkai(root, &["build"]);
    assert!(output.status.success(), "{}", said(&output));
}

fn read(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join("output").join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn sample() -> tempfile::TempDir {
    let site = tempfile::tempdir().unwrap();
    support::sample_site(site.path());
    site
}

fn set(root: &Path, line: &str) {
    let path = root.join("content/site.yaml");
    let text = fs::read_to_string(&path).unwrap();
    let key = line.split(':').next().unwrap();
    let others = text.lines().filter(|old| !old.starts_with(&format!("{key}:")));
    let lines: Vec<&str> = others.chain([line]).collect();
    fs::write(&path, lines.join("\n") + "\n").unwrap();
}

#[test]
fn a_new_site_builds_at_once_and_a_full_folder_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let output = gongkai(home.path(), &["init", "新站点", "--sample"]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("site.yaml") && said(&output).contains("状态: 在编"));
    let site = home.path().join("新站点");
    built(&site);
    assert!(site.join("output/2025-2026/disclosure.pdf").is_file());

    // Each file leads an editor to its schema, and a fault in it is told at its own line.
    let head = site.join("content/2025-2026/年度.yaml");
    let text = fs::read_to_string(&head).unwrap();
    let hint = "# yaml-language-server: $schema=../../.gongkai/schema/head.json\n";
    assert!(text.starts_with(hint), "{text}");
    let schema = fs::read_to_string(site.join(".gongkai/schema/head.json")).unwrap();
    assert!(schema.contains("研究生会") && schema.contains("必填"), "{schema}");
    fs::write(&head, text.replace("组织: 学生会", "组织: 学社")).unwrap();
    let line = text.lines().position(|line| line == "组织: 学生会").unwrap() + 1;
    let told = said(&gongkai(&site, &["check"]));
    assert!(told.contains(&format!("年度.yaml:{line}:")), "{line} in {told}");
    fs::write(&head, &text).unwrap();

    let before = support::tree(&site.join("content"));
    let again = gongkai(home.path(), &["init", "新站点", "--sample"]);
    assert_eq!(again.status.code(), Some(2), "{}", said(&again));
    assert!(before == support::tree(&site.join("content")));
}

#[test]
fn an_ejected_theme_gives_the_same_pages_until_it_is_changed() {
    let site = sample();
    built(site.path());
    let page = read(site.path(), "2025-2026/index.html");
    let pdf = fs::read(site.path().join("output/2025-2026/disclosure.pdf")).unwrap();

    let output = gongkai(site.path(), &["theme", "eject", "本院"]);
    assert!(said(&output).contains("默认主题: 本院"), "{}", said(&output));
    assert!(!site.path().join("themes/本院/fonts").exists());
    assert_eq!(gongkai(site.path(), &["theme", "eject", "本院"]).status.code(), Some(2));
    for name in ["default", "../x", "a/b", ""] {
        assert_eq!(
            gongkai(site.path(), &["theme", "eject", name]).status.code(),
            Some(2),
            "{name}"
        );
    }
    set(site.path(), "默认主题: 本院");
    built(site.path());
    assert_eq!(page, read(site.path(), "2025-2026/index.html"));
    assert!(pdf == fs::read(site.path().join("output/2025-2026/disclosure.pdf")).unwrap());

    let style = site.path().join("themes/本院/base.css");
    fs::write(&style, "body { color: navy; }\n").unwrap();
    built(site.path());
    assert_eq!(read(site.path(), "2025-2026/base.css"), "body { color: navy; }\n");
    let manifest: Manifest =
        serde_json::from_str(&read(site.path(), "2025-2026/manifest.json")).unwrap();
    assert_eq!(manifest.theme.name, "本院");
}

#[test]
fn a_faulty_template_is_shown_with_file_line_and_fields() {
    let site = sample();
    gongkai(site.path(), &["theme", "eject", "本院"]);
    set(site.path(), "默认主题: 本院");
    let page = site.path().join("themes/本院/year.html");
    let text = fs::read_to_string(&page).unwrap();
    fs::write(&page, text.replace("{{ year_label }}", "{{ yearlabel }}")).unwrap();
    let output = gongkai(site.path(), &["build"]);
    let said = said(&output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    for part in ["themes/本院/year.html", "模板第 4 行", "yearlabel", "year_label", "has_roster"]
    {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn a_template_cannot_read_outside_its_folder() {
    for path in ["../../content/site.yaml", "/etc/passwd", "../default/year.html"] {
        let site = sample();
        gongkai(site.path(), &["theme", "eject", "本院"]);
        set(site.path(), "默认主题: 本院");
        let page = site.path().join("themes/本院/year.html");
        fs::write(&page, format!("{{% include \"{path}\" %}}")).unwrap();
        let output = gongkai(site.path(), &["build"]);
        assert_eq!(output.status.code(), Some(2), "{path}: {}", said(&output));
    }
    #[cfg(unix)]
    {
        let site = sample();
        gongkai(site.path(), &["theme", "eject", "本院"]);
        set(site.path(), "默认主题: 本院");
        let link = site.path().join("themes/本院/secret.css");
        std::os::unix::fs::symlink(site.path().join("content/site.yaml"), link).unwrap();
        let output = gongkai(site.path(), &["build"]);
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        assert!(said(&output).contains("secret.css"), "{}", said(&output));
        assert!(!site.path().join("output").exists());
    }
}

#[test]
fn the_page_of_all_years_has_every_year_released_or_not() {
    let site = sample();
    built(site.path());
    let page = read(site.path(), "versions.html");
    for year in ["2023-2024", "2024-2025", "2025-2026"] {
        assert!(page.contains(&format!("href=\"{year}/index.html\"")), "{year}: {page}");
    }
    // No other year is listed; who follows a year's link to the one before is told that there is none.
    assert_eq!(page.matches("<li id=\"").count(), 3, "{page}");
    let absent = "<p class=\"absent\" id=\"2022-2023\">2022—2023学年：本站没有公开的内容</p>";
    assert!(page.contains(absent), "{page}");
    assert!(read(site.path(), "site.css").contains(".absent:not(:target)"));
    let report = read(site.path(), "2023-2024/compliance.html");
    assert!(report.contains("是 18 项，否 1 项"), "indicator 19 is 否");
    assert!(!report.contains("未达到 0 条"));
}

#[test]
fn what_crawlers_and_searchers_get_names_nobody() {
    let site = sample();
    built(site.path());
    let map = read(site.path(), "sitemap.xml");
    assert!(map.contains("/gongkai/2025-2026/index.html</loc>"));
    let round = "2025-2026/appraisal/2025-second-level/index.html";
    let results = format!("/gongkai/{round}</loc><lastmod>2025-10-20</lastmod>");
    assert!(map.contains(&results), "the day of its results: {map}");
    assert!(read(site.path(), "robots.txt").contains("/gongkai/2024-2025/disclosure.pdf"));
    let index = read(site.path(), "search-index.js");
    for (address, words) in [
        ("charter/article-11", "学生代表大会是本会的最高权力机构"),
        ("_preamble", "发现与事实不符之处"),
        ("units/row-2", "保管印章、档案和物资"),
        ("delegates/row-1", "护理系　代表人数　33"),
        ("self-evaluation/satisfaction", "佐证：服务项目满意度调查试点报告"),
        ("appraisal/rounds/row-1", "好2、较好4"),
        ("grading/sheet-1/row-1", "不超过30%"),
        ("open/row-1", "互评评分表于6月13日17时前交院团委办公室"),
        ("standings/row-1", "91.76"),
    ] {
        assert!(index.contains(&format!("\"{address}\"")) && index.contains(words), "{address}");
    }
    // Nothing of a person's row: who was appraised holds a post.
    assert!(!index.contains("主席团执行主席"));
    let document = Document::from_json(read(site.path(), "2025-2026/document.json").as_bytes());
    let names = names(&document.unwrap());
    assert!(names.len() > 30);
    for name in names {
        assert!(!index.contains(&name), "{name}");
    }
    assert!(!index.contains("roster") && !index.contains("guides"));
}

#[test]
fn the_newest_pair_and_the_feed_stand_beside_the_years() {
    let site = sample();
    built(site.path());
    let index = read(site.path(), "index.html");
    let changes = read(site.path(), "changes.html");
    assert!(index.contains("href=\"changes.html\"") && index.contains("href=\"feed.xml\""));
    assert!(changes.contains("2025—2026学年") && changes.contains("2024—2025学年"));
    // The same page as the bundle's, but for where it stands.
    let bundle = read(site.path(), "2025-2026/changes.html");
    let moved = changes.replace("href=\"2025-2026/", "href=\"");
    let moved = moved.replace("href=\"versions.html", "href=\"../versions.html");
    assert_eq!(moved, bundle);

    let feed = read(site.path(), "feed.xml");
    let rounds =
        ["2025-2026/appraisal/2025-spring-school", "2025-2026/appraisal/2025-second-level"];
    let folders = ["2023-2024", "2024-2025", "2025-2026", rounds[0], rounds[1]];
    assert_eq!(feed.matches("<entry>").count(), folders.len());
    for folder in folders {
        assert!(feed.contains(&format!("/{folder}/index.html</id>")), "{folder}");
        let json = read(site.path(), &format!("{folder}/document.json"));
        for name in names(&Document::from_json(json.as_bytes()).unwrap()) {
            assert!(!feed.contains(&name), "{name}");
        }
    }
}

#[test]
fn what_is_to_be_uploaded_is_told_and_listed_beside_the_output() {
    let site = sample();
    built(site.path());
    let list = site.path().join(".gongkai/upload/output.txt");
    let told = said(&gongkai(site.path(), &["build"]));
    assert!(told.contains("上传") && told.contains("upload/output.txt"), "{told}");
    fs::remove_file(&list).unwrap();
    let told = said(&gongkai(site.path(), &["build"]));
    assert!(told.contains("没有要上传的文件") && !list.exists(), "{told}");
    let preface = site.path().join("content/2025-2026/前言.md");
    let text = fs::read_to_string(&preface).unwrap();
    fs::write(&preface, text + "\n本页另有打印版。\n").unwrap();
    built(site.path());
    let list = fs::read_to_string(&list).unwrap();
    assert!(list.contains("更新 2025-2026/index.html") && list.contains("更新 changes.html"));
    assert!(!list.contains("2024-2025"), "{list}");
}

/// Whom the cells of a document name.
fn names(document: &Document) -> Vec<String> {
    use gongkai::document::{Block, Table};
    let tables = document.sections.iter().flat_map(|section| &section.blocks);
    let tables = tables.filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    tables.flat_map(Table::people).map(|(_, cell)| cell.plain_text()).collect()
}

#[test]
fn references_in_texts_are_links_to_their_articles() {
    let site = sample();
    built(site.path());
    let page = read(site.path(), "2025-2026/index.html");
    let links = page.matches("<a href=\"#charter/article-").count();
    assert!(links >= 3, "{links}");
    assert!(page.contains("<a class=\"label\" href=\"#charter/article-11\">第十一条</a>"));
}

#[test]
fn each_part_ends_with_an_address_to_complain_to() {
    let site = sample();
    built(site.path());
    let page = read(site.path(), "2025-2026/index.html");
    assert_eq!(page.matches("href=\"mailto:xuelian@jianglin.example?subject=%").count(), 9);
    assert!(read(site.path(), "2025-2026/roster.html").contains("?subject=%"));
    assert!(!read(site.path(), "2025-2026/compliance.html").contains("?subject=%"));
}

#[test]
fn a_bundle_holds_the_schema_of_its_data_and_the_font_of_its_rare_characters() {
    let site = sample();
    built(site.path());
    let manifest: Manifest =
        serde_json::from_str(&read(site.path(), "2025-2026/manifest.json")).unwrap();
    for file in ["document.schema.json", "rare.woff2", "rare.css"] {
        let bytes = fs::read(site.path().join("output/2025-2026").join(file)).unwrap();
        assert_eq!(manifest.files[file], sha256(&bytes), "{file}");
    }
    assert!(read(site.path(), "2025-2026/roster.html").contains("href=\"rare.css\""));
}

#[test]
fn an_export_stands_alone() {
    let site = sample();
    let (whole, piece) = (site.path().join("一页.html"), site.path().join("正文.html"));
    let paths = [&whole, &piece].map(|path| path.to_str().unwrap());
    let output = gongkai(
        site.path(),
        &["export", "2025-2026", "--single-file", paths[0], "--fragment", paths[1]],
    );
    assert!(output.status.success(), "{}", said(&output));
    let whole = fs::read_to_string(whole).unwrap();
    for absent in ["<script", "<link", "src=", "href=\"roster.html", "href=\"index.html", "@import"]
    {
        assert!(!whole.contains(absent), "{absent}");
    }
    assert!(whole.contains("<style>") && whole.contains("data:font/woff2;base64,"));
    let piece = fs::read_to_string(piece).unwrap();
    for absent in [" id=", " class=", "<script", "<style", "href=\"#", "<body", "<html", "{{"] {
        assert!(!piece.contains(absent), "{absent}");
    }
    built(site.path());
    let json = read(site.path(), "2025-2026/document.json");
    let document = Document::from_json(json.as_bytes()).unwrap();
    for name in names(&document) {
        assert!(whole.contains(&name) && piece.contains(&name), "{name}");
    }
    // What cannot be published is not exported either.
    let units = site.path().join("content/2025-2026/机构.yaml");
    let text = fs::read_to_string(&units).unwrap();
    fs::write(&units, text.replacen("人数: 5", "人数: 4", 1)).unwrap();
    let refused = gongkai(site.path(), &["export", "2025-2026", "--fragment", "x.html"]);
    assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
}

#[test]
fn the_pdf_tells_where_it_can_be_checked_and_carries_its_data_when_asked() {
    let site = sample();
    built(site.path());
    let folder = site.path().join("output/2025-2026");
    let bytes = fs::read(folder.join("disclosure.pdf")).unwrap();
    let text: String = pdf_text(&bytes).unwrap().concat();
    let dense: String = text.split_whitespace().collect();
    assert!(dense.contains("https://xsh.jianglin.example/gongkai/2025-2026/index.html"));
    let json = fs::read(folder.join("document.json")).unwrap();
    let page = read(site.path(), "2025-2026/index.html");
    assert!(page.contains(&format!("id=\"sha256-{}\"", sha256(&json))), "where the code leads");

    set(site.path(), "PDF附带数据: 是");
    built(site.path());
    let with = fs::read(folder.join("disclosure.pdf")).unwrap();
    assert!(with.len() > bytes.len());
    let document = Document::from_json(&json).unwrap();
    let fonts = Fonts::built_in().post_script_names();
    let pages = html::pages(&document, &Theme::built_in()).unwrap();
    let address = Some("https://xsh.jianglin.example/gongkai/2025-2026/index.html".to_owned());
    let held = |bytes: &[u8], attached: bool| {
        let imprint = Imprint { address: address.clone(), attached, ..Imprint::default() };
        let pdf = Artifact::new("disclosure.pdf", bytes);
        audit(&document, &document.json(), &pages, &pdf, &fonts, &imprint)
    };
    held(&bytes, false).unwrap();
    held(&with, true).unwrap();
    assert!(held(&bytes, true).is_err() && held(&with, false).is_err());
    let elsewhere =
        Imprint { address: Some("https://x.example/".to_owned()), ..Imprint::default() };
    let failure = audit(
        &document,
        &document.json(),
        &pages,
        &Artifact::new("disclosure.pdf", bytes),
        &fonts,
        &elsewhere,
    );
    assert!(failure.unwrap_err().message.chinese.contains("地址"));
}

#[test]
fn attached_data_that_differ_are_found() {
    let site = sample();
    built(site.path());
    let json = fs::read(site.path().join("output/2025-2026/document.json")).unwrap();
    let document = Document::from_json(&json).unwrap();
    let mut other = document.clone();
    other.report.title.push('。');
    let imprint = Imprint { attached: true, ..Imprint::default() };
    let press = Press::new(&Theme::built_in(), &Fonts::built_in()).unwrap();
    // It prints the digest of the one and carries the other.
    let mixed = Json { bytes: other.to_json().into(), digest: sha256(&json) };
    let bytes = press.pdf(&other, &mixed, &imprint).unwrap();
    let pages = html::pages(&document, &Theme::built_in()).unwrap();
    let pdf = Artifact::new("disclosure.pdf", bytes);
    let fonts = Fonts::built_in().post_script_names();
    let failure = audit(&document, &document.json(), &pages, &pdf, &fonts, &imprint).unwrap_err();
    assert!(failure.message.chinese.contains("document.json"), "{failure}");
}

#[test]
fn what_was_not_given_is_asked_for_on_a_terminal_alone() {
    use std::io::Write;
    let home = tempfile::tempdir().unwrap();
    let without = gongkai(home.path(), &["init", "新站点"]);
    assert_eq!(without.status.code(), Some(2), "{}", said(&without));
    assert!(!home.path().join("新站点").exists());

    let command = format!("{} init 新站点", env!("CARGO_BIN_EXE_gongkai"));
    let mut terminal = std::process::Command::new("script")
        .args(["-qec", &command, "/dev/null"])
        .current_dir(home.path())
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let answers = "某某职业技术学院\n高职\n2026-2027\n";
    terminal.stdin.take().unwrap().write_all(answers.as_bytes()).unwrap();
    let output = terminal.wait_with_output().unwrap();
    assert!(output.status.success() && said(&output).contains("学校全称"), "{}", said(&output));
    let head = home.path().join("新站点/content/2026-2027/年度.yaml");
    let head = fs::read_to_string(head).unwrap();
    assert!(head.contains("全称: 某某职业技术学院") && head.contains("类型: 高职"), "{head}");
}

#[test]
fn the_fields_are_a_page_with_examples() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("手册/填写说明.html");
    let output = gongkai(home.path(), &["fields", "--format", "html", path.to_str().unwrap()]);
    assert!(output.status.success(), "{}", said(&output));
    let page = fs::read_to_string(path).unwrap();
    for words in ["官方表样里是“三、组织架构表”", "学校 › 全称", "青禾职业学院", "不公开，只供核对"]
    {
        assert!(page.contains(words), "{words}");
    }
    assert!(home.path().join("手册/table.css").is_file());
}

#[test]
fn all_years_stand_side_by_side_without_a_name_and_can_be_downloaded() {
    let site = sample();
    let root = site.path();
    set(root, "数据许可: CC BY 4.0");
    built(root);
    let page = read(root, "history.html");
    for words in [
        "服务项目多以参加人数衡量效果，尚无统一的满意度调查办法",
        "href=\"2024-2025/index.html#self-evaluation/satisfaction\">否</a>",
        "<td>8503</td><td>8216</td>",
        "aria-label=\"各学年工作人员：2023—2024 34人，2024—2025 34人，2025—2026 35人\"",
        "主席团成员的产生：推荐7人，候选4人，应选3人，当选3人",
        "数据许可：CC BY 4.0",
        // What the charter lays down leads to its article; delegates stand against students.
        "<th scope=\"row\">工作人员上限</th><td><a href=\"2025-2026/index.html#charter/article-22\">40人</a>",
        "<th scope=\"row\">护理系</th><td>33</td><td>24.3%</td><td>2051</td><td>24.1%</td>",
        "护理系代表33名 24.3%，学生2051人 24.1%",
        "工作人员成绩排名的分布：前10% 9人，10%至20% 11人",
    ] {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains("<script"), "it is read without a script");
    let figures = read(root, "history-figures.csv");
    assert!(figures.starts_with("\u{feff}year,union,staff,units,presidium,"), "{figures}");
    assert!(figures.contains("\r\n2025-2026,first,35,7,3,136,131,136,8503,1.6%,"), "{figures}");
    let limits = read(root, "history-limits.csv");
    assert!(limits.starts_with("\u{feff}year,union,limit,value,article\r\n"), "{limits}");
    assert!(limits.contains("2025-2026,first,工作人员上限,40人,22\r\n"), "{limits}");
    let delegates = read(root, "history-delegates.csv");
    assert!(delegates.contains("2025-2026,first,护理系,33,2051\r\n"), "{delegates}");
    assert!(delegates.contains("2024-2025,first,护理系,31,\r\n"), "{delegates}");
    // The year's own part is drawn on a page of its PDF before the imprint.
    let pdf = fs::read(root.join("output/2025-2026/disclosure.pdf")).unwrap();
    let pages: Vec<String> = gongkai::bundle::pdf::pdf_text(&pdf).unwrap();
    let pages: Vec<String> = pages.iter().map(|page| page.split_whitespace().collect()).collect();
    let drawn = pages.iter().position(|page| page.contains("数据图示")).unwrap();
    for words in ["33名24.3%", "2051人24.1%", "综合事务部5人", "当选3人", "10%至20%11人"]
    {
        assert!(pages[drawn].contains(words), "{words}: {}", pages[drawn]);
    }
    assert!(!pages[drawn].contains("发送邮件反映"), "it has a page of its own");
    let digest = pages.iter().position(|page| page.contains("内容摘要")).unwrap();
    assert!(drawn <= digest && digest + 1 == pages.len(), "{drawn} {digest} {}", pages.len());
    let ranks = read(root, "history-ranks.csv");
    assert!(ranks.contains("2025-2026,first,9,11,12,0,3"), "{ranks}");
    let workbook = fs::read(root.join("output/history.xlsx")).unwrap();
    built(root);
    assert!(fs::read(root.join("output/history.xlsx")).unwrap() == workbook, "the same bytes");
    // Where ranks are printed in bands, nothing exact is told of them.
    let head = root.join("content/2025-2026/年度.yaml");
    let text = fs::read_to_string(&head).unwrap();
    fs::write(&head, text.replace("排名公开方式: 准确名次", "排名公开方式: 分段")).unwrap();
    built(root);
    assert!(!read(root, "history-ranks.csv").contains("2025-2026"));
    for name in names(
        &Document::from_json(&fs::read(root.join("output/2025-2026/document.json")).unwrap())
            .unwrap(),
    ) {
        let naming = |file: &str| read(root, file).contains(&name);
        assert!(!["history.html", "history-indicators.csv"].into_iter().any(naming), "{name}");
    }
}

#[test]
fn every_page_for_everybody_says_what_it_is_where_it_is_shared() {
    let site = sample();
    let root = site.path();
    built(root);
    let map = read(root, "sitemap.xml");
    let home = "https://xsh.jianglin.example/gongkai/";
    let listed = map.split("<loc>").skip(1).map(|part| part.split("</loc>").next().unwrap());
    let mut pages = 0;
    for address in listed {
        let path = match address.strip_prefix(home).unwrap() {
            path if path.is_empty() || path.ends_with('/') => format!("{path}index.html"),
            path => path.to_owned(),
        };
        if !path.ends_with(".html") {
            continue;
        }
        let page = read(root, &path);
        let said = |name: &str| {
            let (_, rest) = page
                .split_once(&format!("<meta property=\"og:{name}\" content=\""))
                .unwrap_or_else(|| panic!("no og:{name} in {path}"));
            rest.split('"').next().unwrap().to_owned()
        };
        for name in ["type", "title", "description", "site_name"] {
            assert!(!said(name).is_empty(), "{name} of {path}");
        }
        assert_eq!(said("locale"), "zh_CN", "{path}");
        // It is shared by the address that search engines are told, too.
        let canonical = format!("<link rel=\"canonical\" href=\"{}\">", said("url"));
        assert!(page.contains(&canonical), "{path}: {canonical}");
        assert!(said("url").starts_with(home), "{path}");
        pages += 1;
    }
    assert!(pages > 8, "{pages} pages of {map}");
}

#[test]
fn a_site_is_published_whole_goes_on_after_a_break_and_leaves_others_files_alone() {
    let site = sample();
    let root = site.path();
    built(root);
    let web = tempfile::tempdir().unwrap();
    let target = web.path().join("gongkai");
    let publish =
        |more: &[&str]| gongkai(root, &[&["publish", target.to_str().unwrap()], more].concat());
    let built_files = || {
        let all = support::tree(&root.join("output"));
        all.into_iter().filter(|(path, _)| path != ".gongkai-output").collect::<Vec<_>>()
    };
    let all = built_files();
    assert!(said(&publish(&["--dry-run"])).contains(&format!("将放入 {} 个文件", all.len() - 1)));
    assert!(!target.exists(), "a look changes nothing");
    let slip = gongkai(root, &["publish", "正试"]);
    assert!(slip.status.code() == Some(2) && said(&slip).contains("没有叫“正试”的去处"));
    assert!(said(&slip).contains("写成 ./正试"));
    assert!(publish(&[]).status.success());
    assert!(support::tree(&target) == all);
    assert!(!root.join(".gongkai/upload/output.txt").exists(), "all of it was uploaded");

    // Broken off midway: one page is half there, and a stray of that run is known.
    fs::write(target.join("2025-2026/index.html"), "一半").unwrap();
    fs::write(target.join("2025-2026/stray.html"), "旧").unwrap();
    let strays = "[\"2025-2026/stray.html\",\"../outside\"]";
    fs::write(target.join(".gongkai-publishing.json"), strays).unwrap();
    fs::write(web.path().join("outside"), "别人的").unwrap();
    fs::write(target.join(".htaccess"), "别人的").unwrap();
    let again = said(&publish(&[]));
    assert!(again.contains("放入 1 个文件") && again.contains("删去 1 个"), "{again}");
    fs::remove_file(target.join(".htaccess")).expect("what was not published is not touched");
    assert!(web.path().join("outside").exists());
    assert!(support::tree(&target) == all);

    // What is no longer part of the site goes.
    fs::remove_dir_all(root.join("content/2023-2024")).unwrap();
    built(root);
    assert!(publish(&[]).status.success());
    assert!(!target.join("2023-2024").exists() && support::tree(&target) == built_files());

    // A folder with other files is refused, and so is a site that is not as it was built.
    let other = tempfile::tempdir().unwrap();
    fs::write(other.path().join("a.html"), "别人的").unwrap();
    let refused = gongkai(root, &["publish", other.path().to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
    fs::write(root.join("output/index.html"), "改过").unwrap();
    assert_eq!(publish(&[]).status.code(), Some(2));
}

/// What IIS is told is well-formed, and names those files and no others that search engines shall not keep.
#[test]
fn the_settings_for_iis_are_well_formed_and_name_what_the_others_name() {
    let site = sample();
    built(site.path());
    let server = site.path().join(".gongkai/server");
    let text = fs::read_to_string(server.join("web.config")).unwrap();
    let mut reader = quick_xml::Reader::from_str(&text);
    reader.config_mut().check_end_names = true;
    let (mut open, mut named) = (Vec::new(), Vec::new());
    loop {
        use quick_xml::events::Event;
        match reader.read_event().unwrap() {
            Event::Start(it) => {
                let name = it.name().as_ref().to_owned();
                if let Some(path) = it.try_get_attribute("path").unwrap() {
                    named.push(
                        path.normalized_value(quick_xml::XmlVersion::Implicit1_0)
                            .unwrap()
                            .into_owned(),
                    );
                }
                open.push(name);
            }
            Event::End(_) => drop(open.pop().unwrap()),
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty(), "{open:?}");
    assert!(text.starts_with("<?xml") && text.matches("<configuration>").count() == 1, "{text}");
    let headers = fs::read_to_string(server.join("_headers")).unwrap();
    let listed = headers.lines().filter(|line| line.starts_with('/'));
    let listed: Vec<&str> = listed.map(|line| line.trim_start_matches("/gongkai/")).collect();
    assert_eq!(named, listed);
    assert!(named.contains(&"2025-2026/disclosure.pdf".to_owned()), "{named:?}");
}

/// What is left of a page by a cleaner that lets no style, class, id or scope pass.
fn cleaned(html: &str) -> String {
    let attribute = regex::Regex::new(r#" (style|class|id|scope)="[^"]*""#).unwrap();
    attribute.replace_all(html, "").into_owned()
}

#[test]
fn a_fragment_is_read_without_any_style() {
    let site = sample();
    let output = gongkai(site.path(), &["export", "2025-2026", "--fragment", "-"]);
    assert!(output.status.success());
    let html = cleaned(std::str::from_utf8(&output.stdout).expect("nothing but the page"));
    for words in [
        "<table border=\"1\" cellpadding=\"6\" cellspacing=\"0\" width=\"100%\">",
        "<p align=\"center\"><strong>江临职业技术学院学生会改革情况公开</strong></p>",
        "<p><strong>各二级组织符合标准情况</strong></p>",
        "<p align=\"right\">2025年11月14日</p>",
        "<td align=\"center\">是</td>",
    ] {
        assert!(html.contains(words), "{words}");
    }
    assert!(!html.contains("<caption") && !html.contains("style="));
}

#[test]
fn a_round_to_be_pasted_names_no_other_year_and_parts_the_number_of_an_annex_from_its_title() {
    let site = sample();
    let export = |form: &str| {
        let output = gongkai(site.path(), &["export", "2025-spring-school", form, "-"]);
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap()
    };
    let (fragment, page) = (export("--fragment"), export("--single-file"));
    assert!(fragment.contains(">附件　学生会工作人员述职评议评分表</h2>"));
    assert!(fragment.contains(">一、") && !fragment.contains(">一、　"));
    assert!(
        !fragment.contains("2025—2026学年") && !page.contains("<p class=\"year\">2025—2026学年")
    );
    assert!(!page.contains("采用表样") && page.contains("结果公布日期</dt>"));
}

#[test]
fn the_report_says_the_indicators_first_and_folds_what_found_nothing() {
    let site = sample();
    built(site.path());
    let page = read(site.path(), "2024-2025/compliance.html");
    let at = |words: &str| page.find(words).unwrap_or_else(|| panic!("no {words}"));
    assert!(at("校级自评 19 项：是 18 项，否 1 项") < at("id=\"compliance/holds\""));
    assert!(at("id=\"compliance/holds\"") < at("<details class=\"folded\">"));
    assert!(page.contains("<details><summary>看依据</summary>"));
}

#[test]
fn a_pdf_without_the_roster_is_printed_where_it_is_asked_for() {
    let site = sample();
    let root = site.path();
    set(root, "另出不含名单的PDF: 是");
    let attach = root.join("content/site.yaml");
    let text = fs::read_to_string(&attach).unwrap();
    fs::write(&attach, text.replace("PDF附带数据: 否", "PDF附带数据: 是")).unwrap();
    built(root);
    let read_pdf = |file: &str| {
        let pdf = fs::read(root.join("output/2025-2026").join(file)).unwrap();
        gongkai::bundle::pdf::pdf_text(&pdf).unwrap().concat().replace(['\n', ' '], "")
    };
    let json = fs::read(root.join("output/2025-2026/document.json")).unwrap();
    let names = gongkai::redaction::names(&Document::from_json(&json).unwrap());
    let (whole, public) = (read_pdf("disclosure.pdf"), read_pdf("public.pdf"));
    assert!(names.len() > 30 && names.iter().all(|name| whole.contains(name.as_str())));
    assert!(names.iter().all(|name| !public.contains(name.as_str())));
    assert!(public.contains("本件不含校级组织工作人员名单，见公开网页"), "it says so");
    let pdf = fs::read(root.join("output/2025-2026/public.pdf")).unwrap();
    assert!(!String::from_utf8_lossy(&pdf).contains("EmbeddedFile"), "it carries no data");
    let robots = read(root, "robots.txt");
    assert!(robots.contains("/disclosure.pdf") && !robots.contains("public.pdf"), "{robots}");
    assert!(read(root, "2025-2026/index.html").contains("href=\"public.pdf\""));
    let told = said(&gongkai(root, &["verify", root.join("output").to_str().unwrap()]));
    assert!(told.contains("没有发现改动"), "{told}");
}
