//! A Chromium without a window, and the few words of its DevTools protocol that the tests need. It reads
//! commands from descriptor 3 and answers on descriptor 4, JSON with a zero byte behind each: lesson 10's
//! framing, with another delimiter. So neither a port nor a crate is needed for it.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

/// The shell gives Chromium our two pipes under the numbers that it wants. The tests take half a
/// minute; a Chromium that hangs is ended after ten, so that they fail and do not wait for ever.
const START: &str = r#"exec timeout 600 "$0" "$@" 3<&0 4>&1 </dev/null >/dev/null 2>&1"#;

/// How the page is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// In CSS pixels.
    pub width: u32,
    /// What the reader's system asks for: `light` or `dark`.
    pub scheme: &'static str,
}

/// One tab of a Chromium of its own, which ends with the test.
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

    /// From now on, pages are looked at like this. The scheme is for pages that are loaded from now on.
    pub fn look(&mut self, look: Look) {
        let Look { width, scheme } = look;
        let is_phone = width < 600;
        let size =
            json!({ "width": width, "height": 844, "deviceScaleFactor": 1, "mobile": is_phone });
        self.call("Emulation.setDeviceMetricsOverride", size);
        let feature = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.call("Emulation.setEmulatedMedia", json!({ "features": feature }));
    }

    /// Loads a page, until all of it is there. Returns what the browser had to complain of.
    pub fn load(&mut self, url: &str) -> Vec<String> {
        self.complaints.clear();
        self.is_loaded = false;
        let answer = self.call("Page.navigate", json!({ "url": url }));
        assert!(answer["errorText"].is_null(), "{url}: {answer}");
        while !self.is_loaded {
            self.hear();
        }
        // What was said on the way has been heard by the time that another question is answered.
        self.ask("0");
        std::mem::take(&mut self.complaints)
    }

    /// The value of a JavaScript expression on the page; of a promise, what it promises.
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

    /// The next message: an answer, or the news of an event.
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
        // Both are of use only as long as Chromium is there, and it may have gone already.
        let close = json!({ "id": self.last_id + 1, "method": "Browser.close" });
        let _ = write!(self.commands, "{close}\0");
        let _ = self.program.wait();
    }
}
