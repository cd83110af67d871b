import Foundation
import InventoryFixtures
import InventoryStore
import Reporting
import Testing

/// The key that signs receipts is stored in the database, which only its owner can read.
struct ReceiptKeyTests {
  private func mode(_ path: String) throws -> Int? {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return (attributes[.posixPermissions] as? NSNumber)?.intValue
  }

  @Test func keyStaysInDatabaseReadableByOwnerOnly() throws {
    let folder = "/tmp/receipt-key-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = "\(folder)/inventory.sqlite"
    let policy = try #require(EmptyInventory.policy)
    func open(_ path: String) throws -> InventoryStore {
      try InventoryStore(path: path, role: .serving, policy: policy, now: Date())
    }
    let key = try open(path).reports.receiptKey
    #expect(try open("\(folder)/another.sqlite").reports.receiptKey != key)
    #expect(BundleReceipt.isKey(key))
    #expect(try mode(path) == 0o600)
    // As left by earlier versions or a careless copy.
    chmod(path, 0o644)
    #expect(try open(path).reports.receiptKey == key)
    #expect(try mode(path) == 0o600)
  }

  @Test func receiptsWithAmbiguousFieldsAreNotSigned() async throws {
    let inventory = try TestInventory()
    let store = inventory.store
    #expect(throws: InventoryError.self) {
      try store.reports.sign(BundleReceipt(machine: "m1\nm2", reports: []))
    }
    #expect(
      try store.reports.sign(BundleReceipt(machine: "m1", reports: []))
        .isSigned(by: store.reports.receiptKey))
  }
}
