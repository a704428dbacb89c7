# Python's own framework: a handler class, and Popen with communicate.
import socketserver
import subprocess
import sys

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8888"
host, _, port = address.rpartition(":")


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        try:
            while command := self.request.recv(1024):
                self.request.sendall(self.execute(command))
        except OSError as error:
            print(f"{self.client_address}: {error}", file=sys.stderr)

    def execute(self, command):
        try:
            process = subprocess.Popen(
                ["sh", "-c", command],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
        except (OSError, ValueError) as error:
            return str(error).encode()
        # Closes the child's standard input, drains both pipes, and waits.
        output, errors = process.communicate()
        return errors or output


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


try:
    server = Server((host, int(port)), Handler)
except OSError as error:
    sys.exit(f"{address}: {error}")
server.serve_forever()
