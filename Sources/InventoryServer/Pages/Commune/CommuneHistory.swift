import Foundation
import InventoryStore
import Presentation
import Prioritization

/// The history of a commune's points: its standing recomputed for some dates in recent months, from
/// what machines and officers had reported by then.
struct CommuneHistory {
  /// Days to look back, and the number of points in time.
  static let days = 182.0
  static let moments = 14

  private let code: String
  private let call: PageCall
  private let source: CommuneSource

  init(_ code: String, _ call: PageCall, _ source: CommuneSource) {
    (self.code, self.call, self.source) = (code, call, source)
  }

  /// - Throws: `InventoryError` with `communeUnknown`; ``ServerError`` with `busy`.
  func page(on queue: BoundedQueue) async throws -> CommuneHistoryPage {
    let details = try await source.store.communes.details(
      code, measurements: 0, within: call.scope, now: call.now)
    let moments = Self.moments(since: Self.beginning(details), until: call.now)
    let (policy, scope, code, store) = (source.policy, call.scope, code, source.store)
    let revision = try await store.upkeep.revision()
    // The minute identifies a point in time: the chart cannot distinguish closer ones.
    let key = "history \(code) \(scope) \(revision) \(Int(call.now.timeIntervalSince1970 / 60))"
    let past = try await queue.run(for: await call.queueCaller, joining: key) {
      try store.situations.past(
        of: code, policy: policy, at: Array(moments.dropLast()), within: scope)
    }
    let present = try await store.situations.current(
      policy: policy, within: .commune(code), now: call.now)
    let events = try await store.communes.events(
      commune: code, within: scope, since: moments[0], until: call.now)
    return CommuneHistoryPage(
      register: details.register, policy: policy,
      steps: zip(moments, past + present).map { moment, situation in
        .init(
          time: moment, reporting: situation.reporting,
          standing: Standing(policy: policy, measures: situation.measures))
      },
      events: events, call: call)
  }

  /// When the first machine enrolled or an officer first attested something.
  private static func beginning(_ details: CommuneDetails) -> Date? {
    (details.machines.map(\.enrolledAt) + details.attestations.map(\.attestedAt)).min()
  }

  /// At equal intervals, ending with the present; starts at most a day before anything was known.
  static func moments(since beginning: Date?, until now: Date) -> [Date] {
    let longest = now.addingTimeInterval(-days * 86_400)
    let first = beginning.map { max(longest, $0.addingTimeInterval(-86_400)) } ?? longest
    let step = max(0, now.timeIntervalSince(first)) / Double(moments - 1)
    return (0..<moments).map {
      $0 == moments - 1 ? now : first.addingTimeInterval(Double($0) * step)
    }
  }
}
