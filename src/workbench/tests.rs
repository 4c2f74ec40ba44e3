//! Whatever is asked, the workbench answers: no request and no file makes it panic.

use std::fs;

use proptest::prelude::*;

use super::*;
use crate::pipeline::sample;

/// Makes a site of the sample, and a workbench for it.
fn bench() -> (tempfile::TempDir, Workbench) {
    let site = tempfile::tempdir().unwrap();
    for file in sample() {
        let path = site.path().join(&file.path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, file.bytes).unwrap();
    }
    let at = "127.0.0.1:7777".parse().unwrap();
    let today = || Date::from_calendar_date(2026, time::Month::January, 10).unwrap();
    let bench = Workbench::open(site.path(), at, Language::Chinese, today);
    (site, bench.unwrap())
}

/// Asks as a page of the workbench does.
fn ask(bench: &Workbench, post: bool, target: &str, body: &str) -> Response {
    let method = if post { "POST" } else { "GET" };
    let text = format!(
        "{method} {}{target} HTTP/1.1\r\nHost: 127.0.0.1:7777\r\nOrigin: http://127.0.0.1:7777\r\n\
         Content-Length: {}\r\n\r\n{body}",
        bench.path(),
        body.len()
    );
    match http::read(&mut text.as_bytes()) {
        Ok(request) => bench.answer(&request),
        Err(status) => plain(status, ""),
    }
}

fn all_below(folder: &Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let walk = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().flatten();
    let files = walk.filter(|entry| entry.file_type().is_file());
    files.map(|it| (it.path().to_owned(), fs::read(it.path()).unwrap())).collect()
}

#[test]
fn the_newest_year_its_pages_and_its_paper_are_shown() {
    let (_site, bench) = bench();
    let front = ask(&bench, false, "", "");
    assert_eq!(front.status, Status::Ok);
    let page = ask(&bench, false, "draft/2025-2026/index.html", "");
    let text = String::from_utf8(page.body).unwrap();
    let heading = text.split("</h1>").next().unwrap().replace("</span>", "");
    assert!(heading.ends_with("（草稿）") && text.contains("gongkai-draft"));
    assert_eq!(page.name.as_deref(), Some("2025-2026-草稿-index.html"));
    let paper = ask(&bench, false, "draft/2025-2026/disclosure.pdf", "");
    assert_eq!((paper.status, paper.kind), (Status::Ok, media_type::PDF));
    assert!(paper.body.starts_with(b"%PDF"));
    let panel = ask(&bench, false, "live?at=2025-2026&since=0", "");
    let panel: serde_json::Value = serde_json::from_slice(&panel.body).unwrap();
    assert_eq!(panel["said"], "没有发现问题");
    for gone in ["draft/2025-2026/document.json", "draft/2031-2032/index.html", "asset/draft.html"]
    {
        assert_eq!(ask(&bench, false, gone, "").status, Status::NotFound, "{gone}");
    }
}

#[test]
fn every_link_of_a_draft_leads_to_something_that_is_there() {
    let (_site, bench) = bench();
    let round = "2025-2026/appraisal/2025-spring";
    let mut led = 0;
    assert_eq!(ask(&bench, false, &format!("draft/{round}/index.html"), "").status, Status::Ok);
    for page in ["index.html", "roster.html", "compliance.html"] {
        for edition in ["2025-2026", round] {
            let address = format!("draft/{edition}/{page}");
            let answer = ask(&bench, false, &address, "");
            let text = String::from_utf8(answer.body).unwrap();
            let links = text.split(" href=\"").skip(1).filter_map(|rest| rest.split('"').next());
            let files = links.map(|link| link.split('#').next().expect("a first part"));
            for file in files.filter(|file| !file.is_empty() && !file.contains(':')) {
                let target = format!("draft/{edition}/{file}");
                assert_eq!(ask(&bench, false, &target, "").status, Status::Ok, "{address}: {file}");
                led += 1;
            }
        }
    }
    assert!(led > 30, "{led}");
}

#[test]
fn values_of_the_self_evaluation_stand_beside_their_indicators() {
    let (site, bench) = bench();
    let file = "content/2025-2026/自评.yaml";
    let whole = site.path().join(file);
    let text = fs::read_to_string(&whole).unwrap();
    let source = ask(&bench, false, &format!("source?file={}", http::encoded(file)), "");
    let read: serde_json::Value = serde_json::from_slice(&source.body).unwrap();
    let of = |asked: &[&str]| {
        let entries = read["form"].as_array().unwrap();
        let entry = entries.iter().find(|it| it["asked"] == serde_json::json!(asked)).unwrap();
        (entry["key"].as_str().unwrap().to_owned(), entry["of"].as_str().unwrap().to_owned())
    };
    let seventh = "工作人员都是共产党员或共青团员";
    assert_eq!(of(&["校级", "7"]), ("结论".to_owned(), seventh.to_owned()));
    assert!(
        of(&["校级", "1", "结论"]).1.starts_with("★专心服务同学"),
        "{:?}",
        of(&["校级", "1", "结论"])
    );
    let rows = read["form"].as_array().unwrap().iter().filter(|it| it["answers"] != 0);
    let rows: Vec<_> = rows.collect();
    let items = rows[0]["each"].as_array().unwrap().len();
    assert_eq!(rows.last().unwrap()["answers"], items);
    fs::write(&whole, text.replacen("  7: 是", "  7: 待填", 1)).unwrap();
    let bench = Workbench { site: Site::open(site.path()), ..bench };
    let live = ask(&bench, false, "live?at=2025-2026&since=0", "");
    let panel: serde_json::Value = serde_json::from_slice(&live.body).unwrap();
    assert_eq!(panel["questions"][0]["of"], seventh, "{}", panel["questions"]);
}

#[test]
fn files_are_listed_and_a_missing_one_is_made() {
    let (site, bench) = bench();
    let below = "content/2025-2026";
    let sheet = format!("{below}/appraisal/2025-spring/评分表/甲.csv");
    fs::create_dir_all(site.path().join(&sheet).parent().unwrap()).unwrap();
    fs::write(site.path().join(&sheet), "姓名,得分\n甲,90\n").unwrap();
    for gone in ["前言.md", "名单.csv", "选举.yaml"] {
        fs::remove_file(site.path().join(below).join(gone)).unwrap();
    }
    let site_file = site.path().join("content/site.yaml");
    let text = fs::read_to_string(&site_file).unwrap();
    let named = text.lines().find(|line| line.starts_with("站点名称: ")).unwrap();
    fs::write(&site_file, text.replace(named, "站点名称: 待填")).unwrap();
    let bench = Workbench { site: Site::open(site.path()), ..bench };
    let panel = |at: &str| -> serde_json::Value {
        let answer = ask(&bench, false, &format!("live?at={}&since=0", http::encoded(at)), "");
        serde_json::from_slice(&answer.body).unwrap()
    };
    let year = panel("2025-2026");
    let lacking = year["files"].as_array().unwrap().iter().filter(|it| it["is_there"] == false);
    let lacking: Vec<&str> = lacking.map(|it| it["path"].as_str().unwrap()).collect();
    let gone = ["前言.md", "名单.csv", "选举.yaml"].map(|name| format!("{below}/{name}"));
    assert_eq!(lacking, gone);
    let asked = year["questions"].as_array().unwrap().iter();
    assert!(asked.clone().any(|it| it["asked"] == "站点名称"), "{:?}", asked.collect::<Vec<_>>());
    for path in &gone {
        let target = format!("create?file={}", http::encoded(path));
        assert_eq!(ask(&bench, true, &target, "").status, Status::Ok, "{path}");
        assert!(fs::read_to_string(site.path().join(path)).unwrap().contains("待填"), "{path}");
        assert_eq!(ask(&bench, true, &target, "").status, Status::Forbidden, "{path}");
    }
    for none in ["content/2025-2026/别的.md", "output/a.md", "content/2025-2026/../x.md"] {
        let target = format!("create?file={}", http::encoded(none));
        assert_eq!(ask(&bench, true, &target, "").status, Status::NotFound, "{none}");
    }
    // What a rater handed in is looked at, and nothing else is by that way.
    let round = panel("2025-2026/appraisal/2025-spring");
    let evidence = round["files"].as_array().unwrap().iter().find(|it| it["evidence"] == true);
    assert_eq!(evidence.unwrap()["path"], sheet.as_str());
    let look = |path: &str| ask(&bench, false, &format!("sheet?file={}", http::encoded(path)), "");
    assert_eq!(String::from_utf8(look(&sheet).body).unwrap(), "姓名,得分\n甲,90\n");
    assert_eq!(look("content/site.yaml").status, Status::NotFound);
    // Nothing is carried to a place that the site does not name.
    let publish = r#"{"what":"publish","target":"content"}"#;
    assert_eq!(ask(&bench, true, "run?only=say", publish).status, Status::Malformed);
}

#[test]
fn a_year_that_is_not_there_is_said_and_a_rules_condition_stands_apart() {
    let (_site, bench) = bench();
    let gone = ask(&bench, false, "?at=2031-2032", "");
    assert_eq!(gone.status, Status::NotFound);
    assert!(String::from_utf8(gone.body).unwrap().contains("没有这个学年"));
    assert_eq!(ask(&bench, false, "?at=2025-2026", "").status, Status::Ok);
    let rule = ask(&bench, false, "explain/ROS-07", "");
    let rule: serde_json::Value = serde_json::from_slice(&rule.body).unwrap();
    let part = |name: &str| rule[name].as_str().unwrap().to_owned();
    assert!(part("said").starts_with("ROS-07") && !part("said").contains("逐一看："));
    assert!(part("condition").contains("："), "{}", part("condition"));
    assert!(part("place").contains("standards/rules/roster/"), "{}", part("place"));
}

#[test]
fn a_file_that_cannot_be_read_is_not_said_to_be_filled_in() {
    let (site, bench) = bench();
    let whole = ask(&bench, false, "live?at=2025-2026&since=0", "");
    let whole: serde_json::Value = serde_json::from_slice(&whole.body).unwrap();
    assert_eq!(whole["unread"].as_array().unwrap().len(), 0);
    let head = "content/2025-2026/年度.yaml";
    let text = fs::read_to_string(site.path().join(head)).unwrap();
    fs::write(site.path().join(head), format!("{text}缩进:\n    甲: 待填\n  乙: 待填\n")).unwrap();
    let bench = Workbench { site: Site::open(site.path()), ..bench };
    let answer = ask(&bench, false, "live?at=2025-2026&since=0", "");
    let panel: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(panel["questions"].as_array().unwrap().len(), 0);
    assert_eq!(panel["unread"][0]["path"], head);
    assert_eq!(panel["unread"].as_array().unwrap().len(), 1);
}

#[test]
fn a_draft_is_made_of_whatever_is_left_of_a_year() {
    let (site, bench) = bench();
    let folder = site.path().join("content/2025-2026");
    let names: Vec<_> = fs::read_dir(&folder).unwrap().flatten().map(|it| it.path()).collect();
    for path in names.into_iter().filter(|path| path.is_file()) {
        let whole = fs::read(&path).unwrap();
        let half = &whole[..whole.len() / 2];
        for left in [&b""[..], half, "待填".as_bytes(), b"- [", b"\xff\xfe\x00"] {
            fs::write(&path, left).unwrap();
            let bench = Workbench { site: Site::open(site.path()), ..self::bench().1 };
            let page = ask(&bench, false, "draft/2025-2026/index.html", "");
            assert_eq!(page.status, Status::Ok, "{} {left:?}", path.display());
            let panel = ask(&bench, false, "live?at=2025-2026&since=0", "");
            let panel: serde_json::Value = serde_json::from_slice(&panel.body).unwrap();
            let told = panel["violations"] != 0;
            assert!(told || !left.is_empty(), "{} is empty", path.display());
        }
        fs::write(&path, &whole).unwrap();
    }
    drop(bench);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_bytes_make_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = http::read(&mut bytes.as_slice());
        let mut line = b"GET /".to_vec();
        line.extend(&bytes);
        line.extend(b" HTTP/1.1\r\nHost: a\r\n\r\n");
        let _ = http::read(&mut line.as_slice());
    }
}

#[test]
fn no_request_makes_a_panic_or_writes_outside_content() {
    let (site, bench) = bench();
    let outside = site.path().join("secret.yaml");
    fs::write(&outside, "不许动").unwrap();
    let before = all_below(site.path());
    let places = [
        "", "draft/", "live", "source", "save", "undo", "answer", "import", "explain/", "asset/",
        "create", "sheet", "progress",
    ];
    let tails = prop::sample::select(vec![
        "",
        "?file=content/2025-2026/../../secret.yaml",
        "?file=secret.yaml",
        "?file=/etc/passwd",
        "?file=content%2F2025-2026%2F..%2F..%2Fsecret.yaml",
        "?file=content/releases/ledger.yaml",
        "2025-2026/index.html",
        "2025-2026/..%2f..%2fsecret.yaml",
        "?at=2025-2026/v99&since=0",
        "?name=../../x.docx",
        "?name=a.docx%00",
        "?file=content/2025-2026/%E5%B9%B4%E5%BA%A6.yaml",
    ]);
    let bodies = prop::sample::select(vec![
        "",
        "{}",
        "[]",
        "null",
        "{\"digest\":\"\",\"text\":\"x\"}",
        "{\"digest\":\"\",\"rows\":[]}",
        "{\"line\":0,\"column\":0,\"value\":\"x\"}",
        "{\"line\":18446744073709551615,\"column\":9,\"value\":\"\"}",
    ]);
    let asked =
        (any::<bool>(), prop::sample::select(places.to_vec()), tails, bodies, "[ -~学]{0,12}");
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(400));
    runner
        .run(&asked, |(post, place, tail, body, more)| {
            // Waiting for a change is what this one is for.
            if place != "live" || tail.contains("since=0") {
                let more = http::encoded(&more);
                let _ = ask(&bench, post, &format!("{place}{tail}"), body);
                let _ = ask(&bench, post, &format!("{place}{more}"), &more);
            }
            Ok(())
        })
        .unwrap();
    let workshop = site.path().join(".gongkai");
    let outside = |all: Vec<(std::path::PathBuf, Vec<u8>)>| -> Vec<_> {
        all.into_iter().filter(|(path, _)| !path.starts_with(&workshop)).collect()
    };
    assert!(outside(all_below(site.path())) == outside(before), "a file was changed");
}
