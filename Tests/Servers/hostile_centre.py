#!/usr/bin/env python3
"""A hostile centre for tests: hostile_centre.py MODE

Listens on loopback and prints its port. Enrols everybody; MODE determines how it treats all other
requests (see REPLIES and MEASURING). GET /counts returns the bytes that it sent and received, and
the number of requests.
"""
import json, re, socket, sys, threading, time

mode = sys.argv[1]
counts = {"sent": 0, "received": 0, "requests": 0}
lock = threading.Lock()
BLOCK = b"x" * 65536


class Gone(Exception):
    pass


class Line:
    def __init__(self, connection):
        self.connection = connection
        self.buffer = b""

    def send(self, data):
        try:
            self.connection.sendall(data)
        except OSError:
            raise Gone
        with lock:
            counts["sent"] += len(data)

    def more(self):
        try:
            data = self.connection.recv(1 << 18)
        except OSError:
            raise Gone
        if not data:
            raise Gone
        with lock:
            counts["received"] += len(data)
        self.buffer += data

    def request(self):
        while b"\r\n\r\n" not in self.buffer:
            self.more()
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        lines = head.decode("latin-1").split("\r\n")
        fields = {k.lower(): v.strip() for k, _, v in (l.partition(":") for l in lines[1:])}
        method, path, _ = lines[0].split(" ", 2)
        if not path.startswith("/agent/v1/bandwidth/upload"):
            length = int(fields.get("content-length", "0"))
            while len(self.buffer) < length:
                self.more()
            self.buffer = self.buffer[length:]
        with lock:
            counts["requests"] += path != "/counts"
        return method, path, fields

    def say(self, status, body=b"", kind="application/json", more=""):
        if not isinstance(body, bytes):
            body = json.dumps(body).encode()
        self.send(
            f"HTTP/1.1 {status} Said\r\nContent-Type: {kind}\r\n{more}"
            f"Content-Length: {len(body)}\r\n\r\n".encode() + body)


def problem(line, status, code, **more):
    body = {"type": "about:blank", "title": "t", "status": status, "code": code, "detail": "d"}
    line.say(status, body | more, "application/problem+json")


def stored(fields, **more):
    return {"status": "stored", "report": fields.get("report-id", ""), "sections": {}} | more


def endless(line, head, block=BLOCK):
    line.send(head)
    while True:
        line.send(block)


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
# Replies to a report (and, in suitable modes, to an upload or a download).
FLOODS = {
    "body": lambda l, f: endless(l, b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"),
    "errorBody": lambda l, f: endless(l, b"HTTP/1.1 400 No\r\n\r\n"),
    "head": lambda l, f: endless(l, b"HTTP/1.1 200 OK\r\n", b"A: " + b"b" * 900 + b"\r\n"),
    "headLine": lambda l, f: endless(l, b"HTTP/1.1 200 OK\r\nA: "),
    "interim": lambda l, f: endless(l, b"", b"HTTP/1.1 103 Early\r\nLink: <a>\r\n\r\n" * 1000),
    "chunks": lambda l, f: endless(l, CHUNKED, b"1\r\nx\r\n" * 10000),
    "chunkExtension": lambda l, f: endless(l, CHUNKED + b"1;"),
    "trailers": lambda l, f: endless(l, CHUNKED + b"0\r\n", b"A: " + b"b" * 900 + b"\r\n"),
}
ODD = {
    "gzip": lambda l, f: l.say(
        200, b"\x1f\x8b\x08" + b"\0" * 999, more="Content-Encoding: gzip\r\n"),
    "redirectFile": lambda l, f: l.say(302, more="Location: file:///etc/passwd\r\n"),
    "redirectHost": lambda l, f: l.say(307, more="Location: http://127.0.0.2:9/\r\n"),
    "http09": lambda l, f: endless(l, b"hello "),
    "notHTTP": lambda l, f: l.send(b"SSH-2.0-OpenSSH_9.9\r\n" * 10),
    "wrongType": lambda l, f: l.say(422, b"<html>notJSON</html>", "text/html"),
    "duplicateKeys": lambda l, f: l.say(
        200, b'{"status":"stored","report":"no","report":"x","sections":{}}'),
    "nan": lambda l, f: l.say(200, b'{"status":"stored","report":NaN,"sections":{}}'),
    "deep": lambda l, f: l.say(200, b"[" * 60000),
    "deepObject": lambda l, f: l.say(200, b'{"sections":' * 5000),
    "latin": lambda l, f: l.say(200, b'{"status":"\xff\xfe","report":"\xc3"}'),
    "zero": lambda l, f: l.say(200, b"\0" * 60000),
    "nextSeqHuge": lambda l, f: problem(l, 409, "sequenceBehind", nextSeq=999999999999998),
    "nextSeqFloat": lambda l, f: problem(l, 409, "sequenceBehind", nextSeq=1e300),
    "retryZero": lambda l, f: l.say(503, {}, more="Retry-After: 0\r\n"),
    "retryHuge": lambda l, f: l.say(503, {}, more="Retry-After: " + "9" * 400 + "\r\n"),
    "negativeLength": lambda l, f: l.send(b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n"),
    "twoLengths": lambda l, f: l.send(
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 5\r\n\r\n{}"),
    "status999": lambda l, f: l.say(999, {}),
    "status100": lambda l, f: (l.send(b"HTTP/1.1 100 Continue\r\n\r\n" * 20), l.say(200, {})),
    "upgrade": lambda l, f: l.send(
        b"HTTP/1.1 101 Switching\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n"),
    "cookies": lambda l, f: l.say(200, {}, more="Set-Cookie: a=b\r\n" * 60),
    "terminal": lambda l, f: problem(l, 422, "notJSON", detail="\x1b[2J\x1b]0;owned\x07" * 50),
    "manySections": lambda l, f: l.say(
        200, stored(f, sections={f"s{i}": "0" * 64 for i in range(700)})),
    "oddSections": lambda l, f: l.say(
        200, stored(f, sections={"../../x": "\u202e" * 900, "hardware": "zz"})),
}
REPLIES = FLOODS | ODD


def trickle(line, fields):
    line.send(b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n")
    while True:
        line.send(b"x")
        time.sleep(0.5)


REPLIES["trickle"] = trickle


def drain(line):
    """Reads an upload to its end."""
    while not line.buffer.endswith(b"0\r\n\r\n"):
        line.buffer = line.buffer[-16:]
        line.more()


def upload(line, fields):
    if mode in FLOODS:
        threading.Thread(target=quietly, args=(drain, line), daemon=True).start()
        FLOODS[mode](line, fields)
    drain(line)
    line.say(200, {"receivedBytes": 1})


def arrivals(line, fields):
    line.send(b"HTTP/1.1 200 OK\r\n\r\n")
    number, big = 0, int(mode.removeprefix("arrivals") or 0) if mode.startswith("arrivals") else 0
    while True:
        number += 1
        tell = {"seconds": time.monotonic(), "segments": number, "bytes": number * 1000}
        if big:
            tell = {"seconds": time.monotonic(), "segments": number, "bytes": number * big}
        line.send(json.dumps(tell).encode() + b"\n")
        time.sleep(0.02)


def quietly(work, *arguments):
    try:
        work(*arguments)
    except Gone:
        pass


def download(line, path, fields):
    wanted = int(re.search(r"bytes=(\d+)", path).group(1))
    if wanted > 0 and mode in FLOODS:
        return FLOODS[mode](line, fields)
    line.send(f"HTTP/1.1 200 OK\r\nContent-Length: {wanted}\r\n\r\n".encode())
    while wanted > 0:
        line.send(BLOCK[:wanted])
        wanted -= len(BLOCK)


def serve(line):
    while True:
        _, path, fields = line.request()
        if path == "/counts":
            with lock:
                body = dict(counts)
            line.say(200, body)
        elif path == "/agent/v1/enroll":
            line.say(200, {
                "machine": "m1", "keyId": "m1.1", "commune": "19318", "communeName": "c",
                "provinceName": "p", "nextSeq": 1})
        elif path.startswith("/agent/v1/bandwidth/download"):
            download(line, path, fields)
        elif path == "/agent/v1/bandwidth/upload":
            upload(line, fields)
        elif path == "/agent/v1/bandwidth/arrivals":
            arrivals(line, fields)
        else:
            REPLIES[mode](line, fields)


listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", 0))
listener.listen(64)
print(listener.getsockname()[1], flush=True)


def connection(socket):
    quietly(serve, Line(socket))
    socket.close()


while True:
    threading.Thread(target=connection, args=(listener.accept()[0],), daemon=True).start()
