#!/usr/bin/env python3
"""A mail server for tests that implements only logins: mail.py imap|smtp LOG [CERTIFICATE KEY
[tls]]

Listens on loopback, prints its port, and writes one line per login attempt to LOG. With a
certificate it offers STARTTLS; with "tls" it is encrypted from the start. The password determines
its answer.
"""
import base64, socketserver, ssl, sys

protocol, log = sys.argv[1], open(sys.argv[2], "a", buffering=1)
context = None
if len(sys.argv) > 3:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[3], sys.argv[4])
implicit = len(sys.argv) > 5

IMAP = {
    "right": "OK [CAPABILITY IMAP4rev1] welcome",
    "expired": "NO [EXPIRED] officer must change secret",
    "contact": "NO [CONTACTADMIN] officer is barred",
    "later": "NO [UNAVAILABLE] come back",
    "denied": "NO [AUTHORIZATIONFAILED] no",
    "bad": "BAD what",
    "plain": "NO Login failed.",
    "rude": "NO go away",
    "strange": "NO [AUTHENTICATIONFAILED] go away",
    "down": "NO Server Unavailable. 15",
}
SMTP = {
    "right": "235 2.7.0 welcome",
    "disabled": "535 5.7.13 officer is disabled",
    "change": "432 4.7.12 A password transition is needed",
    "later": "454 4.7.0 Temporary authentication failure",
    "weak": "534 5.7.9 Authentication mechanism is too weak",
    "odd": "554 5.0.0 no secret",
    "full": "535 5.7.8 Mailbox is full",
}


class Handler(socketserver.StreamRequestHandler):
    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def read(self):
        return self.rfile.readline(4096).decode().strip()

    def secure(self):
        self.request = context.wrap_socket(self.request, server_side=True)
        self.connection, self.encrypted = self.request, True
        self.setup()

    def handle(self):
        self.encrypted = False
        try:
            if implicit:
                self.secure()
            (self.imap if protocol == "imap" else self.smtp)()
        except (OSError, ssl.SSLError, ValueError):
            pass

    def password(self, text):
        log.write("attempt\n")
        return base64.b64decode(text).decode().split("\0")[2]

    def imap(self):
        self.say("* OK hello")
        while line := self.read():
            tag, command, *rest = line.split(" ")
            if command == "CAPABILITY":
                more = " STARTTLS" if context and not self.encrypted else ""
                self.say(f"* CAPABILITY IMAP4rev1 AUTH=PLAIN AUTH=LOGIN AUTH=CRAM-MD5{more}")
                self.say(f"{tag} OK done")
            elif command == "STARTTLS":
                self.say(f"{tag} OK go")
                self.secure()
            elif command == "AUTHENTICATE" and rest[0] == "PLAIN":
                self.say("+ ")
                self.say(f"{tag} {IMAP.get(self.password(self.read()), 'NO [AUTHENTICATIONFAILED] no')}")
            elif command == "LOGOUT":
                self.say("* BYE")
                return self.say(f"{tag} OK bye")
            else:
                self.say(f"{tag} {'OK' if command == 'NOOP' else 'BAD'} {command}")

    def smtp(self):
        self.say("220 hello")
        while line := self.read():
            command, *rest = line.split(" ")
            if command == "EHLO":
                if context and not self.encrypted:
                    self.say("250-STARTTLS")
                self.say("250-localhost")
                self.say("250 AUTH LOGIN PLAIN CRAM-MD5")
            elif command == "STARTTLS":
                self.say("220 go")
                self.secure()
            elif command == "AUTH" and rest[0] == "PLAIN":
                given = rest[1] if len(rest) > 1 else None
                if given is None:
                    self.say("334 ")
                    given = self.read()
                self.say(SMTP.get(self.password(given), "535 5.7.8 officer: authentication failed"))
            elif command == "QUIT":
                return self.say("221 bye")
            else:
                self.say("250 ok" if command == "NOOP" else "502 no")


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = allow_reuse_address = True

    def handle_error(self, *arguments):
        pass


with Server(("127.0.0.1", 0), Handler) as server:
    print(server.server_address[1], flush=True)
    server.serve_forever()
