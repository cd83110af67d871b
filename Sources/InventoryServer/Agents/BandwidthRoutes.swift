import Foundation
import HTTPTypes
import Hummingbird
import InventoryStore
import NIOCore
import Reporting

/// `/agent/v1/bandwidth/…`: where a machine measures its commune's line.
///
/// `POST slots` asks for leave, signed; `GET download?bytes=N` and `POST upload` move bytes that
/// mean nothing, within that leave, and `GET arrivals` tells what has come of uploads. They pass no ``ConcurrencyLimiter``: slots are few, and reports must not
/// wait behind them.
struct BandwidthRoutes<Context: CallerContext>: Sendable {
  static var maximumBytes: Int { 4 << 10 }

  let store: InventoryStore
  let limits: AgentLimits
  let now: @Sendable () -> Date

  private var slots: BandwidthLeases { limits.slots }

  func add(to router: some RouterMethods<Context>) {
    router.post("/agent/v1/bandwidth/slots") { request, context in
      let reply = try await SignedRequest.collecting(
        request, tag: .bandwidth, limit: Self.maximumBytes, within: limits.bodies,
        from: context.caller
      ) { signed in try await limits.requests.run { try await lease(signed) } }
      guard reply.granted, reply.slot != nil else { return try JSONResponse.make(reply) }
      var told = reply
      told.congestionControl = await CongestionControl.preferBBR(on: context.channel)
      return try JSONResponse.make(told)
    }
    router.get("/agent/v1/bandwidth/download") { request, context in
      try await BandwidthTransfer(slots: slots, request, context.channel).download()
    }
    router.post("/agent/v1/bandwidth/upload") { request, context in
      try await BandwidthTransfer(slots: slots, request, context.channel).upload()
    }
    router.get("/agent/v1/bandwidth/arrivals") { request, context in
      try await BandwidthTransfer(slots: slots, request, context.channel).arrivals()
    }
  }

  private func lease(_ signed: SignedRequest) async throws -> BandwidthSlotReply {
    guard let key = try await store.key(signed.signature.keyId) else {
      throw ServerError(
        .keyUnknown, "The server does not know this computer's key: enrol the computer.")
    }
    try signed.verify(publicKey: key.publicKey, now: now())
    let wanted: BandwidthSlotRequest
    do {
      _ = try ReportText(signed.body)
      wanted = try JSONDecoder().decode(BandwidthSlotRequest.self, from: signed.body)
    } catch {
      throw ServerError(.notJSON, "The request cannot be read: use an agent of the same version.")
    }
    let time = now().formatted(.iso8601)
    if let slot = wanted.release {
      slots.release(slot, machine: key.machine)
      return BandwidthSlotReply(granted: false, time: time)
    }
    if let seconds = limits.bandwidth.wait(key.machine) {
      return BandwidthSlotReply(granted: false, retryAfterSeconds: seconds, time: time)
    }
    let commune = try await store.commune(of: key, now: now())
    limits.bandwidth.count(key.machine)
    switch slots.lease(commune: commune, machine: key.machine) {
    case .refused(let seconds):
      return BandwidthSlotReply(granted: false, retryAfterSeconds: seconds, time: time)
    case .granted(let slot):
      return BandwidthSlotReply(
        granted: true, slot: slot, seconds: slots.seconds, maximumBytes: slots.maximumBytes,
        time: time)
    }
  }
}
