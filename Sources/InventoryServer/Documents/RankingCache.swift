import Foundation
import InventoryStore
import Presentation
import Prioritization

/// The latest rankings. One is reused as long as nothing has been committed to the inventory since,
/// and at most for `maximumAge`: states of reporting change with time.
actor RankingCache {
  enum Format: Hashable {
    case json
    case csv(Language)
    case xlsx(Language)
  }

  /// The communes that are ranked among themselves.
  struct Selection: Hashable {
    var province: String?
    var scope: Scope

    /// One key for equal rankings: a province's is the same for every caller.
    fileprivate var canonical: Selection {
      if case .province(let code) = scope, province == nil || province == code {
        return Selection(province: code, scope: .country)
      }
      return self
    }

    /// The part of the whole ranking that the selection contains.
    fileprivate func part(of document: RankingDocument) -> RankingDocument {
      guard case .commune(let code) = scope else { return document }
      var document = document
      document.entries.removeAll { $0.ranked.standing.code != code }
      return document
    }
  }

  private struct Made {
    let revision: Int64
    let at: Date
    let known: KnownRanking
    let document: RankingDocument
    var encoded: [Format: Data] = [:]
  }

  private struct Past: Equatable {
    let selection: Selection
    let moment: Date
    let revision: Int64
  }

  /// Enough for the country, its provinces, and the communes of a few officers.
  private static let maximumEntries = 64
  static let maximumAge: TimeInterval = 60
  /// Rankings of past days, kept apart so that they cannot evict those of the present.
  private static let maximumPast = 8

  private let source: DocumentSource
  private let messages: Messages
  private let queue: BoundedQueue
  nonisolated let now: @Sendable () -> Date
  nonisolated var policy: Policy { source.policy }
  private var made: [Selection: Made] = [:]
  /// Oldest first.
  private var past: [(key: Past, document: RankingDocument)] = []
  /// Rankings in progress: readers that arrive together after a commit share one.
  private var making: [Selection: (revision: Int64, task: Task<Made, any Error>)] = [:]

  init(
    source: DocumentSource, messages: Messages, queue: BoundedQueue,
    now: @escaping @Sendable () -> Date
  ) {
    (self.source, self.messages, self.queue, self.now) = (source, messages, queue, now)
  }

  /// - Throws: `InventoryError` with `provinceUnknown`.
  func document(_ selection: Selection) async throws -> RankingDocument {
    let whole = try await whole(selection)
    return selection.part(of: try await current(whole).document)
  }

  /// - Parameter moment: A time in the past; nil for now. Reconstructing the past takes so long
  ///   that it is queued.
  /// - Throws: `InventoryError` with `provinceUnknown`; ``ServerError`` with `busy`.
  func document(
    _ selection: Selection, asOf moment: Date?, for caller: BoundedQueue.Caller
  ) async throws -> RankingDocument {
    guard let moment else { return try await document(selection) }
    let key = Past(
      selection: try await whole(selection), moment: moment,
      revision: try await source.store.upkeep.revision())
    if let known = past.first(where: { $0.key == key }) {
      return selection.part(of: known.document)
    }
    let time = now()
    let document = try await queue.run(for: caller, joining: "past \(key)") { [source] in
      try source.pastRanking(
        province: key.selection.province, within: key.selection.scope, asOf: moment, now: time)
    }
    past.removeAll { $0.key.revision != key.revision || $0.key == key }
    past.append((key, document))
    if past.count > Self.maximumPast { past.removeFirst() }
    return selection.part(of: document)
  }

  /// The ranking of which a selection is a part: a commune's rank is the one in its province, never
  /// 1 of 1.
  private func whole(_ selection: Selection) async throws -> Selection {
    guard case .commune = selection.scope else { return selection.canonical }
    let communes = try await source.store.register.communes(
      province: selection.province, within: selection.scope)
    return communes.first.map { Selection(province: $0.provinceCode, scope: .country) }
      ?? selection
  }

  /// A whole ranking; cached.
  func encoded(
    _ format: Format, _ selection: Selection, for caller: BoundedQueue.Caller
  ) async throws -> Data {
    if case .commune = selection.scope {
      return try await encode(document(selection), format, for: caller)
    }
    let selection = selection.canonical
    let current = try await current(selection)
    if let bytes = current.encoded[format] { return bytes }
    let bytes = try await encode(
      current.document, format, for: caller,
      joining: "ranking \(format) \(selection) \(current.revision)")
    if made[selection]?.revision == current.revision {
      made[selection]?.encoded[format] = bytes
    }
    return bytes
  }

  /// A filtered or sorted ranking, or one of the past; not cached.
  nonisolated func encoded(
    _ format: Format, _ selection: Selection, _ filter: RankingFilter, sort: RankingSort?,
    asOf moment: Date?, for caller: BoundedQueue.Caller
  ) async throws -> Data {
    guard !filter.isEverything || sort != nil || moment != nil else {
      return try await encoded(format, selection, for: caller)
    }
    let whole = try await document(selection, asOf: moment, for: caller)
    return try await encode(
      whole.part(filter, sort: sort), format, for: caller,
      filter: filter.isEverything ? nil : (filter, of: whole.entries.count))
  }

  private nonisolated func encode(
    _ document: RankingDocument, _ format: Format, for caller: BoundedQueue.Caller,
    joining key: String? = nil, filter: (RankingFilter, of: Int)? = nil
  ) async throws -> Data {
    switch format {
    case .json: return Data(try RankingJSON.encode(document))
    case .csv(let language): return RankingCSV.encode(document, language, messages: messages)
    case .xlsx(let language):
      let sentences = filter.map { filter, count in
        [
          messages(
            "ranking.part", language,
            [
              "count": PeopleFormat(language).number(document.entries.count),
              "total": PeopleFormat(language).number(count),
              "conditions": filter.conditions(language, messages).joined(separator: "; "),
            ])
        ]
      }
      return try await queue.run(for: caller, joining: key) { [messages] in
        try RankingWorkbook.encode(
          document, language, messages: messages, sentences: sentences ?? [])
      }
    }
  }

  private func current(_ selection: Selection) async throws -> Made {
    let revision = try await source.store.upkeep.revision()
    let time = now()
    if let known = made[selection], known.revision == revision,
      abs(time.timeIntervalSince(known.at)) < Self.maximumAge
    {
      return known
    }
    if let other = making[selection], other.revision == revision {
      return try await other.task.value
    }
    let task = Task { [source, before = made[selection]?.known] in
      let (known, document) = try await source.renewedRanking(
        before, province: selection.province, within: selection.scope, now: time)
      return Made(revision: revision, at: time, known: known, document: document)
    }
    making[selection] = (revision, task)
    defer { if making[selection]?.task == task { making[selection] = nil } }
    let fresh = try await task.value
    if made.count >= Self.maximumEntries { made.removeAll() }
    made[selection] = fresh
    return fresh
  }
}
