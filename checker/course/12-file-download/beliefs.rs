//! Beliefs that lesson 12 meets first: what a file is, where it ends, where it lies, and when it is
//! there.

use stage::breach::Breach;

use super::Belief;
use super::evidence::*;
use super::runtimes::Says;
use crate::ids;

pub const BELIEFS: &[Belief] = &[
    Belief {
        id: ids::FILE_IS_TEXT,
        title: "A file is text.",
        truth: "A file is bytes. Most files are no UTF-8 at all, and in those that are, an end of line may be `\\r\\n`. Read it, send it and save it as bytes.",
        why: "Decoding either fails or puts U+FFFD in the place of what it does not know, and Python's text mode turns `\\r\\n` into `\\n` besides (open, newline). Either way the file is another one: another size, another digest.",
        chapter: "file-download",
        example: "\
let text = fs::read_to_string(path)?;            // wrong: fails on the first picture
String::from_utf8_lossy(&chunk)                  // wrong: changes it without a word
let count = file.read(&mut chunk)?;              // right: chunk[..count], whatever it is",
        fits: file_is_text,
    },
    Belief {
        id: ids::WHAT_COMES_IS_THIS_FILE,
        title: "What I receive after the header is the file.",
        truth: "The file is as many bytes as its header says. What comes behind them, be it in the same piece, is something else.",
        why: "A read into a buffer brings what is there, up to the buffer's size (recv(2)), and the connection may carry the next header already. Ask for no more than what is left of this file: `take` does it, or `min(rest, buffer)` in a loop.",
        chapter: "file-download",
        example: "\
let n = stream.read(&mut chunk)?;                // wrong: perhaps past the end
file.write_all(&chunk[..n])?;
let mut bytes = stream.take(header.filesize);    // right: ends where the file ends",
        fits: what_comes_is_this_file,
    },
    Belief {
        id: ids::NAMES_STAY_IN_THE_FOLDER,
        title: "A name that I am given is the name of something in my folder.",
        truth: "It is whatever the other side has written: `../secret`, `/etc/passwd`, or the name of a link that leads somewhere else. Joining it to a folder does not keep it inside.",
        why: "`join` puts paths together as the file system reads them: `..` goes up, and a path that begins with `/` replaces what stood before it (std's `Path::push`; Python's os.path.join). A server gives its secrets away, and a client lets a stranger choose where it writes. Take one plain name and nothing else; and where there may be links, ask where the file really is, and compare folder by folder.",
        chapter: "file-download",
        example: "\
File::open(root.join(name))                      // wrong: \"../secret\" is fine by it
if Path::new(name).components().count() != 1 { refuse }
let path = root.join(name).canonicalize()?;
if !path.starts_with(root) { refuse }            // right: it is really inside",
        fits: names_stay_in_the_folder,
    },
    Belief {
        id: ids::BEGUN_IS_FINISHED,
        title: "A file that I begin to write will be finished.",
        truth: "The other side may be gone at any byte, and what it sent may be damaged. Then half a file stands where somebody looks for a whole one, and the older one is lost.",
        why: "Creating a file empties the one that has its name (open(2), O_TRUNC), and everybody sees it grow. Write under another name in the same folder, and rename when all of it is there and right: a rename happens at once, or not at all (rename(2)). And remove the other file where it did not come to that.",
        chapter: "file-download",
        example: "\
let mut file = File::create(&path)?;             // wrong: the older one is gone already
let mut file = File::create_new(&partial)?;      // right: under another name,
fs::rename(&partial, &path)?;                    // and only a whole one gets this one",
        fits: begun_is_finished,
    },
    Belief {
        id: ids::RIGHT_LENGTH_IS_RIGHT_CONTENT,
        title: "If as many bytes came as were announced, it is the file.",
        truth: "It is as many bytes. Whether they are the right ones, only a digest of all of them tells, and only to somebody who compares it.",
        why: "TCP's checksum has 16 bits (RFC 9293, 3.1), so of the segments that are damaged on their way one in some 65,000 gets past it; and disks, memory and programs damage bytes as well. MD5 finds accidents. It does not find intent: anybody can make two files of the same MD5 (RFC 6151).",
        chapter: "file-download",
        example: "\
if received == header.filesize { keep }          // wrong: perhaps not these bytes
if hex(&md5.finalize()) != header.md5 { fail }   // right: these, or an error",
        fits: right_length_is_right_content,
    },
];

pub fn file_is_text(breach: &Breach) -> bool {
    has_replacement_characters(breach)
        || speaks_of(breach, Says::NotUtf8)
        || lost_carriage_returns(breach)
        || gave_up_on_a_file(breach)
}

pub fn what_comes_is_this_file(breach: &Breach) -> bool {
    has_more_than_the_file(breach) || gave_up_on_a_file(breach)
}

pub fn names_stay_in_the_folder(breach: &Breach) -> bool {
    got_a_file_instead_of_an_error(breach) || left_something_outside(breach)
}

pub fn begun_is_finished(breach: &Breach) -> bool {
    left_a_part_of_a_file(breach)
}

pub fn right_length_is_right_content(breach: &Breach) -> bool {
    ended_as_if_all_were_well(breach)
}
