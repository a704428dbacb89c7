# ANCHOR: joining-paths
import os
for name in ["a.txt", "../secret", "/etc/passwd", ""]:
    print(repr(os.path.join("/srv/files", name)))
# ANCHOR_END: joining-paths

# ANCHOR: text-mode
open("three", "wb").write(b"a\r\n")
print(len(open("three").read()))
open("three", "wb").write(b"\xff\xd8\xff")
print(len(open("three").read()))
# ANCHOR_END: text-mode

# ANCHOR: gone-already
open("report", "w").write("last year's report\n")
try:
    with open("report", "wb") as file:
        raise ConnectionError("the server is gone")
except ConnectionError:
    pass
print(repr(open("report").read()))
# ANCHOR_END: gone-already

# ANCHOR: in-one-step
open("file", "w").write("old\n"); open("other", "w").write("new\n")
reader = open("file")
os.replace("other", "file")
print(repr(reader.read()))
print(repr(open("file").read()))
# ANCHOR_END: in-one-step
