import ArgumentParser
import Foundation
import InventoryStore

/// A point in time as typed; see `PastTime`.
struct AsOfOption: Equatable, Sendable {
  private let time: PastTime

  /// - Throws: `ValidationError` that names the two valid forms.
  init(_ text: String) throws {
    guard let time = PastTime(text) else {
      throw ValidationError(
        "\"\(text.prefix(40))\" is not a valid time: enter 2026-11-23 (the end of that day in Vietnam) or 2026-11-23T08:00:00Z."
      )
    }
    self.time = time
  }

  /// - Throws: ``Failure`` if it lies in the future.
  func date(option: String, now: Date) throws -> Date {
    guard let date = time.date(now: now) else {
      throw Failure(Failure.badInput, "\(option) is in the future: give a past time.")
    }
    return date
  }
}

extension Option where Value == AsOfOption? {
  /// An option whose value is a time in the past.
  ///
  /// - Parameter name: without the dashes.
  init(past name: String, _ help: String) {
    self.init(
      name: .customLong(name), help: ArgumentHelp(help, valueName: "date"),
      transform: AsOfOption.init)
  }
}
