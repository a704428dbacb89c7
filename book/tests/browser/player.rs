//! The player below a picture: its keys, its text, its colours, and a page without scripts.

use serde_json::{Value, json};
use serial_test::serial;

use crate::chromium::{Look, Tab};
use crate::{DESK, ENOUGH, Served};

/// The narrowest phone, in CSS pixels.
const NARROW: u32 = 360;

/// The page of the picture in these tests: a client that takes one byte for a whole header.
const PAGE: &str = "08-struct-framing.html";

/// The text of the player.
const SHOWN: &str = r#"(() => {
    const player = document.querySelector(".wire-player");
    const text = name => player.querySelector(name).textContent;
    return {
        count: text(".count"), event: text(".event"), waits: text(".waits"),
        toggle: player.querySelectorAll("button")[1].textContent,
        ways: [...player.querySelectorAll("tbody tr")].map(row => [...row.cells].map(cell => cell.textContent)),
        later: document.querySelectorAll(".wire .is-later").length,
        live: player.querySelector(".text").getAttribute("aria-live"),
        path: location.pathname.slice(1),
    };
})()"#;

const FOCUS: &str = "document.querySelector('.wire-player').focus()";

fn shown_after(tab: &mut Tab, keys: &[&str]) -> Value {
    for key in keys {
        tab.press(key);
    }
    tab.ask(SHOWN)
}

#[test]
#[serial]
fn keys_step_through_a_picture_and_turn_no_page() {
    let served = Served::begin();
    let mut tab = Tab::open();
    tab.look(Look { width: DESK, scheme: "light" });
    assert_eq!(tab.load(&served.page(PAGE)), [""; 0]);
    tab.ask(FOCUS);
    assert_eq!(shown_after(&mut tab, &[])["later"], 0, "at first the whole picture is shown");
    let shown = shown_after(&mut tab, &["ArrowRight", "ArrowRight", "ArrowLeft"]);
    assert_eq!(shown["count"], "Step 1 of 12");
    assert_eq!(shown["event"], "Bob accepts the connection");
    assert_eq!(shown["later"], 11);
    assert_eq!((&shown["live"], &shown["path"]), (&json!("polite"), &json!(PAGE)));
    let played = shown_after(&mut tab, &["Home", " "]);
    assert_eq!((&played["count"], &played["toggle"]), (&shown["count"], &json!("Pause")));
    assert_eq!(shown_after(&mut tab, &[" "])["toggle"], "Play");
    assert_eq!(shown_after(&mut tab, &["End"])["count"], "Step 12 of 12");
}

#[test]
#[serial]
fn a_step_shows_the_buffers_and_the_call() {
    let served = Served::begin();
    let mut tab = Tab::open();
    tab.look(Look { width: DESK, scheme: "light" });
    tab.load(&served.page(PAGE));
    tab.ask(FOCUS);
    let shown = shown_after(&mut tab, &["End", "ArrowLeft", "ArrowLeft"]);
    assert_eq!(shown["event"], "The client reads 1 and 4 bytes from bob, leaves 3");
    assert_eq!(shown["waits"], "The client waits in read for more standard input");
    assert_eq!(shown["ways"][0], json!(["bob → client", "16 bytes", "13 bytes", "3 bytes"]));
    assert_eq!(shown["ways"][1], json!(["client → bob", "unknown", "5 bytes", "unknown"]));
}

/// The least contrast of the player's text and the width of the page.
const COLOURS_AND_WIDTH: &str = r#"(() => {
    const player = document.querySelector(".wire-player");
    const light = colour => {
        const parts = colour.match(/[\d.]+/g).slice(0, 3).map(n => n / 255);
        const linear = parts.map(n => n <= 0.04045 ? n / 12.92 : ((n + 0.055) / 1.055) ** 2.4);
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    };
    const paper = light(getComputedStyle(player).backgroundColor);
    const contrasts = [...player.querySelectorAll("p, td, th, .count, button:not([aria-disabled=true])")].map(text => {
        const ink = light(getComputedStyle(text).color);
        return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
    });
    const { scrollWidth } = document.documentElement, { left, right } = player.getBoundingClientRect();
    return { contrast: Math.min(...contrasts), scrollWidth, left, right };
})()"#;

#[test]
#[serial]
fn the_player_is_legible_in_both_themes_and_fits_on_a_phone() {
    let served = Served::begin();
    let mut tab = Tab::open();
    for scheme in ["light", "dark"] {
        tab.look(Look { width: NARROW, scheme });
        assert_eq!(tab.load(&served.page(PAGE)), [""; 0]);
        tab.ask(FOCUS);
        tab.press("End");
        let seen = tab.ask(COLOURS_AND_WIDTH);
        assert!(seen["contrast"].as_f64().unwrap() >= ENOUGH, "{scheme}: {seen}");
        assert!(seen["scrollWidth"].as_u64().unwrap() <= NARROW.into(), "{scheme}: {seen}");
        let [left, right] = ["left", "right"].map(|side| seen[side].as_f64().unwrap());
        assert!(left >= 0.0 && right <= NARROW.into(), "{scheme}: {seen}");
        let ring = tab.ask("getComputedStyle(document.activeElement).outlineStyle");
        assert_eq!(ring, "solid", "{scheme}");
    }
}

#[test]
#[serial]
fn the_player_stays_in_view_below_a_picture_that_is_higher_than_the_window() {
    let served = Served::begin();
    let mut tab = Tab::open();
    tab.resize(NARROW, 400);
    tab.load(&served.page("18-socketserver.html"));
    let seen = tab.ask(
        r#"(() => {
            const picture = document.querySelector(".wire"), player = document.querySelector(".wire-player");
            document.documentElement.style.scrollBehavior = "auto";
            picture.scrollIntoView();
            player.querySelector("button").focus({ preventScroll: true });
            const { bottom } = player.getBoundingClientRect();
            return { high: picture.getBoundingClientRect().height, window: innerHeight, bottom };
        })()"#,
    );
    let [high, window, bottom] =
        ["high", "window", "bottom"].map(|key| seen[key].as_f64().unwrap());
    assert!(high > window && bottom <= window, "{seen}");
    // The current row is in view, too.
    tab.press("End");
    let seen = tab.ask(
        r#"["is-now", "wire-player"].map(name => document.querySelector("." + name).getBoundingClientRect())
            .map(({ top, bottom }) => [top, bottom]).flat()"#,
    );
    let seen: Vec<f64> = seen.as_array().unwrap().iter().filter_map(Value::as_f64).collect();
    assert!(0.0 < seen[0] && seen[1] < seen[2] && seen[3] <= window, "{seen:?}");
}

#[test]
#[serial]
fn nothing_fades_for_readers_who_prefer_no_motion() {
    let served = Served::begin();
    let mut tab = Tab::open();
    let duration = "getComputedStyle(document.querySelector('.wire .step')).transitionDuration";
    for (preference, expected) in [("no-preference", "0.2s"), ("reduce", "0s")] {
        tab.prefers_motion(preference);
        tab.load(&served.page(PAGE));
        assert_eq!(tab.ask(duration), expected, "{preference}");
    }
}

#[test]
#[serial]
fn without_scripts_the_whole_picture_is_there() {
    let served = Served::begin();
    let mut tab = Tab::open();
    tab.look(Look { width: NARROW, scheme: "light" });
    tab.disables_scripts();
    assert_eq!(tab.load(&served.page(PAGE)), [""; 0]);
    let seen = tab.ask(
        r#"[document.querySelectorAll(".wire-player").length,
            [...document.querySelectorAll(".wire .step")].filter(row =>
                getComputedStyle(row).opacity === "1" && row.getBoundingClientRect().height > 0).length]"#,
    );
    assert_eq!(seen, json!([0, 12]));
}
