//! Has the program compiled again when a standard that is compiled in changes.

fn main() {
    println!("cargo:rerun-if-changed=standards");
}
