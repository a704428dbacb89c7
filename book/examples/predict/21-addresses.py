# ANCHOR: where-is-the-port
import ipaddress, socket

server = socket.create_server(("::1", 0), family=socket.AF_INET6)
client = socket.create_connection(server.getsockname()[:2])
print(client.getpeername()[0])
host, port = client.getpeername()[:2]
print(ipaddress.ip_address(f"{host}:8888"))
# ANCHOR_END: where-is-the-port

# ANCHOR: three-names-for-one-place
server = socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True)
client = socket.create_connection(("127.0.0.1", server.getsockname()[1]))
conn, peer = server.accept()
print(server.getsockname()[0], conn.getsockname()[0], peer[0])
# ANCHOR_END: three-names-for-one-place
