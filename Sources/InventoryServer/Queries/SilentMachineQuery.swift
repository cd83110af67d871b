import Foundation
import InventoryStore
import Presentation

/// The selection of silent machines on a page.
struct SilentMachineQuery {
  /// The page's choices: machines that fell silent within the last days; nil for all.
  static let periods: [Int?] = [nil, 7, 30]
  static let maximumDays = 3_650

  let province: String?
  /// A group's number, in digits.
  let group: String?
  let days: Int?

  /// - Throws: ``ServerError`` with `argumentMalformed`.
  init(_ call: PageCall) throws {
    province = call.query.province
    group = call.query["group"].map { String($0.prefix(100)) }
    guard let text = call.query["since"], !text.isEmpty else {
      days = nil
      return
    }
    guard text.utf8.count <= 4, text.utf8.allSatisfy({ 48...57 ~= $0 }), let days = Int(text),
      1...Self.maximumDays ~= days
    else {
      throw ServerError(
        .argumentMalformed,
        call.text("silent.badDays", ["given": String(text.prefix(20))]))
    }
    self.days = days
  }

  /// - Throws: `InventoryError` with `groupUnknown`.
  func filter(_ store: InventoryStore, _ call: PageCall) async throws -> SilentMachineFilter {
    var filter = SilentMachineFilter(
      province: province, since: days.map { call.now.addingTimeInterval(-Double($0) * 86_400) })
    if let group {
      filter.communes = try await store.groups.members(of: group, within: call.scope).codes
    }
    return filter
  }
}
