/// A part of the country, for communes that are at hand already.
struct CommunePart {
  let province: String?
  let scope: Scope

  var isEverything: Bool { province == nil && scope == .country }

  func contains(_ commune: String, province of: String) -> Bool {
    (province == nil || province == of) && scope.contains(commune: commune, in: of)
  }
}
