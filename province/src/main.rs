//! The program; all it does stands in the library.

fn main() -> std::process::ExitCode {
    gongkai_province::cli::main()
}
