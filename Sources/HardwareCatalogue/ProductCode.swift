/// IBM's firmware wraps order numbers: `-[86494jg]-`, also after a name, `IBM eServer x226-[8488PCR]-`.
public enum ProductCode {
  /// The product without brackets: its name, or the order number if it has no other.
  public static func unwrapped(_ product: String) -> String {
    guard product.hasSuffix("]-"), let start = product.firstRange(of: "-[") else { return product }
    let name = product[..<start.lowerBound].drop { $0 == " " }
    let number = product[start.upperBound...].dropLast(2)
    if !name.isEmpty { return String(name).trimmingEnd }
    return number.isEmpty ? product : String(number)
  }
}

extension String {
  fileprivate var trimmingEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
