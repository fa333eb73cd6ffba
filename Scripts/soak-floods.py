"""The floods of soak.sh: python3 soak-floods.py PORT PID http1|http2"""
import os
import socket
import ssl
import struct
import sys
import threading
import time

port, pid, version = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
scale = float(os.environ.get("SOAK_SCALE", "1"))
bound = float(os.environ.get("SOAK_BOUND", "32"))
size = lambda count: max(1, int(count * scale))


def resident():
    with open(f"/proc/{pid}/status") as status:
        for line in status:
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
    raise SystemExit("the server is gone")


def connect(timeout=20):
    plain = socket.create_connection(("127.0.0.1", port), timeout)
    if version == "http1":
        return plain
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_alpn_protocols(["h2"])
    return context.wrap_socket(plain, server_hostname="localhost")


def drain(connection):
    """Reads to the end; a flood may be cut off."""
    data = b""
    try:
        while True:
            more = connection.recv(65536)
            if not more:
                break
            data = (data + more)[-65536:]
    except OSError:
        pass
    connection.close()
    return data


def in_parallel(count, body, threads=16):
    numbers, lock = iter(range(count)), threading.Lock()

    def work():
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            try:
                body(number)
            except OSError:
                pass

    workers = [threading.Thread(target=work) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def ask(request):
    connection = connect()
    connection.sendall(request)
    drain(connection)


get = b"GET /healthz HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
login = b"POST /api/auth/login HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Type: application/json\r\n"


def short_connections():
    in_parallel(size(10_000), lambda _: ask(get))


def slowloris():
    held = [connect() for _ in range(size(500))]
    for connection in held:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: h\r\nX-Slow: ")
    for connection in held:
        drain(connection)


def big_headers():
    field = lambda bytes: b"X-Large: " + b"a" * bytes + b"\r\n"
    request = lambda number: get[:-2] + field(14_000 if number % 2 else 200_000) + b"\r\n"
    in_parallel(size(4_000), lambda number: ask(request(number)))


def big_bodies():
    content = b'{"username":"' + b"a" * 1_000_000 + b'","password":"b"}'
    request = login + b"Content-Length: %d\r\n\r\n" % len(content) + content
    in_parallel(size(500), lambda _: ask(request))


def half_bodies():
    held = [connect() for _ in range(size(200))]
    for connection in held:
        connection.sendall(login + b"Content-Length: 1000000\r\n\r\n" + b"a" * 500_000)
    for connection in held:
        connection.close()


def unread_answers():
    held = [connect() for _ in range(size(200))]
    for connection in held:
        connection.sendall(b"GET /openapi.json HTTP/1.1\r\nHost: h\r\n\r\n" * 500)
    time.sleep(5)
    for connection in held:
        connection.close()


def frame(kind, flags=0, stream=0, payload=b""):
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


hello = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4)
fields = b"\x82\x87\x04\x08/healthz\x01\x01h"


def over_http2(frames):
    def body(_):
        connection = connect()
        try:
            connection.sendall(hello + frames)
        except OSError:
            pass
        drain(connection)

    return lambda: in_parallel(size(100), body)


def streams(count):
    return range(1, 2 * count, 2)


def unread_http2():
    held = [connect() for _ in range(size(50))]
    request = b"\x87\x02\x04HEAD\x04\x08/healthz\x01\x01h"
    flood = hello + b"".join(frame(1, 5, number, request) for number in streams(20_000))
    for connection in held:
        connection.settimeout(0.2)
        try:
            connection.sendall(flood)
        except OSError:
            pass
    time.sleep(5)
    for connection in held:
        connection.close()


bomb = b"\x40\x01x\x7f\xa1\x1e" + b"a" * 4_000 + b"\xbe" * 8_000
floods = {
    "http1": [short_connections, slowloris, big_headers, big_bodies, half_bodies, unread_answers],
    "http2": [
        ("rapid reset", over_http2(b"".join(frame(1, 5, n, fields) + frame(3, 0, n, b"\0\0\0\x08") for n in streams(10_000)))),
        ("continuation frames", over_http2(frame(1, 1, 1, fields) + frame(9, 0, 1, b"\x82") * 10_000)),
        ("pings", over_http2(frame(6, payload=b"12345678") * 10_000)),
        ("settings", over_http2(frame(4, payload=b"\0\x04\0\0\xff\xff") * 10_000)),
        ("header bombs", over_http2(frame(1, 5, 1, fields + bomb))),
        ("requests without an end", over_http2(b"".join(frame(1, 4, n, fields) for n in streams(100)))),
        ("unread answers", unread_http2),
    ],
}[version]


def is_served():
    if version == "http1":
        connection = connect()
        connection.sendall(get)
        return b" 200 " in drain(connection)
    connection = connect()
    connection.sendall(hello + frame(1, 5, 1, fields))
    data = b""
    while b"status" not in data:
        more = connection.recv(65536)
        if not more:
            return False
        data += more
    connection.close()
    return True


def measured(flood):
    peak, done = [resident()], threading.Event()

    def watch():
        while not done.wait(0.05):
            peak[0] = max(peak[0], resident())

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        flood()
    finally:
        done.set()
        watcher.join()
    return peak[0]


def settled(limit):
    """Waits until the memory is down, or for 15 seconds: what is closed has its timeouts."""
    end = time.monotonic() + 15
    while resident() > limit and time.monotonic() < end:
        time.sleep(0.25)
    return resident()


# Whatever is made once (threads, pools, caches) is made before it is measured.
warm, scale = scale, scale / 20
for flood in floods:
    (flood[1] if isinstance(flood, tuple) else flood)()
scale = warm
time.sleep(6)
base = resident()
failed = False
print(f"{version:28}{'before':>8}{'most':>8}{'after':>8}   MiB resident, at most {base + bound:.0f} after")
for flood in floods:
    name, run = flood if isinstance(flood, tuple) else (flood.__name__.replace("_", " "), flood)
    before = resident()
    most = measured(run)
    after = settled(base + bound)
    good = after <= base + bound and is_served()
    failed = failed or not good
    print(f"{name:28}{before:8.1f}{most:8.1f}{after:8.1f}   {'' if good else 'FAILED'}", flush=True)
sys.exit(1 if failed else 0)
