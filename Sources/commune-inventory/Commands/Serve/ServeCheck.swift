import ArgumentParser
import CentreConfiguration
import Foundation
import InventoryServer
import InventoryStore
import Prioritization

/// `serve --check`: checks everything that the centre needs to start, and starts nothing.
struct ServeCheck {
  /// One line of the answer.
  struct Item {
    enum State: String {
      case ok = "OK"
      case note = "Note"
      case fault = "FAULT"
    }
    let state: State
    let subject: String
    let sentence: String

    static func ok(_ subject: String, _ sentence: String) -> Item {
      Item(state: .ok, subject: subject, sentence: sentence)
    }
    static func note(_ subject: String, _ sentence: String) -> Item {
      Item(state: .note, subject: subject, sentence: sentence)
    }
    static func fault(_ subject: String, _ sentence: String) -> Item {
      Item(state: .fault, subject: subject, sentence: sentence)
    }

    /// Mark and subject are padded, so that sentences are aligned.
    var line: String {
      func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
      }
      let words = sentence.split(whereSeparator: \.isNewline).map {
        OutputLanguage.said(String($0))
      }
      return padded(OutputLanguage.said(state.rawValue), 7)
        + padded(OutputLanguage.said(subject), 20)
        + words.joined(separator: " ")
    }
  }

  /// Path of the settings file; nil if there is none.
  let file: String?
  let settings: CentreSettings
  let database: String

  /// Prints each item, and fails if one of them does.
  ///
  /// - Throws: ``Failure``.
  func run() throws {
    try Self.report(items)
  }

  static func report(_ items: [Item]) throws {
    for item in items { try Output.line(item.line) }
    let faults = items.count { $0.state == .fault }
    guard faults == 0 else {
      throw Failure(
        Failure.badConfiguration,
        "The centre would not start, or not serve as it should: \(faults) of \(items.count) checks failed, as shown above."
      )
    }
  }

  var items: [Item] {
    [.ok("Settings", file ?? "no file: options, environment and defaults")]
      + [addresses].compactMap { $0 } + [policy] + certificates + databaseItems + [disk]
      + ports + [letters]
  }

  private var addresses: Item? {
    attempt("Addresses") {
      _ = try ServingRun(settings, database: database)
      return nil
    }
  }

  private var policy: Item {
    attempt("Policy") {
      let file = try PolicyFile(settings.policy)
      return .ok(
        "Policy",
        "\(settings.policy ?? "standard.toml (built in)"): version \(file.policy.version), sha256 \(file.digest.prefix(16))…"
      )
    } ?? .ok("Policy", "")
  }

  private var letters: Item {
    attempt("Letters") {
      guard let path = MailFile.path(settings.mail) else {
        return .ok("Letters", "no mail server is set: letters are off")
      }
      _ = try MailFile.destinations(path)
      return .ok("Letters", path)
    } ?? .ok("Letters", "")
  }

  /// The result of `make`, or a fault with the error that it throws.
  func attempt(_ subject: String, _ make: () throws -> Item?) -> Item? {
    do {
      return try make()
    } catch {
      return .fault(subject, Failure.sentence(of: error))
    }
  }
}
