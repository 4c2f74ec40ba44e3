//! Has the program compiled again when a standard or a theme that is compiled in changes.

fn main() {
    for folder in ["standards", "themes"] {
        println!("cargo:rerun-if-changed={folder}");
    }
}
