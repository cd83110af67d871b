import Foundation
import Hummingbird
import InventoryStore
import Reporting

/// The line, measured by a browser in the slots that agents use, by the same rules: one measurement a
/// commune, a few over all, and so many bytes each way.
struct CheckLine: Sendable {
  let slots: BandwidthLeases
  let store: InventoryStore
  private let leases: RateLimiter<String>

  /// The shortest time in which a rate settles, seconds (`RateEstimate`: three windows), and the one
  /// window in which a fast line moves all bytes that a slot allows.
  private static let (settledSeconds, shortestSeconds) = (0.9, 0.3)
  /// Packets are larger than what they carry.
  private static let packetShare = 1.1
  /// So many times what a browser says may have moved on the whole: its windows differ from ours.
  private static let paceTolerance = 2.0

  init(slots: BandwidthLeases, store: InventoryStore, now: @escaping @Sendable () -> Double) {
    self.slots = slots
    self.store = store
    leases = RateLimiter(perHour: 12, burst: 6, now: now)
  }

  /// Asks for a slot, and answers as agents are answered.
  func lease(_ subject: CheckSubject, _ check: CheckCall) async throws -> Response {
    let time = check.call.now.formatted(.iso8601)
    _ = try await store.checks.latest(of: subject.commune, within: check.scope)
    if let seconds = leases.wait(subject.commune) {
      return try JSONResponse.make(
        BandwidthSlotReply(granted: false, retryAfterSeconds: seconds, time: time))
    }
    switch slots.lease(commune: subject.commune, machine: Self.holder(subject.commune)) {
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

  /// What the browser found in its slot, which it gives back. A rate far below the pace at which the
  /// slot's bytes moved is only what the line carries at least: nobody makes a line slow by saying so.
  ///
  /// - Returns: nil for what cannot be: more than moved in the slot as the server counted it.
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
    // A phone's own network may be narrower than the office's line.
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

  /// Row numbers of machines are above zero: a commune's browser is none of them.
  private static func holder(_ commune: String) -> Int64 { -1 - (Int64(commune) ?? 0) }
}
