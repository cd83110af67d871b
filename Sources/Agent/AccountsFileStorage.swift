import Delivery
import FoundationEssentials
import Probing
import Synchronization

/// Stores the state of the account probe in the state directory.
final class AccountsFileStorage: AccountStorage {
  private let directory: StateDirectory
  private let file = Mutex<AccountsFile?>(nil)

  init(_ directory: StateDirectory) { self.directory = directory }

  func begin() throws(AccountStorageError) {
    let taken = try Self.mapped { () throws(DeliveryError) in try AccountsFile(in: directory) }
    file.withLock { $0 = taken }
  }

  func read() throws(AccountStorageError) -> [UInt8]? {
    guard let file = file.withLock({ $0 }) else { throw .notWritable }
    return try Self.mapped { () throws(DeliveryError) in try file.read() }.map { [UInt8]($0) }
  }

  func write(_ bytes: [UInt8]) throws(AccountStorageError) {
    guard let file = file.withLock({ $0 }) else { throw .notWritable }
    try Self.mapped { () throws(DeliveryError) in try file.write(Data(bytes)) }
  }

  private static func mapped<Value>(
    _ body: () throws(DeliveryError) -> Value
  ) throws(AccountStorageError) -> Value {
    do throws(DeliveryError) {
      return try body()
    } catch {
      switch error.code {
      case .locked: throw .busy
      case .damaged: throw .damaged
      default: throw .notWritable
      }
    }
  }
}
