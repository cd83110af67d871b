import Foundation
import Reporting
import Testing

@testable import Probing

/// The agent that was built with these tests.
let builtAgent = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
  .deletingLastPathComponent().appending(path: "commune-probe").path

/// The folder of deliberately faulty programs.
let faultsFolder = probesFolder.deletingLastPathComponent().appending(path: "Tests/Faults")

/// A temporary folder for one test, with an agent that runs in a given environment.
final class ScannerWorkbench: Sendable {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "scanners-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// The agent, started with these variables.
  ///
  /// - Parameters:
  ///   - before: a command that starts it.
  ///   - secrets: files that its tasks must not read.
  func isolation(
    _ environment: [String: String], before: [String] = [], secrets: [String] = []
  ) throws -> Isolation {
    let exports = environment.map { "export \($0)='\($1)'\n" }.sorted().joined()
    let start = before.map { "'\($0)' " }.joined()
    let file = folder.appending(path: "agent-\(UUID())")
    let script = "#!/bin/sh\n\(exports)exec \(start)'\(builtAgent)' \"$@\"\n"
    // Written by another process: children that other tests start meanwhile inherit files that this
    // one has open for writing, and then the script cannot be executed.
    _ = try Peer.output(
      "sh", "-c", #"printf %s "$1" >"$2"; chmod +x "$2""#, "sh", script, file.path)
    return Isolation(program: file.path) { secrets }
  }

  /// The agent with a SANE limited to these backends.
  func sane(backends: String, _ files: [String: String] = [:]) throws -> Isolation {
    for (name, text) in files.merging(["dll.conf": backends], uniquingKeysWith: { $1 }) {
      try Data(text.utf8).write(to: folder.appending(path: name))
    }
    return try isolation(["SANE_CONFIG_DIR": folder.path])
  }

  /// A self-signed certificate and its key.
  func certificate() throws -> (String, String) {
    let (certificate, key) = (
      folder.appending(path: "c.pem").path, folder.appending(path: "k.pem").path
    )
    _ = try Peer.text(
      "openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=NPI1234 -days 1 "
        + "-out '\(certificate)' -keyout '\(key)' 2>/dev/null")
    return (certificate, key)
  }

  /// The agent with a libsane that has these faults (`Tests/Faults/sane_stub.c`).
  func stub(_ faults: String) throws -> Isolation {
    let library = folder.appending(path: "libsane.so.1").path
    _ = try Peer.output(
      "gcc", "-shared", "-fPIC", "-Wl,-soname,libsane.so.1", "-DFAULTS=\"\(faults)\"",
      "-DFOLDER=\"\(folder.path)\"", "-o", library,
      faultsFolder.appending(path: "sane_stub.c").path)
    return try isolation(["LD_LIBRARY_PATH": folder.path])
  }
}

/// Runs `Tests/Faults/escl_scanner.py` for its own lifetime.
final class FakeScanner: @unchecked Sendable {
  private let process = Process()
  private let input = Pipe()
  let port: Int

  /// - Parameters:
  ///   - certificate: the files of a certificate and its key, for https.
  ///   - isPlainToo: whether it also speaks plain HTTP, on the same port.
  ///   - isOld: whether it speaks TLS up to 1.1 only.
  ///   - address: a loopback address, and a port of its own if needed.
  init(
    certificate: (String, String)? = nil, isPlainToo: Bool = false, isOld: Bool = false,
    address: String = "127.0.0.1", port wanted: Int = 0
  ) throws {
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments =
      [faultsFolder.appending(path: "escl_scanner.py").path, address, "\(wanted)"]
      + (certificate.map { [$0.0, $0.1] } ?? []) + (isPlainToo ? ["both"] : [])
      + (isOld ? ["old"] : [])
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    port = try #require(Int(line.trimmingCharacters(in: .whitespacesAndNewlines)))
  }

  deinit {
    try? input.fileHandleForWriting.close()
    process.terminate()
    process.waitUntilExit()
  }

  func address(_ manners: String, scheme: String = "http") -> String {
    "\(scheme)://127.0.0.1:\(port)/\(manners)/eSCL"
  }
}
