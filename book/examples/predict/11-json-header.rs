//! Experiments with a header in JSON: where it ends, and what it may claim.

use crate::experiment::Experiment;

pub const EXPERIMENTS: &[Experiment] = &[
    Experiment::calls(calls::main),
    Experiment::same("one-read", one_read::main),
    Experiment::same("numbers", || {
        numbers::main();
        Ok(())
    }),
    Experiment::not_played("four-bytes-two-gigabytes", || {
        four_bytes_two_gigabytes::main();
        Ok(())
    }),
];

mod calls {
    use std::io::{self, Read};

    use serde::{Deserialize, Serialize};

    pub fn main() -> io::Result<()> {
        // ANCHOR: calls
        #[derive(Serialize, Deserialize)]
        struct Header {
            data_len: u64, // must be there, and a whole number that is not negative
            #[serde(default)]
            exit_code: i32, // may be missing; unknown fields are skipped
        }
        let header = serde_json::to_vec(&Header { data_len: 6, exit_code: 0 })?; // JSON as bytes
        let length = i32::try_from(header.len()).map_err(io::Error::other)?;
        let message = [&length.to_le_bytes(), &header[..], "你好".as_bytes()].concat();

        let mut stream = &message[..];
        let mut length = [0; 4];
        stream.read_exact(&mut length)?; // exactly four bytes, in whatever pieces they arrive
        let length = u64::try_from(i32::from_le_bytes(length)).map_err(io::Error::other)?;
        let mut header = Vec::new();
        stream.by_ref().take(length).read_to_end(&mut header)?; // memory for what arrives
        let header: Header = serde_json::from_slice(&header)?; // all of it, or an error
        // ANCHOR_END: calls
        assert_eq!((header.data_len, header.exit_code, stream.len()), (6, 0, 6));
        Ok(())
    }
}

mod one_read {
    // ANCHOR: one-read
    use std::io::{self, Read, Write};
    use std::os::unix::net::UnixStream;

    use serde_json::{Value, json};

    pub fn main() -> io::Result<()> {
        let (mut server, mut client) = UnixStream::pair()?;
        let header = serde_json::to_vec(&json!({ "data_len": 6 }))?;
        server.write_all(&header)?;
        server.write_all("你好".as_bytes())?;
        let mut buffer = [0; 1024];
        let n = client.read(&mut buffer)?;
        let header: Value = serde_json::from_slice(&buffer[..n])?;
        println!("{header}");
        Ok(())
    }
    // ANCHOR_END: one-read
}

mod numbers {
    // ANCHOR: numbers
    use serde::Deserialize;

    #[derive(Deserialize)]
    struct Header {
        n: usize,
    }

    pub fn main() {
        for text in [
            r#"{"n": 3}"#,
            r#"{"n": -3}"#,
            r#"{"n": 3.7}"#,
            r#"{"n": "3"}"#,
            r#"{"n": 1e3}"#,
            r#"{}"#,
            r#"{"n": NaN}"#,
        ] {
            match serde_json::from_str::<Header>(text) {
                Ok(Header { n }) => println!("{text} → {n}"),
                Err(error) => println!("{text} → {error}"),
            }
        }
    }
    // ANCHOR_END: numbers
}

mod four_bytes_two_gigabytes {
    // ANCHOR: four-bytes-two-gigabytes
    pub fn main() {
        let length = i32::from_le_bytes(*b"\xff\xff\xff\x7f");
        let body = vec![0_u8; length as usize];
        println!("{}", body.len());
    }
    // ANCHOR_END: four-bytes-two-gigabytes
}
