//! Made-up names. Any likeness is chance.

use super::dice::Dice;

/// The county.
pub const COUNTY: &str = "云禾县";

/// The townships.
pub const TOWNSHIPS: [&str; 22] = [
    "石榆镇",
    "青埠镇",
    "稻香镇",
    "双槐镇",
    "落雁镇",
    "白鹭洲镇",
    "柿子岭镇",
    "藕塘镇",
    "望秋镇",
    "桃李镇",
    "芦花镇",
    "听泉镇",
    "枫桥湾镇",
    "栗树坪镇",
    "麦浪镇",
    "鹤鸣镇",
    "云溪乡",
    "竹影乡",
    "荷风乡",
    "松石乡",
    "晚霞乡",
    "春耕乡",
];

const VILLAGE_FIRST: [&str; 26] = [
    "柳", "桂", "梅", "杏", "枣", "桑", "榆", "枫", "荷", "菱", "鹭", "雁", "鹤", "燕", "云", "月",
    "霞", "雨", "泉", "溪", "石", "竹", "松", "麦", "稻", "粟",
];

const VILLAGE_LAST: [&str; 20] = [
    "溪村",
    "湾村",
    "坪村",
    "岭村",
    "塘村",
    "洲村",
    "桥村",
    "井村",
    "台村",
    "坡村",
    "林村",
    "冲村",
    "畈村",
    "岗村",
    "圩村",
    "屋村",
    "亭村",
    "渡村",
    "苑社区",
    "园社区",
];

const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文";
const GIVEN_FEMALE: &str = "芳秀英兰梅玉珍桂凤霞红琴云莲翠娟萍香月莉艳荣巧丽静敏慧婷雪晴禾穗苗";
const GIVEN_MALE: &str = "国强伟军平明建华德志文勇刚林海山春生福贵根宝才田水泉石松柏厚诚远鹏";
const GIVEN_ANY: &str = "小大庆长永兴旺安康宁和顺成家立新晓子正义信达正学良";

/// The name of the `number`th village of the county; no two of a township are alike.
pub fn village(number: usize) -> String {
    // 7 and 20 share no factor, nor do 26 and 3: the pairs repeat late.
    let first = VILLAGE_FIRST.get(number * 3 % VILLAGE_FIRST.len()).unwrap_or(&"新");
    let last = VILLAGE_LAST.get((number * 7 + number / 26) % VILLAGE_LAST.len()).unwrap_or(&"村");
    format!("{first}{last}")
}

/// A person's name.
pub fn person(dice: &mut Dice, female: bool) -> String {
    let mut name = letter(dice, SURNAMES).to_string();
    let given = if female { GIVEN_FEMALE } else { GIVEN_MALE };
    if dice.percent(70) {
        let middle = if dice.percent(50) { GIVEN_ANY } else { given };
        name.push(letter(dice, middle));
    }
    name.push(letter(dice, given));
    name
}

fn letter(dice: &mut Dice, of: &str) -> char {
    let len = of.chars().count();
    of.chars().nth(dice.at(len)).unwrap_or('禾')
}

/// A number that no telephone has: 199 with a middle of zeros.
pub fn phone(number: u32) -> String {
    format!("199{number:08}")
}

/// An office's number, with an area code that does not exist.
pub fn office_phone(number: usize) -> String {
    format!("0000-{:07}", 6_000_000 + number)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    #[test]
    fn no_two_villages_of_a_township_are_alike() {
        for township in 0..22 {
            let names: Vec<String> =
                (township * 12..township * 12 + 12).map(super::village).collect();
            let distinct: BTreeSet<&String> = names.iter().collect();
            assert_eq!(distinct.len(), names.len(), "{names:?}");
        }
    }
}
