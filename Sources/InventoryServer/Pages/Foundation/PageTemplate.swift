/// The pages' own templates, named like their files in `inventory/pages/`; starting fails if one is
/// missing from the program.
enum PageTemplate: String, CaseIterable {
  case administration
  case administrationAccount = "administration-account"
  case administrationAudit = "administration-audit"
  case administrationGroups = "administration-groups"
  case administrationLink = "administration-link"
  case administrationMachines = "administration-machines"
  case administrationMerge = "administration-merge"
  case administrationNewTokens = "administration-new-tokens"
  case administrationAPIToken = "administration-api-token"
  case administrationAPITokens = "administration-api-tokens"
  case administrationRegister = "administration-register"
  case administrationRegisterPreview = "administration-register-preview"
  case administrationTokens = "administration-tokens"
  case administrationUser = "administration-user"
  case administrationUsers = "administration-users"
  case check
  case checkLink = "check-link"
  case checkOpen = "check-open"
  case checkSheet = "check-sheet"
  case commune
  case communeHistory = "commune-history"
  case communePast = "commune-past"
  case compare
  case coverage
  case forecast
  case invitation
  case machine
  case map
  case overview
  case pairs
  case plan
  case planCompare = "plan-compare"
  case planSaved = "plan-saved"
  case plansSaved = "plans-saved"
  case policy
  case problem
  case programme
  case programmes
  case ranking
  case signIn = "sign-in"
  case silentMachines = "silent-machines"
  case whatIf = "what-if"
}
