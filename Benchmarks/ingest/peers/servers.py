"""The servers that are compared: OCS Inventory's of Debian 12, and the centre; each on loopback only."""
import contextlib, json, os, pathlib, re, socket, sqlite3, subprocess, sys, time


def tree(pid):
    """A process and its descendants."""
    found = [pid]
    for task in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += tree(int(child))
    return found


def texts(pids, name):
    """A file in /proc of processes and their descendants."""
    while True:
        try:
            return [pathlib.Path(f"/proc/{pid}/{name}").read_text() for top in pids for pid in tree(top)]
        except (FileNotFoundError, ProcessLookupError):
            time.sleep(0.01)  # Apache ended one meanwhile; its time is its parent's then.


def cpu(pids):
    """The CPU seconds of processes, including those that have ended since."""
    fields = [text.rpartition(")")[2].split() for text in texts(pids, "stat")]
    return sum(int(tick) for each in fields for tick in each[11:15]) / os.sysconf("SC_CLK_TCK")


def memory(pids):
    """The memory of processes in bytes, with shared pages counted once."""
    return 1024 * sum(int(re.search(r"^Pss:\s+(\d+)", text, re.M)[1]) for text in texts(pids, "smaps_rollup"))


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


def listens(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
        return True
    except OSError:
        return False


def wait(what, is_ready, process, *logs):
    for _ in range(600):
        if process.poll() is not None:
            break
        if is_ready():
            return
        time.sleep(0.1)
    said = "".join(log.read_text(errors="replace") for log in logs if log.exists())
    sys.exit(f"{what} did not start:\n{said[-2000:]}")


class Server:
    """Processes that are ended on exit, or if one of them does not start."""

    def __init__(self):
        self.processes = []

    def start(self, command, log, **options):
        with open(log, "ab") as file:
            self.processes.append(subprocess.Popen(
                [str(c) for c in command], stdin=subprocess.DEVNULL, stdout=file, stderr=file, **options))
        return self.processes[-1]

    @property
    def pids(self):
        return [process.pid for process in self.processes]

    def __enter__(self):
        try:
            self.open()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


class Centre(Server):
    name, path = "Commune Inventory", "/glpi"

    def __init__(self, folder, binaries, uses):
        super().__init__()
        folder.mkdir()
        self.binaries, self.folder, self.uses = binaries, folder, uses
        self.database, self.tokens, self.port = folder / "centre.sqlite", folder / "tokens.json", free_port()

    def open(self):
        log = self.folder / "centre.log"
        process = self.start(
            [self.binaries / "commune-inventory", "serve", "--listen", f"127.0.0.1:{self.port}", "--database",
             self.database, "--reports-per-hour", "0"], log)
        wait("the centre", lambda: listens(self.port), process, log)
        tokens = subprocess.run(
            [self.binaries / "commune-inventory", "token", "create", "--province", "51", "--uses",
             str(self.uses), "--database", self.database, "--format", "json"], check=True,
            capture_output=True, text=True)
        self.tokens.write_text(tokens.stdout)
        self.credentials = [f"{t['commune']}:{t['token']}" for t in json.loads(tokens.stdout)]

    def figure(self, sql):
        with contextlib.closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as database:
            return database.execute(sql).fetchone()[0]

    def whole(self, _, inventories):
        """The number of computers with the given number of inventories in the database."""
        return self.figure("SELECT count(*) FROM (SELECT 1 FROM report GROUP BY machine"
                           f" HAVING count(*) = {inventories})")

    def bytes(self):
        """The size of the database, including its log."""
        return self.figure("PRAGMA page_count") * 4096
