extension Int {
  /// The product, at most the largest number: amounts come from outside, and a sum of money that is too
  /// large to count must not end the program.
  public func cappedProduct(_ other: Int) -> Int {
    let (product, isOver) = multipliedReportingOverflow(by: other)
    return isOver ? .max : product
  }

  /// The sum, at most the largest number.
  public func cappedSum(_ other: Int) -> Int {
    let (sum, isOver) = addingReportingOverflow(other)
    return isOver ? .max : sum
  }
}

extension Sequence<Int> {
  /// Their sum, at most the largest number; of numbers from 0.
  public func cappedSum() -> Int { reduce(0) { $0.cappedSum($1) } }
}
