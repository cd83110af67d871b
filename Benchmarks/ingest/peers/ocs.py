"""OCS Inventory's server as Debian 12 ships it: Apache with mod_perl, and MariaDB with its own defaults.

Everything it creates is below one folder; the machine's own Apache and MariaDB, if any, are not
touched.
"""
import os, pathlib, pwd, subprocess, sys, time
from servers import Server, free_port, listens, wait

PACKAGES = ["apache2-bin", "libapache2-mod-perl2", "mariadb-client-core", "mariadb-server-core",
            "ocsinventory-server"]
CONFIGURATION = "/etc/apache2/conf-available/ocsinventory-server.conf"
# From the package's configuration.
DATABASE, USER, PASSWORD = "ocsweb", "ocs", "ocs"
APACHE = """
ServerRoot "{folder}"
DefaultRuntimeDir "{folder}"
ServerName localhost
Listen 127.0.0.1:{port}
PidFile "{folder}/apache.pid"
ErrorLog "{folder}/apache.log"
LoadModule mpm_prefork_module {modules}/mod_mpm_prefork.so
LoadModule authn_core_module {modules}/mod_authn_core.so
LoadModule authn_file_module {modules}/mod_authn_file.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule authz_user_module {modules}/mod_authz_user.so
LoadModule auth_basic_module {modules}/mod_auth_basic.so
LoadModule env_module {modules}/mod_env.so
LoadModule perl_module {modules}/mod_perl.so
StartServers {connections}
Include {configuration}
PerlSetEnv OCS_OPT_DBI_MYSQL_SOCKET "{folder}/mariadb.sock"
PerlSetEnv OCS_OPT_LOGPATH "{folder}"
"""


def missing():
    """Debian packages that are not installed."""
    def is_installed(package):
        status = subprocess.run(["dpkg-query", "-W", "-f", "${db:Status-Status}", package],
                                capture_output=True, text=True)
        return status.stdout == "installed"
    return [package for package in PACKAGES if not is_installed(package)]


def schema(folder):
    """The SQL files of ocsinventory-reports, which need not be installed: it would require PHP."""
    installed = pathlib.Path("/usr/share/ocsinventory-reports/files")
    if installed.exists():
        return installed
    files = folder / "ocsinventory-reports" / "usr/share/ocsinventory-reports/files"
    if not files.exists():
        folder.mkdir(parents=True, exist_ok=True)
        got = subprocess.run(["apt-get", "download", "-q", "ocsinventory-reports"], cwd=folder,
                             capture_output=True, text=True)
        if got.returncode:
            sys.exit(f"apt-get download ocsinventory-reports failed: {got.stderr.strip()[-300:]}")
        package = next(folder.glob("ocsinventory-reports_*.deb"))
        subprocess.run(["dpkg", "-x", package, folder / "ocsinventory-reports"], check=True)
    return files


class OCS(Server):
    name, path, credentials = "OCS Inventory", "/ocsinventory", None

    def __init__(self, folder, files, connections):
        super().__init__()
        folder.mkdir()
        self.folder, self.files, self.connections = folder, files, connections
        self.port, self.socket, self.owner = free_port(), folder / "mariadb.sock", {}
        if os.geteuid() == 0:
            # Neither MariaDB nor Apache runs as root.
            account = pwd.getpwnam("www-data")
            self.owner = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
            for path in [folder.parent, folder]:
                os.chown(path, account.pw_uid, account.pw_gid)

    def open(self):
        self.start_mariadb()
        self.fill()
        self.start_apache()

    def start_mariadb(self):
        data, log = self.folder / "data", self.folder / "mariadb.log"
        made = subprocess.run(
            ["mariadb-install-db", "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal",
             "--skip-test-db"], capture_output=True, text=True, **self.owner)
        if made.returncode:
            sys.exit(f"mariadb-install-db failed: {(made.stdout + made.stderr).strip()[-500:]}")
        process = self.start(
            ["/usr/sbin/mariadbd", "--no-defaults", f"--datadir={data}", f"--socket={self.socket}",
             "--skip-networking", f"--tmpdir={self.folder}", f"--pid-file={self.folder}/mariadb.pid"],
            log, **self.owner)
        wait("MariaDB", lambda: self.sql("SELECT 1", check=False) is not None, process, log)

    def sql(self, text, *arguments, check=True):
        done = subprocess.run(["mariadb", "--no-defaults", f"--socket={self.socket}", "--user=root", *arguments],
                              input=text, capture_output=True, text=True)
        if done.returncode and check:
            sys.exit(f"MariaDB refused: {done.stderr.strip()[:500]}")
        return None if done.returncode else done.stdout

    def fill(self):
        self.sql(f"CREATE DATABASE {DATABASE} CHARACTER SET utf8 COLLATE utf8_bin;"
                 f"CREATE USER {USER}@localhost IDENTIFIED BY '{PASSWORD}';"
                 f"GRANT ALL ON {DATABASE}.* TO {USER}@localhost;")
        # The package has the schema of a later release: update 7045 drops a column that its server writes.
        for name in ["ocsbase_new.sql", *(f"update/{number}.sql" for number in range(7040, 7045))]:
            self.sql((self.files / name).read_text(), DATABASE)

    def start_apache(self):
        configuration, log = self.folder / "apache.conf", self.folder / "apache.start"
        configuration.write_text(APACHE.format(
            folder=self.folder, port=self.port, modules="/usr/lib/apache2/modules",
            connections=self.connections, configuration=CONFIGURATION))
        process = self.start(["/usr/sbin/apache2", "-f", configuration, "-D", "FOREGROUND"], log, **self.owner)
        wait("Apache", lambda: listens(self.port), process, log, self.folder / "apache.log")

    def whole(self, packages, _):
        """The number of computers of which every package is stored: a deadlock loses what was
        answered with 200."""
        time.sleep(1)  # It commits after its answer.
        return int(self.sql(
            f"SELECT count(*) FROM (SELECT 1 FROM hardware JOIN software ON hardware.ID = software.HARDWARE_ID"
            f" GROUP BY hardware.ID HAVING count(*) = {packages}) AS whole", "--skip-column-names", DATABASE))

    def bytes(self):
        """The size of the tables and their indexes."""
        return sum(file.stat().st_size for file in (self.folder / "data" / DATABASE).iterdir())
