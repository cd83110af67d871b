#!/usr/bin/env python3
"""A web server for tests with every login method: web.py LOG [CERTIFICATE KEY]

Listens on loopback, prints its port, and writes one line per request to LOG: method, path, and
whether it had secrets ("auth" or "-"). The password determines the answer: "right" is accepted.
"""
import base64, hashlib, http.server, json, re, ssl, sys, threading, time, urllib.parse

log = open(sys.argv[1], "a", buffering=1)
lock = threading.Lock()
sessions = {}


# Answers of a gateway, or of a service that has not accepted the login.
PAGES = {
    "robot": (200, '<html><div class="g-recaptcha"></div></html>', {}),
    "challenge": (200, "x", {"cf-mitigated": "challenge"}),
    "rejected": (200, "<title>Request Rejected</title>The requested URL was rejected.", {}),
    "again": (200, '<form>session expired<input type="password" name="p"></form>', {}),
    "blocked": (403, "<html>Web Page Blocked! Attack ID: 20000051</html>", {}),
    "wait": (401, "too many", {"WWW_Authenticate": 'Basic realm="r"', "Retry_After": "900"}),
    "other": (401, "sign in first", {"WWW_Authenticate": "Negotiate"}),
}


def md5(text):
    return hashlib.md5(text.encode()).hexdigest()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def note(self, secret):
        with lock:
            log.write(f"{self.command} {self.path} {'auth' if secret else '-'}\n")

    def say(self, status, body="", **fields):
        body = body.encode()
        self.send_response(status)
        for name, value in fields.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def outcome(self, password):
        """The result of each password with HTTP authentication."""
        if password == "drop":
            self.close_connection = True
            self.connection.close()
        elif password == "hang":
            time.sleep(600)
        elif password in PAGES:
            status, text, fields = PAGES[password]
            self.say(status, text, Content_Type="text/html", **fields)
        else:
            status = {"right": 200, "barred": 403, "broken": 500, "later": 429, "away": 302}
            fields = {"Location": "/elsewhere"} if password == "away" else {}
            texts = {"locked": "Tài khoản bị khóa", "right": "hello", "barred": "Forbidden",
                     "unknown": "Mailbox is full"}
            self.say(status.get(password, 401), texts.get(password, "Unauthorized"), **fields)

    def do_GET(self):
        given = self.headers.get("Authorization", "")
        self.note(given)
        path = self.path
        if path == "/basic":
            if not given.startswith("Basic "):
                return self.say(401, WWW_Authenticate='Basic realm="r"')
            user, _, password = base64.b64decode(given[6:]).decode().partition(":")
            return self.outcome(password if user == "officer" else "nobody")
        if path == "/digest":
            return self.digest(given)
        if path == "/bearer":
            if not given.startswith("Bearer "):
                return self.say(401, WWW_Authenticate='Bearer realm="r"')
            return self.outcome(given[7:])
        if path == "/closed":
            # A gateway that looks at no token; the number differs each time.
            text = {"right": "Missing Authentication Token 7", "wrong": "Invalid token"}
            return self.say(403, text.get(given[7:], "Missing Authentication Token 6"))
        if path == "/forbidden":
            return self.say(403, "<html>403 Forbidden</html>", Content_Type="text/html")
        if path == "/hang":
            time.sleep(600)
        if path == "/login":
            session, token = f"s{len(sessions)}", f"t&\"{len(sessions)}"
            sessions[session] = token
            value = token.replace("&", "&amp;").replace('"', "&quot;")
            page = f'<html><form><INPUT type=hidden name="csrf" value="{value}"><input name=u></form>'
            return self.say(200, page, Set_Cookie=f"session={session}; Path=/")
        if path == "/long":
            return self.say(200, "x" * (2 << 20))
        self.say({"/open": 200, "/moved": 302, "/broken": 500}.get(path, 404))

    def digest(self, given):
        realm, nonce = "r", "5ccc069c403ebaf9f0171e9517f40e41"
        if not given.startswith("Digest "):
            field = f'Digest realm="{realm}", nonce="{nonce}", qop="auth", algorithm=MD5'
            return self.say(401, WWW_Authenticate=field)
        parts = dict(re.findall(r'(\w+)="?([^",]+)"?', given))
        for password in ("right", "barred", "drop"):
            first, second = md5(f"officer:{realm}:{password}"), md5("GET:/digest")
            middle = f"{nonce}:{parts['nc']}:{parts['cnonce']}:auth"
            if parts["response"] == md5(f"{first}:{middle}:{second}"):
                return self.outcome(password)
        self.say(401, WWW_Authenticate=f'Digest realm="{realm}", nonce="{nonce}", qop="auth"')

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        fields = {k: v[0] for k, v in urllib.parse.parse_qs(body, True).items()}
        self.note(True)
        if self.path == "/token":
            return self.token(fields)
        cookie = self.headers.get("Cookie", "")
        if self.path == "/login" and fields.get("csrf") != sessions.get(cookie[8:], "none"):
            return self.say(400, "no session")
        answers = {
            "right": (302, "", {"Location": "/home"}),
            "escaped": (200, "T&#xE0;i kho&#x1EA3;n của bạn đã bị kh&oacute;a", {}),
            "page": (401, "<html>Mã bảo mật không đúng", {}),
            "locked": (200, "Tài khoản của bạn đã bị khóa", {}),
            "expired": (200, "Mật khẩu đã hết hạn", {}),
            "missing": (200, "Tài khoản chưa được cấp", {}),
            "odd": (200, "Trang chủ", {}),
            "broken": (503, "", {}),
        }
        if fields.get("p") == "drop":
            self.close_connection = True
            return self.connection.close()
        status, text, more = answers.get(fields.get("p"), (200, "Sai tên hoặc mật khẩu", {}))
        self.say(status, text, **more)

    def token(self, fields):
        def error(status, word):
            text = json.dumps({"error": word, "error_description": "Invalid user credentials"})
            self.say(status, text, Content_Type="application/json")

        given = self.headers.get("Authorization", "")
        client, secret = fields.get("client_id"), fields.get("client_secret")
        if given.startswith("Basic "):
            client, _, secret = base64.b64decode(given[6:]).decode().partition(":")
        if client != "probe" or secret not in ("right", None):
            return error(401, "invalid_client")
        if fields.get("grant_type") == "client_credentials" and secret is None:
            return error(401, "invalid_client")
        password = fields.get("password", "right")
        errors = {"wrong": "invalid_grant", "scope": "invalid_scope", "kind": "unauthorized_client"}
        if password in errors:
            return error(400, errors[password])
        self.say(200, json.dumps({"access_token": "xyz", "token_type": "Bearer"}))


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *arguments):
        pass


server = Server(("127.0.0.1", 0), Handler)
if len(sys.argv) > 2:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[2], sys.argv[3])
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
print(server.server_port, flush=True)
server.serve_forever()
