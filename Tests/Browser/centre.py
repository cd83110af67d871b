"""A real centre with a province of simulated machines, and people who can sign in to it."""
import atexit, base64, contextlib, functools, hashlib, json, os, pathlib, re, shutil, sqlite3, subprocess, \
    tempfile, time, unicodedata

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BIN = pathlib.Path(os.environ.get("BIN", ROOT / ".build" / "debug"))
PASSWORD = "một câu dễ nhớ để thử"


class Centre:
    """`commune-inventory serve` on a port chosen by the system; removed by `close`."""

    def __init__(self, *options, machines=3, communes=40, simulated=True):
        self.folder = tempfile.TemporaryDirectory(prefix="centre-")
        self.database = f"{self.folder.name}/inventory.sqlite"
        if simulated:
            shutil.copy(filled(machines, communes), self.database)
        self.log = open(f"{self.folder.name}/serve.log", "w+")
        self.process = subprocess.Popen(
            [BIN / "commune-inventory", "serve", "--listen", "127.0.0.1:0",
             "--database", self.database, *options],
            stdout=self.log, stderr=subprocess.STDOUT)
        self.address = self._said(r"Serving on (http://[0-9.:]+)/")
        self.people = set()

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
        """The output of a command at the centre."""
        done = subprocess.run(
            [BIN / "commune-inventory", *map(str, arguments), "--database", self.database],
            capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def tokens(self, *place, uses=40):
        """Enrolment tokens for `--province 51` or `--commune 21250`; otherwise for the country."""
        made = json.loads(self.inventory(
            "token", "create", *place, "--uses", uses, "--format", "json"))
        return made if isinstance(made, list) else [made]

    def simulate(self, tokens, machines):
        """Lets simulated machines enrol and report."""
        file = pathlib.Path(self.folder.name) / "tokens.json"
        file.write_text(json.dumps(tokens))
        subprocess.run(
            [BIN / "fleet-simulator", "--server", self.address, "--token-file", file,
             "--machines", str(machines), "--nights", "1", "--concurrency", "4", "--seed", "51",
             "--facts", ROOT / "demonstration/facts.csv"],
            check=True, capture_output=True)

    def machines(self):
        """The output of `machines list`."""
        return json.loads(self.inventory("machines", "list", "--format", "json"))

    def row(self, question, *values):
        """The first row of a query on the inventory."""
        with contextlib.closing(sqlite3.connect(self.database, timeout=30)) as database:
            return database.execute(question, values).fetchone()

    def rows(self, question, *values):
        """All rows of a query on the inventory."""
        with contextlib.closing(sqlite3.connect(self.database, timeout=30)) as database:
            return database.execute(question, values).fetchall()

    def silence(self, machine, days):
        """Makes a machine's last report `days` days old, also in the counts of coverage."""
        then = int((time.time() - days * 86_400) * 1e6)
        with contextlib.closing(sqlite3.connect(self.database, timeout=30)) as database:
            database.execute("UPDATE machine SET lastReportAt = ? WHERE id = ?", (then, machine))
            database.execute(
                "UPDATE commune_reporting SET holdUntil = 0"
                " WHERE commune = (SELECT commune FROM machine WHERE id = ?)", (machine,))
            database.commit()

    def person(self, name, role="administrator", *place):
        """Creates a user who can sign in with PASSWORD; place: `--province 51` or `--commune
        21250`."""
        if name not in self.people:
            self.inventory("user", "add", name, "--role", role, *place)
            # People choose it through the link, which takes a second; tests have many people.
            with contextlib.closing(sqlite3.connect(self.database, timeout=30)) as database:
                database.execute(
                    "UPDATE user SET password = ? WHERE name = ?", (cheap_hash(PASSWORD), name))
                database.commit()
            self.people.add(name)
        return name

    def close(self):
        self.process.terminate()
        self.process.wait(60)
        self.log.close()
        self.folder.cleanup()


def cheap_hash(password):
    """A scrypt hash as the centre stores it, with the lowest cost that it accepts."""
    salt = os.urandom(16)
    digest = hashlib.scrypt(
        unicodedata.normalize("NFKC", password).encode(), salt=salt, n=1 << 10, r=8, p=1, dklen=32)
    return "$".join(["scrypt", "10", "8", "1", *(base64.b64encode(b).decode() for b in (salt, digest))])


@functools.cache
def filled(machines, communes):
    """An inventory that is made once per run; tests work on copies of it. It has Quảng Ngãi with
    invented figures, and machines in its first communes."""
    folder = tempfile.mkdtemp(prefix="inventory-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    file = f"{folder}/filled.sqlite"
    centre = Centre(simulated=False)
    try:
        centre.inventory("communes", "import", ROOT / "demonstration/communes.csv", "--simulated")
        centre.simulate(centre.tokens("--province", "51")[:communes], machines)
        centre.inventory("backup", file)
    finally:
        centre.close()
    return file
