import Foundation
import InventoryStore
import Presentation

/// Rankings as last made. One is given again for as long as nothing was committed to the
/// inventory since, and at most for `maximumAge`: states of reporting move with the clock.
actor RankingCache {
  enum Format: Hashable {
    case json
    case csv(Language)
    case xlsx(Language)
  }

  /// Which communes are ranked among themselves.
  struct Selection: Hashable {
    var province: String?
    var scope: Scope = .country
  }

  private struct Made {
    let revision: Int64
    let at: Date
    let document: RankingDocument
    var encoded: [Format: Data] = [:]
  }

  /// The country, its provinces, and the communes of a few officers.
  private static let maximumEntries = 64
  static let maximumAge: TimeInterval = 60

  private let source: RankingSource
  private let messages: Messages
  private let desk: PlannersDesk
  private let now: @Sendable () -> Date
  private var made: [Selection: Made] = [:]

  init(
    source: RankingSource, messages: Messages, desk: PlannersDesk,
    now: @escaping @Sendable () -> Date
  ) {
    self.source = source
    self.messages = messages
    self.desk = desk
    self.now = now
  }

  func document(_ selection: Selection) async throws -> RankingDocument {
    try await current(selection).document
  }

  func encoded(_ format: Format, _ selection: Selection) async throws -> Data {
    let current = try await current(selection)
    if let bytes = current.encoded[format] { return bytes }
    let bytes =
      switch format {
      case .json: Data(RankingJSON.encode(current.document))
      case .csv(let language): RankingCSV.encode(current.document, language, messages: messages)
      case .xlsx(let language):
        try await desk.run { [messages] in
          try RankingWorkbook.encode(current.document, language, messages: messages)
        }
      }
    if made[selection]?.revision == current.revision {
      made[selection]?.encoded[format] = bytes
    }
    return bytes
  }

  private func current(_ selection: Selection) async throws -> Made {
    let revision = try await source.store.revision()
    let time = now()
    if let known = made[selection], known.revision == revision,
      abs(time.timeIntervalSince(known.at)) < Self.maximumAge
    {
      return known
    }
    let fresh = Made(
      revision: revision, at: time,
      document: try await source.document(
        province: selection.province, within: selection.scope, now: time))
    if made.count >= Self.maximumEntries { made.removeAll() }
    made[selection] = fresh
    return fresh
  }
}
