/// The name that was most likely meant: the one with the smallest edit distance to `written`.
///
/// - Returns: nil if `names` is empty.
public func nearestName(to written: String, among names: [String]) -> String? {
  names.min { editDistance(written, $0) < editDistance(written, $1) }
}

/// Letters to insert, remove or replace (Levenshtein), within the first 64 letters.
private func editDistance(_ one: String, _ other: String) -> Int {
  let one = Array(one.lowercased().unicodeScalars.prefix(64))
  let other = Array(other.lowercased().unicodeScalars.prefix(64))
  var row = Array(0...other.count)
  for (i, letter) in one.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, candidate) in other.enumerated() {
      let replaced = diagonal + (letter == candidate ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(replaced, row[j + 1] + 1, row[j] + 1)
    }
  }
  return row[other.count]
}
