//! Invented names of colleges, cities and people, and how the sample's are replaced by them.

/// A college of the province.
pub struct College {
    pub id: String,
    pub name: String,
    pub kind: &'static str,
    pub city: &'static str,
}

/// What the sample and the specimens call themselves: name, short name, place, host.
const SAMPLES: [[&str; 4]; 3] = [
    ["江临职业技术学院", "江临职院", "江临", "jianglin"],
    ["青禾职业学院", "青禾职院", "青禾", "qinghe"],
    ["岚川大学", "岚大", "岚川", "lanchuan"],
];

const CITIES: [&str; 10] =
    ["澄湖", "霁川", "岚桥", "碧津", "昭原", "槐渡", "望岫", "鹿汀", "锦陂", "枫浦"];
const FIELDS: [&str; 30] = [
    "职业技术",
    "医药卫生",
    "交通工程",
    "财经",
    "信息",
    "建筑",
    "农林",
    "机电",
    "旅游",
    "师范",
    "化工",
    "艺术设计",
    "水利",
    "电力",
    "轻纺",
    "航运",
    "商贸",
    "警务",
    "体育",
    "食品",
    "地质",
    "测绘",
    "冶金",
    "气象",
    "环境",
    "物流",
    "影视",
    "生物",
    "汽车",
    "铁道",
];
const PLACES: [&str; 10] = ["", "东", "南", "西", "北", "中", "新", "滨", "山", "湾"];
const SURNAMES: [char; 24] = [
    '沈', '陆', '顾', '许', '程', '宋', '唐', '邵', '葛', '岑', '苗', '柏', '阮', '闻', '茅', '虞',
    '窦', '祁', '尹', '庄', '翟', '戚', '卓', '符',
];
const GIVEN: [&str; 40] = [
    "知远", "若谷", "云舒", "清和", "以宁", "望舒", "景行", "令仪", "子衿", "书白", "怀瑾", "静姝",
    "明远", "思齐", "予安", "南乔", "北辰", "听澜", "采薇", "星河", "修远", "初霁", "亦辰", "言蹊",
    "砚秋", "时雨", "江月", "松年", "疏影", "晚晴", "既白", "如晦", "长庚", "微澜", "鹤鸣", "春和",
    "夏冰", "秋实", "冬青", "岁安",
];

/// Returns the college of a number.
pub fn college(number: usize) -> College {
    let city = CITIES[number % 10];
    let field = FIELDS[number / 10 % 30];
    let place = PLACES[number / 300 % 10];
    let (kind, ends) = if number % 3 == 2 { ("本科", "大学") } else { ("高职", "学院") };
    let name = format!("{city}{place}{field}{ends}");
    College { id: format!("c{:04}", number + 1), name, kind, city }
}

/// Writes another college's name, place and host into a text of the sample.
pub fn named(text: &str, college: &College) -> String {
    SAMPLES.iter().fold(text.to_owned(), |text, [name, short, place, host]| {
        text.replace(name, &college.name)
            .replace(short, &college.name)
            .replace(&format!("{place}省"), "临澜省")
            .replace(place, college.city)
            .replace(host, &college.id)
    })
}

/// Returns somebody of a college, by their number in its list.
pub fn person(dice: &mut Dice, nth: usize) -> String {
    // Within a list no two are called alike: the given name tells the number.
    let surname = SURNAMES[dice.below(SURNAMES.len())];
    format!("{surname}{}", GIVEN[nth % GIVEN.len()])
}

/// Returns everybody whom the generator can have made up.
pub fn everybody() -> Vec<String> {
    let called = |surname: &char| GIVEN.map(|given| format!("{surname}{given}"));
    SURNAMES.iter().flat_map(called).collect()
}

/// Numbers that look random and are always the same (splitmix64).
#[derive(Clone)]
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ 0x9e37_79b9_7f4a_7c15)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Returns a number below another.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }
}
