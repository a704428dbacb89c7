# The standard library's framework, pathlib, and the kernel's own way from a file to a socket.
import hashlib
import json
import pathlib
import socketserver
import sys


class Files(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True

    def header(self, **fields):
        text = json.dumps(fields, ensure_ascii=False).encode()
        self.wfile.write(b"%04d%s" % (len(text), text))

    def handle(self):
        for line in self.rfile:
            name = line.decode(errors="surrogateescape").removesuffix("\n")
            path = (root / name).resolve()
            if not (path.is_relative_to(root) and path.is_file()):
                self.header(error=f"no file {name!r} here")
                continue
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "md5").hexdigest()
                self.header(md5=digest, filesize=path.stat().st_size, filename=name)
                file.seek(0)
                self.connection.sendfile(file)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


address, root = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
host, _, port = address.rpartition(":")
try:
    server = Server((host, int(port)), Files)
except OSError as error:
    sys.exit(f"{address}: {error}")
with server:
    server.serve_forever()
