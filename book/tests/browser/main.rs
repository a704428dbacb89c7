//! The book in a real browser. Each page renders without a complaint, and the search finds what readers
//! look for. Pictures and text stay within a phone's width, in the light and in the dark theme. Chromium
//! is not part of the project, so this test needs a feature:
//! `cargo test -p book --features browser --test browser`.

mod chromium;
mod class_pages;
mod player;
mod tabs;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use chromium::{Look, Tab};
use serial_test::serial;

/// The width of a phone in CSS pixels.
const PHONE: u32 = 390;
const DESK: u32 = 1280;

/// `cargo book serve`, on its own port. It ends with the test.
struct Served {
    program: Child,
    address: String,
}

impl Served {
    fn begin() -> Served {
        let mut program = Command::new(env!("CARGO_BIN_EXE_book"))
            .args(["serve", "0"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("the book is served");
        let mut line = String::new();
        BufReader::new(program.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next());
        let address = address.unwrap_or_else(|| panic!("no address in: {line}")).to_owned();
        Served { program, address }
    }

    fn page(&self, path: &str) -> String {
        format!("http://{}/{path}", self.address)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.program.kill().expect("it runs until now");
        self.program.wait().expect("it is a child of ours");
    }
}

/// Every page that the summary names, including those of beliefs.
fn pages() -> Vec<String> {
    let summary = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/SUMMARY.md");
    let summary = std::fs::read_to_string(summary).unwrap();
    let targets = summary.split("](").skip(1).filter_map(|rest| rest.split_once(".md)"));
    let pages: Vec<String> = targets.map(|(name, _)| format!("{name}.html")).collect();
    assert!(pages.len() > 150, "25 lessons, and a page for each belief");
    pages
}

/// The flaws of the page that is shown, as text. Empty if there are none.
const FLAWS: &str = r#"(async () => {
    for (const answer of document.querySelectorAll("details")) answer.open = true;
    // Observers learn of a new width at the end of the next frame.
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    const flaws = [], width = document.documentElement.clientWidth;
    const box = element => element.getBoundingClientRect();
    const heading = document.querySelector("main h1");
    if (!heading || !box(heading).height) flaws.push("no heading is seen");
    if (document.querySelector("main").innerText.includes("{{#")) flaws.push("an include is left");
    for (const frame of [document.documentElement, ...document.querySelectorAll(".content, main")]) {
        const { tagName, scrollWidth, clientWidth } = frame;
        if (scrollWidth > clientWidth) flaws.push(`${tagName} is wider than the window`);
    }
    for (const code of document.querySelectorAll(".content pre > code")) {
        // A listing may scroll within its frame if it fades out there. One pixel is nothing to scroll.
        const { scrollWidth, clientWidth, innerText } = code;
        const fades = getComputedStyle(code).maskImage !== "none";
        if (fades !== scrollWidth > clientWidth + 1) flaws.push(`fades: ${fades}: ${innerText.slice(0, 60)}`);
    }
    // On a phone a reader may scroll a drawing sideways within its frame, but not on a desktop.
    for (const code of width > 600 ? document.querySelectorAll("pre code") : []) {
        const { scrollWidth, clientWidth, innerText } = code;
        if (scrollWidth > clientWidth) flaws.push(`too long a line in: ${innerText.slice(0, 60)}`);
    }
    for (const table of document.querySelectorAll("main table")) {
        const frame = table.closest(".table-wrapper"), name = table.innerText.slice(0, 30);
        if (box(frame).right > width) flaws.push(`a table is too wide: ${name}`);
        // A table may scroll within its frame if the page says so.
        const hint = getComputedStyle(frame, "::before").content, isHinted = hint.includes("scroll");
        if (isHinted !== frame.scrollWidth > frame.clientWidth) flaws.push(`the hint ${hint}: ${name}`);
    }
    for (const cell of document.querySelectorAll("main td.is-prose")) {
        const ruler = document.createElement("span"), { width: wide } = box(cell);
        ruler.textContent = "0".repeat(30);
        cell.append(ruler);
        const least = box(ruler).width;
        ruler.remove();
        if (wide < least) flaws.push(`a narrow column: ${cell.innerText.slice(0, 30)}`);
    }
    // Code in a sentence is on one line, unless it is longer than a line.
    for (const code of document.querySelectorAll("main p code, main li code")) {
        if (code.parentElement.tagName === "PRE") continue;
        const { height, width: wide } = box(code), room = box(code.closest("p, li")).width;
        const isBroken = height > 1.8 * parseFloat(getComputedStyle(code).lineHeight);
        if (isBroken && wide < room - 1) flaws.push(`broken code: ${code.innerText}`);
    }
    for (const picture of document.querySelectorAll(".wire-figure svg")) {
        const name = picture.querySelector("title")?.textContent ?? "a picture without a title";
        const { width: wide, height: high } = box(picture);
        if (wide < 200 || high < 100) flaws.push(`${name}: ${wide} by ${high} pixels`);
        // Its letters are 12 pixels high at its original size.
        const letters = 12 * wide / picture.viewBox.baseVal.width;
        if (letters < 9) flaws.push(`${name}: letters of ${letters} pixels`);
        // A drawing with more than two columns may scroll within its frame. No other drawing may, and no
        // frame may exceed the page.
        const frame = picture.closest(".wire-frame"), { left, right } = box(frame);
        if (left < 0 || right > width) flaws.push(`${name}: from ${left} to ${right}`);
        const isWhole = box(picture).right <= right, hasColumns = picture.viewBox.baseVal.width > 400;
        const canBePushed = hasColumns && getComputedStyle(frame).overflowX === "auto";
        if (!isWhole && !canBePushed) flaws.push(`${name}: ${wide} pixels in a frame of ${right - left}`);
    }
    return flaws;
})()"#;

/// The least contrast between a picture's text and its background, by WCAG 2.2's formula, with that
/// text.
const CONTRAST: &str = r#"(() => {
    const light = colour => {
        const parts = colour.match(/[\d.]+/g).slice(0, 3).map(n => n / 255);
        const linear = parts.map(n => n <= 0.04045 ? n / 12.92 : ((n + 0.055) / 1.055) ** 2.4);
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    };
    let least = [100, "no text at all"];
    for (const picture of document.querySelectorAll(".wire-figure svg")) {
        const paper = light(getComputedStyle(picture.querySelector(".paper")).fill);
        for (const text of picture.querySelectorAll("text, tspan")) {
            const ink = light(getComputedStyle(text).fill);
            const contrast = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
            if (contrast < least[0]) least = [contrast, text.textContent];
        }
    }
    return least;
})()"#;

/// The least contrast that text needs (WCAG 2.2, success criterion 1.4.3).
const ENOUGH: f64 = 4.5;

const HAS_PICTURES: &str = "document.querySelector('.wire-figure') !== null";

const IS_DARK: &str =
    r"getComputedStyle(document.documentElement).backgroundColor.match(/\d+/)[0] < 100";

/// The flaws of the loaded page, with this appearance.
fn flaws(tab: &mut Tab, look: Look) -> Vec<String> {
    tab.look(look);
    let reported = tab.ask(FLAWS);
    let mut flaws: Vec<String> =
        reported.as_array().expect("a list").iter().map(ToString::to_string).collect();
    let least = tab.ask(CONTRAST);
    if least[0].as_f64().expect("a number") < ENOUGH {
        flaws.push(format!("too little contrast: {least}"));
    }
    if tab.ask(IS_DARK) != (look.scheme == "dark") {
        flaws.push("it does not follow the reader's system".to_owned());
    }
    flaws
}

#[test]
#[serial]
fn every_page_is_right_on_a_desk_and_on_a_phone_by_day_and_by_night() {
    let served = Served::begin();
    let mut tab = Tab::open();
    let mut wrong = Vec::new();
    for page in pages() {
        for scheme in ["light", "dark"] {
            // The phone comes first: the width at loading time decides whether the list of chapters is
            // open.
            tab.look(Look { width: PHONE, scheme });
            let complaints = tab.load(&served.page(&page));
            wrong.extend(complaints.iter().map(|complaint| format!("{page}: {complaint}")));
            for width in [PHONE, DESK] {
                let look = Look { width, scheme };
                let flaws = flaws(&mut tab, look);
                wrong.extend(flaws.iter().map(|flaw| format!("{page}, {look:?}: {flaw}")));
            }
            // mdBook is responsible for the colours of everything else.
            if tab.ask(HAS_PICTURES) == false {
                break;
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The pages that the search found. At the end the search shows their number above the results.
const FOUND: &str = r#"new Promise(done => {
    const header = document.getElementById("mdbook-searchresults-header");
    const look = () => {
        if (!header.textContent.trim()) return;
        const links = document.querySelectorAll("[id=mdbook-searchresults] a");
        done([...links].map(link => link.pathname.slice(1)));
    };
    // Wait for the observer's turn: by then, the results are below their number.
    new MutationObserver(look).observe(header, { childList: true, characterData: true, subtree: true });
    look();
})"#;

#[test]
#[serial]
fn the_search_finds_what_readers_look_for() {
    let served = Served::begin();
    let mut tab = Tab::open();
    for (words, chapter) in [
        ("粘包", "05-glue.html"),
        ("short write", "04-whole-message.html"),
        ("半关闭", "22-timeouts.html"),
        ("connect_ex", "python.html"),
    ] {
        tab.look(Look { width: PHONE, scheme: "light" });
        tab.load("about:blank");
        let complaints = tab.load(&served.page(&format!("index.html?search={words}")));
        let found = tab.ask(FOUND);
        let found: Vec<&str> =
            found.as_array().unwrap().iter().filter_map(|v| v.as_str()).collect();
        assert!(found.contains(&chapter), "{words} was found on {found:?} only");
        assert_eq!(complaints, [""; 0]);
    }
}
