#!/usr/bin/python3
"""Forwards connections to 127.0.0.1:PORT until BYTES have come from a client, then forwards nothing
more in either direction and keeps every connection open, like a stalled network. Prints its port.

    stalling_proxy.py PORT BYTES
"""
import socket, sys, threading

TARGET, LIMIT = int(sys.argv[1]), int(sys.argv[2])
stalled = threading.Event()
passed = 0


def forward(source, target, counts):
    global passed
    while data := source.recv(65536):
        if counts:
            passed += len(data)
            if passed > LIMIT:
                stalled.set()
        if stalled.is_set():
            threading.Event().wait()
        target.sendall(data)
    target.shutdown(socket.SHUT_WR)


def main():
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    while True:
        client, _ = listener.accept()
        server = socket.create_connection(("127.0.0.1", TARGET))
        for ends in ((client, server, True), (server, client, False)):
            threading.Thread(target=forward, args=ends, daemon=True).start()


main()
