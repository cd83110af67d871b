import ArgumentParser
import Foundation

/// A file that a command reads whole. Never more of it than may be read: a device or a pipe has no
/// end.
enum InputFile {
  /// - Parameter maximum: maximum bytes; one more is returned of a larger file, so that the caller
  ///   it refuses it by its size.
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
