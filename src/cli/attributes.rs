//! What a site says to Git: `.gitattributes`, for it must not convert the line ends of what is kept by
//! digest, and a first `.gitignore`.
//! It must not take away or change a line that somebody wrote.

use std::fs;
use std::path::Path;

use crate::failure::Failure;
use crate::source::read_note;

/// The name of the file in a site's folder.
const FILE: &str = ".gitattributes";

/// What a site that has no `.gitignore` of its own leaves out of a repository.
const IGNORED: &str = "# 程序自己的工作文件，随时可以重做；schema 给编辑器用，留着
/.gongkai/*
!/.gongkai/schema/
# 生成的网页，随时可以重做；靠版本库发布网站的，删去下一行
/output/
# 签名的密钥不进版本库
*.key
# 系统、办公软件和网盘留下的
.DS_Store
Thumbs.db
desktop.ini
~$*
.~lock.*
*.tmp
";

const LINES: [&str; 2] = ["content/releases/** -text", "output/** -text"];

/// Returns the whole file of a new site.
fn lines() -> String {
    let mut text = "# 存档和公开的内容按字节核对，Git 不能转换它们的换行\n".to_owned();
    LINES.iter().for_each(|line| text += &format!("{line}\n"));
    text
}

/// Adds to the file of a site what it lacks, and gives it a `.gitignore` where it has none.
pub fn keep(root: &Path) -> Result<(), Failure> {
    let ignore = root.join(".gitignore");
    if ignore.symlink_metadata().is_err() {
        fs::write(&ignore, IGNORED).map_err(|error| Failure::io(&ignore, error))?;
    }
    let path = root.join(FILE);
    let text = if path.exists() { read_note(&path)? } else { String::new() };
    let lacking: Vec<&str> =
        LINES.into_iter().filter(|line| text.lines().all(|known| known.trim() != *line)).collect();
    if lacking.is_empty() {
        return Ok(());
    }
    let more = match text.is_empty() {
        true => lines(),
        false => {
            let end = if text.ends_with('\n') { "" } else { "\n" };
            format!("{text}{end}{}\n", lacking.join("\n"))
        }
    };
    fs::write(&path, more).map_err(|error| Failure::io(&path, error))
}
