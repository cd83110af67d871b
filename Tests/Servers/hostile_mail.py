#!/usr/bin/python3
"""A mail server that misbehaves, on a port of this computer that it prints. `hostile_mail.py MODE`:

silent     accepts the connection and sends nothing
endless    greets without end
hangs      receives a whole letter and never answers
closes     receives a whole letter and closes the connection
away       421 to every greeting
plain      offers no encryption and accepts every letter
nofrom     550 to the sender

Prints `letter` for each letter received."""
import socketserver, sys, time

MODE = sys.argv[1]


class Session(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        try:
            self.converse()
        except OSError:
            pass

    def converse(self):
        if MODE == "silent":
            time.sleep(60)
            return
        if MODE == "endless":
            while True:
                self.say("220-" + "x" * 900)
        if MODE == "away":
            self.say("421 4.3.2 closing for the night")
            return
        self.say("220 hostile")
        while line := self.rfile.readline(10_000):
            word = line[:4].upper()
            if word == b"EHLO":
                self.say("250 hostile")
            elif word == b"MAIL" and MODE == "nofrom":
                self.say("550 5.7.1 not from you")
            elif word == b"DATA":
                self.say("354 go on")
                while self.rfile.readline(10_000) not in (b".\r\n", b""):
                    pass
                print("letter", flush=True)
                if MODE == "hangs":
                    time.sleep(60)
                if MODE in ("hangs", "closes"):
                    return
                self.say("250 taken")
            elif word == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 fine")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


with Server(("127.0.0.1", 0), Session) as server:
    print(server.server_address[1], flush=True)
    server.serve_forever()
