#!/usr/bin/python3
"""A chat system's webhook on a local port, which it prints. `webhook.py STATUS SECRET`: answers
each POST with STATUS, after printing `good` if its signature is valid and recent, otherwise `bad`.
With the status `cut` it closes the connection without an answer."""
import hashlib, hmac, http.server, json, sys, time

STATUS, SECRET = sys.argv[1], sys.argv[2].encode()


class Hook(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        stamp = self.headers["Commune-Inventory-Timestamp"]
        expected = "sha256=" + hmac.new(SECRET, stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        said = self.headers["Commune-Inventory-Signature"]
        letter = json.loads(body)
        good = hmac.compare_digest(expected, said) and letter["id"] == self.headers["Idempotency-Key"]
        print("good" if good else "bad", letter["area"], letter["subject"], flush=True)
        if STATUS == "cut":
            self.close_connection = True
            return
        self.send_response(int(STATUS))
        if STATUS.startswith("3"):
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hook) as server:
    print(server.server_address[1], flush=True)
    server.serve_forever()
