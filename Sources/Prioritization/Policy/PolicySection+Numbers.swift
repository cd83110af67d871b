import TOMLKit

extension PolicySection {
  /// - Parameters:
  ///   - range: What is allowed, ends included.
  ///   - words: The range for the message, such as "above 0".
  func number(
    _ key: String, in range: ClosedRange<Double> = -1e15...1e15,
    _ words: String = "from -1e15 to 1e15"
  ) throws(PolicyError) -> Double {
    let value = try required(key, "a number")
    guard let number = value.double ?? value.int.map(Double.init) else {
      throw wrongType(key, "a number")
    }
    return try checked(key, number, shown(number), in: range, "a number \(words)")
  }

  func number(
    _ key: String, else fallback: Double, in range: ClosedRange<Double>, _ words: String
  ) throws(PolicyError) -> Double {
    has(key) ? try number(key, in: range, words) : fallback
  }

  func integer(_ key: String, in range: ClosedRange<Int>, _ words: String) throws(PolicyError)
    -> Int
  {
    guard let number = try required(key, "a whole number").int else {
      throw wrongType(key, "a whole number \(words)")
    }
    return try checked(key, number, "\(number)", in: range, "a whole number \(words)")
  }

  func integer(
    _ key: String, else fallback: Int, in range: ClosedRange<Int>, _ words: String
  ) throws(PolicyError) -> Int {
    has(key) ? try integer(key, in: range, words) : fallback
  }

  private func checked<Number>(
    _ key: String, _ number: Number, _ shown: String, in range: ClosedRange<Number>,
    _ wanted: String
  ) throws(PolicyError) -> Number {
    guard range.contains(number) else {
      throw failure(key, "\"\(key)\" of \(title) is \(shown); write \(wanted)")
    }
    return number
  }

  func truth(_ key: String, else fallback: Bool) throws(PolicyError) -> Bool {
    guard has(key) else { return fallback }
    guard let value = table[key]?.bool else { throw wrongType(key, "true or false") }
    return value
  }
}

/// A number as it is written: -1, not -1.0.
func shown(_ number: Double) -> String {
  number.rounded() == number && abs(number) < 1e15 ? String(Int(number)) : "\(number)"
}
