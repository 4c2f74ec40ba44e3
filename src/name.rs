//! Names of people and units, alike however their blanks and dots are written.
//! It must not know whose name it is.

/// The dots that stand between the parts of one name, beside the one of the official form.
const DOTS: [char; 7] = ['•', '・', '‧', '∙', '⋅', '･', '．'];

/// Returns a name without the blanks that spread two characters over three, its dots as one.
pub fn plain_name(name: &str) -> String {
    let plain = name.chars().filter(|c| !c.is_whitespace());
    plain.map(|c| if DOTS.contains(&c) { '·' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::plain_name;

    #[test]
    fn blanks_and_dots_make_no_other_name() {
        assert_eq!(plain_name("艾力•买买提"), plain_name("艾力·买买提"));
        assert_eq!(plain_name("李　雷"), "李雷");
        assert_ne!(plain_name("李雷"), plain_name("李蕾"));
    }
}
