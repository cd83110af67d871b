import Foundation

@testable import Probing

/// A captured machine that a test makes up.
enum CapturedRoot {
  /// - Parameters:
  ///   - files: texts by their paths from the root.
  ///   - links: targets of symbolic links by the links' paths.
  static func with<Result>(
    _ files: [String: String], links: [String: String] = [:], _ body: (Host) throws -> Result
  ) throws -> Result {
    try Peer.withFolder { folder in
      func place(_ path: String) throws -> URL {
        let file = folder.appending(path: path)
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        return file
      }
      for (path, text) in files { try Data(text.utf8).write(to: place(path)) }
      for (path, target) in links {
        try FileManager.default.createSymbolicLink(
          atPath: place(path).path, withDestinationPath: target)
      }
      return try body(Host(root: folder.path))
    }
  }
}
