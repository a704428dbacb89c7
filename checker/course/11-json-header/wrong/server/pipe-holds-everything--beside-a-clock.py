# Wrong: it reads all of standard output before it reads any of standard error. The command's other
# pipe fills up meanwhile, and both wait. The framework's first thread looks at its clock all the while.
import json
import socketserver
import struct
import subprocess
import sys


class Shell(socketserver.BaseRequestHandler):
    def handle(self):
        while command := self.request.recv(65536):
            child = subprocess.Popen(
                ["/bin/sh", "-c", command],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
            with child:
                out = child.stdout.read()
                err = child.stderr.read()
            body, stream = (err, "stderr") if err else (out, "stdout")
            header = {
                "stream": stream,
                "command": command.decode(errors="replace"),
                "exit_code": child.returncode,
                "data_len": len(body),
            }
            header = json.dumps(header, ensure_ascii=False).encode()
            self.request.sendall(struct.pack("<i", len(header)) + header + body)


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
