/// A part of the country, as a filter for communes that are in memory already.
struct CommunePart {
  let province: String?
  let scope: Scope

  var isEverything: Bool { province == nil && scope == .country }

  func contains(_ commune: String, province of: String) -> Bool {
    (province == nil || province == of) && scope.contains(commune: commune, in: of)
  }
}
