// The lower limit: inserts the rows of full reports (or of unchanged nights) in batches through
// SQLite's own interface, with synchronous=FULL. rows DATABASE BATCH REPORTS
// full|decoded|unchanged, on an inventory that has machines and cannot be used for anything else
// afterwards. `decoded` also decodes the JSON of each report's sections with json-c.
#include <json-c/json.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <time.h>

static sqlite3 *db;

static void check(int status) {
  if (status == SQLITE_OK || status == SQLITE_DONE || status == SQLITE_ROW) return;
  fprintf(stderr, "rows: %s\n", sqlite3_errmsg(db));
  exit(1);
}

static void run(const char *sql) { check(sqlite3_exec(db, sql, NULL, NULL, NULL)); }

static sqlite3_stmt *prepare(const char *sql) {
  sqlite3_stmt *statement;
  check(sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL));
  return statement;
}

static void step(sqlite3_stmt *statement) {
  check(sqlite3_step(statement));
  check(sqlite3_reset(statement));
}

// Milliseconds per report.
static double each(struct timeval *from, struct timeval *to, int reports) {
  return ((double)(to->tv_sec - from->tv_sec) * 1e3 + (double)(to->tv_usec - from->tv_usec) / 1e3) / reports;
}

static double now(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

// The text of the newest section of a probe.
static char *newest(const char *probe) {
  sqlite3_stmt *find = prepare(
      "SELECT b.body FROM section s JOIN section_body b ON b.section = s.id WHERE s.probe = ?"
      " ORDER BY s.id DESC LIMIT 1");
  check(sqlite3_bind_text(find, 1, probe, -1, SQLITE_STATIC));
  int status = sqlite3_step(find);
  if (status != SQLITE_ROW) {
    fprintf(stderr, "rows: the inventory has no section of %s\n", probe);
    exit(1);
  }
  char *text = strdup((const char *)sqlite3_column_text(find, 0));
  sqlite3_finalize(find);
  return text;
}

static json_object *decoded(const char *text) {
  json_object *value = json_tokener_parse(text);
  if (value == NULL) {
    fprintf(stderr, "rows: a section that is not JSON\n");
    exit(1);
  }
  return value;
}

static const char *member(json_object *object, const char *name) {
  json_object *value;
  return json_object_object_get_ex(object, name, &value) ? json_object_get_string(value) : NULL;
}

int main(int count, char **words) {
  if (count != 5) return 64;
  int batch = atoi(words[2]), reports = atoi(words[3]), decodes = !strcmp(words[4], "decoded");
  int full = decodes || !strcmp(words[4], "full");
  check(sqlite3_open(words[1], &db));
  run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = 1;"
      "PRAGMA mmap_size = 268435456; PRAGMA cache_size = -16384");
  sqlite3_stmt *all = prepare("SELECT max(number), max(lastSequence) FROM machine");
  check(sqlite3_step(all));
  long machines = sqlite3_column_int64(all, 0), sequence = sqlite3_column_int64(all, 1);
  sqlite3_finalize(all);
  sqlite3_stmt *report = prepare("INSERT INTO report VALUES (?, ?, ?, 1, ?, randomblob(32))");
  sqlite3_stmt *machine = prepare(
      "UPDATE machine SET lastSequence = ?2, lastReportAt = ?3, clockSkewSeconds = 1 WHERE number = ?1");
  sqlite3_stmt *seen = prepare(
      "UPDATE section SET lastSeen = max(lastSeen, ?2) WHERE machine = ?1 AND current = 1");
  sqlite3_stmt *old = prepare("UPDATE section SET current = 0 WHERE machine = ?1 AND current = 1");
  sqlite3_stmt *section = prepare(
      "INSERT INTO section (machine, probe, digest, firstSeen, lastSeen, current)"
      " VALUES (?, ?, randomblob(32), ?3, ?3, 1)");
  sqlite3_stmt *text = prepare("INSERT INTO section_body VALUES (last_insert_rowid(), ?)");
  sqlite3_stmt *hardware = prepare(
      "INSERT OR REPLACE INTO machine_hardware (machine, outcome, reason, manufacturer, model, serialNumber,"
      " uuid, chassis, firmwareDate, processorModel, processorCores, processorThreads,"
      " processorFrequencyHz, memoryTotalBytes, diskTotalBytes, solidState, displays, systemName,"
      " systemVersion, kernel, architecture, memoryInstalledBytes, memorySlots, memoryModules, battery)"
      " VALUES (?, 'observed', NULL, 'Dell Inc.',"
      " 'OptiPlex 7010', 'S1', '4c4c4544-0042-3010-8035-b4c04f4e4e32', 'desktop', '2022-03-04',"
      " '12th Gen Intel(R) Core(TM) i5-12500', 6, 12, 4600000000, 8589934592, 500107862016, 1, 2,"
      " 'Debian GNU/Linux', '12', '6.1.0-28-amd64', 'x86_64', 8589934592, 2, 1, 0)");
  sqlite3_stmt *noDisks = prepare("DELETE FROM machine_disk WHERE machine = ?");
  sqlite3_stmt *disk = prepare(
      "INSERT OR REPLACE INTO machine_disk VALUES (?, ?, 'Samsung SSD 870 EVO 500GB', 500107862016, 0, 0, 'sataSolidState')");
  sqlite3_stmt *scanners = prepare(
      "INSERT OR REPLACE INTO machine_scanners (machine, outcome, ownScanners) VALUES (?, 'observed', 40)");
  sqlite3_stmt *noScanners = prepare("DELETE FROM scanner WHERE machine = ?");
  sqlite3_stmt *scanner = prepare(
      "INSERT INTO scanner (machine, position, manufacturer, model, connection, usbId, evidence, ready)"
      " VALUES (?, ?, 'Canon Electronics Inc.', ?, 'usb', '1083:1645', 'usb', 1)");
  sqlite3_stmt *measures = prepare(
      "UPDATE commune_measure SET observedAt = ?2 WHERE commune ="
      " (SELECT commune FROM machine WHERE number = ?1)");
  sqlite3_stmt *reporting = prepare(
      "UPDATE commune_reporting SET lastReportAt = ?2 WHERE commune ="
      " (SELECT commune FROM machine WHERE number = ?1)");
  char body[9500], model[140];
  memset(body, 'x', sizeof body);
  memset(model, 'y', sizeof model);

  char *hardwareText = decodes ? newest("hardware") : NULL;
  char *scannersText = decodes ? newest("scanners") : NULL;

  struct rusage before, after;
  getrusage(RUSAGE_SELF, &before);
  double start = now(CLOCK_MONOTONIC);
  for (int at = 0; at < reports; at++) {
    if (at % batch == 0) run("BEGIN IMMEDIATE");
    long who = 1 + at % machines, time = 1800000000000000L + at;
    unsigned char id[16];
    if (getrandom(id, sizeof id, 0) != sizeof id) return 1;
    sqlite3_bind_blob(report, 1, id, sizeof id, SQLITE_STATIC);
    sqlite3_bind_int64(report, 2, who);
    sqlite3_bind_int64(report, 3, sequence + 1 + at);
    sqlite3_bind_int64(report, 4, time);
    step(report);
    sqlite3_bind_int64(machine, 1, who);
    sqlite3_bind_int64(machine, 2, sequence + 1 + at);
    sqlite3_bind_int64(machine, 3, time);
    step(machine);
    if (full) {
      json_object *machineFacts = decodes ? decoded(hardwareText) : NULL;
      json_object *scannerFacts = decodes ? decoded(scannersText) : NULL, *list = NULL;
      if (decodes) json_object_object_get_ex(scannerFacts, "scanners", &list);
      sqlite3_bind_int64(old, 1, who);
      step(old);
      for (int part = 0; part < 2; part++) {
        sqlite3_bind_int64(section, 1, who);
        sqlite3_bind_text(section, 2, part ? "scanners" : "hardware", -1, SQLITE_STATIC);
        sqlite3_bind_int64(section, 3, time);
        step(section);
        sqlite3_bind_text(text, 1, body, part ? (int)sizeof body : 2000, SQLITE_STATIC);
        step(text);
      }
      sqlite3_stmt *each[] = {hardware, noDisks, scanners, noScanners};
      for (int part = 0; part < 4; part++) {
        sqlite3_bind_int64(each[part], 1, who);
        step(each[part]);
      }
      for (int part = 0; part < 8; part++) {
        char name[8];
        snprintf(name, sizeof name, "sd%d", part);
        sqlite3_bind_int64(disk, 1, who);
        sqlite3_bind_text(disk, 2, name, -1, SQLITE_STATIC);
        step(disk);
      }
      for (int part = 0; part < 40; part++) {
        sqlite3_bind_int64(scanner, 1, who);
        sqlite3_bind_int(scanner, 2, part);
        json_object *facts = list ? json_object_array_get_idx(list, (size_t)part) : NULL;
        const char *read = facts ? member(facts, "model") : NULL;
        sqlite3_bind_text(scanner, 3, read ? read : model, 128, SQLITE_STATIC);
        step(scanner);
      }
      json_object_put(machineFacts);
      json_object_put(scannerFacts);
    } else {
      sqlite3_bind_int64(seen, 1, who);
      sqlite3_bind_int64(seen, 2, time);
      step(seen);
    }
    sqlite3_stmt *renewed[] = {measures, reporting};
    for (int part = 0; part < 2; part++) {
      sqlite3_bind_int64(renewed[part], 1, who);
      sqlite3_bind_int64(renewed[part], 2, time);
      step(renewed[part]);
    }
    if (at % batch == batch - 1 || at == reports - 1) run("COMMIT");
  }
  double seconds = now(CLOCK_MONOTONIC) - start;
  getrusage(RUSAGE_SELF, &after);
  printf("%-10s batches of %2d  %7.0f/s  CPU %.3f ms in the program, %.3f ms in the kernel\n", words[4],
         batch, reports / seconds, each(&before.ru_utime, &after.ru_utime, reports),
         each(&before.ru_stime, &after.ru_stime, reports));
}
