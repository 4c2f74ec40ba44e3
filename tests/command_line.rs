//! What a person reads who asks for help or mistypes a command.

use std::fs;
use std::process::{Command, Output};

fn gongkai(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gongkai")).args(arguments).output().unwrap()
}

fn refused(arguments: &[&str]) -> String {
    let output = gongkai(arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

/// Words an author writes or reads in a file, which stay as they are in any language.
const CONTENT: [&str; 11] = [
    "研究生会",
    "待填",
    "状态",
    "完成",
    "在编",
    "年度.yaml",
    "名单.csv",
    "更正说明",
    "默认主题",
    "本校",
    "评分表",
];

/// Returns the help page of a command and of every command below it.
fn help_pages(command: &[&str], language: &[&str]) -> Vec<(String, String)> {
    let output = gongkai(&[language, command, &["--help"]].concat());
    assert!(output.status.success(), "{command:?}");
    let page = String::from_utf8(output.stdout).unwrap();
    let list = page.split_once("命令:\n").or(page.split_once("Commands:\n"));
    let list = list.map_or("", |(_, rest)| rest.split("\n\n").next().unwrap());
    let names = list.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names: Vec<&str> = names.map(|line| line.split_whitespace().next().unwrap()).collect();
    let mut pages = vec![(command.join(" "), page.clone())];
    for name in names {
        pages.extend(help_pages(&[command, &[name]].concat(), language));
    }
    pages
}

/// Returns what 汉字 a text holds besides the words of content.
fn chinese(text: &str) -> String {
    let bare = CONTENT.iter().fold(text.to_owned(), |text, word| text.replace(word, ""));
    bare.chars().filter(|c| !c.is_ascii() && c.is_alphabetic()).collect()
}

#[test]
fn data_go_to_a_file_as_they_are() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("check.json");
    let path = file.to_str().unwrap();
    let asked = ["check", "2025-2026", "--format", "json"];
    let printed = gongkai(&asked);
    let written = gongkai(&[&asked[..], &["--output", path]].concat());
    assert_eq!(written.status.code(), Some(0));
    assert!(written.stdout.is_empty(), "{written:?}");
    assert_eq!(std::fs::read(&file).unwrap(), printed.stdout);
    let script = gongkai(&["completions", "powershell", "--output", path]);
    assert!(script.status.success() && script.stdout.is_empty());
    assert!(std::fs::read_to_string(&file).unwrap().contains("Register-ArgumentCompleter"));
    std::fs::remove_file(&file).unwrap();
    for people in [&["check", "2025-2026"][..], &["status"], &["verify"]] {
        assert!(refused(&[people, &["--output", path]].concat()).contains("--format json"));
        assert!(!file.exists(), "{people:?}");
    }
}

/// Runs the program in a terminal of its own, with a variable of the environment.
#[cfg(target_os = "linux")]
fn in_a_terminal(variable: &str, arguments: &str) -> String {
    let command = format!("{} {arguments}", env!("CARGO_BIN_EXE_gongkai"));
    let mut script = Command::new("script");
    script.args(["-qec", &command, "/dev/null"]).env("TERM", "xterm").env_remove("NO_COLOR");
    let (name, value) = variable.split_once('=').unwrap_or(("X", ""));
    let output = script.env(name, value).output().expect("util-linux has script");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
#[cfg(target_os = "linux")]
fn colours_stay_away_where_they_are_not_wanted() {
    let refused = "check --root nowhere";
    assert!(in_a_terminal("", refused).contains("\x1b["));
    for variable in ["NO_COLOR=1", "TERM=dumb"] {
        assert!(!in_a_terminal(variable, refused).contains("\x1b["), "{variable}");
    }
    assert!(in_a_terminal("NO_COLOR=", refused).contains("\x1b["), "an empty NO_COLOR is none");
}

#[test]
fn help_is_chinese_throughout() {
    let pages = help_pages(&[], &[]);
    assert!(pages.len() > 15, "{pages:?}");
    for (command, page) in pages {
        for english in ["Usage", "Commands", "Options", "Arguments", "Print", "default"] {
            assert!(!page.contains(english), "{english} in {command}:\n{page}");
        }
        assert!(page.contains("用法：gongkai") && page.contains("例子："), "{command}:\n{page}");
    }
}

#[test]
fn help_is_english_throughout_where_it_is_asked_for() {
    let (pages, chinese_pages) = (help_pages(&[], &["--lang", "en"]), help_pages(&[], &[]));
    assert_eq!(pages.len(), chinese_pages.len());
    for (command, page) in pages {
        assert_eq!(chinese(&page), "", "{command}:\n{page}");
        assert!(page.contains("Usage: gongkai") && page.contains("Examples:"), "{page}");
    }
}

#[test]
fn a_slip_is_named_with_the_nearest_right_word() {
    assert_eq!(
        refused(&["buidl"]),
        "出错: 没有“buidl”这个命令\n怎么办: 是不是 build？\n写法见 gongkai --help\n"
    );
    assert!(refused(&["check", "2025"]).contains("学年要写成 2025-2026 的样子"));
    assert!(refused(&["--colour", "check"]).contains("是不是 --color？"));
    assert!(refused(&["--color", "blue", "check"]).contains("“blue”不能用作 --color"));
    assert!(refused(&["explain"]).contains("还要写 <代号>"));
    assert!(refused(&["publish"]).contains("写法见 gongkai publish --help"));
    assert!(refused(&["appraisal", "new"]).contains("写法见 gongkai appraisal new --help"));
}

#[test]
fn a_slip_is_named_in_english_where_it_is_asked_for() {
    assert_eq!(
        refused(&["--lang", "en", "buidl"]),
        "error: there is no command “buidl”\nhelp: did you mean build?\nsee gongkai --lang en --help\n"
    );
    for slip in [
        &["check", "2025"][..],
        &["--colour", "check"],
        &["--color", "blue", "check"],
        &["build", "--on", "today"],
        &["build", "--output"],
        &["restore", "2024-2025", "first", "x"],
        &["explain"],
        &["explain", "ROS-77"],
        &["export", "2025-2026"],
        &["rules", "--format", "html"],
        &["rules", "facst"],
        &["theme"],
        &["theme", "eject", "default"],
        &["diff", "nowhere", "2025-2026"],
        &["verify", "src"],
        &["check", "2019-2020"],
        &["build", "--root", "src"],
        &["build", "--output", "Cargo.toml"],
    ] {
        let words = refused(&[slip, &["--lang=en"]].concat());
        assert!(words.starts_with("error: ") && chinese(&words).is_empty(), "{slip:?}:\n{words}");
    }
}

/// Takes a site from its beginning to a corrected release and reads every word on the way.
#[test]
fn every_command_speaks_english_where_it_is_asked_to() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("site");
    let run = |arguments: &[&str], code: i32| {
        let root = ["--lang", "en", "--root", root.to_str().unwrap()];
        let output = gongkai(&[&root, arguments].concat());
        let words = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        let words = words.concat();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}:\n{words}");
        assert_eq!(chinese(&words), "", "{arguments:?}:\n{words}");
        words
    };
    let year = "2025-2026";
    let path = |name: &str| root.join("content").join(year).join(name);
    let change = |name: &str, from: &str, to: &str| {
        let text = std::fs::read_to_string(path(name)).unwrap();
        std::fs::write(path(name), text.replacen(from, to, 1)).unwrap();
    };
    let beside = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();

    assert_eq!(
        gongkai(&["--lang", "en", "init", root.to_str().unwrap(), "--sample"]).status.code(),
        Some(0)
    );
    let words = run(&["check"], 0);
    assert!(words.lines().last().unwrap().starts_with("checked 2025-2026, "), "{words}");
    assert!(run(&["build"], 0).contains("2025-2026  built, content digest "));
    assert!(run(&["build"], 0).contains("unchanged, left as it was"));
    assert!(run(&["status"], 0).contains("can be built"));
    assert!(run(&["release", year], 0).contains("released as version 1"));
    assert!(run(&["release", year], 2).contains("the same as version 1"));
    change("前言.md", "。", "！");
    assert!(run(&["status"], 0).contains("changed since without a correction note"));
    assert!(run(&["release", year], 2).contains("must say what it corrects"));
    assert!(run(&["release", year, "--note", "a misprint"], 0).contains("version 2"));
    assert!(run(&["verify"], 0).contains("no change found"));
    let other = "0".repeat(64);
    assert!(run(&["verify", "--head", &other], 1).contains("not 0000"));
    assert!(run(&["verify", "--head", "0"], 2).contains("all of them"));
    run(&["restore", year, "v1", &beside("restored")], 0);
    run(&["restore", year, "v9", &beside("never")], 2);
    run(&["export", year, "--fragment", &beside("fragment.html")], 0);
    run(&["diff", year, year, "--format", "json", "--output", &beside("diff.json")], 0);
    run(&["theme", "eject", "ours"], 0);
    run(&["theme", "eject", "ours"], 2);
    assert!(run(&["new"], 0).contains("2026-2027  started from 2025-2026"));
    run(&["new", "2026-2027"], 2);
    assert!(run(&["status"], 0).contains("2026-2027  in work, "));
    run(&["rules", "--format", "html", &beside("handbook")], 0);
    std::fs::write(root.join("content/releases/2025-2026/v1/bundle/extra"), "").unwrap();
    assert!(run(&["verify"], 1).contains("extra: not in the ledger: it was added"));
}

#[test]
fn a_rule_is_explained_and_an_unknown_one_is_not() {
    let output = gongkai(&["explain", "ros-07"]);
    let page = String::from_utf8(output.stdout).unwrap();
    assert!(
        page.starts_with("ROS-07  ") && page.contains("依据：") && page.contains("怎么办："),
        "{page}"
    );
    assert!(refused(&["explain", "ROS-7"]).contains("是不是 ROS-07？"));
    let far = refused(&["explain", "ZZ-99"]);
    assert!(!far.contains("是不是") && far.contains("gongkai rules 列出全部规则"), "{far}");
    let english = gongkai(&["explain", "ros-07", "--lang", "en"]);
    let english = String::from_utf8(english.stdout).unwrap();
    for (line, other) in page.lines().zip(english.lines()) {
        assert!(line == other || chinese(other.split(": ").next().unwrap()).is_empty(), "{other}");
    }
    assert!(english.contains("\nlevel: violation, nothing is built\n"), "{english}");
}

#[test]
fn a_shell_completes_a_command() {
    let script = gongkai(&["completions", "bash"]);
    assert!(script.status.success());
    let script = String::from_utf8(script.stdout).unwrap();
    let ask = "COMP_WORDS=(gongkai compl); COMP_CWORD=1; _gongkai gongkai compl gongkai\n\
               printf '%s\\n' \"${COMPREPLY[@]}\"";
    let output = Command::new("bash").args(["-c", &format!("{script}\n{ask}")]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), "completions\n", "{output:?}");
    for shell in ["zsh", "fish", "powershell", "elvish"] {
        let script = gongkai(&["completions", shell]);
        assert!(script.status.success() && !script.stdout.is_empty(), "{shell}");
    }
}

#[test]
fn every_help_page_is_a_man_page_too() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("man1");
    let output = gongkai(&["manual", to.to_str().unwrap()]);
    assert!(output.status.success(), "{output:?}");
    for (command, _) in help_pages(&[], &[]) {
        let name = format!("gongkai {command}").trim_end().replace(' ', "-");
        let page = std::fs::read_to_string(to.join(format!("{name}.1"))).expect(&name);
        assert!(page.starts_with(".ie") || page.starts_with(".TH"), "{name}:\n{page}");
        assert!(page.contains("例子："), "{name}");
    }
    assert!(refused(&["manual", to.to_str().unwrap()]).contains("已有文件"));
}

/// Whoever names a pipe, a device or a file out of all measure is told so at once: nothing waits for
/// a writer that never comes, or fills the memory.
#[test]
#[cfg(unix)]
fn what_is_no_file_or_has_no_end_is_refused_wherever_one_is_named() {
    let site = tempfile::tempdir().unwrap();
    let root = site.path();
    assert!(gongkai(&["init", "--sample", root.to_str().unwrap()]).status.success());
    let pipe = root.join("管道.pdf").display().to_string();
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let hole = root.join("空洞.pdf").display().to_string();
    std::fs::File::create(&hole).unwrap().set_len(3 << 30).unwrap();
    let folder = root.display().to_string();
    for path in [&*pipe, "/dev/zero", &hole] {
        let key = root.join("key").display().to_string();
        std::fs::write(&key, "untrusted comment: minisign encrypted secret key\n").unwrap();
        for arguments in [
            &["archive", "add", "2020-2021", path, "--note", "原发布于网站"][..],
            &["diff", path, path],
            &["import", path, "2020-2021"],
            &["release", "2025-2026", "--sign", path],
            &["verify", &folder, "--ledger", path],
            &["verify", &folder, "--key", path],
        ] {
            let command = ["-v", "1500000"];
            let mut limited = Command::new("sh");
            limited
                .args(["-c", "ulimit $1 $2; shift 2; exec timeout 60 \"$@\"", "sh"])
                .args(command);
            limited.arg(env!("CARGO_BIN_EXE_gongkai")).args(arguments).args(["--root", &folder]);
            let output = limited.output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
            assert!(said.contains("没有读取"), "{arguments:?}: {said}");
        }
    }
}

/// What lies in an archive, an output or a workshop may be a pipe by now, too.
#[test]
#[cfg(unix)]
fn a_pipe_where_files_are_kept_is_named_and_nothing_waits_for_it() {
    let site = tempfile::tempdir().unwrap();
    let root = site.path();
    let run = |arguments: &[&str]| {
        let mut command = Command::new("timeout");
        command.args(["120", env!("CARGO_BIN_EXE_gongkai")]).args(arguments);
        command.arg("--root").arg(root).output().unwrap()
    };
    let said = |output: &Output| {
        String::from_utf8_lossy(&[&output.stdout[..], &output.stderr].concat()).into_owned()
    };
    assert!(gongkai(&["init", "--sample", root.to_str().unwrap()]).status.success());
    let released = run(&["release", "2025-2026"]);
    assert!(released.status.success(), "{}", said(&released));
    assert!(run(&["build"]).status.success());
    let replace = |path: &str| {
        let path = root.join(path);
        let _ = std::fs::remove_file(&path);
        assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
        path
    };
    // The output is made anew whatever lies in it under a name of ours.
    for path in ["output/2025-2026/index.html", "output/2025-2026/manifest.json"] {
        replace(path);
        let built = run(&["build"]);
        assert!(built.status.success(), "{path}: {}", said(&built));
        assert!(root.join(path).is_file(), "{path}");
    }
    for (path, code) in [
        ("content/releases/2025-2026/v1/bundle/index.html", 2),
        (".gongkai/lock", 2),
        ("output/.gongkai-output", 2),
    ] {
        let kept = std::fs::read(root.join(path)).expect(path);
        let pipe = replace(path);
        let built = run(&["build"]);
        assert_eq!(built.status.code(), Some(code), "{path}: {}", said(&built));
        if path.starts_with("content") {
            let verified = run(&["verify"]);
            assert_eq!(verified.status.code(), Some(1), "{}", said(&verified));
            assert!(said(&verified).contains("是链接或设备"), "{}", said(&verified));
        }
        std::fs::remove_file(&pipe).unwrap();
        std::fs::write(pipe, kept).unwrap();
    }
    assert!(run(&["build"]).status.success());
}

#[test]
fn help_of_a_command_is_its_own_page() {
    let said = |arguments: &[&str]| String::from_utf8(gongkai(arguments).stdout).unwrap();
    for (asked, page) in [
        (&["help"][..], &["--help"][..]),
        (&["help", "build"], &["build", "--help"]),
        (&["help", "rules", "test"], &["rules", "test", "--help"]),
        (&["--lang", "en", "help", "check"], &["--lang", "en", "check", "--help"]),
    ] {
        assert_eq!(said(asked), said(page), "{asked:?}");
        assert!(gongkai(asked).status.success());
    }
    assert!(refused(&["help", "bild"]).contains("build"));
}

/// A site with the sample, the folder it lies in, and how a command is run somewhere within.
fn sample() -> (tempfile::TempDir, impl Fn(&str, &[&str]) -> Output) {
    let site = tempfile::tempdir().unwrap();
    assert!(gongkai(&["init", "--sample", site.path().to_str().unwrap()]).status.success());
    let root = site.path().to_owned();
    let run = move |below: &str, arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
        command.args(arguments).current_dir(root.join(below)).output().unwrap()
    };
    (site, run)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn the_site_around_is_found_and_a_folder_names_its_year() {
    let (site, run) = sample();
    std::fs::create_dir(site.path().join("资料")).unwrap();
    for (below, name) in [
        ("资料", "2025-2026"),
        ("content/2025-2026", "2025-2026"),
        ("content/2025-2026", "."),
        ("content", "2025-2026/"),
        ("", "content/2025-2026"),
        ("", "./content/2025-2026/"),
        ("资料", "../content/2025-2026"),
        ("", "content/2025-2026/名单.csv"),
        ("content/2025-2026", "年度.yaml"),
    ] {
        let output = run(below, &["check", name]);
        assert!(output.status.success(), "{below} {name}: {}", text(&output.stderr));
        assert!(text(&output.stderr).contains("检查了 2025-2026"), "{below} {name}");
    }
    assert!(run("content/2025-2026", &["status"]).status.success());
    assert!(run("content", &["build"]).status.success());
    assert!(site.path().join("output/index.html").is_file());
    // A new site is made where somebody stands, and elsewhere there is none.
    assert!(run("资料", &["init", "新站点", "--sample"]).status.success());
    assert!(site.path().join("资料/新站点/content").is_dir());
    let alone = tempfile::tempdir().unwrap();
    let command = Command::new(env!("CARGO_BIN_EXE_gongkai"))
        .arg("check")
        .current_dir(alone.path())
        .output()
        .unwrap();
    assert_eq!(command.status.code(), Some(2));
}

/// What is not there, not yet, or in the way is told with what to do.
#[test]
fn what_cannot_be_done_is_told_with_what_to_do() {
    let (site, run) = sample();
    let refused = |arguments: &[&str], words: &[&str]| {
        let output = run("", arguments);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(text(&output.stdout).is_empty(), "{arguments:?}");
        let all = words.iter().all(|words| said.contains(words)) && said.contains("怎么办");
        assert!(all, "{arguments:?}: {said}");
    };
    refused(&["verify"], &["还没有公开过任何一版", "gongkai release"]);
    for arguments in [
        &["restore", "2025-2026", "v1", "取回"][..],
        &["diff", "2025-2026/v1", "2025-2026"],
        &["restore", "2031-2032", "v1", "取回"],
    ] {
        refused(arguments, &["还没有公开过版本"]);
    }
    let export = ["export", "2025-2026", "--docx"];
    refused(&[&export[..], &["content"]].concat(), &["这是文件夹，不是文件", "文件名"]);
    refused(&[&export[..], &["没有/公开.docx"]].concat(), &["要写到的文件夹不存在"]);
    refused(&["import", "没有.docx"], &["文件或文件夹不存在", "核对"]);
    refused(&["check", "--format", "json", "2031-2032"], &["没有这个学年", "现有的：2025-2026"]);
    let unread = text(&run("", &["check", "2031-2032"]).stderr);
    assert!(!unread.contains("学年要写成"), "it is written so: {unread}");
    let empty = tempfile::tempdir_in(site.path()).unwrap();
    let root = empty.path().to_str().unwrap();
    refused(&["--root", root, "verify"], &["没有 content 文件夹", "--root"]);
    // Where there is no site, nothing is left of a run that could do nothing.
    let withdrawn = ["withdraw", "2025-2026", "--all", "--on", "2026-01-01", "--reason", "x"];
    for arguments in [&["release", "2025-2026"][..], &withdrawn, &["publish", "别处"]] {
        refused(&[&["--root", root][..], arguments].concat(), &["没有 content 文件夹", "--root"]);
        assert_eq!(empty.path().read_dir().unwrap().count(), 0, "{arguments:?}");
    }
    let here = Command::new(env!("CARGO_BIN_EXE_gongkai"))
        .args(["init", ".", "--sample"])
        .current_dir(empty.path())
        .output()
        .unwrap();
    let said = text(&here.stdout);
    assert!(said.contains("已在 . 新建站点") && !said.contains("./."), "{said}");
}

/// A file that cannot be read is told first, and what follows from it once.
#[test]
fn what_could_not_be_read_is_told_before_what_follows_from_it() {
    let (site, run) = sample();
    let folder = site.path().join("content/2025-2026");
    for (file, spoilt, cause) in [
        ("自评.yaml", "校级:\n\t1:\n    结论: 是\n", "违规[IN-02]"),
        ("章程.md", "", "违规[STR-01]"),
    ] {
        let whole = fs::read(folder.join(file)).unwrap();
        fs::write(folder.join(file), spoilt).unwrap();
        let said = text(&run("", &["check", "2025-2026"]).stdout);
        assert!(said.starts_with(cause), "{file}: {said}");
        assert_eq!(said.matches("无法核实[").count(), 1, "{file}: {said}");
        assert!(said.contains(&format!("{file} 没有读进来")), "{said}");
        fs::write(folder.join(file), whole).unwrap();
    }
}

#[test]
fn findings_go_out_and_what_a_run_came_to_stands_apart() {
    let (site, run) = sample();
    let clean = run("", &["check"]);
    assert_eq!(text(&clean.stdout), "");
    assert!(text(&clean.stderr).contains("没有发现问题"));
    // What the official form says is printed in our words until somebody puts in the notice's.
    let advice = text(&clean.stderr);
    assert!(advice.contains("2025-2026 印出的指标文字是本程序的简写"), "{advice}");
    assert!(advice.contains("content/standards/forms/"), "{advice}");
    let quiet = run("", &["check", "-q"]);
    assert!(quiet.stdout.is_empty() && !text(&quiet.stderr).contains("检查了"));
    assert!(text(&run("", &["check", "-v"]).stderr).contains("2025-2026  没有发现问题"));
    let quiet = run("", &["build", "--quiet"]);
    assert_eq!((text(&quiet.stdout), text(&quiet.stderr)), (String::new(), String::new()));
    let built = run("", &["build"]);
    assert!(text(&built.stdout).contains("用浏览器打开"), "{}", text(&built.stdout));
    assert_eq!(text(&built.stderr), "");

    let roster = site.path().join("content/2025-2026/名单.csv");
    let right = std::fs::read_to_string(&roster).unwrap();
    std::fs::write(&roster, right.replace("30/100", "31/100")).unwrap();
    let found = run("", &["check", "-q"]);
    assert_eq!(found.status.code(), Some(1));
    assert!(text(&found.stdout).contains("ROS-07") && !text(&found.stdout).contains("explain"));
    assert!(!text(&found.stderr).contains("处违规"), "{}", text(&found.stderr));
    let refused = run("", &["build"]);
    assert!(text(&refused.stdout).contains("ROS-07"));
    assert!(text(&refused.stderr).contains("1 处违规：没有生成"), "{}", text(&refused.stderr));

    // Of more than one finding it is said above them how many there are, and below again.
    std::fs::write(&roster, right.replace("30/100", "31/100").replace("马骁", "马　骁")).unwrap();
    let said = text(&run("", &["check"]).stderr);
    assert!(said.starts_with("1 处违规，1 条提示："), "{said}");
    assert!(said.trim_end().ends_with("条规则：1 处违规，1 条提示"), "{said}");
}

#[test]
fn a_year_in_work_is_shown_and_counts_once_it_is_named() {
    let (_site, run) = sample();
    assert!(run("", &["new"]).status.success());
    let all = run("", &["check"]);
    assert_eq!(all.status.code(), Some(0), "{}", text(&all.stdout));
    assert!(text(&all.stdout).contains("IN-10"), "{}", text(&all.stdout));
    let summary = text(&all.stderr);
    let of_it = summary.rsplit("在编的 2026-2027 有 ").next().unwrap();
    assert!(of_it.contains("处违规") && of_it.contains("项无法核实"), "{summary}");
    assert_eq!(run("", &["check", "2026-2027"]).status.code(), Some(1));
    assert_eq!(run("", &["check", "content/2026-2027"]).status.code(), Some(1));
}

#[test]
fn what_no_person_put_there_is_passed_over_and_never_kept() {
    let (site, run) = sample();
    let litter = ["Thumbs.db", "desktop.ini", "~$名单.xlsx", "名单.csv.baiduyun.p.downloading"];
    for folder in ["content", "content/2025-2026", "content/2025-2026/appraisal/2025-spring"] {
        for name in litter {
            std::fs::write(site.path().join(folder).join(name), b"\xff\0").unwrap();
        }
    }
    let checked = run("", &["check"]);
    assert_eq!(checked.status.code(), Some(0), "{}", text(&checked.stdout));
    assert!(run("", &["build"]).status.success());
    for name in litter {
        std::fs::write(site.path().join("output").join(name), b"").unwrap();
    }
    assert!(run("", &["build"]).status.success());
    let released = run("", &["release", "2025-2026"]);
    assert!(released.status.success(), "{}", text(&released.stderr));
    assert!(run("", &["verify"]).status.success());
    for entry in walkdir::WalkDir::new(site.path().join("content/releases")) {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        assert!(!litter.contains(&name.as_str()), "{name}");
    }
    let ignored = std::fs::read_to_string(site.path().join(".gitignore")).unwrap();
    assert!(ignored.contains("/output/") && ignored.contains("*.key"));
}

/// As Windows writes them: with a mark at the start and both signs at the end of a line.
#[test]
fn a_site_with_the_line_ends_of_windows_says_the_same() {
    let (site, run) = sample();
    assert!(run("", &["build"]).status.success());
    let json = site.path().join("output/2025-2026/document.json");
    let before = std::fs::read(&json).unwrap();
    for entry in walkdir::WalkDir::new(site.path().join("content")) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let text = std::fs::read_to_string(entry.path()).unwrap().replace('\n', "\r\n");
            let text = text.trim_start_matches('\u{feff}');
            std::fs::write(entry.path(), format!("\u{feff}{text}")).unwrap();
        }
    }
    assert!(run("", &["build"]).status.success());
    assert_eq!(before, std::fs::read(&json).unwrap());
}

#[test]
fn what_is_asked_is_answered_as_data_too() {
    let (site, run) = sample();
    let data = |arguments: &[&str], code: i32| -> serde_json::Value {
        let output = run("", arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", text(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let status = data(&["status", "--format", "json", "--on", "2026-06-01"], 0);
    assert_eq!(
        (&status["years"][0]["name"], &status["years"][0]["state"]),
        (&"2025-2026".into(), &"ready".into())
    );
    assert!(run("", &["release", "2025-2026"]).status.success());
    assert!(run("", &["build"]).status.success());
    let status = data(&["status", "--format", "json", "--on", "2027-01-01"], 0);
    assert_eq!(status["years"][0]["version"], 1);
    assert_eq!(status["past_take_down"][0]["day"], "2026-12-31");
    let verified = data(&["verify", "--format", "json"], 0);
    assert_eq!((&verified["sound"], &verified["bundles"]), (&true.into(), &1.into()));
    let wrong = data(&["verify", "--format", "json", "--head", &"0".repeat(64)], 1);
    assert_eq!((&wrong["sound"], &wrong["head_matches"]), (&false.into(), &false.into()));
    let page = site.path().join("output/2025-2026/v1/index.html");
    std::fs::write(page, "改过").unwrap();
    let wrong = data(&["verify", "output", "--format", "json"], 1);
    assert_eq!(wrong["faults"][0]["path"], "2025-2026/v1/index.html");
    let rounds = data(&["appraisal", "results", "2025-spring", "--format", "json"], 0);
    assert_eq!(rounds["round"], "2025-spring");
}

/// Who no longer listens, as `head` does not, ends nothing half-way and makes no run fail.
#[test]
#[cfg(target_os = "linux")]
fn a_run_whose_words_cannot_be_written_comes_to_the_same() {
    let (site, _) = sample();
    for (arguments, code) in [(&["build"][..], 0), (&["check"], 0), (&["check", "没有"], 2)] {
        let full = || std::fs::File::options().write(true).open("/dev/full").unwrap();
        let mut run = Command::new(env!("CARGO_BIN_EXE_gongkai"));
        run.args(arguments).arg("--root").arg(site.path()).stdout(full()).stderr(full());
        assert_eq!(run.status().unwrap().code(), Some(code), "{arguments:?}");
    }
    assert!(site.path().join("output/index.html").is_file());
}
