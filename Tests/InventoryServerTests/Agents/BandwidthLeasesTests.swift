import Foundation
import Synchronization
import Testing

@testable import InventoryServer

/// Who may measure the line when; the test sets the clock.
struct BandwidthLeasesTests {
  final class Clock: Sendable {
    private let seconds = Mutex(1000.0)
    var now: Double { seconds.withLock { $0 } }
    func pass(_ more: Double) { seconds.withLock { $0 += more } }
  }

  let clock = Clock()
  let slots: BandwidthLeases

  init() {
    var limits = CentreLimits()
    limits.bandwidth.tests = 4
    limits.bandwidth.bytes = 1000
    let clock = clock
    slots = BandwidthLeases(limits) { clock.now }
  }

  func granted(_ commune: String, _ machine: Int64) -> String? {
    if case .granted(let slot) = slots.lease(commune: commune, machine: machine) {
      slot
    } else {
      nil
    }
  }

  @Test func oneLeasePerCommune() throws {
    let first = try #require(granted("21250", 1))
    #expect(first.count == 32 && first.allSatisfy(\.isHexDigit))
    #expect(slots.lease(commune: "21250", machine: 2) == .refused(retryAfterSeconds: 60))
    clock.pass(45)
    #expect(slots.lease(commune: "21250", machine: 2) == .refused(retryAfterSeconds: 15))
    slots.release(first, machine: 2)
    #expect(slots.count == 1, "only its holder can release it")
    slots.release(first, machine: 1)
    #expect(granted("21250", 2) != nil && slots.count == 1)
  }

  @Test func leasesExpire() throws {
    let first = try #require(granted("21250", 1))
    clock.pass(59.9)
    #expect(try slots.enter(first) < 0.2)
    clock.pass(0.2)
    #expect(throws: ServerError.self) { try slots.enter(first) }
    #expect(slots.count(1, .upload, in: first) == 0)
    #expect(granted("21250", 2) != nil)
  }

  @Test func leasesAreLimitedOverall() {
    for index in 0..<4 { #expect(granted("0000\(index)", Int64(index)) != nil) }
    clock.pass(10)
    #expect(slots.lease(commune: "00009", machine: 9) == .refused(retryAfterSeconds: 50))
    clock.pass(51)
    #expect(granted("00009", 9) != nil && slots.count == 1)
  }

  /// Half of the slots are for communes that were not measured today.
  @Test func halfOfLeasesAreReservedForUnmeasuredCommunes() throws {
    let first = try #require(granted("00001", 1))
    slots.release(first, machine: 1)
    #expect(granted("00002", 2) != nil && granted("00003", 3) != nil)
    #expect(slots.lease(commune: "00001", machine: 1) == .refused(retryAfterSeconds: 60))
    #expect(granted("00004", 4) != nil)
    clock.pass(72_001)
    #expect(granted("00005", 5) != nil && granted("00006", 6) != nil)
    #expect(granted("00001", 1) != nil, "a day later it may measure again")
  }

  @Test func repeatedRequestReplacesLease() throws {
    let first = try #require(granted("21250", 1))
    let second = try #require(granted("21250", 1))
    #expect(first != second && slots.count == 1)
    #expect(throws: ServerError.self) { try slots.enter(first) }
    slots.leave(first)
    #expect(try slots.enter(second) == 60)
  }

  private func browser(_ commune: String, _ visitor: String) -> String? {
    let machine = -1 - (Int64(commune) ?? 0)
    if case .granted(let slot) = slots.lease(commune: commune, machine: machine, browser: visitor) {
      return slot
    }
    return nil
  }

  /// A session is all that is needed to ask for a browser's slot.
  @Test func browsersLeaveHalfToAgents() throws {
    #expect(browser("21250", "user 1") != nil)
    let second = try #require(browser("21251", "user 1"))
    #expect(slots.count == 1, "a visitor has one slot")
    #expect(browser("21252", "user 2") != nil)
    #expect(browser("21253", "user 3") == nil, "browsers have half of the places")
    #expect(granted("00001", 1) != nil && granted("00002", 2) != nil)
    #expect(granted("00003", 3) == nil)
    _ = try slots.enter(second)
    clock.pass(BandwidthLeases.unusedSeconds)
    #expect(slots.count == 3, "the unused one is free again")
    #expect(granted("21252", 4) != nil, "and does not count as its commune's measurement")
    #expect(try slots.enter(second) > 0, "one that is used stays")
  }

  @Test func communesMeasuredByBrowsersKeepTheirTurn() {
    for commune in 0..<20 { #expect(browser("0000\(commune)", "user 1") != nil) }
    clock.pass(61)
    for commune in 0..<4 { #expect(granted("0000\(commune)", Int64(commune)) != nil) }
  }

  @Test func bytesAreCountedPerDirection() throws {
    let slot = try #require(granted("21250", 1))
    #expect(slots.count(600, .download, in: slot) == 600)
    #expect(slots.count(600, .download, in: slot) == 400)
    #expect(slots.count(1, .download, in: slot) == 0)
    #expect(slots.count(1000, .upload, in: slot) == 1000)
    #expect(slots.count(1, .upload, in: "unknown") == 0)
  }

  @Test func connectionsAreBounded() throws {
    let slot = try #require(granted("21250", 1))
    for _ in 0..<BandwidthLeases.maximumConnections { _ = try slots.enter(slot) }
    let error = #expect(throws: ServerError.self) { try slots.enter(slot) }
    #expect(error?.code == .slotUsedUp)
    slots.leave(slot)
    #expect(try slots.enter(slot) > 0)
  }

  @Test func rememberedCommunesAreBounded() {
    for index in 0..<(BandwidthLeases.maximumCommunes * 2) {
      guard let slot = granted("\(index)", 1) else { continue }
      slots.release(slot, machine: 1)
    }
    #expect(slots.count == 0)
  }
}
