/// A name, split into what is compared.
public struct NameWords: Equatable, Sendable {
  /// In lower case.
  public var maker: String?
  /// Words with a digit; and the other words, except those that mean nothing.
  private var numbers: Set<String>
  private var plain: Set<String>
  /// The models that the name stands for.
  private var series: [ModelSeries]
  /// Whether the name contains the word "series".
  private var isSeries: Bool

  /// Makers that others took over: their scanners carry both names.
  private static let heirs = [
    "ricoh": "fujitsu", "kodak alaris": "kodak", "fuji xerox": "xerox", "fujifilm": "xerox",
  ]
  private static let empty: Set = [
    "series", "scanner", "printer", "mfp", "multifunction", "all", "in", "one", "aio",
    "network", "usb", "device", "the", "ssl",
  ]

  public init(_ name: ScannerName) {
    let split = ScannerName(name.model)
    let model = NameRemarks.removed(from: split.model ?? "", keepingSome: true)
    maker =
      (name.manufacturer.flatMap { ScannerName($0).modelMaker }?.lowercased()
      ?? split.modelMaker?.lowercased()).map { Self.heirs[$0] ?? $0 }
    let words = Set(
      model.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init))
    numbers = words.filter { $0.contains(where: \.isNumber) }
    plain = words.subtracting(numbers).subtracting(Self.empty)
    isSeries = words.contains("series")
    series = ModelSeries.named(in: model, maker: maker, isSeries: isSeries)
    // Not a model: a driver that knows only the product number (epson2: `PID 1115`).
    if Self.isNobodys(words) { (numbers, plain, series) = ([], [], []) }
  }

  /// Whether it names no model.
  public var isNameless: Bool { numbers.isEmpty && plain.isEmpty }

  private static func isNobodys(_ words: Set<String>) -> Bool {
    if words.isSubset(of: ["unknown", "generic", "model", "scanner", "device"]) { return true }
    return words.count == 2 && words.contains("pid")
  }

  /// Whether they share a maker, or a word if one of them has no maker: enough if the host says the
  /// rest.
  public func isRelated(to other: NameWords) -> Bool {
    if let maker, let otherMaker = other.maker { return maker == otherMaker }
    return !numbers.isDisjoint(with: other.numbers) || !plain.isDisjoint(with: other.plain)
  }

  public func isAlike(_ other: NameWords) -> Bool {
    if let maker, let otherMaker = other.maker, maker != otherMaker { return false }
    guard !numbers.isEmpty, !other.numbers.isEmpty else {
      return !plain.isEmpty && plain == other.plain && numbers == other.numbers
    }
    if numbers == other.numbers { return true }
    if (numbers.isSubset(of: other.numbers) || other.numbers.isSubset(of: numbers))
      && !plain.isDisjoint(with: other.plain)
    {
      return true
    }
    // A series and one of its models: `MF240 Series`, `MF244dw`.
    guard plain.isEmpty || other.plain.isEmpty || !plain.isDisjoint(with: other.plain)
    else { return false }
    return covers(other) || other.covers(self)
  }

  /// Whether the models that it stands for include one of `other`'s.
  private func covers(_ other: NameWords) -> Bool {
    let models = other.numbers.compactMap { ModelNumber($0) }
    return series.contains { series in
      // A series of its own is not a member of a neighbouring one.
      if other.isSeries, series.isNamedAfterOne { return false }
      return models.contains(where: series.holds)
    }
  }

  /// Whether both name models by number, and none that can be the other's.
  public func contradicts(_ other: NameWords) -> Bool {
    !numbers.isEmpty && !other.numbers.isEmpty && numbers.isDisjoint(with: other.numbers)
      && !isAlike(other)
  }
}
