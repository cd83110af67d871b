import Foundation
import Hummingbird
import InventoryStore
import Reporting

/// Measures the line in a browser, with the same slots and rules as agents: one measurement per
/// commune, a few overall, and a limit on the bytes in each direction. A visitor measures one line
/// at a time, and browsers leave half of the places to agents.
struct CheckLine: Sendable {
  let slots: BandwidthLeases
  let store: InventoryStore
  private let leases: RateLimiter<String>

  /// The shortest times in seconds for a settled rate (`RateEstimate`: three windows), and for the
  /// one window in which a fast line moves all bytes of a slot.
  private static let (settledSeconds, shortestSeconds) = (0.9, 0.3)
  /// Packets are larger than their payload.
  private static let packetShare = 1.1
  /// The factor by which the centre's mean may exceed a browser's claim: their windows differ.
  private static let paceTolerance = 2.0

  init(slots: BandwidthLeases, store: InventoryStore, now: @escaping @Sendable () -> Double) {
    self.slots = slots
    self.store = store
    leases = RateLimiter(perHour: 12, burst: 6, now: now)
  }

  /// Requests a slot, and answers in the form used for agents.
  func lease(_ subject: CheckSubject, _ check: CheckCall) async throws -> Response {
    let time = check.call.now.formatted(.iso8601)
    _ = try await store.checks.latest(of: subject.commune, within: check.scope)
    if let seconds = leases.wait(subject.commune) {
      return try JSONResponse.make(
        BandwidthSlotReply(granted: false, retryAfterSeconds: seconds, time: time))
    }
    switch slots.lease(
      commune: subject.commune, machine: Self.holder(subject.commune), browser: check.owner)
    {
    case .refused(let seconds):
      return try JSONResponse.make(
        BandwidthSlotReply(granted: false, retryAfterSeconds: seconds, time: time))
    case .granted(let slot):
      leases.count(subject.commune)
      return try JSONResponse.make(
        BandwidthSlotReply(
          granted: true, slot: slot, seconds: slots.seconds, maximumBytes: slots.maximumBytes,
          time: time))
    }
  }

  /// The browser's result for its slot, which is released. A rate far below the pace at which the
  /// slot's bytes moved counts only as a lower bound, so that nobody can make a line look slow by
  /// claiming it.
  ///
  /// - Returns: nil for an impossible result: more than the server counted in the slot.
  func result(
    _ form: PageForm, _ subject: CheckSubject, _ check: CheckCall
  ) -> CheckResult.Line? {
    guard let slot = form["slot"], let download = Self.rate(form["download"]),
      let upload = Self.rate(form["upload"]),
      let moved = slots.moved(in: slot, machine: Self.holder(subject.commune))
    else { return nil }
    slots.release(slot, machine: Self.holder(subject.commune))
    let isSettled = form["settled"] == "yes"
    func isPossible(_ rate: Int, _ moved: BandwidthLeases.Moved) -> Bool {
      Double(rate) * (isSettled ? Self.settledSeconds : Self.shortestSeconds)
        <= Double(moved.bytes) * 8 * Self.packetShare
    }
    func isBorneOut(_ rate: Int, _ moved: BandwidthLeases.Moved) -> Bool {
      moved.bitsPerSecond.map { $0 <= Double(rate) * Self.paceTolerance } ?? false
    }
    guard isPossible(download, moved.download), isPossible(upload, moved.upload) else { return nil }
    let latency = form["latency"].flatMap(Double.init).flatMap { 0...60 ~= $0 ? $0 : nil }
    // A phone's own network may be slower than the office's line.
    let isMobile =
      form["mobile"] == "yes"
      || check.call.request.headers[.userAgent]?.contains("Mobile") == true
    return CheckResult.Line(
      downloadBitsPerSecond: download, uploadBitsPerSecond: upload, latencySeconds: latency,
      isSettled: isSettled && !isMobile && isBorneOut(download, moved.download)
        && isBorneOut(upload, moved.upload))
  }

  private static func rate(_ text: String?) -> Int? {
    text.flatMap { Int($0) }.flatMap { 1...100_000_000_000 ~= $0 ? $0 : nil }
  }

  /// A commune's browser as a slot's holder: negative, since row numbers of machines are positive.
  private static func holder(_ commune: String) -> Int64 { -1 - (Int64(commune) ?? 0) }
}
