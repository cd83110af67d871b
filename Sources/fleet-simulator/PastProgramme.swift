import Foundation
import InventoryServer
import InventoryStore
import Prioritization
import Reporting

/// A programme that was adopted in a demonstration's past: everything is ordered, two thirds
/// arrive, and of what arrives only every second thing is ever reported.
struct PastProgramme {
  private static let budget = 3_000_000_000

  private let number: Int64
  private let adoptedIn: Int
  /// Rounds from the order to the delivery, and from there to the first report of it.
  private let pace: Int
  private let items: [LineItem]

  static func adopt(
    _ store: InventoryStore, _ policy: Policy, province: String, round: Int, pace: Int,
    at date: Date
  ) async throws -> PastProgramme {
    let source = ProgrammeSource(store: store)
    let number = try await source.adopt(
      budget: .joint(budget), policy: policy, policyDigest: nil, province: province, group: nil,
      as: "Chương trình mô phỏng", within: .country, by: Actor("fleet-simulator"), now: date)
    return PastProgramme(
      number: number, adoptedIn: round, pace: pace,
      items: try await store.programmes.record(number, within: .country).items)
  }

  /// Whether a line item ever arrives.
  private func arrives(_ item: LineItem) -> Bool { item.number % 3 != 0 }

  func play(_ round: Int, at date: Date, _ store: InventoryStore) async throws {
    let day = VietnamDay.text(date)
    switch round - adoptedIn {
    case 0: try await record(.order, items, day: day, now: date, store)
    case pace:
      try await record(.delivery, items.filter(arrives), day: day, now: date, store)
    default:
      guard round > adoptedIn else { return }
      try await store.programmes.searchForEvidence(of: number, within: .country, now: date)
    }
  }

  private func record(
    _ kind: PurchaseEntry.Kind, _ items: [LineItem], day: String, now: Date,
    _ store: InventoryStore
  ) async throws {
    let paper = kind == .order ? "HĐ" : "BB"
    _ = try await store.programmes.record(
      items.map {
        PurchaseRecord(
          kind: kind, commune: $0.commune, item: $0.item, day: day, count: $0.count, price: nil,
          document: "\(paper)-\($0.commune)")
      }, in: number, within: .country, by: Actor("fleet-simulator"), now: now)
  }

  /// The equipment other than computers that is first reported in a round, by commune: half of what
  /// arrived.
  func deliveries(in round: Int) -> [String: DeliveredEquipment] {
    guard round == adoptedIn + 2 * pace else { return [:] }
    var deliveries: [String: DeliveredEquipment] = [:]
    for item in items where arrives(item) && item.number % 2 == 0 {
      switch item.item {
      case "scanner": deliveries[item.commune, default: DeliveredEquipment()].scanners += item.count
      case "accountSetup":
        deliveries[item.commune, default: DeliveredEquipment()].services += item.count
      case "signatureToken": deliveries[item.commune, default: DeliveredEquipment()].tokens += 1
      default: break
      }
    }
    return deliveries
  }

  /// The new computers that report from a round on.
  func arrivals(in round: Int) -> [PastMachine] {
    guard round == adoptedIn + 2 * pace else { return [] }
    return items.filter { $0.item == "computer" && arrives($0) }.flatMap { item in
      (0..<(item.count / 2)).compactMap { index in
        (try? CommuneCode(item.commune)).map { commune in
          PastMachine(
            SimulatedMachine(
              commune: commune, profile: .equipped, token: "", index: 1000 + index, seed: 2026,
              reports: true, faults: SimulatedFaults()), joins: round)
        }
      }
    }
  }
}
