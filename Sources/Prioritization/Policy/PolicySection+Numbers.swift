import TOMLKit

extension PolicySection {
  /// - Parameters:
  ///   - fallback: The value of a missing key; nil if the key is required.
  ///   - range: The allowed values, ends included.
  ///   - words: The range as a message describes it, such as "above 0".
  func number(
    _ key: String, else fallback: Double? = nil, in range: ClosedRange<Double> = -1e15...1e15,
    _ words: String = "from -1e15 to 1e15"
  ) throws(PolicyError) -> Double {
    if let fallback, !has(key) { return fallback }
    let value = try required(key, "a number")
    guard let number = value.double ?? value.int.map(Double.init) else {
      throw wrongType(key, "a number")
    }
    guard range.contains(number) else {
      throw failure(key, "\"\(key)\" of \(title) is \(shown(number)); write a number \(words)")
    }
    return number
  }

  /// Like ``number(_:else:in:_:)``.
  func integer(
    _ key: String, else fallback: Int? = nil, in range: ClosedRange<Int>, _ words: String
  ) throws(PolicyError) -> Int {
    if let fallback, !has(key) { return fallback }
    guard let number = try required(key, "a whole number").int else {
      throw wrongType(key, "a whole number \(words)")
    }
    guard range.contains(number) else {
      throw failure(key, "\"\(key)\" of \(title) is \(number); write a whole number \(words)")
    }
    return number
  }

  func truth(_ key: String, else fallback: Bool) throws(PolicyError) -> Bool {
    guard has(key) else { return fallback }
    guard let value = table[key]?.bool else { throw wrongType(key, "true or false") }
    return value
  }
}

/// A number as people write it: -1, not -1.0.
func shown(_ number: Double) -> String {
  number.rounded() == number && abs(number) < 1e15 ? String(Int(number)) : "\(number)"
}
