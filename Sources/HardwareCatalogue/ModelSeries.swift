/// A model's number, split: `MF244dw` is `mf`, `244`, `dw`.
struct ModelNumber: Equatable, Sendable {
  var letters: String
  var digits: String
  var suffix: String

  /// - Parameter word: in lower case; nil if it has fewer than two digits, or digits in two places.
  init?(_ word: some StringProtocol) {
    let front = word.prefix { !$0.isNumber }
    let rest = word.dropFirst(front.count)
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    let behind = rest.dropFirst(digits.count)
    guard digits.count >= 2, digits.count <= 5, front.allSatisfy(\.isLetter),
      behind.allSatisfy(\.isLetter)
    else { return nil }
    (letters, self.digits, suffix) = (String(front), String(digits), String(behind))
  }
}

/// The models that one name stands for. Drivers and scanners give a whole series one name, and each
/// of its members its own.
enum ModelSeries: Equatable, Sendable {
  /// `M129-M134`: HP names the first and the last.
  case range(letters: String, width: Int, ClosedRange<Int>)
  /// `MF240 Series`: the MF241d to the MF249dw.
  case ten(letters: String, start: String)
  /// `MF4400 Series`: Canon's MF4410 to MF4490.
  case hundred(letters: String, start: String)
  /// `M6500 series`: the M6500W as well; `M428`: the M428fdw.
  case bare(letters: String, digits: String)
  /// `M288x Series`: the M2880 to the M2889.
  case wildcard(letters: String, digits: String)

  /// Makers that name the models of one ten after the first, or omit the letters for the equipment.
  /// Others (Epson, Brother) call each model a series of its own.
  private static let makersOfSeries: Set = ["canon", "hp", "pantum", "samsung"]

  /// Whether it is named after one of its models.
  var isNamedAfterOne: Bool {
    switch self {
    case .ten, .hundred: true
    case .range, .bare, .wildcard: false
    }
  }

  /// The series that a name stands for.
  ///
  /// - Parameters:
  ///   - model: the name without its maker.
  ///   - maker: in lower case.
  static func named(in model: String, maker: String?, isSeries: Bool) -> [ModelSeries] {
    let words = model.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "-" }
    let ranges = words.compactMap(range)
    guard let maker, makersOfSeries.contains(maker) else { return ranges }
    let numbers = words.flatMap { $0.split(separator: "-") }.compactMap { ModelNumber($0) }
    return ranges
      + numbers.flatMap { number in
        ofOne(number, isSeries: isSeries, maker: maker)
      }
  }

  private static func ofOne(
    _ number: ModelNumber, isSeries: Bool, maker: String
  ) -> [ModelSeries] {
    let (letters, digits) = (number.letters, number.digits)
    if number.suffix == "x", isSeries, maker == "samsung" {
      return [.wildcard(letters: letters, digits: digits)]
    }
    guard number.suffix.isEmpty, digits.count >= 3 else { return [] }
    // HP's M428 is the M428dw, M428fdn and M428fdw.
    let isHP = maker == "hp" && letters == "m" && digits.count == 3
    var series: [ModelSeries] = isSeries || isHP ? [.bare(letters: letters, digits: digits)] : []
    if isSeries, digits.last == "0" {
      series.append(.ten(letters: letters, start: String(digits.dropLast())))
    }
    if isSeries, maker == "canon", letters == "mf", digits.count == 4, digits.hasSuffix("00") {
      series.append(.hundred(letters: letters, start: String(digits.dropLast(2))))
    }
    return series
  }

  private static func range(_ word: Substring) -> ModelSeries? {
    let ends = word.split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, let first = ModelNumber(ends[0]), let last = ModelNumber(ends[1]),
      first.suffix.isEmpty, last.suffix.isEmpty, first.letters == last.letters,
      first.digits.count == last.digits.count, let low = Int(first.digits),
      let high = Int(last.digits), low < high, high - low <= 20
    else { return nil }
    return .range(letters: first.letters, width: first.digits.count, low...high)
  }

  func holds(_ number: ModelNumber) -> Bool {
    switch self {
    case .range(let letters, let width, let numbers):
      number.letters == letters && number.digits.count == width
        && Int(number.digits).map(numbers.contains) ?? false
    case .ten(let letters, let start):
      number.letters == letters && String(number.digits.dropLast()) == start
    case .hundred(let letters, let start):
      number.letters == letters && number.digits.count == 4 && number.digits.hasPrefix(start)
    case .bare(let letters, let digits):
      number.letters == letters && number.digits == digits
    case .wildcard(let letters, let digits):
      number.letters == letters && String(number.digits.dropLast()) == digits
    }
  }
}
