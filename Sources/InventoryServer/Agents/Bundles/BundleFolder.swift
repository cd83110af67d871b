import Foundation
import Glibc
import InventoryStore
import Reporting

/// The folder of a USB stick; its contents are untrusted.
struct BundleFolder {
  private let descriptor: Int32
  private let path: String

  /// Opens the folder and calls `work`.
  ///
  /// - Throws: ``InventoryError`` with `bundleMalformed` if it cannot be opened.
  static func with<Value>(
    _ path: String, _ work: (BundleFolder) async throws -> Value
  ) async throws -> Value {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("open", path, errno) }
    defer { close(descriptor) }
    return try await work(BundleFolder(descriptor: descriptor, path: path))
  }

  /// Opens a folder below this one, without following links, and calls `work`.
  ///
  /// - Returns: nil if the folder does not exist.
  func with<Value>(
    _ names: [String], _ work: (BundleFolder) async throws -> Value
  ) async throws -> Value? {
    guard let name = names.first else { return try await work(self) }
    let below = openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
    guard below >= 0 else {
      if errno == ENOENT { return nil }
      throw Self.failure("open", "\(path)/\(name)", errno)
    }
    defer { close(below) }
    return try await BundleFolder(descriptor: below, path: "\(path)/\(name)")
      .with(Array(names.dropFirst()), work)
  }

  /// The names of the reports in the folder, sorted.
  func reports() throws -> [String] { try names(BundleFile.isName) }

  /// The names of a survey stick's enrolments in the folder, sorted.
  func enrolments() throws -> [String] { try names(SurveyLayout.isEnrolment) }

  private func names(_ isWanted: (String) -> Bool) throws -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd/\(descriptor)")
        .filter(isWanted).sorted()
    } catch {
      throw InventoryError(
        .bundleMalformed, "Cannot read \(path): check that the USB stick is still connected.")
    }
  }

  /// The bytes of a regular file: not a link, pipe or device, and no larger than a report.
  ///
  /// - Throws: ``InventoryError`` with `bundleMalformed`.
  func read(_ name: String) throws -> Data {
    let file = openat(descriptor, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard file >= 0 else { throw Self.failure("open", name, errno) }
    let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw InventoryError(.bundleMalformed, "It is not a regular file.")
    }
    guard status.st_size <= BundleFile.maximumBytes else {
      throw InventoryError(.bundleMalformed, "It is larger than a report can be.")
    }
    do {
      return try handle.read(upToCount: BundleFile.maximumBytes + 1) ?? Data()
    } catch {
      throw InventoryError(.bundleMalformed, "It cannot be read: the USB stick may be failing.")
    }
  }

  /// The name of the export that wrote the machine's reports; nil if it left none, or an invalid
  /// one.
  func label(of machine: String) -> String? {
    guard let bytes = try? read(BundleLabel.fileName(machine: machine)) else { return nil }
    return BundleLabel(bytes, machine: machine)?.bundle
  }

  /// Renames a file or folder in it; does nothing if there is none of that name.
  func rename(_ name: String, to new: String) throws {
    guard renameat(descriptor, name, descriptor, new) == 0 || errno == ENOENT else {
      throw Self.failure("rename", name, errno)
    }
    _ = fsync(descriptor)
  }

  /// Writes a file in it atomically; a symbolic link of that name is replaced, not followed.
  func write(_ bytes: Data, _ name: String) throws {
    var status = stat()
    if fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0,
      ![S_IFREG, S_IFLNK].contains(status.st_mode & S_IFMT)
    {
      throw InventoryError(.bundleMalformed, "\(name) is not a file: remove it from the stick.")
    }
    let temporary = ".\(name).\(UUID().uuidString)"
    let file = openat(
      descriptor, temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard file >= 0 else { throw Self.failure("write", name, errno) }
    var failed: Int32 = 0
    var written = 0
    while failed == 0, written < bytes.count {
      let count = bytes.dropFirst(written).withUnsafeBytes {
        Glibc.write(file, $0.baseAddress, $0.count)
      }
      if count > 0 { written += count } else if errno != EINTR { failed = errno }
    }
    if failed == 0, fsync(file) != 0 { failed = errno }
    close(file)
    if failed == 0, renameat(descriptor, temporary, descriptor, name) != 0 { failed = errno }
    guard failed == 0 else {
      unlinkat(descriptor, temporary, 0)
      throw Self.failure("write", name, failed)
    }
    // A FAT stick may not support this; the receipt is there all the same.
    _ = fsync(descriptor)
  }

  private static func failure(_ what: String, _ name: String, _ number: Int32) -> InventoryError {
    InventoryError(
      .bundleMalformed, "Cannot \(what) \(name): \(String(cString: strerror(number))).")
  }
}
