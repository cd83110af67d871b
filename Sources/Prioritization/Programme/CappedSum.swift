extension Int {
  /// The product, at most `Int.max`: amounts come from outside, and a sum of money too large to
  /// count must not end the program.
  public func cappedProduct(_ other: Int) -> Int {
    let (product, isOver) = multipliedReportingOverflow(by: other)
    return isOver ? .max : product
  }

  /// The sum, at most `Int.max`.
  public func cappedSum(_ other: Int) -> Int {
    let (sum, isOver) = addingReportingOverflow(other)
    return isOver ? .max : sum
  }
}

extension Sequence<Int> {
  /// The sum of all, at most `Int.max`; for numbers from 0.
  public func cappedSum() -> Int { reduce(0) { $0.cappedSum($1) } }
}
