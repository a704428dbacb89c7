fn main() {
    todo!("not begun");
}
