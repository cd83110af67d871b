import Foundation
import GRDB
import Reporting

/// The adopted plans of a province, without the names of users.
public struct PublishedProgrammes: Sendable, Equatable {
  /// Times are microseconds since 1970, money whole VND, days `YYYY-MM-DD`.
  public struct Programme: Sendable, Equatable {
    /// In the centre's inventory.
    public var number: Int64
    public var name: String
    public var budget: Int64
    public var adoptedAt: Int64
  }

  public struct Item: Sendable, Equatable {
    public var number: Int64
    public var programme: Int64
    public var commune: String
    public var item: String
    /// The kind of evidence by which reports show the purchase; nil if none can.
    public var evidence: String?
    public var plannedCount, plannedPrice, count, price: Int64
    public var cancelledAt: Int64?
  }

  /// An order or a delivery.
  public struct Entry: Sendable, Equatable {
    public var number: Int64
    public var item: Int64
    public var commune: String
    public var kind: String
    public var day: String
    public var count, price: Int64
    public var withdrawnAt: Int64?
  }

  /// The evidence in reports for one unit of a delivery.
  public struct Evidence: Sendable, Equatable {
    public var kind: String
    /// SHA-256 of the thing seen, in hexadecimal digits: enough to count it once.
    public var subject: String
    public var delivery: Int64
    public var commune: String
    public var seenAt: Int64
    public var voidedAt: Int64?
  }

  public var programmes: [Programme] = []
  public var items: [Item] = []
  public var entries: [Entry] = []
  public var evidence: [Evidence] = []
}

extension InventorySnapshot {
  /// Programmes with a line item in the province, and those items; each list by its key.
  public func programmes(of province: String) throws -> PublishedProgrammes {
    let items = "programme_item i JOIN commune c ON c.code = i.commune"
    func rows(_ sql: String) throws -> [Row] {
      try Row.fetchAll(database, sql: sql, arguments: [province])
    }
    var found = PublishedProgrammes()
    found.programmes = try rows(
      """
      SELECT p.number, p.name, p.budget, p.adoptedAt FROM programme p
      WHERE EXISTS (SELECT 1 FROM \(items) WHERE i.programme = p.number AND c.province = ?)
      ORDER BY p.number
      """
    ).map { .init(number: $0[0], name: $0[1], budget: $0[2], adoptedAt: $0[3]) }
    found.items = try rows(
      """
      SELECT i.number, i.programme, i.commune, i.item, i.evidence, i.plannedCount, i.plannedPrice,
        i.count, i.price, i.cancelledAt FROM \(items) WHERE c.province = ? ORDER BY i.number
      """
    ).map {
      .init(
        number: $0[0], programme: $0[1], commune: $0[2], item: $0[3], evidence: $0[4],
        plannedCount: $0[5], plannedPrice: $0[6], count: $0[7], price: $0[8], cancelledAt: $0[9])
    }
    found.entries = try rows(
      """
      SELECT e.number, e.lineItem, i.commune, e.kind, e.day, e.count, e.price, e.withdrawnAt
      FROM \(items) JOIN programme_entry e ON e.lineItem = i.number
      WHERE c.province = ? ORDER BY e.number
      """
    ).map {
      .init(
        number: $0[0], item: $0[1], commune: $0[2], kind: $0[3], day: $0[4], count: $0[5],
        price: $0[6], withdrawnAt: $0[7])
    }
    found.evidence = try rows(
      """
      SELECT v.kind, v.subject, v.delivery, i.commune, v.seenAt, v.voidedAt
      FROM \(items) JOIN programme_entry e ON e.lineItem = i.number
      JOIN programme_evidence v ON v.delivery = e.number WHERE c.province = ?
      """
    ).map {
      .init(
        kind: $0[0], subject: SHA256Digest.hexadecimal(of: Data(($0[1] as String).utf8)),
        delivery: $0[2], commune: $0[3], seenAt: $0[4], voidedAt: $0[5])
    }.sorted { ($0.kind, $0.subject) < ($1.kind, $1.subject) }
    return found
  }
}
