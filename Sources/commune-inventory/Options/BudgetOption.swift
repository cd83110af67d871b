import ArgumentParser
import InventoryStore

extension MoneyInput {
  /// Parses a budget given as an option, in whole VND.
  ///
  /// - Throws: `ValidationError`.
  static func budget(_ text: String) throws -> Int {
    do {
      return try amount(text)
    } catch {
      throw ValidationError(
        "The budget \"\(error.written)\" \(why(error.reason)): "
          + "enter it as 50000000000, 50_000_000_000, 50.000.000.000 or \"50 tỷ\".")
    }
  }

  /// Parses the price of one unit given as an option, in whole VND.
  ///
  /// - Throws: `ValidationError`.
  static func price(_ text: String) throws -> Int {
    do {
      return try amount(text)
    } catch {
      throw ValidationError(
        "The price \"\(error.written)\" \(why(error.reason)): "
          + "enter it as 15000000, 15.000.000 or \"15 triệu\".")
    }
  }

  private static func why(_ reason: MoneyError.Reason) -> String {
    switch reason {
    case .noAmount: "is not an amount in whole VND"
    case .negative: "is below 0"
    case .mixedMarks: "mixes separators"
    case .badGroups: "has groups that are not three digits"
    case .fraction: "contains a decimal fraction"
    case .ambiguous: "is ambiguous (thousands or a decimal fraction)"
    case .tooMuch: "is more than 1_000_000_000_000_000 VND"
    }
  }
}

extension Option where Value == Int? {
  /// An option whose value is a sum of money, whole VND.
  init(money help: String) {
    self.init(help: ArgumentHelp(help, valueName: "vnd"), transform: MoneyInput.budget)
  }
}
