//! A published site is fetched from a web server of this test's own and checked.
//! It must not reach beyond this machine.

mod support;

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Output};
use std::thread;

use gongkai::bundle::pdf::pdf_text;
use support::specimen;

/// Serves a folder at an address of its own for as long as the test runs.
fn served(folder: &Path) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    let folder = folder.to_owned();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let folder = folder.clone();
            thread::spawn(move || answer(stream, &folder));
        }
    });
    address
}

fn answer(mut stream: TcpStream, folder: &Path) {
    let mut head = BufReader::new(stream.try_clone().unwrap()).lines();
    let first = head.next().and_then(Result::ok).unwrap_or_default();
    while head.next().and_then(Result::ok).is_some_and(|line| !line.is_empty()) {}
    let path = first.split(' ').nth(1).unwrap_or_default().trim_start_matches('/').to_owned();
    let below = Path::new(&path).components().all(|part| matches!(part, Component::Normal(_)));
    let (status, body) = match fs::read(folder.join(&path)) {
        Ok(bytes) if below => ("200 OK", bytes),
        _ => ("404 Not Found", b"nothing".to_vec()),
    };
    let head =
        format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
}

fn gongkai(root: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gongkai"))
        .arg("--root")
        .arg(root)
        .args(arguments)
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// A built site, a folder of the web with it, and the address of that.
fn published() -> (tempfile::TempDir, PathBuf, String) {
    let site = tempfile::tempdir().unwrap();
    let root = site.path().join("site");
    specimen(&root);
    let built = gongkai(&root, &["build"]);
    assert!(built.status.success(), "{}", said(&built));
    let web = site.path().join("web");
    let carried = gongkai(&root, &["publish", web.to_str().unwrap()]);
    assert!(carried.status.success(), "{}", said(&carried));
    let address = served(&web);
    (site, web, address)
}

#[test]
fn what_the_web_serves_is_held_against_what_was_published() {
    let (site, web, address) = published();
    let root = site.path().join("site");
    let verify = |address: &str| gongkai(&root, &["verify", address]);
    let good = verify(&address);
    assert!(good.status.success(), "{}", said(&good));
    // One changed, one missing, and one that is there too much.
    let page = web.join("2025-2026/index.html");
    let words = fs::read_to_string(&page).unwrap();
    fs::write(&page, words.replacen("学生会", "学生台", 1)).unwrap();
    fs::remove_file(web.join("2025-2026/roster.html")).unwrap();
    let bad = verify(&address);
    let told = said(&bad);
    assert_eq!(bad.status.code(), Some(1), "{told}");
    let line = |path: &str| told.lines().find(|line| line.contains(path)).map(str::to_owned);
    let changed = line("2025-2026/index.html").unwrap_or_else(|| panic!("{told}"));
    assert!(changed.starts_with(&address) && changed.contains("改动"), "{told}");
    let missing = line("2025-2026/roster.html").unwrap_or_else(|| panic!("{told}"));
    assert!(missing.contains("不见"), "{told}");
}

#[test]
fn the_record_of_a_check_is_one_page_that_says_what_was_held_against_what() {
    let (site, web, address) = published();
    let root = site.path().join("site");
    let file = site.path().join("核对记录.pdf");
    let report = |of: &str, more: &[&str]| {
        let all = [&["verify", of, "--report", file.to_str().unwrap()], more].concat();
        let output = gongkai(&root, &all);
        let pages = pdf_text(&fs::read(&file).unwrap()).unwrap();
        assert_eq!(pages.len(), 1, "{pages:?}");
        (output, pages[0].split_whitespace().collect::<String>())
    };
    let (good, words) = report(&address, &["--on", "2026-11-28"]);
    assert!(good.status.success(), "{}", said(&good));
    let found = [&address, "2026年11月28日", "没有发现改动", "站点自己的output已逐个文件对照"];
    for part in found {
        assert!(words.contains(part), "{part}: {words}");
    }
    // Of a folder, with more wrong than a page has room for, under names no font has.
    fs::write(web.join("2025-2026/index.html"), "别的").unwrap();
    for at in 0..300 {
        fs::write(web.join(format!("2025-2026/多出来的一个名称很长的文件{at}\u{1f600}.html")), "")
            .unwrap();
    }
    let (bad, words) = report(web.to_str().unwrap(), &[]);
    assert_eq!(bad.status.code(), Some(1), "{}", said(&bad));
    let told = said(&bad);
    let wrong = told.trim().rsplit('：').next().unwrap().trim_end_matches(" 处不对");
    let more = format!("另有{}处", wrong.parse::<usize>().unwrap() - 6);
    let found = ["处不对", &more, "〔U+1F600〕", "核对日期：年月日"];
    for part in found {
        assert!(words.contains(part), "{part}: {words}");
    }
    // Where there is nothing to check, nothing is certified.
    fs::remove_file(&file).unwrap();
    let empty = tempfile::tempdir().unwrap();
    let (of, to) = (empty.path().to_str().unwrap(), file.to_str().unwrap());
    let none = gongkai(empty.path(), &["verify", of, "--report", to]);
    assert_eq!(none.status.code(), Some(2), "{}", said(&none));
    assert!(!file.exists());
}

#[test]
fn what_should_be_gone_and_still_is_there_is_named() {
    let (site, web, address) = published();
    let root = site.path().join("site");
    // A name of site.yaml remembers what stood there.
    let yaml = root.join("content/site.yaml");
    let more = format!("\n发布: {{网: {}}}\n", web.display());
    fs::write(&yaml, fs::read_to_string(&yaml).unwrap() + &more).unwrap();
    assert!(gongkai(&root, &["publish", "网"]).status.success());
    let list = root.join(".gongkai/publish/网/now/site.json");
    let old = fs::read_to_string(&list).unwrap();
    fs::remove_file(&list).unwrap();
    fs::write(&list, old.replacen("\"robots.txt\"", "\"old/page.html\"", 1)).unwrap();
    fs::create_dir(web.join("old")).unwrap();
    fs::write(web.join("old/page.html"), "旧的页面").unwrap();
    let told = said(&gongkai(&root, &["verify", &address]));
    assert!(told.lines().any(|line| line.contains("old/page.html")), "{told}");
}

#[test]
fn only_what_may_be_fetched_is() {
    let site = tempfile::tempdir().unwrap();
    let told = |address: &str| {
        let output = gongkai(site.path(), &["verify", address]);
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        said(&output)
    };
    assert!(told("http://www.example.cn/").contains("不加密"));
    assert!(told("https://user@example.cn/").contains("不是网址"));
    let empty = tempfile::tempdir().unwrap();
    assert!(told(&served(empty.path())).contains("没有 site.json"));
}

#[test]
fn a_list_that_leads_out_of_its_folder_leads_nowhere() {
    let (site, web, address) = published();
    let list = web.join("site.json");
    let text = fs::read_to_string(&list).unwrap();
    fs::write(&list, text.replacen("\"robots.txt\"", "\"../../outside.txt\"", 1)).unwrap();
    fs::write(site.path().join("outside.txt"), "外面").unwrap();
    let output = gongkai(&site.path().join("site"), &["verify", &address]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(!std::env::temp_dir().join("outside.txt").exists());
}

#[test]
fn a_password_is_taken_from_where_nobody_else_reads_it() {
    let site = tempfile::tempdir().unwrap();
    let root = site.path().join("site");
    specimen(&root);
    assert!(gongkai(&root, &["build"]).status.success());
    let secret = site.path().join("password");
    fs::write(&secret, "geheim\n").unwrap();
    let yaml = root.join("content/site.yaml");
    let with = |file: &Path| {
        format!(
            "\n发布:\n  网: {{地址: \"dav://web@127.0.0.1:9/x\", 密码文件: {}}}\n",
            file.display()
        )
    };
    let before = fs::read_to_string(&yaml).unwrap();
    let refused = |file: &Path| {
        fs::write(&yaml, before.clone() + &with(file)).unwrap();
        said(&gongkai(&root, &["publish", "网"]))
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert!(refused(&secret).contains("别人也能读"), "{}", refused(&secret));
        fs::set_permissions(&secret, fs::Permissions::from_mode(0o600)).unwrap();
    }
    // Nobody listens there, which is as far as it gets.
    let told = refused(&secret);
    assert!(told.contains("没有传完") && !told.contains("geheim"), "{told}");
    let within = root.join("password");
    fs::copy(&secret, &within).unwrap();
    assert!(refused(&within).contains("站点里面"));
    assert!(said(&gongkai(&root, &["publish", "sftp://a:b@h/x"])).contains("不能写密码"));
}

/// A correction brings nobody back; somebody who is no longer named comes back only when asked for.
#[test]
fn what_is_put_back_names_nobody_who_is_not_named_now() {
    let site = tempfile::tempdir().unwrap();
    let content = site.path().join("content");
    specimen(site.path());
    let web = site.path().join("web");
    let place = web.to_str().unwrap();
    let publish = |more: &[&str]| {
        assert!(gongkai(site.path(), &["build"]).status.success());
        gongkai(site.path(), &[&["publish", place], more].concat())
    };
    assert!(publish(&[]).status.success());
    let change = |file: &str, from: &str, to: &str| {
        let path = content.join("2025-2026").join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file}");
        fs::write(&path, text.replace(from, to)).unwrap();
    };
    change("前言.md", "请师生监督", "欢迎师生监督");
    assert!(publish(&[]).status.success());
    let back = gongkai(site.path(), &["publish", place, "--back"]);
    assert!(back.status.success(), "{}", said(&back));
    change("名单.csv", "唐清越", "唐清樾");
    assert!(publish(&[]).status.success());
    let back = gongkai(site.path(), &["publish", place, "--back"]);
    assert!(said(&back).contains("--with-names"), "{}", said(&back));
    let back = gongkai(site.path(), &["publish", place, "--back", "--with-names"]);
    assert!(back.status.success(), "{}", said(&back));
}
