/// Reads the prices of a table with ``MoneyInput``. By themselves, `400.000` and `1,500` are both
/// whole VND; if a column has both marks, one of them may precede a fraction.
struct PriceColumn {
  private var marked: [(line: Int, written: String, reading: MoneyInput.Reading)] = []

  mutating func read(_ text: String, line: Int) throws(PurchaseFault) -> Int {
    let reading: MoneyInput.Reading
    do {
      reading = try MoneyInput.reading(text)
    } catch {
      guard error.reason != .ambiguous else { throw Self.doubt(text, line) }
      throw PurchaseFault(
        .badPrice, line: line, ["written": text],
        "\"\(text.cleaned(20) ?? "")\" in column price is not an amount in whole VND: write it as 15000000 or 15.000.000."
      )
    }
    if reading.mark != nil { marked.append((line, text, reading)) }
    return reading.amount
  }

  /// Amounts with the less frequent mark, in a column that has both.
  var doubtful: [PurchaseFault] {
    func count(_ mark: Character) -> Int { marked.count { $0.reading.mark == mark } }
    let (dots, commas) = (count("."), count(","))
    guard dots > 0, commas > 0 else { return [] }
    return marked.filter {
      $0.reading.hasOneMark && ($0.reading.mark == "." ? dots <= commas : commas <= dots)
    }.map { Self.doubt($0.written, $0.line) }
  }

  private static func doubt(_ text: String, _ line: Int) -> PurchaseFault {
    PurchaseFault(
      .ambiguousPrice, line: line, ["written": text],
      "\"\(text.cleaned(20) ?? "")\" in column price may be thousands or a fraction: write all digits, without marks."
    )
  }
}
