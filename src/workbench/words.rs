//! What the pages of the workbench say, in both languages.
//! It must not know where it is said.

use std::collections::BTreeMap;

use crate::language::Language;

/// Each by the name that templates and scripts know it by.
const WORDS: &[(&str, &str, &str)] = &[
    ("about", "gongkai 工作台", "gongkai workbench"),
    ("skip", "跳到问题清单", "Skip to the findings"),
    ("years", "学年和述职评议", "Years and rounds"),
    ("draft", "草稿", "Draft"),
    ("work", "全部工作", "All the work"),
    ("page", "网页", "Pages"),
    ("paper", "PDF", "PDF"),
    ("view", "怎样看草稿", "How the draft is shown"),
    ("preview", "草稿的样子", "What the draft looks like"),
    ("panel", "问题和待填", "Findings and what is to be filled in"),
    ("findings", "问题", "Findings"),
    ("questions", "待填", "To fill in"),
    ("none", "没有发现问题", "Nothing found"),
    ("complete", "没有待填的了", "Nothing is left to fill in"),
    ("place", "看页面", "On the page"),
    ("source", "看原文", "In the source"),
    ("why", "为什么这样规定", "Why this rule"),
    ("printed", "和 gongkai check 打印的一样", "As gongkai check prints it"),
    ("help", "怎么办", "Help"),
    ("ground", "依据", "Ground"),
    ("filled", "已填", "Filled in"),
    ("of", "共", "of"),
    ("how", "写法", "How it is written"),
    ("fresh", "已更新", "Updated"),
    (
        "lost",
        "工作台停了：在终端里重新运行 gongkai open",
        "The workbench has stopped: run gongkai open again",
    ),
    ("close", "关闭", "Close"),
    ("line", "行", "Line"),
    ("missing", "还编不出来", "Not composed yet"),
    ("trouble", "出错", "Error"),
    ("edit", "改原文", "Edit"),
    ("save", "保存", "Save"),
    ("undo", "撤销上次保存", "Undo the last save"),
    ("saved", "已保存", "Saved"),
    ("undone", "已撤销", "Taken back"),
    (
        "unsaved",
        "有改动没有保存，确定不要了吗？",
        "There are changes that were not saved. Discard them?",
    ),
    ("text", "文件内容", "Text of the file"),
    ("marks", "这个文件里的问题", "Findings in this file"),
    (
        "conflict",
        "文件刚才在别处改过了，没有覆盖。左边是你的，右边是现在的：",
        "The file was just changed elsewhere and was not written over. Yours on the left, the present one on the right:",
    ),
    ("mine", "你的", "Yours"),
    ("theirs", "现在的", "The present one"),
    ("keepmine", "用我的盖过现在的", "Write mine over it"),
    ("taketheirs", "用现在的", "Take the present one"),
    ("astext", "改文字", "As text"),
    ("asform", "逐项填", "Field by field"),
    ("more", "还可以写", "More that may be said:"),
    ("astable", "改表格", "As a table"),
    (
        "gridhint",
        "回车和上下键换行，Ctrl+Z 撤销；从 Excel 或 WPS 复制的多格可以直接粘贴",
        "Enter and the arrows move between rows, Ctrl+Z takes back; cells copied from a spreadsheet can be pasted",
    ),
    ("addrow", "加一行", "Add a row"),
    ("droprow", "删去这行", "Delete row"),
    ("redone", "已重做", "Done again"),
    ("pasted", "粘贴的行数：", "Rows pasted:"),
    (
        "ranks",
        "电子表格当成日期的排名，已改回，请核对：",
        "Ranks that a spreadsheet took for days, put right; check them:",
    ),
    ("build", "检查并生成网站", "Check and build the site"),
    ("check", "只检查", "Check"),
    ("new", "起新的学年", "Start a new year"),
    ("round", "起一轮述职评议", "Start a round of appraisals"),
    ("on", "公开的日期", "The day it is released"),
    ("release", "公开一版", "Release a version"),
    ("diff", "比较", "Compare"),
    ("verify", "核对存档和网站", "Verify archive and site"),
    ("export", "导出 Word 和单个网页", "Export as Word and one page"),
    ("start", "新建站点", "Make a site"),
    ("sample", "放入完整的样例", "Put in the complete sample"),
    ("note", "说明", "Note"),
    ("newer", "和", "with"),
    ("college", "学校全称", "Full name of the college"),
    ("kind", "类型", "Kind"),
    ("run", "执行", "Run"),
    ("running", "正在执行", "Running"),
    ("done", "完成", "Done"),
    ("refused", "没有完成", "Not done"),
    ("result", "结果", "Result"),
    ("all", "全部", "All"),
    (
        "drop",
        "把已有的 Word、网页或表格文件拖到这里，或者选一个文件：先看会写成什么，再导入",
        "Drop an existing Word, web or spreadsheet file here, or choose one: see what it would become, then import it",
    ),
    ("choose", "选一个文件", "Choose a file"),
    ("import", "导入", "Import"),
    ("state", "状态", "State"),
    ("name", "名称", "Name"),
    ("do", "做什么", "What to do"),
    ("bare", "这里还没有站点", "There is no site here yet"),
    (
        "begin",
        "站点就是一个文件夹，所填的、所公开的都在里面。三个办法，任选一个：把去年公开的 Word 文件拖到这里；写上校名，从头填；放入一所虚构学院的样例，先看看样子。",
        "A site is a folder that holds all that is written and published. Begin in one of three ways: drop last year's Word file here; give the college's name and fill in everything; or put in the sample of an invented college to look at.",
    ),
    ("look", "看草稿", "See the draft"),
    ("noyear", "还没有学年", "There is no year yet"),
    (
        "made",
        "草稿只给编写的人看：生成、存档、导出都不会用到它。",
        "A draft is for its authors alone: nothing is built, kept or exported from it.",
    ),
];

/// Returns the words in a language, by their names.
pub fn interface_words(language: Language) -> BTreeMap<&'static str, &'static str> {
    let told = |(name, chinese, english): &(&'static str, &'static str, &'static str)| {
        (*name, if language == Language::English { *english } else { *chinese })
    };
    WORDS.iter().map(told).collect()
}
