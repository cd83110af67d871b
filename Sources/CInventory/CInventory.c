#include "CInventory.h"
#include <string.h>

static const unsigned char schema_v001[] = {
#embed "../../inventory/schema/v001_inventory.sql"
};
static const unsigned char schema_v002[] = {
#embed "../../inventory/schema/v002_machines.sql"
};
static const unsigned char schema_v003[] = {
#embed "../../inventory/schema/v003_probes.sql"
};
static const unsigned char schema_v004[] = {
#embed "../../inventory/schema/v004_people.sql"
};
static const unsigned char communes[] = {
#embed "../../inventory/communes.csv"
};
static const unsigned char policy_standard[] = {
#embed "../../inventory/policies/standard.toml"
};
static const unsigned char messages_vi[] = {
#embed "../../inventory/messages/vi.json"
};
static const unsigned char messages_en[] = {
#embed "../../inventory/messages/en.json"
};
static const unsigned char page_ranking[] = {
#embed "../../inventory/pages/ranking.mustache"
};
static const unsigned char page_problem[] = {
#embed "../../inventory/pages/problem.mustache"
};
static const unsigned char page_layout[] = {
#embed "../../inventory/pages/layout.mustache"
};
static const unsigned char page_sign_in[] = {
#embed "../../inventory/pages/sign-in.mustache"
};
static const unsigned char page_invitation[] = {
#embed "../../inventory/pages/invitation.mustache"
};
static const unsigned char pages_script[] = {
#embed "../../inventory/assets/pages.js"
};
static const unsigned char icon[] = {
#embed "../../inventory/assets/icon.svg"
};
static const unsigned char style[] = {
#embed "../../inventory/assets/style.css"
};

#define ENTRY(path, symbol) {path, symbol, sizeof symbol}

static const struct inventory_file files[] = {
    ENTRY("schema/v001_inventory.sql", schema_v001),
    ENTRY("schema/v002_machines.sql", schema_v002),
    ENTRY("schema/v003_probes.sql", schema_v003),
    ENTRY("schema/v004_people.sql", schema_v004),
    ENTRY("communes.csv", communes),
    ENTRY("policies/standard.toml", policy_standard),
    ENTRY("messages/vi.json", messages_vi),
    ENTRY("messages/en.json", messages_en),
    ENTRY("pages/ranking.mustache", page_ranking),
    ENTRY("pages/problem.mustache", page_problem),
    ENTRY("pages/layout.mustache", page_layout),
    ENTRY("pages/sign-in.mustache", page_sign_in),
    ENTRY("pages/invitation.mustache", page_invitation),
    ENTRY("assets/icon.svg", icon),
    ENTRY("assets/style.css", style),
    ENTRY("assets/pages.js", pages_script),
};

const struct inventory_file *inventory_file_at(size_t index) {
  return index < sizeof files / sizeof files[0] ? &files[index] : NULL;
}

const struct inventory_file *inventory_file_named(const char *name) {
  for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
    if (strcmp(files[i].name, name) == 0) return &files[i];
  return NULL;
}

int inventory_leave_wal_on_close(sqlite3 *db) {
  return sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)0);
}

void inventory_configure_sqlite(void) { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }
