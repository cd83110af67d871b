import Foundation
import Testing

/// Other programs that inspect the same machine.
enum Peer {
  /// Standard output of a program that exits with status 0.
  static func output(_ arguments: String...) throws -> Data {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(["LC_ALL": "C"]) { $1 }
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(arguments) failed")
    return output
  }

  static func text(_ script: String) throws -> String {
    String(decoding: try output("sh", "-c", script), as: UTF8.self)
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Runs `body` with a temporary folder.
  static func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
  }
}

/// Output of `lsblk --json`; of this machine without `--sysroot`.
struct LsblkListing: Decodable {
  struct Disk: Decodable {
    let name, type: String
    let size: Int
    let rota, rm: Bool
    let tran: String?
  }
  let blockdevices: [Disk]

  /// Those that we count as disks: lsblk also lists compressed memory.
  var disks: [Disk] {
    blockdevices.filter { $0.type == "disk" && $0.size > 0 && !$0.name.hasPrefix("zram") }
      .sorted { $0.name < $1.name }
  }

  init(root: String = "/") throws {
    let output = try Peer.output(
      "lsblk", "--sysroot", root, "-bdJ", "-o", "NAME,TYPE,SIZE,ROTA,RM,TRAN")
    self = try JSONDecoder().decode(LsblkListing.self, from: output)
  }
}

/// Output of `lscpu --json`.
struct LscpuListing: Decodable {
  struct Field: Decodable { let field: String, data: String? }
  let lscpu: [Field]

  subscript(name: String) -> String? { lscpu.first { $0.field == "\(name):" }?.data }

  init(root: String = "/") throws {
    let output = try Peer.output("lscpu", "--sysroot", root, "-J")
    self = try JSONDecoder().decode(LscpuListing.self, from: output)
  }
}
