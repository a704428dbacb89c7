"""Runs a chapter's experiments one after another, as at one Python prompt, and prints the output of each.

    python3 book/examples/predict/prompt.py book/examples/predict/05-glue.py

The book shows the lines between an experiment's ANCHOR lines. `# Varies` above an experiment means that its
output differs between machines or days: it is run, but its output is left out. `# Not run` means that it
never ends, or needs something that not every machine has. The output is kept next to the experiments
(05-glue.py.out). The book's tests run them again and compare.
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

# Threads that are still blocked would keep the process alive for ever.
os._exit(0)
