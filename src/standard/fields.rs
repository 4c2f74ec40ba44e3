//! The table of fields of `fields.yaml`: what a province or college has written besides the form.
//! It must not know which tables a year has.

use crate::datum::Shape::*;
use crate::record;

record! {
    /// `content/standards/fields.yaml`.
    pub static FIELDS, own_fields: "自定字段" {
        "字段" ENTRIES: Many(&OWN_FIELD), Required Public, "本省、本校自己要求填写的各项";
    }
}

record! {
    pub static OWN_FIELD, own_field: "一个自定字段" {
        "名称" KEY: Text, Required Public, "填写的人写的名称，如 女生代表人数";
        "代号" NAME: Text, Required Public, "规则里用的名称，小写英文字母开头，如 women";
        "位置" PLACE: Text, Required Public, "写在哪个文件，如 代表、名单；表里的一组写成 代表.分布、自评.校级";
        "类型" KIND: Choice(&["文字", "整数", "日期", "是或否", "几条文字", "选一个", "学年", "邮箱", "网址"]), Required Public, "填的是什么";
        "单位" UNIT: Text, Optional Public, "整数的单位，如 人、名；没有单位的不写";
        "选项" CHOICES: Texts, Optional Public, "“选一个”时可以填的几样";
        "公开" SEEN: Choice(&["公开", "具名", "不公开"]), Required Public, "公开的印在本部分末尾；具名的写着人名，印在名单下面，随名单撤下；不公开的只供核对";
        "说明" MEANING: Text, Required Public, "这一项是什么，给填写的人看";
    }
}
