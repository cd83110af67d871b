"""Fills an inventory with the past of many provinces, publishes each, and measures: see ./run."""
import importlib.machinery, importlib.util, json, os, pathlib, random, re, sqlite3, statistics, subprocess
import sys, time

HERE = pathlib.Path(__file__).resolve().parent
binaries, work, months, provinces = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
program, database = f"{binaries}/commune-inventory", f"{work}/inventory.sqlite"
address = f"postgresql://owner@/nation?host={work}/pg"
DAY = 86_400_000_000
NOW = int(time.time() * 1e6)


def history():
    """The past of a commune day by day, as Benchmarks/history makes it."""
    loader = importlib.machinery.SourceFileLoader("history", str(HERE.parent / "history"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("history", loader))
    sys.dont_write_bytecode = True
    loader.exec_module(module)
    module.DAYS = round(months * 30.4375)
    module.START = NOW - (module.DAYS + 1) * DAY
    return module


NAMES = ("computersPerOfficial", "oldComputersShare", "scanners", "reportingCoverage", "lineBitsPerSecond",
         "usableServicesShare", "digitalSignatures", "adequateComputersPerOfficial", "supportedSystemsShare")


def fill():
    past, generator = history(), random.Random(1)
    sample = [past.rows_of(generator) for _ in range(past.SAMPLE)]
    db = sqlite3.connect(database)
    db.execute("PRAGMA synchronous = OFF")
    chosen = [code for (code,) in db.execute("SELECT code FROM province ORDER BY code LIMIT ?", (provinces,))]
    db.execute("INSERT OR REPLACE INTO setting (name, value) VALUES ('measureHistorySince', ?)", (str(past.START),))
    rows = 0
    for index, (commune, _) in enumerate(db.execute(
            f"SELECT code, province FROM commune WHERE province IN ({', '.join('?' * len(chosen))})", chosen).fetchall()):
        measures, reporting = sample[index % past.SAMPLE]
        rows += len(measures) + len(reporting)
        # One office's changes are not another's to the microsecond.
        shift = index * 1_009
        # Officials are counted otherwise in each commune.
        scale = 1 + index % 97 / 97
        measures = [(number, begin + shift, end and end + shift, low * scale, high * scale, observed)
                    for number, begin, end, low, high, observed in measures]
        db.executemany("INSERT INTO commune_measure_past VALUES (?, ?, ?, ?, ?, ?, ?)",
                       [(commune, *row) for row in measures])
        db.executemany("INSERT INTO commune_measure (commune, measure, low, high, observedAt, dated)"
                       " VALUES (?, ?, ?, ?, ?, ?)",
                       [(commune, NAMES[row[0] - 1], row[3], row[4], row[5] or NOW - DAY // 3, row[5] is not None)
                        for row in measures if row[2] is None])
        db.executemany("INSERT INTO commune_reporting_past VALUES (?, ?, ?, 20, 0, 20, ?, ?, ?, 0, 0, ?, ?)",
                       [(commune, row[0] + shift, row[1] and row[1] + shift, *row[2:]) for row in reporting])
        db.execute("INSERT INTO commune_reporting (commune, machines, simulatedMachines, lastReportAt, holdUntil,"
                   " freshMachines, madeAt, computersThere, revision) VALUES (?, 20, 0, ?, ?, 20, ?, 20, 1)",
                   (commune, NOW - DAY // 3, NOW + 3650 * DAY, NOW - DAY // 3))
        db.execute("UPDATE commune SET officials = ?, dossiersPerMonth = ?, remote = ? WHERE code = ?",
                   (15 + index % 16, 200 + index % 900, index % 3 == 0, commune))
    db.commit()
    db.close()
    return chosen, rows


def pass_night(province, night):
    """A third of the measures have another value in the morning."""
    at = int(time.time() * 1e6)
    db = sqlite3.connect(database)
    where = ("untilAt IS NULL AND (measure + CAST(commune AS INTEGER) + ?) % 3 = 0"
             " AND commune IN (SELECT code FROM commune WHERE province = ?)")
    ended = db.execute(f"SELECT * FROM commune_measure_past WHERE {where}", (night, province)).fetchall()
    db.execute(f"UPDATE commune_measure_past SET untilAt = ? WHERE {where}", (at, night, province))
    db.executemany("INSERT INTO commune_measure_past VALUES (?, ?, ?, NULL, ?, ?, ?)",
                   [(c, m, at, low * 1.001, high * 1.001, observed) for c, m, _, _, low, high, observed in ended])
    db.execute("UPDATE commune_reporting SET lastReportAt = ?, madeAt = ? WHERE commune IN"
               " (SELECT code FROM commune WHERE province = ?)", (at, at, province))
    db.commit()
    db.close()


def run(*arguments):
    start = time.perf_counter()
    done = subprocess.run([program, *arguments], capture_output=True, text=True,
                          env={**os.environ, "LC_ALL": "C.UTF-8"})
    if done.returncode:
        sys.exit(done.stderr)
    return time.perf_counter() - start, done.stdout


def publish(province, *more):
    seconds, said = run("publish", "--database", database, "--to", address, "--province", province,
                        "--format", "json", *more)
    return seconds, json.loads(said) if "--verify" not in more else None


def psql(query, name="nation"):
    return subprocess.run(["psql", "-h", f"{work}/pg", "-U", "owner", "-d", name, "-Atqc", query],
                          check=True, capture_output=True, text=True).stdout.strip()


def ingest(publishing):
    """p50 and p99 of 40 reports a second for half a minute, with a publication of everything beside them."""
    place = f"{work}/ingest-{publishing}"
    os.mkdir(place)
    with sqlite3.connect(database) as source, sqlite3.connect(f"{place}/i.sqlite") as target:
        source.backup(target)
    log = open(f"{place}/log", "w+")
    server = subprocess.Popen([program, "serve", "--listen", "127.0.0.1:0", "--database", f"{place}/i.sqlite",
                               "--reports-per-hour", "0"], stdout=log, stderr=subprocess.STDOUT)
    try:
        while not (found := re.search(r"Serving on (http://[0-9.:]+)", pathlib.Path(log.name).read_text())):
            time.sleep(0.1)
        _, tokens = run("token", "create", "--province", "51", "--uses", "60", "--format", "json",
                        "--database", f"{place}/i.sqlite")
        pathlib.Path(f"{place}/tokens.json").write_text(tokens)
        load = subprocess.Popen(
            [f"{binaries}/fleet-simulator", "--server", found[1], "--token-file", f"{place}/tokens.json",
             "--machines", "4", "--nights", "4", "--rate", "40", "--concurrency", "8"],
            stdout=subprocess.PIPE, text=True)
        times = 0
        while publishing and load.poll() is None:
            run("publish", "--database", f"{place}/i.sqlite", "--to", address, "--province", "51", "--everything")
            times += 1
        said = load.communicate()[0].strip().splitlines()[-1]
        return f"{said}" + (f"; {times} publications meanwhile" if publishing else "")
    finally:
        server.terminate()
        server.wait()


def main():
    run("init", "--database", database)
    # Its measures' rules are those of a centre that was started once.
    chosen, rows = fill()
    psql("CREATE DATABASE nation", "postgres")
    run("nation", "install", "--to", address)
    size = os.path.getsize(database)
    print(f"{len(chosen)} provinces, {months} months: {rows} rows of history, the SQLite file {size / 1e6:.0f} MB")
    first = [publish(province) for province in chosen]
    print(f"a province's {months} months: median {statistics.median(s for s, _ in first):.2f} s, at most"
          f" {max(s for s, _ in first):.2f} s for {max(r['rows'] for _, r in first)} rows")
    nights = []
    for night in range(5):
        pass_night("51" if "51" in chosen else chosen[0], night)
        nights.append(publish("51" if "51" in chosen else chosen[0]))
    print(f"a night of a province: median {statistics.median(s for s, _ in nights):.2f} s, at most"
          f" {max(s for s, _ in nights):.2f} s")
    print(f"nothing new: {publish(chosen[0])[0]:.2f} s; --verify: {publish(chosen[-1], '--verify')[0]:.2f} s")
    psql("VACUUM ANALYZE")
    for name, source in (("PostgreSQL", ["--from", address]), ("one SQLite file", ["--database", database])):
        times = [run("rank", "--format", "json", "--output", f"{work}/ranking", *source)[0] for _ in range(5)]
        plans = [run("plan", "--budget", "500000000000", "--format", "json", "--output", f"{work}/plan", *source)[0]
                 for _ in range(3)]
        print(f"the nation ranked from {name}: {statistics.median(times):.2f} s, planned {statistics.median(plans):.2f} s")
    total = int(psql("SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c JOIN pg_namespace n"
                     " ON n.oid = c.relnamespace WHERE n.nspname = 'commune_inventory' AND c.relkind = 'r'"))
    print(f"size: {total / 1e6:.0f} MB, {total / 1e6 / len(chosen) / (months / 12):.1f} MB per province and year")
    for month in psql(
            "SELECT substring(c.relname FROM '[0-9]{4}_[0-9]{2}$') || ' ' || sum(pg_total_relation_size(c.oid))"
            " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'commune_inventory'"
            " AND c.relkind = 'r' AND c.relname ~ '[0-9]{4}_[0-9]{2}$' AND c.reltuples > 0"
            " GROUP BY substring(c.relname FROM '[0-9]{4}_[0-9]{2}$') ORDER BY 1").splitlines()[-4:-1]:
        name, size = month.split()
        print(f"growth in {name.replace('_', '-')}: {int(size) / 1e6:.1f} MB")
    if "51" in chosen and os.path.exists(f"{binaries}/fleet-simulator"):
        print("ingest alone:", ingest(False))
        print("ingest while publishing:", ingest(True))


main()
