import Foundation

extension String {
  /// What a user calls something, made safe, without spaces around it, and at most 100 scalars; nil
  /// if nothing is left.
  var cleanedName: String? { cleaned(1000)?.trimmingCharacters(in: .whitespaces).cleaned(100) }
}
