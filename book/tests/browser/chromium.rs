//! A headless Chromium, and the few messages of its DevTools protocol that the tests need. It reads
//! commands from descriptor 3 and answers on descriptor 4, in JSON with a zero byte after each message.
//! That is lesson 10's framing with another delimiter, so this needs neither a port nor a crate.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

/// The shell gives Chromium our two pipes under the numbers that it expects. The tests take half a
/// minute. A Chromium that hangs is killed after ten minutes, so that the tests fail instead of waiting
/// for ever.
const START: &str = r#"exec timeout 600 "$0" "$@" 3<&0 4>&1 </dev/null >/dev/null 2>&1"#;

/// The appearance of a page.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// The window's width in CSS pixels.
    pub width: u32,
    /// The colour scheme that the reader's system prefers: `light` or `dark`.
    pub scheme: &'static str,
}

/// One tab of its own Chromium, which ends with the test.
pub struct Tab {
    program: Child,
    commands: ChildStdin,
    answers: BufReader<ChildStdout>,
    session: Option<String>,
    last_id: u64,
    is_loaded: bool,
    complaints: Vec<String>,
    _profile: tempfile::TempDir,
}

impl Tab {
    pub fn open() -> Tab {
        let name = ["chromium", "chromium-browser", "google-chrome"]
            .into_iter()
            .find(|name| Command::new(name).arg("--version").output().is_ok())
            .expect("Chromium is installed (Debian: apt-get install chromium)");
        let profile = tempfile::tempdir().expect("a folder for its profile");
        let mut program = Command::new("sh")
            .args(["-c", START, name, "--headless=new", "--no-sandbox", "--remote-debugging-pipe"])
            .args([
                "--no-first-run",
                "--disable-background-networking",
                "--hide-scrollbars",
                "--disable-gpu",
            ])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a shell starts");
        let commands = program.stdin.take().expect("was piped");
        let answers = BufReader::new(program.stdout.take().expect("was piped"));
        let mut tab = Tab {
            program,
            commands,
            answers,
            session: None,
            last_id: 0,
            is_loaded: false,
            complaints: Vec::new(),
            _profile: profile,
        };
        let target = tab.call("Target.createTarget", json!({ "url": "about:blank" }));
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        let session = tab.call("Target.attachToTarget", attach)["sessionId"].clone();
        tab.session = session.as_str().map(str::to_owned);
        for domain in ["Page", "Runtime", "Log"] {
            tab.call(&format!("{domain}.enable"), json!({}));
        }
        tab
    }

    /// From now on, pages have this appearance. The scheme applies to pages that are loaded from now on.
    pub fn look(&mut self, look: Look) {
        let Look { width, scheme } = look;
        self.resize(width, 844);
        let feature = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.call("Emulation.setEmulatedMedia", json!({ "features": feature }));
    }

    /// From now on, the window has this size.
    pub fn resize(&mut self, width: u32, height: u32) {
        let is_phone = width < 600;
        let size =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": is_phone });
        self.call("Emulation.setDeviceMetricsOverride", size);
    }

    /// From now on, pages learn that their reader prefers `reduce` or has `no-preference` about motion.
    pub fn prefers_motion(&mut self, preference: &str) {
        let feature = json!([{ "name": "prefers-reduced-motion", "value": preference }]);
        self.call("Emulation.setEmulatedMedia", json!({ "features": feature }));
    }

    /// From now on, pages look as on paper.
    pub fn prints(&mut self) {
        self.call("Emulation.setEmulatedMedia", json!({ "media": "print" }));
    }

    /// From now on, pages run no scripts of their own.
    pub fn disables_scripts(&mut self) {
        self.call("Emulation.setScriptExecutionDisabled", json!({ "value": true }));
    }

    /// Presses a key, by its name in `KeyboardEvent.key`.
    pub fn press(&mut self, key: &str) {
        let text = if key == " " { " " } else { "" };
        for kind in ["keyDown", "keyUp"] {
            let event = json!({ "type": kind, "key": key, "text": text });
            self.call("Input.dispatchKeyEvent", event);
        }
    }

    /// Loads a page completely. Returns the browser's complaints.
    pub fn load(&mut self, url: &str) -> Vec<String> {
        self.complaints.clear();
        self.is_loaded = false;
        let answer = self.call("Page.navigate", json!({ "url": url }));
        assert!(answer["errorText"].is_null(), "{url}: {answer}");
        while !self.is_loaded {
            self.hear();
        }
        // All events up to now have arrived by the time that another question is answered.
        self.ask("0");
        std::mem::take(&mut self.complaints)
    }

    /// The value of a JavaScript expression on the page. If it is a promise, the value that it resolves
    /// to.
    pub fn ask(&mut self, expression: &str) -> Value {
        let params =
            json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let answer = self.call("Runtime.evaluate", params);
        assert!(answer["exceptionDetails"].is_null(), "{expression}: {answer}");
        answer["result"]["value"].clone()
    }

    fn call(&mut self, method: &str, params: Value) -> Value {
        self.last_id += 1;
        let mut command = json!({ "id": self.last_id, "method": method, "params": params });
        if let Some(session) = &self.session {
            command["sessionId"] = json!(session);
        }
        write!(self.commands, "{command}\0").expect("Chromium takes commands");
        loop {
            let message = self.hear();
            if message["id"] == self.last_id {
                assert!(message["error"].is_null(), "{method}: {message}");
                return message["result"].clone();
            }
        }
    }

    /// The next message: an answer, or an event.
    fn hear(&mut self) -> Value {
        let mut message = Vec::new();
        self.answers.read_until(0, &mut message).expect("Chromium answers");
        assert_eq!(message.pop(), Some(0), "Chromium has gone");
        let message: Value = serde_json::from_slice(&message).expect("Chromium speaks JSON");
        let params = &message["params"];
        self.is_loaded |= message["method"] == "Page.loadEventFired";
        let is_complaint = match message["method"].as_str() {
            Some("Runtime.exceptionThrown") => true,
            Some("Runtime.consoleAPICalled") => {
                ["error", "warning", "assert"].iter().any(|kind| params["type"] == *kind)
            }
            Some("Log.entryAdded") => {
                ["error", "warning"].iter().any(|level| params["entry"]["level"] == *level)
            }
            _ => false,
        };
        if is_complaint {
            self.complaints.push(params.to_string());
        }
        message
    }
}

impl Drop for Tab {
    fn drop(&mut self) {
        // Both fail if Chromium has ended already, which does not matter.
        let close = json!({ "id": self.last_id + 1, "method": "Browser.close" });
        let _ = write!(self.commands, "{close}\0");
        let _ = self.program.wait();
    }
}
