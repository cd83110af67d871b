import Foundation
import SafeText

extension String {
  /// External text made safe to store and show: without control, format and bidirectional
  /// characters, with at most three combining marks per letter and at most `limit` Unicode scalars,
  /// which is what the tables count. nil if nothing is left.
  func cleaned(_ limit: Int) -> String? {
    // Most text from machines is printable ASCII: one byte a character, and no copy is needed.
    if utf8.count <= limit, isPrintableASCII { return isEmpty ? nil : self }
    var kept = UnicodeScalarView()
    var marks = 0
    for scalar in unicodeScalars where scalar.isPrintable {
      marks = scalar.isMark ? marks + 1 : 0
      // Letters need two; a stack of many would overlap the lines around it.
      if marks <= 3 { kept.append(scalar) }
    }
    let text = String(kept)
    guard kept.count > limit else { return text.isEmpty ? nil : text }
    // Cut between characters, so that none loses its marks.
    var whole = ""
    var scalars = 0
    for letter in text {
      scalars += letter.unicodeScalars.count
      if scalars > limit { break }
      whole.append(letter)
    }
    return whole.isEmpty ? nil : whole
  }
}

extension String {
  fileprivate var isPrintableASCII: Bool {
    func isPlain(_ bytes: some Sequence<UInt8>) -> Bool { bytes.allSatisfy { 0x20...0x7E ~= $0 } }
    return utf8.withContiguousStorageIfAvailable(isPlain) ?? isPlain(utf8)
  }
}

extension Unicode.Scalar {
  fileprivate var isMark: Bool {
    guard value >= 0x300 else { return false }
    return switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .spacingMark: true
    default: false
    }
  }
}

extension String {
  /// A name that a user has given, made safe and trimmed, of at most 100 Unicode scalars; nil if
  /// nothing is left.
  var cleanedName: String? { cleaned(1000)?.trimmingCharacters(in: .whitespaces).cleaned(100) }
}
