import CInventory
import Foundation

/// Which file is at a path, whatever its name: a file that is moved keeps it, one put in its place
/// has another.
struct FileIdentity: Hashable, Sendable {
  let device: UInt64
  let inode: UInt64

  /// - Returns: nil if there is no file, or it may not be looked at.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    (device, inode) = (UInt64(status.st_dev), UInt64(status.st_ino))
  }

  /// A text that outlives the process: the inode, which a file system may give to another file once
  /// this one is deleted, and when the file was made (0 if the file system does not say). Without
  /// the device, whose number may differ after each start of the computer.
  ///
  /// - Returns: nil if there is no file.
  static func lasting(_ path: String) -> String? {
    FileIdentity(path).map { "\($0.inode) \(inventory_birth_nanoseconds(path))" }
  }
}
