import InventoryStore

/// A user's role and area, as an administrator chose them.
struct UserForm: Sendable {
  var name = ""
  /// nil in an empty form, so that no role is assigned by default.
  var role: UserRole?
  /// Two digits, or ``country``; nil if not chosen.
  var province: String?
  var commune: String?

  /// The choice of the whole country, which must be made explicitly.
  static let country = "country"

  init() {}

  init(_ user: User) {
    name = user.name
    role = user.role
    if case .province(let code) = user.scope { province = code }
    if case .commune(let code) = user.scope { commune = code }
    if case .country = user.scope { province = Self.country }
  }

  init(_ form: PageForm) {
    role = form["role"].flatMap(UserRole.init)
    name = form["name"] ?? ""
    province = form["province"]
    commune = form["commune"]
  }

  /// - Throws: ``ServerError`` with `requestMalformed` if there is none: none of our forms sends
  ///   that.
  func chosenRole() throws -> UserRole {
    guard let role else {
      throw ServerError(.requestMalformed, "The form contains no role: submit it again.")
    }
    return role
  }

  /// The commune takes precedence over its province.
  var scope: Scope {
    commune.map(Scope.commune)
      ?? province.flatMap { $0 == Self.country ? nil : .province($0) } ?? .country
  }

  /// The message key of a fault that can be found without the inventory.
  var fault: String? {
    if role != .administrator, commune == nil, province == nil { return "users.noPlace" }
    if role == .administrator, scope != .country { return "users.administratorOfPlace" }
    if let commune, commune.utf8.count != 5 || !commune.utf8.allSatisfy({ 48...57 ~= $0 }) {
      return "users.badCommune"
    }
    return nil
  }

  /// Message key of the store's refusal; nil if the form is not at fault.
  static func fault(_ error: InventoryError, adding: Bool) -> String? {
    switch error.code {
    case .argumentMalformed: "users.badName"
    case .communeUnknown: "users.badCommune"
    case .provinceUnknown: "users.badProvince"
    case .stateConflict: adding ? "users.nameTaken" : "users.lastAdministrator"
    default: nil
    }
  }

  func values(_ call: PageCall, provinces: [(code: String, name: String)]) -> PageValues {
    [
      "name": name, "commune": commune ?? "",
      "isCountry": province == Self.country && commune == nil,
      "roles": UserRole.allCases.map {
        [
          "value": $0.rawValue, "label": call.text("role.\($0.rawValue)"),
          "meaning": call.text("role.\($0.rawValue)Meaning"), "selected": $0 == role,
        ] as PageValues
      },
      "provinces": provinces.map {
        ["code": $0.code, "name": $0.name, "selected": $0.code == province && commune == nil]
          as PageValues
      },
    ]
  }
}
