//! What was read in another way than it looks, counted and told.
//! It must not read a document.

use std::collections::BTreeMap;

/// What is counted to be told.
#[derive(Debug, Default)]
pub struct Seen {
    pub inserted: usize,
    pub deleted: usize,
    pub moved: usize,
    pub hidden: usize,
    pub pictures: usize,
    pub alternatives: Vec<String>,
    pub boxes: usize,
    pub notes: usize,
    pub formulas: usize,
    pub embedded: usize,
    pub strange: BTreeMap<String, usize>,
    pub symbols: BTreeMap<String, usize>,
}

impl Seen {
    /// Tells what was read in another way than it looks.
    pub fn remarks(&self, bullets: usize) -> Vec<String> {
        let counted = [
            (self.inserted, "处修订插入的文字，按接受修订读"),
            (self.deleted, "处修订删除的文字，没有读"),
            (self.moved, "处修订移动的文字，按新的位置读"),
            (self.hidden, "处隐藏文字，没有读"),
            (self.pictures, "张图片，没有读；图片里的文字要自己录入"),
            (self.boxes, "个文本框，放在所在段落之后"),
            (self.notes, "条脚注、尾注，放在所注的段落之后"),
            (self.formulas, "处公式，只读了其中的文字"),
            (self.embedded, "处嵌入的其他文件，没有读"),
            (bullets, "处项目符号，只读了文字，没有带符号"),
        ];
        let told = counted.into_iter().filter(|(n, _)| *n > 0);
        let mut remarks: Vec<String> = told.map(|(n, what)| format!("{n} {what}")).collect();
        for (what, n) in &self.symbols {
            let remark = format!("{n} 处符号字体的字符（{what}）不知道是什么，写成了 \u{fffd}");
            remarks.push(remark);
        }
        for (what, n) in &self.strange {
            let remark = format!("{n} 处不认识的标记“{what}”，只读了其中的文字");
            remarks.push(remark);
        }
        remarks
    }
}
