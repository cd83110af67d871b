import Foundation
import Testing

@testable import InventoryServer
@testable import InventoryStore

/// Places for uploads, and the memory that tables take.
struct UploadPlacesTests {
  private func user(_ number: Int64) -> Principal {
    Principal(
      kind: .user(
        User(
          number: number, name: "u\(number)", role: .planner, scope: .commune("21250"),
          scopeName: nil, createdAt: Date(), hasPassword: true), session: "x"))
  }

  @Test func anOwnerLeavesPlacesToOthers() throws {
    let places = UploadPlaces(most: 5, perOwner: 2)
    for _ in 0..<2 { try places.enter("a") }
    #expect(throws: UploadPlaces.Refusal.ownTaken) { try places.enter("a") }
    for owner in ["b", "b", "c"] { try places.enter(owner) }
    #expect(throws: UploadPlaces.Refusal.allTaken) { try places.enter("d") }
    places.leave("b")
    try places.enter("d")
    #expect(throws: UploadPlaces.Refusal.ownTaken) { try places.enter("a") }
    places.leave("a")
    places.leave("d")
    try places.enter("a")
  }

  @Test func aUserSendsTwoTablesAtATime() async throws {
    let tables = TableUploads()
    try await tables.run(user(1)) { _ in
      try await tables.run(user(1)) { _ in
        let error = await #expect(throws: ServerError.self) {
          try await tables.run(user(1)) { _ in }
        }
        #expect(error?.code == .busy)
        try await tables.run(user(2)) { _ in }
      }
    }
    try await tables.run(user(1)) { _ in }
  }

  @Test func tablesAreBoundedTogether() async throws {
    let tables = TableUploads()
    let error = await #expect(throws: ServerError.self) {
      try await tables.run(user(1)) { share in
        for _ in 0..<TableUploads.bytesPerUser >> 20 { try share.add(1 << 20) }
        try await tables.run(user(2)) { try $0.add(1 << 20) }
        try share.add(1)
      }
    }
    #expect(error?.code == .busy && error?.message.contains("tables") == true)
    try await tables.run(user(1)) { try $0.add(TableUploads.bytesPerUser) }
  }

  /// Even the largest users leave some memory to others.
  @Test func nobodyTakesWhatIsLeftForAll() async throws {
    let budget = BodyBudget(maximumBytes: 100, perOwner: 60)
    try await budget.sharing(with: "a") { first in
      try first.add(50)
      #expect(throws: ServerError.self) { try first.add(11) }
      try await budget.sharing(with: "b") { second in
        try second.add(40)
        #expect(throws: ServerError.self) { try second.add(11) }
      }
      #expect(budget.bytes == 50)
    }
    #expect(budget.bytes == 0)
  }
}
