import Foundation

extension String {
  /// A name that a user has given, made safe and trimmed, of at most 100 Unicode scalars; nil if
  /// nothing is left.
  var cleanedName: String? { cleaned(1000)?.trimmingCharacters(in: .whitespaces).cleaned(100) }
}
