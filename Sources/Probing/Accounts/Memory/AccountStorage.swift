/// Where the accounts probe remembers what it saw: given by whoever knows how to keep a file.
public protocol AccountStorage: Sendable {
  /// Takes the memory for this run; it is held as long as the storage.
  func begin() throws(AccountStorageError)
  /// What was written last; nil where nothing was yet.
  func read() throws(AccountStorageError) -> [UInt8]?
  /// When this returns, the bytes outlive a power cut.
  func write(_ bytes: [UInt8]) throws(AccountStorageError)
}

/// Why nothing can be remembered.
public enum AccountStorageError: Error, Sendable, Equatable {
  /// Not allowed, or there is no room.
  case notWritable
  /// Another run holds it.
  case busy
  case damaged
}
