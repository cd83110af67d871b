import Foundation
import HTTPTypes
import Hummingbird
import InventoryStore
import NIOCore
import Reporting

/// `/agent/v1/bandwidth/…`: measurements of a commune's line by its machines.
///
/// `POST slots` requests a lease, signed; `GET download?bytes=N` and `POST upload` move random
/// bytes within that lease, and `GET arrivals` streams how much of an upload has arrived. Transfers
/// do not count against the ``ConcurrencyLimiter``: leases are few, and reports must not wait
/// behind them.
struct BandwidthRoutes<Context: CallerContext>: Sendable {
  static var maximumBytes: Int { 4 << 10 }

  let authenticator: AgentAuthenticator

  private var store: InventoryStore { authenticator.store }
  private var limits: AgentLimits { authenticator.limits }
  private var slots: BandwidthLeases { limits.slots }

  func add(to router: some RouterMethods<Context>) {
    router.post("/agent/v1/bandwidth/slots") { request, context in
      // Beyond its rate, a machine gets an answer with the time of its next attempt, not an error.
      var reply = try await authenticator.authenticate(
        request, .bandwidth, maximumBytes: Self.maximumBytes, from: context.caller, rate: nil,
        lease)
      if reply.granted, reply.slot != nil {
        reply.congestionControl = await CongestionControl.preferBBR(on: context.channel)
      }
      return try JSONResponse.make(reply)
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

  private func lease(
    _ signed: SignedRequest, _ key: MachineKey
  ) async throws -> BandwidthSlotReply {
    let wanted = try signed.decoded(BandwidthSlotRequest.self, "The request")
    let time = authenticator.now().formatted(.iso8601)
    if let slot = wanted.release {
      slots.release(slot, machine: key.machine)
      return BandwidthSlotReply(granted: false, time: time)
    }
    if let seconds = limits.bandwidth.wait(key.machine) {
      return BandwidthSlotReply(granted: false, retryAfterSeconds: seconds, time: time)
    }
    let commune = try await store.keys.commune(of: key, now: authenticator.now())
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
