# The standard library's framework, a thread for each client; the header is indented and says more
# than it has to.
import json
import socketserver
import struct
import subprocess
import sys


class Shell(socketserver.StreamRequestHandler):
    wbufsize = -1

    def handle(self):
        while command := self.request.recv(1024):
            done = subprocess.run(
                ["/bin/sh", "-c", command], stdin=subprocess.DEVNULL, capture_output=True
            )
            body, stream = (done.stderr, "stderr") if done.stderr else (done.stdout, "stdout")
            header = {
                "stream": stream,
                "command": command.decode(errors="replace"),
                "exit_code": done.returncode,
                "data_len": len(body),
            }
            header = json.dumps(header, indent=4, ensure_ascii=False).encode()
            self.wfile.write(struct.pack("<i", len(header)) + header)
            self.wfile.write(body)
            self.wfile.flush()


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")
try:
    server = Server((host, int(port)), Shell)
except OSError as error:
    sys.exit(f"{address}: {error}")
with server:
    server.serve_forever()
