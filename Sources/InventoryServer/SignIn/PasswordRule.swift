import Foundation

/// What a new password must be: long. Rules on its characters only make people write it down.
enum PasswordRule: String {
  case tooShort, tooLong, tooUniform, isTheName, repeatedOtherwise

  static let minimum = 12
  static let maximumBytes = 256
  /// `aaaaaaaaaaaa` is long, and the first that is tried.
  static let minimumDistinct = 5

  /// The first fault of a password; nil if it is acceptable.
  static func fault(_ password: String, again: String, name: String) -> PasswordRule? {
    if password.count < minimum { return .tooShort }
    if password.utf8.count > maximumBytes { return .tooLong }
    if Set(password).count < minimumDistinct { return .tooUniform }
    if password.lowercased().contains(name.lowercased()), password.count < minimum + name.count {
      return .isTheName
    }
    return password == again ? nil : .repeatedOtherwise
  }
}
