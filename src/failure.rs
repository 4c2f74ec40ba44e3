//! What the machine can refuse: a file, a folder, a theme, a font; each with its path.
//! It must not be used for what an author wrote; that is a diagnostic.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::language::{Both, both};

/// A fault of the machine or of what it was given besides content; shown once, exit code 2.
#[derive(Debug)]
pub struct Failure {
    /// What was being touched.
    pub path: PathBuf,
    /// What went wrong, in one sentence for the reader.
    pub message: Both,
    /// What can be done about it, when that is known.
    pub help: Option<Both>,
}

impl Failure {
    pub fn new(path: impl Into<PathBuf>, message: impl Into<Both>) -> Self {
        Self { path: path.into(), message: message.into(), help: None }
    }

    pub fn with_help(mut self, help: impl Into<Both>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// A folder that holds no site: `content` is not there.
    pub fn no_site(content: PathBuf) -> Self {
        Self::new(content, both!("没有 content 文件夹", "there is no content folder")).with_help(both!(
            "在站点的文件夹里运行，或用 --root 指明它在哪里；还没有站点的，用 gongkai init 文件夹 新建",
            "run in the folder of the site, or say with --root where it is; gongkai init DIR makes a new one"
        ))
    }

    /// A file or folder that the system would not let us read or write. Whatever is written is made
    /// ready beside what stands, so that this is then as it was.
    pub fn io(path: &Path, error: std::io::Error) -> Self {
        use std::io::ErrorKind::*;
        let failure = |message: Both| Self::new(path, message);
        let stopped = |message: Both, help: Both| {
            let as_it_was = both!("；原来的内容没有改动", "; what stood there is as it was");
            failure(message).with_help(help + as_it_was)
        };
        match error.kind() {
            NotFound => failure(both!("文件或文件夹不存在", "no such file or folder")).with_help(both!(
                "核对路径和名称的写法；不以 / 开头的，从运行命令的文件夹算起",
                "check how it is written; what does not begin with / is looked for from the current folder"
            )),
            IsADirectory => failure(both!("这是文件夹，不是文件", "this is a folder, not a file"))
                .with_help(both!("写上文件名", "add the name of a file")),
            PermissionDenied => stopped(
                both!("没有读写权限", "no permission to read or write"),
                both!("请管理员给予读写权限后再运行", "get the permission, then run again"),
            ),
            _ if error.kind() == ResourceBusy
                || cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33)) =>
            {
                stopped(
                    both!("正被别的程序占用", "another program holds it"),
                    both!(
                        "关上打开着它的窗口和程序（资源管理器、浏览器、Word），等杀毒、同步软件忙完再运行",
                        "close the windows and programs that have it open, let scanners and synchronisation finish, then run again"
                    ),
                )
            }
            StorageFull => stopped(
                both!("磁盘已满", "the disk is full"),
                both!("腾出空间后再运行", "make room, then run again"),
            ),
            ReadOnlyFilesystem => stopped(
                both!("磁盘是只读的", "the disk is read-only"),
                both!("换到可以写的磁盘上再运行", "run again on a disk that can be written"),
            ),
            FileTooLarge | QuotaExceeded => stopped(
                both!(
                    "超出了磁盘配额，或者文件大小的限制",
                    "beyond the disk quota, or the limit of a file's size"
                ),
                both!("腾出空间或放宽限制后再运行", "make room or raise the limit, then run again"),
            ),
            _ => failure(error.to_string().into()),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.message)
    }
}

impl std::error::Error for Failure {}
