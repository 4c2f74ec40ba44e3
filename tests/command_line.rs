//! What a person reads who asks for help or mistypes a command.

use std::process::{Command, Output};

fn gongkai(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gongkai")).args(arguments).output().unwrap()
}

fn refused(arguments: &[&str]) -> String {
    let output = gongkai(arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn help_is_chinese_throughout() {
    for arguments in [
        &["--help"][..],
        &["build", "-h"],
        &["check", "-h"],
        &["rules", "--help"],
        &["init", "-h"],
        &["export", "-h"],
        &["theme", "-h"],
        &["theme", "eject", "-h"],
        &["status", "-h"],
        &["new", "-h"],
        &["release", "-h"],
        &["verify", "-h"],
        &["restore", "-h"],
        &["appraisal", "-h"],
        &["appraisal", "sheets", "-h"],
        &["appraisal", "results", "-h"],
        &["appraisal", "explain", "-h"],
    ] {
        let output = gongkai(arguments);
        assert!(output.status.success(), "{arguments:?}");
        let page = String::from_utf8(output.stdout).unwrap();
        for english in ["Usage", "Commands", "Options", "Print", "default"] {
            assert!(!page.contains(english), "{english} in {arguments:?}:\n{page}");
        }
        assert!(page.contains("用法：gongkai") && page.contains("例子："), "{page}");
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
}

#[test]
fn a_rule_is_explained_and_an_unknown_one_is_not() {
    let output = gongkai(&["explain", "ros-07"]);
    let page = String::from_utf8(output.stdout).unwrap();
    assert!(
        page.starts_with("ROS-07  ") && page.contains("依据：") && page.contains("怎么办："),
        "{page}"
    );
    assert!(refused(&["explain", "ROS-77"]).contains("是不是 ROS-"));
}
