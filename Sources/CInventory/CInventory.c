#include "CInventory.h"
#include <string.h>

static const unsigned char schema_v001_inventory[] = {
#embed "../../inventory/schema/v001_inventory.sql"
};
static const unsigned char schema_v002_machines[] = {
#embed "../../inventory/schema/v002_machines.sql"
};
static const unsigned char schema_v003_probes[] = {
#embed "../../inventory/schema/v003_probes.sql"
};
static const unsigned char schema_v004_people[] = {
#embed "../../inventory/schema/v004_people.sql"
};
static const unsigned char schema_v005_coverage[] = {
#embed "../../inventory/schema/v005_coverage.sql"
};
static const unsigned char schema_v006_likely_scanners[] = {
#embed "../../inventory/schema/v006_likely_scanners.sql"
};
static const unsigned char schema_v007_time[] = {
#embed "../../inventory/schema/v007_time.sql"
};
static const unsigned char schema_v008_intake[] = {
#embed "../../inventory/schema/v008_intake.sql"
};
static const unsigned char schema_v009_browsers[] = {
#embed "../../inventory/schema/v009_browsers.sql"
};
static const unsigned char communes[] = {
#embed "../../inventory/communes.csv"
};
static const unsigned char policies_standard[] = {
#embed "../../inventory/policies/standard.toml"
};
static const unsigned char openapi[] = {
#embed "../../inventory/openapi.yaml"
};
static const unsigned char assets_commune_js[] = {
#embed "../../inventory/assets/commune.js"
};
static const unsigned char assets_icon_svg[] = {
#embed "../../inventory/assets/icon.svg"
};
static const unsigned char assets_map_js[] = {
#embed "../../inventory/assets/map.js"
};
static const unsigned char assets_pages_js[] = {
#embed "../../inventory/assets/pages.js"
};
static const unsigned char assets_ranking_js[] = {
#embed "../../inventory/assets/ranking.js"
};
static const unsigned char assets_style_css[] = {
#embed "../../inventory/assets/style.css"
};
static const unsigned char assets_weights_js[] = {
#embed "../../inventory/assets/weights.js"
};
static const unsigned char messages_en[] = {
#embed "../../inventory/messages/en.json"
};
static const unsigned char messages_vi[] = {
#embed "../../inventory/messages/vi.json"
};
static const unsigned char pages_administration_account[] = {
#embed "../../inventory/pages/administration-account.mustache"
};
static const unsigned char pages_administration_audit[] = {
#embed "../../inventory/pages/administration-audit.mustache"
};
static const unsigned char pages_administration_link[] = {
#embed "../../inventory/pages/administration-link.mustache"
};
static const unsigned char pages_administration_machines[] = {
#embed "../../inventory/pages/administration-machines.mustache"
};
static const unsigned char pages_administration_merge[] = {
#embed "../../inventory/pages/administration-merge.mustache"
};
static const unsigned char pages_administration_new_tokens[] = {
#embed "../../inventory/pages/administration-new-tokens.mustache"
};
static const unsigned char pages_administration_parts[] = {
#embed "../../inventory/pages/administration-parts.mustache"
};
static const unsigned char pages_administration_program_token[] = {
#embed "../../inventory/pages/administration-program-token.mustache"
};
static const unsigned char pages_administration_programs[] = {
#embed "../../inventory/pages/administration-programs.mustache"
};
static const unsigned char pages_administration_tokens[] = {
#embed "../../inventory/pages/administration-tokens.mustache"
};
static const unsigned char pages_administration_user_fields[] = {
#embed "../../inventory/pages/administration-user-fields.mustache"
};
static const unsigned char pages_administration_user[] = {
#embed "../../inventory/pages/administration-user.mustache"
};
static const unsigned char pages_administration_users[] = {
#embed "../../inventory/pages/administration-users.mustache"
};
static const unsigned char pages_administration[] = {
#embed "../../inventory/pages/administration.mustache"
};
static const unsigned char pages_commune_criteria[] = {
#embed "../../inventory/pages/commune-criteria.mustache"
};
static const unsigned char pages_commune_history[] = {
#embed "../../inventory/pages/commune-history.mustache"
};
static const unsigned char pages_commune_line[] = {
#embed "../../inventory/pages/commune-line.mustache"
};
static const unsigned char pages_commune_services[] = {
#embed "../../inventory/pages/commune-services.mustache"
};
static const unsigned char pages_commune[] = {
#embed "../../inventory/pages/commune.mustache"
};
static const unsigned char pages_coverage[] = {
#embed "../../inventory/pages/coverage.mustache"
};
static const unsigned char pages_invitation[] = {
#embed "../../inventory/pages/invitation.mustache"
};
static const unsigned char pages_layout[] = {
#embed "../../inventory/pages/layout.mustache"
};
static const unsigned char pages_machine[] = {
#embed "../../inventory/pages/machine.mustache"
};
static const unsigned char pages_map[] = {
#embed "../../inventory/pages/map.mustache"
};
static const unsigned char pages_paging[] = {
#embed "../../inventory/pages/paging.mustache"
};
static const unsigned char pages_pairs[] = {
#embed "../../inventory/pages/pairs.mustache"
};
static const unsigned char pages_plan_compare[] = {
#embed "../../inventory/pages/plan-compare.mustache"
};
static const unsigned char pages_plan_result[] = {
#embed "../../inventory/pages/plan-result.mustache"
};
static const unsigned char pages_plan_saved[] = {
#embed "../../inventory/pages/plan-saved.mustache"
};
static const unsigned char pages_plan[] = {
#embed "../../inventory/pages/plan.mustache"
};
static const unsigned char pages_plans_saved[] = {
#embed "../../inventory/pages/plans-saved.mustache"
};
static const unsigned char pages_policy[] = {
#embed "../../inventory/pages/policy.mustache"
};
static const unsigned char pages_problem[] = {
#embed "../../inventory/pages/problem.mustache"
};
static const unsigned char pages_ranking[] = {
#embed "../../inventory/pages/ranking.mustache"
};
static const unsigned char pages_sign_in[] = {
#embed "../../inventory/pages/sign-in.mustache"
};
static const unsigned char pages_what_if[] = {
#embed "../../inventory/pages/what-if.mustache"
};

#define ENTRY(path, symbol) {path, symbol, sizeof symbol}

static const struct inventory_file files[] = {
    ENTRY("schema/v001_inventory.sql", schema_v001_inventory),
    ENTRY("schema/v002_machines.sql", schema_v002_machines),
    ENTRY("schema/v003_probes.sql", schema_v003_probes),
    ENTRY("schema/v004_people.sql", schema_v004_people),
    ENTRY("schema/v005_coverage.sql", schema_v005_coverage),
    ENTRY("schema/v006_likely_scanners.sql", schema_v006_likely_scanners),
    ENTRY("schema/v007_time.sql", schema_v007_time),
    ENTRY("schema/v008_intake.sql", schema_v008_intake),
    ENTRY("schema/v009_browsers.sql", schema_v009_browsers),
    ENTRY("communes.csv", communes),
    ENTRY("policies/standard.toml", policies_standard),
    ENTRY("openapi.yaml", openapi),
    ENTRY("assets/commune.js", assets_commune_js),
    ENTRY("assets/icon.svg", assets_icon_svg),
    ENTRY("assets/map.js", assets_map_js),
    ENTRY("assets/pages.js", assets_pages_js),
    ENTRY("assets/ranking.js", assets_ranking_js),
    ENTRY("assets/style.css", assets_style_css),
    ENTRY("assets/weights.js", assets_weights_js),
    ENTRY("messages/en.json", messages_en),
    ENTRY("messages/vi.json", messages_vi),
    ENTRY("pages/administration-account.mustache", pages_administration_account),
    ENTRY("pages/administration-audit.mustache", pages_administration_audit),
    ENTRY("pages/administration-link.mustache", pages_administration_link),
    ENTRY("pages/administration-machines.mustache", pages_administration_machines),
    ENTRY("pages/administration-merge.mustache", pages_administration_merge),
    ENTRY("pages/administration-new-tokens.mustache", pages_administration_new_tokens),
    ENTRY("pages/administration-parts.mustache", pages_administration_parts),
    ENTRY("pages/administration-program-token.mustache", pages_administration_program_token),
    ENTRY("pages/administration-programs.mustache", pages_administration_programs),
    ENTRY("pages/administration-tokens.mustache", pages_administration_tokens),
    ENTRY("pages/administration-user-fields.mustache", pages_administration_user_fields),
    ENTRY("pages/administration-user.mustache", pages_administration_user),
    ENTRY("pages/administration-users.mustache", pages_administration_users),
    ENTRY("pages/administration.mustache", pages_administration),
    ENTRY("pages/commune-criteria.mustache", pages_commune_criteria),
    ENTRY("pages/commune-history.mustache", pages_commune_history),
    ENTRY("pages/commune-line.mustache", pages_commune_line),
    ENTRY("pages/commune-services.mustache", pages_commune_services),
    ENTRY("pages/commune.mustache", pages_commune),
    ENTRY("pages/coverage.mustache", pages_coverage),
    ENTRY("pages/invitation.mustache", pages_invitation),
    ENTRY("pages/layout.mustache", pages_layout),
    ENTRY("pages/machine.mustache", pages_machine),
    ENTRY("pages/map.mustache", pages_map),
    ENTRY("pages/paging.mustache", pages_paging),
    ENTRY("pages/pairs.mustache", pages_pairs),
    ENTRY("pages/plan-compare.mustache", pages_plan_compare),
    ENTRY("pages/plan-result.mustache", pages_plan_result),
    ENTRY("pages/plan-saved.mustache", pages_plan_saved),
    ENTRY("pages/plan.mustache", pages_plan),
    ENTRY("pages/plans-saved.mustache", pages_plans_saved),
    ENTRY("pages/policy.mustache", pages_policy),
    ENTRY("pages/problem.mustache", pages_problem),
    ENTRY("pages/ranking.mustache", pages_ranking),
    ENTRY("pages/sign-in.mustache", pages_sign_in),
    ENTRY("pages/what-if.mustache", pages_what_if),
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
