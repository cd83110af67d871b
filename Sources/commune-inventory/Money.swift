import ArgumentParser

/// An amount of money as people write it.
enum Money {
  /// Whole VND: digits, with `_`, `.` or `,` between groups of three.
  ///
  /// `50.000` is refused: it is fifty thousand here and fifty elsewhere.
  static func budget(_ text: String) throws -> Int {
    let example = "write it as 50000000000, 50_000_000_000 or 50.000.000.000"
    func refuse(_ why: String) -> ValidationError {
      ValidationError("The budget \"\(text.prefix(40))\" \(why): \(example).")
    }
    if text.hasPrefix("-") { throw refuse("is below nothing") }
    let marks = Set(text.filter { "_.,".contains($0) })
    guard text.allSatisfy({ $0.isASCII && $0.isNumber || "_.,".contains($0) }), !text.isEmpty else {
      throw refuse("is no amount in whole VND")
    }
    guard marks.count <= 1 else { throw refuse("mixes separators") }
    var digits = text
    if let mark = marks.first {
      let groups = text.split(separator: mark, omittingEmptySubsequences: false)
      guard (1...3).contains(groups[0].count), groups.dropFirst().allSatisfy({ $0.count == 3 })
      else {
        throw refuse(
          mark == "_" ? "has other groups than of three digits" : "may have a decimal fraction")
      }
      guard mark == "_" || groups.count > 2 else {
        throw refuse("may mean thousands or a decimal fraction")
      }
      digits = groups.joined()
    }
    guard let amount = Int(digits), amount <= 1_000_000_000_000_000 else {
      throw refuse("is more than 1_000_000_000_000_000 VND")
    }
    return amount
  }
}
