"""A real centre with a province of simulated machines, and people who can sign in to it."""
import json, os, pathlib, re, subprocess, tempfile, time, urllib.parse, urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BIN = pathlib.Path(os.environ.get("BIN", ROOT / ".build" / "debug"))
PASSWORD = "một câu dễ nhớ để thử"


class Centre:
    """`commune-inventory serve` on a port that the system chose; gone with `close`."""

    def __init__(self, *options, machines=3, communes=40, simulated=True):
        self.folder = tempfile.TemporaryDirectory(prefix="centre-")
        self.database = f"{self.folder.name}/inventory.sqlite"
        self.log = open(f"{self.folder.name}/serve.log", "w+")
        self.process = subprocess.Popen(
            [BIN / "commune-inventory", "serve", "--listen", "127.0.0.1:0",
             "--database", self.database, *options],
            stdout=self.log, stderr=subprocess.STDOUT)
        self.address = self._said(r"Serving on (http://[0-9.:]+)/")
        self.first_link = None
        self.people = {}
        if simulated:
            self._fill(machines, communes)

    def _said(self, pattern, seconds=60):
        for _ in range(seconds * 10):
            text = pathlib.Path(self.log.name).read_text()
            if found := re.search(pattern, text):
                return found[1]
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise AssertionError(f"the centre never said {pattern}:\n{text}")

    def inventory(self, *arguments):
        """What a command at the centre prints."""
        done = subprocess.run(
            [BIN / "commune-inventory", *map(str, arguments), "--database", self.database],
            capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _fill(self, machines, communes):
        """Quảng Ngãi: invented figures, and machines in its first communes."""
        self.inventory("communes", "import", ROOT / "demonstration/communes.csv", "--simulated")
        tokens = json.loads(self.inventory(
            "token", "create", "--province", "51", "--uses", "40", "--format", "json"))
        file = pathlib.Path(self.folder.name) / "tokens.json"
        file.write_text(json.dumps(tokens[:communes]))
        subprocess.run(
            [BIN / "fleet-simulator", "--server", self.address, "--token-file", file,
             "--machines", str(machines), "--nights", "1", "--concurrency", "4", "--seed", "51",
             "--facts", ROOT / "demonstration/facts.csv"],
            check=True, capture_output=True)

    def person(self, name, role="administrator", *place):
        """Somebody who can sign in with PASSWORD; place: `--province 51` or `--commune 21250`."""
        if name not in self.people:
            said = self.inventory("user", "add", name, "--role", role, *place,
                                  "--server", self.address)
            link = said.split()[-1]
            form = urllib.parse.urlencode({"password": PASSWORD, "again": PASSWORD}).encode()
            request = urllib.request.Request(link, form, {"Origin": self.address})
            opener = urllib.request.build_opener(NoRedirect)
            try:
                opener.open(request)
            except urllib.error.HTTPError as answer:
                assert answer.code == 303, answer.read().decode()
            self.people[name] = PASSWORD
        return name

    def close(self):
        self.process.terminate()
        self.process.wait(30)
        self.log.close()
        self.folder.cleanup()


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None
