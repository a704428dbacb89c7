"""Plays a chapter's experiments as a Python prompt would, one after another, and prints what each one said.

    python3 book/examples/predict/prompt.py book/examples/predict/05-glue.py

An experiment stands between its ANCHOR lines; the book shows just that. `# Varies` above it means that its
output is another one on another machine or day: it is played, and what it says is left out. `# Not run`
means that it never ends, or needs what not every machine has. What is printed here is kept beside the
experiments (05-glue.out); the book's tests play them again and compare.
"""

import contextlib
import io
import os
import re
import sys
import tempfile

PART = re.compile(r"(?:# (Varies|Not run)\b[^\n]*\n)?# ANCHOR: (\S+)\n(.*?)# ANCHOR_END", re.DOTALL)

with open(sys.argv[1], encoding="utf-8") as file:
    parts = PART.findall(file.read())

names = {}
with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    for mark, name, code in parts:
        program = compile(code, name, "exec")
        if mark == "Not run":
            continue
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            try:
                exec(program, names)
            except Exception as error:
                # The last line of what a prompt would show.
                print(f"{type(error).__name__}: {error}")
        if not mark and said.getvalue():
            print(f"# ANCHOR: {name}\n{said.getvalue()}# ANCHOR_END: {name}", flush=True)

# Threads that still wait for somebody would wait for ever.
os._exit(0)
