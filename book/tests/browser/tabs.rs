//! Listings in Rust and in Python: the keys of their tabs, the reader's choice on other pages, and a page
//! without scripts.

use serde_json::{Value, json};
use serial_test::serial;

use crate::chromium::{Look, Tab};
use crate::{DESK, PHONE, Served};

const PAGE: &str = "01-one-shot.html";
const OTHER_PAGE: &str = "02-communication-loop.html";

/// The visible part of the listings: the languages, each once, and the selected tab that has the focus.
const SHOWN: &str = r#"(() => {
    const panels = [...document.querySelectorAll(".tab")];
    const shown = panels.filter(panel => panel.checkVisibility()).map(panel => panel.dataset.language);
    const { textContent, ariaSelected, role } = document.activeElement;
    const focus = role === "tab" && ariaSelected === "true" ? textContent : null;
    return { shown: [...new Set(shown)], focus, path: location.pathname.slice(1) };
})()"#;

const FOCUS: &str = "document.querySelector('[role=tab][aria-selected=true]').focus()";

fn shown(languages: &[&str], focus: Option<&str>, path: &str) -> Value {
    json!({ "shown": languages, "focus": focus, "path": path })
}

#[test]
#[serial]
fn arrow_keys_choose_a_language_for_all_pages_and_turn_none() {
    let served = Served::begin();
    let mut tab = Tab::open();
    tab.look(Look { width: DESK, scheme: "light" });
    assert_eq!(tab.load(&served.page(PAGE)), [""; 0]);
    assert_eq!(tab.ask(SHOWN), shown(&["Rust"], None, PAGE), "Rust is first");
    tab.ask(FOCUS);
    for (key, language) in [
        ("ArrowRight", "Python"),
        ("ArrowRight", "Rust"),
        ("ArrowLeft", "Python"),
        ("Home", "Rust"),
        ("End", "Python"),
    ] {
        tab.press(key);
        assert_eq!(tab.ask(SHOWN), shown(&[language], Some(language), PAGE), "{key}");
    }
    assert_eq!(tab.load(&served.page(OTHER_PAGE)), [""; 0]);
    assert_eq!(tab.ask(SHOWN), shown(&["Python"], None, OTHER_PAGE), "the choice is kept");
}

#[test]
#[serial]
fn a_pressed_tab_stays_where_it_is() {
    let served = Served::begin();
    let mut tab = Tab::open();
    tab.look(Look { width: PHONE, scheme: "light" });
    tab.load(&served.page(PAGE));
    let moved = tab.ask(
        r#"(() => {
            const tabs = [...document.querySelectorAll("[role=tab]")].filter(tab => tab.checkVisibility());
            const last = tabs.at(-1);
            last.scrollIntoView({ block: "center", behavior: "instant" });
            const { top } = last.getBoundingClientRect(), before = scrollY;
            last.click();
            return { by: Math.abs(last.getBoundingClientRect().top - top), scrolled: scrollY !== before };
        })()"#,
    );
    assert!(moved["by"].as_f64().unwrap() < 1.0, "{moved}");
    assert_eq!(moved["scrolled"], true, "the listings above it have become shorter");
}

/// The names above the first listing's two languages.
const NAMES: &str = r#"[...document.querySelectorAll(".tab")].slice(0, 2)
    .map(panel => getComputedStyle(panel, "::before").content)"#;

#[test]
#[serial]
fn without_scripts_both_languages_are_shown_with_their_names() {
    let served = Served::begin();
    let mut tab = Tab::open();
    tab.disables_scripts();
    tab.load(&served.page(PAGE));
    assert_eq!(tab.ask(SHOWN), shown(&["Rust", "Python"], None, PAGE));
    assert_eq!(tab.ask(NAMES), json!(["\"Rust\"", "\"Python\""]));
}

#[test]
#[serial]
fn on_paper_both_languages_are_shown_with_their_names() {
    let served = Served::begin();
    let mut tab = Tab::open();
    tab.load(&served.page(PAGE));
    assert_eq!(tab.ask(NAMES), json!(["none", "none"]), "a tab has its name");
    tab.prints();
    assert_eq!(tab.ask(SHOWN), shown(&["Rust", "Python"], None, PAGE));
    assert_eq!(tab.ask(NAMES), json!(["\"Rust\"", "\"Python\""]));
}
