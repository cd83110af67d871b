import Cryptography
import Foundation
import GRDB
public import Reporting

/// The key with which the centre signs bundle receipts; agents learn its public half when they
/// enrol. It is kept in the database, so that backups hold it and `restore` brings it back.
struct ReceiptSigningKey: Sendable {
  private let key: Ed25519.PrivateKey
  /// Base64; every acknowledgement repeats it.
  let publicKey: String

  /// - Throws: ``InventoryError`` with `databaseUnusable` if there is none.
  init(_ database: Database) throws {
    let seed = try Data.fetchOne(
      database, sql: "SELECT seed FROM receipt_key ORDER BY number DESC LIMIT 1")
    guard let seed, let key = try? Ed25519.PrivateKey(rawRepresentation: seed) else {
      throw InventoryError(
        .databaseUnusable,
        "The database has no key to sign receipts with: restore a backup.")
    }
    self.key = key
    publicKey = key.publicKey.rawRepresentation.base64EncodedString()
  }

  func sign(_ receipt: BundleReceipt) throws -> BundleReceipt {
    guard let statement = receipt.statement else {
      throw InventoryError(.bundleMalformed, "The receipt has a field that cannot be signed.")
    }
    var signed = receipt
    signed.signature = key.signature(for: statement).base64EncodedString()
    return signed
  }

  /// Makes the first key; part of the migration.
  static func make(_ database: Database, now: Date = Date()) throws {
    try database.execute(
      sql: "INSERT INTO receipt_key (seed, createdAt) VALUES (?, ?)",
      arguments: [Ed25519.PrivateKey().rawRepresentation, Instant(now)])
  }
}

extension InventoryStore.Reports {
  /// The public key that bundle receipts are signed with: Ed25519, base64.
  public var receiptKey: String { store.receiptKey.publicKey }

  /// Signs a bundle receipt.
  ///
  /// - Throws: ``InventoryError`` with `bundleMalformed` for a field with white space.
  public func sign(_ receipt: BundleReceipt) throws -> BundleReceipt {
    try store.receiptKey.sign(receipt)
  }
}
