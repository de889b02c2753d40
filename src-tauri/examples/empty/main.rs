//! A Tauri window with one heading in it: the floor that `make bench` measures Cairn against.

fn main() {
    tauri::Builder::default()
        .run(tauri::generate_context!("examples/empty/tauri.conf.json"))
        .expect("a window can be opened");
}
