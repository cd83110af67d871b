public import Foundation
import GRDB

/// What is known about a client that tries a user's password: tells the user from strangers who
/// guess.
public enum SignInStanding: Sendable, Equatable {
  /// A browser in which that user has signed in; `id` identifies the pair.
  case browser(id: String)
  /// An address from which that user has signed in recently.
  case address
  case stranger
}

extension InventoryStore.Sessions {
  /// Days for which a browser is recognized after its last sign-in.
  public static let browserDays = 180
  /// Maximum number of browsers recognized per user; the oldest are forgotten.
  static let maximumBrowsers = 16

  /// Records that `user` signed in with a browser.
  ///
  /// - Parameter secret: of the browser's cookie; replaced unless it is a known secret.
  /// - Returns: the secret for the browser to keep.
  public func recognize(
    browser secret: String?, of user: User, now: Date
  ) async throws -> String {
    try await store.write { group in
      let database = group.database
      let isKnown = try secret.flatMap(Secret.digest).map { digest in
        try Bool.fetchOne(
          database, sql: "SELECT EXISTS (SELECT 1 FROM user_browser WHERE digest = ?)",
          arguments: [digest]) ?? false
      }
      let kept = isKnown == true ? secret ?? Secret.random() : Secret.random()
      try database.execute(
        sql: "DELETE FROM user_browser WHERE lastAt <= ?",
        arguments: [SignInStanding.ago(Self.browserDays, now)])
      try database.execute(
        sql: "INSERT OR REPLACE INTO user_browser (digest, user, lastAt) VALUES (?, ?, ?)",
        arguments: [Secret.digest(kept), user.number, Instant(now)])
      try database.execute(
        sql: """
          DELETE FROM user_browser WHERE user = ? AND digest NOT IN (
            SELECT digest FROM user_browser WHERE user = ? ORDER BY lastAt DESC LIMIT ?)
          """, arguments: [user.number, user.number, Self.maximumBrowsers])
      return kept
    }
  }
}

extension SignInStanding {
  /// Days for which an address is known after the last sign-in from it.
  static let addressDays = 90

  /// A sign-in while the clock ran ahead must not keep its privilege for longer.
  private static func latest(_ now: Date) -> Instant { Instant(now.addingTimeInterval(300)) }

  static func of(
    _ user: Int64, from address: String, browser secret: String?, now: Date, _ database: Database
  ) throws -> SignInStanding {
    func isKnown(
      in table: String, _ column: String, _ value: any DatabaseValueConvertible, days: Int
    ) throws -> Bool {
      try Bool.fetchOne(
        database,
        sql: """
          SELECT EXISTS (
            SELECT 1 FROM \(table)
            WHERE user = ? AND \(column) = ? AND lastAt > ? AND lastAt <= ?)
          """, arguments: [user, value, ago(days, now), latest(now)]) ?? false
    }
    if let digest = secret.flatMap(Secret.digest),
      try isKnown(in: "user_browser", "digest", digest, days: InventoryStore.Sessions.browserDays)
    {
      return .browser(id: "\(user) \(digest.base64EncodedString())")
    }
    return try isKnown(in: "user_address", "address", address, days: addressDays)
      ? .address : .stranger
  }

  static func ago(_ days: Int, _ now: Date) -> Instant {
    Instant(now.addingTimeInterval(-Double(days) * 86_400))
  }
}
