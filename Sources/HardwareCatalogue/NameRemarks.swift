/// Remarks in brackets within a device's name: `ET-2710 Series (Network)`,
/// `OfficeJet 8020 [72CF42]`, `[PC-FAX]`, `(Copy 1)`, `(V4)`.
enum NameRemarks {
  /// - Parameter keepingSome: whether to keep `name` as it is if it contains nothing else.
  static func removed(from name: String, keepingSome: Bool = false) -> String {
    var kept = ""
    var depth = 0
    for character in name {
      if "([".contains(character) { depth += 1 }
      if depth == 0 { kept.append(character) }
      if ")]".contains(character) { depth = max(0, depth - 1) }
    }
    return keepingSome && !kept.contains { $0.isLetter || $0.isNumber } ? name : kept
  }
}
