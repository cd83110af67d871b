import Foundation
import Testing

/// A computer without a usable libcurl: it is still inspected, and sending names what is missing.
struct MissingLibraryTests {
  /// The environment of a process that finds a broken libcurl before the system's.
  private func broken(_ scratch: Scratch) throws -> [String: String] {
    let file = try scratch.write("no library", "libcurl.so.4")
    return ["LD_LIBRARY_PATH": URL(filePath: file).deletingLastPathComponent().path]
  }

  @Test func hardwareIsLookedAtWithoutLibcurl() throws {
    let scratch = try Scratch()
    let collected = try Command.run(
      "commune-probe", ["collect", "--only", "hardware", "--format", "json"],
      environment: try broken(scratch))
    #expect(collected.status == 0, "\(collected.errors)")
    #expect(collected.output.contains(#""memory""#))
  }

  @Test func sendingSaysWhatToInstall() throws {
    let scratch = try Scratch()
    try Command.run(
      "commune-probe",
      [
        "enroll", "--server", "http://127.0.0.1:1", "--state", scratch.file("s").path, "--token",
        "t",
      ],
      environment: try broken(scratch)
    ).expectRefusal(78, "reinstall the package libcurl4")
  }
}
