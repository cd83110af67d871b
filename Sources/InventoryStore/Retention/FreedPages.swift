import GRDB

/// Pages that deletions have freed.
enum FreedPages {
  /// SQLite's `auto_vacuum` value for a file that gives pages back a few at a time.
  static let incremental = 2

  /// Lets a new, empty file give pages back; an existing one does so only from its next copy on.
  static func prepare(_ database: Database) throws {
    // To set it again would write a page, even for a command that only reads.
    guard try !canBeGivenBack(database) else { return }
    try database.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
  }

  static func canBeGivenBack(_ database: Database) throws -> Bool {
    try Int.fetchOne(database, sql: "PRAGMA auto_vacuum") == incremental
  }
}

extension RetentionRun {
  private static let pagesAtOnce = 16
  /// Free pages kept for the reports of the next days, which would make the file grow again.
  private static let keptPages = 256

  /// Gives freed pages back to the file system, a few at a time.
  mutating func giveBackPages() async throws {
    let before = try await read { database -> Int? in
      guard try FreedPages.canBeGivenBack(database) else { return nil }
      return try Int.fetchOne(database, sql: "PRAGMA page_count")
    }
    guard let before else { return }
    try await drain { database in
      let free = try Int.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0
      guard free > Self.keptPages else { return 0 }
      let count = min(Self.pagesAtOnce, free - Self.keptPages)
      try database.execute(sql: "PRAGMA incremental_vacuum(\(count))")
      let left = try Int.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0
      return max(0, free - left)
    }
    let (after, size) = try await read { database in
      (
        try Int.fetchOne(database, sql: "PRAGMA page_count") ?? before,
        try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 4096
      )
    }
    result.freedBytes = max(0, before - after) * size
  }
}
