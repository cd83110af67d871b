import ArgumentParser
import Foundation

/// Reads a whole file for a command, but never more than allowed: a device or a pipe has no end.
enum InputFile {
  /// - Parameter maximum: maximum bytes; of a larger file one byte more is returned, so that the
  ///   caller can refuse it for its size.
  /// - Throws: ``Failure`` if it cannot be read.
  static func read(
    _ path: String, maximum: Int, what: String = "", _ code: ExitCode = Failure.badInput
  ) throws -> Data {
    let failure = Failure(code, "Cannot read \(what)\(path): check the name.")
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
      !isFolder.boolValue, let file = FileHandle(forReadingAtPath: path)
    else { throw failure }
    do {
      var bytes = Data()
      while bytes.count <= maximum,
        let more = try file.read(upToCount: min(1 << 20, maximum + 1 - bytes.count)), !more.isEmpty
      { bytes.append(more) }
      try file.close()
      return bytes
    } catch {
      throw failure
    }
  }
}
