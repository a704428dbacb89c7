# ANCHOR: joining-paths
import os
for name in ["a.txt", "../secret", "/etc/passwd", ""]:
    print(repr(os.path.join("/srv/files", name)))
# ANCHOR_END: joining-paths

# ANCHOR: text-mode
open("/tmp/three", "wb").write(b"a\r\n")
print(len(open("/tmp/three").read()))
open("/tmp/three", "wb").write(b"\xff\xd8\xff")
print(len(open("/tmp/three").read()))
# ANCHOR_END: text-mode

# ANCHOR: gone-already
open("/tmp/report", "w").write("last year's report\n")
try:
    with open("/tmp/report", "wb") as file:
        raise ConnectionError("the server is gone")
except ConnectionError:
    pass
print(repr(open("/tmp/report").read()))
# ANCHOR_END: gone-already

# ANCHOR: in-one-step
open("/tmp/a", "w").write("old\n"); open("/tmp/b", "w").write("new\n")
reader = open("/tmp/a")
os.replace("/tmp/b", "/tmp/a")
print(reader.read(), open("/tmp/a").read())
# ANCHOR_END: in-one-step
