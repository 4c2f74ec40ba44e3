//! `gongkai theme`: copies the default theme, for a college to change.
//! It must not know what a theme's files mean.

use std::path::Path;

use clap::Subcommand;

use super::terminal::Terminal;
use super::{Exit, Outcome, write};
use crate::failure::Failure;
use crate::language::{both, number_of};
use crate::theme::{DEFAULT_NAME, built_in_files, built_in_fonts};

/// 管理主题，也就是网页和 PDF 的样式；theme eject 把内置主题复制出来，供修改
#[derive(clap::Args)]
#[command(after_help = "例子：\n  gongkai theme eject 本校")]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// 把内置主题复制到 themes/<名称>/，供修改
    #[command(after_help = "例子：\n  gongkai theme eject\n  gongkai theme eject 校庆 --fonts")]
    Eject {
        /// 新主题的名称；不写时是“本校”
        #[arg(value_name = "名称", default_value = "本校", hide_default_value = true)]
        name: String,
        /// 连同字体一起复制（约 15 MB）；不复制时仍使用内置字体
        #[arg(long)]
        fonts: bool,
    },
}

pub fn run(root: &Path, arguments: Arguments, terminal: Terminal) -> Outcome {
    let What::Eject { name, fonts } = arguments.what;
    check_name(&name)?;
    let mut files = built_in_files();
    if fonts {
        files.extend(built_in_fonts());
    }
    let folder = root.join("themes").join(&name);
    write::into_new_folder(&folder, &files)?;
    let folder = folder.display();
    terminal.say(
        both!("已把内置主题的 ", "copied ")
            + number_of(files.len(), "个文件", "file")
            + both!("复制到 {folder}", " of the built-in theme to {folder}"),
    );
    terminal.say(both!(
        "要用它，在 content/site.yaml 里写：默认主题: {name}\n\
         *.html 是网页模板，*.css 是样式，pdf/ 里是 PDF 模板，site/ 里是历年首页和搜索用的文件。\n\
         没有改动的文件可以删去：缺哪个文件，就用内置主题的哪个文件。",
        "to use it, write 默认主题: {name} in content/site.yaml\n\
         *.html are page templates, *.css styles; pdf/ holds PDF templates, site/ what the front page and the search take.\n\
         Delete what you do not change: for a missing file the built-in theme's is used."
    ));
    Ok(Exit::Clean)
}

/// A theme's name is one folder's, and not the built-in theme's.
fn check_name(name: &str) -> Result<(), Failure> {
    let strange = |c: char| c.is_control() || c.is_whitespace() || "/\\:*?\"<>|.".contains(c);
    if name.is_empty() || name == DEFAULT_NAME || name.contains(strange) {
        let why = both!("不能用作新主题的名称", "cannot be the name of a new theme");
        return Err(Failure::new(name, why).with_help(both!(
            "用汉字、英文字母或数字起一个名称，default 除外",
            "use letters, digits or Chinese characters; default is taken"
        )));
    }
    Ok(())
}
