/// A part of the country, for communes that are at hand already.
struct CommunePart {
  let province: String?
  let scope: Scope

  var isEverything: Bool { province == nil && scope == .country }

  func contains(_ commune: String, province of: String) -> Bool {
    guard province == nil || province == of else { return false }
    return switch scope {
    case .country: true
    case .province(let code): code == of
    case .commune(let code): code == commune
    }
  }
}
