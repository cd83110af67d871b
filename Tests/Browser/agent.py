"""A machine that enrols and reports over the real protocol, with any content that a test gives."""
import base64, hashlib, json, time, urllib.error, urllib.parse, urllib.request, uuid

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


class Refusal(Exception):
    """The centre's answer if it is not 200."""

    def __init__(self, status, body):
        super().__init__(f"{status}: {body}")
        self.status = status


def field(data):
    """A byte sequence of RFC 9651."""
    return f":{base64.b64encode(data).decode()}:"


class Agent:
    """`said`: members of the enrolment request, such as `installId`."""

    def __init__(self, address, token, **said):
        self.address = address
        self.key = Ed25519PrivateKey.generate()
        public = base64.b64encode(
            self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()
        self.key_id = public
        self.sequence = 0
        reply = self._send("/agent/v1/enroll", "commune-enrolment", {
            "token": token, "publicKey": public, "installId": "i", "agentVersion": "0.1.0",
            "evidence": {}, **said})
        self.machine, self.key_id = reply["machine"], reply["keyId"]

    def report(self, body):
        self.sequence += 1
        return self._send("/agent/v1/reports", "commune-report", body, {
            "report-id": str(uuid.uuid4()), "agent-seq": str(self.sequence)})

    def _send(self, path, tag, body, numbers={}):
        """Signs a request as RFC 9421 specifies, over all components that the centre requires."""
        data = json.dumps(body).encode()
        fields = {"content-type": "application/json",
                  "content-digest": f"sha-256={field(hashlib.sha256(data).digest())}", **numbers}
        covered = {"@method": "POST", "@authority": urllib.parse.urlparse(self.address).netloc,
                   "@path": path, **fields}
        names = " ".join(f'"{name}"' for name in covered)
        parameters = (f'({names});created={int(time.time())};keyid="{self.key_id}"'
                      f';alg="ed25519";tag="{tag}"')
        base = "".join(f'"{name}": {value}\n' for name, value in covered.items())
        signature = self.key.sign(f'{base}"@signature-params": {parameters}'.encode())
        request = urllib.request.Request(self.address + path, data, {
            **fields, "signature-input": f"s={parameters}", "signature": f"s={field(signature)}"})
        try:
            with urllib.request.urlopen(request, timeout=60) as reply:
                return json.load(reply)
        except urllib.error.HTTPError as reply:
            raise Refusal(reply.code, reply.read().decode()) from None
