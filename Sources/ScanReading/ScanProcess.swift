import CProcess
public import Foundation
import Glibc

/// Starts and ends the process that reads a scan; the server's side.
public struct ScanProcess: Sendable {
  /// Seconds after which it is ended, with all that it started.
  static let seconds = 40.0
  private static let mostOutput = 64 << 10

  /// The program whose command `read-scan` reads one.
  private let program: String

  /// - Parameter program: nil for this program itself.
  public init(program: String? = nil) { self.program = program ?? "/proc/self/exe" }

  /// Reads the scan in a file. Blocks until its process has ended.
  public func read(_ file: URL) -> ScanFinding {
    var ends: [Int32] = [-1, -1]
    guard cprocess_pipe(&ends) == 0 else { return ScanFinding(refusal: .tookTooMuch) }
    defer { close(ends[0]) }
    // The process may write only inside, and cannot remove the folder. Other users may pass through
    // it, since without Landlock the process becomes nobody.
    let folder = FileManager.default.temporaryDirectory.appending(path: "scan-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    guard
      (try? FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o711]))
        != nil,
      let child = start(file.path, output: ends[1], scratch: folder.path)
    else {
      close(ends[1])
      return ScanFinding(refusal: .readerMissing)
    }
    close(ends[1])
    let line = output(ends[0])
    // It ends with its output; whatever it has started is in its group.
    let status = end(child, isExpected: line != nil)
    guard let line, status == 0, let finding = try? ScanFindingText.decode(line) else {
      return ScanFinding(refusal: .tookTooMuch)
    }
    return finding
  }

  private func start(_ path: String, output: Int32, scratch: String) -> pid_t? {
    let input = open(path, O_RDONLY | O_CLOEXEC)
    guard input >= 0 else { return nil }
    defer { close(input) }
    let libraries = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"]
    var words = self.words(for: [program, "read-scan"])
    let settings =
      ["PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "TMPDIR=\(scratch)"]
      + (libraries.map { ["LD_LIBRARY_PATH=\($0)"] } ?? [])
    var variables = self.words(for: settings)
    defer { (words + variables).forEach { free($0) } }
    var child = pid_t()
    // The service may use ports below 1024, which a scan does not need; a process that never gets
    // this capability needs no system call to give it up.
    _ = cprocess_pass_on_no_capabilities()
    return cprocess_spawn(&child, program, &words, &variables, input, output) == 0 ? child : nil
  }

  /// C strings, ended by nil; each must be freed.
  private func words(for texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
    var words: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) }
    words.append(nil)
    return words
  }

  /// The output of the process; nil if it does not end in time, or writes too much.
  private func output(_ end: Int32) -> Data? {
    let deadline = Date(timeIntervalSinceNow: Self.seconds)
    var bytes = Data()
    var chunk = [UInt8](repeating: 0, count: 4096)
    while true {
      let rest = deadline.timeIntervalSinceNow
      guard rest > 0, bytes.count <= Self.mostOutput else { return nil }
      var wanted = pollfd(fd: end, events: Int16(POLLIN), revents: 0)
      guard poll(&wanted, 1, Int32(rest * 1000) + 1) > 0 else {
        if errno == EINTR { continue }
        return nil
      }
      let count = Glibc.read(end, &chunk, chunk.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
    }
  }

  private func end(_ child: pid_t, isExpected: Bool) -> Int32 {
    if !isExpected { kill(-child, SIGKILL) }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 && errno == EINTR {}
    kill(-child, SIGKILL)
    return status
  }
}
