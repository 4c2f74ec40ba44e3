//! Writes sites of one year in which one thing is multiplied: people, articles, rounds, indicators,
//! colleges. It starts from the project's sample and must not know what else the sample says.

use std::fs;
use std::io::Result;
use std::path::Path;

use crate::generate;

/// What writes a site with so many of something.
pub type Writes = fn(&Path, &Path, usize) -> Result<()>;

/// The year of a site that is written.
const YEAR: &str = "content/2025-2026";

/// The round of the sample that is multiplied.
const ROUND: &str = "appraisal/2025-spring-school";

/// Writes a site of so many years.
pub fn years(sample: &Path, root: &Path, count: usize) -> Result<()> {
    generate::site(sample, root, count as i32)
}

/// Writes a year whose roster holds so many people, each with a name of their own. It is refused,
/// since no union may have so many.
pub fn people(sample: &Path, root: &Path, count: usize) -> Result<()> {
    generate::site(sample, root, 1)?;
    let first: Vec<char> =
        "沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛".chars().collect();
    let given: Vec<char> =
        "安宁若溪明远书瑶子墨思源雨桐景行知夏承泽清和星野一诺嘉言修竹望舒".chars().collect();
    let person = |at: usize| {
        let name: String = [
            first[at % first.len()],
            given[at / first.len() % given.len()],
            given[at / first.len() / given.len() % given.len()],
        ]
        .iter()
        .collect();
        let rank = at % 30 + 1;
        format!(
            "{},{name},共青团员,护理系,二年级,{rank}/100,学业发展部,工作部门成员,助产,2024,0,是\n",
            at + 1
        )
    };
    edit(&root.join(YEAR).join("名单.csv"), |text| {
        let head = text.lines().next().expect("the roster has a head");
        format!("{head}\n{}", (0..count).map(person).collect::<String>())
    })
}

/// Writes two years whose charters have so many more articles after their last ones; the second
/// changes every tenth of them and drops the first, so that all are numbered anew.
pub fn articles(sample: &Path, root: &Path, count: usize) -> Result<()> {
    generate::site(sample, root, 2)?;
    for (year, first) in [(YEAR, 1), ("content/2026-2027", 2)] {
        edit(&root.join(year).join("章程.md"), |text| {
            let last = text.lines().filter(|line| line.starts_with('第')).count() + 1;
            let article = |at: usize| {
                let number = numeral(last + at - first);
                let when = if first == 2 && at.is_multiple_of(10) { "当日" } else { "当面" };
                format!(
                    "\n第{number}条　第{at}间活动室由使用的部门整理，归还钥匙时{when}清点物品。\n"
                )
            };
            let articles: String = (first..=count).map(article).collect();
            format!("{}\n{articles}", text.trim_end())
        })?;
    }
    Ok(())
}

/// Writes the sample with so many more rounds of appraisals.
pub fn rounds(sample: &Path, root: &Path, count: usize) -> Result<()> {
    copy(sample, &root.join("content"))?;
    for number in 1..=count {
        let round = root.join(YEAR).join(format!("{ROUND}-{number}"));
        copy(&sample.join("2025-2026").join(ROUND), &round)?;
        edit(&round.join("通知.yaml"), |text| {
            text.replace("〔2025〕6号", &format!("〔2025〕{}号", number + 1000))
                .replace("述职评议的通知", &format!("述职评议的通知（第{number}批）"))
        })?;
    }
    Ok(())
}

/// Writes a year that answers so many more indicators, which a form of the site's own asks.
pub fn indicators(sample: &Path, root: &Path, count: usize) -> Result<()> {
    generate::site(sample, root, 1)?;
    let form = sample.join("../standards/forms/2023-2024.yaml");
    let own = root.join("content/standards/forms");
    fs::create_dir_all(&own)?;
    let asked = |at: usize| {
        format!("  {}:\n    键: more-{at}\n    文字: 第{at}间活动室有人整理\n", 19 + at)
    };
    let answered = |at: usize| format!("  {}: 是\n", 19 + at);
    let before = |text: String, key: &str, lines: String| {
        let at = text.find(key).expect("the second level follows");
        format!("{}{lines}{}", &text[..at], &text[at..])
    };
    let form = before(fs::read_to_string(form)?, "二级:\n  1:", (1..=count).map(asked).collect());
    fs::write(own.join("2023-2024.yaml"), form)?;
    edit(&root.join(YEAR).join("自评.yaml"), |text| {
        before(text, "# 符合标准的二级", (1..=count).map(answered).collect())
    })
}

/// Writes the site of one college among many.
pub fn college(sample: &Path, root: &Path, number: usize) -> Result<()> {
    generate::site(sample, root, 1)?;
    let named =
        |text: String| text.replace("江临职业技术学院", &format!("江临第{number}职业技术学院"));
    edit(&root.join("content/site.yaml"), named)?;
    for entry in fs::read_dir(root.join(YEAR))? {
        edit(&entry?.path(), named)?;
    }
    Ok(())
}

fn edit(file: &Path, change: impl Fn(String) -> String) -> Result<()> {
    fs::write(file, change(fs::read_to_string(file)?))
}

/// Copies a folder with all that is in it.
fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        match entry.file_type()?.is_dir() {
            true => copy(&entry.path(), &target)?,
            false => fs::copy(entry.path(), target).map(drop)?,
        }
    }
    Ok(())
}

/// Writes a number below ten thousand as articles are numbered: 第一百零二条.
fn numeral(number: usize) -> String {
    let digits: Vec<char> = "零一二三四五六七八九".chars().collect();
    let mut out = String::new();
    let mut skipped = false;
    for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = number / unit % 10;
        skipped |= digit == 0 && !out.is_empty();
        if digit > 0 {
            if std::mem::take(&mut skipped) {
                out.push('零');
            }
            if !(number < 20 && unit == 10) {
                out.push(digits[digit]);
            }
            out.push_str(name);
        }
    }
    out
}
