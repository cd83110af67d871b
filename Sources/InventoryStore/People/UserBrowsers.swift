public import Foundation
import GRDB

/// From where users have signed in before: what tells them from strangers who guess.
extension InventoryStore {
  /// How long a browser is recognized after its last sign-in.
  public static let browserDays = 180
  /// How long an address is known after the last sign-in from there.
  static let addressDays = 90
  /// Most browsers of one user that are recognized; the oldest go.
  static let maximumBrowsers = 16

  /// What is known of whoever asks for a user's password.
  public enum SignInStanding: Sendable, Equatable {
    /// A browser in which that user has signed in; `id` names the pair.
    case browser(id: String)
    /// An address from which that user signed in lately.
    case address
    case stranger
  }

  /// Notes that `user` signed in with a browser.
  ///
  /// - Parameter secret: what the browser's cookie holds; anything else than a known secret is
  ///   replaced.
  /// - Returns: the secret that the browser is to keep.
  public func recognize(
    browser secret: String?, of user: User, now: Date
  ) async throws -> String {
    try await durably { group in
      let database = group.database
      let isKnown = try secret.flatMap(Secret.digest).map { digest in
        try Bool.fetchOne(
          database, sql: "SELECT EXISTS (SELECT 1 FROM user_browser WHERE digest = ?)",
          arguments: [digest]) ?? false
      }
      let kept = isKnown == true ? secret ?? Secret.random() : Secret.random()
      try database.execute(
        sql: "DELETE FROM user_browser WHERE lastAt <= ?",
        arguments: [Self.daysAgo(Self.browserDays, now)])
      try database.execute(
        sql: "INSERT OR REPLACE INTO user_browser (digest, user, lastAt) VALUES (?, ?, ?)",
        arguments: [Secret.digest(kept), user.number, now.microseconds])
      try database.execute(
        sql: """
          DELETE FROM user_browser WHERE user = ? AND digest NOT IN (
            SELECT digest FROM user_browser WHERE user = ? ORDER BY lastAt DESC LIMIT ?)
          """, arguments: [user.number, user.number, Self.maximumBrowsers])
      return kept
    }
  }

  static func standing(
    of user: Int64, from address: String, browser secret: String?, now: Date,
    _ database: Database
  ) throws -> SignInStanding {
    if let digest = secret.flatMap(Secret.digest) {
      let isKnown = try Bool.fetchOne(
        database,
        sql: """
          SELECT EXISTS (
            SELECT 1 FROM user_browser WHERE digest = ? AND user = ? AND lastAt > ?)
          """, arguments: [digest, user, daysAgo(browserDays, now)])
      if isKnown == true { return .browser(id: "\(user) \(digest.base64EncodedString())") }
    }
    let isKnown = try Bool.fetchOne(
      database,
      sql: """
        SELECT EXISTS (
          SELECT 1 FROM user_address WHERE user = ? AND address = ? AND lastAt > ?)
        """, arguments: [user, address, daysAgo(addressDays, now)])
    return isKnown == true ? .address : .stranger
  }

  private static func daysAgo(_ days: Int, _ now: Date) -> Int64 {
    now.addingTimeInterval(-Double(days) * 86_400).microseconds
  }
}
