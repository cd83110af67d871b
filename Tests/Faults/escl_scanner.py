"""An eSCL scanner on loopback or in a namespace; the first folder of a path selects its behaviour.

escl_scanner.py ADDRESS PORT [CERTIFICATE KEY [both]]: prints its port, ends with its standard input.
"""
import gzip
import http.server
import socket
import ssl
import sys
import threading
import time

CAPABILITIES = """<?xml version="1.0" encoding="{encoding}"?>
<!-- as printers send it -->
<scan:ScannerCapabilities xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm"
    xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03">
  <pwg:Version>2.63</pwg:Version>
  <pwg:MakeAndModel>{name}</pwg:MakeAndModel>
  <pwg:SerialNumber>VNB3K12345</pwg:SerialNumber>
  <scan:UUID>{uuid}</scan:UUID>
  <scan:Platen><scan:PlatenInputCaps>
    <scan:MinWidth>1</scan:MinWidth><scan:MaxWidth>2550</scan:MaxWidth>
    <scan:MinHeight>1</scan:MinHeight><scan:MaxHeight>3508</scan:MaxHeight>
    <scan:SettingProfiles><scan:SettingProfile>
      <scan:ColorModes><scan:ColorMode>RGB24</scan:ColorMode></scan:ColorModes>
      <scan:DocumentFormats><pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat>
        <scan:DocumentFormatExt>image/jpeg</scan:DocumentFormatExt></scan:DocumentFormats>
      <scan:SupportedResolutions><scan:DiscreteResolutions><scan:DiscreteResolution>
        <scan:XResolution>300</scan:XResolution><scan:YResolution>300</scan:YResolution>
      </scan:DiscreteResolution></scan:DiscreteResolutions></scan:SupportedResolutions>
    </scan:SettingProfile></scan:SettingProfiles>
  </scan:PlatenInputCaps></scan:Platen>
</scan:ScannerCapabilities>
"""
STATUS = """<?xml version="1.0" encoding="UTF-8"?>
<scan:ScannerStatus xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm"
    xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03">
  <pwg:Version>2.63</pwg:Version><pwg:State>{state}</pwg:State>
  <scan:Jobs><scan:JobInfo><pwg:JobState>Completed</pwg:JobState></scan:JobInfo></scan:Jobs>
</scan:ScannerStatus>
"""
BOMB = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    '<!ENTITY %s "%s">' % (name, ("&%s;" % before) * 10)
    for before, name in zip("abcdefgh", "bcdefghi")) + (
        "]><ScannerCapabilities><MakeAndModel>&i;</MakeAndModel></ScannerCapabilities>")
UUID = "4509a320-00a0-008f-00b6-%012d"


SEEN = {}
REDIRECTS = {
    "loop": "/loop/eSCL/ScannerCapabilities",
    "elsewhere": "http://localhost:9/good/eSCL/ScannerCapabilities",
    "protocol-relative": "//localhost/good/eSCL/ScannerCapabilities",
    "login": "/login.html",
    "root": "/ScannerCapabilities",
    "query": "/good/eSCL/ScannerCapabilities?session=1",
}


class Server(http.server.ThreadingHTTPServer):
    """With "both" it speaks TLS to clients that start with it, and plain HTTP to the others."""

    daemon_threads = True
    context = None

    def finish_request(self, request, address):
        if self.context and request.recv(1, socket.MSG_PEEK) == b"\x16":
            request = self.context.wrap_socket(request, server_side=True)
        super().finish_request(request, address)


class Scanner(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def send(self, body, status=200, fields=()):
        self.send_response(status)
        for field in fields:
            self.send_header(*field)
        self.send_header("Content-Type", "text/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def cut(self):
        self.send_response(200)
        self.send_header("Content-Length", "5000")
        self.end_headers()
        self.wfile.write(STATUS[:60].encode())
        self.close_connection = True

    def do_GET(self):
        manners = self.path.split("/")[1]
        count = SEEN[self.path] = SEEN.get(self.path, 0) + 1
        # "then-…": the first request is answered well, each further one badly.
        if manners.startswith("then-") and (
                self.path.endswith("/ScannerStatus") or count > 1):
            fault = manners[5:]
            if fault == "status":
                return self.send(b"", 503)
            if fault == "page":
                return self.send(b"<!DOCTYPE html><html><body>Busy</body></html>")
            if fault == "cut":
                return self.cut()
            if fault == "hang":
                time.sleep(60)
            self.close_connection = True
            return self.connection.close()
        # "to-PORT", "loop" and the like: a redirect, with or without TLS.
        if manners in REDIRECTS:
            return self.send(b"", 301, [("Location", REDIRECTS[manners])])
        if manners == "secure-only" and not isinstance(self.connection, ssl.SSLSocket):
            return self.send(b"", 404)
        if self.path.endswith("/ScannerStatus"):
            if manners == "stateless":
                return self.send(b"", 404)
            return self.send(STATUS.format(state=manners.capitalize()
                                           if manners in ("stopped", "processing", "odd")
                                           else "Idle").encode())
        if not self.path.endswith("/ScannerCapabilities"):
            return self.send(b"", 404)
        name, encoding, number = "HP LaserJet MFP M28-M31", "UTF-8", 1
        if manners == "vietnamese":
            name, number = "Canon Máy quét văn phòng", 2
        if manners == "latin":
            name, encoding, number = "Kyocera Numériseur", "ISO-8859-1", 3
        text = CAPABILITIES.format(name=name, encoding=encoding, uuid=UUID % number)
        body = text.encode("latin-1" if manners in ("latin", "wrong") else "utf-8")
        if manners == "wrong":
            body = body.replace(b"LaserJet", b"Laser\xe9Jet")
        if manners == "blanks":
            body = b"\r\n" + body
        elif manners == "nul":
            body += b"\0"
        elif manners == "ampersand":
            body = body.replace(b"HP LaserJet", b"HP R&D LaserJet")
        if manners == "silent":
            time.sleep(60)
        elif manners == "slow":
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            for byte in body:
                self.wfile.write(bytes([byte]))
                time.sleep(1)
        elif manners == "huge":
            self.send(body[:-30] + b" " * 10_000_000)
        elif manners == "malformed":
            self.send(body[:300])
        elif manners == "bomb":
            self.send(BOMB.encode())
        elif manners == "page":
            self.send(b"<!DOCTYPE html><html><body>Welcome</body></html>")
        elif manners == "moved":
            self.send(b"", 302, [("Location", "/good/eSCL/ScannerCapabilities")])
        elif manners == "refused":
            self.send(body, 401)
        elif manners == "gzip":
            self.send(gzip.compress(body), 200, [("Content-Encoding", "gzip")])
        elif manners == "gzip-bomb":
            self.send(gzip.compress(body + b" " * 10_000_000), 200, [("Content-Encoding", "gzip")])
        elif manners == "busy" and count == 1:
            self.send(b"", 503, [("Retry-After", "1")])
        elif manners == "always-busy":
            self.send(b"", 503, [("Retry-After", "3600")])
        else:
            self.send(body)


server = Server((sys.argv[1], int(sys.argv[2])), Scanner)
if len(sys.argv) > 3:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[3], sys.argv[4])
    if sys.argv[5:] == ["old"]:
        # As multifunction printers of 2011 to 2014.
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    if sys.argv[5:] == ["both"]:
        server.context = context
    else:
        server.socket = context.wrap_socket(server.socket, server_side=True)
print(server.server_address[1], flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
