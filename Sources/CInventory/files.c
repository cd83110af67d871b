// Written by ./generate from the files of inventory/. Do not edit.
#include "CInventory.h"
#include <string.h>

static const unsigned char schema_v001_inventory_sql[] = {
#embed "../../inventory/schema/v001_inventory.sql"
};
static const unsigned char schema_v002_machines_sql[] = {
#embed "../../inventory/schema/v002_machines.sql"
};
static const unsigned char schema_v003_probes_sql[] = {
#embed "../../inventory/schema/v003_probes.sql"
};
static const unsigned char schema_v004_people_sql[] = {
#embed "../../inventory/schema/v004_people.sql"
};
static const unsigned char schema_v005_coverage_sql[] = {
#embed "../../inventory/schema/v005_coverage.sql"
};
static const unsigned char schema_v006_likely_scanners_sql[] = {
#embed "../../inventory/schema/v006_likely_scanners.sql"
};
static const unsigned char schema_v007_time_sql[] = {
#embed "../../inventory/schema/v007_time.sql"
};
static const unsigned char schema_v008_intake_sql[] = {
#embed "../../inventory/schema/v008_intake.sql"
};
static const unsigned char schema_v009_browsers_sql[] = {
#embed "../../inventory/schema/v009_browsers.sql"
};
static const unsigned char schema_v010_third_party_sql[] = {
#embed "../../inventory/schema/v010_third_party.sql"
};
static const unsigned char schema_v011_checks_sql[] = {
#embed "../../inventory/schema/v011_checks.sql"
};
static const unsigned char schema_v012_model_sql[] = {
#embed "../../inventory/schema/v012_model.sql"
};
static const unsigned char schema_v013_contacts_sql[] = {
#embed "../../inventory/schema/v013_contacts.sql"
};
static const unsigned char schema_v015_groups_sql[] = {
#embed "../../inventory/schema/v015_groups.sql"
};
static const unsigned char schema_v016_retirements_sql[] = {
#embed "../../inventory/schema/v016_retirements.sql"
};
static const unsigned char schema_v017_programmes_sql[] = {
#embed "../../inventory/schema/v017_programmes.sql"
};
static const unsigned char schema_v019_letters_sql[] = {
#embed "../../inventory/schema/v019_letters.sql"
};
static const unsigned char schema_v020_measure_history_sql[] = {
#embed "../../inventory/schema/v020_measure_history.sql"
};
static const unsigned char schema_v022_retention_sql[] = {
#embed "../../inventory/schema/v022_retention.sql"
};
static const unsigned char schema_v024_receipt_key_sql[] = {
#embed "../../inventory/schema/v024_receipt_key.sql"
};
static const unsigned char schema_v025_old_receipts_sql[] = {
#embed "../../inventory/schema/v025_old_receipts.sql"
};
static const unsigned char schema_v026_processors_sql[] = {
#embed "../../inventory/schema/v026_processors.sql"
};
static const unsigned char schema_v027_disks_sql[] = {
#embed "../../inventory/schema/v027_disks.sql"
};
static const unsigned char schema_v029_unseen_sections_sql[] = {
#embed "../../inventory/schema/v029_unseen_sections.sql"
};
static const unsigned char schema_v030_disks_behind_failures_sql[] = {
#embed "../../inventory/schema/v030_disks_behind_failures.sql"
};
static const unsigned char schema_v031_hardware_identifiers_sql[] = {
#embed "../../inventory/schema/v031_hardware_identifiers.sql"
};
static const unsigned char schema_v032_cheap_checks_sql[] = {
#embed "../../inventory/schema/v032_cheap_checks.sql"
};
static const unsigned char nation_v001_nation_sql[] = {
#embed "../../inventory/nation/v001_nation.sql"
};
static const unsigned char nation_v002_rights_sql[] = {
#embed "../../inventory/nation/v002_rights.sql"
};
static const unsigned char nation_v003_views_sql[] = {
#embed "../../inventory/nation/v003_views.sql"
};
static const unsigned char nation_v004_programme_money_sql[] = {
#embed "../../inventory/nation/v004_programme_money.sql"
};
static const unsigned char commune_areas_csv[] = {
#embed "../../inventory/commune-areas.csv"
};
static const unsigned char communes_csv[] = {
#embed "../../inventory/communes.csv"
};
static const unsigned char lifecycles_toml[] = {
#embed "../../inventory/lifecycles.toml"
};
static const unsigned char common_passwords_txt[] = {
#embed "../../inventory/common-passwords.txt"
};
static const unsigned char policies_standard_toml[] = {
#embed "../../inventory/policies/standard.toml"
};
static const unsigned char openapi_yaml[] = {
#embed "../../inventory/openapi.yaml"
};
static const unsigned char assets_check_js[] = {
#embed "../../inventory/assets/check.js"
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
static const unsigned char assets_paper_css[] = {
#embed "../../inventory/assets/paper.css"
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
static const unsigned char messages_en_json[] = {
#embed "../../inventory/messages/en.json"
};
static const unsigned char messages_sentences_vi_json[] = {
#embed "../../inventory/messages/sentences.vi.json"
};
static const unsigned char messages_vi_json[] = {
#embed "../../inventory/messages/vi.json"
};
static const unsigned char pages_administration_administration_account_mustache[] = {
#embed "../../inventory/pages/administration/administration-account.mustache"
};
static const unsigned char pages_administration_administration_api_token_mustache[] = {
#embed "../../inventory/pages/administration/administration-api-token.mustache"
};
static const unsigned char pages_administration_administration_api_tokens_mustache[] = {
#embed "../../inventory/pages/administration/administration-api-tokens.mustache"
};
static const unsigned char pages_administration_administration_audit_mustache[] = {
#embed "../../inventory/pages/administration/administration-audit.mustache"
};
static const unsigned char pages_administration_administration_groups_mustache[] = {
#embed "../../inventory/pages/administration/administration-groups.mustache"
};
static const unsigned char pages_administration_administration_link_mustache[] = {
#embed "../../inventory/pages/administration/administration-link.mustache"
};
static const unsigned char pages_administration_administration_machines_mustache[] = {
#embed "../../inventory/pages/administration/administration-machines.mustache"
};
static const unsigned char pages_administration_administration_merge_mustache[] = {
#embed "../../inventory/pages/administration/administration-merge.mustache"
};
static const unsigned char pages_administration_administration_new_tokens_mustache[] = {
#embed "../../inventory/pages/administration/administration-new-tokens.mustache"
};
static const unsigned char pages_administration_administration_parts_mustache[] = {
#embed "../../inventory/pages/administration/administration-parts.mustache"
};
static const unsigned char pages_administration_administration_register_preview_mustache[] = {
#embed "../../inventory/pages/administration/administration-register-preview.mustache"
};
static const unsigned char pages_administration_administration_register_mustache[] = {
#embed "../../inventory/pages/administration/administration-register.mustache"
};
static const unsigned char pages_administration_administration_tokens_mustache[] = {
#embed "../../inventory/pages/administration/administration-tokens.mustache"
};
static const unsigned char pages_administration_administration_user_fields_mustache[] = {
#embed "../../inventory/pages/administration/administration-user-fields.mustache"
};
static const unsigned char pages_administration_administration_user_mustache[] = {
#embed "../../inventory/pages/administration/administration-user.mustache"
};
static const unsigned char pages_administration_administration_users_mustache[] = {
#embed "../../inventory/pages/administration/administration-users.mustache"
};
static const unsigned char pages_administration_administration_mustache[] = {
#embed "../../inventory/pages/administration/administration.mustache"
};
static const unsigned char pages_check_check_link_mustache[] = {
#embed "../../inventory/pages/check/check-link.mustache"
};
static const unsigned char pages_check_check_open_mustache[] = {
#embed "../../inventory/pages/check/check-open.mustache"
};
static const unsigned char pages_check_check_sheet_mustache[] = {
#embed "../../inventory/pages/check/check-sheet.mustache"
};
static const unsigned char pages_check_check_mustache[] = {
#embed "../../inventory/pages/check/check.mustache"
};
static const unsigned char pages_commune_commune_checks_mustache[] = {
#embed "../../inventory/pages/commune/commune-checks.mustache"
};
static const unsigned char pages_commune_commune_contact_mustache[] = {
#embed "../../inventory/pages/commune/commune-contact.mustache"
};
static const unsigned char pages_commune_commune_criteria_mustache[] = {
#embed "../../inventory/pages/commune/commune-criteria.mustache"
};
static const unsigned char pages_commune_commune_history_mustache[] = {
#embed "../../inventory/pages/commune/commune-history.mustache"
};
static const unsigned char pages_commune_commune_line_mustache[] = {
#embed "../../inventory/pages/commune/commune-line.mustache"
};
static const unsigned char pages_commune_commune_past_mustache[] = {
#embed "../../inventory/pages/commune/commune-past.mustache"
};
static const unsigned char pages_commune_commune_programmes_mustache[] = {
#embed "../../inventory/pages/commune/commune-programmes.mustache"
};
static const unsigned char pages_commune_commune_services_mustache[] = {
#embed "../../inventory/pages/commune/commune-services.mustache"
};
static const unsigned char pages_commune_commune_standing_mustache[] = {
#embed "../../inventory/pages/commune/commune-standing.mustache"
};
static const unsigned char pages_commune_commune_visits_mustache[] = {
#embed "../../inventory/pages/commune/commune-visits.mustache"
};
static const unsigned char pages_commune_commune_mustache[] = {
#embed "../../inventory/pages/commune/commune.mustache"
};
static const unsigned char pages_commune_compare_mustache[] = {
#embed "../../inventory/pages/commune/compare.mustache"
};
static const unsigned char pages_coverage_coverage_mustache[] = {
#embed "../../inventory/pages/coverage/coverage.mustache"
};
static const unsigned char pages_coverage_silent_machines_mustache[] = {
#embed "../../inventory/pages/coverage/silent-machines.mustache"
};
static const unsigned char pages_forecast_mustache[] = {
#embed "../../inventory/pages/forecast.mustache"
};
static const unsigned char pages_invitation_mustache[] = {
#embed "../../inventory/pages/invitation.mustache"
};
static const unsigned char pages_layout_mustache[] = {
#embed "../../inventory/pages/layout.mustache"
};
static const unsigned char pages_machine_mustache[] = {
#embed "../../inventory/pages/machine.mustache"
};
static const unsigned char pages_map_mustache[] = {
#embed "../../inventory/pages/map.mustache"
};
static const unsigned char pages_overview_mustache[] = {
#embed "../../inventory/pages/overview.mustache"
};
static const unsigned char pages_paging_mustache[] = {
#embed "../../inventory/pages/paging.mustache"
};
static const unsigned char pages_plan_plan_compare_mustache[] = {
#embed "../../inventory/pages/plan/plan-compare.mustache"
};
static const unsigned char pages_plan_plan_result_mustache[] = {
#embed "../../inventory/pages/plan/plan-result.mustache"
};
static const unsigned char pages_plan_plan_saved_mustache[] = {
#embed "../../inventory/pages/plan/plan-saved.mustache"
};
static const unsigned char pages_plan_plan_mustache[] = {
#embed "../../inventory/pages/plan/plan.mustache"
};
static const unsigned char pages_plan_plans_saved_mustache[] = {
#embed "../../inventory/pages/plan/plans-saved.mustache"
};
static const unsigned char pages_policy_pairs_mustache[] = {
#embed "../../inventory/pages/policy/pairs.mustache"
};
static const unsigned char pages_policy_policy_mustache[] = {
#embed "../../inventory/pages/policy/policy.mustache"
};
static const unsigned char pages_policy_what_if_mustache[] = {
#embed "../../inventory/pages/policy/what-if.mustache"
};
static const unsigned char pages_problem_mustache[] = {
#embed "../../inventory/pages/problem.mustache"
};
static const unsigned char pages_programme_programme_forms_mustache[] = {
#embed "../../inventory/pages/programme/programme-forms.mustache"
};
static const unsigned char pages_programme_programme_mustache[] = {
#embed "../../inventory/pages/programme/programme.mustache"
};
static const unsigned char pages_programme_programmes_mustache[] = {
#embed "../../inventory/pages/programme/programmes.mustache"
};
static const unsigned char pages_ranking_mustache[] = {
#embed "../../inventory/pages/ranking.mustache"
};
static const unsigned char pages_sign_in_mustache[] = {
#embed "../../inventory/pages/sign-in.mustache"
};

static const struct inventory_file files[] = {
    {"schema/v001_inventory.sql", schema_v001_inventory_sql, sizeof schema_v001_inventory_sql},
    {"schema/v002_machines.sql", schema_v002_machines_sql, sizeof schema_v002_machines_sql},
    {"schema/v003_probes.sql", schema_v003_probes_sql, sizeof schema_v003_probes_sql},
    {"schema/v004_people.sql", schema_v004_people_sql, sizeof schema_v004_people_sql},
    {"schema/v005_coverage.sql", schema_v005_coverage_sql, sizeof schema_v005_coverage_sql},
    {"schema/v006_likely_scanners.sql", schema_v006_likely_scanners_sql, sizeof schema_v006_likely_scanners_sql},
    {"schema/v007_time.sql", schema_v007_time_sql, sizeof schema_v007_time_sql},
    {"schema/v008_intake.sql", schema_v008_intake_sql, sizeof schema_v008_intake_sql},
    {"schema/v009_browsers.sql", schema_v009_browsers_sql, sizeof schema_v009_browsers_sql},
    {"schema/v010_third_party.sql", schema_v010_third_party_sql, sizeof schema_v010_third_party_sql},
    {"schema/v011_checks.sql", schema_v011_checks_sql, sizeof schema_v011_checks_sql},
    {"schema/v012_model.sql", schema_v012_model_sql, sizeof schema_v012_model_sql},
    {"schema/v013_contacts.sql", schema_v013_contacts_sql, sizeof schema_v013_contacts_sql},
    {"schema/v015_groups.sql", schema_v015_groups_sql, sizeof schema_v015_groups_sql},
    {"schema/v016_retirements.sql", schema_v016_retirements_sql, sizeof schema_v016_retirements_sql},
    {"schema/v017_programmes.sql", schema_v017_programmes_sql, sizeof schema_v017_programmes_sql},
    {"schema/v019_letters.sql", schema_v019_letters_sql, sizeof schema_v019_letters_sql},
    {"schema/v020_measure_history.sql", schema_v020_measure_history_sql, sizeof schema_v020_measure_history_sql},
    {"schema/v022_retention.sql", schema_v022_retention_sql, sizeof schema_v022_retention_sql},
    {"schema/v024_receipt_key.sql", schema_v024_receipt_key_sql, sizeof schema_v024_receipt_key_sql},
    {"schema/v025_old_receipts.sql", schema_v025_old_receipts_sql, sizeof schema_v025_old_receipts_sql},
    {"schema/v026_processors.sql", schema_v026_processors_sql, sizeof schema_v026_processors_sql},
    {"schema/v027_disks.sql", schema_v027_disks_sql, sizeof schema_v027_disks_sql},
    {"schema/v029_unseen_sections.sql", schema_v029_unseen_sections_sql, sizeof schema_v029_unseen_sections_sql},
    {"schema/v030_disks_behind_failures.sql", schema_v030_disks_behind_failures_sql, sizeof schema_v030_disks_behind_failures_sql},
    {"schema/v031_hardware_identifiers.sql", schema_v031_hardware_identifiers_sql, sizeof schema_v031_hardware_identifiers_sql},
    {"schema/v032_cheap_checks.sql", schema_v032_cheap_checks_sql, sizeof schema_v032_cheap_checks_sql},
    {"nation/v001_nation.sql", nation_v001_nation_sql, sizeof nation_v001_nation_sql},
    {"nation/v002_rights.sql", nation_v002_rights_sql, sizeof nation_v002_rights_sql},
    {"nation/v003_views.sql", nation_v003_views_sql, sizeof nation_v003_views_sql},
    {"nation/v004_programme_money.sql", nation_v004_programme_money_sql, sizeof nation_v004_programme_money_sql},
    {"commune-areas.csv", commune_areas_csv, sizeof commune_areas_csv},
    {"communes.csv", communes_csv, sizeof communes_csv},
    {"lifecycles.toml", lifecycles_toml, sizeof lifecycles_toml},
    {"common-passwords.txt", common_passwords_txt, sizeof common_passwords_txt},
    {"policies/standard.toml", policies_standard_toml, sizeof policies_standard_toml},
    {"openapi.yaml", openapi_yaml, sizeof openapi_yaml},
    {"assets/check.js", assets_check_js, sizeof assets_check_js},
    {"assets/commune.js", assets_commune_js, sizeof assets_commune_js},
    {"assets/icon.svg", assets_icon_svg, sizeof assets_icon_svg},
    {"assets/map.js", assets_map_js, sizeof assets_map_js},
    {"assets/pages.js", assets_pages_js, sizeof assets_pages_js},
    {"assets/paper.css", assets_paper_css, sizeof assets_paper_css},
    {"assets/ranking.js", assets_ranking_js, sizeof assets_ranking_js},
    {"assets/style.css", assets_style_css, sizeof assets_style_css},
    {"assets/weights.js", assets_weights_js, sizeof assets_weights_js},
    {"messages/en.json", messages_en_json, sizeof messages_en_json},
    {"messages/sentences.vi.json", messages_sentences_vi_json, sizeof messages_sentences_vi_json},
    {"messages/vi.json", messages_vi_json, sizeof messages_vi_json},
    {"pages/administration/administration-account.mustache", pages_administration_administration_account_mustache, sizeof pages_administration_administration_account_mustache},
    {"pages/administration/administration-api-token.mustache", pages_administration_administration_api_token_mustache, sizeof pages_administration_administration_api_token_mustache},
    {"pages/administration/administration-api-tokens.mustache", pages_administration_administration_api_tokens_mustache, sizeof pages_administration_administration_api_tokens_mustache},
    {"pages/administration/administration-audit.mustache", pages_administration_administration_audit_mustache, sizeof pages_administration_administration_audit_mustache},
    {"pages/administration/administration-groups.mustache", pages_administration_administration_groups_mustache, sizeof pages_administration_administration_groups_mustache},
    {"pages/administration/administration-link.mustache", pages_administration_administration_link_mustache, sizeof pages_administration_administration_link_mustache},
    {"pages/administration/administration-machines.mustache", pages_administration_administration_machines_mustache, sizeof pages_administration_administration_machines_mustache},
    {"pages/administration/administration-merge.mustache", pages_administration_administration_merge_mustache, sizeof pages_administration_administration_merge_mustache},
    {"pages/administration/administration-new-tokens.mustache", pages_administration_administration_new_tokens_mustache, sizeof pages_administration_administration_new_tokens_mustache},
    {"pages/administration/administration-parts.mustache", pages_administration_administration_parts_mustache, sizeof pages_administration_administration_parts_mustache},
    {"pages/administration/administration-register-preview.mustache", pages_administration_administration_register_preview_mustache, sizeof pages_administration_administration_register_preview_mustache},
    {"pages/administration/administration-register.mustache", pages_administration_administration_register_mustache, sizeof pages_administration_administration_register_mustache},
    {"pages/administration/administration-tokens.mustache", pages_administration_administration_tokens_mustache, sizeof pages_administration_administration_tokens_mustache},
    {"pages/administration/administration-user-fields.mustache", pages_administration_administration_user_fields_mustache, sizeof pages_administration_administration_user_fields_mustache},
    {"pages/administration/administration-user.mustache", pages_administration_administration_user_mustache, sizeof pages_administration_administration_user_mustache},
    {"pages/administration/administration-users.mustache", pages_administration_administration_users_mustache, sizeof pages_administration_administration_users_mustache},
    {"pages/administration/administration.mustache", pages_administration_administration_mustache, sizeof pages_administration_administration_mustache},
    {"pages/check/check-link.mustache", pages_check_check_link_mustache, sizeof pages_check_check_link_mustache},
    {"pages/check/check-open.mustache", pages_check_check_open_mustache, sizeof pages_check_check_open_mustache},
    {"pages/check/check-sheet.mustache", pages_check_check_sheet_mustache, sizeof pages_check_check_sheet_mustache},
    {"pages/check/check.mustache", pages_check_check_mustache, sizeof pages_check_check_mustache},
    {"pages/commune/commune-checks.mustache", pages_commune_commune_checks_mustache, sizeof pages_commune_commune_checks_mustache},
    {"pages/commune/commune-contact.mustache", pages_commune_commune_contact_mustache, sizeof pages_commune_commune_contact_mustache},
    {"pages/commune/commune-criteria.mustache", pages_commune_commune_criteria_mustache, sizeof pages_commune_commune_criteria_mustache},
    {"pages/commune/commune-history.mustache", pages_commune_commune_history_mustache, sizeof pages_commune_commune_history_mustache},
    {"pages/commune/commune-line.mustache", pages_commune_commune_line_mustache, sizeof pages_commune_commune_line_mustache},
    {"pages/commune/commune-past.mustache", pages_commune_commune_past_mustache, sizeof pages_commune_commune_past_mustache},
    {"pages/commune/commune-programmes.mustache", pages_commune_commune_programmes_mustache, sizeof pages_commune_commune_programmes_mustache},
    {"pages/commune/commune-services.mustache", pages_commune_commune_services_mustache, sizeof pages_commune_commune_services_mustache},
    {"pages/commune/commune-standing.mustache", pages_commune_commune_standing_mustache, sizeof pages_commune_commune_standing_mustache},
    {"pages/commune/commune-visits.mustache", pages_commune_commune_visits_mustache, sizeof pages_commune_commune_visits_mustache},
    {"pages/commune/commune.mustache", pages_commune_commune_mustache, sizeof pages_commune_commune_mustache},
    {"pages/commune/compare.mustache", pages_commune_compare_mustache, sizeof pages_commune_compare_mustache},
    {"pages/coverage/coverage.mustache", pages_coverage_coverage_mustache, sizeof pages_coverage_coverage_mustache},
    {"pages/coverage/silent-machines.mustache", pages_coverage_silent_machines_mustache, sizeof pages_coverage_silent_machines_mustache},
    {"pages/forecast.mustache", pages_forecast_mustache, sizeof pages_forecast_mustache},
    {"pages/invitation.mustache", pages_invitation_mustache, sizeof pages_invitation_mustache},
    {"pages/layout.mustache", pages_layout_mustache, sizeof pages_layout_mustache},
    {"pages/machine.mustache", pages_machine_mustache, sizeof pages_machine_mustache},
    {"pages/map.mustache", pages_map_mustache, sizeof pages_map_mustache},
    {"pages/overview.mustache", pages_overview_mustache, sizeof pages_overview_mustache},
    {"pages/paging.mustache", pages_paging_mustache, sizeof pages_paging_mustache},
    {"pages/plan/plan-compare.mustache", pages_plan_plan_compare_mustache, sizeof pages_plan_plan_compare_mustache},
    {"pages/plan/plan-result.mustache", pages_plan_plan_result_mustache, sizeof pages_plan_plan_result_mustache},
    {"pages/plan/plan-saved.mustache", pages_plan_plan_saved_mustache, sizeof pages_plan_plan_saved_mustache},
    {"pages/plan/plan.mustache", pages_plan_plan_mustache, sizeof pages_plan_plan_mustache},
    {"pages/plan/plans-saved.mustache", pages_plan_plans_saved_mustache, sizeof pages_plan_plans_saved_mustache},
    {"pages/policy/pairs.mustache", pages_policy_pairs_mustache, sizeof pages_policy_pairs_mustache},
    {"pages/policy/policy.mustache", pages_policy_policy_mustache, sizeof pages_policy_policy_mustache},
    {"pages/policy/what-if.mustache", pages_policy_what_if_mustache, sizeof pages_policy_what_if_mustache},
    {"pages/problem.mustache", pages_problem_mustache, sizeof pages_problem_mustache},
    {"pages/programme/programme-forms.mustache", pages_programme_programme_forms_mustache, sizeof pages_programme_programme_forms_mustache},
    {"pages/programme/programme.mustache", pages_programme_programme_mustache, sizeof pages_programme_programme_mustache},
    {"pages/programme/programmes.mustache", pages_programme_programmes_mustache, sizeof pages_programme_programmes_mustache},
    {"pages/ranking.mustache", pages_ranking_mustache, sizeof pages_ranking_mustache},
    {"pages/sign-in.mustache", pages_sign_in_mustache, sizeof pages_sign_in_mustache},
};

const struct inventory_file *inventory_file_at(size_t index) {
  return index < sizeof files / sizeof files[0] ? &files[index] : NULL;
}

const struct inventory_file *inventory_file_named(const char *name) {
  for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
    if (strcmp(files[i].name, name) == 0) return &files[i];
  return NULL;
}
