// Believed: one read brings the whole file.

use md5::{Digest, Md5};
use serde_json::Value;
use std::env;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::path::Path;

pub fn main() -> io::Result<()> {
    let arguments: Vec<String> = env::args().collect();
    let (name, dest) = (&arguments[2], Path::new(&arguments[3]));
    let mut stream = TcpStream::connect(&arguments[1])?;
    stream.write_all(format!("{name}\n").as_bytes())?;

    let mut digits = [0; 4];
    stream.read_exact(&mut digits)?;
    let length = str::from_utf8(&digits).map_err(io::Error::other)?;
    let length: u16 = length.parse().map_err(io::Error::other)?;
    let mut header = vec![0; length as usize];
    stream.read_exact(&mut header)?;
    let header: Value = serde_json::from_slice(&header)?;
    if let Some(error) = header["error"].as_str() {
        return Err(io::Error::other(error.to_string()));
    }
    let fields = (header["filename"].as_str(), header["filesize"].as_u64(), header["md5"].as_str());
    let (Some(filename), Some(size), Some(md5)) = fields else {
        return Err(io::Error::other("bad header"));
    };
    if filename.contains('/') || ["", ".", ".."].contains(&filename) {
        return Err(io::Error::other("bad file name"));
    }

    let partial = dest.join(".partial");
    if let Err(error) = save(&mut stream, &partial, size, md5) {
        fs::remove_file(&partial)?;
        return Err(error);
    }
    fs::rename(&partial, dest.join(filename))?;
    println!("{name} {size} bytes md5 {md5}");
    Ok(())
}

fn save(stream: &mut TcpStream, path: &Path, size: u64, md5: &str) -> io::Result<()> {
    let mut file = File::create(path)?;
    let mut hash = Md5::new();
    let mut bytes = vec![0; size.min(10_000_000) as usize];
    let n = stream.read(&mut bytes)?;
    if n == 0 && size > 0 {
        return Err(io::Error::other("the server is gone"));
    }
    file.write_all(&bytes[..n])?;
    hash.update(&bytes[..n]);
    let digest: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    if digest != md5 {
        return Err(io::Error::other("the digest does not match"));
    }
    Ok(())
}
