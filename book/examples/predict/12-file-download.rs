//! Experiments with names of files, with text, and with a file that is replaced.

use crate::experiment::Experiment;

pub const EXPERIMENTS: &[Experiment] = &[
    Experiment::calls(calls::main),
    Experiment::same("joining-paths", || {
        joining_paths::main();
        Ok(())
    }),
    Experiment::same("text-mode", text_mode::main),
    Experiment::same("gone-already", gone_already::main),
    Experiment::same("in-one-step", in_one_step::main),
];

mod calls {
    use std::fs::{self, File};
    use std::io::{self, Read, Seek};
    use std::path::{Component, Path};

    use md5::{Digest, Md5};

    pub fn main() -> io::Result<()> {
        fs::write("a.txt", "content")?;
        let root = Path::new(".");
        let name = "a.txt";
        let mut stream = Vec::new();
        // ANCHOR: calls
        let mut parts = Path::new(name).components();
        let is_plain =
            parts.next() == Some(Component::Normal(name.as_ref())) && parts.next().is_none();
        let path = root.canonicalize()?.join(name).canonicalize()?; // where it really leads
        let is_inside = path.starts_with(root.canonicalize()?); // whole components, not letters
        let is_file = fs::metadata(&path)?.is_file(); // not a folder, not a pipe

        let mut file = File::open(&path)?; // bytes, never text
        let mut digest = Md5::new();
        let mut chunk = [0; 65_536];
        while let n @ 1.. = file.read(&mut chunk)? {
            digest.update(&chunk[..n]);
        }
        let digest = digest.finalize();
        file.rewind()?; // back to the beginning
        let size = io::copy(&mut file, &mut stream)?; // to a socket, the kernel copies by itself

        let mut new = File::create_new("a.txt.part")?; // fails if the name exists
        io::copy(&mut stream.take(size), &mut new)?; // never more than this file
        fs::rename("a.txt.part", "b.txt")?; // puts it in place in one step
        let header = format!("{size:04} {:02x}…", digest[0]); // zero-filled
        // ANCHOR_END: calls
        assert_eq!(header, "0007 9a…");
        assert!(is_plain && is_inside && is_file);
        assert_eq!(fs::read("b.txt")?, b"content");
        Ok(())
    }
}

mod joining_paths {
    // ANCHOR: joining-paths
    use std::path::Path;

    pub fn main() {
        for name in ["a.txt", "../secret", "/etc/passwd", ""] {
            println!("{:?}", Path::new("/srv/files").join(name));
        }
    }
    // ANCHOR_END: joining-paths
}

mod text_mode {
    // ANCHOR: text-mode
    use std::{fs, io};

    pub fn main() -> io::Result<()> {
        fs::write("three", b"a\r\n")?;
        println!("{}", fs::read_to_string("three")?.len());
        fs::write("three", b"\xff\xd8\xff")?;
        println!("{}", fs::read_to_string("three")?.len());
        Ok(())
    }
    // ANCHOR_END: text-mode
}

mod gone_already {
    // ANCHOR: gone-already
    use std::fs::{self, File};
    use std::io;

    fn download() -> io::Result<()> {
        let _file = File::create("report")?;
        Err(io::Error::other("the server is gone"))
    }

    pub fn main() -> io::Result<()> {
        fs::write("report", "last year's report\n")?;
        let _ = download();
        println!("{:?}", fs::read_to_string("report")?);
        Ok(())
    }
    // ANCHOR_END: gone-already
}

mod in_one_step {
    // ANCHOR: in-one-step
    use std::fs::{self, File};
    use std::io;

    pub fn main() -> io::Result<()> {
        fs::write("file", "old\n")?;
        fs::write("other", "new\n")?;
        let reader = File::open("file")?;
        fs::rename("other", "file")?;
        println!("{:?}", io::read_to_string(reader)?);
        println!("{:?}", fs::read_to_string("file")?);
        Ok(())
    }
    // ANCHOR_END: in-one-step
}
